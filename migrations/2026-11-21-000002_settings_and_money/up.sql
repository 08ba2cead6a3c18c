-- What a store settles once, what it may spend, its keys, and the answers to requests that are sent twice.

-- Settings ----------------------------------------------------------------------------------------------------

ALTER TABLE profiles
  ADD COLUMN context_text text NOT NULL DEFAULT '',
  ADD COLUMN tts_settings jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN caption_style jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN publisher_defaults jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN monthly_quota_micro_usd bigint CHECK (monthly_quota_micro_usd >= 0);

-- Whose the books of a deleted profile are.
CREATE TABLE deleted_profiles (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL REFERENCES users (id),
  name text NOT NULL,
  deleted_at timestamptz NOT NULL DEFAULT now()
);

-- Deleting a profile takes what is in it along; jobs and costs have no such key and stay for the books.
ALTER TABLE source_videos DROP CONSTRAINT source_videos_profile_id_fkey,
  ADD FOREIGN KEY (profile_id) REFERENCES profiles (id) ON DELETE CASCADE NOT VALID;
ALTER TABLE projects DROP CONSTRAINT projects_profile_id_fkey,
  ADD FOREIGN KEY (profile_id) REFERENCES profiles (id) ON DELETE CASCADE NOT VALID;
ALTER TABLE clips DROP CONSTRAINT clips_profile_id_fkey,
  ADD FOREIGN KEY (profile_id) REFERENCES profiles (id) ON DELETE CASCADE NOT VALID;

-- Money -------------------------------------------------------------------------------------------------------

-- A month of a profile (UTC, named by its first day): what was spent, and what is set aside.
CREATE TABLE budgets (
  profile_id uuid NOT NULL,
  month date NOT NULL CHECK (extract(day FROM month) = 1),
  spent_micro_usd bigint NOT NULL DEFAULT 0 CHECK (spent_micro_usd >= 0),
  reserved_micro_usd bigint NOT NULL DEFAULT 0 CHECK (reserved_micro_usd >= 0),
  PRIMARY KEY (profile_id, month)
);

-- A purchase: reserved before it, settled with what it did cost, or released. Its key is the profile's promise not
-- to pay or reserve for the same thing twice. No foreign keys: the books outlive what they are about.
CREATE TABLE cost_entries (
  profile_id uuid NOT NULL,
  id uuid NOT NULL,
  spend_key text NOT NULL,
  state text NOT NULL CHECK (state IN ('reserved', 'settled', 'released')),
  month date NOT NULL,
  provider text NOT NULL,
  operation text NOT NULL,
  units bigint NOT NULL CHECK (units >= 0),
  project_id uuid,
  job_id uuid,
  reserved_micro_usd bigint NOT NULL CHECK (reserved_micro_usd >= 0),
  amount_micro_usd bigint NOT NULL DEFAULT 0 CHECK (amount_micro_usd >= 0),
  expires_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  PRIMARY KEY (profile_id, id),
  UNIQUE (profile_id, spend_key),
  CHECK ((state = 'reserved') = (ended_at IS NULL)),
  CHECK (state = 'settled' OR amount_micro_usd = 0),
  CHECK (job_id IS NOT NULL OR state <> 'reserved' OR expires_at IS NOT NULL)
);
CREATE INDEX cost_entries_newest ON cost_entries (profile_id, created_at DESC, id DESC);
CREATE INDEX cost_entries_held ON cost_entries (profile_id, job_id) WHERE state = 'reserved';

-- Gives back what a job that is over had set aside and did not spend.
CREATE FUNCTION ef.release_reservations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH released AS (
    UPDATE public.cost_entries SET state = 'released', ended_at = clock_timestamp()
      WHERE profile_id = NEW.profile_id AND job_id = NEW.id AND state = 'reserved'
      RETURNING month, reserved_micro_usd),
  sums AS (SELECT month, sum(reserved_micro_usd)::bigint AS amount FROM released GROUP BY month)
  UPDATE public.budgets b SET reserved_micro_usd = b.reserved_micro_usd - sums.amount
    FROM sums WHERE b.profile_id = NEW.profile_id AND b.month = sums.month;
  RETURN NULL;
END $$;
CREATE TRIGGER release AFTER UPDATE OF state ON jobs
  FOR EACH ROW WHEN (NEW.state IN ('done', 'failed', 'dead', 'cancelled') AND OLD.state <> NEW.state)
  EXECUTE FUNCTION ef.release_reservations();

-- Gives back what requests that broke off had set aside; returns how many.
CREATE FUNCTION ef.sweep_reservations() RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  swept bigint;
BEGIN
  WITH expired AS (
    SELECT profile_id, id FROM public.cost_entries
      WHERE state = 'reserved' AND job_id IS NULL AND expires_at < clock_timestamp()
      ORDER BY profile_id, id LIMIT 500 FOR UPDATE SKIP LOCKED),
  released AS (
    UPDATE public.cost_entries c SET state = 'released', ended_at = clock_timestamp()
      FROM expired WHERE (c.profile_id, c.id) = (expired.profile_id, expired.id)
      RETURNING c.profile_id, c.month, c.reserved_micro_usd),
  sums AS (
    SELECT profile_id, month, sum(reserved_micro_usd)::bigint AS amount FROM released GROUP BY profile_id, month),
  given_back AS (
    UPDATE public.budgets b SET reserved_micro_usd = b.reserved_micro_usd - sums.amount
      FROM sums WHERE (b.profile_id, b.month) = (sums.profile_id, sums.month) RETURNING 1)
  SELECT count(*) INTO swept FROM released;
  RETURN swept;
END $$;
CREATE INDEX cost_entries_expiring ON cost_entries (profile_id, expires_at)
  WHERE state = 'reserved' AND job_id IS NULL;

-- Keys --------------------------------------------------------------------------------------------------------

-- A credential of a profile, sealed with XChaCha20-Poly1305 by a master key that the database never sees.
CREATE TABLE credentials (
  profile_id uuid NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
  kind text NOT NULL,
  version smallint NOT NULL,
  key_id text NOT NULL,
  nonce bytea NOT NULL,
  ciphertext bytea NOT NULL,
  last_four text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (profile_id, kind)
);

-- Requests sent twice -----------------------------------------------------------------------------------------

-- The answer to a request with an Idempotency-Key; without one while the request is under way.
CREATE TABLE kept_answers (
  profile_id uuid NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
  key text NOT NULL,
  request_hash bytea NOT NULL,
  status smallint,
  content_type text,
  body bytea,
  held_until timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (profile_id, key),
  CHECK ((status IS NULL) = (body IS NULL))
);
CREATE INDEX kept_answers_oldest ON kept_answers (profile_id, created_at);

-- Forgets answers after a day, and jobs' places in the queue of profiles that are gone.
CREATE FUNCTION ef.sweep_answers() RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  swept bigint;
BEGIN
  WITH old AS (
    SELECT profile_id, key FROM public.kept_answers WHERE created_at < now() - interval '1 day' LIMIT 2000
      FOR UPDATE SKIP LOCKED)
  DELETE FROM public.kept_answers k USING old WHERE (k.profile_id, k.key) = (old.profile_id, old.key);
  GET DIAGNOSTICS swept = ROW_COUNT;
  RETURN swept;
END $$;

REVOKE EXECUTE ON FUNCTION ef.sweep_reservations(), ef.sweep_answers() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ef.sweep_reservations(), ef.sweep_answers() TO ef_worker;

-- Rights and walls --------------------------------------------------------------------------------------------

GRANT SELECT, INSERT, UPDATE ON budgets, cost_entries TO ef_app;
GRANT SELECT, INSERT ON deleted_profiles TO ef_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON credentials, kept_answers TO ef_app;

ALTER TABLE deleted_profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE deleted_profiles FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON deleted_profiles TO ef_app
  USING (owner_id = (SELECT ef.user_id())) WITH CHECK (owner_id = (SELECT ef.user_id()));

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['budgets', 'cost_entries', 'credentials', 'kept_answers'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant ON %I TO ef_app USING (profile_id = (SELECT ef.profile_id()))
                    WITH CHECK (profile_id = (SELECT ef.profile_id()))', name);
    -- The sweeps, the end of a job, and the change of a master key run as ef_owner.
    EXECUTE format('CREATE POLICY keeper ON %I TO ef_owner USING (true) WITH CHECK (true)', name);
  END LOOP;
END $$;
