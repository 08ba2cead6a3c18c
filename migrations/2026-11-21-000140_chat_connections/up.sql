-- Where a profile's scripts are written when a model writes them. Its key is a credential.
CREATE TABLE chat_connections (
  profile_id uuid NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
  base_url text NOT NULL CHECK (base_url <> ''),
  model text NOT NULL CHECK (model <> ''),
  -- What a million tokens cost that the model reads, and writes.
  price_in_micro_usd bigint NOT NULL CHECK (price_in_micro_usd >= 0),
  price_out_micro_usd bigint NOT NULL CHECK (price_out_micro_usd >= 0),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (profile_id)
);

ALTER TABLE chat_connections ENABLE ROW LEVEL SECURITY;
ALTER TABLE chat_connections FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON chat_connections TO ef_app
  USING (profile_id = (SELECT ef.profile_id())) WITH CHECK (profile_id = (SELECT ef.profile_id()));
GRANT SELECT, INSERT, UPDATE, DELETE ON chat_connections TO ef_app;
