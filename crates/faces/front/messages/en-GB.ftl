### Words fixed inside components, the frame around pages, and problem pages.
### Sentence case; no full stop in labels and headings; a button is a verb and its object.

## Components

component-close = Close
component-copied = Copied
component-crumbs = Breadcrumb
component-you = You

component-turn-yours = Your turn
component-turn-with = With { $name }

component-track = Progress
# Said before where a piece of work stands: "Step 3 of 5: Being checked".
component-track-step = Step { $step } of { $of }:

component-steps = Steps

# The system a record comes from and its age: "HubSpot, 2 min ago".
component-prov = { $source }, { $age }
component-prov-late = { $source } does not answer. Last good copy: { $age }

component-check-ok = In order:
component-check-bad = To put right:

component-views = Saved views
# A filter chip: its field and its value, "Site: all".
component-filter = { $field }: { $value }
component-filter-clear = Clear filters
component-pages = More of this list
component-pages-next = Next
component-pages-previous = Previous

component-optional = (optional)
component-error = Error:
# A field that was left empty, by its label.
component-blank = Fill in “{ $field }”
component-errors =
    { $count ->
        [one] One thing to put right
        [2] Two things to put right
        [3] Three things to put right
       *[other] { $count } things to put right
    }
component-date-hint = Day, month and year, for example 17 3 2026

component-draft-saved = Draft saved
component-draft-failed = Draft not saved yet, trying again
# A file that was chosen before and not sent, beside a box that is ticked.
component-file-kept = { $file }, attached
component-file-kept-more = Take the tick away to leave it out. A file you choose comes in its place.

# Said before the name a letter comes from, and before what it is about.
component-mail-from = From:
component-mail-subject = Subject:
component-mail-note = Written from what the form held when this page was shown. The real links are made when it leaves; here they lead to this line. Whoever signs in here already is greeted by name.

# Who wrote, and for whom: "Tom Ellery, Harrow pump support".
component-thread-who = { $name }, { $place }
component-thread-internal = staff only

## The frame

shell-title = { $title } | { $brand }
shell-title-error = Error: { $title } | { $brand }
shell-skip = Skip to main content
shell-portal = Customer portal
shell-desk = Service desk
# The name of the link on the logo; it starts with what is written there.
shell-home = { $brand } { $place }, home

shell-account-switch = Switch account. Current:
shell-account-choose = Choose an account
shell-accounts = Accounts you can open

shell-search = Search
shell-search-key = Ctrl K

shell-nav = Main
shell-nav-compact = Main, compact
shell-menu = Menu
shell-more = More
shell-workspaces = Workspaces

# The name of the button that shows only initials; it starts with them.
shell-person = { $initials }, { $name }, your account
shell-person-sign-in = How you sign in
shell-look = Look
shell-look-system = Device
shell-look-light = Light
shell-look-dark = Dark
shell-sign-out = Sign out

shell-notices = Notices

shell-view-as-label = With whose eyes you look
shell-view-as = You view this as { $name } until { $until }.
shell-view-as-more = You see what they may read and can change nothing. What you look at is noted, and their admins see it.
shell-view-as-end = End the view

shell-about = About this portal
shell-about-line = Everything you have with { $brand }, without the phone call.

## Problem pages

problem-not-found = Nothing here with that address
problem-not-found-more = It may have been mistyped, removed, or belong to a company or site you do not have open.
problem-search = Search what you can see
problem-search-go = Search

problem-forbidden = Your role does not open this
problem-forbidden-more = Someone who looks after access can change that.
problem-ruled-out = A rule of the portal forbids this
problem-ruled-out-more = It applies to every role, so nobody can grant an exception. The rule is { $rules }.
problem-stale = Sign in again before you do this
problem-stale-more = It needs a proof, given a moment ago, that it is you. Sign out and in, then try again.
problem-grant-what = What was tried
problem-grant-yours-label = Your role
problem-grant-yours = { $roles } at { $account }
problem-grant-opens = Roles that may
problem-grant-who = Who can grant it
problem-grant-people =
    { $more ->
        [yes] { $people } and others; they look after access at { $account }
       *[no] { $people }; they look after access at { $account }
    }
problem-grant-role = Whoever has one of these roles at { $account }: { $roles }
problem-grant-nobody = Nobody at { $account } itself looks after access. Ask whoever does for the company above, or { $brand }.
problem-grant-sees = They will see
problem-grant-sees-what = Your name, what you ask for, and this note
problem-grant-note = Note
problem-grant-ask = Ask for it
problem-grant-asking = Asking
problem-asked = You have asked for this
problem-asked-more = The role { $role } opens it. Without an answer, the request ends on { $day }.
problem-asked-progress = Progress of your request
problem-asked-step = Asked
problem-asked-deciding = Being decided
problem-asked-open = Open to you
problem-asked-open-when = Once it is granted; we tell you by mail
problem-declined = Your request for this was declined
problem-declined-more = Talk to whoever can grant it. You cannot ask again before { $at }.

problem-second-due = A second proof is asked of you first
problem-second-due-more = Sign in on a page of the portal and show it there.
problem-signed-out = Sign in to go on
problem-signed-out-more = You were signed out, here or on another device. What you typed is kept.

problem-invalid = Some of it needs putting right
problem-invalid-more = Go back and look at what is marked. What you typed is kept.

problem-gone = This link does not work
problem-gone-more = It may be incomplete, used up or too old. Nothing is lost: ask for a new one where you got it.

problem-too-large = That is more than the portal takes
problem-too-large-more = Make the file smaller, or send it in parts. What you typed is kept.

problem-too-many =
    { $seconds ->
        [one] Wait a second, then go on
       *[other] Wait { $seconds } seconds, then go on
    }
problem-too-many-more = This address sent more requests than the portal takes in a minute. What you typed is kept.
problem-wait-opens = The button opens by itself.

problem-unexpected = This page broke, and we know
problem-unexpected-more = It is written down under the reference below. Nothing you saved is lost.

problem-unavailable = This is not available just now
problem-unavailable-more = Something the portal depends on does not answer. Your data is safe, and we are told.
problem-urgent = Cannot wait?
problem-urgent-ring = Ring { $phone }
problem-status = State of things

problem-reference = Reference
problem-reference-copy = Copy reference
problem-again = Try again
problem-back = Back to the page you came from
problem-draft = Open your draft
problem-home = Go to Home
problem-sign-in = Go to sign in

## The outbox of a demo

outbox = Letters
outbox-lede = Nothing leaves this portal: here is every letter it would have sent, the latest first.
outbox-empty = No letters yet
outbox-empty-more = Ask for a sign-in link, and the letter appears here.
outbox-pages = More letters
outbox-latest = The latest letters
outbox-older = Older letters
