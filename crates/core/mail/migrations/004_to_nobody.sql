-- A letter to nobody stands in as many indexes as one to somebody: what is written would tell them apart by its time.
DROP INDEX mail_letters_due;
CREATE INDEX mail_letters_due ON mail_letters (next_at, id);
DROP INDEX mail_letters_by_person;
CREATE INDEX mail_letters_by_person ON mail_letters (to_person, id);
