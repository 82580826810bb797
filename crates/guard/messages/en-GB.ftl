### The report of `portico guard`. What was found, and who found it, stands in it as the tests tell it.

guard-report-title = Accounts kept apart
guard-report-clean = **Nothing was found:** no answer held a word of another account, and what is foreign answered as what is absent.
guard-report-found = { $count ->
    [one] **1 finding.** It is listed at the end.
   *[other] **{ $count } findings.** They are listed at the end.
}
guard-report-how = Two companies that know nothing of each other, one with two sites, were made for this and are gone again: a person of every role in each place, one of every role at the desk, and records of every kind with a word of their place in every text. *Asked* counts requests, *opened* those that were granted. Staff see every account; of them it is proved that what is absent answers alike.

## What was walked

guard-report-what = what
guard-report-which = which
guard-report-program = program
guard-report-begun = begun
guard-report-database = database
guard-report-policies = policies and roles, SHA-256
guard-report-routes = routes
guard-report-operations = operations
guard-report-requests = requests

## How far everybody came

guard-report-who = who
guard-report-asked = asked
guard-report-opened = opened
guard-report-findings = findings
guard-report-end = Findings

## The faces

guard-face-pages = pages, files and mail
guard-face-operations = operations
guard-face-keys = REST with keys
guard-face-apps = REST with apps’ tokens (OAuth)
guard-face-directories = companies’ directories (SCIM)
guard-face-links = links to one record
guard-face-strangers = without signing in
