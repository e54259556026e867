# Accounts, signing in, an institution's desk, the office

login-label = Mobile number or e-mail
login-hint = For example 13812345678, or name@example.org
login-empty = Please write a mobile number or an e-mail address.
login-neither = This is neither a mobile number nor an e-mail address. A mobile number has 11 digits; an address has an @.
login-sample = This address belongs to the demonstration. Please use another.
password-label = Password
password-hint = At least { $count } characters. A sentence you remember is a good one.
password-short = The password is too short: at least { $count } characters.
password-long = The password is too long: at most { $count } characters.
password-common = This password is easy to guess. Please choose another.
name-label = Your name
name-empty = Please write your name.
choose-from-list = Please choose one from the list.
save-button = Save
saved-told = Saved.
not-now = Not now
go-on-button = Continue
begin-again = Start again
change-link = Change
add-link = Add
not-given = Not given
wait-minutes = Too many tries. Please try again in { $minutes ->
    [one] one minute.
   *[other] { $minutes } minutes.
}

sign-in-title = Sign in
sign-in-button = Sign in
sign-in-link = Sign in
sign-in-wrong = The number, the address or the password is not right. Please look again.
forgot-link = I forgot my password
no-account = No account yet?
sign-up-link = Sign up
signed-up-told = Done. Please sign in with the number or address and the password you just gave.
new-password-told = The new password is set. Please sign in with it.
signed-out-told = You have signed out.
erased-told = Your account and your data are gone.
demo-accounts = Accounts of the demonstration, all with one password:
code-title = One more step
code-told = Your account asks for a second step. Please open the authenticator on your phone.
code-label = Code
code-hint = Six digits. Without your phone, use a code from your paper.
code-wrong = This code is not right, or was used already.
sign-out-title = Sign out?
sign-out-button = Sign out

sign-up-title = Make an account
sign-up-lead = One account to look for work, to apply and to hear back. It is free.
sign-up-button = Sign up
sign-up-privacy = No institution sees your number unless you agree.
sign-up-institution = To hire for an institution, ask your local office or a colleague for an invitation.
have-account = Have an account already?

forgot-title = Forgotten password
forgot-lead = Write the number or address you sign in with. We send a link to your e-mail address.
forgot-button = Send the link
forgot-no-mail = No e-mail address in your account? Please go to your local service desk with your ID card.
forgot-done-title = Please look at your mail
forgot-done = If this account has an e-mail address, a letter is on its way.
forgot-done-wait = The link works once, within half an hour. Nothing came? Look among the junk mail, or ask again a little later.
forgot-again = Ask for another link
reset-title = Set a new password
new-password-label = New password
reset-ends-sessions = After this you are signed out everywhere else.
dead-link-title = This link no longer works
reset-dead = A link works once, and for half an hour.
invited-dead = The invitation was used or withdrawn, or it ran out. Please ask for another.

invited-title = You are invited
invited-lead = You are invited to be: { $place }
invited-accept = I am { $name } and accept
invited-other = Not you?
invited-sign-in = I have an account: sign in first
invited-new = No account? Make one here
invited-make = Sign up and accept
invited-login-taken = This number or address cannot be used for a new account. If it is yours, please sign in first.

me-title = My account
me-hello = Hello, { $name }
me-sample = This is an account of the demonstration; everybody knows its password. Please enter nothing real.
me-who = Who I am
me-sign-in = How I sign in
me-record = My data
me-looks = Who looked at my data
me-looks-lead = Each time somebody else looks at your data or changes it, it is written here.
me-looks-none = Nobody has looked yet.
me-data = Download all my data
me-erase = Delete my account
lang-label = Language of letters to me
phone-label = Mobile number
email-label = E-mail
factor-label = Two-step sign-in
sessions-label = Where I am signed in
sessions-link = Look
factor-is-on = On
factor-is-off = Off

new-login-title = Change number or address
new-login-lead = Write a new mobile number or a new e-mail address. The other stays as it is.
new-login-label = New number or address
new-login-taken = This number or address cannot be used. If it is yours, please ask the service desk.
password-title = Change password
password-now-label = Current password
password-wrong = The password is not right.
password-ends-others = After this you are signed out everywhere else.

sessions-lead = If you do not know one of these, end it and change your password.
session-here = This is here
session-end = End
sessions-end-all = Sign out everywhere, here too
agent-wechat = WeChat
agent-unknown = Unknown browser

factor-needed = Your role can see other people's data, so two-step sign-in is required.
factor-lead = Besides the password you then need six digits from your phone. Nobody gets in with the password alone.
factor-step-app = Install an authenticator on your phone, for example Microsoft's or Google's.
factor-step-scan = Scan this square with it.
factor-square = The square for the authenticator
factor-by-hand = Or type this in:
factor-step-code = Write the six digits it shows below.
factor-turn-on = Turn on
factor-off-title = Turn two-step sign-in off
factor-off-told = After this the password alone is enough.
factor-turn-off = Turn off
paper-title = Please write these codes down
paper-told = Should you lose your phone, sign in with these. Each works once. They are shown only now.
paper-print = Write them down or print them, and keep them safe.
paper-left = { $count ->
    [one] One code left on paper.
   *[other] { $count } codes left on paper.
}
paper-new = New codes for paper

erase-title = Delete my account
erase-lead = This cannot be undone.
erase-goes = Goes: name, number, address, password, every session and role.
erase-stays = Stays: when something was done, without your name and number.
erase-button = Delete my account
erase-last-owner = You are the only owner of: { $names }. Please make somebody else owner first.
erase-last-admin = You are the only administrator. Please invite another first.

role-visitor = Somebody not signed in
role-seeker = Person
role-member = Member of an institution
role-owner = Owner of an institution
role-office = Office staff
role-admin = Administrator
role-system = The program
role-of = { $role }, { $place }

desk-title = Desk
desk-of = Desk of { $name }
desk-openings-count = open posts
desk-people-count = colleagues
desk-public-page = See the public page
desk-no-posts = No open posts now.
desk-others = Go to another institution
desk-verified = The office has verified this institution.
desk-listed = No office has verified this institution yet.
desk-suspended = The office has suspended this institution's posts.
colleagues-title = Colleagues
colleagues-owners-only = Only owners can invite colleagues and change roles.
that-is-you = this is you
make-member = Make member
make-owner = Make owner
take-off = Remove
withdraw = Withdraw
invite-colleague = Invite a colleague
invite-login-label = Their mobile number or e-mail
invite-login-hint = With an e-mail address we send a letter. Or leave it empty and pass on the link.
invite-role-label = Role
invite-button = Make an invitation
invited-open = Invitations not yet accepted
invited-somebody = Nobody named
invited-mailed = The letter is on its way. You can also pass on this link. It works once, within 7 days, and is shown only now.
invited-link-only = Please pass on this link. It works once, within 7 days, and is shown only now.
last-owner = An institution needs at least one owner. Please make somebody else owner first.

office-title = Office
office-institutions = Institutions here
office-figures-from = Counted just now from the public posts and the institutions on record.
everywhere = Everywhere
office-figure-institutions = institutions
office-figure-verified = verified
office-figure-staffed = with somebody who can sign in
office-figure-openings = posts
office-figure-places = places
part-of-name = Part of the name
found-institutions = { $count ->
    [one] One found.
   *[other] { $count } found.
}
people-count = { $count ->
    [one] one person can sign in
   *[other] { $count } people can sign in
}
state-listed = Not verified
state-verified = Verified
state-suspended = Suspended
institution-people = Who can sign in for it
institution-nobody = Nobody yet.
invite-owner = Invite an owner
invite-owner-told = Make sure first, in person or by phone, that they speak for this institution.
staff-title = Staff
invite-staff = Invite staff
invite-region-label = Region they look after
invite-region-hint = A name or a code, for example 铁东区 or 210302. What lies in it is theirs too.
region-unknown = There is no such region, or several of that name. Please write the code.
last-admin = There must be at least one administrator. Please invite another first.

audit-title = Audit
audit-lead = Who did or looked at what, when, and from where. Rows are only added, never changed or removed.
audit-who = Who (name, number or address)
audit-action = What
audit-any = Anything
audit-from = From
audit-to = To
audit-found = { $count ->
    [one] One row.
   *[other] { $count } rows.
}
subject-account = Account
subject-institution = Institution
subject-invitation = Invitation
subject-audit = Audit
action-signed-up = Signed up
action-signed-in = Signed in
action-sign-in-refused = Sign-in refused
action-signed-out = Signed out
action-password-changed = Password changed
action-password-reset = Password reset
action-login-changed = Number or address changed
action-factor-on = Two-step sign-in on
action-factor-off = Two-step sign-in off
action-recovery-used = Paper code used
action-sessions-ended = Sessions ended
action-exported = Data downloaded
action-erased = Account deleted
action-invited = Invited
action-invitation-withdrawn = Invitation withdrawn
action-grant-given = Role given
action-grant-taken = Role taken
action-audit-read = Audit read
action-record-read = Record read

letter-foot = Yipin · jobs in elder care. This letter was sent by itself; please do not answer.
letter-greeting = Hello { $name },
letter-reset-subject = Set a new password
letter-reset-told = Somebody asked for a new password for your Yipin account. If it was you, press here.
letter-reset-link = Set a new password
letter-reset-ends = The link works once, within { $minutes } minutes.
letter-reset-not-you = If it was not you, do nothing: your password stays as it is.
letter-welcome-subject = Your Yipin account is ready
letter-welcome-new = Your Yipin account is ready. You can sign in now.
letter-known-subject = You already have a Yipin account
letter-welcome-known = Somebody signed up to Yipin with this address, which has had an account for some time. Nothing has changed. If you forgot your password, you can reset it from the sign-in page.
letter-welcome-not-you = If it was not you, do nothing.
letter-sign-in-link = Sign in
letter-invitation-subject = You are invited to be: { $place }
letter-invitation-told = Somebody invites you on Yipin to be: { $place }.
letter-invitation-link = See the invitation
letter-invitation-ends = It works once, within { $days } days. If you do not know who sent it, do nothing.
letter-password-subject = Your password was changed
letter-password-told = Your Yipin password was changed just now. If it was not you, reset it at once and tell the service desk.
letter-login-subject = Your sign-in number or address was changed
letter-login-told = The number or address you sign in to Yipin with was changed just now. If it was not you, reset your password at once and tell the service desk.
letter-forgot-link = Reset the password

header-sign-in = Sign in
header-desk = Desk
header-office = Office
header-account = Account
