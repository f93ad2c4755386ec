-- Whom a case waits for, what its finding rests on, what was saved, whose waiting it is.
ALTER TABLE cases ADD COLUMN referred_until INTEGER;
ALTER TABLE cases ADD COLUMN letter_since INTEGER;
ALTER TABLE cases ADD COLUMN files TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN saved_yuan REAL;
ALTER TABLE cases ADD COLUMN saved_by TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN saved_at INTEGER;
ALTER TABLE cases ADD COLUMN scheme INTEGER;
ALTER TABLE cases ADD COLUMN age_band INTEGER;
ALTER TABLE cases ADD COLUMN rural INTEGER;
CREATE INDEX cases_saved ON cases (saved_at) WHERE saved_at IS NOT NULL;
ALTER TABLE case_events ADD COLUMN companion TEXT NOT NULL DEFAULT '';
ALTER TABLE case_events ADD COLUMN files TEXT NOT NULL DEFAULT '';
ALTER TABLE case_events ADD COLUMN saved_yuan REAL;
-- Letters that were sent before and not answered: contact 6 is a letter, result 5 sent.
UPDATE cases SET letter_since =
  (SELECT e.at FROM case_events e WHERE e.case_id = cases.id AND e.contact = 6
   ORDER BY e.id DESC LIMIT 1)
  WHERE state <> 3 AND
  (SELECT e.contact_result FROM case_events e WHERE e.case_id = cases.id AND e.contact = 6
   ORDER BY e.id DESC LIMIT 1) = 5;

-- Evidence (store/case_files.h); the bytes lie encrypted in secrets.
CREATE TABLE case_files (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 BLOB NOT NULL,
  purpose TEXT NOT NULL,
  personal INTEGER NOT NULL,
  added_by TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  withdrawn_by TEXT NOT NULL,
  withdrawn_at INTEGER,
  withdrawn_why TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX case_files_case ON case_files (case_id, id);

-- Handed down to townships and villages (store/referrals.h); what was asked and found
-- lies encrypted in secrets.
CREATE TABLE case_referrals (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  unit_region TEXT NOT NULL,
  unit_name TEXT NOT NULL,
  sent_by TEXT NOT NULL,
  sent_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  state INTEGER NOT NULL,
  ended_by TEXT NOT NULL,
  ended_at INTEGER,
  found_by TEXT NOT NULL,
  found_on INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX case_referrals_case ON case_referrals (case_id, id);
CREATE INDEX case_referrals_open ON case_referrals (state, due_at, id);

-- Whom somebody may not judge (store/conflicts.h).
CREATE TABLE conflicts (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  kind INTEGER NOT NULL,
  region TEXT NOT NULL,
  note TEXT NOT NULL,
  stated_by TEXT NOT NULL,
  stated_at INTEGER NOT NULL,
  ended_by TEXT NOT NULL,
  ended_at INTEGER,
  ended_why TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX conflicts_account ON conflicts (account, id);
