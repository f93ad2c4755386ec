-- The last entry of one action (a check of the log, an export) is found without reading the log.
CREATE INDEX audit_action ON audit (action, number);
-- Referrals of all states in their order.
CREATE INDEX case_referrals_due ON case_referrals (due_at, id);
