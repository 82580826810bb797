### Whether the portal is ready for people: what the doctor found, and how to mend it. Its own sentences stand beside the
### program.

readiness-menu = Ready to go live?
readiness-title = Ready to go live?
readiness-lede = What the portal found when it last looked at itself, and how to mend what is amiss.
readiness-red = { $count ->
    [one] One thing is red
   *[other] { $count } things are red
}
readiness-none-red = Nothing is red
readiness-never = Nobody has looked yet
readiness-waiting = The first look is under way
readiness-never-text = The portal looks at its address, database, mail server, backups and more. That takes a few seconds.
readiness-looked = portico doctor, { $at }
readiness-again = Check now
readiness-again-busy = Asking
readiness-asked = The portal is looking at itself. What it finds stands here in a moment.
readiness-looking = The portal is looking at itself now. It asks servers outside, so this can take a minute.
readiness-reload = Show what it found
readiness-terminal = The same in a terminal
readiness-end = Ready: nothing is red, { $amber } amber.
readiness-end-red = Not ready: { $red } red, { $amber } amber.

readiness-group-red = Put right first
readiness-group-amber = To be looked at
readiness-group-green = In order
readiness-light-red = Red:
readiness-light-amber = Amber:
readiness-light-green = Green:
readiness-count-red = { $count } red
readiness-count-amber = { $count } amber
readiness-count-green = { $count } green

readiness-check-address = Address
readiness-check-admins = Administrators
readiness-check-backup = Backup
readiness-check-books = Books
readiness-check-brand = Brand
readiness-check-certificate = Certificate
readiness-check-clock = Clock
readiness-check-connections = Connections
readiness-check-customers = Customers
readiness-check-database = Database
readiness-check-dkim = Keys for mail (DKIM)
readiness-check-dmarc = Forged mail (DMARC)
readiness-check-folder = Data folder
readiness-check-followers = What follows from the journal
readiness-check-journal = Journal
readiness-check-letters = Letters
readiness-check-machine = Machine
readiness-check-mail = Mail server
readiness-check-name = Name in DNS
readiness-check-port = Port
readiness-check-room = Room
readiness-check-secrets = Secrets
readiness-check-settings = Settings
readiness-check-spf = Senders of mail (SPF)
readiness-check-tables = Tables
readiness-check-webhooks = Webhooks
readiness-way-admins = Open sign-in rules
readiness-way-books = Open imports
readiness-way-brand = Open brand
readiness-way-customers = Open customers
readiness-way-webhooks = Open webhooks

## What things are called in the journal

did-readiness-read = Looked at whether the portal is ready
did-readiness-look = Had the portal looked at
did-readiness-asked = Had the portal looked at
part-readiness = Readiness

## What a key may do

reads-readiness = Read whether the portal is ready
may-readiness-look = Have the portal looked at
