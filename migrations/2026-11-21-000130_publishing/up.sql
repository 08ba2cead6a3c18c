-- Publishing: where a store's publisher is, its channels, and the outbox of what goes there.

-- The key is among the credentials. An id is made anew with each change, so that what one server has is never looked for
-- at another.
CREATE TABLE publishing_connections (
  profile_id uuid PRIMARY KEY REFERENCES profiles (id) ON DELETE CASCADE,
  id uuid NOT NULL,
  base_url text NOT NULL,
  -- How many posts the key may still send until then; null means that nobody has said.
  posts_left integer CHECK (posts_left >= 0),
  posts_reset_at timestamptz,
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE channels (
  profile_id uuid NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
  id uuid NOT NULL,
  remote_id text NOT NULL,
  network text NOT NULL,
  name text NOT NULL,
  handle text NOT NULL,
  settings jsonb NOT NULL DEFAULT '{}',
  gap_minutes smallint NOT NULL CHECK (gap_minutes BETWEEN 1 AND 10080),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (profile_id, id),
  UNIQUE (profile_id, remote_id)
);

-- Which store has an account, by a hash of the account's id: one store only. No store can read it.
CREATE TABLE channel_claims (
  claim bytea PRIMARY KEY CHECK (length(claim) = 32),
  holder uuid NOT NULL REFERENCES profiles (id) ON DELETE CASCADE
);
CREATE INDEX channel_claims_by_holder ON channel_claims (holder);

-- Claims an account for the store of the transaction; tells whether it has it.
CREATE FUNCTION ef.claim_channel(wanted bytea) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO public.channel_claims (claim, holder) VALUES (wanted, ef.profile_id()) ON CONFLICT DO NOTHING;
  RETURN EXISTS (SELECT FROM public.channel_claims WHERE claim = wanted AND holder = ef.profile_id());
END $$;

-- Lets go of an account that the store of the transaction has.
CREATE FUNCTION ef.release_channel(wanted bytea) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
  $$ DELETE FROM public.channel_claims WHERE claim = wanted AND holder = ef.profile_id() $$;

REVOKE EXECUTE ON FUNCTION ef.claim_channel(bytea), ef.release_channel(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ef.claim_channel(bytea), ef.release_channel(bytea) TO ef_app;

-- Files that a publisher has already.
CREATE TABLE publication_uploads (
  profile_id uuid NOT NULL,
  connection_id uuid NOT NULL,
  clip_id uuid NOT NULL,
  fingerprint text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('video', 'cover')),
  remote_id text NOT NULL,
  path text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (profile_id, connection_id, clip_id, fingerprint, kind),
  FOREIGN KEY (profile_id, clip_id) REFERENCES clips (profile_id, id) ON DELETE CASCADE
);
CREATE INDEX publication_uploads_by_clip ON publication_uploads (profile_id, clip_id);

CREATE TABLE publications (
  profile_id uuid NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
  id uuid NOT NULL,
  batch_id uuid NOT NULL,
  clip_id uuid,
  clip_name text NOT NULL,
  fingerprint text NOT NULL,
  channel_id uuid,
  remote_channel text NOT NULL,
  network text NOT NULL,
  account text NOT NULL,
  is_now boolean NOT NULL,
  due_at timestamptz NOT NULL,
  zone text NOT NULL,
  text text NOT NULL,
  html text NOT NULL,
  settings jsonb NOT NULL,
  with_cover boolean NOT NULL,
  state text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'uploading', 'sending', 'sent', 'scheduled',
    'published', 'failed', 'needs_review')),
  sends smallint NOT NULL DEFAULT 0,
  sending_at timestamptz,
  remote_id text,
  url text,
  reason text,
  version integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (profile_id, id),
  FOREIGN KEY (profile_id, clip_id) REFERENCES clips (profile_id, id) ON DELETE SET NULL (clip_id),
  FOREIGN KEY (profile_id, channel_id) REFERENCES channels (profile_id, id) ON DELETE SET NULL (channel_id),
  CHECK (state <> 'sending' OR sending_at IS NOT NULL),
  CHECK (state NOT IN ('sent', 'scheduled', 'published') OR remote_id IS NOT NULL),
  CHECK (state NOT IN ('failed', 'needs_review') OR reason IS NOT NULL)
);
CREATE INDEX publications_newest ON publications (profile_id, created_at DESC, id DESC);
CREATE INDEX publications_by_batch ON publications (profile_id, batch_id);
CREATE INDEX publications_by_clip ON publications (profile_id, clip_id);
CREATE INDEX publications_by_channel ON publications (profile_id, channel_id, due_at);
CREATE INDEX publications_at_publisher ON publications (profile_id, due_at) WHERE state IN ('sent', 'scheduled');
-- Of one account nobody ever has to guess which of two posts has arrived.
CREATE UNIQUE INDEX publications_sending ON publications (profile_id, remote_channel) WHERE state = 'sending';
-- A post of the publisher is one publication's.
CREATE UNIQUE INDEX publications_remote ON publications (profile_id, remote_id);

-- The activity log: who did what, when, from which clip, to which channel.
CREATE TABLE publishing_events (
  profile_id uuid NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
  id uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor_id uuid NOT NULL,
  what text NOT NULL,
  -- No foreign keys: the log outlives what it tells of.
  publication_id uuid,
  clip_id uuid,
  clip_name text NOT NULL DEFAULT '',
  account text NOT NULL DEFAULT '',
  detail text NOT NULL DEFAULT '',
  PRIMARY KEY (profile_id, id)
);
CREATE INDEX publishing_events_newest ON publishing_events (profile_id, at DESC, id DESC);

GRANT SELECT, INSERT, UPDATE, DELETE ON publishing_connections, channels, publication_uploads, publications TO ef_app;
GRANT SELECT, INSERT ON publishing_events TO ef_app;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['publishing_connections', 'channels', 'publication_uploads', 'publications',
      'publishing_events', 'channel_claims'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['publishing_connections', 'channels', 'publication_uploads', 'publications',
      'publishing_events'] LOOP
    EXECUTE format('CREATE POLICY tenant ON %I TO ef_app USING (profile_id = (SELECT ef.profile_id()))
                    WITH CHECK (profile_id = (SELECT ef.profile_id()))', name);
  END LOOP;
END $$;
-- The functions above run as ef_owner.
CREATE POLICY keeper ON channel_claims TO ef_owner USING (true) WITH CHECK (true);
