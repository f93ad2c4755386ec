// Disputes and handovers.

#include "analyzer/store/sql_outbox.h"

namespace analyzer::store {
namespace {

constexpr std::string_view kDispute =
    "SELECT id, state, kind, value, label, reason, opened_by, opened_at, decided_by, decided_at,"
    " note, closed_at, detail, version FROM disputes ";

Dispute read_dispute(const Query& query) {
  Dispute out;
  out.id = query.text(0);
  out.state = query.word<DisputeState>(1);
  out.kind = query.word<feeds::IndicatorKind>(2);
  out.value = query.text(3);
  out.label = query.text(4);
  out.reason = query.text(5);
  out.opened_by = query.text(6);
  out.opened_at = query.time(7);
  out.decided_by = query.text(8);
  out.decided_at = query.maybe_time(9);
  out.note = query.text(10);
  out.closed_at = query.maybe_time(11);
  out.detail = query.text(12);
  out.version = query.number(13);
  return out;
}

}  // namespace

Status SqlDisputes::put(const Dispute& d, std::optional<std::int64_t> expected) {
  Query query(db_, expected
                       ? "UPDATE disputes SET state = ?, decided_by = ?, decided_at = ?, note = ?,"
                         " closed_at = ?, detail = ?, version = ?, reason = ?"
                         " WHERE id = ? AND version = ?"
                       : "INSERT INTO disputes (state, decided_by, decided_at, note, closed_at,"
                         " detail, version, reason, id, kind, value, label, opened_by, opened_at)"
                         " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  query.bind(d.state).bind(d.decided_by).bind(d.decided_at).bind(d.note).bind(d.closed_at);
  query.bind(d.detail).bind(d.version).bind(d.reason).bind(d.id);
  if (expected) {
    query.bind(*expected);
  } else {
    query.bind(d.kind).bind(d.value).bind(d.label).bind(d.opened_by);
    query.bind(d.opened_at);
  }
  if (Status status = query.run(); !status) return status;
  if (expected && db_.changes() == 0) {
    return fail(ErrorCode::kConflict, "the dispute was changed meanwhile");
  }
  return {};
}

Result<std::optional<Dispute>> SqlDisputes::find(std::string_view id) {
  Query query(db_, std::string(kDispute) + "WHERE id = ?");
  query.bind(id);
  return first_row(query, read_dispute);
}

Result<std::optional<Dispute>> SqlDisputes::open_of(feeds::IndicatorKind kind,
                                                    std::string_view value) {
  Query query(db_, std::string(kDispute) + "WHERE kind = ? AND value = ? AND state = 0");
  query.bind(kind).bind(value);
  return first_row(query, read_dispute);
}

Result<std::vector<Dispute>> SqlDisputes::list(std::optional<DisputeState> state,
                                               std::size_t limit) {
  Query query(db_, std::string(kDispute) + (state ? "WHERE state = ? " : "") +
                       "ORDER BY opened_at, id LIMIT ?");
  if (state) query.bind(*state);
  query.bind(limit);
  return all_rows(query, read_dispute);
}

Status SqlDisputes::add_handover(const Handover& h) {
  Query query(db_,
              "INSERT INTO handovers (id, at, caller, recipient, reference, purpose, entries)"
              " VALUES (?,?,?,?,?,?,?)");
  query.bind(h.id).bind(h.at).bind(h.caller).bind(h.recipient).bind(h.reference);
  return query.bind(h.purpose).bind(h.entries).run();
}

Result<std::vector<Handover>> SqlDisputes::handovers(std::size_t limit) {
  Query query(db_,
              "SELECT id, at, caller, recipient, reference, purpose, entries FROM handovers"
              " ORDER BY at DESC, id LIMIT ?");
  query.bind(limit);
  std::vector<Handover> out;
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) {
    out.push_back({std::string(query.text(0)), query.time(1), std::string(query.text(2)),
                   std::string(query.text(3)), std::string(query.text(4)),
                   std::string(query.text(5)), static_cast<std::uint64_t>(query.number(6))});
  }
  if (!row) return tl::unexpected(row.error());
  return out;
}

}  // namespace analyzer::store
