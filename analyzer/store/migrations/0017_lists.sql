-- What settled cases put on our own list, and what waits for another person there.
CREATE TABLE listings (
  case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  kind INTEGER NOT NULL,
  value TEXT NOT NULL,
  label TEXT NOT NULL,
  state INTEGER NOT NULL,
  why TEXT NOT NULL,
  at INTEGER NOT NULL,
  by_account TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at INTEGER,
  note TEXT NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (case_id, kind, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX listings_value ON listings (kind, value) WHERE state = 0;
CREATE INDEX listings_waiting ON listings (at) WHERE state = 1;

-- What cases put on the list counts among what goes out.
DROP INDEX indicator_statements_spoken;
CREATE INDEX indicator_statements_spoken ON indicator_statements (number)
  WHERE origin = 1 OR opinion = 1 OR source = 'disposition';

-- The lists that come in as the console set them; data/feeds.toml has its own.
CREATE TABLE feed_configs (
  name TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
