-- What one list said is read without reading what all said.
CREATE INDEX indicator_statements_source ON indicator_statements (source, number);
-- What persons said and what lists allow: all that what goes out is made of.
CREATE INDEX indicator_statements_spoken ON indicator_statements (number)
  WHERE origin = 1 OR opinion = 1;

-- Observations by what a list may name later: places of links, referrers, numbers.
CREATE TABLE observation_places (
  key BLOB NOT NULL,
  observation INTEGER NOT NULL REFERENCES observations (seq) ON DELETE CASCADE,
  PRIMARY KEY (key, observation)
) STRICT, WITHOUT ROWID;
CREATE INDEX observation_places_observation ON observation_places (observation);

-- What others are to hear of, written with the change itself.
CREATE TABLE outbox (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  subject TEXT NOT NULL,
  at INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX outbox_at ON outbox (at);
CREATE TABLE webhook_cursors (
  hook TEXT PRIMARY KEY,
  number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE webhook_deliveries (
  hook TEXT NOT NULL,
  event INTEGER NOT NULL REFERENCES outbox (number) ON DELETE CASCADE,
  subject TEXT NOT NULL,
  state INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  tried_at INTEGER,
  status INTEGER NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (hook, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (hook, state, next_at);
CREATE INDEX webhook_deliveries_subject ON webhook_deliveries (hook, subject, event);
CREATE INDEX webhook_deliveries_event ON webhook_deliveries (event);

-- Objections of those who are listed.
CREATE TABLE disputes (
  id TEXT PRIMARY KEY,
  state INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  value TEXT NOT NULL,
  label TEXT NOT NULL,
  reason TEXT NOT NULL,
  opened_by TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at INTEGER,
  note TEXT NOT NULL,
  closed_at INTEGER,
  detail TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX disputes_state ON disputes (state, opened_at);
CREATE INDEX disputes_value ON disputes (kind, value);

-- Numbers and accounts that were handed to police or operators, and on what ground.
CREATE TABLE handovers (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  caller TEXT NOT NULL,
  recipient TEXT NOT NULL,
  reference TEXT NOT NULL,
  purpose TEXT NOT NULL,
  entries INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX handovers_at ON handovers (at);
