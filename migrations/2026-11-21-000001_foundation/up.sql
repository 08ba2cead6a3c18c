-- Users, profiles, footage, projects, clips and jobs, with the walls between profiles.
-- Every tenant table: profile_id first in its key, its indexes and its foreign keys; forced row-level security.

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
CREATE SCHEMA ef;
GRANT USAGE ON SCHEMA ef TO ef_app, ef_worker;

-- After COMMIT a custom setting reads as the empty string, not NULL: hence the NULLIF, which fails closed.
CREATE FUNCTION ef.profile_id() RETURNS uuid LANGUAGE sql STABLE
  AS $$ SELECT NULLIF(current_setting('app.profile_id', true), '')::uuid $$;
CREATE FUNCTION ef.user_id() RETURNS uuid LANGUAGE sql STABLE
  AS $$ SELECT NULLIF(current_setting('app.user_id', true), '')::uuid $$;

-- Users and profiles ------------------------------------------------------------------------------------------

CREATE TABLE users (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  default_profile_id uuid,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE profiles (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL REFERENCES users (id),
  name text NOT NULL,
  description text NOT NULL,
  colour text NOT NULL,
  icon text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (owner_id, id)
);

-- The default is a property of the user: one statement changes it, and the row it names cannot be deleted.
ALTER TABLE users ADD FOREIGN KEY (id, default_profile_id) REFERENCES profiles (owner_id, id);

-- Footage -----------------------------------------------------------------------------------------------------

CREATE TABLE source_videos (
  profile_id uuid NOT NULL REFERENCES profiles (id),
  id uuid NOT NULL,
  name text NOT NULL,
  container text NOT NULL CHECK (container IN ('mp4', 'matroska', 'avi', 'mpegts')),
  size_bytes bigint NOT NULL CHECK (size_bytes > 0),
  state text NOT NULL DEFAULT 'analysing' CHECK (state IN ('analysing', 'ready', 'failed')),
  failure text,
  probe jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (profile_id, id),
  CHECK ((state = 'ready') = (probe IS NOT NULL) AND (state = 'failed') = (failure IS NOT NULL))
);
CREATE INDEX source_videos_newest ON source_videos (profile_id, created_at DESC, id DESC);

CREATE TABLE segments (
  profile_id uuid NOT NULL,
  id uuid NOT NULL,
  source_video_id uuid NOT NULL,
  start_ms integer NOT NULL CHECK (start_ms >= 0),
  end_ms integer NOT NULL,
  motion real NOT NULL,
  variance real NOT NULL,
  sharpness real NOT NULL,
  contrast real NOT NULL,
  brightness real NOT NULL,
  PRIMARY KEY (profile_id, id),
  FOREIGN KEY (profile_id, source_video_id) REFERENCES source_videos (profile_id, id) ON DELETE CASCADE,
  CHECK (end_ms > start_ms)
);
CREATE INDEX segments_by_place ON segments (profile_id, source_video_id, start_ms);

-- Projects ----------------------------------------------------------------------------------------------------

CREATE TABLE projects (
  profile_id uuid NOT NULL REFERENCES profiles (id),
  id uuid NOT NULL,
  name text NOT NULL,
  script text NOT NULL,
  voice_provider text NOT NULL,
  voice text NOT NULL,
  speed_percent smallint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (profile_id, id)
);
CREATE INDEX projects_newest ON projects (profile_id, created_at DESC, id DESC);

CREATE TABLE project_source_videos (
  profile_id uuid NOT NULL,
  project_id uuid NOT NULL,
  source_video_id uuid NOT NULL,
  position smallint NOT NULL,
  PRIMARY KEY (profile_id, project_id, source_video_id),
  FOREIGN KEY (profile_id, project_id) REFERENCES projects (profile_id, id) ON DELETE CASCADE,
  FOREIGN KEY (profile_id, source_video_id) REFERENCES source_videos (profile_id, id) ON DELETE CASCADE
);
CREATE INDEX project_source_videos_by_video ON project_source_videos (profile_id, source_video_id);

-- Clips -------------------------------------------------------------------------------------------------------

CREATE TABLE clips (
  profile_id uuid NOT NULL REFERENCES profiles (id),
  id uuid NOT NULL,
  project_id uuid,
  project_name text NOT NULL,
  variant smallint NOT NULL,
  duration_ms integer NOT NULL,
  width integer NOT NULL,
  height integer NOT NULL,
  size_bytes bigint NOT NULL,
  loudness_lufs double precision NOT NULL,
  voice_label text NOT NULL,
  notes jsonb NOT NULL,
  fingerprint text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (profile_id, id),
  FOREIGN KEY (profile_id, project_id) REFERENCES projects (profile_id, id) ON DELETE SET NULL (project_id)
);
CREATE INDEX clips_newest ON clips (profile_id, created_at DESC, id DESC);
CREATE INDEX clips_by_project ON clips (profile_id, project_id, created_at DESC, id DESC);

-- Jobs --------------------------------------------------------------------------------------------------------

-- No foreign key to profiles: a deleted profile's jobs stay for the books.
CREATE TABLE jobs (
  profile_id uuid NOT NULL,
  id uuid NOT NULL,
  actor_id uuid NOT NULL,
  kind text NOT NULL,
  task jsonb NOT NULL,
  state text NOT NULL DEFAULT 'ready'
    CHECK (state IN ('ready', 'running', 'done', 'failed', 'dead', 'cancelled')),
  step text NOT NULL DEFAULT 'waiting for a worker',
  progress real NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
  failure_code text,
  failure_detail text,
  result jsonb,
  unique_key text,
  priority smallint NOT NULL DEFAULT 100,
  run_at timestamptz NOT NULL DEFAULT now(),
  attempt integer NOT NULL DEFAULT 0,
  max_attempts integer NOT NULL DEFAULT 5,
  cancel_requested boolean NOT NULL DEFAULT false,
  lease_by uuid,
  lease_until timestamptz,
  seq bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (profile_id, id),
  UNIQUE (profile_id, unique_key),
  CHECK ((state = 'running') = (lease_by IS NOT NULL AND lease_until IS NOT NULL))
);
CREATE INDEX jobs_ready ON jobs (profile_id, priority, run_at, id) WHERE state = 'ready';
CREATE INDEX jobs_running ON jobs (profile_id, lease_until) WHERE state = 'running';
CREATE INDEX jobs_newest ON jobs (profile_id, created_at DESC, id DESC);
CREATE INDEX jobs_by_seq ON jobs (profile_id, seq);

-- When a worker last turned to a profile.
CREATE TABLE queues (
  profile_id uuid PRIMARY KEY,
  last_served timestamptz NOT NULL DEFAULT '-infinity'
);

-- Counts the changes of a profile's jobs. The row's lock makes the numbers appear in their order.
CREATE TABLE job_seqs (
  profile_id uuid PRIMARY KEY,
  seq bigint NOT NULL
);

CREATE FUNCTION ef.number_job_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD.state, OLD.step, OLD.progress, OLD.cancel_requested, OLD.attempt)
      IS NOT DISTINCT FROM (NEW.state, NEW.step, NEW.progress, NEW.cancel_requested, NEW.attempt) THEN
    RETURN NEW;
  END IF;
  INSERT INTO public.job_seqs AS s (profile_id, seq) VALUES (NEW.profile_id, 1)
    ON CONFLICT (profile_id) DO UPDATE SET seq = s.seq + 1
    RETURNING s.seq INTO NEW.seq;
  NEW.updated_at := clock_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER number_change BEFORE INSERT OR UPDATE ON jobs
  FOR EACH ROW EXECUTE FUNCTION ef.number_job_change();

CREATE FUNCTION ef.announce_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.queues (profile_id) VALUES (NEW.profile_id) ON CONFLICT DO NOTHING;
  NOTIFY ef_jobs;
  RETURN NULL;
END $$;
CREATE TRIGGER announce AFTER INSERT OR UPDATE OF state ON jobs
  FOR EACH ROW WHEN (NEW.state = 'ready') EXECUTE FUNCTION ef.announce_job();

-- Claims the first job of the profile that was served longest ago and has fewer than `cap` jobs running.
CREATE FUNCTION ef.claim_job(worker uuid, lease_ms integer, cap integer) RETURNS SETOF jobs
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  turn uuid;
BEGIN
  SELECT q.profile_id INTO turn FROM public.queues q
    WHERE EXISTS (SELECT FROM public.jobs j
                  WHERE j.profile_id = q.profile_id AND j.state = 'ready' AND j.run_at <= now())
      AND (SELECT count(*) FROM public.jobs j
           WHERE j.profile_id = q.profile_id AND j.state = 'running') < cap
    ORDER BY q.last_served LIMIT 1 FOR UPDATE OF q SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  UPDATE public.queues SET last_served = clock_timestamp() WHERE profile_id = turn;
  RETURN QUERY
    UPDATE public.jobs SET state = 'running', attempt = attempt + 1, lease_by = worker, step = 'starting',
        lease_until = clock_timestamp() + lease_ms * interval '1 millisecond'
      WHERE (profile_id, id) = (
        SELECT j.profile_id, j.id FROM public.jobs j
          WHERE j.profile_id = turn AND j.state = 'ready' AND j.run_at <= now()
          ORDER BY j.priority, j.run_at, j.id LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING *;
END $$;

-- Takes jobs from workers that are not heard of any more: back to the queue, or dead after the last attempt.
CREATE FUNCTION ef.sweep_jobs() RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  swept bigint;
BEGIN
  WITH lost AS (
    SELECT profile_id, id FROM public.jobs WHERE state = 'running' AND lease_until < clock_timestamp()
      FOR UPDATE SKIP LOCKED)
  UPDATE public.jobs j SET
      state = CASE WHEN j.cancel_requested THEN 'cancelled'
                   WHEN j.attempt >= j.max_attempts THEN 'dead' ELSE 'ready' END,
      step = CASE WHEN j.cancel_requested THEN 'cancelled'
                  WHEN j.attempt >= j.max_attempts THEN 'given up' ELSE 'waiting for a worker' END,
      failure_code = CASE WHEN j.attempt >= j.max_attempts THEN 'worker_lost' END,
      failure_detail = CASE WHEN j.attempt >= j.max_attempts
        THEN 'The worker was lost ' || j.attempt || ' times while it did this; look at its log.' END,
      run_at = clock_timestamp() + LEAST(j.attempt * j.attempt, 60) * interval '1 second',
      lease_by = NULL, lease_until = NULL
    FROM lost WHERE (j.profile_id, j.id) = (lost.profile_id, lost.id);
  GET DIAGNOSTICS swept = ROW_COUNT;
  RETURN swept;
END $$;
REVOKE EXECUTE ON FUNCTION ef.claim_job(uuid, integer, integer), ef.sweep_jobs() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ef.claim_job(uuid, integer, integer), ef.sweep_jobs() TO ef_worker;

-- Rights and walls --------------------------------------------------------------------------------------------

GRANT SELECT, INSERT, UPDATE ON users TO ef_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON profiles, source_videos, segments, projects, project_source_videos, clips
  TO ef_app;
GRANT SELECT, INSERT, UPDATE ON jobs, job_seqs TO ef_app;
GRANT SELECT, INSERT ON queues TO ef_app;

ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON users TO ef_app
  USING (id = (SELECT ef.user_id())) WITH CHECK (id = (SELECT ef.user_id()));

ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE profiles FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON profiles TO ef_app
  USING (owner_id = (SELECT ef.user_id())) WITH CHECK (owner_id = (SELECT ef.user_id()));

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['source_videos', 'segments', 'projects', 'project_source_videos', 'clips', 'jobs',
                              'queues', 'job_seqs'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant ON %I TO ef_app USING (profile_id = (SELECT ef.profile_id()))
                    WITH CHECK (profile_id = (SELECT ef.profile_id()))', name);
  END LOOP;
  -- The claim and the sweep run as ef_owner and see the queue of all profiles, and nothing else of theirs.
  FOREACH name IN ARRAY ARRAY['jobs', 'queues', 'job_seqs'] LOOP
    EXECUTE format('CREATE POLICY queue ON %I TO ef_owner USING (true) WITH CHECK (true)', name);
  END LOOP;
END $$;
