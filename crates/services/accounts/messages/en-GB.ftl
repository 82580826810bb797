### Why an account could not be taken in.

accounts-ingest-blank = The account has no number or no name
accounts-ingest-kind = “{ $kind }” is no kind of account: group, company or site
accounts-ingest-no-parent = The account it is part of has not come in: { $parent }
accounts-ingest-circle = It would become a part of itself
accounts-ingest-taken = Another account has the number { $reference } already

## What things are called in the journal

part-accounts = Accounts
kind-account = Customer
did-accounts-read = Opened a customer
did-accounts-ingested = Took in a customer

### Why nothing was done about somebody.

people-error-role = Choose a role from the list. You can give only what you have yourself
people-error-for-a-while = Your own access ends, so you cannot give this without an end. Somebody whose access stays can give it
people-error-member = { $email } has access already. Change their roles under People
people-error-invited = { $email } is invited already and has not answered. Send that invitation again, or take it back first
people-error-answered = That invitation is over
people-error-answered-more = It was accepted, refused or taken back. Invite the address anew if it should have access.
people-error-wave = Somebody else has sent a wave of this name. Give yours another
people-error-holds-more = You cannot change this for { $name }
people-error-holds-more-more = A role with more rights than yours, or one that you hold for a while only, is part of it. Somebody who has that role, and keeps it, can do it.
people-error-last = { $name } is the last account admin
people-error-last-more = Make somebody else account admin first, so that one can let the other back in.
people-error-only-role = { $name } would have no role left
people-error-only-role-more = Give another role first, or remove their access.
people-error-ended = They have no access any more
people-error-ended-more = Invite them anew if they should have access.
people-error-again = { $name } has access again already
people-error-again-more = They accepted a new invitation in the meantime. Change their roles under People.

### A company and its people

company-menu = Company
people-menu = People

## Who has access

people-title = People and roles
people-title-of = People and roles of { $company }
people-lede =
    { $more ->
        [true] More than { $count } people have access.
       *[false]
            { $count ->
                [one] One person has access.
               *[other] { $count } people have access.
            }
    }
people-tabs = Access
people-tab-people = People
people-tab-invitations = Invitations
people-find = Find by name
people-caption = People with access
people-person = Person
people-role = Role
people-since = Since
people-seen = Last seen
people-never = Never
people-action = Action
people-you = You
people-way-passkey = Passkey
people-way-password = Password only
people-way-password-second = Password and app
people-way-mail = Link by mail
people-way-mail-second = Link by mail and app
people-way-weak = Weak sign-in
people-no-role = No role at present
people-change = Change
people-change-full = Change the access of { $name }
people-shown =
    { $more ->
        [true] { $shown } of more than { $found }
       *[false] { $shown } of { $found }
    }
people-more-pages = More people
people-none = Nobody has access
people-none-text = Whom somebody invites stands here with what they may do, once they have come in.
people-nobody = Nobody has that name
people-nobody-text = Somebody who has not answered yet stands under Invitations.
people-note = Who can see what
people-note-text = People see the account they belong to. A change counts from their next click.

## Who is invited

people-invitations-title = Invitations
people-invitations-title-of = Invitations into { $company }
people-invitations-lede = Sent, and not answered yet.
people-invitations-caption = Invitations that nobody has answered, the first to run out first
people-address = Address
people-sent = Sent
people-sending-soon = In a moment
people-not-sent = Not sent
people-undelivered = Could not be delivered
people-undelivered-more = Take it back and invite the right address, or send it again
people-ends = Works until
people-over = Run out
people-over-since = { $day }
people-asked = Asked for a new link, { $day }
people-again = Send again
people-again-full = Send again to { $email }
people-withdraw = Take back
people-withdraw-full = Take back the invitation to { $email }
people-sending = Sending
people-invitations-shown =
    { $more ->
        [true] { $shown } of more than { $found }
       *[false] { $shown } of { $found }
    }
people-invitations-hint = A new letter has a new link. The old one ends at once.
people-invitations-none = Nobody waits to answer
people-invitations-none-text = Whom you invite stands here until they join, with when their invitation runs out.
people-reinvited = Sent again, with a new link.
people-withdrawn = Invitation taken back. Its link no longer works.

## Inviting

people-invite = Invite people
# Among what people come for, on home.
people-invite-colleague = Invite a colleague
people-invite-to = Invite to { $company }
people-invite-nothing = You hold your roles here for a while only, so you have none to give. Ask somebody whose access stays
people-invite-lede = They get a letter with a link of their own. It works for 14 days.
people-email = Work email
people-email-hint = One person’s own address: the link is for them alone.
people-note-line = A line from you
people-note-line-hint = It stands in the letter, after your name.
people-invite-send = Send invitation
people-look = Show the letter
people-letter = The letter they get
people-cancel = Cancel
people-invited = Invitation to { $email } leaves in a few seconds.

## One person

people-since-them = Has access to { $company } since { $day }.
people-since-you = This is you. You have access to { $company } since { $day }.
people-roles = Roles
people-only-role = To change it, give another role first.
people-more-roles = Roles you can give
people-take = Take away
people-take-full = Take away { $role }
people-give = Give
people-give-full = Give { $role }
people-role-given = { $role } given.
people-role-taken = { $role } taken away.
people-proofs = How they sign in
people-proofs-what = Removes the passkeys, apps and recovery codes of { $name }, and signs them out everywhere. They sign in by password or mail and set up new ones. A letter tells them.
people-proofs-reason = Why
people-proofs-lost = They have lost it, or have a new device
people-proofs-stolen = Somebody else may have it
people-proofs-asked = They ask for it
people-proofs-reset = Remove their second proofs
people-door = Coming in
people-door-open = { $count ->
    [0] { $name } may sign in, and is signed in nowhere.
    [one] { $name } may sign in, and is signed in in one browser.
   *[other] { $name } may sign in, and is signed in in { $count } browsers.
}
people-door-locked = { $name } has been locked out since { $day }: no way in is open to them, and their keys do not count.
people-door-lock-what = Locking out signs them out everywhere and stops their keys, in every account, until you let them in again; their roles are kept. Links to records that they sent, or that went to their address, open nothing meanwhile. Tokens of a company’s directory go on counting until they are revoked under its sign-on.
people-door-sign-out = Sign out everywhere
people-door-lock = Lock out
people-door-unlock = Let in again
people-locked = Locked out, and signed out everywhere.
people-unlocked = They may sign in again.
people-signed-out = Signed out everywhere.
people-error-lock-oneself = You cannot lock yourself out
people-error-lock-oneself-more = Sign out of your own browsers under How you sign in.
people-error-lock-more-rights = They may do more at the desk than you
people-error-lock-more-rights-more = Somebody who may do as much as they do can lock them out or let them in.

part-persons = Coming in
did-persons-show = Looked at how somebody comes in
did-persons-lock = Locked somebody out
did-persons-locked = Locked somebody out
did-persons-unlock = Let somebody in again
did-persons-unlocked = Let somebody in again
did-persons-sign_out = Signed somebody out everywhere
did-persons-signed_out = Signed somebody out everywhere
people-end = End access
people-end-them = { $name } loses the way into { $company } at once. What they wrote and did stays.
people-end-you = You lose the way into { $company } at once. Another account admin can let you back in.
people-remove = Remove { $name }
people-leave = Leave this account
people-removed = { $name } has no access any more.

## What deserves attention

people-attention-ends = The invitation to { $email } runs out soon
people-attention-asked = { $email } asks for a new link to their invitation
people-attention-over = The invitation to { $email } has run out
people-attention-verb = Send again

## The company

company-lede = Your company as { $brand } knows it.
company-facts = What is on record
company-kept = Kept by { $brand }
company-name = Name
company-kind = Kind
company-reference = Account number
company-above = Part of
company-since = Known here since
company-vat = VAT number
company-address = Registered address
company-changes = To have one changed, send a change request
company-locked = These come from { $brand }’s own records and stand on invoices.
company-locked-ask = To have one changed, ask whoever looks after access here: they can send { $brand } a change request.
company-below = Accounts below
company-below-caption = Accounts that are part of this one
company-below-people = People
company-below-shown = { $shown } shown
company-find = Name or account number
company-find-nothing = No account fits
company-find-nothing-text = None of those below has this in its name or number.
company-no-reference = Not stated
company-people =
    { $more ->
        [true] More than { $count } people have access
       *[false]
            { $count ->
                [one] One person has access
               *[other] { $count } people have access
            }
    }
company-admins = Account admins
company-admins-hint = They say who may do what here.
company-admins-two = Keep two, so that one can let the other back in.
company-admins-none = Nobody here looks after access. Ask { $brand } to invite somebody who does.

## What is done to people, as the journal tells it

part-people = People
kind-membership = Access
did-accounts-show = Opened a company’s page
did-people-list = Looked through people
did-people-show = Looked at somebody’s access
did-people-list_invitations = Looked through invitations
did-people-read_membership = Looked at somebody’s access
did-people-read_invitation = Looked at an invitation
did-people-invite = Invited somebody
did-people-invited = Invited somebody
did-people-reinvite = Sent an invitation again
did-people-reinvited = Sent an invitation again
did-people-withdraw_invitation = Took an invitation back
did-people-invitation_withdrawn = Took an invitation back
did-people-reinstate_invitation = Put an invitation back
did-people-reinstated = Put an invitation back
did-people-give_role = Gave a role
did-people-role_given = Gave a role
did-people-take_role = Took a role away
did-people-role_taken = Took a role away
did-people-remove = Ended somebody’s access
did-people-removed = Ended somebody’s access
did-people-restore = Gave somebody their access back
did-people-restored = Gave somebody their access back
did-accounts-ingest_account = Took in a customer
did-accounts-ingest_over = Took in which customer is part of which
did-accounts-list = Looked through the accounts below
did-customers-count_invited = Looked at how many are invited to customers
did-customers-count_people = Looked at how many people customers have
did-customers-find = Looked customers up by their numbers
did-customers-find_invitations = Looked invitations up by address
did-customers-find_members = Looked people up by address
did-customers-invitations = Looked through invitations
did-customers-count_waves = Counted what became of lists of invitations
did-customers-waves = Looked through the lists of invitations that went out
did-people-read_wave = Looked at a list of invitations that went out
kind-invitation_wave = Wave of invitations
did-customers-list = Looked through customers
did-customers-tree = Looked at what a customer is part of
did-people-attention = Asked which invitations run out
did-people-read = Opened somebody’s access
did-people-read_address = Looked at an address
did-people-count = Looked at how many people accounts have
did-people-undelivered = Looked at which invitations could not be delivered
did-people-read_delivery = Looked at whether an invitation could be delivered
kind-invitation_delivery = Delivery of an invitation
did-people-seen = Looked at when people were last here
did-people-read_presence = Looked at when somebody was last here
kind-member_address = Address
kind-member_presence = Last visit
part-customers = Customers

## What a key may do

reads-accounts = Read accounts
reads-customers = Read customers
reads-people = Read people
may-accounts-ingest_account = Take in customers
may-people-invite = Invite people
may-people-reinvite = Send an invitation again
may-people-withdraw_invitation = Take an invitation back
may-people-reinstate_invitation = Put an invitation back
may-people-give_role = Give somebody a role
may-people-take_role = Take a role away
may-people-remove = End somebody’s access
may-people-restore = Give somebody their access back
reads-access = Read who asks for access
may-access-request = Ask for access
may-access-grant = Grant access that was asked for
may-access-decline = Decline access that was asked for
