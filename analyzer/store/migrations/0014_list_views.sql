-- Since when a value stands on a list that goes out: a consumer may see it later.
ALTER TABLE list_entries ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
-- What of those lists a key's owner sees; empty: everything.
ALTER TABLE api_keys ADD COLUMN lists TEXT NOT NULL DEFAULT '';
