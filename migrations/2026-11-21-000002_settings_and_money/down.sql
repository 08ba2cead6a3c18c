DROP TRIGGER release ON jobs;
DROP FUNCTION ef.release_reservations(), ef.sweep_reservations(), ef.sweep_answers();
DROP TABLE kept_answers, credentials, cost_entries, budgets, deleted_profiles;
ALTER TABLE source_videos DROP CONSTRAINT source_videos_profile_id_fkey,
  ADD FOREIGN KEY (profile_id) REFERENCES profiles (id);
ALTER TABLE projects DROP CONSTRAINT projects_profile_id_fkey,
  ADD FOREIGN KEY (profile_id) REFERENCES profiles (id);
ALTER TABLE clips DROP CONSTRAINT clips_profile_id_fkey,
  ADD FOREIGN KEY (profile_id) REFERENCES profiles (id);
ALTER TABLE profiles DROP COLUMN context_text, DROP COLUMN tts_settings, DROP COLUMN caption_style,
  DROP COLUMN publisher_defaults, DROP COLUMN monthly_quota_micro_usd;
