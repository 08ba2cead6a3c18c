-- A valid key needs no undoing.
SELECT 1;
