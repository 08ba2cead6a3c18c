CREATE OR REPLACE FUNCTION ef.announce_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.queues (profile_id) VALUES (NEW.profile_id) ON CONFLICT DO NOTHING;
  NOTIFY ef_jobs;
  RETURN NULL;
END $$;
