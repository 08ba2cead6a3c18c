-- Files without a row are looked for once a day, in profiles where something was done since.
ALTER TABLE queues ADD COLUMN tidied_at timestamptz NOT NULL DEFAULT now();

CREATE FUNCTION ef.enqueue_tidying() RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  enqueued bigint;
BEGIN
  WITH due AS (
    SELECT q.profile_id, q.tidied_at FROM public.queues q
      WHERE q.tidied_at < now() - interval '1 day'
        AND EXISTS (SELECT FROM public.jobs j
                    WHERE j.profile_id = q.profile_id AND j.created_at > q.tidied_at AND j.kind <> 'tidy')
      LIMIT 20 FOR UPDATE SKIP LOCKED),
  noted AS (
    UPDATE public.queues q SET tidied_at = now() FROM due WHERE q.profile_id = due.profile_id RETURNING q.profile_id)
  INSERT INTO public.jobs (profile_id, id, actor_id, kind, task, priority)
    SELECT noted.profile_id, gen_random_uuid(), newest.actor_id, 'tidy', '{"kind": "tidy"}', 200
      FROM noted CROSS JOIN LATERAL (
        SELECT j.actor_id FROM public.jobs j WHERE j.profile_id = noted.profile_id
          ORDER BY j.created_at DESC LIMIT 1) newest;
  GET DIAGNOSTICS enqueued = ROW_COUNT;
  RETURN enqueued;
END $$;
REVOKE EXECUTE ON FUNCTION ef.enqueue_tidying() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ef.enqueue_tidying() TO ef_worker;
