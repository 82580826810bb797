### Invoices, credit notes and statements, and why one could not be taken in.

## The list

billing-title = Invoices
# Under the heading: "Northgate Water Services Ltd, account NWS-0142".
billing-lede = { $name }, account { $reference }
billing-statement = Statement
billing-list = Invoices
billing-views = Parts of the list
billing-view-to-pay = To pay
billing-view-paid = Paid
billing-view-credit = Credit notes
billing-view-all = All
billing-search-form = Find an invoice
billing-search = Invoice, order, product or amount
# At the desk, where every customer's invoices are.
billing-search-number = Invoice number
billing-site = Site
billing-customer = Customer
billing-all-sites = all
billing-this-account = this account
billing-any-time = any time
billing-last-month = last 30 days
billing-days = { $since } to { $until }
billing-year = Year

billing-caption-to-pay = Invoices to pay
billing-caption-paid = Paid invoices
billing-caption-credit = Credit notes
billing-caption-all = All invoices and credit notes
billing-number = Invoice
billing-issued = Issued
billing-due = Due
billing-order = Order
billing-amount = Amount
billing-file = File
# The head of a column of boxes to tick, and each box.
billing-choose = Choose
billing-choose-one = Choose invoice { $number }
billing-sort-by = Sort by { $column }
billing-download = Download { $number }, PDF
billing-of = of { $amount }
billing-part-left = { $amount } left
# What tells an invoice apart in the list: its first line, and how many more there are.
billing-first-item =
    { $more ->
        [0] { $item }
        [one] { $item } and one more line
       *[other] { $item } and { $more } more lines
    }
billing-invoices-count =
    { $count ->
        [one] 1 invoice
       *[other] { $count } invoices
    }
billing-shown = { $shown } of { $count }
billing-shown-capped = { $shown } of more than { $count }
billing-pages = More invoices
billing-totals = All of these:
billing-totals-left = Left to pay:
billing-export-csv = Export CSV
billing-export-pdf = All as one PDF
# In the place of the one before, where one PDF would be too long.
billing-export-pdfs = All as PDFs of { $most } invoices each (zip)
billing-export-zip = Download as one file (zip)
# Beside that button: what it takes.
billing-zip-any = Those you tick, or all of this list
# Beside it, where invoices are ticked on other pages of the list: a script puts how many in the place of the count.
billing-chosen-elsewhere = { $count } chosen on other pages
billing-chosen-forget = Clear those on other pages

billing-none-yet = No invoices yet
billing-none-yet-more = What you are billed appears here as soon as it is issued. You will see what is owed and when, and download each one.
billing-none-yet-desk = What this portal's customers are billed appears here as soon as it is taken in.
billing-none-found = No invoice fits this search
billing-none-found-more =
    { $count ->
        [one] There is one without these filters.
       *[other] There are { $count } without these filters.
    }
billing-none-to-pay = Nothing to pay
billing-none-paid = Nothing paid yet
billing-none-credit = No credit notes
billing-none-of-view =
    { $count ->
        [one] The only invoice there is stands under “All”.
       *[other] All { $count } documents stand under “All”.
    }

## How a document stands

billing-state-overdue =
    { $days ->
        [one] 1 day late
       *[other] { $days } days late
    }
billing-state-part-paid = Part paid
billing-state-paid = Paid
billing-state-credit-left = Credit to use
billing-state-credit-used = Credit used
billing-state-unknown = Payments not known
billing-due-today = today
billing-due-in =
    { $days ->
        [one] tomorrow
       *[other] in { $days } days
    }
billing-due-tag = Due { $day }
billing-due-on = due { $day }
billing-no-due-day = No due date
billing-not-stated = Not stated
# Beside an amount or a day that the books do not state.
billing-worked-out = worked out

## What is owed

billing-owed-heading = What is owed
billing-owed-total = Owed in total
billing-owed = Owed, before credit
billing-of-it-late = of it { $amount } late
billing-less-credit = less { $amount } credit not used
billing-owed-nobody-knows = Nobody states what was paid, so what is owed cannot be told.
billing-owed-unknown =
    { $count ->
        [one] Of one document it is not known what is left. It is not in what is owed.
       *[other] Of { $count } documents it is not known what is left. They are not in what is owed.
    }
billing-credit-left = Credit to use
# A column of the desk's list of customers; below each amount, for how long, and of how much it is not known.
billing-overdue = Overdue
billing-overdue-days =
    { $days ->
        [one] 1 day
       *[other] { $days } days
    }
billing-overdue-days-unknown =
    { $days ->
        [one] 1 day
       *[other] { $days } days
    }; not known for { $unknown ->
        [one] one more
       *[other] { $unknown } more
    }
billing-overdue-unknown =
    { $unknown ->
        [one] Not known for one invoice
       *[other] Not known for { $unknown } invoices
    }
# The heading of what is owed, on home; below the amount, of how many invoices it is.
billing-balance-owed =
    { $invoices ->
        [0] Nothing is owed
        [one] Owed on one invoice
       *[other] Owed across { $invoices } invoices
    }
billing-balance-owed-unknown =
    { $invoices ->
        [0] Nothing is owed
        [one] Owed on one invoice
       *[other] Owed across { $invoices } invoices
    }; not known for { $unknown ->
        [one] one more
       *[other] { $unknown } more
    }
billing-credit-note-hint = from credit notes
# A payment, or what is left of one, that is for no invoice yet.
billing-on-account = Paid on account
billing-on-account-of = { $amount } paid on account
# The same the other way round: more was paid back than that.
billing-back-for-none = Paid back, for no invoice
billing-ageing = When it was due
billing-ageing-on = As of { $day }.
billing-age-not-due = Not due yet
billing-age-to-30 = 1 to 30 days late
billing-age-to-60 = 31 to 60 days late
billing-age-to-90 = 61 to 90 days late
billing-age-over-90 = More than 90 days late
billing-age-no-day = No due date

## One invoice

billing-invoice-title = Invoice { $number }
billing-credit-title = Credit note { $number }
billing-issued-on = Issued { $day }
billing-pdf = PDF
billing-download-pdf = Download PDF
billing-lines-csv = Lines as CSV
billing-csv = CSV
billing-on-paper = On paper
billing-from = From
billing-to = To
billing-about = About
billing-account = Account
billing-currency = Currency
billing-your-po = Your PO
billing-their-po = Customer's PO
billing-your-po-is = Your PO { $number }
billing-our-order = Our order
billing-our-order-is = Our order { $number }
billing-corrects = Corrects
billing-corrects-is = Corrects { $number }
billing-terms = Terms
billing-terms-days =
    { $days ->
        [0] on receipt
        [one] 1 day
       *[other] { $days } days
    }
billing-lines = What you bought
billing-lines-of = Lines on { $number }
# Below the lines of a long invoice.
billing-lines-shown = Lines { $first } to { $last } of { $count }
billing-more-lines = More lines
billing-line-actions = What you can do
# The whole name of a link in a line; it starts with the words that are shown: "Question this line: line 2, Diaphragm kit".
billing-line-action = { $action }: line { $line }, { $item }
billing-item = Item
billing-code = Code
billing-quantity = Qty
billing-each = Each
billing-tax = Tax
# A tax and its rate: "VAT at 20%".
billing-tax-at = { $tax } at { $rate }
billing-net = Net
billing-total = Total
billing-line-less = less { $share }
billing-line-unnamed = No description
# A ticket about the invoice that is not closed: "T-48247 is open about line 2."
billing-asked = { $case } is open about this.
billing-asked-line = { $case } is open about line { $line }.
# The same in a list: "Line 2 queried, T-48247".
billing-queried = Queried, { $case }
billing-queried-line = Line { $line } queried, { $case }
billing-notes = What is not stated here
billing-total-derived = { $source } states no total. This one is the sum of the lines, before rounding.
billing-total-rounded = { $source } states no total. This one is the sum of the lines, rounded once by { $moved }.
billing-due-from-terms =
    { $days ->
        [0] { $source } states no due date. By its terms it is due on receipt.
       *[other] { $source } states no due date. It follows from terms of { $days } days.
    }
billing-due-derived = { $source } states no due date. It was worked out from the terms.
billing-tax-unknown = { $source } does not say what tax is in these amounts.
billing-balance-unknown = { $source } does not say what was paid on it.
billing-left = Still to pay
billing-left-unknown = Not known. { $source } does not say what was paid.
billing-payments = Payments
billing-paid-on = { $day }
billing-paid-by-on = { $method }, { $day }
billing-linked = Linked

## One payment

billing-receipt-title = Payment { $number }
billing-refund-title = Paid back { $number }
billing-received-on = Received { $day }
billing-refunded-on = Paid back { $day }
billing-receipt-about = About this payment
billing-receipt-used = What it was used for
billing-refund-used = What was paid back
billing-receipt-used-caption = Invoices that { $number } was used for
billing-receipt-left = Not used yet (on account)
# Where the books do not say what it was used for, so not that it is on account.
billing-receipt-left-unsaid = Not used yet
billing-receipt-unused = Not used for an invoice
billing-refund-unused = Not linked to an invoice
billing-receipt-unused-more = { $source } does not say which invoice this was for.
billing-reference = Reference
billing-method = Paid by
billing-payer = Customer

## The statement

billing-statement-lede = { $name }, { $period }
billing-period = { $since } to { $until }
billing-entries = Every entry
billing-statement-in = In { $currency }
billing-statement-caption = Every document and payment, the latest first
billing-every-entry = Every document and payment, oldest first
billing-latest = Statement since { $since }
billing-latest-caption = The latest documents and payments
billing-latest-foot = The latest entries.
billing-whole-statement = Whole statement
billing-day = Date
billing-entry = Entry
billing-charged = Charged
billing-credited = Paid or credited
billing-balance = Balance
billing-since = From
billing-until = To
billing-for = For
billing-brought-forward = Balance brought forward
billing-balance-on = Balance on { $day }
billing-charged-in-all = Charged in all
billing-credited-in-all = Paid or credited in all
billing-in-all = Charged { $charged }, paid or credited { $credited }
billing-payment = Payment
# "Card payment": the way is a word of the books.
billing-payment-by = { $method } payment
billing-refund = Paid back
billing-for-invoices = for { $numbers }
billing-for-invoices-rest = for { $numbers }, the rest on account
billing-for-none = on account
billing-older =
    { $count ->
        [one] One older entry is in the PDF and the CSV.
       *[other] { $count } older entries are in the PDF and the CSV.
    }
billing-nothing-happened = Nothing happened in this time
billing-nothing-happened-more = Choose another year to see what was charged and paid.
billing-no-running-balance = Not every payment is known, so no balance is told from entry to entry.

## What deserves attention

billing-attention-pay = Invoice { $number } to pay

## Paper

billing-paper-title = { $title }, as it prints
billing-paper-lede = What prints, and what the PDF holds.
billing-paper-source = From { $source }, read { $at }
billing-paper-page = page { $page } of { $of }

## Files that are too large, or too many at once

billing-export-large = This list holds more than { $most } invoices
billing-export-large-more = A file never holds only a part of what it is asked for. Choose a shorter time or one site.
billing-papers-many = More than { $most } invoices are chosen
billing-papers-many-more = Choose fewer at once, or none, to have all of the list.
# Told to programs that ask for a PDF.
billing-papers-long = This list holds more than { $most } invoices
billing-papers-long-more = One PDF holds no more. Choose a shorter time or one site, or ask for a zip, which holds them all.
billing-papers-busy = Many files are being made just now
billing-papers-busy-more =
    { $seconds ->
        [one] Yours did not have its turn. Wait a second, then ask for it again.
       *[other] Yours did not have its turn. Wait { $seconds } seconds, then ask for it again.
    }
billing-statement-long = This statement holds more than { $most } entries
billing-statement-long-more = Choose a shorter time.

## Why a document was not taken in

billing-account-unknown = There is no customer { $account } here
billing-account-unknown-more = Import the customers first, then replay this document.
billing-moved = It belongs to another customer than before
billing-moved-more = Find out which is right. A document does not move by itself.
billing-other-currency = Its currency is not the one it had, or not that of the invoice it pays
billing-other-currency-more = Mend the currency and replay it.
billing-empty = It has no lines and no total
billing-empty-more = Mend its lines, or leave it out for good.
billing-no-amount = It states no amount, and none of its parts does
billing-no-amount-more = Mend its amount, or leave it out for good.
billing-line-incomplete = Line { $line } states no amount, and no quantity and price either
billing-line-incomplete-more = Mend the line and replay it.
billing-too-fine = { $number } has more decimals than can be kept without rounding
billing-too-fine-more = Amounts are kept as they are stated, never rounded in passing. Mend the number.
billing-too-large = A number is too large to be kept
billing-too-large-more = Mend the number and replay it.
billing-credit-adds = It is a credit note, and adds to what is owed
billing-credit-adds-more = What a credit note takes away is negative. Mend the sign, or make it an invoice.
billing-allocates-more = It is used for more than it is
billing-allocates-more-more = Mend the parts, so that together they are no more than the payment.
billing-part-incomplete = Line { $line } names an invoice, and not how much was used for it
billing-part-incomplete-more = Mend the line and replay it.
billing-invoice-unknown = There is no invoice { $invoice } here
billing-invoice-unknown-more = Import the invoices first, then replay this document.

## What things are called in the journal

part-billing = Billing
kind-invoice = Invoice
kind-receipt = Receipt
did-billing-invoice_received = Took in an invoice
did-billing-receipt_received = Took in a receipt
did-billing-list_invoices = Looked through invoices
did-billing-read_invoice = Opened an invoice
did-billing-export_invoices = Exported invoices
did-billing-invoice_pdf = Downloaded an invoice as PDF
did-billing-invoice_csv = Downloaded an invoice as CSV
did-billing-statement = Looked at a statement
did-billing-statement_pdf = Downloaded a statement as PDF
did-billing-statement_csv = Downloaded a statement as CSV
did-billing-attention = Asked what is to be paid
did-billing-newest = Asked for a customer’s newest invoice
did-billing-count = Counted a customer’s invoices
did-billing-balance = Asked what is owed
did-billing-overdue = Looked at what customers have overdue
did-billing-ingest_invoice = Took in an invoice
did-billing-ingest_receipt = Took in a receipt
did-billing-invoice_papers = Downloaded several invoices as PDF
did-billing-list_sites = Asked for the names of accounts
did-billing-read_receipt = Opened a receipt

## What a key may do

reads-billing = Read invoices
may-billing-ingest_invoice = Take in invoices
may-billing-ingest_receipt = Take in receipts
