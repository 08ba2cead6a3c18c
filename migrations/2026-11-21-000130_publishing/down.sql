DROP FUNCTION ef.claim_channel(bytea), ef.release_channel(bytea);
DROP TABLE publishing_events, publications, publication_uploads, channel_claims, channels, publishing_connections;
