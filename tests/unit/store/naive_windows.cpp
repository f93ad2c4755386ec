#include "tests/unit/store/naive_windows.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <tuple>

namespace analyzer::store {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using Key = std::optional<LinkKey> AttemptEvent::*;
using Attempts = std::vector<AttemptEvent>;

bool certified(const AttemptEvent& e) {
  return e.outcome == Outcome::kPassed || e.outcome == Outcome::kManual;
}

bool ordered_before(const AttemptEvent& a, const AttemptEvent& b) {
  return std::tie(a.at, a.arrival) < std::tie(b.at, b.arrival);
}

// Of all, those ordered before `x`, oldest first.
Attempts before(const Attempts& all, const AttemptEvent& x) {
  Attempts out;
  for (const AttemptEvent& e : all) {
    if (ordered_before(e, x)) out.push_back(e);
  }
  std::sort(out.begin(), out.end(), ordered_before);
  return out;
}

using Test = std::function<bool(const AttemptEvent&)>;

// Distinct other persons certified in (x - far, x - near] for whom `test` holds.
std::uint32_t persons(
    const Attempts& events, const AttemptEvent& x, int near, int far,
    const Test& test = [](const AttemptEvent&) { return true; }) {
  std::set<LinkKey> out;
  for (const AttemptEvent& e : events) {
    if (e.at <= x.at - days(far) || e.at > x.at - days(near)) continue;
    if (certified(e) && !(e.person == x.person) && test(e)) out.insert(e.person);
  }
  return static_cast<std::uint32_t>(out.size());
}

std::uint32_t distinct(const Attempts& events, const AttemptEvent& x, int far, Key key) {
  std::set<LinkKey> out;
  for (const AttemptEvent& e : events) {
    if (e.at > x.at - days(far) && e.*key) out.insert(*(e.*key));
  }
  return static_cast<std::uint32_t>(out.size());
}

double middle(std::vector<double> sorted, double q) {
  const double rank = q * static_cast<double>(sorted.size() - 1);
  const double low = std::floor(rank);
  const auto i = static_cast<std::size_t>(low);
  if (i + 1 == sorted.size()) return sorted[i];
  return sorted[i] + (rank - low) * (sorted[i + 1] - sorted[i]);
}

void gaps(const Attempts& events, const AttemptEvent& x, Volume& v) {
  std::map<LinkKey, Time> last;
  Attempts newest(
      events.rbegin(),
      events.rbegin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(events.size(), 256)));
  for (const AttemptEvent& e : newest) {
    if (e.at <= x.at - days(1) || !certified(e) || e.person == x.person) continue;
    if (last.size() < 64) last.try_emplace(e.person, e.at);
  }
  std::vector<Time> times;
  for (const auto& [person, at] : last) times.push_back(at);
  std::sort(times.begin(), times.end());
  std::vector<double> out;
  for (std::size_t i = 1; i < times.size(); ++i) {
    out.push_back(static_cast<double>((times[i] - times[i - 1]).count()) / 1000.0);
  }
  if (times.size() < 3) return;
  std::sort(out.begin(), out.end());
  v.median_gap_s = middle(out, 0.5);
  if (*v.median_gap_s > 0) {
    v.gap_spread = (middle(out, 0.75) - middle(out, 0.25)) / *v.median_gap_s;
  }
}

std::uint32_t marks(const std::vector<DispositionEvent>& all, const std::vector<LinkKey>& keys,
                    bool DispositionEvent::*what, Time at, int far) {
  std::set<Time> times;
  std::uint32_t single = 0;
  for (const DispositionEvent& d : all) {
    if (!(d.*what) || d.at > at || d.at <= at - days(far)) continue;
    for (const Link& link : d.links) {
      if (std::find(keys.begin(), keys.end(), link.key) == keys.end()) continue;
      times.insert(d.at);
      ++single;
    }
  }
  return keys.size() == 1 ? single : static_cast<std::uint32_t>(times.size());
}

Volume volume(const NaiveWindows& all, const Attempts& past, const AttemptEvent& x, Key key) {
  Volume v;
  if (!(x.*key)) return v;
  v.confirmed_bad = marks(all.dispositions, {*(x.*key)}, &DispositionEvent::adverse, x.at, 720);
  v.cleared = marks(all.dispositions, {*(x.*key)}, &DispositionEvent::cleared, x.at, 360);
  Attempts events;
  std::copy_if(past.begin(), past.end(), std::back_inserter(events),
               [&](const AttemptEvent& e) { return e.*key == x.*key; });
  if (events.empty()) return v;
  v.persons_1d = persons(events, x, 0, 1);
  v.persons_7d = persons(events, x, 0, 7);
  v.persons_30d = persons(events, x, 0, 30);
  v.persons_365d = persons(events, x, 0, 365);
  v.unrelated_30d = persons(events, x, 0, 30, [](const auto& e) { return e.related == false; });
  v.related_known_30d = persons(events, x, 0, 30, [](const auto& e) { return !!e.related; });
  v.not_due_30d = persons(events, x, 0, 30, [](const auto& e) { return e.not_due == true; });
  v.due_known_30d = persons(events, x, 0, 30, [](const auto& e) { return !!e.not_due; });
  v.night_7d = persons(events, x, 0, 7, [](const auto& e) {
    return shanghai_hour(e.at) >= 23 || shanghai_hour(e.at) < 5;
  });
  v.operators_30d = distinct(events, x, 30, &AttemptEvent::operator_);
  v.devices_7d = distinct(events, x, 7, &AttemptEvent::device);
  v.villages_1d = distinct(events, x, 1, &AttemptEvent::village);
  std::set<std::uint32_t> counties;
  for (const AttemptEvent& e : events) {
    if (e.at > x.at - days(30)) {
      ++v.events_30d;
      if (e.county != 0) counties.insert(e.county);
      if (certified(e) && e.bind_cycle) ++v.bind_cycles_30d;
    }
    if (e.at > x.at - days(1) && !certified(e)) ++v.failures_1d;
  }
  v.regions_30d = static_cast<std::uint32_t>(counties.size());
  const auto first = std::find_if(events.begin(), events.end(),
                                  [&](const auto& e) { return e.at > x.at - days(365); });
  double sum = 0;
  int weeks = 0;
  for (int k = 1; k <= 8; ++k) {
    if (first == events.end() || first->at > x.at - days(7 * k)) break;
    sum += persons(events, x, 7 * k, 7 * k + 7);
    ++weeks;
  }
  if (weeks > 0) v.usual_week = sum / weeks;
  gaps(events, x, v);
  return v;
}

void person(const Attempts& past, const AttemptEvent& x, PersonHistory& p) {
  std::set<LinkKey> failure_devices;
  std::set<LinkKey> devices;
  std::set<Channel> channels;
  for (const AttemptEvent& e : past) {
    if (!(e.person == x.person) || e.at <= x.at - days(1096)) continue;
    const bool failed = !certified(e);
    if (e.at > x.at - days(1)) {
      if (failed) ++p.failures_1d;
      channels.insert(e.channel);
    }
    if (failed && e.device && e.at > x.at - days(7)) failure_devices.insert(*e.device);
    if (e.at > x.at - days(365)) {
      if (e.outcome == Outcome::kPassed) ++p.passes_365d;
      if (!failed && e.device) devices.insert(*e.device);
    }
    if (!failed && e.device && e.device == x.device && e.at < x.at - days(90)) {
      p.same_device_before = true;
    }
    const double ago = static_cast<double>((x.at - e.at).count());
    if (e.county != 0 && x.county != 0 && e.county / 100 != x.county / 100) {
      p.hours_since_other_place = ago / 3.6e6;  // oldest first: the last one stays
    }
    if (e.trace_strength >= 4) p.days_since_strong_trace = ago / 8.64e7;
  }
  p.failure_devices_7d = static_cast<std::uint32_t>(failure_devices.size());
  p.devices_365d = static_cast<std::uint32_t>(devices.size());
  p.channels_1d = static_cast<std::uint32_t>(channels.size());
}

void captures(const Attempts& past, const AttemptEvent& x, PersonHistory& p) {
  for (const AttemptEvent& e : past) {
    if (!x.capture || !e.capture || e.at <= x.at - days(1096)) continue;
    if (std::popcount(*x.capture ^ *e.capture) > 4) continue;
    const bool failed = e.outcome == Outcome::kFailed || e.outcome == Outcome::kAbandoned;
    const bool retry = failed && e.device && e.device == x.device && x.at - e.at < days(1);
    if (!(e.person == x.person)) {
      ++p.captures_near_other;
    } else if (e.at < x.at - minutes(5) && !retry) {
      ++p.captures_near_own;
      p.capture_near_own_on = shanghai_date(e.at);
    }
  }
}

void registry(const std::vector<RegistryFact>& facts, const AttemptEvent& x, PersonHistory& p) {
  std::set<LinkKey> origins;
  bool by_id = false;
  const Date today = shanghai_date(x.at);
  for (const RegistryFact& f : facts) {
    if (!(f.person == x.person) || f.arrival >= x.arrival) continue;
    const bool now = f.from <= today && (!f.to || *f.to >= today);
    switch (f.kind) {
      case RegistryKind::kDeathMedical:
      case RegistryKind::kDeathCremation:
      case RegistryKind::kDeathHousehold:
        if (!p.death_on || f.from < *p.death_on) p.death_on = f.from;
        origins.insert(f.origin);
        by_id = by_id || !f.name_only;
        break;
      case RegistryKind::kPrison:
        if (!p.prison_from || f.from >= *p.prison_from) {
          p.prison_from = f.from;
          p.prison_to = f.to;
        }
        break;
      case RegistryKind::kProbation:
        p.on_probation = p.on_probation || now;
        break;
      case RegistryKind::kMissing:
        p.missing = p.missing || now;
        break;
      case RegistryKind::kDuplicateBenefit:
        p.duplicate_benefit = p.duplicate_benefit || now;
        break;
      default:
        break;
    }
  }
  p.death_sources = static_cast<std::uint32_t>(origins.size());
  p.death_name_only = !origins.empty() && !by_id;
}

// The rings' links in their order, with the bound of each.
struct RingKind {
  Key key;
  std::uint32_t RingLimits::*limit;
  std::uint32_t RingHistory::*count;
};
constexpr RingKind kRing[] = {
    {&AttemptEvent::device, &RingLimits::device, &RingHistory::devices},
    {&AttemptEvent::operator_, &RingLimits::operator_, &RingHistory::operators},
    {&AttemptEvent::fee_payee, &RingLimits::fee_payee, &RingHistory::payees},
    {&AttemptEvent::wifi, &RingLimits::wifi, &RingHistory::wifis}};

// The ring round `x`, from what store/ring.h says of it.
class NaiveRing {
 public:
  using Name = std::pair<std::size_t, LinkKey>;  // a link by its kind

  NaiveRing(const NaiveWindows& all, const Attempts& past, const AttemptEvent& x)
      : all_(all), limits_(all.ring_limits), x_(x) {
    for (const AttemptEvent& e : past) {
      if (e.at > x.at - days(365)) year_.push_back(e);
    }
    for (std::size_t i = 0; i < std::size(kRing); ++i) {
      if (x.*kRing[i].key) join({i, *(x.*kRing[i].key)}, 1);
    }
    further();
  }

  void write(History& h) const {
    RingHistory& r = h.ring;
    h.ring_persons = static_cast<std::uint32_t>(persons_.size());
    r.hubs = hubs_;
    r.cut = cut_;
    std::set<LinkKey> lately, said, unrelated, due_said, not_due, villages;
    std::set<std::uint32_t> counties;
    for (const Name& link : links_) {
      ++(r.*kRing[link.first].count);
      r.ties += static_cast<std::uint32_t>(on(link).size());
      for (const AttemptEvent& e : attempts(link)) {
        if (!certified(e) || e.person == x_.person) continue;
        if (e.at > x_.at - days(30)) lately.insert(e.person);
        if (e.related) said.insert(e.person);
        if (e.related == false) unrelated.insert(e.person);
        if (e.not_due) due_said.insert(e.person);
        if (e.not_due == true) not_due.insert(e.person);
        if (e.village) villages.insert(*e.village);
        if (e.county != 0) counties.insert(e.county);
        const Date day = shanghai_date(e.at);
        r.first_on = std::min(r.first_on.value_or(day), day);
        r.last_on = std::max(r.last_on.value_or(day), day);
      }
    }
    const auto size = [](const auto& set) { return static_cast<std::uint32_t>(set.size()); };
    r.persons_30d = size(lately);
    r.related_known = size(said);
    r.unrelated = size(unrelated);
    r.due_known = size(due_said);
    r.not_due = size(not_due);
    r.villages = size(villages);
    r.counties = size(counties);
    for (const LinkKey& person : persons_) {
      if (found(person, &DispositionEvent::adverse, 720)) ++r.confirmed_persons;
      if (found(person, &DispositionEvent::cleared, 360)) ++r.cleared_persons;
    }
    h.ring_confirmed = r.confirmed_persons;
    for (const Name& link : links_) {
      if (found(link.second, &DispositionEvent::adverse, 720)) ++h.ring_confirmed;
    }
  }

 private:
  bool found(const LinkKey& key, bool DispositionEvent::*what, int far) const {
    return marks(all_.dispositions, {key}, what, x_.at, far) > 0;
  }

  // Attempts of a link within the year, newest first.
  Attempts attempts(const Name& link) const {
    Attempts out;
    for (auto e = year_.rbegin(); e != year_.rend(); ++e) {
      if ((*e).*kRing[link.first].key == link.second) out.push_back(*e);
    }
    return out;
  }

  // Its persons, the latest first.
  std::vector<LinkKey> on(const Name& link) const {
    std::vector<LinkKey> out;
    for (const AttemptEvent& e : attempts(link)) {
      if (!certified(e) || e.person == x_.person) continue;
      if (std::find(out.begin(), out.end(), e.person) == out.end()) out.push_back(e.person);
    }
    return out;
  }

  void join(const Name& link, std::size_t least) {
    if (!known_.insert(link).second) return;
    const std::vector<LinkKey> persons = on(link);
    const std::uint32_t most = limits_.*kRing[link.first].limit;
    if (persons.size() > most || attempts(link).size() > most * limits_.attempts_a_person) {
      ++hubs_;
      return;
    }
    if (persons.size() < least) return;
    std::vector<LinkKey> together = persons_;
    for (const LinkKey& person : persons) {
      if (std::find(together.begin(), together.end(), person) == together.end()) {
        together.push_back(person);
      }
    }
    if (together.size() > limits_.persons) {
      cut_ = true;
      return;
    }
    persons_ = together;
    links_.push_back(link);
  }

  void further() {
    std::vector<Name> order;
    std::map<Name, std::set<LinkKey>> ties;
    std::set<Name> used;
    const auto note = [&](const AttemptEvent& e, std::size_t kinds, const auto& each) {
      for (std::size_t i = 0; i < kinds; ++i) {
        if (!(e.*kRing[i].key)) continue;
        const Name link{i, *(e.*kRing[i].key)};
        if (std::find(order.begin(), order.end(), link) == order.end()) order.push_back(link);
        each(link);
      }
    };
    constexpr std::size_t kButWifi = 3;
    for (const Name& link : links_) {
      if (link.first >= kButWifi) continue;
      for (const AttemptEvent& e : attempts(link)) {
        if (!certified(e) || e.person == x_.person) continue;
        note(e, kButWifi, [&](const Name& other) { used.insert(other); });
      }
    }
    for (const LinkKey& person : persons_) {
      std::size_t read = 0;
      for (auto e = year_.rbegin(); e != year_.rend() && read < limits_.own_attempts; ++e) {
        if (!(e->person == person)) continue;
        ++read;
        if (!certified(*e)) continue;
        note(*e, std::size(kRing), [&](const Name& link) { ties[link].insert(person); });
      }
    }
    std::size_t followed = 0;
    for (const Name& link : order) {
      if (known_.contains(link)) continue;
      if (!used.contains(link) && ties[link].size() < limits_.tie) continue;
      if (++followed > limits_.links) {
        cut_ = true;
        return;
      }
      join(link, 2);
    }
  }

  const NaiveWindows& all_;
  const RingLimits& limits_;
  const AttemptEvent& x_;
  Attempts year_;
  std::vector<LinkKey> persons_;
  std::vector<Name> links_;
  std::set<Name> known_;
  std::uint32_t hubs_ = 0;
  bool cut_ = false;
};

std::uint32_t count_reports(const std::vector<ReportEvent>& all, Time at, std::uint64_t arrival,
                            int far, const std::function<bool(const ReportEvent&)>& test) {
  std::uint32_t out = 0;
  for (const ReportEvent& r : all) {
    if (r.at <= at - days(far) || std::tie(r.at, r.arrival) >= std::tie(at, arrival)) continue;
    if (test(r)) ++out;
  }
  return out;
}

bool share(const std::vector<LinkKey>& a, const std::vector<LinkKey>& b) {
  return std::any_of(a.begin(), a.end(), [&](const LinkKey& key) {
    return std::find(b.begin(), b.end(), key) != b.end();
  });
}

}  // namespace

History NaiveWindows::look(const AttemptEvent& x) const {
  History h;
  const Attempts past = before(attempts, x);
  h.device = volume(*this, past, x, &AttemptEvent::device);
  h.operator_ = volume(*this, past, x, &AttemptEvent::operator_);
  h.wifi = volume(*this, past, x, &AttemptEvent::wifi);
  h.site = volume(*this, past, x, &AttemptEvent::site);
  h.staff = volume(*this, past, x, &AttemptEvent::staff);
  h.terminal = volume(*this, past, x, &AttemptEvent::terminal);
  h.fee_payee = volume(*this, past, x, &AttemptEvent::fee_payee);
  h.ip = volume(*this, past, x, &AttemptEvent::ip);
  h.document = volume(*this, past, x, &AttemptEvent::document);
  person(past, x, h.person);
  h.person.cleared = marks(dispositions, {x.person}, &DispositionEvent::cleared, x.at, 360);
  captures(past, x, h.person);
  registry(facts, x, h.person);
  NaiveRing(*this, past, x).write(h);
  const auto on = [&](const std::optional<LinkKey>& key) {
    if (!key) return 0U;
    return count_reports(reports, x.at, x.arrival, 30,
                         [&](const ReportEvent& r) { return share(r.numbers, {*key}); });
  };
  h.phone_reports_30d = on(x.operator_phone);
  h.payee_reports_30d = on(x.fee_payee);
  return h;
}

History NaiveWindows::look(const ReportEvent& x) const {
  History h;
  ReportHistory& r = h.report;
  const auto same = [&](const ReportEvent& e) { return x.shape && e.shape == x.shape; };
  r.same_shape_1d = count_reports(reports, x.at, x.arrival, 1, same);
  r.same_shape_30d = count_reports(reports, x.at, x.arrival, 30, same);
  std::set<std::uint32_t> counties;
  std::set<Time> times;
  count_reports(reports, x.at, x.arrival, 1, [&](const ReportEvent& e) {
    if (same(e)) times.insert(e.at);
    if (same(e) && e.county != 0) counties.insert(e.county);
    return false;
  });
  if (!times.empty()) {
    r.same_shape_first_h = static_cast<double>(to_millis(x.at) - to_millis(*times.begin())) / 3.6e6;
  }
  r.regions_1d = static_cast<std::uint32_t>(counties.size());
  r.domain_7d = count_reports(reports, x.at, x.arrival, 7,
                              [&](const ReportEvent& e) { return share(e.domains, x.domains); });
  r.number_30d = count_reports(reports, x.at, x.arrival, 30,
                               [&](const ReportEvent& e) { return share(e.numbers, x.numbers); });
  r.domain_confirmed = marks(dispositions, x.domains, &DispositionEvent::adverse, x.at, 720);
  r.number_confirmed = marks(dispositions, x.numbers, &DispositionEvent::adverse, x.at, 720);
  if (x.shape) r.cleared = marks(dispositions, {*x.shape}, &DispositionEvent::cleared, x.at, 360);
  return h;
}

}  // namespace analyzer::store
