-- ON CONFLICT waits for whoever changes the row that is there: a claim, which holds the profile's queue and waits for
-- its job_seqs, while who enqueues holds these. That was a deadlock. A look waits for nobody; two who enqueue the
-- first jobs of a profile wait for each other at its job_seqs before they come here.
CREATE OR REPLACE FUNCTION ef.announce_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM public.queues WHERE profile_id = NEW.profile_id) THEN
    INSERT INTO public.queues (profile_id) VALUES (NEW.profile_id) ON CONFLICT DO NOTHING;
  END IF;
  NOTIFY ef_jobs;
  RETURN NULL;
END $$;
