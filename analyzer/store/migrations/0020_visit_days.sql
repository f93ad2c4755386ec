-- The days on which certification failed, so that one that is told late counts once.
ALTER TABLE visits ADD COLUMN failed_on TEXT NOT NULL DEFAULT '';
