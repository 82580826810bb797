-- The letter in which an invitation's link went out, of the queue of letters, whose table comes later; and when: where that
-- is not when it was sent last, a release before this one has sent it since.
ALTER TABLE invitations ADD COLUMN letter_id uuid;
ALTER TABLE invitations ADD COLUMN letter_at bigint;
