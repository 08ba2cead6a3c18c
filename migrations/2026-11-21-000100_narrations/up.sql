-- Scripts that are spoken without a video. The sentences name their sounds in the profile's cache.

CREATE TABLE narrations (
  profile_id uuid NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
  id uuid NOT NULL,
  -- No foreign key: jobs stay for the books.
  job_id uuid NOT NULL,
  script text NOT NULL,
  voice_provider text NOT NULL,
  voice text NOT NULL,
  speed_percent smallint NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'spoken', 'failed')),
  failure text,
  sentences jsonb,
  voice_label text,
  duration_ms integer,
  notes jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (profile_id, id),
  CHECK ((state = 'failed') = (failure IS NOT NULL)),
  CHECK (state <> 'spoken'
    OR (sentences IS NOT NULL AND voice_label IS NOT NULL AND duration_ms IS NOT NULL AND notes IS NOT NULL))
);
CREATE INDEX narrations_newest ON narrations (profile_id, created_at DESC, id DESC);

GRANT SELECT, INSERT, UPDATE, DELETE ON narrations TO ef_app;

ALTER TABLE narrations ENABLE ROW LEVEL SECURITY;
ALTER TABLE narrations FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON narrations TO ef_app
  USING (profile_id = (SELECT ef.profile_id())) WITH CHECK (profile_id = (SELECT ef.profile_id()));
