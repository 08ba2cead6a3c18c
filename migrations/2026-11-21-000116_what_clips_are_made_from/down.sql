ALTER TABLE clips DROP COLUMN shown_segments;
ALTER TABLE clips DROP COLUMN made_from;
ALTER TABLE clips DROP COLUMN quality;
