#include "analyzer/service/purge_log.h"

namespace analyzer {

std::string purged_text(const store::PurgeReport& report) {
  std::string out;
  for (const auto& row : report.rows) {
    if (row.rows == 0) continue;
    if (!out.empty()) out += " ";
    out += row.table + " " + std::to_string(row.rows);
  }
  return out;
}

store::AuditEntry purge_entry(Time at, const std::string& what, const std::string& rule,
                              const store::PurgeReport* report) {
  const std::string went = report == nullptr ? "" : purged_text(*report);
  return {at,
          "system",
          "store.purged",
          what,
          rule + (went.empty() ? "" : ": " + went),
          report == nullptr ? "failed" : "ok",
          {},
          {}};
}

}  // namespace analyzer
