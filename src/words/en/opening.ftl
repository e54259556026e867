# The page of one post

post-facts = The post
post-description = About the work
post-others = More posts here
post-similar = Posts like this
post-source = Source: { $source }, number { $number }
fact-kind = Kind
fact-occupation = Trade
fact-pay = Pay
fact-headcount = Places
fact-employment = Employment
fact-shifts = Shifts
fact-education = Education
fact-experience = Experience
fact-licences = Certificates
fact-skill = Skill level
fact-majors = Fields of study
fact-skills = Skills
fact-benefits = Benefits
fact-address = Address
fact-until = Closing date

silent-title = This post does not say:
silent-told = Ask before you go.
contact-title = How to reach them
contact-person = Ask for { $name }
contact-source = Read it on { $source }
contact-none = This post gives no telephone number. It comes from { $source }: look there for the institution by its name, or ask at the local employment office.
safe-title = Applying costs nothing.
safe-told = An employer may not take a deposit or keep your identity card (Labour Contract Law, article 9). Stay away from anyone who asks for money.
print-button = Print
share-button = Copy address
share-done = Address copied

ended-title = This post has ended
ended-filled = All places are taken.
ended-closed = The institution has stopped looking.
ended-lapsed = Its closing date has passed.
ended-search = Find posts like it

# The page of an institution

institution-description = { $name } ({ $place }): facts and open posts.
institution-facts = The institution
institution-posts = Open posts
institution-no-posts = This institution has no open posts now.
standing-verified = An office has verified this institution.
standing-listed = What stands here comes from advertisements. Nobody has verified it yet.
standing-suspended = The posts of this institution are suspended.
fact-place = Place
fact-grade = Grade
fact-beds = Beds
fact-legal-form = Registered as
fact-credit-code = Credit code
fact-contact = Contact
fact-phone = Telephone
grade = Grade { $grade } of 5
beds = { $beds }
