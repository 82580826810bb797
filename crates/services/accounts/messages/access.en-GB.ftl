### What people of an account ask its admins for, when something was refused to them

access-tab = Requests
access-title = Requests for access
access-title-of = Requests for access to { $company }
access-lede = Something was refused to them, and they ask for a role that permits it. What nobody answers ends by itself.
access-role = Role: { $role }
access-what = What they tried: { $what }
access-note = They write: “{ $note }”
access-asked-at = Asked: { $day }. Ends by itself: { $end }
access-until = Last day, if it is for a while
access-grant = Give
access-grant-full = Give { $role } to { $name }
access-decline = Decline
access-decline-full = Decline what { $name } asks for
access-shown = { $shown } shown
access-more-pages = More requests
access-none = Nobody asks for anything
access-none-text = When your people are refused something and ask for it, it stands here until it is answered or has ended.
access-asked = Asked. Whoever looks after access here is told, and answers within seven days.
access-granted = { $name } has the role { $role } now.
access-declined = Declined what { $name } asked for.

access-ask-title = Ask for access
access-ask-lede = Something was refused to you. Whoever looks after access here is told what, sees your name and this note, and decides.
access-ask-note = Note
access-ask-ask = Ask for it
access-ask-asking = Asking

access-attention = { $name } asks for access
access-attention-note = “{ $note }”
access-attention-verb = Decide
access-asks-for = Asks for { $role }
access-decide-full = Decide what { $name } asks for

access-error-not-here = You belong to an account above this one. Ask there
access-error-has = You may do this already
access-error-nobody = No role of this account permits this, or nobody here can give it
access-error-asked = You have asked for this already
access-error-asked-more = Whoever looks after access here has not answered yet. What nobody answers ends after seven days.
access-error-declined = This was declined within the last day
access-error-declined-more = Talk to whoever looks after access here. A day after their answer you can ask again.
access-error-answered = That request is over
access-error-answered-more = It was answered or has run out, or they have no access any more. Change their roles under People.
access-error-not-theirs = You cannot give this role
access-error-not-theirs-more = It permits more than yours. Somebody who has that role can give it.
access-error-for-a-while = Enter a last day on which you still have this role yourself
access-error-past = Enter a day that is not over

## What is done, as the journal tells it

part-access = Requests for access
kind-access_request = Request for access
did-access-request = Asked for access
did-access-requested = Asked for access
did-access-grant = Granted what somebody asked for
did-access-granted = Granted what somebody asked for
did-access-decline = Declined what somebody asked for
did-access-declined = Declined what somebody asked for
did-access-list = Looked through requests for access
did-access-read = Opened a request for access
did-access-attention = Asked who asks for access
