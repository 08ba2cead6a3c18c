-- Voices that engines learned from samples, each with the word of whoever vouched for it. The sample's file is kept, so
-- that an engine that lost the voice learns it again.
CREATE TABLE cloned_voices (
  profile_id uuid NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
  id uuid NOT NULL,
  provider text NOT NULL,
  voice text NOT NULL,
  label text NOT NULL,
  language text NOT NULL,
  sample_ms integer NOT NULL CHECK (sample_ms > 0),
  sample_sha256 text NOT NULL CHECK (length(sample_sha256) = 64),
  consent_text text NOT NULL CHECK (consent_text <> ''),
  consent_by uuid NOT NULL,
  consent_at timestamptz NOT NULL DEFAULT now(),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (profile_id, id),
  -- An engine's voice is one voice of the store.
  UNIQUE (profile_id, provider, voice)
);
CREATE INDEX cloned_voices_newest ON cloned_voices (profile_id, created_at DESC, id DESC);

ALTER TABLE cloned_voices ENABLE ROW LEVEL SECURITY;
ALTER TABLE cloned_voices FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON cloned_voices TO ef_app
  USING (profile_id = (SELECT ef.profile_id())) WITH CHECK (profile_id = (SELECT ef.profile_id()));
GRANT SELECT, INSERT, DELETE ON cloned_voices TO ef_app;
