-- Invitations are the directory's now, where services offer roles; they are still taken up here.
INSERT INTO invitations (id, account_id, email, email_fold, role, note, invited_by, token_hash, created_at, sent_at,
    expires_at, accepted_at, accepted_by, revoked_at, refused_at)
SELECT id, account_id, email, email_fold, role, note, invited_by, token_hash, created_at, created_at,
    expires_at, accepted_at, accepted_by, revoked_at, refused_at
FROM identity_invitations;
DROP TABLE identity_invitations;
