-- A person looks through the jobs that went wrong; they are few among many.
CREATE INDEX CONCURRENTLY jobs_failed ON jobs (profile_id, created_at DESC, id DESC)
  WHERE state IN ('failed', 'dead');
