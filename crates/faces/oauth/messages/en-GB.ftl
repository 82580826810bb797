### Programs of others, and how people let them in.

## The register at the desk

apps-menu = Apps
apps-title = Apps
apps-lede = Programs of others that people can let in, each on their own rights.
apps-caption = Apps
apps-app = App
apps-kind = Kind
apps-kind-confidential = Shows a secret
apps-kind-public = Keeps no secret
apps-kind-by-itself = also acts by itself
apps-kind-says-so = Not registered, says who it is at { $host }
apps-taken-off = Taken off
apps-redirects = Addresses people come back to
apps-no-redirects = None
apps-redirects-there = Those it names there
apps-since = Since
apps-action = Action
apps-remove = Take off
apps-remove-full = Take off { $app }
apps-removed = App taken off. Everything it was allowed has ended
apps-readmit = Let in again
apps-readmit-full = Let in again: { $app }
apps-readmitted = People can let the app in again
apps-shown =
    { $shown ->
        [one] One app on this page
       *[other] { $shown } apps on this page
    }
apps-more-pages = More apps
apps-none = No apps
apps-none-text = Register a program of somebody else's, so that people can let it act for them without giving away a key.
apps-hint = An app that says who it is at an address of its own need not be registered. Whoever is asked to let it in reads that nobody here has. From the first yes on it stands here, and can be taken off.

apps-new = Register an app
apps-new-lede = People are asked before it does anything for them, and see what it may do.
apps-name = What is it called?
apps-name-hint = People read this when they are asked to let it in.
apps-redirects-hint = Whole addresses with https, or http://127.0.0.1/… for a program on somebody's own machine. Several, with spaces between them.
apps-confidential = It can keep a secret
apps-confidential-hint = A program on a server can; one in a browser or on somebody's own machine cannot.
apps-by-itself = What it may do by itself
apps-by-itself-hint = At the desk, on your rights, in nobody's presence. Choose nothing for an app that only acts for people who let it in.
apps-register = Register the app
apps-registering = Registering
apps-cancel = Cancel

apps-made = App registered
apps-made-lede = { $app } can ask people to let it in from now on.
apps-client-id = Its client ID
apps-client-id-copy = Copy the client ID
apps-secret = Its secret: copy it now
apps-secret-copy = Copy the secret
apps-secret-text = It is shown this once. We keep only what tells whether a secret is the right one, so nobody can show it to you again.
apps-kept = I have kept it

## The question

apps-place = For which account?
apps-place-lede = { $app } asks to act for you. Choose the account it may act for.
apps-place-accounts = Your accounts
apps-consent = Let { $app } in?
apps-consent-lede = It would act for { $account } on your rights. The answer goes to { $host }.
apps-consent-known = { $app } is registered with { $brand }.
apps-consent-unknown = Nobody here has registered this app. It says at { $host } that it is called { $app }. Let it in only if you came from there.
apps-consent-changed = Nothing was allowed yet: what the app is called, or what it may do, has changed since you were asked. Read it again.
apps-consent-may = It may
apps-consent-hint = It may do only what you may do at that moment, until { $day } or until you end it under Apps with access. What you allowed it before ends.
apps-consent-nothing = Your roles in { $account } permit nothing of what it asks for.
apps-consent-yes = Let it in
apps-consent-busy = Letting it in
apps-consent-no = No, go back

apps-back = Nothing was allowed
apps-back-allowed = It may come in
apps-back-lede = { $app } is told why, and can ask again.
apps-back-lede-allowed = { $app } goes on from here.
apps-back-go = Go back to { $app }
apps-back-hint = This leads to { $host } by itself.

apps-request-client = No app of this name is known, or it does not say who it is
apps-request-client-more = Go back to the app and tell whoever runs it: client_id is not one that is registered here, or there is no client ID metadata document at it.
apps-request-refused = This portal does not let this app in
apps-request-refused-more = Whoever looks after the portal has taken it off. Ask them if you need it.
apps-request-redirect = The app would have you sent to an address that is not its own
apps-request-redirect-more = You were not sent there. Tell whoever runs the app: redirect_uri must be one of its own, to the letter.
apps-request-twice = The app says something twice
apps-request-twice-more = Go back to the app and tell whoever runs it: each parameter may be sent once.

## One's own

apps-own = Apps with access
apps-own-above = How you sign in
apps-own-lede = Programs of others that act on your rights, because you let them in.
apps-own-caption = Apps with access
apps-own-since = { $place }, since { $day }
apps-own-none = No apps
apps-own-none-text = An app that you let in stands here, with what it may do, and you can end that.
apps-may = May
apps-used = Last used
apps-never = Never
apps-ends = Ends
apps-over = Has run out
apps-at-desk = The desk
apps-elsewhere = An account you have left
apps-end = End
apps-end-full = End { $app }
apps-ended = The app has no access any more

## What goes wrong

apps-error-not-oneself = An app is let in by a person, for the account they act for
apps-error-not-itself = Tokens are given to the app itself
apps-error-no-app = This key is no app's: end it under API keys
apps-error-unknown = The token does not count
apps-error-nothing = Your roles permit nothing of what the app asks for
apps-error-not-theirs = You cannot let an app do { $action }: choose among the actions listed
apps-error-redirect = Nobody can be sent to { $address }: write a whole address with https, or http://127.0.0.1/… for a program on somebody's own machine
apps-error-no-redirect = Say where people come back to, or choose what the app may do by itself
apps-error-no-secret = An app that does something by itself must keep a secret
apps-error-registered = An app that was registered and taken off is registered anew
apps-error-named = There is an app called { $name } already. Take it off, or choose another name

## What things are called in the journal

part-apps = Apps
kind-app = App
did-apps-read = Looked at an app
did-apps-list = Looked through apps
did-apps-list_own = Looked through their own apps
did-apps-register = Registered an app
did-apps-registered = Registered an app
did-apps-remove = Took an app off
did-apps-readmit = Let an app come in again
did-apps-allow = Let an app in
did-apps-allowed = Let an app in
did-apps-exchange = An app was given new tokens
did-apps-replayed = A token was shown twice, so the app's access ended
did-apps-issue = An app was given a token
did-apps-give_back = An app gave a token back
did-apps-end = Ended an app's access
