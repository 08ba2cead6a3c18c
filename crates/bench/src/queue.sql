-- 100,000 ready jobs of 200 profiles: 50,000 of the first profile, queued first, and 50,000 of the others.
-- Run by the superuser with triggers and foreign keys off.
INSERT INTO jobs (profile_id, id, actor_id, kind, task, run_at, created_at)
  SELECT md5('profile ' || CASE WHEN n < 50000 THEN 0 ELSE 1 + n % 199 END)::uuid, md5('job ' || n)::uuid,
    lpad('1', 32, '0')::uuid, 'analyse',
    jsonb_build_object('kind', 'analyse', 'source_video', md5('video ' || n)::uuid), queued, queued
  FROM generate_series(0, 99999) n, LATERAL (SELECT now() - interval '1 day' + n * interval '0.1 seconds' AS queued) q;
INSERT INTO job_seqs (profile_id, seq) SELECT profile_id, 0 FROM jobs GROUP BY profile_id;
INSERT INTO queues (profile_id) SELECT profile_id FROM jobs GROUP BY profile_id;
