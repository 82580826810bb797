### What the program says at a terminal, and what the doctor finds, also as the desk shows it. Commands, settings and
### records stand there as they are typed.

## The doctor: what it found, and how to mend it

doctor-late = There was no answer within a minute.
doctor-late-fix = Run portico doctor on this machine, which waits for as long as it takes.
doctor-machine = The doctor looked on { $name }.

doctor-settings = The settings are read from { $file }.
doctor-settings-none = There is no { $file }.
doctor-settings-none-fix = Run portico init, which writes it.
doctor-settings-unread = The settings cannot be used: { $says }
doctor-settings-unread-fix = Put right what it names; docs/settings.md lists every setting.
doctor-settings-outbox = Letters would be shown to everybody.
doctor-settings-outbox-fix = Put this right: { $says }
doctor-settings-open = Every account of this machine may read the passwords in { $file }.
doctor-settings-open-fix = Run chmod 640 { $file } to keep others out.

doctor-address = People find the portal at { $url }.
doctor-address-here = { $url } is there for this machine only.
doctor-address-here-fix = To let people in, set base_url, hosts, and a proxy or [tls]; docs/install.md shows how.
doctor-address-plain = At { $url }, passwords would cross the network for all to read.
doctor-address-plain-fix = Write https:// in base_url, and let a proxy or [tls] speak TLS.
doctor-address-foreign = Whoever asks for { $host } is answered 421: it is not among hosts.
doctor-address-foreign-fix = Write hosts = ["{ $host }"].
doctor-address-bare = Nobody speaks TLS: there is neither [tls] nor a trusted proxy.
doctor-address-bare-fix = Write trusted_proxies = 1 behind a proxy of yours; or [tls].

doctor-port = This portal answers at { $place }.
doctor-port-free = { $place } is free; the portal is not running.
doctor-port-taken = { $place } is taken: { $says }
doctor-port-taken-fix = See with ss -ltnp which program it is, and stop it; or set another listen than { $place }.
doctor-port-denied = This account may not listen at { $place }.
doctor-port-denied-fix = Use a port above 1023 behind a proxy, or allow it: AmbientCapabilities=CAP_NET_BIND_SERVICE.
doctor-port-unusable = Nobody can listen at { $place }: { $says }
doctor-port-unusable-fix = Set listen to an address of this machine.

doctor-folder = { $folder } can be written.
doctor-folder-none = { $folder } is not there yet.
doctor-folder-none-fix = Run portico init, or let the first start make it.
doctor-folder-shut = { $folder } cannot be written: { $says }
doctor-folder-shut-fix = Run chown -R portico { $folder } to give it to the account the portal runs as.

doctor-room = There are { $free } MB free at { $folder }.
doctor-room-fix = Make room, or move the data folder to a larger disk.

doctor-secrets = Their owner alone reads the files there are: { $count }.
doctor-secrets-none = There are none yet.
doctor-secrets-none-fix = Run portico init, or let the first start make them.
doctor-secrets-unread = { $folder } cannot be read: { $says }
doctor-secrets-unread-fix = Run chown -R portico { $folder } to give it to the account the portal runs as.
doctor-secrets-open = { $file } can be read by others.
doctor-secrets-open-fix = Run chmod 600 { $file } to keep others out.

doctor-database = { $name } { $version } answers.
doctor-database-none = There is none yet.
doctor-database-none-fix = Run portico db migrate, or let the first start make it.
doctor-database-away = The database does not answer: { $says }
doctor-database-away-fix = Start it, or put right database, with its name and password, in the settings.
doctor-database-ill = The database cannot be used: { $says }
doctor-database-ill-fix = See the database’s own log.

doctor-tables = They are up to date.
doctor-tables-behind = { $count ->
    [one] One step has not run.
   *[other] { $count } steps have not run.
}
doctor-tables-behind-fix = Run portico db migrate, or start the portal, which does it too.
doctor-tables-other = The tables are not this program’s: { $says }
doctor-tables-other-fix = Start the program that belongs to this database.

doctor-clock = It goes as the database’s.
doctor-clock-apart = This machine and the database are { $seconds } seconds apart.
doctor-clock-apart-fix = Let both keep time, as timedatectl set-ntp true does.

doctor-journal = It is whole to entry { $entry }.
doctor-journal-end = It is whole to entry { $entry }, of which the last { $proved } were proved; portico journal verify proves all.
doctor-journal-broken = The chain is broken at entry { $entry }: { journal-fault }.
doctor-journal-broken-fix = Look at all of it with portico journal verify; keep the database as it is, and restore a backup.

doctor-followers = All { $count } keep up.
doctor-followers-parked = { $count ->
    [one] One entry was given up.
   *[other] { $count } entries were given up.
}
doctor-followers-parked-fix = The portal’s log says what each met; the rest goes on.
doctor-followers-behind = { $name } is { $count } entries behind.
doctor-followers-behind-fix = Start the portal if it is not running; else its log says what holds it up.

doctor-letters = None waits, and none failed in the last seven days.
doctor-letters-wait = { $count ->
    [one] One waits for more than a quarter of an hour.
   *[other] { $count } wait for more than a quarter of an hour.
}
doctor-letters-wait-fix = Start the portal if it is not running; portico doctor --mail YOU@… tries the mail server.
doctor-letters-failed = { $count } could not be sent in the last seven days.
doctor-letters-failed-fix = Most are addresses that do not exist; the portal’s log has the servers’ codes.

doctor-webhooks = No delivery failed in the last seven days.
doctor-webhooks-failed = { $count ->
    [one] One delivery failed in the last seven days.
   *[other] { $count } deliveries failed in the last seven days.
}
doctor-webhooks-failed-fix = The pages of the webhooks say what was answered, and send again.

doctor-admins = Administrators: { $all }, with a second proof: { $secured }.
doctor-admins-none = Nobody administers the desk; an invitation counts once it is opened.
doctor-admins-locked = { $count ->
    [one] The only one who administers the desk is locked out.
   *[other] All { $count } who administer the desk are locked out.
}
doctor-admins-one = Only one person can get in as admin; if they cannot, nobody can.
doctor-admins-secure = Each adds a passkey or an authenticator app under How you sign in.
doctor-admins-invite = Run portico staff invite ADDRESS, and open what it prints.
doctor-admins-unlock = Run portico staff unlock ADDRESS, which lets somebody in again whom portico staff list shows as locked out; or portico staff invite ADDRESS, and open what it prints.

doctor-name = { $host } is { $addresses }.
doctor-name-none = No DNS server knows { $host }.
doctor-name-none-fix = Add an A or AAAA record for { $host } with this server’s public address, and wait for it.

doctor-certificate = It counts to { $day }, { $days } days from now.
doctor-certificate-none = The authority has not given one yet.
doctor-certificate-unread = It cannot be read.
doctor-certificate-over = It has ended.
doctor-certificate-file-fix = Put a new one at { $file }; it is read within the hour.
doctor-certificate-acme-fix = See that the authority reaches port 443 of each host, and the portal’s log.

doctor-mail = { $server } lets us in.
doctor-mail-none = No letter leaves; all are shown at /outbox.
doctor-mail-none-fix = Name a mail server in [mail] and [mail.smtp]; people sign in by what is sent to them.
doctor-mail-took = { $server } took the test letter; see that it arrives.
doctor-mail-trouble = { $server } takes no letters: { $says }
doctor-mail-late = { $server } does not answer in time.
doctor-mail-fix = Put right host, port, security and login in [mail.smtp], and from in [mail].
doctor-mail-again = Then run portico doctor --mail { $address } again.
doctor-test-subject = The portal’s letters arrive
doctor-test-words = This letter was sent by portico doctor, to see whether the portal’s letters arrive. They do.

doctor-dns-away = No DNS server answered what { $domain } says.
doctor-dns-away-fix = See that this machine may ask DNS; or name a server: dns, in [company_sign_on].
doctor-spf = { $domain } says who may send for it.
doctor-spf-none = { $domain } does not say who may send for it, so letters may land in junk.
doctor-spf-none-fix = Add a TXT record at { $domain } that begins with v=spf1; whoever runs { $server } says what follows.
doctor-spf-several = { $domain } says it in { $count } records, so none of them counts.
doctor-spf-several-fix = Make one of the TXT records at { $domain } that begin with v=spf1.
doctor-dkim = There are keys below _domainkey.{ $domain }; that letters are signed with one, only a letter shows.
doctor-dkim-none = There is no key below _domainkey.{ $domain }, so letters may land in junk.
doctor-dkim-none-fix = Have { $server } sign what comes from { $domain }; whoever runs it says which TXT record to add below _domainkey.{ $domain }.
doctor-dmarc = { $domain } says what becomes of forgeries: { $policy }
doctor-dmarc-none = { $domain } does not say what becomes of letters that only pretend to come from it.
doctor-dmarc-none-fix = Add a TXT record at _dmarc.{ $domain }: v=DMARC1; p=none; and p=quarantine once nothing of yours fails.

doctor-backup-nowhere = There is no backup: nobody said where to.
doctor-backup-nowhere-fix = Name a folder on another disk: [backup] target = "/srv/backup/portico".
# $says is what was in the way.
doctor-backup-far = What lies in { $target } cannot be told from here: { $says }
doctor-backup-far-fix = See that this account reaches it; then let portico backup rehearse try it.
doctor-backup-none = There is no backup in { $target }.
doctor-backup-none-fix = Run portico backup { $target } to make one.
doctor-backup-old = { $hours ->
    [one] The last one is an hour old.
   *[other] The last one is { $hours } hours old.
}
doctor-backup-old-fix = Run portico backup { $target } to make one; and see why the last ones were not made.
doctor-backup-fresh = { $minutes ->
    [one] The last one is a minute old.
   *[other] The last one is { $minutes } minutes old.
}
doctor-backup-unrehearsed = { doctor-backup-fresh } None was ever put back to see whether it holds.
doctor-backup-unrehearsed-fix = Run portico backup rehearse once a month: a copy counts once that was done.
doctor-backup-rehearsed = { doctor-backup-fresh } { $days ->
    [0] One was put back and proved less than a day ago.
    [one] One was last put back and proved a day ago.
   *[other] One was last put back and proved { $days } days ago.
}
doctor-backup-bare = { doctor-backup-rehearsed } Without a passphrase none holds the secrets.
doctor-backup-bare-fix = Set passphrase in [backup]; or keep a copy of { $secrets } elsewhere.

doctor-brand = You gave it a name.
doctor-brand-none = Customers read { $name }, and not what your company is called.
doctor-brand-none-fix = Write its name under Brand, at the desk.
doctor-books = There are accounts: { $accounts ->
    [1001] more than 1,000
   *[other] { $accounts }
}; invoices: { $invoices ->
    [0] none yet
    [1001] more than 1,000
   *[other] { $invoices }
}; orders: { $orders ->
    [0] none yet
    [1001] more than 1,000
   *[other] { $orders }
}.
doctor-books-none = There are none yet, so customers would see nothing.
doctor-books-none-fix = Run portico import MAPPING FILE…; the folder blueprints has mappings to begin with.
doctor-books-held = { $count ->
    [one] One document was held back.
    [1001] more than 1,000 documents were held back
   *[other] { $count } documents were held back.
}
doctor-books-held-fix = Mend or dismiss them under Imports, at the desk.
doctor-customers = Of customers’ people these may sign in: { $count ->
    [1001] more than 1,000
   *[other] { $count }
}.
doctor-customers-none = Nobody of a customer’s may sign in yet.
doctor-customers-none-fix = Invite one you know well, at the desk or with portico customer invite REFERENCE ADDRESS.
doctor-connections = There are: companies’ own providers { $providers }, directories { $directories }, API keys { $keys }, apps { $apps }, webhooks { $webhooks }.

## Whether the portal on this machine is well

health-nobody = nobody answers at { $place }; is portico serve running?
health-not-a-portal = whoever listens at { $place } does not answer as a portal
health-other = another portal answers at { $place }: its secrets are not those in { $folder }
health-not-ready = the portal at { $place } is not ready; its log says why

## Setting a portal up at the terminal: what is asked, what is wrong with an answer, and what was done

init-ask = Eight questions; an answer in brackets is taken by the return key.
init-ask-name = 1. What do customers call the company?
init-ask-address = 2. At which address will they find the portal?
init-ask-data = 3. Where do its data lie? A folder, or postgres://…
init-ask-admin = 4. What is the first administrator’s e-mail address?
init-ask-mail = 5. Which server takes its mail? smtps://user@host, smtp://user@host (STARTTLS)
init-ask-mail-password = Its password (it is not shown)
init-ask-from = 6. From which address does its mail come?
init-ask-tls = 7. Who speaks TLS? proxy, acme, or CERTIFICATE KEY (two files)
init-ask-backup = 8. Where do copies go? A folder on another disk, s3://…, or none
init-ask-unanswered = the question got no answer
init-no-terminal = there is no terminal to ask at; write the answers into a file and call portico init --from FILE (docs/install.md shows one)

init-answers-unread = { $file } cannot be read
init-answers-wrong = the answers in { $file } cannot be used: line { $line } is no TOML, no answer, or of the wrong kind
init-wrong = these answers are of no use:
init-wrong-name = write what customers know the company by, in at most 80 letters
init-wrong-address = write the address people will type, such as https://portal.example, without a path
init-wrong-address-plain = begin with https://; without TLS, passwords cross the network for all to read
init-wrong-data = write a folder, such as /var/lib/portico, or postgres://user:password@host/database
init-wrong-folder = { $file } cannot be written ({ $says }); give it to the account the portal runs as
init-wrong-database = no database answers there, or it does not let us in; see its host, name, user and password
init-wrong-admin = write an e-mail address, such as hannah@portal.example
init-wrong-mail = write smtps://user@host:465, smtp://user@host:587 or smtp+plain://host:25
init-wrong-mail-none = people sign in by what is mailed to them; write smtps://user@host, or smtp:// for STARTTLS
init-wrong-mail-password = it has a user and no password; write mail_password, or leave the user out
init-wrong-from = write the address letters come from, such as portal@portal.example
init-wrong-tls = write proxy, acme, or two files, the certificate and its key, with a space
init-wrong-tls-acme = no authority gives a certificate for this machine’s own name; write none
init-wrong-tls-file = there is no file { $file }
init-wrong-backup = write a folder from the root on, such as /srv/backup/portico, s3://…, or none
init-no-database = nothing was written, as these answers lead to no database that can be used; put right what data says, and call portico init again
init-file-unwritten = { $file } cannot be written; is its folder writable?

init-settings = { $file } is written
init-settings-stay = { $file } is there and stays as it is; rename it to answer anew
init-database = { $steps ->
    [0] the database was up to date
    [one] the database is ready: one step run
   *[other] the database is ready: { $steps } steps run
}
init-secrets = { $file } is made; keep a copy elsewhere, nothing opens what was sealed with it
init-secrets-stay = { $file } is there and stays as it is
init-answers-stay = { $file } cannot be removed ({ $says }); remove it, it may hold passwords
init-invitation = The administrator opens this, once the portal is served:
init-next = Next: portico doctor says what is left to do, portico serve opens the portal.

init-page-public = --at { $place } is no address of this machine alone; take 127.0.0.1, and reach it from elsewhere through ssh -L
init-page-settings = { $file } is there already; portico init makes what is still missing, or rename it to answer anew
init-page-open = Open this in a browser on this machine, once:
init-page-stop = Ctrl-C stops; start it again to go on from where you left.
init-page-done = The portal is set up. Ctrl-C ends these pages; then portico serve opens it.
init-page-root = The portal runs as root now: whoever breaks into it rules this machine. Stop it with Ctrl-C, give { $file } and the data folder to an account of their own with chown, and let the system start portico serve as that account; docs/install.md, step 4, shows the service for systemd.
