-- What a brand puts on pages, mails and paper. Colours are `#rrggbb`; one pair is Portico's own until another is made.
ALTER TABLE brands ADD COLUMN postal text;
ALTER TABLE brands ADD COLUMN colour_given text NOT NULL DEFAULT '#0d5960';
ALTER TABLE brands ADD COLUMN colour_light text NOT NULL DEFAULT '#0d5960';
ALTER TABLE brands ADD COLUMN colour_dark text NOT NULL DEFAULT '#74c7c4';
-- The drawing, where the logo is one, and its picture for whoever shows no drawings.
ALTER TABLE brands ADD COLUMN logo_svg text;
ALTER TABLE brands ADD COLUMN logo_png bytea;
