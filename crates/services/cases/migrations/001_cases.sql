-- What somebody asked. `turn` is whose turn it is, nobody's once it is closed; `turn_at` since when. `about` and `card`
-- are the record it is about, as it stood when it was asked.
CREATE TABLE cases (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    number bigint NOT NULL UNIQUE,
    requester_id uuid REFERENCES persons (id),
    requester text NOT NULL,
    subject text NOT NULL,
    words text NOT NULL,
    turn text,
    turn_at bigint NOT NULL,
    turn_before text,
    about text,
    card text,
    messages bigint NOT NULL,
    last_by text NOT NULL,
    raised_at bigint NOT NULL,
    touched_at bigint NOT NULL
);
CREATE INDEX cases_by_touch ON cases (account_id, touched_at, id);
CREATE INDEX cases_by_turn ON cases (account_id, turn, touched_at, id);
CREATE INDEX cases_open ON cases (account_id, touched_at, id) WHERE turn IS NOT NULL;
CREATE INDEX cases_by_requester ON cases (requester_id, account_id, touched_at, id);
CREATE INDEX cases_everywhere ON cases (touched_at, id);
CREATE INDEX cases_everywhere_by_turn ON cases (turn, touched_at, id);
CREATE INDEX cases_everywhere_open ON cases (touched_at, id) WHERE turn IS NOT NULL;

-- What the customer and the company wrote to each other; both sides read all of it. What staff write among themselves
-- is another table, when it comes, so that no query of this one can ever show it.
CREATE TABLE case_messages (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    account_id uuid NOT NULL REFERENCES accounts (id),
    author_id uuid REFERENCES persons (id),
    author text NOT NULL,
    side text NOT NULL,
    body text NOT NULL,
    at bigint NOT NULL
);
CREATE INDEX case_messages_in_case ON case_messages (case_id, at, id);

-- What was done between the words: raised, closed, reopened.
CREATE TABLE case_moves (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    account_id uuid NOT NULL REFERENCES accounts (id),
    kind text NOT NULL,
    mover_id uuid REFERENCES persons (id),
    mover text NOT NULL,
    side text NOT NULL,
    at bigint NOT NULL
);
CREATE INDEX case_moves_in_case ON case_moves (case_id, at, id);
