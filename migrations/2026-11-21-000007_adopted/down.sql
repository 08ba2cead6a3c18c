DROP TABLE adoptions, clip_contents;
ALTER TABLE source_videos DROP CONSTRAINT source_videos_size_bytes_check;
ALTER TABLE source_videos ADD CONSTRAINT source_videos_size_bytes_check CHECK (size_bytes > 0) NOT VALID;
ALTER TABLE segments DROP COLUMN keywords, DROP COLUMN notes, DROP COLUMN is_favourite;
ALTER TABLE clips DROP COLUMN missing_file, DROP COLUMN caption, DROP COLUMN tags, DROP COLUMN is_selected;
ALTER TABLE source_videos DROP COLUMN missing_file, DROP COLUMN description;
ALTER TABLE projects DROP COLUMN description, DROP COLUMN context_text, DROP COLUMN target_duration_s;
