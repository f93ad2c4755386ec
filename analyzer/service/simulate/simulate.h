// simulate() draws labelled certification attempts from an invented city, so
// that the analyzer can be trained and tested without anybody's data. The same
// parameters and seed give the same stream, byte for byte.
//
// The generator is small but honest: frauds and honest people share channels,
// missing fields, failures and retries; most of what looks odd is honest
// (helpers, nursing homes, migrants, the very old); some fraud looks like
// nothing at all. It is no substitute for a site's own labelled cases.

#ifndef ANALYZER_SERVICE_SIMULATE_SIMULATE_H_
#define ANALYZER_SERVICE_SIMULATE_SIMULATE_H_

#include <cstdint>
#include <functional>
#include <string>

#include "analyzer/core/attempt.h"
#include "analyzer/service/simulate/parameters.h"

namespace analyzer::simulate {

enum class Truth : std::uint8_t {
  kLegit,
  kLateReport,
  kFalseAlive,
  kOtherPerson,
  kPrison,
  kDouble,
  kFeeViolation,
  kDataHarvest,
  kInsider,
  kTakeover,
  kProbing,
  kSystem
};

}  // namespace analyzer::simulate

namespace analyzer {
template <>
inline constexpr auto kNames<simulate::Truth> = std::to_array<std::string_view>(
    {"legit", "late_report", "false_alive", "other_person", "prison", "double", "fee_violation",
     "data_harvest", "insider", "takeover", "probing", "system"});
}  // namespace analyzer

namespace analyzer::simulate {

// What was true of an attempt; the analyzer never sees it.
struct Label {
  Truth truth = Truth::kLegit;
  std::string scenario;    // "F02", "G07"; empty: ordinary
  std::string group;       // rows of one group are not independent (one gang, one village)
  bool confirmed = false;  // what a reviewer would have found, mistakes included
  // For fairness tables only.
  bool rural = false;
  bool disabled = false;  // bedridden or blind, recorded as such or not
  bool blind = false;
};

// A later fact of a register, as POST /v1/registry-events takes it.
struct RegistryRow {
  std::string event_id;
  std::string person_ref;
  std::size_t person = 0;
  RegistryKind kind = RegistryKind::kDeathMedical;
  Date from{};
  std::optional<Date> to;
  std::string source;
  bool name_only = false;
  Time received_at{};
};

struct Sinks {
  std::function<Status(const Attempt&, const Label&)> attempt;
  std::function<Status(const RegistryRow&)> registry;
};

// Draws the whole stream and hands it to `sinks` in the order in which it would
// arrive (recorded_at, else occurred_at). Stops at the first failure of a sink
// and returns it.
//
// Takes some seconds and 100 MB for 20,000 people and two years.
Status simulate(const Parameters& parameters, std::uint64_t seed, const Sinks& sinks);

// One line each: {"attempt":{...}}, {"registry_event":{...}}, and for the truth
// {"attempt_id":...,"truth":...,"scenario":...,"group":...,"confirmed":...}.
std::string attempt_line(const Attempt& attempt);
std::string registry_line(const RegistryRow& row);
std::string truth_line(const Attempt& attempt, const Label& label);

}  // namespace analyzer::simulate

#endif  // ANALYZER_SERVICE_SIMULATE_SIMULATE_H_
