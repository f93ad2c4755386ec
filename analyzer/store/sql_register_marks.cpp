// What is said about entries of the official register.

#include "analyzer/store/sql_register_marks.h"

#include "analyzer/store/sql_session.h"

namespace analyzer::store {
namespace {

constexpr std::string_view kMark =
    "SELECT id, entry, name, kind, state, bureau, evidence, by_whom, at, decided_by, decided_at,"
    " ended_by, ended_at, note, version FROM register_marks ";

RegisterMark read_mark(const Query& query) {
  RegisterMark out;
  out.id = query.text(0);
  out.entry = query.text(1);
  out.name = query.text(2);
  out.kind = query.word<MarkKind>(3);
  out.state = query.word<MarkState>(4);
  out.bureau = query.text(5);
  out.evidence = query.text(6);
  out.by = query.text(7);
  out.at = query.time(8);
  out.decided_by = query.text(9);
  out.decided_at = query.maybe_time(10);
  out.ended_by = query.text(11);
  out.ended_at = query.maybe_time(12);
  out.note = query.text(13);
  out.version = query.number(14);
  return out;
}

}  // namespace

RegisterMarks& register_marks(Session& session) {
  // The one kind of session there is: both stores are databases.
  return static_cast<SqlSession&>(session).register_marks();
}

Status SqlRegisterMarks::put(const RegisterMark& m, std::optional<std::int64_t> expected) {
  Query query(db_, expected ? "UPDATE register_marks SET state = ?, decided_by = ?, decided_at = ?,"
                              " ended_by = ?, ended_at = ?, note = ?, version = ?"
                              " WHERE id = ? AND version = ?"
                            : "INSERT INTO register_marks (state, decided_by, decided_at, ended_by,"
                              " ended_at, note, version, id, entry, name, kind, bureau, evidence,"
                              " by_whom, at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  query.bind(m.state).bind(m.decided_by).bind(m.decided_at).bind(m.ended_by).bind(m.ended_at);
  query.bind(m.note).bind(m.version).bind(m.id);
  if (expected) {
    query.bind(*expected);
  } else {
    query.bind(m.entry).bind(m.name).bind(m.kind).bind(m.bureau).bind(m.evidence);
    query.bind(m.by).bind(m.at);
  }
  if (Status status = query.run(); !status) return status;
  if (expected && db_.changes() == 0) {
    return fail(ErrorCode::kConflict, "the mark was changed meanwhile");
  }
  return {};
}

Result<std::optional<RegisterMark>> SqlRegisterMarks::find(std::string_view id) {
  Query query(db_, std::string(kMark) + "WHERE id = ?");
  return first_row(query.bind(id), read_mark);
}

Result<std::vector<RegisterMark>> SqlRegisterMarks::current() {
  Query query(db_, std::string(kMark) + "WHERE state IN (?, ?) ORDER BY id");
  query.bind(MarkState::kProposed).bind(MarkState::kInForce);
  return all_rows(query, read_mark);
}

Result<std::vector<RegisterMark>> SqlRegisterMarks::of_entry(std::string_view entry) {
  Query query(db_, std::string(kMark) + "WHERE entry = ? ORDER BY id DESC");
  return all_rows(query.bind(entry), read_mark);
}

Result<std::uint64_t> SqlRegisterMarks::revision() {
  Query query(db_, "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM register_marks");
  const Result<bool> row = query.step();
  if (!row) return tl::unexpected(row.error());
  return *row ? static_cast<std::uint64_t>(query.number(0)) : 0;
}

}  // namespace analyzer::store
