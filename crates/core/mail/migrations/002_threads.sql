-- What a letter has in common with others about the same thing.
ALTER TABLE mail_letters ADD COLUMN thread text;
