-- The letter in which an invitation's link went out last; of the queue of letters, whose table comes later.
ALTER TABLE invitations ADD COLUMN letter_id uuid;
