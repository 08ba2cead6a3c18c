-- Apart from the migration that added them, so that no lock is held while rows are looked at.
ALTER TABLE source_videos VALIDATE CONSTRAINT source_videos_profile_id_fkey;
ALTER TABLE projects VALIDATE CONSTRAINT projects_profile_id_fkey;
ALTER TABLE clips VALIDATE CONSTRAINT clips_profile_id_fkey;
