# The home page

home-title = Good work caring for older people in { $place }
home-lead = Posts in care homes, communities, hospitals, housekeeping and property firms, all in one place. No account needed, no fees.
home-description = Jobs in elder care in { $place }: carers, nurses, social workers, support staff and volunteers. Free to read, and nobody can buy a rank.
examples-name = Try one of these:
example-1 = carer with room and board
example-2 = no night shift
example-3 = hugong

figure-openings = { $count ->
    [one] post open now
   *[other] posts open now
}
figure-institutions = { $count ->
    [one] institution
   *[other] institutions
}
figure-free = Free
figure-free-told = looking and applying cost nothing

doors-title = Which of these is you?
door-graduate-who = New graduate
door-graduate = A first job, or an internship to begin with
door-cross-field-who = From property or housekeeping
door-cross-field = You want to change to elder care
door-retired-medic-who = Retired doctor or nurse
door-retired-medic = Glad to advise and to teach
door-rural-who = Living in the countryside
door-rural = Work close to home
door-family-carer-who = Family carer
door-family-carer = You know how to care and want to earn by it
door-volunteer-who = Volunteer
door-volunteer = You have time and want to help

home-where = Where people are wanted in { $place }
supply-count = { $count ->
    [one] 1 post
   *[other] { $count } posts
}
supply-caption = The stronger the colour, the more posts. Choose a place to see its posts.
home-newest = Just posted
fair-title = Rank is not for sale.
fair-told = The order depends on how well a post fits, how new it is, and who is shortest of people. No institution can pay for its place.
