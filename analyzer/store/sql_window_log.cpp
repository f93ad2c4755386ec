#include <string>
#include <variant>
#include <vector>

#include "analyzer/store/event_codec.h"
#include "analyzer/store/sql_roles.h"

namespace analyzer::store {
namespace {

// Rows read at once: a reader neither holds the database up nor much in memory.
constexpr std::size_t kPage = 10'000;

struct Entry {
  Seq seq;
  std::string event;
};

Result<std::vector<Entry>> read_page(Db& db, Seq from) {
  Query query(db,
              "SELECT seq, event FROM observations WHERE seq >= ?1 AND event IS NOT NULL"
              " UNION ALL SELECT seq, event FROM window_changes WHERE seq >= ?1"
              " ORDER BY seq LIMIT ?2");
  query.bind(from).bind(kPage);
  std::vector<Entry> out;
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) {
    out.push_back({static_cast<Seq>(query.number(0)), std::string(query.text(1))});
  }
  if (!row) return tl::unexpected(row.error());
  return out;
}

}  // namespace

Result<Seq> SqlWindowLog::append(Seq seq, const WindowChange& change) {
  if (std::holds_alternative<AttemptEvent>(change) || std::holds_alternative<ReportEvent>(change)) {
    return fail(ErrorCode::kInvalid, "observations are recorded by Observations");
  }
  if (seq == 0) seq = seqs_.take();
  const std::string event = encode(change);
  Query query(db_, "INSERT INTO window_changes (seq, event) VALUES (?, ?)");
  if (Status status = query.bind(seq).bind(Blob{event}).run(); !status) {
    return tl::unexpected(status.error());
  }
  seqs_.wrote(seq);
  return seq;
}

Status SqlWindowLog::scan(Seq from, const Each& each) {
  while (true) {
    const Result<std::vector<Entry>> page = read_page(db_, from);
    if (!page) return tl::unexpected(page.error());
    for (const Entry& entry : *page) {
      const Result<WindowChange> change = decode(entry.event, entry.seq);
      if (!change) {
        return fail(ErrorCode::kCorrupt,
                    change.error().message + " (number " + std::to_string(entry.seq) + ")");
      }
      if (Status status = each(entry.seq, *change); !status) return status;
    }
    if (page->size() < kPage) return {};
    from = page->back().seq + 1;
  }
}

}  // namespace analyzer::store
