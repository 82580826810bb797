-- Mail to be sent, being sent, and what became of it. `next_at` is when to try, or while sending, when the lease ends;
-- none once nothing is left to do.
CREATE TABLE mail_letters (
    id uuid PRIMARY KEY,
    to_address text NOT NULL,
    to_person uuid REFERENCES persons (id),
    template text NOT NULL,
    locale text NOT NULL,
    subject text NOT NULL,
    text text NOT NULL,
    html text NOT NULL,
    state text NOT NULL,
    attempts bigint NOT NULL,
    next_at bigint,
    created_at bigint NOT NULL,
    sent_at bigint,
    last_problem text,
    secret boolean NOT NULL
);
CREATE INDEX mail_letters_due ON mail_letters (next_at, id) WHERE next_at IS NOT NULL;
CREATE INDEX mail_letters_by_time ON mail_letters (created_at, id);
CREATE INDEX mail_letters_by_person ON mail_letters (to_person) WHERE to_person IS NOT NULL;
