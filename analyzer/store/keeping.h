// Keeping and erasing: encrypted personal details, small settings, retention.
//
// Parts of a Session: one thread at a time.

#ifndef ANALYZER_STORE_KEEPING_H_
#define ANALYZER_STORE_KEEPING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/link.h"
#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "analyzer/store/observations.h"

namespace analyzer::store {

// Bytes encrypted by the service; the store cannot read them.
struct Secret {
  std::string owner;  // a case's id, or the seq of an observation in decimal
  std::string kind;   // "subject", "suspect", ...
  std::uint32_t key_version = 0;
  std::string bytes;
  Time created_at{};
  bool operator==(const Secret&) const = default;
};

class Secrets {
 public:
  virtual ~Secrets() = default;
  // Writes `secret`, replacing the one of the same owner and kind.
  virtual Status put(const Secret& secret) = 0;
  virtual Result<std::optional<Secret>> find(std::string_view owner, std::string_view kind) = 0;
  // Removes all of one owner; returns how many.
  virtual Result<std::uint64_t> erase(std::string_view owner) = 0;
};

// Small values by name: key check value, schema of the windows file, ...
class Meta {
 public:
  virtual ~Meta() = default;
  virtual Result<std::optional<std::string>> get(std::string_view name) = 0;
  virtual Status set(std::string_view name, std::string_view value) = 0;
};

// What is to go. What is left out stays.
struct PurgePolicy {
  std::optional<Time> observations_before = {};   // arrived before, without a case that is kept
  std::optional<Time> captures_before = {};       // face and scene hashes of what occurred before
  std::optional<Time> cases_decided_before = {};  // with events, links, labels and observations
  std::optional<Time> secrets_of_cases_decided_before = {};
  // Last seen before, with links, sketches, counts and relations; not one with an
  // undecided case.
  std::optional<Time> campaigns_seen_before = {};
  // Tips with nothing left to do whose last entry was before, with all that was told.
  std::optional<Time> tips_done_before = {};
  // Visits done before, and those never made whose last failure was before.
  std::optional<Time> visits_before = {};
  // Objections of the listed that were refused, or closed, before; with who to call.
  std::optional<Time> disputes_done_before = {};
  // Erasure: all of this person, under each key of theirs that is known, but open cases.
  std::optional<LinkKey> person = {};
};

struct PurgeReport {
  struct Row {
    std::string table;
    std::uint64_t rows = 0;
  };
  std::vector<Row> rows;  // every table a purge can touch, by name
};

class Retention {
 public:
  virtual ~Retention() = default;

  // Removes what `policy` names, or with `dry_run` only counts it. Undecided
  // cases and what belongs to them stay, and so does what an undecided objection
  // is about; the audit log is never touched. Runs in
  // groups of rows, each a transaction of its own, so that others commit
  // meanwhile: if it fails, what was removed stays removed. A row that two parts
  // of the policy name is counted twice by a dry run.
  // In the report "captures" counts events whose capture was taken out, "observation_parts"
  // parts of a database that left as a whole, which a dry run does not foretell. Windows
  // in memory keep what they counted until they are rebuilt.
  //
  // Fails with kConflict inside a transaction.
  virtual Result<PurgeReport> purge(const PurgePolicy& policy, bool dry_run) = 0;

  // Another number after each purge() that was not dry: windows that were saved
  // at an earlier one may count what was erased.
  virtual Result<std::uint64_t> erasures() = 0;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_KEEPING_H_
