### Words that the program itself says around pages.

## What an account is

front-kind-group = Group
front-kind-company = Company
front-kind-site = Site
front-kind-group-of = Group within { $name }
front-kind-company-of = Company within { $name }
front-kind-site-of = Site of { $name }
# The last line of the menu of accounts, when not all are in it.
front-accounts-all = All accounts of { $name }

## Figures

# As far as anybody counted.
front-more-than = { $count }+

## Roles: what each is called, and what it may do

role-admin = Account admin
role-admin-line = Everything here, and says who may do what
role-agent = Service desk agent
role-billing = Finance
role-billing-line = Invoices, statements and orders
role-buyer = Buyer
role-buyer-line = Orders and invoices, no statements
role-desk-admin = Desk administrator
role-group = Group lead
role-group-line = Everything in this account and in all below it
role-member = Member
role-member-line = Orders and questions, no invoices

## Headings of the menu, under which several services stand

front-group-buying = Buying
front-group-company = Company
front-group-set-up = Set up

## Forms

front-form-stale = This form is no longer valid
front-form-stale-more = You signed in or out, or showed that it is you, since it was opened; or it came from another site or another account. Open the page again; nothing was changed.
front-form-unread = What was sent is not a form of this portal

## A link to one record

front-link-gone = This link does not work
front-link-gone-more = It may be incomplete, used up or too old, or have been withdrawn or opened in another browser. Open the whole of it from the mail once more, or ask whoever sent it for a new one.

front-linked-for = A link sent to { $email } opened this page. It shows this and nothing else.
front-linked-sign-in = Sign in to see more

## Drafts

front-draft-kept = What you typed on { $day } is back in the form.
front-draft-fresh = Start afresh
front-undo = Undo
front-undone = Taken back
front-undo-late = It is too late to undo this
front-undo-late-more = Undo is offered for ten minutes. You can still change it by hand.

## Problems

problem-changed-since = This was changed since, so it was not taken back
problem-changed-since-more =
    { $by ->
        [you] You changed it again on { $at }. Nothing was undone: it stands as you left it then.
       *[other] Somebody else changed it on { $at }. Nothing was undone: it stands as they left it.
    }
problem-view-as = You look with somebody else’s eyes, so nothing was changed
problem-view-as-more = A view only reads. End it, and do this as yourself.
problem-disk-full = The portal has no room left
problem-disk-full-more = Reading goes on; what you send cannot be kept until there is room. We are told.
problem-changed = Somebody has changed this since you read it
problem-changed-more = Read it again, and decide anew.
problem-key-reused = This was sent before with other words
problem-key-reused-more = Open the page again and send it once more.

## Fields

input-blank = Fill this in
input-cursor-wrong = This place in the list is not of this list: open the list again
input-document-wrong = The document does not have the shape it needs: { $reason }
input-link-not-found = Choose something from the list
input-not-a-choice = Choose one of the answers
input-not-a-day = Enter a day, such as 17 3 2026
input-not-a-document = Send a JSON object here
input-not-a-key = Use 1 to 200 letters, digits or signs for the key
input-not-a-number = Enter a whole number, such as 12
input-not-an-address = Enter an email address in full, such as name@company.example
input-not-text = Enter words here
input-not-yes-or-no = Choose yes or no
input-one-line = Write this on one line
input-unknown-field = There is no such field
input-too-long =
    { $over ->
        [one] Take out a character: { $max } is the most
       *[other] Take out { $over } characters: { $max } is the most
    }
input-out-of-range = Enter a number from { $min } to { $max }
