#include <algorithm>
#include <utility>

#include "analyzer/core/digest.h"
#include "analyzer/store/audit_chain.h"
#include "analyzer/store/bytes.h"
#include "analyzer/store/sql_roles.h"

namespace analyzer::store {
namespace {

constexpr std::string_view kRow =
    "SELECT number, at, actor, action, object, cause, result, request_id, detail, hash FROM audit ";

AuditRow read_row(const Query& query) {
  AuditRow out;
  out.number = static_cast<std::uint64_t>(query.number(0));
  out.entry.at = query.time(1);
  out.entry.actor = query.text(2);
  out.entry.action = query.text(3);
  out.entry.object = query.text(4);
  out.entry.cause = query.text(5);
  out.entry.result = query.text(6);
  out.entry.request_id = query.text(7);
  out.entry.detail = query.text(8);
  out.hash = query.digest(9);
  return out;
}

Status insert_row(Db& db, std::uint64_t number, const AuditEntry& entry, const Digest& hash) {
  Query row(db,
            "INSERT INTO audit (number, at, actor, action, object, cause, result, request_id,"
            " detail, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  row.bind(number).bind(entry.at).bind(entry.actor).bind(entry.action).bind(entry.object);
  row.bind(entry.cause).bind(entry.result).bind(entry.request_id).bind(entry.detail).bind(hash);
  if (Status status = row.run(); !status) return status;
  Query head(db, "UPDATE audit_head SET number = ?, hash = ?");
  return head.bind(number).bind(hash).run();
}

void note_bad(AuditReport& report, std::uint64_t number, std::string problem) {
  if (report.first_bad) return;
  report.first_bad = number;
  report.problem = std::move(problem);
}

}  // namespace

Digest chained(const Digest& before, std::uint64_t number, const AuditEntry& entry) {
  ByteWriter bytes;
  bytes.append({reinterpret_cast<const char*>(before.data()), before.size()});
  bytes.put(number);
  bytes.put(to_millis(entry.at));
  for (const std::string* field : {&entry.actor, &entry.action, &entry.object, &entry.cause,
                                   &entry.result, &entry.request_id, &entry.detail}) {
    bytes.put_sized(*field);
  }
  Digest out{};
  const std::string hash = sha256(bytes.bytes());
  std::copy(hash.begin(), hash.end(), out.begin());
  return out;
}

Result<Audit::Head> SqlAudit::head() {
  Query query(db_, "SELECT number, hash FROM audit_head");
  const Result<bool> row = query.step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return fail(ErrorCode::kCorrupt, "the audit log has no head");
  return Head{static_cast<std::uint64_t>(query.number(0)), query.digest(1)};
}

Result<std::uint64_t> SqlAudit::append(const AuditEntry& entry) {
  // Head and row belong together: alone, the call is a transaction of its own.
  const bool own = !db_.in_transaction();
  if (own) {
    if (Status status = db_.begin(true); !status) return tl::unexpected(status.error());
  }
  const Result<Head> last = head();
  Status status;
  if (!last) {
    status = tl::unexpected(last.error());
  } else {
    status = insert_row(db_, last->number + 1, entry, chained(last->hash, last->number + 1, entry));
  }
  if (own && status) status = db_.commit();
  if (own && !status) static_cast<void>(db_.rollback());
  if (!status) return tl::unexpected(status.error());
  return last->number + 1;
}

Result<std::vector<AuditRow>> SqlAudit::list(const AuditQuery& query) {
  std::string sql(kRow);
  sql += "WHERE number < ?";
  if (!query.actor.empty()) sql += " AND actor = ?";
  if (!query.action.empty()) sql += " AND (action = ? OR substr(action, 1, ?) = ?)";
  if (!query.object.empty()) sql += " AND object = ?";
  if (!query.text.empty()) {
    sql +=
        " AND (cause LIKE ? ESCAPE '\\' OR detail LIKE ? ESCAPE '\\'"
        " OR action LIKE ? ESCAPE '\\' OR object LIKE ? ESCAPE '\\'";
    if (!query.named.empty()) sql += " OR actor IN " + marks(query.named.size());
    sql += ")";
  }
  if (query.from) sql += " AND at >= ?";
  if (query.to) sql += " AND at < ?";
  sql += " ORDER BY number DESC LIMIT ?";
  Query rows(db_, sql);
  rows.bind(query.before == 0 ? INT64_MAX : static_cast<std::int64_t>(query.before));
  if (!query.actor.empty()) rows.bind(query.actor);
  if (!query.action.empty()) {
    const std::string group = query.action + ".";
    rows.bind(query.action).bind(group.size()).bind(group);
  }
  if (!query.object.empty()) rows.bind(query.object);
  if (!query.text.empty()) {
    for (int column = 0; column < 4; ++column) rows.bind(contains(query.text));
    for (const std::string& actor : query.named) rows.bind(actor);
  }
  if (query.from) rows.bind(*query.from);
  if (query.to) rows.bind(*query.to);
  rows.bind(query.limit);
  std::vector<AuditRow> out;
  Result<bool> row = rows.step();
  for (; row && *row; row = rows.step()) out.push_back(read_row(rows));
  if (!row) return tl::unexpected(row.error());
  return out;
}

Result<AuditReport> SqlAudit::verify() {
  AuditReport report;
  const Result<Head> last = head();
  if (!last) return tl::unexpected(last.error());
  // Rows added while this reads come after the head that was read first.
  Query query(db_, std::string(kRow) + "WHERE number <= ? ORDER BY number");
  query.bind(last->number);
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) {
    const AuditRow stored = read_row(query);
    ++report.rows;
    if (stored.number != report.rows) {
      note_bad(report, report.rows, "a row is missing");
    } else if (stored.hash != chained(report.head, stored.number, stored.entry)) {
      note_bad(report, stored.number, "a row was changed");
    }
    if (report.first_bad) break;
    report.head = stored.hash;
  }
  if (!row) return tl::unexpected(row.error());
  if (report.first_bad) return report;
  if (report.rows < last->number) {
    note_bad(report, report.rows + 1, "rows are missing at the end");
  } else if (report.head != last->hash) {
    note_bad(report, report.rows, "the last row was replaced");
  }
  return report;
}

}  // namespace analyzer::store
