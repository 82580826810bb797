### An account as staff see it with the eyes of one of its people

view-as-tab = Viewed by staff
view-as-title = Viewed by staff
view-as-title-of = Viewed by staff with the eyes of { $company }
view-as-lede = When somebody who looks after the portal saw it as one of you does. They read what that person may read, for half an hour, and change nothing.
view-as-caption = Viewed by staff, the latest first
view-as-who = Who looked
view-as-whom = As whom
view-as-reason = Why
view-as-when = When
view-as-until = Until
view-as-open = Under way, until { $at } at the latest
view-as-ended = Ended { $at }
view-as-ran-out = Ran out { $at }
view-as-shown = { $shown } shown
view-as-more-pages = More looks
view-as-none = Nobody has looked
view-as-none-text = When staff see the portal as one of your people does, it stands here, with who it was and why.
view-as-attention = { $who } looked at the portal as { $whom }
view-as-attention-why = Why: { $reason }

## Beginning and end, at the desk

view-as-begin = View as { $name }
view-as-ask-lede = You see the pages of { $company } as { $name } does, for half an hour or until you end it.
view-as-reason-hint = The admins of { $company } read it, with your name.
view-as-limits = You can change nothing, and see no keys and nothing of how they sign in. Each page you open is noted under your name and theirs.
view-as-going = Opening
view-as-over = The view has ended. You are at the desk again.

view-as-error-not-here = Only somebody signed in at the desk can view as somebody else
view-as-error-ended = { $name } has no access any more, so there is nothing to see
view-as-error-staff = { $name } works at the desk, so nobody can view as them
view-as-error-locked = { $name } is locked out and sees nothing, so there is nothing to see; let them in again first

## What is done, as the journal tells it

part-view_as = Viewed by staff
actor-views = Views by staff
kind-view_as = Look by staff
did-view_as-begin = Began to view as a customer’s person
did-view_as-begun = Began to view as a customer’s person
did-view_as-end = Ended a view as a customer’s person
did-view_as-ended = Ended a view as a customer’s person
did-view_as-ran_out = The time of a view as a customer’s person was over
did-view_as-list = Looked through looks by staff
did-view_as-read = Opened a look by staff
did-view_as-attention = Asked when staff had looked
