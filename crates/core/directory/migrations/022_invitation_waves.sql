-- What goes out in one go, from one list, is a wave. Each of its invitations says what they have in common, and when and
-- by whom they were sent so; one that goes out with a later list belongs to that.
ALTER TABLE invitations ADD COLUMN wave text;
ALTER TABLE invitations ADD COLUMN wave_at bigint;
ALTER TABLE invitations ADD COLUMN wave_by uuid REFERENCES persons (id);
CREATE INDEX invitations_by_wave ON invitations (wave, id) WHERE wave IS NOT NULL;

-- A wave is known by the first invitation in it.
CREATE VIEW invitation_waves AS
    SELECT (SELECT f.id FROM invitations AS f WHERE f.wave = w.wave ORDER BY f.id LIMIT 1) AS id,
        w.wave, w.sent_at, w.invited,
        (SELECT p.name FROM persons AS p WHERE p.id =
            (SELECT b.wave_by FROM invitations AS b WHERE b.wave = w.wave ORDER BY b.id LIMIT 1)) AS sent_by
    FROM (SELECT i.wave, MIN(i.wave_at) AS sent_at, COUNT(*) AS invited FROM invitations AS i
        WHERE i.wave IS NOT NULL GROUP BY i.wave) AS w;
