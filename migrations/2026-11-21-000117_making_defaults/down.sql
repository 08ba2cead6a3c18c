ALTER TABLE profiles DROP COLUMN making_defaults;
