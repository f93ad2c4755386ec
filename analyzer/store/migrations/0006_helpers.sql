-- The register of helpers (store/helpers.h): what was agreed, and the keyed hashes
-- by which attempts meet it.
CREATE TABLE helpers (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  state INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  name TEXT NOT NULL,
  area TEXT NOT NULL,
  valid_from INTEGER NOT NULL,
  valid_until INTEGER,
  weekdays INTEGER NOT NULL,
  opens INTEGER NOT NULL,
  closes INTEGER NOT NULL,
  persons_day INTEGER,
  persons_week INTEGER,
  beds INTEGER,
  note TEXT NOT NULL,
  case_id TEXT NOT NULL,
  registered_by TEXT NOT NULL,
  registered_at INTEGER NOT NULL,
  confirmed_by TEXT NOT NULL,
  confirmed_at INTEGER,
  revoked_by TEXT NOT NULL,
  revoked_at INTEGER,
  revoke_reason TEXT NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE helper_links (
  helper INTEGER NOT NULL REFERENCES helpers (number) ON DELETE CASCADE,
  kind INTEGER NOT NULL,
  key BLOB NOT NULL,
  label TEXT NOT NULL,
  PRIMARY KEY (helper, kind, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX helper_links_key ON helper_links (key, kind);
