#include "tests/bench/history_mix.h"

#include <algorithm>
#include <utility>

namespace analyzer {
namespace {

constexpr std::int64_t kYearMs = 365LL * 24 * 3600 * 1000;
constexpr double kTriesAPerson = 1.9;  // attempts a year, failures and early ones included

std::uint64_t mixed(std::uint64_t n) {
  n += 0x9E3779B97F4A7C15ULL;
  n = (n ^ (n >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  n = (n ^ (n >> 27U)) * 0x94D049BB133111EBULL;
  return n ^ (n >> 31U);
}

LinkKey key(LinkKind kind, std::uint64_t n) {
  const std::uint64_t id = (static_cast<std::uint64_t>(kind) << 56U) | n;
  return {mixed(id), mixed(id ^ 0x5555ULL)};
}

// Persons of a family's phone, as many of a hundred have 1, 2, 3 and more.
std::uint64_t family_of(std::uint64_t person) {
  // Blocks of 17 persons: ten households of 1,1,1,1,1,1,2,2,3,4.
  constexpr std::uint64_t kSizes[] = {1, 1, 1, 1, 1, 1, 2, 2, 3, 4};
  constexpr std::uint64_t kBlock = 17;
  std::uint64_t left = person % kBlock;
  std::uint64_t household = 0;
  while (left >= kSizes[household]) left -= kSizes[household++];
  return person / kBlock * 10 + household;
}

constexpr std::uint64_t kVillagePersons = 400;  // on the list of a village
constexpr std::uint64_t kVillagesATown = 12;
constexpr std::uint64_t kOffsetVillage = 1ULL << 40U;  // apart from family phones
constexpr std::uint64_t kOffsetTeam = 2ULL << 40U;
constexpr std::uint64_t kOffsetHome = 3ULL << 40U;
constexpr std::uint64_t kOffsetPublic = 4ULL << 40U;

}  // namespace

HistoryMix::HistoryMix(const MixOptions& options)
    : options_(options),
      random_(options.seed),
      persons_(std::max<std::uint64_t>(
          1000,
          static_cast<std::uint64_t>(static_cast<double>(options.attempts) / kTriesAPerson))) {}

void HistoryMix::place(AttemptEvent& event, std::uint64_t person) const {
  const std::uint64_t village = person / kVillagePersons;
  event.person = key(LinkKind::kPerson, person);
  event.county = 990100 + static_cast<std::uint32_t>(village / 200 % 90);
}

AttemptEvent HistoryMix::next() {
  draw_way();
  AttemptEvent event;
  event.arrival = ++arrival_;
  const auto step = static_cast<double>(kYearMs) / static_cast<double>(options_.attempts);
  event.at = kFirst + Milliseconds(static_cast<std::int64_t>(static_cast<double>(arrival_) * step));
  if (again_) {
    AttemptEvent second = *std::exchange(again_, std::nullopt);
    second.arrival = event.arrival;
    second.at = std::max(second.at, event.at);
    second.outcome = Outcome::kPassed;
    return second;
  }
  if (chance(0.02)) {
    event.at -= Milliseconds(below(3LL * 24 * 3600 * 1000));
  } else if (chance(0.25)) {
    event.at -= Milliseconds(below(60'000));
  }
  draw(event);
  if (way_ != Way::kSilent && chance(0.26)) {
    event.outcome = Outcome::kFailed;
    again_ = event;
  }
  return event;
}

AttemptEvent HistoryMix::next_of(Way way) {
  again_.reset();
  forced_ = way;
  AttemptEvent event = next();
  forced_.reset();
  again_.reset();
  return event;
}

void HistoryMix::draw_way() {
  if (again_) return;
  struct Row {
    Way way;
    double share;  // of what is not silent: data/simulation.toml, certification.ways
  };
  constexpr Row kRows[] = {{Way::kPhone, 45.0},
                           {Way::kVillage, 6.4},
                           {Way::kHall, 4.3},
                           {Way::kVisit, 1.3},
                           {Way::kHome, 0.6}};
  way_ = forced_.value_or(Way::kSilent);
  if (forced_ || chance(options_.silent)) return;
  double left = std::uniform_real_distribution<>(0, 57.6)(random_);
  for (const Row& row : kRows) {
    way_ = row.way;
    if ((left -= row.share) < 0) return;
  }
}

void HistoryMix::draw(AttemptEvent& event) {
  place(event, below(persons_));
  switch (way_) {
    case Way::kSilent:
      event.channel = Channel::kSilent;
      event.trace_strength = static_cast<std::uint8_t>(1 + below(5));
      if (chance(0.3))
        event.site = key(LinkKind::kSite, kOffsetPublic + below(persons_ / 8000 + 1));
      return;
    case Way::kPhone:
      return by_phone(event);
    case Way::kVillage:
      return by_village(event);
    case Way::kHall:
      return at_hall(event);
    case Way::kVisit:
      return on_visit(event);
    case Way::kHome:
      return at_home(event);
  }
}

void HistoryMix::by_phone(AttemptEvent& event) {
  const std::uint64_t person = below(persons_);
  place(event, person);
  const std::uint64_t household = family_of(person);
  event.channel = chance(0.6) ? Channel::kWechat : Channel::kProvinceApp;
  event.device = key(LinkKind::kDevice, household);
  event.operator_ = key(LinkKind::kOperator, chance(0.9) ? household : household + kOffsetPublic);
  event.related = chance(0.95);
  event.not_due = chance(0.1);
  if (chance(0.55)) event.capture = random_();
  if (chance(0.02)) {  // in a hospital: everybody's phone on one network
    const std::uint64_t hospital = below(persons_ / 30'000 + 1);
    event.wifi = key(LinkKind::kWifi, kOffsetPublic + hospital);
    event.ip = key(LinkKind::kIp, kOffsetPublic + hospital);
  } else if (chance(0.55)) {  // at home
    event.wifi = key(LinkKind::kWifi, household);
    event.ip = key(LinkKind::kIp, household * 4 + below(4));
  } else {  // the address of a carrier
    event.ip = key(LinkKind::kIp, kOffsetTeam + below(persons_ / 2000 + 1));
  }
  if (chance(0.5)) event.village = key(LinkKind::kVillage, person / kVillagePersons);
}

void HistoryMix::by_village(AttemptEvent& event) {
  // A tenth of each list is certified there; some villages' phones work far more.
  const std::uint64_t villages = persons_ / kVillagePersons + 1;
  const std::uint64_t village = chance(0.3) ? below(villages / 5 + 1) * 5 : below(villages);
  const std::uint64_t person = village * kVillagePersons + below(kVillagePersons / 2);
  place(event, std::min(person, persons_ - 1));
  event.channel = Channel::kCommunity;
  event.device = key(LinkKind::kDevice, kOffsetVillage + village);
  event.operator_ = key(LinkKind::kOperator, kOffsetVillage + village);
  event.staff = key(LinkKind::kStaff, kOffsetVillage + village);
  event.village = key(LinkKind::kVillage, village);
  event.related = false;
  event.not_due = chance(0.3);
  if (chance(0.5)) event.wifi = key(LinkKind::kWifi, kOffsetVillage + village);
  event.ip = key(LinkKind::kIp, kOffsetTeam + below(persons_ / 2000 + 1));
  if (chance(0.7)) event.capture = random_();
}

void HistoryMix::at_hall(AttemptEvent& event) {
  const std::uint64_t hall = below(persons_ / 12'000 + 1);
  event.channel = chance(0.6) ? Channel::kBank : Channel::kWindow;
  event.site = key(LinkKind::kSite, hall);
  event.terminal = key(LinkKind::kTerminal, hall * 4 + below(4));
  event.staff = key(LinkKind::kStaff, hall * 6 + below(6));
  event.village = key(LinkKind::kVillage, hall * kVillagesATown);
  event.trace_strength = 5;
  if (chance(0.8)) event.not_due = chance(0.2);
  if (chance(0.3)) event.capture = random_();
}

void HistoryMix::on_visit(AttemptEvent& event) {
  const std::uint64_t team = below(persons_ / 25'000 + 1);
  event.channel = Channel::kHomeVisit;
  event.device = key(LinkKind::kDevice, kOffsetTeam + team);
  event.operator_ = key(LinkKind::kOperator, kOffsetTeam + team);
  event.staff = key(LinkKind::kStaff, kOffsetTeam + team * 2 + below(2));
  event.village = key(LinkKind::kVillage, below(persons_ / kVillagePersons + 1));
  event.related = false;
  event.not_due = chance(0.1);
  if (chance(0.7)) event.capture = random_();
}

void HistoryMix::at_home(AttemptEvent& event) {
  const std::uint64_t home = below(persons_ / 5'000 + 1);
  place(event, std::min(persons_ - 1, home * 5'000 + below(90)));
  event.channel = Channel::kEmployer;
  event.device = key(LinkKind::kDevice, kOffsetHome + home);
  event.operator_ = key(LinkKind::kOperator, kOffsetHome + home);
  event.wifi = key(LinkKind::kWifi, kOffsetHome + home);
  event.ip = key(LinkKind::kIp, kOffsetHome + home);
  event.village = key(LinkKind::kVillage, home * 12);
  event.related = false;
  if (chance(0.7)) event.capture = random_();
}

Attempt HistoryMix::attempt_of(const AttemptEvent& event) {
  constexpr const char* kSealed = "*";
  const std::uint64_t n = event.person.low;
  Attempt out;
  out.attempt_id = "bench";
  out.occurred_at = event.at;
  out.channel = event.channel;
  out.outcome = event.outcome;
  if (event.outcome == Outcome::kFailed) out.failure_code = FailureCode::kLowSimilarity;
  out.region = std::to_string(event.county);
  out.person.ref = kSealed;
  out.person.age = static_cast<std::int64_t>(60 + n % 35);
  out.person.scheme = Scheme::kResident;
  out.person.due_on = shanghai_date(event.at) + std::chrono::days(n % 300);
  if (event.operator_) {
    out.operator_.ref = kSealed;
    out.operator_.role = event.staff ? OperatorRole::kVillage : OperatorRole::kRelative;
    if (event.related) out.operator_.same_household = *event.related;
  }
  if (event.device) {
    out.device.ref = kSealed;
    out.device.os = "android";
    out.device.rooted = false;
    out.device.emulator = false;
  }
  if (event.wifi) out.network.wifi_ref = kSealed;
  if (event.ip) {
    out.network.ip = kSealed;
    out.network.kind = event.wifi ? NetworkKind::kHome : NetworkKind::kMobile;
    out.network.region = out.region;
  }
  if (event.site) out.evidence.site_ref = kSealed;
  if (event.staff) out.evidence.staff_ref = kSealed;
  if (event.terminal) out.evidence.terminal_ref = kSealed;
  if (event.capture) {
    out.biometric.mode = BiometricMode::kBlink;
    out.biometric.face_match = 0.70 + static_cast<double>(n % 29) / 100.0;
    out.biometric.face_threshold = 0.7;
    out.biometric.liveness = 0.95;
    out.biometric.template_age_years = static_cast<double>(n % 12);
  }
  if (event.channel == Channel::kSilent) out.evidence.source = EvidenceSource::kOutpatient;
  return out;
}

}  // namespace analyzer
