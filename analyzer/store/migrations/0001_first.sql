-- Times are milliseconds UTC, days are days since 1970-01-01, enumerations are
-- the numbers of their enumerators, keys are 16 and digests 32 bytes.

CREATE TABLE observations (
  seq INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  caller TEXT NOT NULL,
  external_id TEXT NOT NULL,
  digest BLOB NOT NULL,
  occurred_at INTEGER NOT NULL,
  arrived_at INTEGER NOT NULL,
  region TEXT NOT NULL,
  outcome INTEGER,
  decision INTEGER,
  level INTEGER,
  score REAL NOT NULL,
  degraded INTEGER NOT NULL,
  case_id TEXT,
  person BLOB,
  status INTEGER NOT NULL,
  -- The window event stands before what is long, so that rebuilding windows
  -- reads no overflow pages.
  event BLOB,
  answer BLOB NOT NULL,
  facts TEXT NOT NULL,
  verdict TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX observations_key ON observations (caller, external_id, kind);
CREATE INDEX observations_case ON observations (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX observations_person ON observations (person) WHERE person IS NOT NULL;
CREATE INDEX observations_degraded ON observations (seq) WHERE degraded = 1;

-- What became of an attempt after it was answered.
CREATE TABLE outcomes (
  id INTEGER PRIMARY KEY,
  observation INTEGER NOT NULL REFERENCES observations (seq) ON DELETE CASCADE,
  outcome TEXT NOT NULL,
  at INTEGER NOT NULL,
  source TEXT NOT NULL
) STRICT;
CREATE INDEX outcomes_observation ON outcomes (observation);

-- What changes the windows besides attempts and reports.
CREATE TABLE window_changes (
  seq INTEGER PRIMARY KEY,
  event BLOB NOT NULL
) STRICT;

CREATE TABLE cases (
  id TEXT PRIMARY KEY,
  kind INTEGER NOT NULL,
  state INTEGER NOT NULL,
  region TEXT NOT NULL,
  title TEXT NOT NULL,
  score REAL NOT NULL,
  priority INTEGER NOT NULL,
  held INTEGER NOT NULL,
  escalated INTEGER NOT NULL,
  decide_by INTEGER,
  opened_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  assignee TEXT NOT NULL,
  lease_until INTEGER,
  disposition INTEGER,
  cause INTEGER,
  proposed_by TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at INTEGER,
  observations INTEGER NOT NULL,
  version INTEGER NOT NULL,
  -- Order of urgency: held by decide_by, then priority, then oldest.
  due INTEGER AS (CASE held WHEN 1 THEN coalesce(decide_by, 4611686018427387903)
                  ELSE 9223372036854775807 END) VIRTUAL,
  rank INTEGER AS (-priority) VIRTUAL
) STRICT, WITHOUT ROWID;
CREATE INDEX cases_urgent ON cases (due, rank, opened_at, id) WHERE state <> 3;
CREATE INDEX cases_newest ON cases (opened_at, id);
CREATE INDEX cases_updated ON cases (updated_at, id);

CREATE TABLE case_events (
  id INTEGER PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  kind INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  note TEXT NOT NULL,
  disposition INTEGER,
  cause INTEGER,
  lease_until INTEGER
) STRICT;
CREATE INDEX case_events_case ON case_events (case_id);

CREATE TABLE case_links (
  case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  kind INTEGER NOT NULL,
  key BLOB NOT NULL,
  PRIMARY KEY (case_id, kind, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_links_key ON case_links (key, kind);

CREATE TABLE case_skips (
  case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  actor TEXT NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (case_id, actor)
) STRICT, WITHOUT ROWID;

CREATE TABLE labels (
  id INTEGER PRIMARY KEY,
  observation INTEGER NOT NULL REFERENCES observations (seq) ON DELETE CASCADE,
  case_id TEXT NOT NULL,
  disposition INTEGER NOT NULL,
  cause INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by_whom TEXT NOT NULL
) STRICT;
CREATE INDEX labels_observation ON labels (observation);

CREATE TABLE campaigns (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  domains TEXT NOT NULL,
  counties TEXT NOT NULL,
  reports INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX campaigns_seen ON campaigns (last_seen);

CREATE TABLE campaign_links (
  campaign_id TEXT NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
  kind INTEGER NOT NULL,
  key BLOB NOT NULL,
  PRIMARY KEY (campaign_id, kind, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX campaign_links_key ON campaign_links (key, kind);

CREATE TABLE registry_events (
  seq INTEGER PRIMARY KEY,
  caller TEXT NOT NULL,
  event_id TEXT NOT NULL,
  digest BLOB NOT NULL,
  person BLOB NOT NULL,
  kind INTEGER NOT NULL,
  from_day INTEGER NOT NULL,
  to_day INTEGER,
  origin BLOB NOT NULL,
  match INTEGER NOT NULL,
  status INTEGER NOT NULL,
  received_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX registry_events_key ON registry_events (caller, event_id);
CREATE INDEX registry_events_person ON registry_events (person);

CREATE TABLE registry_status (
  id INTEGER PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES registry_events (seq) ON DELETE CASCADE,
  status INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX registry_status_event ON registry_status (event);

CREATE TABLE aliases (
  alias BLOB PRIMARY KEY,
  target BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_target ON aliases (target);

CREATE TABLE users (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  roles TEXT NOT NULL,
  region TEXT NOT NULL,
  failures INTEGER NOT NULL,
  locked_until INTEGER,
  disabled INTEGER NOT NULL,
  must_change INTEGER NOT NULL,
  second_factor TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  password_at INTEGER NOT NULL,
  last_sign_in INTEGER,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_ins (
  token_hash BLOB PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  csrf_hash BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_ins_user ON sign_ins (user_id);

CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,
  name TEXT NOT NULL,
  caller TEXT NOT NULL,
  scopes TEXT NOT NULL,
  link_namespace TEXT NOT NULL,
  region TEXT NOT NULL,
  created_by TEXT NOT NULL,
  require_nonce INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  last_used INTEGER,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE nonces (
  caller TEXT NOT NULL,
  nonce TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (caller, nonce)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  number INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  cause TEXT NOT NULL,
  result TEXT NOT NULL,
  request_id TEXT NOT NULL,
  detail TEXT NOT NULL,
  hash BLOB NOT NULL
) STRICT;
-- The end of the chain, so that rows cut off at the end show.
CREATE TABLE audit_head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  number INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;
INSERT INTO audit_head VALUES (1, 0, zeroblob(32));
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
  BEGIN SELECT raise(ABORT, 'the audit log is append only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
  BEGIN SELECT raise(ABORT, 'the audit log is append only'); END;
-- Also stops INSERT OR REPLACE, which deletes without asking the trigger above.
CREATE TRIGGER audit_in_order BEFORE INSERT ON audit
  WHEN new.number <> (SELECT number + 1 FROM audit_head)
  BEGIN SELECT raise(ABORT, 'the audit log is append only'); END;
CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
  BEGIN SELECT raise(ABORT, 'the audit log is append only'); END;
CREATE TRIGGER audit_head_onwards BEFORE UPDATE ON audit_head
  WHEN new.number <> old.number + 1
  BEGIN SELECT raise(ABORT, 'the audit log is append only'); END;

CREATE TABLE secrets (
  owner TEXT NOT NULL,
  kind TEXT NOT NULL,
  key_version INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (owner, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
