// What people and time say about observations: labels (dispositions as training
// truth), registry events, persons known under two keys.
//
// Parts of a Session: one thread at a time.

#ifndef ANALYZER_STORE_FINDINGS_H_
#define ANALYZER_STORE_FINDINGS_H_

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/case.h"
#include "analyzer/core/link.h"
#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "analyzer/core/words.h"
#include "analyzer/store/observations.h"

namespace analyzer::store {

struct Label {
  Seq observation = 0;
  std::string case_id;
  Disposition disposition = Disposition::kCleared;
  Cause cause = Cause::kNone;
  Time at{};
  std::string by;  // account id
  bool operator==(const Label&) const = default;
};

// Append only: the latest label of an observation is its truth, older ones stay.
class Labels {
 public:
  virtual ~Labels() = default;
  virtual Status append(const Label& label) = 0;
  // All of one observation, oldest first.
  virtual Result<std::vector<Label>> of(Seq observation) = 0;
  // Calls `each` with the latest label of every observation, by seq. Stops at
  // its first failure and returns it.
  virtual Status scan(const std::function<Status(const Label&)>& each) = 0;
};

// One message of a register (POST /v1/registry-events).
struct RegistryEvent {
  std::string event_id;
  std::string caller;
  Digest body_digest{};
  LinkKey person;
  RegistryKind kind = RegistryKind::kDeathMedical;
  Date from{};
  std::optional<Date> to;
  LinkKey origin;  // hashed source and source_id
  RegistryMatch match = RegistryMatch::kId;
  RegistryStatus status = RegistryStatus::kConfirmed;
  Time received_at{};
};

struct StoredRegistryEvent {
  Seq seq = 0;  // in the order of acceptance, shared with observations
  RegistryEvent event;
};

class Registry {
 public:
  virtual ~Registry() = default;
  // Returns the event of that caller and id, with its latest status, or nothing.
  virtual Result<std::optional<StoredRegistryEvent>> find(std::string_view caller,
                                                          std::string_view event_id) = 0;
  // Records an event under `seq` (from Observations::next_seq(); 0: the next
  // one). Fails with kConflict if (caller, event_id) or seq is taken.
  virtual Result<Seq> append(Seq seq, const RegistryEvent& event) = 0;
  // Changes the status; the change is kept with its time. Fails with kNotFound.
  virtual Status set_status(Seq seq, RegistryStatus status, Time at) = 0;
  // All of one person, by seq.
  virtual Result<std::vector<StoredRegistryEvent>> of_person(LinkKey person) = 0;
};

// person.ref and the id number as one person.
class Aliases {
 public:
  virtual ~Aliases() = default;
  // The key under which `key` is counted: itself if no alias is known.
  virtual Result<LinkKey> canonical(LinkKey key) = 0;
  // From now on `alias` is counted as `canonical(target)`; what pointed to
  // `alias` follows. Nothing happens if they are one already.
  virtual Status join(LinkKey alias, LinkKey target) = 0;
  // Calls `each` for every alias and its canonical key; only for those that may not
  // have been seen by who has seen all numbers before `from`.
  virtual Status scan(Seq from,
                      const std::function<Status(LinkKey alias, LinkKey target)>& each) = 0;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_FINDINGS_H_
