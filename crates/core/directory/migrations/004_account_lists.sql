-- Accounts are listed by name: all of them, those of one kind, the parts of one.
CREATE INDEX accounts_by_kind ON accounts (kind, name_fold, id);
DROP INDEX accounts_by_parent;
CREATE INDEX accounts_by_parent ON accounts (parent_id, name_fold, id);
