DROP FUNCTION ef.enqueue_tidying();
ALTER TABLE queues DROP COLUMN tidied_at;
