-- Some keys open whatever answers at an address that a person entered. Such a key is stored with its address in one row,
-- and is never given out for another.
ALTER TABLE credentials ADD COLUMN address text;
