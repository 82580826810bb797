### Why an account could not be taken in.

accounts-ingest-blank = The account has no number or no name
accounts-ingest-kind = “{ $kind }” is no kind of account: group, company or site
accounts-ingest-no-parent = The account it is part of has not come in: { $parent }
accounts-ingest-circle = It would become a part of itself
accounts-ingest-taken = Another account has the number { $reference } already

## What things are called in the journal

part-accounts = Customers
kind-account = Customer
did-accounts-read = Opened a customer
did-accounts-ingested = Took in a customer

### Why nothing was done about somebody.

people-error-role = Choose a role from the list. You can give only what you have yourself
people-error-member = { $email } has access already. Change their roles under People
people-error-invited = { $email } is invited already and has not answered. Send that invitation again, or take it back first
people-error-answered = That invitation is over
people-error-answered-more = It was accepted, refused or taken back. Invite the address anew if it should have access.
people-error-holds-more = You cannot change this for { $name }
people-error-holds-more-more = A role with more rights than yours is part of it. Somebody who has that role can do it.
people-error-last = { $name } is the last account admin
people-error-last-more = Make somebody else account admin first, so that one can let the other back in.
people-error-only-role = { $name } would have no role left
people-error-only-role-more = Give another role first, or remove their access.
people-error-ended = They have no access any more
people-error-ended-more = Invite them anew if they should have access.
people-error-again = { $name } has access again already
people-error-again-more = They accepted a new invitation in the meantime. Change their roles under People.
