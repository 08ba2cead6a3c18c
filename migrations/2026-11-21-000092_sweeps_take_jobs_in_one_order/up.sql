-- Lost jobs are taken in the profiles' order, so that two sweeps do not wait for each other's job_seqs.
CREATE OR REPLACE FUNCTION ef.sweep_jobs() RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  lost record;
  swept bigint := 0;
BEGIN
  FOR lost IN
    SELECT profile_id, id FROM public.jobs WHERE state = 'running' AND lease_until < clock_timestamp()
      ORDER BY profile_id, id FOR UPDATE SKIP LOCKED
  LOOP
    UPDATE public.jobs j SET
        state = 'ready',
        step = CASE WHEN j.cancel_requested THEN 'stopping' ELSE 'waiting for a worker' END,
        run_at = clock_timestamp() + CASE WHEN j.cancel_requested OR j.attempt >= j.max_attempts THEN interval '0'
          ELSE LEAST(j.attempt * j.attempt, 60) * interval '1 second' END,
        lease_by = NULL, lease_until = NULL
      WHERE (j.profile_id, j.id) = (lost.profile_id, lost.id);
    swept := swept + 1;
  END LOOP;
  RETURN swept;
END $$;
