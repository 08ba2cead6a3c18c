DROP TABLE job_seqs, queues, jobs, clips, project_source_videos, projects, segments, source_videos CASCADE;
DROP TABLE users, profiles CASCADE;
DROP SCHEMA ef CASCADE;
