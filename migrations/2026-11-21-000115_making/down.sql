ALTER TABLE projects DROP COLUMN making;
