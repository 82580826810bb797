### What an account is in law, and what its admins want it to be

legal-menu = Change requests
legal-title = Change requests
legal-lede = Your legal data stands on invoices, so it is changed in our records and not here. Ask for a change; you are told when it is decided.
legal-lede-desk = Customers ask for other legal data. What you approve is to be entered in the system of record; the next import brings it here.
legal-propose = Ask for a change
legal-propose-lede = Write over what is not right. { $brand } decides, and enters it in its records. What you leave as it is stays.
legal-name = Legal name
legal-vat = VAT number
legal-vat-hint = With the letters of its country, such as GB 123 4567 89
legal-address = Registered address
legal-address-hint = On one line, as it stands in the register
legal-reason = Reason
legal-reason-hint = What happened, and since when it counts
legal-send = Send the request
legal-sending = Sending
legal-cancel = Cancel
legal-proposed = Sent. You are told when it is decided.
legal-change = { $what }: { $before } becomes { $after }
legal-change-new = { $what }: { $after }, where none is on record
legal-none = Not on record
legal-same = Unchanged
legal-reason-of = Reason: { $reason }
legal-note-of = Answer: { $note }
legal-asked-at = Asked by { $name }, { $day }
legal-shown = { $shown } shown
legal-more-pages = More requests
legal-nothing = Nothing was asked for
legal-nothing-text = Requests to change a legal name, a VAT number or a registered address stand here, with what became of them.
legal-caption = What is to change
legal-what = Value
legal-before = Was
legal-now = On record now
legal-after = To be
legal-customer = Open { $company }
legal-note = Note to the customer
legal-note-hint = Needed when you decline
legal-approve = Approve
legal-decline = Decline
legal-approved = Approved. Enter it in the system of record of { $company }; the next import brings it here.
legal-declined = Declined what { $company } asked for.
legal-stale-text = An import has changed this since it was asked for, so it cannot be approved. Decline it and say so; it can be asked for anew.
legal-to-enter-text = Approved, and to be entered in the system of record. This page says so until an import brings the new values.

## How a request stands

legal-open = Waits for a decision
legal-stale = Waits, but the records have changed since
legal-to-enter = Approved by { $name }, to be entered in the records
legal-entered = Approved by { $name } and entered
legal-was-approved = Approved by { $name }
legal-was-declined = Declined by { $name }

## Why nothing was done

legal-error-not-here = Ask for the account you act for
legal-error-nothing = Change at least one value; everything is on record like this already
legal-error-vat = Enter the VAT number with the letters of its country, such as GB 123 4567 89
legal-error-asked = A request of yours waits for a decision already
legal-error-answered = That request was decided already
legal-error-own = You asked for this yourself, so somebody else decides
legal-error-stale = The records have changed since this was asked for. Look at the values again

## What is done, as the journal tells it

part-legal = Legal data
kind-change_request = Change request
did-legal-propose = Asked for other legal data
did-legal-proposed = Asked for other legal data
did-legal-approve = Approved other legal data
did-legal-approved = Approved other legal data
did-legal-decline = Declined other legal data
did-legal-declined = Declined other legal data
did-legal-list = Looked through change requests
did-legal-read = Opened a change request
did-legal-show = Looked at legal data

## What a key may do

reads-legal = Read legal data and change requests
may-legal-propose = Ask for other legal data
may-legal-approve = Approve other legal data
may-legal-decline = Decline other legal data
