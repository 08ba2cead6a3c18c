-- Pieces of music, kept as FLAC, that sound under a store's voices.
CREATE TABLE music (
  profile_id uuid NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
  id uuid NOT NULL,
  name text NOT NULL,
  duration_ms integer NOT NULL CHECK (duration_ms > 0),
  loudness_lufs double precision NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (profile_id, id)
);
CREATE INDEX music_newest ON music (profile_id, created_at DESC, id DESC);

ALTER TABLE music ENABLE ROW LEVEL SECURITY;
ALTER TABLE music FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON music TO ef_app
  USING (profile_id = (SELECT ef.profile_id())) WITH CHECK (profile_id = (SELECT ef.profile_id()));
GRANT SELECT, INSERT, DELETE ON music TO ef_app;

-- Pictures, kept as PNG, such as a store's logo.
CREATE TABLE pictures (
  profile_id uuid NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
  id uuid NOT NULL,
  name text NOT NULL,
  width integer NOT NULL CHECK (width > 0),
  height integer NOT NULL CHECK (height > 0),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (profile_id, id)
);
CREATE INDEX pictures_newest ON pictures (profile_id, created_at DESC, id DESC);

ALTER TABLE pictures ENABLE ROW LEVEL SECURITY;
ALTER TABLE pictures FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON pictures TO ef_app
  USING (profile_id = (SELECT ef.profile_id())) WITH CHECK (profile_id = (SELECT ef.profile_id()));
GRANT SELECT, INSERT, DELETE ON pictures TO ef_app;
