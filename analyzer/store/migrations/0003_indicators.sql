-- Everything that was said about values that lists call bad or good
-- (feeds/indicator.h). Append only; what counts is decided by feeds/precedence.h.
CREATE TABLE indicator_values (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  value TEXT NOT NULL,
  label TEXT NOT NULL,
  latest INTEGER NOT NULL,
  UNIQUE (kind, value)
) STRICT;
CREATE INDEX indicator_values_latest ON indicator_values (latest);

CREATE TABLE indicator_statements (
  number INTEGER PRIMARY KEY,
  value_id INTEGER NOT NULL REFERENCES indicator_values (id) ON DELETE CASCADE,
  source TEXT NOT NULL,
  origin INTEGER NOT NULL,
  opinion INTEGER NOT NULL,
  revokes INTEGER NOT NULL,
  confidence REAL NOT NULL,
  at INTEGER NOT NULL,
  valid_from INTEGER NOT NULL,
  valid_until INTEGER,
  reason TEXT NOT NULL,
  arrived_at INTEGER NOT NULL
) STRICT;
CREATE INDEX indicator_statements_value ON indicator_statements (value_id);
