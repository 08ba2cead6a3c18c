ALTER TABLE source_videos
  DROP CONSTRAINT source_videos_check,
  ADD CONSTRAINT source_videos_check
    CHECK ((state = 'ready') = (probe IS NOT NULL) AND (state = 'failed') = (failure IS NOT NULL)) NOT VALID;
ALTER TABLE source_videos DROP COLUMN viewing;
ALTER TABLE source_videos
  DROP CONSTRAINT source_videos_container_check,
  ADD CONSTRAINT source_videos_container_check
    CHECK (container IN ('mp4', 'matroska', 'avi', 'mpegts')) NOT VALID;
ALTER TABLE segments
  DROP COLUMN steadiness, DROP COLUMN picture_hash, DROP COLUMN single_use, DROP COLUMN transform,
  DROP COLUMN is_edited, DROP COLUMN is_removed;
