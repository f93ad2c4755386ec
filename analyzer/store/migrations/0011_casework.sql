-- Whose case it is and until when, one extension, archiving.
ALTER TABLE cases ADD COLUMN owner_until INTEGER;
ALTER TABLE cases ADD COLUMN extension_by TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN more_time_until INTEGER;
ALTER TABLE cases ADD COLUMN extended INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN archived_at INTEGER;

-- Observations that a case is about and that stand in another case.
CREATE TABLE case_mentions (
  case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL REFERENCES observations (seq) ON DELETE CASCADE,
  PRIMARY KEY (case_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_mentions_seq ON case_mentions (seq);

-- Objections (store/objections.h); what was said and who is to be called lies
-- encrypted in secrets.
CREATE TABLE objections (
  case_id TEXT PRIMARY KEY REFERENCES cases (id) ON DELETE CASCADE,
  about TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  way INTEGER NOT NULL,
  at INTEGER NOT NULL,
  region TEXT NOT NULL,
  taken_by TEXT NOT NULL,
  callback INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX objections_about ON objections (about);
CREATE INDEX objections_callback ON objections (callback, at, case_id);

-- Notes of the desk are kept encrypted; `note` holds only what is not sealed yet.
ALTER TABLE desk_entries ADD COLUMN sealed BLOB;

-- A campaign that a person made a part of another (store/campaigns.h).
ALTER TABLE campaigns ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
CREATE INDEX campaigns_merged ON campaigns (merged_into) WHERE merged_into <> '';

-- The list from which visits at home are made (store/visits.h).
CREATE TABLE visits (
  id TEXT PRIMARY KEY,
  person BLOB NOT NULL,
  region TEXT NOT NULL,
  age INTEGER,
  special TEXT NOT NULL,
  failures INTEGER NOT NULL,
  days INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  last_receipt TEXT NOT NULL,
  last_channel TEXT NOT NULL,
  last_failure TEXT NOT NULL,
  due_on INTEGER,
  done_at INTEGER,
  done_by TEXT NOT NULL,
  note TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX visits_person ON visits (person) WHERE done_at IS NULL;
CREATE INDEX visits_region ON visits (region, id) WHERE done_at IS NULL;

-- Trials of a policy (store/trials.h).
CREATE TABLE trials (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  by_whom TEXT NOT NULL,
  reason TEXT NOT NULL,
  change TEXT NOT NULL,
  state INTEGER NOT NULL,
  result TEXT NOT NULL,
  switched_by TEXT NOT NULL,
  switched_at INTEGER
) STRICT, WITHOUT ROWID;
