-- What is said about entries of the official register (store/register_marks.h).
CREATE TABLE register_marks (
  id TEXT PRIMARY KEY,
  entry TEXT NOT NULL,
  name TEXT NOT NULL,
  kind INTEGER NOT NULL,
  state INTEGER NOT NULL,
  bureau TEXT NOT NULL,
  evidence TEXT NOT NULL,
  by_whom TEXT NOT NULL,
  at INTEGER NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at INTEGER,
  ended_by TEXT NOT NULL,
  ended_at INTEGER,
  note TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX register_marks_entry ON register_marks (entry, id);
