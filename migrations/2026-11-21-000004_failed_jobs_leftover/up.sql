-- What a broken attempt at the next migration left.
DROP INDEX IF EXISTS jobs_failed;
