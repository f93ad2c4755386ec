// What the windows (store/windows.h) need to know of an observation: its links
// and the few flags they count. Made by service/seal.h from the raw observation
// and the site's key; stored with the observation, so that windows can be
// rebuilt from the store alone.

#ifndef ANALYZER_CORE_WINDOW_EVENT_H_
#define ANALYZER_CORE_WINDOW_EVENT_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "analyzer/core/link.h"
#include "analyzer/core/time.h"
#include "analyzer/core/words.h"

namespace analyzer {

struct AttemptEvent {
  Time at{};                  // occurred_at
  std::uint64_t arrival = 0;  // order of acceptance, given by the store
  Channel channel = Channel::kNationalPlatform;
  Outcome outcome = Outcome::kPassed;
  LinkKey person;
  std::optional<LinkKey> operator_;
  std::optional<LinkKey> operator_phone;
  std::optional<LinkKey> device;
  std::optional<LinkKey> wifi;
  std::optional<LinkKey> site;
  std::optional<LinkKey> staff;
  std::optional<LinkKey> terminal;
  std::optional<LinkKey> fee_payee;
  std::optional<LinkKey> ip;
  std::optional<LinkKey> document;
  std::optional<LinkKey> village;
  std::optional<LinkKey> work_order;     // counted nowhere; meets the register of helpers
  std::uint32_t county = 0;              // first six digits of where it took place, 0 unknown
  std::optional<bool> related;           // same household or surname, or a named relation
  std::optional<bool> not_due;           // more than 180 days left
  bool bind_cycle = false;               // bound and unbound within 24 h round the attempt
  std::uint8_t trace_strength = 0;       // 0 none .. 5 (channels.md 1.4)
  std::optional<std::uint64_t> capture;  // perceptual hash of the face area
};

struct ReportEvent {
  Time at{};
  std::uint64_t arrival = 0;
  std::uint32_t county = 0;
  std::optional<LinkKey> shape;
  std::vector<LinkKey> domains;
  std::vector<LinkKey> numbers;  // kPhone, kPayee, kContact keys of the suspect
};

// A registry event that is known and counts (confirmed, matched by id or name).
struct RegistryFact {
  std::uint64_t arrival = 0;
  LinkKey person;
  RegistryKind kind = RegistryKind::kDeathMedical;
  Date from{};
  std::optional<Date> to;
  LinkKey origin;          // hashed source and source_id: a copy is not a second source
  bool name_only = false;
};

// A person's decision on a case, told back to the windows of its links.
struct DispositionEvent {
  Time at{};
  bool adverse = false;
  bool cleared = false;
  std::vector<Link> links;
};

}  // namespace analyzer

#endif  // ANALYZER_CORE_WINDOW_EVENT_H_
