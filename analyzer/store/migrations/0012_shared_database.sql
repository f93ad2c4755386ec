-- For several servers on one database. Numbers that are never given out twice, even
-- if the rows that had them go:
CREATE TABLE numbers (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO numbers (name, value)
  SELECT 'seq.floor', CAST(CAST(value AS TEXT) AS INTEGER) FROM meta WHERE name = 'seq.floor';
-- A server that was at an earlier number of the log has not seen the alias.
ALTER TABLE aliases ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX aliases_changed ON aliases (changed);
