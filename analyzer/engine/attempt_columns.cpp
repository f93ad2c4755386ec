#include "analyzer/engine/attempt_columns.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "analyzer/engine/attempt_signals.h"
#include "analyzer/engine/scoring.h"
#include "analyzer/engine/snapshot.h"

namespace analyzer {
namespace {

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

template <class T>
float number(const std::optional<T>& value) {
  return value ? static_cast<float>(*value) : kMissing;
}

float flag(bool value) { return value ? 1.0F : 0.0F; }

float share(double part, double whole) {
  return whole > 0.0 ? static_cast<float>(part / whole) : kMissing;
}

// -- the attempt itself ---------------------------------------------------------

using Context = const AttemptContext&;
using Found = const Signals&;

float age_gap(Context c, Found) {
  const Count& estimated = c.attempt.biometric.estimated_age;
  if (!c.attempt.person.age || !estimated) return kMissing;
  return static_cast<float>(*c.attempt.person.age - *estimated);
}

float since_certified(Context c, Found) {
  const auto& last = c.attempt.person.last_certified_on;
  if (!last) return kMissing;
  return static_cast<float>(attempt::days_between(*last, shanghai_date(c.attempt.occurred_at)));
}

float record_delay(Context c, Found) {
  if (!c.attempt.recorded_at) return kMissing;
  const std::chrono::duration<float, std::ratio<3600>> delay =
      *c.attempt.recorded_at - c.attempt.occurred_at;
  return delay.count();
}

// How far the steps' times spread, as a share of their mean.
float step_spread(Context c, Found) {
  const auto& steps = c.attempt.biometric.step_ms;
  if (!steps || steps->size() < 2) return kMissing;
  double sum = 0.0;
  double squares = 0.0;
  for (const double ms : *steps) {
    sum += ms;
    squares += ms * ms;
  }
  const double mean = sum / static_cast<double>(steps->size());
  if (mean <= 0.0) return kMissing;
  const double variance = squares / static_cast<double>(steps->size()) - mean * mean;
  return static_cast<float>(std::sqrt(std::max(variance, 0.0)) / mean);
}

float operator_distance(Context c, Found) {
  const auto& role = c.attempt.operator_.role;
  if (!role) return kMissing;
  switch (*role) {
    case OperatorRole::kSelf:
      return 0.0F;
    case OperatorRole::kRelative:
    case OperatorRole::kCarer:
      return 1.0F;
    case OperatorRole::kNeighbour:
    case OperatorRole::kVolunteer:
    case OperatorRole::kVillageDoctor:
      return 2.0F;
    case OperatorRole::kOther:
      return 4.0F;
    default:
      return 3.0F;  // somebody's office
  }
}

float network_risk(Context c, Found) {
  const auto& kind = c.attempt.network.kind;
  if (!kind) return kMissing;
  switch (*kind) {
    case NetworkKind::kDatacenter:
      return 3.0F;
    case NetworkKind::kVpn:
      return 2.0F;
    case NetworkKind::kForeign:
      return 1.0F;
    default:
      return 0.0F;
  }
}

// -- history ------------------------------------------------------------------------

using Part = Volume History::*;

bool has_part(Context c, Part part) {
  if (!c.history.available) return false;
  if (part == &History::device) return c.attempt.device.ref.has_value();
  if (part == &History::operator_) return c.attempt.operator_.ref.has_value();
  if (part == &History::wifi) return c.attempt.network.wifi_ref.has_value();
  if (part == &History::ip) return c.attempt.network.ip.has_value();
  if (part == &History::terminal) return c.attempt.evidence.terminal_ref.has_value();
  if (part == &History::staff) return c.attempt.evidence.staff_ref.has_value();
  if (part == &History::document) return c.attempt.evidence.document_hash.has_value();
  return true;
}

template <Part part, std::uint32_t Volume::*counter>
float count(Context c, Found) {
  return has_part(c, part) ? static_cast<float>(c.history.*part.*counter) : kMissing;
}

template <Part part, std::uint32_t Volume::*some, std::uint32_t Volume::*all>
float part_share(Context c, Found) {
  if (!has_part(c, part)) return kMissing;
  return share(c.history.*part.*some, c.history.*part.*all);
}

template <Part part, std::optional<double> Volume::*measure>
float measure_of(Context c, Found) {
  return has_part(c, part) ? number(c.history.*part.*measure) : kMissing;
}

template <std::uint32_t PersonHistory::*counter>
float person_count(Context c, Found) {
  return c.history.available ? static_cast<float>(c.history.person.*counter) : kMissing;
}

// -- signals ------------------------------------------------------------------------

struct Group {
  char name[12];
};

// The sum of the active signals' weights of one group.
template <Group group>
float weight_of(Context, Found signals) {
  double sum = 0.0;
  for (const Signal& signal : signals) {
    if (signal.active() && signal.group == group.name) sum += signal.weight;
  }
  return static_cast<float>(sum);
}

bool has_active(Found signals, std::string_view prefix) {
  return std::any_of(signals.begin(), signals.end(), [&](const Signal& signal) {
    return signal.active() && signal.code.starts_with(prefix);
  });
}

// What the rules alone say.
float rules_margin(Context c, Found signals) {
  const Policy& policy = c.snapshot.policy();
  return static_cast<float>(additive_margin(signals, policy.attempt.base, policy));
}

float explained(Context, Found signals) {
  const auto silent = [](const Signal& signal) { return !signal.active(); };
  return static_cast<float>(std::count_if(signals.begin(), signals.end(), silent));
}

// No column counts failed tries or says that an attempt failed: failing is a
// reason to help, never one to suspect (probing of ids comes by its own rule).
// Nor are age, the face match and liveness: machines read old and blind people
// badly. Where these matter a signal says so.
// Of the ring only its size: its accounts, counties and density would let a ring by
// itself send somebody to review, and found 0.1 % more attempts.
constexpr AttemptColumn kColumns[] = {
    {"person.days_left", "days", [](Context c, Found) { return number(c.due.days_left); }},
    {"person.since_certified", "days", since_certified},
    {"person.phone_changed", "days",
     [](Context c, Found) { return number(c.attempt.person.phone_changed_days); }},
    {"person.bank_changed", "days",
     [](Context c, Found) { return number(c.attempt.person.bank_account_changed_days); }},
    {"person.template_changed", "days",
     [](Context c, Found) { return number(c.attempt.person.template_changed_days); }},
    {"person.record_changed", "days",
     [](Context c, Found) { return number(c.attempt.person.record_changed_days); }},
    {"person.disability", "flag",
     [](Context c, Found) {
       return c.attempt.person.special ? flag(attempt::has_disability(c.attempt)) : kMissing;
     }},
    {"operator.distance", "rank", operator_distance},
    {"operator.account_age", "days",
     [](Context c, Found) { return number(c.attempt.operator_.account_age_days); }},
    {"operator.same_household", "flag",
     [](Context c, Found) { return number(c.attempt.operator_.same_household); }},
    {"operator.same_surname", "flag",
     [](Context c, Found) { return number(c.attempt.operator_.same_surname); }},
    {"operator.registered", "flag",
     [](Context c, Found) { return number(c.attempt.operator_.registered); }},
    {"channel.mobile", "flag", [](Context c, Found) { return flag(c.mobile); }},
    {"channel.offline", "flag", [](Context c, Found) { return flag(c.offline); }},
    {"channel.silent", "flag",
     [](Context c, Found) { return flag(c.attempt.channel == Channel::kSilent); }},
    {"attempt.hour", "hours", [](Context c, Found) { return static_cast<float>(c.hour); }},
    {"attempt.record_delay", "hours", record_delay},
    {"attempt.duration", "ms",
     [](Context c, Found) { return number(c.attempt.session.duration_ms); }},
    {"device.rooted", "flag", [](Context c, Found) { return number(c.attempt.device.rooted); }},
    {"network.risk", "rank", network_risk},
    {"capture.static", "flag",
     [](Context c, Found signals) {
       return c.attempt.biometric.mode ? flag(has_active(signals, "capture.static_")) : kMissing;
     }},
    {"capture.injection", "share",
     [](Context c, Found) { return number(c.attempt.biometric.injection); }},
    {"capture.recapture", "share",
     [](Context c, Found) { return number(c.attempt.biometric.recapture); }},
    {"capture.age_gap", "years", age_gap},
    {"capture.faces_tried", "faces",
     [](Context c, Found) { return number(c.attempt.biometric.faces_tried); }},
    {"capture.template_age", "years",
     [](Context c, Found) { return number(c.attempt.biometric.template_age_years); }},
    {"capture.step_spread", "share", step_spread},
    {"device.persons_1d", "persons", count<&History::device, &Volume::persons_1d>},
    {"device.persons_7d", "persons", count<&History::device, &Volume::persons_7d>},
    {"device.persons_365d", "persons", count<&History::device, &Volume::persons_365d>},
    {"device.operators_30d", "accounts", count<&History::device, &Volume::operators_30d>},
    {"device.villages_1d", "villages", count<&History::device, &Volume::villages_1d>},
    {"device.regions_30d", "counties", count<&History::device, &Volume::regions_30d>},
    {"device.not_due_share", "share",
     part_share<&History::device, &Volume::not_due_30d, &Volume::due_known_30d>},
    {"device.median_gap", "seconds", measure_of<&History::device, &Volume::median_gap_s>},
    {"device.gap_spread", "share", measure_of<&History::device, &Volume::gap_spread>},
    {"device.night_7d", "persons", count<&History::device, &Volume::night_7d>},
    {"operator.persons_1d", "persons", count<&History::operator_, &Volume::persons_1d>},
    {"operator.persons_30d", "persons", count<&History::operator_, &Volume::persons_30d>},
    {"operator.persons_365d", "persons", count<&History::operator_, &Volume::persons_365d>},
    {"operator.regions_30d", "counties", count<&History::operator_, &Volume::regions_30d>},
    {"operator.devices_7d", "devices", count<&History::operator_, &Volume::devices_7d>},
    {"operator.unrelated_share", "share",
     part_share<&History::operator_, &Volume::unrelated_30d, &Volume::related_known_30d>},
    {"operator.bind_cycles", "cycles", count<&History::operator_, &Volume::bind_cycles_30d>},
    {"wifi.persons_7d", "persons", count<&History::wifi, &Volume::persons_7d>},
    {"terminal.persons_1d", "persons", count<&History::terminal, &Volume::persons_1d>},
    {"staff.persons_1d", "persons", count<&History::staff, &Volume::persons_1d>},
    {"staff.median_gap", "seconds", measure_of<&History::staff, &Volume::median_gap_s>},
    {"document.persons_365d", "persons", count<&History::document, &Volume::persons_365d>},
    {"person.passes_365d", "passes", person_count<&PersonHistory::passes_365d>},
    {"person.devices_365d", "devices", person_count<&PersonHistory::devices_365d>},
    {"person.same_device_before", "flag",
     [](Context c, Found) {
       return c.history.available ? flag(c.history.person.same_device_before) : kMissing;
     }},
    {"person.strong_trace", "days",
     [](Context c, Found) {
       return c.history.available ? number(c.history.person.days_since_strong_trace) : kMissing;
     }},
    {"ring.persons", "persons",
     [](Context c, Found) {
       return c.history.available ? static_cast<float>(c.history.ring_persons) : kMissing;
     }},
    {"rules.margin", "log-odds", rules_margin},
    {"rules.registry", "log-odds", weight_of<Group{"registry"}>},
    {"rules.person", "log-odds", weight_of<Group{"person"}>},
    {"rules.change", "log-odds", weight_of<Group{"change"}>},
    {"rules.capture", "log-odds", weight_of<Group{"capture"}>},
    {"rules.match", "log-odds", weight_of<Group{"match"}>},
    {"rules.environment", "log-odds", weight_of<Group{"environment"}>},
    {"rules.volume", "log-odds", weight_of<Group{"volume"}>},
    {"rules.pattern", "log-odds", weight_of<Group{"pattern"}>},
    {"rules.ring", "log-odds", weight_of<Group{"ring"}>},
    {"rules.probing", "log-odds", weight_of<Group{"probing"}>},
    {"rules.fee", "log-odds", weight_of<Group{"fee"}>},
    {"rules.document", "log-odds", weight_of<Group{"document"}>},
    {"rules.network", "log-odds", weight_of<Group{"network"}>},
    {"rules.place", "log-odds", weight_of<Group{"place"}>},
    {"rules.office", "log-odds", weight_of<Group{"office"}>},
    {"rules.silent", "log-odds", weight_of<Group{"silent"}>},
    {"rules.context", "log-odds", weight_of<Group{"context"}>},
    {"rules.explained", "signals", explained},
};

}  // namespace

std::span<const AttemptColumn> attempt_columns() { return kColumns; }

std::span<const std::string_view> attempt_column_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> out;
    for (const AttemptColumn& column : kColumns) out.push_back(column.name);
    return out;
  }();
  return names;
}

std::vector<float> attempt_row(const AttemptContext& context, const Signals& signals) {
  std::vector<float> row;
  row.reserve(std::size(kColumns));
  for (const AttemptColumn& column : kColumns) row.push_back(column.value(context, signals));
  return row;
}

}  // namespace analyzer
