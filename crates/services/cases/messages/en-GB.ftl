### Cases: asking, the list, one case, the letters about it. Customers and staff call them tickets.

cases-menu = Tickets
cases-group = Support
cases-title = Tickets
# What is offered about a record of another service, and about one line of it.
cases-ask-about = Ask about this
cases-ask-about-part = Question this line

## The list

cases-lede = Everything you have asked { $brand }, and whose turn it is.
cases-lede-desk = What customers asked, the latest first.
cases-none = You have not asked { $brand } anything yet
cases-none-text = Ask here and you see who has it, what was said and whose turn it is. Anything about an invoice or an order is best asked from there, as its figures come along.
cases-none-desk = No customer has asked anything yet
cases-none-desk-text = What customers ask in the portal comes in here, with the record it is about.

cases-views = Parts of the list
cases-view-open = Open
cases-view-yours = Your turn
cases-view-closed = Closed
cases-view-all = All
cases-with = With { $name }
cases-the-customer = the customer

cases-find = Find in tickets
cases-find-hint = Number, subject or name
cases-any = all
cases-customer = Customer
cases-site = Site
cases-caption = Tickets, the one that moved last first
cases-case = Ticket
cases-where = Where it is
cases-asked-by = Asked by
cases-updated = Updated
# Under a ticket's subject: its number and how many answers it has.
cases-under =
    { $count ->
        [0] { $reference }, no reply yet
        [one] { $reference }, 1 reply
       *[other] { $reference }, { $count } replies
    }
cases-under-about =
    { $count ->
        [0] { $reference }, about { $about }, no reply yet
        [one] { $reference }, about { $about }, 1 reply
       *[other] { $reference }, about { $about }, { $count } replies
    }
# How many rows are shown of how many.
cases-shown =
    { $more ->
        [true] { $shown } of more than { $found }, latest first
       *[false] { $shown } of { $found }, latest first
    }
cases-more-pages = More tickets
cases-nothing = No ticket matches that
cases-nothing-open = Nothing is open
cases-nothing-yours = Nothing waits for you
cases-nothing-theirs = Nothing waits for the other side
cases-nothing-closed = Nothing is closed yet
cases-nothing-text =
    { $more ->
        [true] There are more than { $count } tickets in all.
       *[false] { $count ->
            [one] There is one ticket in all.
           *[other] There are { $count } tickets in all.
        }
    }
cases-show-all = Show all tickets

## Asking

cases-raise = Raise a request
cases-raise-lede = Say what you need from { $brand }, and see whose turn it is until it is done.
cases-raise-about-lede = { $brand } sees the same figures as you.
cases-subject = What is it about?
cases-subject-hint = A few words, for example “HX-40 is losing prime on start-up”.
cases-subject-about = Question about { $name }
cases-body = What do you need?
cases-body-hint = What happened, since when, and what would help.
cases-send-to = Send to { $brand }
cases-sending = Sending
cases-confirm-first = To answer, confirm that { $email } is your address. A code goes there.
cases-confirm = Send me a code
cases-what-happens = What happens
cases-happens-number = You get a number to refer to at once.
cases-happens-turn = The page says whose turn it is: yours or { $brand }’s.
cases-happens-mail = When { $brand } replies, you get an email with the words of the reply.
cases-who-reads = Who reads it
cases-who-reads-text = { $brand }’s service desk, and those at your company who may see all its tickets.
cases-raised = { $reference } is with { $brand }.

## One case

cases-step-raised = Asked
cases-step-yours = Your turn
cases-step-theirs = With { $holder }
cases-step-answered = Answered
cases-step-closed = Closed
cases-says-closed = Closed
cases-asked-at-by = Asked { $at } by { $name }
cases-asked-at-by-you = Asked { $at } by you
cases-asked-by-name = Asked by { $name }
cases-close = Close ticket
cases-closing = Closing
cases-closed = The ticket is closed.
cases-conversation = Conversation
cases-earlier = Earlier messages
cases-later = Later messages
# A record that a ticket is about, or one line of it.
cases-quoted = { $name } as it was when it was asked about
cases-a-line-of = { $name }, one line
cases-line-of = { $name }, line { $line }
cases-as-at = as at { $at }
cases-has-it = { $name } has this as { $reference }.
cases-closed-by-you = Closed by you.
cases-closed-by = Closed by { $who }.
cases-reopened-by-you = Reopened by you.
cases-reopened-by = Reopened by { $who }.
cases-who = { $name }
cases-who-of = { $name }, { $place }
cases-undo-closing = Undo closing the ticket
cases-write-to = Write to { $name }
cases-reply-to = Reply to { $name }
cases-readers = { $name } and those at your company who see this ticket read it.
cases-readers-desk = { $name } reads this.
cases-send = Send reply
cases-sent = Your reply is sent.
cases-whose-turn = Whose turn is it then?
cases-turn-theirs = The customer’s
cases-turn-theirs-hint = You asked something, or they say whether it is settled
cases-turn-ours = Ours
cases-turn-ours-hint = We go on working on it
cases-closed-explained = This ticket is closed. Reopen it if something is left to do.
cases-reopen = Reopen ticket
cases-reopen-words = What is left to do?
cases-reopening = Reopening
cases-reopened = The ticket is open again.
cases-about = What it is about
cases-people = People

cases-is-closed = { $reference } is closed. Reopen it to add something; what you typed is kept below.
cases-is-open = { $reference } is open again. Send what you typed as a reply; it is kept below.

## What deserves attention

cases-attention = { $subject }
cases-attention-waiting = { $reference }, { $name } wrote last
cases-attention-moving = { $reference }, { $name } wrote last
cases-attention-closed = { $reference }, closed by { $name }
cases-answer = Answer

## Letters

cases-letter-subject = { $brand } replied to { $reference }: { $subject }
cases-letter-who = { $author }, { $brand }, writes:
cases-letter-answer = Answer in the portal
cases-letter-open = Open the ticket
cases-letter-asks = It is your turn: answer, or close the ticket if it is settled.
cases-letter-ours = It stays with { $brand }. You need do nothing now.
cases-letter-why = You get this because you raised { $reference }.

## In the journal

part-cases = Tickets
kind-case = Ticket
did-cases-raised = Raised a ticket
did-cases-raise = Raised a ticket
did-cases-replied = Replied in a ticket
did-cases-reply = Replied in a ticket
did-cases-closed = Closed a ticket
did-cases-close = Closed a ticket
did-cases-reopened = Reopened a ticket
did-cases-reopen = Reopened a ticket
did-cases-list = Looked through tickets
did-cases-read = Opened a ticket
did-cases-attention = Asked which tickets wait
did-cases-about = Asked what is open about records
did-cases-newest = Asked for a customer’s newest ticket
did-cases-open = Asked which of a customer’s tickets are open
did-cases-count = Counted a customer’s tickets
did-cases-list_places = Asked for the names of accounts
did-cases-read_message = Read a message for a letter

## What a key may do

reads-cases = Read tickets
may-cases-raise = Raise a ticket
may-cases-reply = Reply in a ticket
may-cases-close = Close a ticket
may-cases-reopen = Reopen a ticket
