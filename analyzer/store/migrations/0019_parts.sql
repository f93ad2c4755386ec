-- Which observation has a caller's id. In PostgreSQL, where observations lie in parts, a
-- table of its own (postgres/0019_parts.sql).
CREATE VIEW observation_keys AS SELECT seq, caller, external_id, kind FROM observations;
