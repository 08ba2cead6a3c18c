DROP FUNCTION ef.note_budget(bytea, integer, timestamptz, timestamptz);
DROP FUNCTION ef.take_post(bytea, timestamptz);
ALTER TABLE publishing_connections DROP COLUMN budget, ADD COLUMN posts_left integer CHECK (posts_left >= 0),
  ADD COLUMN posts_reset_at timestamptz;
DROP TABLE publishing_budgets;
