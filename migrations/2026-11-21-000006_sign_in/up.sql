-- Accounts and their sessions, attempts to sign in, and the bearer tokens of profiles.
-- A request comes without a user: what tells who it is goes through functions of ef_owner, each of which answers a
-- secret's hash, or an email, with one row and nothing else.

-- People ------------------------------------------------------------------------------------------------------

CREATE TABLE accounts (
  user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  email text NOT NULL UNIQUE CHECK (email = lower(email)),
  password_hash text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- The secret itself is with the browser alone.
CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES accounts (user_id) ON DELETE CASCADE,
  secret_hash bytea NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
  created_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_of_user ON sessions (user_id, created_at DESC);

-- The hashed email or address from which somebody tries, so that a password typed into the wrong field is not kept.
CREATE TABLE login_attempts (
  subject bytea PRIMARY KEY CHECK (length(subject) = 32),
  failures integer NOT NULL,
  last_at timestamptz NOT NULL,
  blocked_until timestamptz NOT NULL
);
CREATE INDEX login_attempts_oldest ON login_attempts (last_at);

-- Programs ----------------------------------------------------------------------------------------------------

-- A token acts as the profile's owner, in this profile only; both go with it.
CREATE TABLE api_tokens (
  profile_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  name text NOT NULL,
  secret_hash bytea NOT NULL CHECK (length(secret_hash) = 32),
  last_four text NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz,
  PRIMARY KEY (profile_id, id),
  FOREIGN KEY (user_id, profile_id) REFERENCES profiles (owner_id, id) ON DELETE CASCADE
);
-- A token is found before its profile is known: the one index of a tenant's table that does not begin with it.
CREATE UNIQUE INDEX api_tokens_by_secret ON api_tokens (secret_hash);

-- Who calls ---------------------------------------------------------------------------------------------------

-- Tells whether anybody has an account.
CREATE FUNCTION ef.has_accounts() RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
  $$ SELECT EXISTS (SELECT FROM public.accounts) $$;

-- Finds the one account of an email; both are null when there is none.
CREATE FUNCTION ef.find_account(wanted text, OUT user_id uuid, OUT password_hash text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
  $$ SELECT a.user_id, a.password_hash FROM public.accounts a WHERE a.email = wanted $$;

-- Finds the session of a secret, as its id and user, and notes once a minute that it was seen.
CREATE FUNCTION ef.find_session(wanted bytea, at timestamptz) RETURNS uuid[]
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  s public.sessions;
BEGIN
  SELECT * INTO s FROM public.sessions WHERE secret_hash = wanted AND expires_at > at;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF s.last_seen_at < at - interval '1 minute' THEN
    UPDATE public.sessions SET last_seen_at = at WHERE id = s.id;
  END IF;
  RETURN ARRAY[s.id, s.user_id];
END $$;

-- Finds the token of a secret, as its profile and user, and notes once a minute that it was used.
CREATE FUNCTION ef.find_token(wanted bytea, at timestamptz) RETURNS uuid[]
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  t public.api_tokens;
BEGIN
  SELECT * INTO t FROM public.api_tokens WHERE secret_hash = wanted;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF t.last_used_at IS NULL OR t.last_used_at < at - interval '1 minute' THEN
    UPDATE public.api_tokens SET last_used_at = at WHERE profile_id = t.profile_id AND id = t.id;
  END IF;
  RETURN ARRAY[t.profile_id, t.user_id];
END $$;

-- Guessing ----------------------------------------------------------------------------------------------------

-- Counts an attempt as failed before its password is looked at, so that a hundred at once are a hundred; answers
-- for how many seconds to wait instead, or 0. An account has 5 free attempts, an address, behind which a whole office
-- may be, 20; then the wait doubles from 5 s to 15 minutes. A day without an attempt is a fresh start.
CREATE FUNCTION ef.begin_login(account bytea, address bytea, at timestamptz) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  wait numeric;
BEGIN
  -- Always in the same order, so that two calls never wait for each other.
  INSERT INTO public.login_attempts
    SELECT s, 0, at, at FROM unnest(ARRAY[account, address]) AS s ORDER BY s ON CONFLICT DO NOTHING;
  PERFORM FROM public.login_attempts WHERE subject IN (account, address) ORDER BY subject FOR UPDATE;
  SELECT extract(epoch FROM max(blocked_until) - at) INTO wait
    FROM public.login_attempts WHERE subject IN (account, address);
  IF wait > 0 THEN
    RETURN ceil(wait);
  END IF;
  UPDATE public.login_attempts SET last_at = at,
      failures = CASE WHEN last_at < at - interval '1 day' THEN 1 ELSE failures + 1 END
    WHERE subject IN (account, address);
  UPDATE public.login_attempts SET blocked_until =
      at + LEAST(5 * power(2, LEAST(failures - CASE subject WHEN account THEN 5 ELSE 20 END, 20)), 900)
        * interval '1 second'
    WHERE subject IN (account, address) AND failures >= CASE subject WHEN account THEN 5 ELSE 20 END;
  DELETE FROM public.login_attempts WHERE subject IN (
    SELECT subject FROM public.login_attempts WHERE last_at < at - interval '1 day' ORDER BY last_at LIMIT 20
      FOR UPDATE SKIP LOCKED);
  RETURN 0;
END $$;

-- Takes back what a right password was counted as: all of an account's failures, one of an address's.
CREATE FUNCTION ef.forgive_login(account bytea, address bytea) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  DELETE FROM public.login_attempts WHERE subject = account;
  UPDATE public.login_attempts SET failures = GREATEST(failures - 1, 0), blocked_until = last_at
    WHERE subject = address;
END $$;

REVOKE EXECUTE ON FUNCTION ef.has_accounts(), ef.find_account(text), ef.find_session(bytea, timestamptz),
  ef.find_token(bytea, timestamptz), ef.begin_login(bytea, bytea, timestamptz), ef.forgive_login(bytea, bytea)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ef.has_accounts(), ef.find_account(text), ef.find_session(bytea, timestamptz),
  ef.find_token(bytea, timestamptz), ef.begin_login(bytea, bytea, timestamptz), ef.forgive_login(bytea, bytea)
  TO ef_app;

-- Rights and walls --------------------------------------------------------------------------------------------

GRANT SELECT, INSERT, UPDATE ON accounts TO ef_app;
GRANT SELECT, INSERT, DELETE ON sessions TO ef_app;
GRANT SELECT, INSERT, DELETE ON api_tokens TO ef_app;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['accounts', 'sessions', 'login_attempts', 'api_tokens'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    -- The functions above run as ef_owner.
    EXECUTE format('CREATE POLICY keeper ON %I TO ef_owner USING (true) WITH CHECK (true)', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['accounts', 'sessions'] LOOP
    EXECUTE format('CREATE POLICY own ON %I TO ef_app USING (user_id = (SELECT ef.user_id()))
                    WITH CHECK (user_id = (SELECT ef.user_id()))', name);
  END LOOP;
END $$;
CREATE POLICY tenant ON api_tokens TO ef_app
  USING (profile_id = (SELECT ef.profile_id())) WITH CHECK (profile_id = (SELECT ef.profile_id()));
