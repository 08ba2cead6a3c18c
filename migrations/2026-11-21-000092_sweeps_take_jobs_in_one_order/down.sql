CREATE OR REPLACE FUNCTION ef.sweep_jobs() RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  swept bigint;
BEGIN
  WITH lost AS (
    SELECT profile_id, id FROM public.jobs WHERE state = 'running' AND lease_until < clock_timestamp()
      FOR UPDATE SKIP LOCKED)
  UPDATE public.jobs j SET
      state = 'ready',
      step = CASE WHEN j.cancel_requested THEN 'stopping' ELSE 'waiting for a worker' END,
      run_at = clock_timestamp() + CASE WHEN j.cancel_requested OR j.attempt >= j.max_attempts THEN interval '0'
        ELSE LEAST(j.attempt * j.attempt, 60) * interval '1 second' END,
      lease_by = NULL, lease_until = NULL
    FROM lost WHERE (j.profile_id, j.id) = (lost.profile_id, lost.id);
  GET DIAGNOSTICS swept = ROW_COUNT;
  RETURN swept;
END $$;
