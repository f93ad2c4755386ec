-- Functions of SQLite that the shared SQL uses.
CREATE FUNCTION instr(text, text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT pg_catalog.strpos($1, $2) $$;
CREATE FUNCTION substr(text, integer, bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT pg_catalog.substr($1, $2, $3::integer) $$;
CREATE FUNCTION zeroblob(integer) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT pg_catalog.decode(pg_catalog.repeat('00', $1), 'hex') $$;
