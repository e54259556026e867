# Pages of faults

fault-input-title = Something was not understood
fault-input-told = So nothing was searched yet. What it is and how to mend it stands below.
fault-right-title = This page is not open to you
fault-right-told = Only people with the right to it can see this page.
fault-missing-title = There is no such page
fault-missing-told = The address may be mistyped, or the page was taken down.
fault-method-title = It cannot be opened this way
fault-method-told = Please start again from the home page.
fault-gone-title = This page was taken down
fault-gone-told = It used to be here and is here no longer.
fault-large-title = That was too much at once
fault-large-told = Please send less.
fault-often-title = A little too fast
fault-often-told = Please wait a moment and try again.
fault-busy-title = The site cannot answer just now
fault-busy-told = It is getting ready, or has too much to do. Please open it again in a little while; you did nothing wrong.
fault-ours-title = The fault is ours
fault-ours-told = You did nothing wrong. It was recorded; please try again in a little while.

fault-field-unknown = There is no condition “{ $field }”
fault-given = You gave: { $value }
fault-ways-on = What you can do now
fault-without = Search again without what was wrong
fault-again = Try once more

mend-choose = Please choose one from the filters of the search page.
mend-pay = Please give yuan a month in digits, such as 3500.
mend-near = Please give latitude and longitude with a comma between, such as 41.11,122.99.
mend-radius = Please give kilometres, such as 10, and say near where.
mend-page = Please give the page in digits; the first 10,000 posts can be paged to.
mend-q = Please make it shorter; a few words are enough.
mend-unknown = Please take it out of the address.
