-- A place for what the original Edit Factory kept and this one did not, and for how far taking it in has come.
-- Each new column is nullable: null means that nothing was said.

ALTER TABLE projects
  ADD COLUMN description text,
  ADD COLUMN context_text text,
  ADD COLUMN target_duration_s integer;

-- Names the file that belongs here and is not here: a database does not hold the files.
ALTER TABLE source_videos
  ADD COLUMN missing_file text,
  ADD COLUMN description text;
ALTER TABLE clips
  ADD COLUMN missing_file text,
  ADD COLUMN caption text,
  ADD COLUMN tags text[],
  ADD COLUMN is_selected boolean;

ALTER TABLE segments
  ADD COLUMN keywords text[],
  ADD COLUMN notes text,
  ADD COLUMN is_favourite boolean;

-- A file that is not here has no size. The rows that are there obeyed a stricter rule: nothing is left to validate.
ALTER TABLE source_videos
  DROP CONSTRAINT source_videos_size_bytes_check,
  ADD CONSTRAINT source_videos_size_bytes_check
    CHECK (size_bytes > 0 OR (size_bytes = 0 AND missing_file IS NOT NULL)) NOT VALID;

-- What was spoken and shown in a clip of the original.
CREATE TABLE clip_contents (
  profile_id uuid NOT NULL,
  id uuid NOT NULL,
  clip_id uuid NOT NULL,
  spoken_text text,
  captions_srt text,
  caption_settings jsonb,
  voice text,
  voice_model text,
  word_timings jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (profile_id, id),
  FOREIGN KEY (profile_id, clip_id) REFERENCES clips (profile_id, id) ON DELETE CASCADE
);
CREATE INDEX clip_contents_by_clip ON clip_contents (profile_id, clip_id);

-- How far an adoption has come, a row a step, written with the batch that it tells of. An adoption acts as a user
-- of its own, whose id is made from the source database's identity.
CREATE TABLE adoptions (
  adoption_id uuid NOT NULL,
  step text NOT NULL,
  upto text,
  is_finished boolean NOT NULL DEFAULT false,
  tally jsonb NOT NULL,
  report_bytes bigint NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (adoption_id, step)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON clip_contents, adoptions TO ef_app;

ALTER TABLE clip_contents ENABLE ROW LEVEL SECURITY;
ALTER TABLE clip_contents FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON clip_contents TO ef_app
  USING (profile_id = (SELECT ef.profile_id())) WITH CHECK (profile_id = (SELECT ef.profile_id()));

ALTER TABLE adoptions ENABLE ROW LEVEL SECURITY;
ALTER TABLE adoptions FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON adoptions TO ef_app
  USING (adoption_id = (SELECT ef.user_id())) WITH CHECK (adoption_id = (SELECT ef.user_id()));
