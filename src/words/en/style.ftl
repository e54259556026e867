# The page of styles

style-lead = Every part of the pages, drawn once. What it says is made up.
style-type = Text
style-cards = Cards of posts
style-notes = Notes
style-buttons = Buttons
style-icons = Icons
style-supply = Posts by district
style-institution = Sample Care Home
style-title-1 = Carer for older people
style-title-2 = Weekend visits with older people
style-benefit = Room and board
style-advertisement = What the carer does, in a few words.
    The work:
    1. Help with washing and dressing;
    2. Help with meals.
    We ask for:
    1. Patience;
    2. A health certificate.
