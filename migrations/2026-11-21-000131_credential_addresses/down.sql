ALTER TABLE credentials DROP COLUMN address;
