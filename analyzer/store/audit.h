// The audit log: who did what to what, when and why. Append only; each row's
// hash covers the row before, so that a changed, removed or inserted row shows.
// The database itself refuses to update or delete rows.
//
// Part of a Session: one thread at a time.

#ifndef ANALYZER_STORE_AUDIT_H_
#define ANALYZER_STORE_AUDIT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "analyzer/store/observations.h"

namespace analyzer::store {

struct AuditEntry {
  Time at{};
  std::string actor;   // account id, caller or "system"
  std::string action;  // stable word: "case.decide", "user.unlock", ...
  std::string object;  // id of what was acted on; never personal data
  std::string cause;   // why, as the actor gave it
  std::string result;  // "ok", "denied", ...
  std::string request_id;
  std::string detail;  // JSON object or empty
  bool operator==(const AuditEntry&) const = default;
};

struct AuditRow {
  std::uint64_t number = 0;  // counts from 1, without gaps
  AuditEntry entry;
  Digest hash{};
};

struct AuditQuery {
  std::string actor = {};   // empty: any
  std::string action = {};  // a whole action or the part before its '.'; empty: any
  std::string object = {};
  // Part of the cause, the detail, the action or the object; or the actor is one of
  // `named`. Empty: any.
  std::string text = {};
  std::vector<std::string> named = {};
  std::optional<Time> from = {};
  std::optional<Time> to = {};
  std::uint64_t before = 0;  // only numbers below; 0: from the newest
  std::size_t limit = 50;
};

struct AuditReport {
  std::uint64_t rows = 0;                  // read
  std::optional<std::uint64_t> first_bad;  // number of the first row that disagrees
  std::string problem;                     // one sentence; empty if none
  Digest head{};                           // hash of the last row
};

class Audit {
 public:
  virtual ~Audit() = default;

  // Adds a row and returns its number. Durable after commit().
  virtual Result<std::uint64_t> append(const AuditEntry& entry) = 0;

  // Newest first.
  virtual Result<std::vector<AuditRow>> list(const AuditQuery& query) = 0;

  // Walks the whole chain. What is found wrong stands in the report; fails only
  // if the log cannot be read.
  //
  // Takes about 3 µs a row.
  virtual Result<AuditReport> verify() = 0;

  // Number and hash of the last row (0 and zeros if none): to be sealed outside,
  // since a log cut off at its end still agrees with itself.
  struct Head {
    std::uint64_t number = 0;
    Digest hash{};
  };
  virtual Result<Head> head() = 0;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_AUDIT_H_
