# The search page

results-title = Posts: { $what }
results-description = { $title }. Open posts in elder care found: { $count }.
found = { $count ->
    [one] 1 post found
   *[other] { $shown } posts found
}
understood-name = How we understood you:
understood-as = { $text } → { $name }
chosen-name = You chose:
chip-take-off = , take off
corrected-to = We searched for “{ $to }”.
corrected-back = Search for “{ $from }” instead

facet-region = Place
facet-occupation = Trade
facet-kind = Kind of post
facet-pathway = Suits
facet-education = My education
facet-institution = Kind of institution
facet-pay = Pay
facet-benefit = Conditions
facet-near = How far from me
any = Any
pay-at-least = ¥{ $yuan } a month or more
subsidy-only = May open a subsidy
near-chosen = Where I am
near-within = within { $distance }

sort-name = Order
filters-name = Filters
filters-apply = Search with these
filters-clear = Take all off

nothing-title = No post fits
nothing-told = Try another word, or ask for a little less.
nothing-ways = These would find some:
way-without = without “{ $words }”
way-wider = in all of { $place }
way-radius = within { $distance }
way-unfiltered = any { $field }
way-occupation = only { $trade }
way-all = every post in { $place }
beyond-last = There is nothing further.
to-first-page = Back to the first page
feed-this = Follow new posts like these

# The card of a post

distance-away = { $distance } away
distance-not-known = how far away is not known
card-published = posted { $ago }
card-folded = { $count ->
    [one] and 1 more post that says the same
   *[other] and { $count } more posts that say the same
}
experience-none = No experience needed
experience-years = { $years ->
    [one] 1 year’s experience
   *[other] { $years } years’ experience
}
headcount = { $count ->
    [one] 1 place
   *[other] { $count } places
}

# The drawing of pay

pay-caption = What these posts pay a month
pay-thousands = { $number }k
pay-axis = Below: pay a month in yuan, from. On the bars: how many posts.
pay-band = { $count } from ¥{ $from }

found-exactly = { $count ->
    [0] None fits in every respect. These come close.
    [one] 1 fits in every respect and comes first; the others come close.
   *[other] { $count } fit in every respect and come first; the others come close.
}
