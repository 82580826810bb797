-- When whoever holds the link of an invitation that has run out last asked for a new one; renewing it answers that.
ALTER TABLE invitations ADD COLUMN asked_again_at bigint;
