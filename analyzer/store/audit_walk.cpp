#include "analyzer/store/audit_walk.h"

#include <algorithm>

#include "analyzer/store/audit_chain.h"

namespace analyzer::store {
namespace {

void end_at(AuditWalk& walk, std::uint64_t number, AuditFault fault) {
  walk.first_bad = number;
  walk.fault = fault;
  walk.done = true;
}

void take(AuditWalk& walk, const AuditRow& row) {
  if (row.number != walk.through.number + 1) {
    end_at(walk, walk.through.number + 1, AuditFault::kMissing);
  } else if (row.hash != chained(walk.through.hash, row.number, row.entry)) {
    end_at(walk, row.number, AuditFault::kChanged);
  } else {
    walk.through = {row.number, row.hash};
    if (!walk.first_at) walk.first_at = row.entry.at;
    walk.last_at = row.entry.at;
  }
}

}  // namespace

Status walk_on(Audit& audit, AuditWalk& walk, std::uint64_t most) {
  // Rows added while this reads come after the head that was read first.
  const Result<Audit::Head> head = audit.head();
  if (!head) return tl::unexpected(head.error());
  walk.of = head->number;
  const std::uint64_t from = walk.through.number;
  const std::uint64_t last = walk.of > from ? from + std::min(most, walk.of - from) : from;
  if (last > from) {
    // Newest first, as the log is listed; where rows are missing older ones come along.
    auto rows = audit.list({.before = last + 1, .limit = last - from});
    if (!rows) return tl::unexpected(rows.error());
    std::reverse(rows->begin(), rows->end());
    for (const AuditRow& row : *rows) {
      if (row.number <= from) continue;
      take(walk, row);
      if (walk.done) return {};
    }
  }
  if (walk.through.number < last) {
    // Gone, and what follows it as well or not.
    const auto later = audit.list({.limit = 1});
    if (!later) return tl::unexpected(later.error());
    const bool more = !later->empty() && later->front().number > walk.through.number;
    end_at(walk, walk.through.number + 1, more ? AuditFault::kMissing : AuditFault::kCutOff);
  } else if (walk.through.number == walk.of) {
    walk.done = true;
    if (walk.through.hash != head->hash) end_at(walk, walk.of, AuditFault::kReplaced);
  }
  return {};
}

}  // namespace analyzer::store
