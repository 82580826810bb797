-- What a role permitted when the program last wrote it; no command could change one before this step.
ALTER TABLE roles ADD COLUMN shipped text;
UPDATE roles SET shipped = grants;
