// The hotline's desk.

#include "analyzer/store/sql_roles.h"

namespace analyzer::store {
namespace {

constexpr std::string_view kReport =
    "SELECT d.seq, d.report_id, d.at, d.region, d.level, d.source, d.medium, d.agent, d.paid_yuan,"
    " d.caller, d.callback, d.missing, o.case_id"
    " FROM desk_reports d JOIN observations o ON o.seq = d.seq ";

DeskReport read_report(const Query& query) {
  DeskReport out;
  out.seq = static_cast<Seq>(query.number(0));
  out.report_id = query.text(1);
  out.at = query.time(2);
  out.region = query.text(3);
  out.level = query.word<Level>(4);
  out.source = query.text(5);
  out.medium = query.text(6);
  out.agent = query.text(7);
  if (!query.is_null(8)) out.paid_yuan = query.real(8);
  if (!query.is_null(9)) out.caller = query.key(9);
  out.callback = query.word<Callback>(10);
  out.missing = query.text(11);
  out.case_id = query.text(12);
  return out;
}

}  // namespace

Status SqlDesk::add(const DeskReport& report) {
  Query query(db_,
              "INSERT INTO desk_reports (seq, report_id, at, region, level, source, medium, agent,"
              " paid_yuan, caller, callback, missing) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  query.bind(report.seq).bind(report.report_id).bind(report.at).bind(report.region);
  query.bind(report.level).bind(report.source).bind(report.medium).bind(report.agent);
  query.bind(report.paid_yuan).bind(report.caller).bind(report.callback).bind(report.missing);
  return query.run();
}

Result<std::optional<DeskReport>> SqlDesk::find(std::string_view report_id) {
  Query query(db_, std::string(kReport) + "WHERE d.report_id = ?");
  const Result<bool> row = query.bind(report_id).step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<DeskReport>{};
  return std::optional<DeskReport>(read_report(query));
}

Result<std::vector<DeskReport>> SqlDesk::list(const DeskQuery& wanted) {
  const bool due = wanted.callback == Callback::kDue;
  std::string sql(kReport);
  sql += due ? "WHERE d.callback = 1 AND d.seq > ?" : "WHERE (?1 = 0 OR d.seq < ?1)";
  if (!wanted.region.empty()) sql += " AND (d.region = '' OR substr(d.region, 1, ?) = ?)";
  if (wanted.callback && !due) sql += " AND d.callback = ?";
  if (!wanted.text.empty()) sql += " AND instr(d.report_id, ?) > 0";
  if (wanted.caller) sql += " AND d.caller = ?";
  sql += due ? " ORDER BY d.seq LIMIT ?" : " ORDER BY d.seq DESC LIMIT ?";
  Query query(db_, sql);
  query.bind(wanted.before);
  if (!wanted.region.empty()) query.bind(wanted.region.size()).bind(wanted.region);
  if (wanted.callback && !due) query.bind(*wanted.callback);
  if (!wanted.text.empty()) query.bind(wanted.text);
  if (wanted.caller) query.bind(*wanted.caller);
  query.bind(wanted.limit);
  return all_rows(query, read_report);
}

Status SqlDesk::append(Seq report, const DeskEntry& entry) {
  Query query(db_,
              "INSERT INTO desk_entries (report, kind, at, by_whom, recipient, receipt, reached,"
              " note, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, '', ?)");
  query.bind(report).bind(entry.kind).bind(entry.at).bind(entry.by).bind(entry.recipient);
  query.bind(entry.receipt).bind(entry.reached).bind(Blob{entry.note});
  return query.run();
}

Result<std::vector<ClearNote>> SqlDesk::clear_notes(std::size_t limit) {
  Query query(db_,
              "SELECT id, report, note FROM desk_entries WHERE note <> '' ORDER BY id LIMIT ?");
  query.bind(limit);
  std::vector<ClearNote> out;
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) {
    out.push_back({query.number(0), static_cast<Seq>(query.number(1)), std::string(query.text(2))});
  }
  if (!row) return tl::unexpected(row.error());
  return out;
}

Status SqlDesk::seal_note(const ClearNote& entry, std::string_view sealed) {
  Query query(db_, "UPDATE desk_entries SET note = '', sealed = ? WHERE id = ?");
  return query.bind(Blob{sealed}).bind(entry.entry).run();
}

Result<std::vector<DeskEntry>> SqlDesk::entries(Seq report) {
  Query query(db_,
              "SELECT kind, at, by_whom, recipient, receipt, reached, sealed FROM desk_entries"
              " WHERE report = ? ORDER BY id");
  query.bind(report);
  std::vector<DeskEntry> out;
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) {
    DeskEntry entry;
    entry.kind = query.word<DeskEntryKind>(0);
    entry.at = query.time(1);
    entry.by = query.text(2);
    entry.recipient = query.text(3);
    entry.receipt = query.text(4);
    if (!query.is_null(5)) entry.reached = query.number(5) != 0;
    if (!query.is_null(6)) entry.note = query.text(6);
    out.push_back(std::move(entry));
  }
  if (!row) return tl::unexpected(row.error());
  return out;
}

Status SqlDesk::set_callback(Seq report, Callback callback) {
  Query query(db_, "UPDATE desk_reports SET callback = ? WHERE seq = ?");
  return query.bind(callback).bind(report).run();
}

Status SqlDesk::set_missing(Seq report, std::string_view words) {
  Query query(db_, "UPDATE desk_reports SET missing = ? WHERE seq = ?");
  return query.bind(words).bind(report).run();
}

}  // namespace analyzer::store
