-- Pictures that were handed in: what they were, for good; the picture itself, where
-- it is kept as evidence, lies encrypted in secrets under the same id.
CREATE TABLE pictures (
  id TEXT PRIMARY KEY,
  sha256 BLOB NOT NULL,
  owner TEXT NOT NULL,
  at INTEGER NOT NULL,
  format TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  kept_until INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX pictures_kept ON pictures (kept_until) WHERE kept_until IS NOT NULL;
