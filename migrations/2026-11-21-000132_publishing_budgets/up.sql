-- How many posts a key may still send is the key's own, whichever stores have it and however often it is entered. It is
-- found by a hash of the key; no store can read it.
CREATE TABLE publishing_budgets (
  budget bytea PRIMARY KEY CHECK (length(budget) = 32),
  posts_left integer NOT NULL CHECK (posts_left >= 0),
  posts_reset_at timestamptz NOT NULL
);
ALTER TABLE publishing_budgets ENABLE ROW LEVEL SECURITY;
ALTER TABLE publishing_budgets FORCE ROW LEVEL SECURITY;
-- The functions below run as ef_owner.
CREATE POLICY keeper ON publishing_budgets TO ef_owner USING (true) WITH CHECK (true);

-- Which budget a connection's key has.
ALTER TABLE publishing_connections ADD COLUMN budget bytea, DROP COLUMN posts_left, DROP COLUMN posts_reset_at;

-- Takes a post out of a budget; answers when to come back when none is left.
CREATE FUNCTION ef.take_post(wanted bytea, moment timestamptz) RETURNS timestamptz
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- A new hour: nobody has said anything yet.
  DELETE FROM public.publishing_budgets WHERE budget = wanted AND posts_reset_at <= moment;
  UPDATE public.publishing_budgets SET posts_left = posts_left - 1 WHERE budget = wanted AND posts_left > 0;
  IF FOUND THEN
    RETURN NULL;
  END IF;
  RETURN (SELECT posts_reset_at FROM public.publishing_budgets WHERE budget = wanted);
END $$;

-- Notes what a publisher said. Of answers that cross each other, the lower number is the later one; a new hour begins anew.
CREATE FUNCTION ef.note_budget(wanted bytea, told integer, until timestamptz, moment timestamptz) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  INSERT INTO public.publishing_budgets AS known (budget, posts_left, posts_reset_at) VALUES (wanted, told, until)
  ON CONFLICT (budget) DO UPDATE SET posts_reset_at = EXCLUDED.posts_reset_at,
    posts_left = CASE WHEN known.posts_reset_at > moment THEN LEAST(known.posts_left, EXCLUDED.posts_left)
      ELSE EXCLUDED.posts_left END
$$;

REVOKE EXECUTE ON FUNCTION ef.take_post(bytea, timestamptz),
  ef.note_budget(bytea, integer, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ef.take_post(bytea, timestamptz),
  ef.note_budget(bytea, integer, timestamptz, timestamptz) TO ef_app;
