-- What a clip was made from, so that a later edit makes it stale; the segments that it shows, of which some are for
-- single use; and how carefully it was encoded. Clips that are there know nothing of it.
ALTER TABLE clips ADD COLUMN quality text NOT NULL DEFAULT 'standard';
ALTER TABLE clips ADD COLUMN made_from jsonb;
ALTER TABLE clips ADD COLUMN shown_segments uuid[] NOT NULL DEFAULT '{}';
