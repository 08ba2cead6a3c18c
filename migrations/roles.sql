-- The three roles, made once a cluster by a superuser before the first migration. Safe to run again.
--   ef_owner   owns the tables and migrates
--   ef_app     serves every request and does every job, inside one profile; owns nothing
--   ef_worker  claims jobs through one function
-- On a hosted server give each a password: ALTER ROLE ef_app PASSWORD '...'.
DO $$
DECLARE
  role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['ef_owner', 'ef_app', 'ef_worker'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
      EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION', role);
    END IF;
  END LOOP;
END $$;

ALTER ROLE ef_app SET statement_timeout = '30s';
ALTER ROLE ef_app SET lock_timeout = '5s';
ALTER ROLE ef_app SET idle_in_transaction_session_timeout = '30s';
ALTER ROLE ef_app SET client_connection_check_interval = '200ms';
ALTER ROLE ef_worker SET statement_timeout = '30s';
ALTER ROLE ef_worker SET lock_timeout = '5s';
ALTER ROLE ef_worker SET idle_in_transaction_session_timeout = '30s';
ALTER ROLE ef_owner SET lock_timeout = '5s';
