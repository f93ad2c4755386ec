-- A case's level is the highest of its observations': found in the index alone.
DROP INDEX observations_case;
CREATE INDEX observations_case ON observations (case_id, level) WHERE case_id IS NOT NULL;
