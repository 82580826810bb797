### Customers at the desk: who they are, their people, and where their records lie.

desk-customers-menu = Customers
desk-customers-title = Customers
desk-customers-lede =
    { $count ->
        [one] One customer
       *[other] { $more ->
            [true] More than { $count }
           *[false] { $count }
        } customers
    }. You see those your role covers.
desk-customers-all = All
desk-customers-companies = Companies
desk-customers-groups = Groups
desk-customers-sites = Sites
desk-customers-kinds = Kinds of customer
desk-customers-find = Find a customer
desk-customers-find-hint = Name or number
desk-customers-part-of-filter = Part of { $name }
desk-customers-without = Show every customer again
desk-customers-caption = Customers, by name
desk-customers-customer = Customer
desk-customers-kind = Kind
desk-customers-part-of = Part of
desk-customers-since = Known since
desk-customers-invited = { $count } invited
desk-customers-seen = Last seen
desk-customers-never = Never
# Where a column, such as what is overdue, has nothing to tell of a customer.
desk-customers-no-figure = None
desk-customers-shown =
    { $found ->
        [one] One customer
       *[other] { $shown } of { $more ->
            [true] { $found }+
           *[false] { $found }
        } customers
    }
desk-customers-pages = More customers
desk-customers-none = No customers yet
desk-customers-none-text = Customers come in from your own systems. Once an import has brought them, they are listed here, each with its people and records.
desk-customers-nothing = No customer fits
desk-customers-nothing-text =
    { $count ->
        [one] There is one customer
       *[other] There are { $more ->
            [true] more than { $count }
           *[false] { $count }
        } customers
    }, but none for what is asked for here.

desk-customers-company = Company
desk-customers-group = Group
desk-customers-site = Site

desk-customer-facts = Facts
desk-customer-source = Known from
desk-customer-no-source = Made in this portal
desk-customer-records = Records
desk-customer-records-of = Records of { $name } by kind
desk-customer-record = Kind
desk-customer-held = Held
desk-customer-newest = Newest
desk-customer-open-with-us = Open with us
desk-customer-no-records = Nothing to look at yet
desk-customer-no-records-text = Once a part of this portal keeps records that your role may read, they are found here.
desk-customer-invitations = Invitations
desk-customer-open = { $count } open
desk-customer-sent = sent { $day }
desk-customer-nobody-waits = None is open.
desk-customer-tend = Send again or take back
desk-customer-all-invitations = All invitations
desk-customer-people = People
desk-customer-all-people = All people and roles
desk-customer-people-of = People of { $name } with access
desk-customer-roles = Role
desk-customer-way = Signs in with
desk-customer-way-weak = Weak sign-in
desk-customer-access-since = Access since
desk-customer-nobody = Nobody has access yet
desk-customer-nobody-text = Once somebody is invited and comes in, they are listed here with what they may do.
desk-customer-parts = Parts of it
desk-customer-all-parts =
    { $more ->
        [true] All of more than { $count }
       *[false] All { $count }
    }

## Inviting

desk-invite-people = Invite people
desk-invite = Invite
desk-invite-title = Invite somebody to { $name }
desk-invite-lede = They get a mail with a link that works for 14 days, in which they make themselves known. Nothing is sent to anybody else.
desk-invite-nothing = You may invite people for a while only, so you have no role to give that stays. Ask somebody whose right stays
desk-invite-email = E-mail address
desk-invite-note = A line for the mail
desk-invite-note-hint = They read it above the link, with your name.
desk-invite-send = Send the invitation
desk-invite-sending = Sending
desk-invite-look = Show the mail
desk-invite-mail = The mail they get
desk-invited = The invitation is on its way.

desk-list-title = Invite from a list
desk-list-lede = First you see what will happen to each line. Nothing is sent before you say so.
desk-list-who = Who
desk-list-lines = The list, one person a line
desk-list-lines-hint = Customer number, e-mail address, role and a line for the mail, such as C-1042, dana@customer.example, Member, Welcome. Role and line may be left out. Semicolons or tabs may stand between, too, and a first line may name the columns. At most 2,000 lines.
desk-list-file = Or a file with the list
desk-list-file-hint = At most 1 MB: a CSV or TSV file, with the same things on each line. Its lines are put into the box, where you can change them before anything is sent.
desk-list-file-large = The file is larger than 1 MB. Take out what is not needed, or divide the list: 2,000 lines go at once
desk-list-file-spreadsheet = Save the spreadsheet as “CSV UTF-8” and choose that file, or copy its cells into the box
desk-list-file-no-text = Save the file as text in UTF-8, which spreadsheet programs call “CSV UTF-8”, and choose it again; or copy its lines into the box
desk-list-file-twice = Empty the box to take the lines of a file, or go on without a file
desk-list-usual-role = Role where a line names none
desk-list-usual-role-hint = A line may name another one.
desk-list-check = Check the list
desk-list-check-again = Check it again
desk-list-checking = Checking
desk-list-empty = Enter at least one line, a customer number and an e-mail address, or choose a file
desk-list-too-long = Shorten the list to { $most } lines, and send the rest as another one
desk-list-unreadable = Line { $line } cannot be read. Is there a quotation mark that never closes?
desk-list-checked = Checked, nothing sent yet
desk-list-caption = The lines of the list
desk-list-line = Line
desk-list-person = Person
desk-list-nobody = No address
desk-list-role = Role
desk-list-found = What will happen
desk-list-outcome = What came of it
desk-list-ready =
    { $lines ->
        [one] { $sends ->
            [0] The line is not ready. Put it right above and check again.
           *[other] The line is ready.
        }
       *[other] { $sends ->
            [0] None of { $lines } lines is ready. Put them right above and check again.
            [one] One of { $lines } lines is ready. The others are left out.
           *[other] { $sends } of { $lines } lines are ready, for { $customers ->
                [one] one customer
               *[other] { $customers } customers
            }. The others are left out.
        }
    }
desk-list-new = Invitation
desk-list-again = Ran out, goes out again
desk-list-member = Has access as { $name }
desk-list-open = Invited, open until { $day }
desk-list-unknown-account = No customer has this number
desk-list-bad-address = No e-mail address
desk-list-unknown-role = No such role
desk-list-long-note = The line for the mail is over 200 characters
desk-list-twice = Same as line { $line }
desk-list-mail = What { $email } gets
desk-list-send-step = Send
desk-list-send-hint = Each gets a mail of their own. One that should not have gone out can be taken back under Invitations.
desk-list-send =
    { $count ->
        [one] Send one invitation
       *[other] Send { $count } invitations
    }
desk-list-sent = Invited
desk-list-sent-title = What came of the list
desk-list-sent-lede =
    { $sent ->
        [0] No invitation was sent.
        [one] One invitation is on its way.
       *[other] { $sent } invitations are on their way.
    } { $left_out ->
        [0] No line was left out.
        [one] One line was left out.
       *[other] { $left_out } lines were left out.
    }
desk-list-another = Invite from another list
desk-list-all = See all invitations

## Invitations

desk-invitations-menu = Invitations
desk-invitations-title = Invitations
desk-invitations-lede = Whom you asked in, and what came of it.
desk-invitations-all = All
desk-invitations-open = Open
desk-invitations-ran-out = Ran out
desk-invitations-taken-up = Taken up
desk-invitations-refused = Refused
desk-invitations-withdrawn = Taken back
desk-invitations-states = Invitations by state
desk-invitations-of = Customer: { $name }
desk-invitations-without = Show those of every customer again
desk-invitations-caption = Invitations, those that end last first
desk-invitations-shown =
    { $found ->
        [one] One invitation
       *[other] { $shown } of { $more ->
            [true] { $found }+
           *[false] { $found }
        } invitations
    }
desk-invitations-pages = More invitations
desk-invitations-none = Nobody has been invited yet
desk-invitations-none-text = Customers’ people come in by invitation. Each one you send is listed here, with what became of it.
desk-invitations-nothing = No invitation fits
desk-invitations-nothing-text = There are invitations, but none of what is asked for here.

desk-invitation-state = State
desk-invitation-when = When
desk-invitation-deeds = Actions
desk-invitation-leaving = Leaving
desk-invitation-open = Open
desk-invitation-undelivered = Could not be delivered
desk-invitation-undelivered-more = Check the address
desk-invitation-ran-out = Ran out
desk-invitation-taken-up = Taken up
desk-invitation-refused = Refused
desk-invitation-taken-back = Taken back
desk-invitation-asked = Asked for a new link, { $day }
desk-invitation-until = Works until { $day }
desk-invitation-renew = Send again
desk-invitation-renew-whom = Send again to { $email }
desk-invitation-renewed = The invitation goes out again, with a new link. The old one no longer works.
desk-invitation-withdraw = Take back
desk-invitation-withdraw-whom = Take back the invitation to { $email }
desk-invitation-withdrawn = The invitation is taken back. Its link no longer works.
desk-invitation-reinstate = Undo
desk-invitation-reinstate-whom = Undo taking back the invitation to { $email }

## Waves: what went out in one go

desk-waves = Waves
desk-waves-title = Waves of invitations
desk-waves-lede = Each list you sent, and how far its people have come.
desk-waves-caption = Waves, the latest first
desk-waves-wave = Sent
desk-waves-by = By
desk-waves-invited = Invited
desk-waves-deeds = Actions
desk-waves-nobody = The program
desk-waves-shown =
    { $shown ->
        [one] One wave on this page
       *[other] { $shown } waves on this page
    }
desk-waves-pages = More waves
desk-waves-none = No list has been sent yet
desk-waves-none-text = When you invite people from a list, what became of it stands here.
desk-waves-hint = Sending a wave again writes to everybody who has not answered, also where the invitation ran out. A new letter has a new link, and the old link ends at once. Whoever was written to within the last hour is left out.
desk-wave-renew = Send again
desk-wave-renew-which = Send again to those of { $day } who have not answered
desk-wave-renewed =
    { $count ->
        [0] Nobody waits whose letter left more than an hour ago.
        [one] One invitation goes out again, with a new link.
       *[other] { $count } invitations go out again, each with a new link.
    }
desk-wave-sent = Sent { $day } by { $name }
desk-wave-without = Show those of every wave again

desk-funnel-title =
    { $all ->
        [one] { $taken_up ->
            [0] The one invitation was not taken up yet
           *[other] The one invitation was taken up
        }
       *[other] { $taken_up ->
            [0] None of { $all } invitations was taken up yet
            [one] One of { $all } invitations was taken up
           *[other] { $taken_up } of { $all } invitations were taken up
        }
    }
desk-funnel-lede = How far invitations have come
desk-funnel-invited = Invited
desk-funnel-sent = Mail written
desk-funnel-taken-up = Taken up
