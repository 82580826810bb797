-- On whose rights somebody looked or tried, where those are not their own: a key's, or those of whom staff view as.
ALTER TABLE journal_views ADD COLUMN on_behalf_of uuid;
ALTER TABLE journal_attempts ADD COLUMN on_behalf_of uuid;
