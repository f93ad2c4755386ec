-- Findings and where they go, handing over, putting off, taking back, the call log
-- and who may not touch a case. Lists of words are separated by spaces.
ALTER TABLE cases ADD COLUMN finding TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN destinations TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN outcome INTEGER;
ALTER TABLE cases ADD COLUMN amount_yuan REAL;
ALTER TABLE cases ADD COLUMN owner TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN returned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN snoozed_until INTEGER;
-- Of a decision that may still be taken back.
ALTER TABLE cases ADD COLUMN settles_at INTEGER;
ALTER TABLE cases ADD COLUMN contact_entries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN contact_calls INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN contact_call_days INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN contact_last_day INTEGER;
-- Bits: spare contact 1, village 2, visit 4, reached 8.
ALTER TABLE cases ADD COLUMN contact_ways INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN batch TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN recused TEXT NOT NULL DEFAULT '';
CREATE INDEX cases_settling ON cases (settles_at) WHERE settles_at IS NOT NULL;
CREATE INDEX cases_batch ON cases (batch) WHERE batch <> '';

ALTER TABLE case_events ADD COLUMN finding TEXT NOT NULL DEFAULT '';
ALTER TABLE case_events ADD COLUMN destinations TEXT NOT NULL DEFAULT '';
ALTER TABLE case_events ADD COLUMN outcome INTEGER;
ALTER TABLE case_events ADD COLUMN amount_yuan REAL;
ALTER TABLE case_events ADD COLUMN until INTEGER;
ALTER TABLE case_events ADD COLUMN person TEXT NOT NULL DEFAULT '';
ALTER TABLE case_events ADD COLUMN contact INTEGER;
ALTER TABLE case_events ADD COLUMN contact_result INTEGER;
ALTER TABLE case_events ADD COLUMN batch TEXT NOT NULL DEFAULT '';
