-- How the lists that come in stand, and what of them waits for a person.
CREATE TABLE feed_states (
  name TEXT PRIMARY KEY,
  body TEXT NOT NULL,
  held BLOB
) STRICT;

-- The lists that go out: what stands on them, and what changed in which order.
CREATE TABLE list_entries (
  list TEXT NOT NULL,
  kind INTEGER NOT NULL,
  value TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (list, kind, value)
) STRICT;
CREATE TABLE list_changes (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  list TEXT NOT NULL,
  at INTEGER NOT NULL,
  removed INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  value TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX list_changes_list ON list_changes (list, number);
