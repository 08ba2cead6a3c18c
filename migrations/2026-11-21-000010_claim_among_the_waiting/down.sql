-- Claims the first job of the profile that was served longest ago and has fewer than `cap` jobs running.
CREATE OR REPLACE FUNCTION ef.claim_job(worker uuid, lease_ms integer, cap integer) RETURNS SETOF jobs
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  turn uuid;
BEGIN
  SELECT q.profile_id INTO turn FROM public.queues q
    WHERE EXISTS (SELECT FROM public.jobs j
                  WHERE j.profile_id = q.profile_id AND j.state = 'ready' AND j.run_at <= now())
      AND (SELECT count(*) FROM public.jobs j
           WHERE j.profile_id = q.profile_id AND j.state = 'running') < cap
    ORDER BY q.last_served LIMIT 1 FOR UPDATE OF q SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  UPDATE public.queues SET last_served = clock_timestamp() WHERE profile_id = turn;
  RETURN QUERY
    UPDATE public.jobs SET state = 'running', attempt = attempt + 1, lease_by = worker, step = 'starting',
        lease_until = clock_timestamp() + lease_ms * interval '1 millisecond'
      WHERE (profile_id, id) = (
        SELECT j.profile_id, j.id FROM public.jobs j
          WHERE j.profile_id = turn AND j.state = 'ready' AND j.run_at <= now()
          ORDER BY j.priority, j.run_at, j.id LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING *;
END $$;
