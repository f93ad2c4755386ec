-- Observations lie in parts by ranges of their numbers (store/postgres_parts.h). No index
-- is unique over parts without the number, so a caller's id is unique in a table of its
-- own, written by trigger, and what refers to an observation refers to its row there: a
-- part can then be taken off without looking at who refers to it.
CREATE TABLE observation_keys (
  seq BIGINT NOT NULL,
  caller TEXT COLLATE "C" NOT NULL,
  external_id TEXT COLLATE "C" NOT NULL,
  kind BIGINT NOT NULL
);
INSERT INTO observation_keys SELECT seq, caller, external_id, kind FROM observations ORDER BY seq;
ALTER TABLE observation_keys ADD PRIMARY KEY (seq);
ALTER TABLE observation_keys
  ADD CONSTRAINT observation_keys_key UNIQUE (caller, external_id, kind);

DO $$
DECLARE
  link record;
BEGIN
  FOR link IN
    SELECT c.conrelid::regclass AS place, c.conname AS name, a.attname AS field
    FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.confrelid = 'observations'::regclass
  LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', link.place, link.name);
    EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I FOREIGN KEY (%I)'
                   ' REFERENCES observation_keys (seq) ON DELETE CASCADE',
                   link.place, link.name, link.field);
  END LOOP;
END $$;

-- The table as it was is the first part.
ALTER TABLE observations RENAME TO observations_0;
ALTER TABLE observations_0 ALTER seq DROP IDENTITY;
ALTER INDEX observations_pkey RENAME TO observations_0_pkey;
ALTER INDEX observations_key RENAME TO observations_0_key;
ALTER INDEX observations_case RENAME TO observations_0_case;
ALTER INDEX observations_person RENAME TO observations_0_person;
ALTER INDEX observations_degraded RENAME TO observations_0_degraded;
CREATE TABLE observations (LIKE observations_0) PARTITION BY RANGE (seq);
ALTER TABLE observations ADD PRIMARY KEY (seq);
CREATE INDEX observations_case ON observations (case_id, level) WHERE case_id IS NOT NULL;
CREATE INDEX observations_person ON observations (person) WHERE person IS NOT NULL;
CREATE INDEX observations_degraded ON observations (seq) WHERE degraded = 1;

-- What parts there are: numbers from `first` up to `past`, which is the next one's;
-- `begun` when the first of them was to be given, not yet for those made ahead.
CREATE TABLE observation_parts (
  first BIGINT PRIMARY KEY,
  past BIGINT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  begun BIGINT
);
DO $$
DECLARE
  past bigint;
BEGIN
  SELECT (coalesce(max(seq), 0) / 1000000000 + 1) * 1000000000 INTO past FROM observations_0;
  EXECUTE format('ALTER TABLE observations ATTACH PARTITION observations_0'
                 ' FOR VALUES FROM (0) TO (%s)', past);
  INSERT INTO observation_parts VALUES (0, past, 'observations_0', NULL);
  -- A server of the version before, which may still run, looks here for a caller's id.
  IF NOT EXISTS (SELECT 1 FROM observations_0) THEN
    DROP INDEX observations_0_key;
  END IF;
END $$;
-- No insert fails for want of a part.
CREATE TABLE observations_rest PARTITION OF observations DEFAULT;

CREATE FUNCTION observation_key_come() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO observation_keys (seq, caller, external_id, kind)
    VALUES (new.seq, new.caller, new.external_id, new.kind);
  RETURN new;
END $$;
CREATE FUNCTION observation_key_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM observation_keys WHERE seq = old.seq;
  RETURN NULL;
END $$;
CREATE TRIGGER observation_key_come BEFORE INSERT ON observations
  FOR EACH ROW EXECUTE FUNCTION observation_key_come();
CREATE TRIGGER observation_key_gone AFTER DELETE ON observations
  FOR EACH ROW EXECUTE FUNCTION observation_key_gone();
