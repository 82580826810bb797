### REST, its reference, and the keys by which programs use it.

## What a program is told that asks wrongly

api-key-missing = Show a key: Authorization: Bearer and the key
api-key-unknown = This key does not count
api-key-unknown-more = It is not known, has run out or was ended, or whoever made it has no access any more. Make a new one under API keys.
api-key-without = This key was not made for { $action }
api-key-without-more = Make a key with that action under API keys.
api-body-kind = Send the body as application/json
api-body-broken = The body is no JSON: line { $line }, column { $column }
api-body-object = Send one JSON object, with the fields by name
api-fields-unknown = There is no { $name } here; there are { $known }

## The reference

api-title = API reference
api-lede = What a program can ask and do here, as far as your own rights go.
api-document = OpenAPI document
api-how = How to ask
api-how-address = Every address begins with
api-how-key = Show a key with each request:
api-how-told = What reads or removes is told its fields in the address; what does something, in the body, as one JSON object. A field it does not know is refused. Days are written 2026-03-17.
api-how-fields = What reads takes fields=, the names of the fields you want of each row, with commas between them.
api-how-once = A header Idempotency-Key names a request, so that it is done once however often it is sent within a day.
api-how-changed = An ETag stands for the last thing that was done to an object. Send it back in If-Match, and nothing is done if somebody was there before you.

api-effect-reads = Only reads
api-effect-changes = Changes something
api-effect-leaves = Something leaves the portal
api-effect-destroys = Something is gone afterwards

api-field-needed = { $kind }, needed
api-field-text = Words, up to { $max } characters
api-field-email = An email address
api-field-whole = A whole number from { $min } to { $max }
api-field-truth = Yes or no: true, false
api-field-day = A day
api-field-choice = One of: { $words }
api-field-id = An id: { $kind }
api-field-quote = A record, as kind:id
api-field-document = A document with a shape of its own
api-field-many = Several: { $kind }

## Keys

keys-title = API keys
keys-menu = API and webhooks
keys-webhooks = Webhooks
keys-lede = Programs that act for this company, each on the rights of the person who made its key.
keys-lede-desk = Programs that act at the desk, each on the rights of the person who made its key.
keys-caption = API keys
keys-key = Key
keys-made-by = made by { $who }, { $day }
keys-made-by-you = made by you, { $day }
keys-may = May
keys-app = App
keys-in-part = { $what }, in part
keys-used = Last used
keys-never = Never
keys-ends = Ends
keys-ends-soon =
    { $days ->
        [0] Today
        [1] Tomorrow
       *[other] In { $days } days
    }
keys-over = Has run out
keys-action = Action
keys-end = End
keys-end-full = End { $name }
keys-ended = Key ended
keys-shown =
    { $shown ->
        [one] One key on this page
       *[other] { $shown } keys on this page
    }
keys-more-pages = More keys
keys-none = No API keys
keys-none-text = A key lets a program, such as your stock system, ask and do here what you choose for it.
keys-hint = A key does only what was chosen for it and what its person may do at that moment. It ends on its day, when it is ended here, or when that person has no access any more.

keys-new = Make an API key
keys-new-lede = The key acts on your rights, and does only what you choose.
keys-name = What is it for?
keys-name-hint = For example Stock planning
keys-for = Ends after
keys-for-days =
    { $days ->
        [one] One day, { $day }
       *[other] { $days } days, { $day }
    }
keys-actions = It may
keys-actions-hint = Read everything is all there is to read in a group today. What we add later, a key made now does not read.
keys-everything = Read everything
keys-one-by-one = Choose one by one
keys-make = Make the key
keys-making = Making
keys-cancel = Cancel

keys-made = Key made
keys-made-lede = { $name } can be used from now on.
keys-once = Copy the key now
keys-once-text = It is shown this once. We keep only what tells whether a key is the right one, so nobody can show it to you again.
keys-copy = Copy the key
keys-kept = I have kept it

keys-error-not-oneself = A key is made by a person, for the account they act for
keys-error-nothing = Choose at least one thing that the key may do
keys-error-not-theirs = You cannot let a key do { $action }: choose among the actions listed
keys-error-named = There is a key called { $name } already. End it, or choose another name

## What things are called in the journal

part-keys = API keys
kind-api_key = API key
did-keys-read = Looked at an API key
did-keys-list = Looked through API keys
did-keys-create = Made an API key
did-keys-create_at_desk = Made an API key for the desk
did-keys-created = Made an API key
did-keys-revoke = Ended an API key
did-keys-revoked = Ended an API key
