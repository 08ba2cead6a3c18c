CREATE OR REPLACE FUNCTION ef.sweep_jobs() RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  swept bigint;
BEGIN
  WITH lost AS (
    SELECT profile_id, id FROM public.jobs WHERE state = 'running' AND lease_until < clock_timestamp()
      FOR UPDATE SKIP LOCKED)
  UPDATE public.jobs j SET
      state = CASE WHEN j.cancel_requested THEN 'cancelled'
                   WHEN j.attempt >= j.max_attempts THEN 'dead' ELSE 'ready' END,
      step = CASE WHEN j.cancel_requested THEN 'cancelled'
                  WHEN j.attempt >= j.max_attempts THEN 'given up' ELSE 'waiting for a worker' END,
      failure_code = CASE WHEN j.attempt >= j.max_attempts THEN 'worker_lost' END,
      failure_detail = CASE WHEN j.attempt >= j.max_attempts
        THEN 'The worker was lost ' || j.attempt || ' times while it did this; look at its log.' END,
      run_at = clock_timestamp() + LEAST(j.attempt * j.attempt, 60) * interval '1 second',
      lease_by = NULL, lease_until = NULL
    FROM lost WHERE (j.profile_id, j.id) = (lost.profile_id, lost.id);
  GET DIAGNOSTICS swept = ROW_COUNT;
  RETURN swept;
END $$;
