-- Claims the first job of the profile that was served longest ago and has fewer than `cap` jobs running.
--
-- It asks for the profiles that wait by skipping from one to the next in jobs_ready: what a claim costs does not grow
-- with the profiles that have no work. A profile's running jobs are counted only when it is its turn, and once more
-- under the lock of its queue, so that two workers never exceed the cap together.
CREATE OR REPLACE FUNCTION ef.claim_job(worker uuid, lease_ms integer, cap integer) RETURNS SETOF jobs
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  turn uuid;
BEGIN
  FOR turn IN
    WITH RECURSIVE waiting AS (
      (SELECT j.profile_id FROM public.jobs j
         WHERE j.state = 'ready' ORDER BY j.profile_id, j.priority, j.run_at, j.id LIMIT 1)
      UNION ALL
      SELECT (SELECT j.profile_id FROM public.jobs j WHERE j.state = 'ready' AND j.profile_id > w.profile_id
                ORDER BY j.profile_id, j.priority, j.run_at, j.id LIMIT 1)
        FROM waiting w WHERE w.profile_id IS NOT NULL)
    SELECT q.profile_id FROM waiting w JOIN public.queues q USING (profile_id) ORDER BY q.last_served
  LOOP
    -- What waits for its time is passed over without a lock.
    CONTINUE WHEN NOT EXISTS (SELECT FROM public.jobs j
                              WHERE j.profile_id = turn AND j.state = 'ready' AND j.run_at <= now());
    CONTINUE WHEN (SELECT count(*) FROM public.jobs j
                   WHERE j.profile_id = turn AND j.state = 'running') >= cap;
    PERFORM FROM public.queues q WHERE q.profile_id = turn FOR UPDATE SKIP LOCKED;
    CONTINUE WHEN NOT FOUND;
    CONTINUE WHEN (SELECT count(*) FROM public.jobs j
                   WHERE j.profile_id = turn AND j.state = 'running') >= cap;
    RETURN QUERY
      UPDATE public.jobs SET state = 'running', attempt = attempt + 1, lease_by = worker, step = 'starting',
          lease_until = clock_timestamp() + lease_ms * interval '1 millisecond'
        WHERE (profile_id, id) = (
          SELECT j.profile_id, j.id FROM public.jobs j
            WHERE j.profile_id = turn AND j.state = 'ready' AND j.run_at <= now()
            ORDER BY j.priority, j.run_at, j.id LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING *;
    IF FOUND THEN
      UPDATE public.queues SET last_served = clock_timestamp() WHERE profile_id = turn;
      RETURN;
    END IF;
  END LOOP;
END $$;
