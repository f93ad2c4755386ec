-- What the hotline's desk keeps of the reports it took (store/desk.h).
CREATE TABLE desk_reports (
  seq INTEGER PRIMARY KEY REFERENCES observations (seq) ON DELETE CASCADE,
  report_id TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL,
  region TEXT NOT NULL,
  level INTEGER NOT NULL,
  source TEXT NOT NULL,
  medium TEXT NOT NULL,
  agent TEXT NOT NULL,
  paid_yuan REAL,
  caller BLOB,
  callback INTEGER NOT NULL,
  missing TEXT NOT NULL
) STRICT;
CREATE INDEX desk_reports_caller ON desk_reports (caller, seq) WHERE caller IS NOT NULL;
CREATE INDEX desk_reports_due ON desk_reports (seq) WHERE callback = 1;

CREATE TABLE desk_entries (
  id INTEGER PRIMARY KEY,
  report INTEGER NOT NULL REFERENCES desk_reports (seq) ON DELETE CASCADE,
  kind INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by_whom TEXT NOT NULL,
  recipient TEXT NOT NULL,
  receipt TEXT NOT NULL,
  reached INTEGER,
  note TEXT NOT NULL
) STRICT;
CREATE INDEX desk_entries_report ON desk_entries (report);

-- Tips on fund fraud (store/tips.h); what was told and by whom lies encrypted in
-- secrets.
CREATE TABLE tips (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  region TEXT NOT NULL,
  state INTEGER NOT NULL,
  named INTEGER NOT NULL,
  examine_by INTEGER NOT NULL,
  answer_by INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tip_events (
  id INTEGER PRIMARY KEY,
  tip TEXT NOT NULL REFERENCES tips (id) ON DELETE CASCADE,
  state INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  note BLOB NOT NULL
) STRICT;
CREATE INDEX tip_events_tip ON tip_events (tip);

-- Counts for the overview (store/daily_counts.h), and the cases they stand beside.
CREATE TABLE daily_counts (
  day INTEGER NOT NULL,
  county TEXT NOT NULL,
  measure TEXT NOT NULL,
  word TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (day, county, measure, word)
) STRICT, WITHOUT ROWID;
CREATE INDEX cases_decided ON cases (decided_at) WHERE decided_at IS NOT NULL;
