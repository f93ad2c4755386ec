#include <algorithm>
#include <string>
#include <utility>

#include "analyzer/store/event_codec.h"
#include "analyzer/store/sql_roles.h"

namespace analyzer::store {
namespace {

// One of the two sources of the log, read in the order of seq.
class Source {
 public:
  Source(Db& db, std::string_view sql, Seq from) : query_(db, sql) { query_.bind(from); }

  Status advance() {
    const Result<bool> row = query_.step();
    if (!row) return tl::unexpected(row.error());
    there_ = *row;
    return {};
  }
  bool there() const { return there_; }
  Seq seq() const { return static_cast<Seq>(query_.number(0)); }
  std::string_view event() const { return query_.text(1); }

 private:
  Query query_;
  bool there_ = false;
};

Status tell(const Source& source, const WindowLog::Each& each) {
  const Seq seq = source.seq();
  Result<WindowChange> change = decode(source.event(), seq);
  if (!change) {
    return fail(ErrorCode::kCorrupt,
                change.error().message + " (number " + std::to_string(seq) + ")");
  }
  return each(seq, *change);
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
  seqs_.raise_to(seq);
  return seq;
}

Status SqlWindowLog::scan(Seq from, const Each& each) {
  Source observations(db_,
                      "SELECT seq, event FROM observations WHERE seq >= ? AND event IS NOT NULL"
                      " ORDER BY seq",
                      from);
  Source changes(db_, "SELECT seq, event FROM window_changes WHERE seq >= ? ORDER BY seq", from);
  if (Status status = observations.advance(); !status) return status;
  if (Status status = changes.advance(); !status) return status;
  while (observations.there() || changes.there()) {
    const bool first =
        !changes.there() || (observations.there() && observations.seq() <= changes.seq());
    Source& source = first ? observations : changes;
    if (Status status = tell(source, each); !status) return status;
    if (Status status = source.advance(); !status) return status;
  }
  return {};
}

}  // namespace analyzer::store
