-- What analysis sees of a segment beyond its scores, what a person notes about it, and that a person did. Keywords,
-- notes and is_favourite are there already; nothing stands for "none".
ALTER TABLE segments
  ADD COLUMN steadiness real,
  ADD COLUMN picture_hash bigint,
  ADD COLUMN single_use boolean,
  ADD COLUMN transform jsonb,
  ADD COLUMN is_edited boolean NOT NULL DEFAULT false,
  ADD COLUMN is_removed boolean NOT NULL DEFAULT false;

-- What there is to look through a source video.
ALTER TABLE source_videos ADD COLUMN viewing jsonb;

-- Still pictures are footage, too.
ALTER TABLE source_videos
  DROP CONSTRAINT source_videos_container_check,
  ADD CONSTRAINT source_videos_container_check
    CHECK (container IN ('mp4', 'matroska', 'avi', 'mpegts', 'jpeg', 'png', 'webp')) NOT VALID;

-- What a video is, is known while it is still analysed.
ALTER TABLE source_videos
  DROP CONSTRAINT source_videos_check,
  ADD CONSTRAINT source_videos_check CHECK (
    (state <> 'ready' OR probe IS NOT NULL) AND (state <> 'failed' OR probe IS NULL)
    AND (state = 'failed') = (failure IS NOT NULL)
  ) NOT VALID;
