-- Which invitations could not be delivered: when the letter with the link was written that could not. Nothing of the
-- others, nor of one that is to be sent again.
CREATE VIEW invitation_deliveries AS
    SELECT i.id, i.account_id,
        (SELECT l.created_at FROM mail_letters AS l
            WHERE l.id = i.letter_id AND l.state = 'failed' AND i.letter_at = i.sent_at) AS failed
    FROM invitations AS i;
