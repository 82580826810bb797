### Webhooks: where events are sent, how that goes, and what was sent.

webhooks-title = Webhooks
webhooks-keys = API keys
webhooks-lede = Programs of this company that are told when something happens here.
webhooks-lede-desk = Programs that are told when something happens: customers’ own, and those of the house.
webhooks-caption = Webhooks
webhooks-url = Goes to
webhooks-url-hint = An address of your program that begins with https://
webhooks-events = When
webhooks-state = State
webhooks-of-customer = A customer’s
webhooks-of-desk = Every account
webhooks-shown =
    { $shown ->
        [one] One webhook on this page
       *[other] { $shown } webhooks on this page
    }
webhooks-more-pages = More webhooks
webhooks-none = No webhooks
webhooks-none-text = A webhook tells a program of yours when a ticket is answered or an invoice comes, so that it need not keep asking.
webhooks-hint = A webhook names a record and says nothing of it: your program reads it with an API key. It is told only of what the person who made it may read at that moment.

webhooks-limits = Limits
webhooks-limit-each = Sent to one address at a time
webhooks-limit-each-is =
    { $count ->
        [one] One message at most
       *[other] { $count } messages at most
    }
webhooks-limit-answer = Time to answer
webhooks-limit-answer-is =
    { $seconds ->
        [one] One second
       *[other] { $seconds } seconds
    }
webhooks-limit-tries = Tries for each delivery
webhooks-limit-tries-is =
    { $days ->
        [one] { $tries } within a day or so
       *[other] { $tries } within { $days } days or so
    }
webhooks-limit-patience = Longest wait that Retry-After may ask for
webhooks-limit-patience-is =
    { $hours ->
        [one] One hour
       *[other] { $hours } hours
    }
webhooks-limit-kept = Deliveries are listed for
webhooks-limit-kept-is =
    { $days ->
        [one] One day
       *[other] { $days } days
    }
webhooks-limit-words = Kept of each answer
webhooks-limit-words-is =
    { $bytes ->
        [one] The first byte
       *[other] The first { $bytes } bytes
    }

webhooks-state-new = Nothing sent yet
webhooks-state-well = Takes them, { $ms } ms
webhooks-state-aside = Set aside
webhooks-answered = Answer { $status }

webhooks-fault-unresolved = The host has no address
webhooks-fault-refused = The address is not on the public internet
webhooks-fault-unreachable = No connection
webhooks-fault-tls = The certificate does not do
webhooks-fault-late = No answer in time
webhooks-fault-broken = The answer broke off
webhooks-fault-redirected = It leads elsewhere, which is not followed
webhooks-fault-rights = Whoever made the webhook may not read this
webhooks-fault-sealed = The secret cannot be used: change it

## The events

webhooks-event-case-raised = A ticket is raised
webhooks-event-case-replied = A ticket is answered
webhooks-event-case-closed = A ticket is closed
webhooks-event-case-reopened = A ticket is taken up again
webhooks-event-invoice-received = An invoice comes or changes
webhooks-event-order-received = An order comes or changes
webhooks-tested-event = A test

## Making one

webhooks-new = Add a webhook
webhooks-new-lede = We send a signed message to your address each time one of these happens.
webhooks-make = Add the webhook
webhooks-making = Adding
webhooks-cancel = Cancel
webhooks-made = Webhook added
webhooks-made-lede = It is told from now on.
webhooks-rotated = Secret changed
webhooks-rotated-lede = The secret before signs beside this one for 24 hours, so that your program can change over.
webhooks-once = Copy the secret now
webhooks-once-text = It is shown this once. Your program checks each message with it, as Standard Webhooks describes.
webhooks-copy = Copy the secret
webhooks-kept = I have kept it

## One of them

webhooks-one = Webhook
webhooks-whose = It is told what happens at:
webhooks-yours = It acts on your rights.
webhooks-colleague = It acts on a colleague’s rights.
webhooks-aside-text = The receiver answered 410, which says that it is gone, so nothing is sent there. Switch it on again once the address takes messages: what waits is sent then.
webhooks-given-up-text = A delivery was given up after its last try, and nothing has been taken since. See that your program answers, then send a test, or below what failed. Given up on
webhooks-save = Save
webhooks-saving = Saving
webhooks-switch-on = Switch it on again
webhooks-changed = Webhook saved
webhooks-secret = Secret
webhooks-secret-since = Signs since
webhooks-secret-beside = The one before signs, too, until
webhooks-rotate = Change the secret
webhooks-removal = Removing it
webhooks-removal-text = Nothing is sent to this address any more, and its secrets, events and list of deliveries go with it. That cannot be taken back; a secret that was changed ends by itself after 24 hours.
webhooks-removal-ask = Remove this webhook
webhooks-removal-sure = It is removed at once. It goes to
webhooks-remove = Remove the webhook
webhooks-removed = Webhook removed
webhooks-test = Send a test
webhooks-tested = Test on its way

webhooks-deliveries = Deliveries
webhooks-deliveries-hint = Kept for 30 days. After 10 tries in three days a delivery is set aside, and whoever looks after webhooks is told.
webhooks-deliveries-which = Which deliveries
webhooks-deliveries-all = All
webhooks-deliveries-failing = Failing
webhooks-failing-none = No delivery is failing
webhooks-failing-none-text = What was tried in vain is listed here: what is tried again, and what was set aside.
webhooks-failing-all = Show all deliveries
webhooks-deliveries-none = Nothing sent yet
webhooks-deliveries-none-text = Each message is listed here with what was answered. Send a test to see one.
webhooks-deliveries-shown =
    { $shown ->
        [one] One delivery on this page
       *[other] { $shown } deliveries on this page
    }
webhooks-more-deliveries = More deliveries
webhooks-when = Made
webhooks-what = What
webhooks-answer = Answer
webhooks-try = Try
webhooks-action = Action
webhooks-after = after { $ms } ms
webhooks-tries-of = { $tries } of { $most }
webhooks-next = Next try
webhooks-detail = What was sent and answered
webhooks-standing-waiting = Waiting
webhooks-standing-sending = On its way
webhooks-send-now = Send now
webhooks-send-again = Send again
webhooks-send-full = { $label }: { $event } { $number }
webhooks-resent = On its way

## What needs somebody

webhooks-attention-gone = Nothing is sent to { $host } any more
webhooks-attention-gone-more = It answered that it is gone
webhooks-attention-given-up = { $host } takes no messages
webhooks-attention-given-up-more = A delivery was given up after its last try
webhooks-attention-open = See why

webhooks-letter-gone-subject = Nothing is sent to { $host } any more
webhooks-letter-gone = Your webhook to { $host } is set aside: the receiver answered 410, which says that it is gone. Nothing is sent there any more.
webhooks-letter-gone-do = What waits is kept for 30 days, and sent once somebody switches the webhook on again. If it is needed no more, remove it.
webhooks-letter-subject = { $host } takes no messages
webhooks-letter = A delivery to your webhook at { $host } was given up after its last try: it was not taken in three days, or could not be sent.
webhooks-letter-do = Other deliveries are still tried. Once your program answers, send again what failed. You are not told again until something was taken.
webhooks-letter-look = See what failed
webhooks-letter-why = You get this because you look after webhooks at { $company }.
webhooks-letter-why-desk = You get this because you made the webhook.

## What is put right

webhooks-error-url = Write the whole address of your program, such as https://hooks.example.com/portal
webhooks-error-url-login = Leave name and password out of the address: messages are signed instead
webhooks-error-url-tls = Begin with https://: messages leave over TLS only
webhooks-error-not-oneself = A webhook is made, and its secret changed, by a person who acts for its account
webhooks-error-nothing = Choose at least one event
webhooks-error-unknown = There is no event { $event }: choose among those listed
webhooks-error-known = There is a webhook with this address already. Change that one, or use another address
webhooks-error-set-aside = This webhook is set aside: switch it on again first
webhooks-error-absent = There is no such delivery any more

## What things are called in the journal

part-webhooks = Webhooks
kind-webhook = Webhook
actor-webhooks = Webhooks
did-webhooks-read = Looked at a webhook
did-webhooks-list = Looked through webhooks
did-webhooks-show = Looked at a webhook
did-webhooks-create = Added a webhook
did-webhooks-create_at_desk = Added a webhook for the desk
did-webhooks-created = Added a webhook
did-webhooks-change = Changed a webhook
did-webhooks-changed = Changed a webhook
did-webhooks-rotate = Changed a webhook’s secret
did-webhooks-test = Sent a test to a webhook
did-webhooks-resend = Sent a delivery again
did-webhooks-remove = Removed a webhook
did-webhooks-set_aside = Set a webhook aside
did-webhooks-give_up = Gave up a delivery to a webhook that takes nothing
did-webhooks-attention = Asked which webhooks fail
