### REST, its reference, and the keys by which programs use it.

## What a program is told that asks wrongly

api-key-missing = Show a key: Authorization: Bearer and the key
api-key-unknown = This key does not count
api-key-unknown-more = It is not known, has run out or was revoked, or whoever made it has no access any more. Make a new one under API keys.
api-key-without = This key was not made for { $action }
api-key-without-more = Make a key with that action under API keys.
api-body-kind = Send the body as application/json
api-body-broken = The body is no JSON: line { $line }, column { $column }
api-body-object = Send one JSON object, with the fields by name

## The reference

api-title = API reference
api-lede = What a program can ask and do for this account, as far as your own rights go.
api-document = OpenAPI document
api-how = How to ask
api-how-address = Every address begins with
api-how-key = Show a key with each request:
api-how-told = What reads or removes is told its fields in the address; what does something, in the body, as one JSON object. A field it does not know is refused. Days are written 2026-03-17.
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
api-field-id = The id of a { $kind }
api-field-quote = A record, as kind:id
api-field-document = A document with a shape of its own
api-field-many = Several: { $kind }

## Keys

keys-title = API keys
