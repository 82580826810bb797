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
