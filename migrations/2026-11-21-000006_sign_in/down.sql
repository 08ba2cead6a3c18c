DROP FUNCTION ef.has_accounts(), ef.find_account(text), ef.find_session(bytea, timestamptz),
  ef.find_token(bytea, timestamptz), ef.begin_login(bytea, bytea, timestamptz), ef.forgive_login(bytea, bytea);
DROP TABLE api_tokens, login_attempts, sessions, accounts;
