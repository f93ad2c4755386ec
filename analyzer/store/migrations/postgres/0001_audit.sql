-- The triggers of 0001_first.sql.
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql
  AS $$ BEGIN RAISE EXCEPTION 'the audit log is append only'; END $$;
CREATE FUNCTION audit_check_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF new.number <> (SELECT number + 1 FROM audit_head) THEN
    RAISE EXCEPTION 'the audit log is append only';
  END IF;
  RETURN new;
END $$;
CREATE TRIGGER audit_no_update BEFORE UPDATE OR DELETE ON audit
  FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_in_order BEFORE INSERT ON audit
  FOR EACH ROW EXECUTE FUNCTION audit_check_order();
CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
  FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_head_no_truncate BEFORE TRUNCATE ON audit_head
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_head_onwards BEFORE UPDATE ON audit_head
  FOR EACH ROW WHEN (new.number <> old.number + 1) EXECUTE FUNCTION audit_refuse();
