### Signing in, invitations, passwords, addresses, and where one is signed in.

## Words several pages share

identity-email = Work email
identity-password = Password
identity-name = Your name
identity-or = or
identity-back = Back to sign in
identity-cancel = Cancel
identity-saving = Saving
identity-sending = Sending
identity-signing-in = Signing in
identity-signing-out = Signing out

# { $write } is a link whose words are the next message.
identity-help-both = Cannot get in? { $write } or ring { $phone }.
identity-help-mail = Cannot get in? { $write }.
identity-help-phone = Cannot get in? Ring { $phone }.
identity-help-write = Get help by email

## Sign in

identity-sign-in = Sign in
identity-sign-in-lede = Use the work email your { $brand } account is under.
identity-send-link = Email me a sign-in link
identity-password-who = For accounts that have one
identity-company-way = Company sign-on
identity-company-way-how = Type your email, then your company’s own page opens
identity-password-forgotten = Forgotten it? Make a new password
identity-signed-out = You are signed out.
identity-signed-out-there = You are signed out here and at your company.
identity-signed-out-here = You are signed out here. Your company did not confirm that you are signed out there, too.

# Wrong address, wrong password and no password read the same on purpose.
identity-error-password = That email and password do not go together. Check both, or have a link sent to you
identity-error-email = Enter an email address in full, such as name@company.example
identity-error-email-blank = Enter your work email
identity-error-password-blank = Enter your password

## Check your mail

identity-mail = Check your mail
identity-mail-sent = If { $email } has access, a message is on its way. Press the link in it, or type the code.
identity-mail-sent-password = If { $email } has access, a message is on its way. Press the link in it to make a new password.
identity-mail-same-browser = The link signs you in here, in this browser. On another device, it helps you type the code.
identity-mail-nothing = Nothing after a minute? Look in junk, or have it sent again.
identity-mail-again = Send it again
identity-mail-other = Use another email
identity-mail-again-done = Sent again. Use the newest message.

identity-code = 6-digit code
identity-code-hint =
    { $minutes ->
        [one] Works for one more minute, once. Spaces do not matter.
       *[other] Works for { $minutes } minutes, once. Spaces do not matter.
    }
identity-error-code =
    { $left ->
        [0] That code does not match. Send a new one
        [one] Type the 6 digits from the newest message. One try is left
       *[other] Type the 6 digits from the newest message. { $left } tries are left
    }
identity-error-code-blank = Type the 6 digits from the message

## One more check

identity-second = One more check
identity-second-lede = Your account asks for a second proof.
identity-second-app = Code from your authenticator app
identity-second-recovery = Recovery code
identity-second-recovery-hint = One of those you wrote down. Each works once.
identity-second-use-recovery = Use a recovery code
identity-second-use-app = Use the app
identity-second-passkey = Use a passkey
identity-second-remember = Remember this device for 30 days
identity-second-remember-hint = Only if nobody else uses it
identity-second-on = Continue
identity-error-recovery-blank = Type one of your recovery codes in full, with all its groups of four
identity-error-second =
    { $left ->
        [0] That code does not count. Sign in again from the beginning
        [one] That code does not count. One try is left
       *[other] That code does not count. { $left } tries are left
    }

## The link opened elsewhere

identity-other = Sign in where you asked
identity-other-lede = You opened the link in another browser than the one that asked for it.
identity-other-asked = Asked
identity-other-from = From
identity-other-near = Near
identity-other-type = Type this code where you asked
identity-other-minutes =
    { $minutes ->
        [one] Works for one more minute
       *[other] Works for { $minutes } minutes
    }
identity-other-here = Sign in here instead
identity-other-code = 6-digit code, shown where you asked
identity-not-me = You did not ask?
identity-not-me-stop = Stop this link
identity-not-me-lede = Stop it, and neither its link nor its code signs anybody in.
identity-not-me-sure = I did not ask for this link
identity-error-sure = Tick the box: what scans mail for you presses buttons, too

## A link that no longer works

identity-link-old = This link does not work
identity-link-old-more = It may be incomplete, used up or too old: links work for a short time, so that an old mail cannot let anybody in.
identity-link-used = That link was used already
identity-link-used-more = Each link works once. If it was not you who used it, look at where you are signed in.
identity-link-resent = We sent you a new one.
identity-link-resent-where = It came to the address the old link was for, so you do not need to type it again.
identity-link-code = Or type the code from it
identity-link-new = Ask for a new link
# { $place } is bold.
identity-link-going-to = You still go to { $place } afterwards.

## Invitation

identity-invitation = Join { $company }
identity-invitation-from = { $inviter } invites you, { $email }, to { $brand }’s portal.
identity-invitation-from-brand = { $brand } invites you, { $email }, to its portal.
identity-invitation-password-hint = Leave it empty to sign in with a link by email, no password to remember.
identity-invitation-join = Join { $company }
identity-invitation-joining = Joining
identity-invitation-passkey = Join with a passkey
identity-invitation-instead = Or without one:
# { $terms } is a link whose words are the next message.
identity-invitation-terms = By joining you accept the { $terms }.
identity-invitation-terms-name = portal terms
identity-invitation-until = The invitation works until { $day }.
identity-invitation-not-me = Not for you?
identity-invitation-refuse = Say so
identity-invitation-refuse-lede = Stop it, and nobody can join with this invitation.
identity-invitation-refuse-sure = This invitation is not for me
identity-invitation-refuse-now = Stop this invitation
# The link of an invitation that has run out, and what it can still do.
identity-invitation-ran-out = That invitation has run out
identity-invitation-ran-out-from = It was to join { $company } and worked until { $day }.
identity-invitation-ask-hint = Whoever looks after access there decides. A new link comes to the address this invitation was for, and nowhere else.
identity-invitation-asked = You asked for a new link on { $day }.
identity-invitation-asked-next = Whoever looks after access there decides. If they agree, it comes to the address this invitation was for. Look in junk, too.
identity-name-hint = As colleagues should see it
identity-error-name-blank = Type your name

## A new password

identity-reset = Make a new password
identity-reset-lede = A link to do so goes to your email. You can also sign in with a link alone.
identity-reset-send = Email me the link
identity-new-password = Choose a new password
identity-new-password-for = For { $email }.
identity-new-password-field = New password
identity-new-password-hint = { $least } characters or more. Three or four words in a row are easy to remember.
identity-new-password-save = Save and sign in
identity-new-password-after = Every other device is signed out.
identity-error-password-short = Use { $least } characters or more
identity-error-password-known = That one is in lists of stolen passwords. Choose another

identity-change = Change password
identity-change-lede = Other devices are signed out when you save.
identity-change-current = Password now
identity-change-save = Save new password
identity-error-current = That is not your password now
identity-make = Make a password
identity-make-save = Save password

## How you sign in

identity-security = How you sign in
identity-security-lede = Your passkeys, password, apps and addresses, and where you are signed in now.
identity-ways = Ways you sign in
identity-ways-hint = A change here is told to your main address. Sign-in and security messages are always sent.
identity-password-changed = Changed { $day }
identity-password-none = You have none, and need none: a link by email signs you in.

identity-authenticator = Authenticator app
identity-authenticator-none = Not set up. With one, signing in asks for a code it shows, too.
identity-authenticator-set-up = Set up an app
identity-authenticator-add-short = Add an app
identity-authenticator-used = Added { $added }. Used { $used }
identity-authenticator-unused = Added { $added }. Not used yet
identity-authenticator-remove-full = Remove { $app }
identity-authenticator-added = App added. From now on, signing in asks for its code.
identity-authenticator-removed = App removed.
identity-authenticator-add = Set up an authenticator app
identity-authenticator-add-lede = An app on your phone that shows a new code every half minute. Signing in asks for it after your password or link.
identity-authenticator-scan = Let the app read this
identity-authenticator-picture = A square code for the app’s camera. The letters below say the same.
identity-authenticator-type = Or type this into the app:
identity-authenticator-code-hint = To see that the app has it.
identity-authenticator-name = What you call it
identity-authenticator-name-hint = Such as: work phone
identity-authenticator-save = Add the app
identity-error-app-blank = Type the 6 digits the app shows
identity-error-app-code = The app shows another code. Type the one it shows now
identity-error-authenticator-enough = You have as many apps as one person can have. Remove one first

identity-passkey-use = Sign in with a passkey
identity-passkey-row = Passkey, { $name }
identity-passkey-add = Add a passkey
identity-passkey-add-lede = Your fingerprint, face or PIN signs you in, with no password and no mail. It counts as both proofs.
identity-passkey-name-hint = Such as: work laptop
identity-passkey-save = Make the passkey
identity-passkey-scripts = Your browser makes a passkey with a script. Switch scripts on for this page.
identity-passkey-not-made = No passkey was made. Try again, or use another device.
identity-passkey-no-name = This portal is reached by a number, not by a name, so no passkey can be bound to it.
identity-passkey-added = Passkey added. Sign in with it from now on.
identity-passkey-removed = Passkey removed.
identity-error-passkey = That passkey does not sign you in here. Use another way, or try again
identity-error-passkey-made = The passkey did not come through, or this page was open too long. Try again
identity-error-passkey-known = This passkey is here already
identity-error-passkey-enough = You have as many passkeys as one person can have. Remove one first

# Offered once, after a sign-in without one.
identity-offer = You are in. Save a passkey?
identity-offer-lede = Next time your fingerprint, face or device PIN is enough. No mail, no code.
identity-offer-save = Save a passkey on this device
identity-offer-later = Not now
identity-offer-shared = Shared computer? Choose “Not now”, and sign out when you are done.

identity-factor-rename = Rename
identity-factor-rename-full = Rename { $name }
identity-factor-rename-save = Save the name
identity-factor-renamed = Name changed.

identity-recovery = Recovery codes
identity-recovery-lede = Each signs you in once, in place of the app’s code. For when the app is lost.
identity-recovery-none = None made yet. They stand in for an authenticator app that is lost.
identity-recovery-row = { $left } of 10 left. Made { $day }
identity-recovery-left =
    { $left ->
        [0] You have none left.
        [one] You have one left.
       *[other] You have { $left } left.
    }
identity-recovery-replace = New ones take the place of the old.
identity-recovery-make = Make codes
identity-recovery-once = Write these down or print them. They are shown this once.
identity-recovery-kept = I have kept them
identity-recovery-no-app = They stand in for an authenticator app. Set one up first.
identity-error-recovery-no-app = Set up an authenticator app first
identity-error-recovery-no-app-more = Recovery codes are for when it is lost.
identity-error-recovery-sheet = Send ten different recovery codes

identity-staff = Staff
identity-staff-lede = Everybody with a role at the desk. Locking somebody out signs them out everywhere and ends the use of their keys, until they are let in again.
identity-staff-person = Person
identity-staff-role = Role
identity-staff-no-role = None now
identity-staff-seen = Last here
identity-staff-never = Not known
identity-staff-proof = Second proof
identity-staff-second = Has one
identity-staff-no-second = None
identity-staff-access = Coming in
identity-staff-open = May sign in
identity-staff-locked = Locked out since { $day }
identity-staff-sign-out = Sign out everywhere
identity-staff-sign-out-full = Sign out everywhere: { $name }
identity-staff-lock = Lock out
identity-staff-lock-full = Lock out { $name }
identity-staff-unlock = Let in again
identity-staff-unlock-full = Let in again: { $name }
identity-staff-shown = { $shown } shown
identity-staff-pages = Pages of staff
identity-staff-hint = You cannot lock out anybody who may do more than you. Is somebody in your own account?

identity-rules = Sign-in rules
identity-rules-who = Who is asked
identity-rules-lede = Who must show a second proof when signing in: a passkey, or a code from an app.
identity-rules-everybody = Everybody
identity-rules-on = A second proof is asked
identity-rules-off = No second proof is asked
identity-rules-ask = Ask for it
identity-rules-ask-full = Ask for it: { $name }
identity-rules-stop = Stop asking
identity-rules-stop-full = Stop asking: { $name }
identity-rules-hint = It counts at once: whoever has no second proof sets one up before anything else opens. What they typed is kept.
identity-rules-saved = Saved. It counts from the next page on.
identity-error-rule-role = There is no such role
identity-proofs-reset = Second proofs removed, and signed out everywhere. A letter tells them.
identity-error-reset-oneself = These are your own
identity-error-reset-oneself-more = Remove them under How you sign in, or ask somebody else at the desk.
identity-error-reset-more-rights = They may do more at the desk than you
identity-error-reset-more-rights-more = Somebody who may do as much as they do can remove their second proofs.

identity-second-due = A second proof is asked of you. Show it, and you go on where you were.
identity-second-due-none = A second proof is asked of you, and you have none yet. Set one up, and you go on.

identity-proof = Show that it is you
identity-proof-lede = What comes next changes how you sign in. You are asked first, so that nobody else can do it at your desk.
identity-proof-recovery = Or one of your recovery codes.
identity-proof-mail = A link or a code by email shows it, too, and brings you back here.
identity-proof-busy = Looking
identity-proof-company = Sign in again with { $provider }
identity-proof-company-hint = It counts once your company has asked you again who you are. If you are asked here again, it did not, or does not tell us: show it in another way here.
identity-proof-hint = Changing how you sign in asks you to show that it is you, if you last did more than 15 minutes ago.
identity-proof-now = Show it now
identity-error-proof-code = That code does not count. Wait for the next one the app shows

identity-address-main = Your main address, confirmed. Signs you in by link or code
identity-address-confirmed = Confirmed. Signs you in by link or code
identity-address-unconfirmed = Not confirmed yet
identity-address-verify = Send the link again
identity-address-verify-full = Send the link again to { $email }
identity-address-promote = Make it the main one
identity-address-promote-full = Make it the main one: { $email }
identity-address-remove = Remove
identity-address-remove-full = Remove { $email }
identity-address-added = Follow the link in the mail to { $email } to confirm it.

identity-rename = Change your name
identity-rename-lede = Everybody you write to here sees it, from now on.
identity-rename-save = Save your name
identity-renamed = Your name is changed.
identity-home = Home
identity-add = Add an address
identity-add-lede = Sign in with it, too. Your main address stays as it is.
identity-add-hint = A link goes there. The address counts once you have followed it.
identity-add-send = Send the link

identity-devices = Where you are signed in
identity-devices-caption = Devices signed in as you
identity-devices-others = Sign out everywhere else
identity-device = Device
identity-device-place = Where
identity-device-nowhere = Place not known
identity-device-used = Last used
identity-device-action = Action
identity-device-now = Now
identity-device-this = this device
identity-device-ends = ends by itself { $day }
identity-device-sign-out = Sign out
identity-device-sign-out-full = Sign out { $device }
# How a device was signed in, said under its name.
identity-device-by-password = Password
identity-device-by-link = Email link
identity-device-by-code = Email code
identity-device-by-invitation = Invitation
identity-device-by-passkey = Passkey
identity-device-by-company = Company sign-on
# The first proof, and the second.
identity-device-and-app = { $first }, authenticator app
identity-device-and-recovery = { $first }, recovery code
identity-device-and-passkey = { $first }, passkey

identity-remembered = Where no code is asked for
identity-remembered-row = Remembered { $since }. Asks again from { $ends }
identity-remembered-forget = Ask again
identity-remembered-forget-full = Ask again on { $device }
identity-remembered-forgotten = That device asks for a code again.
identity-remembered-hint = Signing out everywhere else, a new password and a passkey or app added or removed end this everywhere.

identity-apps = Apps
identity-apps-link = Apps with access
identity-you = You
identity-you-name = Name
identity-you-mail = Main email
identity-history = Your sign-in history
identity-not-you = Not you?
identity-sign-ins = All sign-ins
identity-sign-ins-lede = Whenever you signed in during the last half year, and whatever was refused to somebody who tried as you.
identity-sign-ins-by = With
identity-sign-ins-second = Second proof
identity-sign-ins-came = Result
identity-sign-ins-in = Signed in
identity-sign-ins-refused = Refused
identity-sign-ins-refused-second = First proof right, second refused
identity-sign-ins-refused-again = Refused, signed in already
identity-sign-ins-shown = { $shown } shown
identity-sign-ins-pages = Pages of sign-ins
identity-sign-ins-none = No sign-ins yet
identity-sign-ins-none-text = They are listed from your next one on.

identity-lock = Lock your access
identity-lock-lede = For when somebody else may be in your account. It counts at once.
identity-lock-ends = You are signed out everywhere, here too. No browser is remembered, and nobody signs in as you, by whichever way. Your keys and what the apps you let in were allowed end for good: once you are back, you make them anew. What you may do stays as it is.
identity-lock-back = To come back, call or write to { $brand }, from an address they know you by: whoever looks after access at their desk lets you in again. If you are the only one there who could, whoever runs the portal lets you in from its machine.
identity-lock-now = Lock my access now
identity-locking = Locking
identity-lock-done = Your access is locked. To come back, call or write to us: somebody at our desk lets you in again.
identity-look = Look

## Mails. A subject stands alone; the text and the look say the same words.

identity-letter-not-you = Not you?
identity-letter-stop = Stop this code and link
identity-letter-never = { $brand } never asks you for this code.
identity-letter-minutes =
    { $minutes ->
        [60] Works once, for an hour.
       *[other] Works once, for { $minutes } minutes.
    }
identity-letter-look = See where you are signed in
identity-letter-lock = Is somebody else in your account?
identity-letter-security-why = You get this because it is about your sign-in. Such messages are always sent.

identity-letter-sign-in-subject = Your sign-in code is { $code }
identity-letter-sign-in-type = Type this where you asked to sign in:
identity-letter-sign-in-or = Or, in the same browser, press this:
identity-letter-sign-in-press = Sign in
identity-letter-sign-in-asked = Asked from { $browser }, { $place }.
identity-letter-sign-in-asked-browser = Asked from { $browser }.

identity-letter-invitation-subject = Join { $company } on { $brand }’s portal
identity-letter-invitation-from = { $inviter } gives you access to what { $company } has with { $brand }.
identity-letter-invitation-brand = { $brand } gives you access to what { $company } has with it.
identity-letter-invitation-note = { $inviter } writes: “{ $note }”
identity-letter-invitation-role = Your role: { $role }.
identity-letter-invitation-until = No password needed. Works until { $day }.
identity-letter-invitation-why = You get this because { $inviter } typed your address.
identity-letter-invitation-why-brand = You get this because someone at { $brand } typed your address.
identity-letter-invitation-refuse = Not for you? Say so

identity-letter-access-subject = { $name } asks for access to { $company }
identity-letter-access = { $asker } asks for the role { $role } at { $company }, because something was refused to them.
identity-letter-access-note = { $asker } writes: “{ $note }”
identity-letter-access-look = See what they ask for
identity-letter-access-ends = Give it or decline it. Unanswered, it ends by itself on { $day }.
identity-letter-access-why = You get this because you look after access at { $company }.
identity-letter-change-approved-subject = Approved: what you asked to be changed for { $company }
identity-letter-change-declined-subject = Declined: what you asked to be changed for { $company }
identity-letter-change-approved = { $brand } has approved what you asked to be changed of the legal data of { $company }, and enters it in its records. You see it in the portal once that is done.
identity-letter-change-declined = { $brand } has declined what you asked to be changed of the legal data of { $company }.
identity-letter-change-note = They write: “{ $note }”
identity-letter-change-look = See what you asked for
identity-letter-change-why = You get this because you asked for a change for { $company }.

identity-letter-answer-subject = Your request for access to { $company }
identity-letter-answer-granted = You asked for the role { $role } at { $company }, and you have it now.
identity-letter-answer-until = It is for a while: the last day is { $day }.
identity-letter-answer-go = Open { $company }
identity-letter-answer-declined = You asked for the role { $role } at { $company }, and it was declined.
identity-letter-answer-declined-do = Whoever looks after access there can tell you why, and who can do it for you.
identity-letter-answer-why = You get this because you asked for access at { $company }.

identity-letter-again-subject = Asked for: a new link to join { $company }
identity-letter-again = Your invitation to { $email } to join { $company } ran out on { $day }, and a new link is asked for.
identity-letter-again-look = See the invitation
identity-letter-again-decide = Nothing is sent unless you send it again. If they should have no access any more, take it back.
identity-letter-again-why = You get this because you sent the invitation.

identity-letter-address-subject = Confirm this address for { $brand }
identity-letter-address = You added { $email } to your { $brand } account. Confirm it to sign in with it.
identity-letter-address-confirm = Confirm address
identity-letter-address-why = Someone typed { $email }. If that was not you, do nothing: it does not count until confirmed.

identity-letter-reset-subject = Make a new password for { $brand }
identity-letter-reset = Press the button to choose a new password for { $brand }. Other devices are signed out then.
identity-letter-reset-why = If you did not ask, do nothing: your password stays as it is.

identity-letter-changed-subject = Your { $brand } password was changed
identity-letter-changed = Your password was changed on { $at }, from { $browser }, { $place }.
identity-letter-changed-browser = Your password was changed on { $at }, from { $browser }.
identity-letter-changed-effect = Every other device was signed out. If it was not you, make a new password now.

identity-letter-factor-subject = How you sign in to { $brand } was changed
identity-letter-factor-added = An authenticator app was added: { $app }.
identity-letter-factor-removed = An authenticator app was removed: { $app }.
identity-letter-factor-passkey-added = A passkey was added: { $name }.
identity-letter-factor-passkey-removed = A passkey was removed: { $name }.
identity-letter-factor-codes = New recovery codes were made; those before no longer work.
identity-letter-factor-recovered =
    { $left ->
        [0] A recovery code was used. None is left.
        [one] A recovery code was used. One is left.
       *[other] A recovery code was used. { $left } are left.
    }
identity-letter-address-added = An address was added; it signs you in, too.
identity-letter-address-removed = An address was removed: { $email }.
identity-letter-address-promoted = Your main address is now { $email }.
identity-letter-factor-company = You came in through your company for the first time. Every other device was signed out, and what signed you in before, such as a password, no longer does. You may make a new one.
identity-letter-factor-when = This was on { $at }, from { $browser }.
identity-letter-factor-do = If that was you, there is nothing to do. If not, sign the device out, make a new password and look at your apps and addresses.

identity-letter-proofs-subject = Your second proofs for { $brand } were removed
identity-letter-proofs-what = { $brand } removed your passkeys, authenticator apps and recovery codes, and signed you out everywhere.
identity-letter-proofs-why-lost = They are lost, or left on an old device.
identity-letter-proofs-why-stolen = Somebody else may have them.
identity-letter-proofs-why-asked = You asked for it.
identity-letter-proofs-do = Sign in with your password or a link by email, then set up a new one.
identity-letter-proofs-unexpected = Did you not expect this? Make a new password, and tell { $brand }.

identity-letter-locked-subject = Your access to { $brand } was locked
identity-letter-locked = Your access was locked on { $at }: nobody signs in as you until you are let in again. Your keys, and what the apps you let in were allowed, have ended.
identity-letter-locked-back = Call or write to { $brand } to be let in again. If it was not you who pressed the button, say so then.

identity-letter-device-subject = New device signed in to { $brand }
identity-letter-device = Your account was opened on a device we had not seen.
identity-letter-device-when = When
identity-letter-device-do = If that was you, there is nothing to do. If not, sign the device out and make a new password.

## What is said beside the pages above

# The browser that asked opened its link: one button.
identity-press = Sign in here
identity-press-lede =
    { $minutes ->
        [one] You asked for this link in this browser. It works once, for one more minute.
       *[other] You asked for this link in this browser. It works once, for { $minutes } more minutes.
    }
identity-link-stopped = That link and its code no longer work. Nobody was signed in with them.

identity-error-use-link = Too many wrong passwords were tried for this email. Have a link sent to you instead
identity-error-code-tired = Too many wrong codes were tried for this email. Press the link in the message instead
identity-error-password-long = Use { $most } characters or fewer
identity-error-not-fresh = Sign out and in again first, then make a password

identity-password-saved = Password saved. Other devices are signed out.

identity-confirm = Confirm your address
identity-confirm-lede = Then you can sign in with it, too.
identity-address-done = Address confirmed.
identity-address-promoted = Main address changed.
identity-address-removed = Address removed.
identity-error-address-yours = You have this address already
identity-error-address-enough = You have as many addresses as one person can have. Remove one first
identity-error-address-needed = You need this address to sign in
identity-error-address-needed-more = Add another address and make it the main one, then remove this one.
identity-error-address-unverified = Confirm this address first
identity-error-address-unverified-more = Follow the link in the mail that went there.
identity-error-address-taken = This address cannot be confirmed
identity-error-address-taken-more = Someone else signs in with it. If it is yours, sign in with it and remove it there.

identity-device-on = { $browser } on { $system }
identity-device-only = { $name }
identity-device-unknown = A device we do not recognise
identity-device-signed-out = Signed out.
identity-devices-signed-out =
    { $count ->
        [0] You were signed in nowhere else.
        [one] Signed out on one other device.
       *[other] Signed out on { $count } other devices.
    }

identity-invitation-role = Your role
identity-invitation-over = This invitation does not work
identity-invitation-over-more = Its link may be incomplete, used up, taken back or too old. Whoever invited you can send a new one.
identity-invitation-somebody-else = This invitation is for another address
identity-invitation-somebody-else-more = You are signed in as someone else. Sign out, then open the invitation again; or add the address it was sent to under How you sign in.
identity-invitation-sign-in-first = Sign in first, then open the invitation again
identity-invitation-no-role = This invitation cannot be used any more
identity-invitation-no-role-more = The role it offers does not exist now. Whoever invited you can send a new one.
identity-invitation-refused = Thank you for saying so. The invitation no longer works.

## Links to one record

links-menu = Links to records
links-title = Links to records
links-lede = Each opens one of your records without an account, for whoever reads the mail of the address it went to.
links-lede-desk = Each opens one record without an account, for whoever reads the mail of the address it went to. Send one from an invoice, an order or a ticket.
links-caption = Links to records
links-record = Record
links-to = Sent to
links-used = Last used
links-ends = Ends
links-action = Action
links-never = Never
links-over = Has run out
links-suspended = Opens nothing now
links-suspended-why = Whoever sent it, or whoever has the address, is locked out. Once they are let in, it counts again until { $day }.
links-revoke = Revoke
links-revoke-full = Revoke the link to { $record } for { $email }
links-revoked = Link revoked
links-shown =
    { $shown ->
        [one] One link on this page
       *[other] { $shown } links on this page
    }
links-more-pages = More links
links-none = No links
links-none-text = Staff can send a ticket, an order or an invoice to somebody who has no account here.
links-hint = A link opens its record and nothing else. It ends on its day, when it is revoked, or when the record is no longer this customer’s.

links-send = Send as a link
links-new = Send { $record } as a link
links-new-lede = Whoever reads this mail can look at it and download it for thirty days, without an account.
links-new-lede-answers = Whoever reads this mail can look at it for thirty days, without an account. To answer, they confirm the address by a code.
links-email = Email address
links-email-hint = Somebody who has no account here. Everybody else opens it by signing in.
links-note = A line from you
links-note-hint = It stands in the mail
links-send-now = Send the link
links-sending = Sending
links-sent = A link to { $record } is on its way to { $email }.
links-sent-before = Sent before

links-open = Open { $record }
links-open-lede = This link was sent to { $email }. It counts until { $day }.
links-open-now = Open it
links-opening = Opening

links-code-lede = A code is on its way to { $email }. It shows that the address is yours, in this browser.
links-confirm = Confirm
links-confirming = Looking
links-confirmed = Your address is confirmed.

links-error-person = A link is sent by a person, on its page
links-error-kind = There are no links to such records
links-error-not-theirs = You cannot send a link that may do more than you may here

links-letter-subject = { $record } from { $brand }
links-letter-from = { $sender } of { $brand } sends you { $record }. You need no account to open it.
links-letter-brand = { $brand } sends you { $record }. You need no account to open it.
links-letter-note = They say: “{ $note }”
links-letter-until = The link opens this and nothing else, until { $day }. Whoever has it can look, so pass it on with care.
links-letter-answers = To answer, you confirm your address by a code.
links-letter-why = You get this because somebody at { $brand } sent it to this address.
links-letter-code-subject = { $code } is your code
links-letter-code-type = Type this code where you opened { $record }:
links-letter-code-asked = It was asked for in { $browser }.
links-letter-code-not-you = Not you? Then there is nothing to do: nobody gets anything without this code.

## Company sign-on

identity-company = Going to your company’s sign-in
identity-company-lede = { $company } signs its people in through { $provider }.
identity-company-go = Continue to { $provider }
identity-company-host = You go to
identity-company-instead = Get an email link instead, if your company allows it
identity-company-over = That sign-in took too long, or was used already. Begin again.
identity-company-refused = Your company did not let you in
identity-company-says-no = Its sign-in answered that you may not come in. We cannot change that.
identity-company-unproven = Its sign-in gave no answer that proves who you are.
identity-company-not-theirs = You are signed in there, but this door does not let you in here: your company gives you no access, or you have it in another way.
identity-company-ask = Ask your own IT desk, or whoever looks after access in your company, and name the reference below.
identity-company-reference = Reference
identity-company-again = Try again
identity-company-out = You are signed out here
identity-company-out-lede = { $provider } may still know you in this browser. This page moves on to sign you out there.
identity-company-out-go = Sign out of { $provider }
identity-error-company = Your company asks you to sign in through its own sign-in
identity-error-company-more = Go back to the sign-in page and type your work email: it leads you there.

identity-sign-on = Company sign-on
identity-sign-on-lede = Your people sign in here with the account they have at your company. You keep a way in by email.
identity-sso-set-up = Set it up
identity-sso-change = Change the provider
identity-sso-none = No provider yet
identity-sso-none-text = Any provider that speaks OpenID Connect or SAML will do, such as Microsoft Entra, Google Workspace, Okta or Keycloak.
identity-sso-on = In use
identity-sso-off = Not in use
identity-sso-works = It answered on { $at }.
identity-sso-untested = Not tested yet, or the answer is on its way.
identity-sso-test = Test it
identity-sso-testing = We are asking the provider. Load this page again in a moment.
identity-sso-enable = Put it in use
identity-sso-enabled = In use from now on.
identity-sso-disable = Take it out of use
identity-sso-disabled = Out of use. Whoever came in through it is signed out.
identity-sso-door = Where your people sign in
identity-sso-door-off = Once it is in use, your people sign in at the login address below.
identity-sso-tell = What to tell the provider
identity-sso-login = Login address
identity-sso-callback = Redirect address
identity-sso-logout = Back-channel logout address
identity-sso-signed-out = Address after signing out
identity-sso-required-on = Nothing else lets people with your domains’ addresses in
identity-sso-required-off = Other ways in work, too
identity-sso-required-hint = Whoever may change this page can always have a link sent, so that a broken provider locks nobody out for good.

identity-sso-domains = Domains
identity-sso-domains-lede = Only people with an address of a domain you have proved can come in.
identity-sso-domain = Domain
identity-sso-domain-hint = As in your people’s email addresses, such as company.example
identity-sso-claim = Add the domain
identity-sso-claimed = Added. Now prove that it is yours.
identity-sso-prove = To prove that { $domain } is yours, add this TXT record to its DNS, then have it checked:
identity-sso-record = Name
identity-sso-says = Value
identity-sso-check = Check
identity-sso-check-full = Check { $domain }
identity-sso-checking = We are looking. Load this page again in a moment.
identity-sso-looking = We are looking. Load this page again in a moment.
identity-sso-proven = Proved since { $at }
identity-sso-unproven = Not proved yet
identity-sso-release = Remove
identity-sso-release-full = Remove { $domain }
identity-sso-released = Removed. Nobody comes in with an address of it.
identity-sso-domain-missing = The record is not there. DNS can take an hour to show a new one.
identity-sso-domain-taken = The record is there, but somebody else has proved the domain. Ask us to look into it.
identity-sso-domain-unanswered = DNS did not answer. Have it checked again later.
identity-error-domain = Enter a domain, such as company.example
identity-error-domain-freemail = Anybody can have an address there. Enter a domain of your company’s own
identity-error-domain-suffix = Anybody can register a name below it, so it is no company’s own. Enter your whole domain, such as company.co.uk
identity-error-domain-claimed = This domain is in the list already

identity-sso-roles = Roles by group
identity-sso-roles-lede = Whoever comes in gets the role of each group the provider names in “{ $claim }”, and loses it with the group.
identity-sso-roles-no-claim = Name the claim that holds groups under the provider first; until then, no group gives a role.
identity-sso-value = Group, as the provider names it
identity-sso-gives = Role it gives
identity-sso-map = Add the role
identity-sso-mapped = Saved. It counts when people next come in.
identity-sso-unmap = Remove
identity-sso-unmap-full = Remove { $value }
identity-sso-unmapped = Removed. Whoever has the role by it loses it when they next come in.

# What the company's directory needs to tell who its people are.
identity-scim = Directory
identity-scim-lede = Your directory can tell us who joins, who leaves and who belongs to which group (SCIM 2.0). Whoever leaves there is out here at once.
identity-scim-address = Address for the directory (tenant URL):
identity-scim-label = What the token is for
identity-scim-label-hint = Such as Microsoft Entra
identity-scim-days = How long it counts
identity-scim-for-days = { $days } days
identity-scim-make = Make a token
identity-scim-used = Last used { $at }. Ends { $until }.
identity-scim-unused = Not used yet. Ends { $until }.
identity-scim-ended = Ended { $at }. Make a new one and give it to the directory.
identity-scim-revoke = End
identity-scim-revoke-full = End { $label }
identity-scim-revoked = Ended. The directory’s next request is refused.
identity-scim-made = Token made
identity-scim-made-lede = Give “{ $label }” to your directory, as its secret token.
identity-scim-once = Copy it now. It is shown this once.
identity-scim-once-text = We keep no copy of it that could be read. If it is lost, end it and make another.
identity-scim-copy = Copy the token
identity-scim-kept = I have copied it

identity-sso-provider = Sign-in provider
identity-sso-provider-lede = Register this portal there as a web application, then enter what it tells you.
identity-sso-name = What your people call it
identity-sso-name-hint = Such as Microsoft Entra
identity-sso-issuer = Issuer
identity-sso-issuer-hint = The address its discovery document stands under, exactly as the provider writes it
identity-sso-client = Client ID
identity-sso-secret = Client secret
identity-sso-secret-hint = Kept sealed, and never shown again
identity-sso-secret-kept = Leave it empty to keep the one there is
identity-sso-role = Role of everybody who comes in
identity-sso-role-hint = Without one, only people with a group that gives a role come in.
identity-sso-role-none = None
identity-sso-claim-name = Claim with groups
identity-sso-claim-hint = Such as groups or roles
identity-sso-required = Let people with our domains’ addresses in by nothing else
identity-sso-save = Save
identity-sso-saved = Saved. Test it next.
identity-sso-fault-unreachable = Nobody answered there. Check the issuer, and whether the provider is up.
identity-sso-fault-not-allowed = The provider has to be reached over TLS, at a public address.
identity-sso-fault-unreadable = What answered there is no provider, or not a whole one. Check the issuer.
identity-sso-fault-other-issuer = The provider there names itself otherwise. Copy the issuer exactly as it writes it.
identity-saml-instead = Your provider speaks SAML instead?
identity-saml-oidc = Your provider speaks OpenID Connect? That is set up with less.
identity-saml-provider = Sign-in provider by SAML
identity-saml-lede = Tell your provider who we are, then tell us who it is.
identity-saml-ours = Our entity ID
identity-saml-acs = Our assertion consumer address
identity-saml-logout = Our single logout address
identity-saml-ours-all = All of it as metadata, to be loaded there
identity-saml-theirs = Your provider
identity-saml-theirs-lede = Its metadata, or the address they stand at, or the three things below. What stands first counts.
identity-saml-metadata = Metadata
identity-saml-metadata-hint = Paste the whole XML document
identity-saml-metadata-address = Address of the metadata
identity-saml-metadata-address-hint = We read it whenever you test the connection, such as after the provider changed its certificate
identity-saml-entity = Entity ID
identity-saml-address = Sign-in address
identity-saml-address-hint = Where your people are sent, by HTTP redirect
identity-saml-certificate = Signing certificate
identity-saml-certificate-hint = As the provider shows it, with an RSA key. Two may stand one below the other while it changes
identity-saml-claim = Attribute with groups
identity-saml-claim-hint = Its whole name, such as groups
identity-error-saml-untold = Paste the metadata, or give their address, or fill in entity ID, sign-in address and certificate
identity-error-saml-metadata = This is no metadata of one provider. Paste the whole document, beginning with its first tag
identity-error-saml-no-address = The provider takes no requests by HTTP redirect. Switch that on there
identity-error-saml-entity = Enter the entity ID exactly as the provider writes it
identity-error-saml-address = Enter the whole address, such as https://login.example/sso
identity-error-saml-certificate = There is no signing certificate with an RSA key that can be read
identity-error-sso-not-set-up = Set the provider up first
identity-error-sso-not-set-up-more = There is nothing yet to be tested or put in use.
identity-error-sso-secret = Type the client secret; what was told to one provider goes to no other
identity-error-sso-secret-long = A client secret has at most 400 characters
identity-error-sso-issuer = Enter the issuer’s whole address, such as https://login.example
identity-error-sso-untested = Test the provider first
identity-error-sso-untested-more = It has not answered yet, or not as a provider does.
identity-error-sso-no-domain = Prove a domain first
identity-error-sso-no-domain-more = Only people with an address of a domain you have proved can come in.
identity-error-sso-enough = There are as many as there can be
identity-error-sso-enough-more = Remove one first.
identity-error-sso-role = Choose a role that you may hand out yourself

## What things are called in the journal

part-sso = Company sign-on
did-sso-show = Looked at the company sign-on
did-sso-set_up = Changed the company sign-on
did-sso-set_up_saml = Changed the company sign-on
did-sso-changed = Changed the company sign-on
did-sso-test = Had the company sign-on tested
did-sso-test_asked = Had the company sign-on tested
did-sso-tested = Tested a company sign-on
did-sso-enable = Put the company sign-on in use
did-sso-enabled = Put the company sign-on in use
did-sso-disable = Took the company sign-on out of use
did-sso-disabled = Took the company sign-on out of use
did-sso-claim_domain = Added a domain
did-sso-domain_claimed = Added a domain
did-sso-check_domain = Had a domain checked
did-sso-domain_check_asked = Had a domain checked
did-sso-domain_proven = Found a domain proved
did-sso-domain_lapsed = Found a domain’s proof gone for days
did-sso-release_domain = Removed a domain
did-sso-domain_released = Removed a domain
did-sso-map_role = Let a group give a role
did-sso-role_mapped = Let a group give a role
did-sso-unmap_role = Let a group give a role no more
did-sso-role_unmapped = Let a group give a role no more
did-sso-make_token = Made a token for the company’s directory
did-sso-token_made = Made a token for the company’s directory
did-sso-revoke_token = Ended a token of the company’s directory
did-sso-token_revoked = Ended a token of the company’s directory
did-sso-signed_on = Came in through their company
did-sso-refused = Refused somebody who came from their company
did-sso-make_key = Made the portal’s next key towards sign-on providers
did-sso-key_made = Made the portal’s next key towards sign-on providers
did-sso-signed_out = Signed out people who came in through their company

part-identity = Sign-in
part-proofs = Sign-in rules
actor-identity = Sign-in
kind-person = Person
kind-staff_person = Somebody at the desk
kind-session = Session
kind-saml_key = Key of the portal
kind-address = E-mail address
kind-invitation = Invitation
did-persons-read_staff = Looked at somebody at the desk
did-persons-list_staff = Looked through who works at the desk
kind-member_way = Way in
did-people-ways = Looked at how people sign in
did-people-read_way = Looked at how somebody signs in
did-proofs-rules = Looked at of whom a second proof is asked
did-proofs-rule = Looked at whether a second proof is asked
did-proofs-demand = Changed of whom a second proof is asked
did-proofs-demanded = Changed of whom a second proof is asked
did-proofs-reset = Took away somebody’s second proofs
did-proofs-were_reset = Took away somebody’s second proofs
did-proofs-demand_here = Changed whether a second proof is asked
did-proofs-demanded_here = Changed whether a second proof is asked
did-identity-list_sign_ins = Looked at their own sign-ins
did-identity-show_security = Looked at how they sign in
did-identity-signed_in = Signed in
did-identity-sign_in = Signed in
did-identity-shown_again = Showed once more that it is them
did-identity-signed_out = Signed out
did-identity-signed_out_elsewhere = Signed out everywhere else
did-identity-password_changed = Changed their password
did-identity-change_password = Changed their password
did-identity-address_added = Added an e-mail address
did-identity-add_address = Added an e-mail address
did-identity-address_verified = Proved that an e-mail address is theirs
did-identity-verify_address = Proved that an e-mail address is theirs
did-identity-address_removed = Removed an e-mail address
did-identity-remove_address = Removed an e-mail address
did-identity-address_promoted = Made an e-mail address the first
did-identity-make_primary = Made an e-mail address the first
did-identity-authenticator_added = Added an authenticator app
did-identity-add_authenticator = Added an authenticator app
did-identity-authenticator_renamed = Renamed an authenticator app
did-identity-rename_authenticator = Renamed an authenticator app
did-identity-authenticator_removed = Removed an authenticator app
did-identity-remove_authenticator = Removed an authenticator app
did-identity-passkey_added = Added a passkey
did-identity-add_passkey = Added a passkey
did-identity-passkey_renamed = Renamed a passkey
did-identity-rename_passkey = Renamed a passkey
did-identity-passkey_removed = Removed a passkey
did-identity-remove_passkey = Removed a passkey
did-identity-recovery_codes_made = Made recovery codes
did-identity-make_recovery_codes = Made recovery codes
did-identity-renamed = Changed their name
did-identity-rename_oneself = Changed their name
did-identity-end_session = Signed out a device
did-identity-end_other_sessions = Signed out everywhere else
did-identity-lock_oneself = Locked themselves out
did-identity-locked = Locked themselves out
did-identity-device_remembered = Chose not to be asked for a code on a device
did-identity-device_forgotten = Had a device ask for a code again
did-identity-forget_device = Had a device ask for a code again
did-identity-invited = Invited somebody
did-identity-invitation_accepted = Accepted an invitation
did-identity-invitation_refused = Refused an invitation
did-identity-invitation_asked_again = Asked for a new link to an invitation
did-identity-link_stopped = Stopped a sign-in link they had not asked for
did-identity-invitation_sent = Wrote an invitation’s letter
did-identity-sessions_ended = Signed somebody out who has no access left
part-links = Links to records
kind-record_link = Link to a record
did-links-read = Looked at a link to a record
did-links-list = Looked through links to records
did-links-send = Sent a link to a record
did-links-sent = Sent a link to a record
did-links-write = Wrote the letter of a link
did-links-written = Wrote the letter of a link
did-links-revoke = Revoked a link to a record
did-links-revoked = Revoked a link to a record
did-links-open = Opened a link to a record
did-links-confirm = Confirmed the address of a link
