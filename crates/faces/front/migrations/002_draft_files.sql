-- The files that were chosen in a form and not sent: what each is called, and what it holds, by field.
ALTER TABLE front_drafts ADD COLUMN file_names text;
ALTER TABLE front_drafts ADD COLUMN files text;
