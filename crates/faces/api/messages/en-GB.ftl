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
