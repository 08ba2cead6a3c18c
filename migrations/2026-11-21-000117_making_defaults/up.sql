-- How a store's videos are made unless a project says otherwise: format, transition, look, music, end card.
ALTER TABLE profiles ADD COLUMN making_defaults jsonb NOT NULL DEFAULT '{}';
