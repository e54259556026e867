# What every page says

site-name = Yipin
site-purpose = Jobs in elder care
language-self = English
skip-to-content = Skip to the content
demo-notice = This is a demonstration: every institution and every post here is made up.
menu-name = Main menu
menu-home = Home
menu-openings = Find work
type-large = Large text
type-normal = Normal text
trail-name = You are here
full-stop = .

footer-about = Jobs in elder care in one place, for everyone to find and understand.
footer-fair = Nobody can pay to stand higher.
footer-feed = Follow new posts
footer-api = Data interface
footer-styleguide = Page styles

search-label = What work are you looking for?
search-placeholder = Trade or place
search-button = Search
near-button = Near me
near-fault = Your position could not be read. You can type the name of a place instead.

pager-name = Pages
pager-back = Back
pager-on = Next
pager-page = Page { $page }
pager-where = Page { $page } of { $last }

feed-title = New posts
all-openings = See all posts
quoted = “{ $text }”
posts = { $count ->
    [one] 1 post
   *[other] { $count } posts
}
