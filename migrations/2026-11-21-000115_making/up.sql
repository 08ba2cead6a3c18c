-- What a person settles for the videos of a project: format, quality, matching, pins, transition, mix, end card.
ALTER TABLE projects ADD COLUMN making jsonb NOT NULL DEFAULT '{}';
