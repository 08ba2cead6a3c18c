-- A database as the original leaves it: two users' work by turns, rows of nobody, and rows that are not right.
-- The ids tell what a row is: 1... projects, 2... footage, 3... clips, 4... segments, 5... contents, 6... links.
CREATE SCHEMA auth;
CREATE TABLE auth.users (id uuid PRIMARY KEY, email text, created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE editai_projects (
  id uuid PRIMARY KEY, user_id uuid, name text NOT NULL, description text, status text,
  target_duration integer DEFAULT 20, context_text text, variants_count integer DEFAULT 0,
  created_at timestamptz DEFAULT now(), updated_at timestamptz DEFAULT now());
CREATE TABLE editai_clips (
  id uuid PRIMARY KEY, project_id uuid, variant_index integer, variant_name text, raw_video_path text,
  duration numeric, is_selected boolean DEFAULT false, is_deleted boolean DEFAULT false, final_video_path text,
  final_status text DEFAULT 'pending', tags text[], caption text, created_at timestamptz DEFAULT now());
CREATE TABLE editai_clip_content (
  id uuid PRIMARY KEY, clip_id uuid, tts_text text, tts_audio_path text, srt_content text, subtitle_settings jsonb,
  tts_voice_id text, tts_model text, tts_timestamps jsonb, created_at timestamptz DEFAULT now());
CREATE TABLE editai_source_videos (
  id uuid PRIMARY KEY, user_id uuid, name text, description text, file_path text, duration numeric,
  file_size_bytes bigint, status text, created_at timestamptz DEFAULT now());
CREATE TABLE editai_segments (
  id uuid PRIMARY KEY, source_video_id uuid, start_time numeric, end_time numeric, keywords text[], notes text,
  is_favorite boolean DEFAULT false, created_at timestamptz DEFAULT now());
CREATE TABLE editai_project_segments (
  id uuid PRIMARY KEY, project_id uuid, segment_id uuid, sequence_order integer);
CREATE TABLE jobs (
  id text PRIMARY KEY, job_type text, status text, progress text, data jsonb, error text,
  created_at timestamptz DEFAULT now(), updated_at timestamptz DEFAULT now());
CREATE TABLE api_costs (
  id bigserial PRIMARY KEY, job_id text, service text, operation text, units numeric,
  estimated_cost numeric(12,6), details jsonb, created_at timestamptz DEFAULT now());

CREATE FUNCTION pg_temp.id(kind integer, n integer) RETURNS uuid LANGUAGE sql AS
  $$ SELECT (kind || '0000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;
-- Every fifth thing is nobody's; the rest is Ana's and Bogdan's by turns.
CREATE FUNCTION pg_temp.whose(n integer) RETURNS uuid LANGUAGE sql AS
  $$ SELECT CASE WHEN n % 5 = 0 THEN NULL ELSE pg_temp.id(9, 1 + n % 2) END $$;

INSERT INTO auth.users (id, email) VALUES
  (pg_temp.id(9, 1), 'Ana@example.test'), (pg_temp.id(9, 2), 'bogdan@example.test'), (pg_temp.id(9, 3), NULL);
INSERT INTO editai_projects (id, user_id, name, description, status, context_text, created_at)
  SELECT pg_temp.id(1, n), pg_temp.whose(n), 'Ofertă ' || n, 'about ' || n, 'draft', 'sells wool',
         now() - n * interval '1 hour' FROM generate_series(1, 40) n;
INSERT INTO editai_source_videos (id, user_id, name, file_path, file_size_bytes, status)
  SELECT pg_temp.id(2, n), pg_temp.whose(n), 'video ' || n || '.mov', 'input/video_' || n || '.mov', 5000 + n, 'ready'
  FROM generate_series(1, 10) n;
INSERT INTO editai_clips (id, project_id, variant_index, duration, is_selected, final_video_path, final_status, tags,
                          caption, created_at)
  SELECT pg_temp.id(3, n * 10 + v), pg_temp.id(1, n), v, 12.5, v = 1,
         CASE WHEN v = 1 THEN 'output/final_' || n || '.mp4' END, CASE WHEN v = 1 THEN 'completed' ELSE 'pending' END,
         ARRAY['promo', 'ș "quoted", comma'], 'Reduceri! 100% <b>lână</b>', now() - n * interval '1 hour'
  FROM generate_series(1, 40) n, generate_series(1, 2) v;
INSERT INTO editai_clip_content (id, clip_id, tts_text, srt_content, subtitle_settings, tts_voice_id, tts_timestamps)
  SELECT pg_temp.id(5, n), pg_temp.id(3, n * 10 + 1), 'Lână moale, numărul ' || n || '.', E'1\n00:00:00,000 --> 00:00:01,200\nLână\n',
         '{"fontSize": 48}', 'voice-1', '{"characters": ["L"]}' FROM generate_series(1, 39) n;
INSERT INTO editai_segments (id, source_video_id, start_time, end_time, keywords, notes, is_favorite)
  SELECT pg_temp.id(4, n * 10 + s), pg_temp.id(2, n), s * 3, s * 3 + 2.5, ARRAY['haină'], 'a note', s = 1
  FROM generate_series(1, 10) n, generate_series(1, 3) s;
-- Two segments of the same footage in a project are one link.
INSERT INTO editai_project_segments (id, project_id, segment_id, sequence_order)
  SELECT pg_temp.id(6, n * 10 + s), pg_temp.id(1, n), pg_temp.id(4, n * 10 + s), s
  FROM generate_series(1, 10) n, generate_series(1, 2) s;
INSERT INTO jobs (id, job_type, status, progress, data, error)
  SELECT 'job_' || n, 'render', (ARRAY['completed', 'failed', 'processing'])[1 + n % 3], (n * 3)::text,
         CASE WHEN n % 5 = 0 THEN '{}'::jsonb
              ELSE jsonb_build_object('user_id', pg_temp.whose(n), 'project_id', pg_temp.id(1, n)) END,
         CASE WHEN n % 3 = 1 THEN 'out of credit' END
  FROM generate_series(1, 20) n;
INSERT INTO api_costs (job_id, service, operation, units, estimated_cost, created_at)
  SELECT 'job_' || 1 + n % 20, 'elevenlabs', 'tts', 100 + n, 0.022 * n, '2026-03-30 12:00:00+00'::timestamptz + n * interval '1 day'
  FROM generate_series(1, 60) n;

-- Not right. What is wrong stands in the ids of tests/it/legacy.rs.
INSERT INTO editai_projects (id, user_id, name, created_at) VALUES
  (pg_temp.id(1, 901), pg_temp.id(9, 99), 'its user is gone', now()),
  (pg_temp.id(1, 902), pg_temp.id(9, 1), E' \n', now()),
  (pg_temp.id(1, 903), pg_temp.id(9, 1), repeat('n', 5000), now()),
  (pg_temp.id(1, 904), pg_temp.id(9, 1), E'two\nlines', 'infinity');
INSERT INTO editai_clips (id, project_id, variant_index, duration, is_deleted) VALUES
  (pg_temp.id(3, 901), pg_temp.id(1, 999), 1, 3, false),
  (pg_temp.id(3, 902), NULL, 1, NULL, false),
  (pg_temp.id(3, 903), pg_temp.id(1, 1), 0, -1, false),
  (pg_temp.id(3, 904), pg_temp.id(1, 1), 2, 3, true);
INSERT INTO editai_clip_content (id, clip_id, tts_text) VALUES
  (pg_temp.id(5, 901), pg_temp.id(3, 999), 'its clip is gone'),
  (pg_temp.id(5, 904), pg_temp.id(3, 904), 'its clip was deleted');
INSERT INTO editai_source_videos (id, user_id, name, file_path) VALUES
  (pg_temp.id(2, 901), pg_temp.id(9, 2), NULL, NULL);
INSERT INTO editai_segments (id, source_video_id, start_time, end_time) VALUES
  (pg_temp.id(4, 901), pg_temp.id(2, 1), 5, 2), (pg_temp.id(4, 902), pg_temp.id(2, 1), -1, 2),
  (pg_temp.id(4, 903), pg_temp.id(2, 1), NULL, 2), (pg_temp.id(4, 904), pg_temp.id(2, 999), 1, 2),
  (pg_temp.id(4, 905), pg_temp.id(2, 1), 1, 'NaN');
INSERT INTO editai_project_segments (id, project_id, segment_id, sequence_order) VALUES
  (pg_temp.id(6, 901), pg_temp.id(1, 1), pg_temp.id(4, 21), 1),
  (pg_temp.id(6, 902), pg_temp.id(1, 999), pg_temp.id(4, 21), 1),
  (pg_temp.id(6, 903), pg_temp.id(1, 1), pg_temp.id(4, 999), 1);
INSERT INTO jobs (id, job_type, status, progress, data) VALUES
  ('strange', NULL, 'sleeping', 'halfway', jsonb_build_object('user_id', 'not a uuid')),
  ('of its project', 'tts', 'completed', NULL, jsonb_build_object('project_id', pg_temp.id(1, 1)));
INSERT INTO api_costs (id, job_id, service, operation, units, estimated_cost, created_at) VALUES
  (901, 'job_1', 'elevenlabs', 'tts', NULL, -0.5, now()), (902, 'job_1', 'unknown', NULL, 10, NULL, now()),
  (903, 'job_1', 'gemini', NULL, -3, 0.0000004, '2026-05-01 00:00:00+00'), (904, 'job_1', 'gemini', 'x', 1, 1, NULL),
  (905, 'job_999', 'gemini', 'x', 1, 1, '2026-05-31 23:59:59+00'), (906, NULL, 'gemini', 'x', 1, 'NaN', now());
