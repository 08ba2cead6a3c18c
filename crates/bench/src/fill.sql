-- 10,000 profiles, the first one hot. Row n of a table belongs to profile n % m; what is beyond 10,000 to the hot one.
-- So the rows of one profile lie apart from each other, as they do when many people work at the same time.
-- Run by the superuser with triggers and foreign keys off, statement by statement.
TRUNCATE users, profiles, source_videos, segments, projects, project_source_videos, clips, jobs, queues, job_seqs;

-- Every tenth profile is the local user's, whom HTTP serves.
INSERT INTO profiles (id, owner_id, name, description, colour, icon)
  SELECT md5('profile ' || p)::uuid, lpad((CASE WHEN p % 10 = 0 THEN 1 ELSE 2 + p % 900 END)::text, 32, '0')::uuid,
    'Store ' || p, 'Sells things.', '#336699', ''
  FROM generate_series(0, 9999) p;

INSERT INTO users (id, name, default_profile_id)
  SELECT owner_id, 'Person', (array_agg(id ORDER BY id))[1] FROM profiles GROUP BY owner_id;

INSERT INTO source_videos (profile_id, id, name, container, size_bytes, state, probe, created_at)
  SELECT md5('profile ' || CASE WHEN n % 12000 < 10000 THEN n % 12000 ELSE 0 END)::uuid, md5('video ' || n)::uuid,
    'spring ' || n || '.mp4', 'mp4', 50000000, 'ready',
    '{"duration_ms": 60000, "width": 1920, "height": 1080, "fps": 30.0, "has_sound": true, "is_hdr": false}',
    timestamptz '2026-01-01Z' + n * interval '5 minutes'
  FROM generate_series(0, 59999) n;

INSERT INTO segments (profile_id, id, source_video_id, start_ms, end_ms, motion, variance, sharpness, contrast,
    brightness)
  SELECT profile_id, md5('segment ' || v.id || k)::uuid, v.id, k * 3000, k * 3000 + 2500, .5, .4, .6, .5, .5
  FROM source_videos v, generate_series(0, 19) k ORDER BY v.created_at, k;

INSERT INTO projects (profile_id, id, name, script, voice_provider, voice, speed_percent, created_at, updated_at)
  SELECT md5('profile ' || CASE WHEN n % 11000 < 10000 THEN n % 11000 ELSE 0 END)::uuid, md5('project ' || n)::uuid,
    'Project ' || n, repeat('Our new candle burns for sixty hours. ', 10), 'espeak-ng', 'en-us', 100,
    timestamptz '2026-01-01Z' + n * interval '15 seconds', timestamptz '2026-01-01Z' + n * interval '15 seconds'
  FROM generate_series(0, 1099999) n;

-- Two videos of the own profile for each project.
INSERT INTO project_source_videos (profile_id, project_id, source_video_id, position)
  SELECT md5('profile ' || CASE WHEN p < 10000 THEN p ELSE 0 END)::uuid, md5('project ' || n)::uuid,
    md5('video ' || (CASE WHEN p = 0 OR p >= 10000 THEN 10000 + n % 2000 ELSE p END + 12000 * ((n + q) % 5)))::uuid, q
  FROM generate_series(0, 1099999) n, LATERAL (SELECT n % 11000 AS p) of, generate_series(0, 1) q ORDER BY n, q;

INSERT INTO clips (profile_id, id, project_id, project_name, variant, duration_ms, width, height, size_bytes,
    loudness_lufs, voice_label, notes, fingerprint, created_at)
  SELECT md5('profile ' || CASE WHEN p < 10000 THEN p ELSE 0 END)::uuid, md5('clip ' || n)::uuid,
    md5('project ' || (CASE WHEN p < 10000 THEN p ELSE 10000 + n % 1000 END + 11000 * (n / 12000 % 9)))::uuid,
    'Project', 1 + n % 10, 20000, 1080, 1920, 9000000, -14, 'espeak-ng · en-us', '[]',
    md5(n::text) || md5(n::text), timestamptz '2026-01-01Z' + n * interval '1 minute'
  FROM generate_series(0, 299999) n, LATERAL (SELECT n % 12000 AS p) of;

INSERT INTO jobs (profile_id, id, actor_id, kind, task, state, step, progress, result, attempt, seq, created_at,
    run_at, updated_at)
  SELECT md5('profile ' || CASE WHEN n % 12000 < 10000 THEN n % 12000 ELSE 0 END)::uuid, md5('job ' || n)::uuid,
    lpad('1', 32, '0')::uuid, 'generate_variants',
    jsonb_build_object('kind', 'generate_variants', 'project', md5('project ' || n)::uuid, 'variants', 3, 'seed', 1),
    'done', 'done', 1, '{"clips": 3}', 1, n + 1, made, made, made
  FROM generate_series(0, 299999) n,
    LATERAL (SELECT timestamptz '2026-01-01Z' + n * interval '1 minute' AS made) of;

INSERT INTO job_seqs (profile_id, seq) SELECT profile_id, max(seq) FROM jobs GROUP BY profile_id;

INSERT INTO queues (profile_id, last_served) SELECT profile_id, max(created_at) FROM jobs GROUP BY profile_id;

VACUUM (ANALYZE);

-- Last, as a sign that all was filled.
COMMENT ON SCHEMA ef IS 'filled to be measured, 1';
