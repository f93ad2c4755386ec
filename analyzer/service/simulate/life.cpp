// The ordinary course: due, reminded, certified; by data comparison, by a
// child's phone, at the village office, at a window; failing and trying again.

#include <algorithm>

#include "analyzer/service/simulate/stage.h"

namespace analyzer::simulate {
namespace {

using std::chrono::days;

constexpr EvidenceSource kSources[] = {
    EvidenceSource::kHospitalInpatient, EvidenceSource::kTrain,      EvidenceSource::kVaccination,
    EvidenceSource::kCheckup,           EvidenceSource::kOutpatient, EvidenceSource::kBankCounter,
    EvidenceSource::kFamilyDoctor,      EvidenceSource::kPharmacy,   EvidenceSource::kBus,
    EvidenceSource::kPhoneTopup};
constexpr double kSourceWeights[] = {25, 30, 20, 30, 60, 35, 15, 35, 6, 4};
// Relatives fetch medicine on the card, keep the number and the bus card.
constexpr double kCardAloneWeights[] = {0, 0, 0, 0, 12, 8, 4, 50, 12, 10};

std::string village_group(const SimPerson& person) { return "v" + std::to_string(person.village); }

// Village offices are open on market days: every fifth.
Date market_day(Date day) { return day + days((5 - day.time_since_epoch().count() % 5) % 5); }

// Pay-day brings people to the bank.
Date pay_day(Date day, Random& random) {
  const std::chrono::year_month_day parts(day);
  if (random.chance(0.4)) return day;
  return Date{parts.year() / parts.month() / std::chrono::day{1}} + days(random.integer(9, 14));
}

}  // namespace

Date Stage::next_attempt_day(const SimPerson& person) {
  const Date due = due_on(person);
  const auto cycle = static_cast<int>((due - person.last_certified).count());
  static constexpr double kShape[] = {18, 34, 25, 5, 9, 9};
  switch (random.weighted(kShape)) {
    case 0:
      return person.last_certified + days(random.integer(20, cycle / 3));
    case 1:
      return due - days(random.integer(31, 90));
    case 2:
      return due - days(random.integer(4, 30));
    case 3:
      return due - days(random.integer(0, 3));
    case 4:
      return due + days(1 + static_cast<int>(random.exponential(40)));
    default:
      return due - days(random.integer(91, cycle / 2));
  }
}

void Stage::silent(std::size_t index, Date day, const Label& label, Trace trace) {
  SimPerson& person = world.people[index];
  Attempt attempt = scene(index, at(day, random.between(1, 5)), Channel::kSilent);
  const EvidenceSource source =
      kSources[random.weighted(trace == Trace::kAny ? kSourceWeights : kCardAloneWeights)];
  attempt.operator_.role = OperatorRole::kSystem;
  attempt.evidence.source = source;
  const auto delay = days(static_cast<int>(random.lognormal(9, 0.8)));
  attempt.evidence.source_at = at(day - delay, random.between(8, 18));
  if (source == EvidenceSource::kPharmacy || source == EvidenceSource::kOutpatient) {
    attempt.evidence.terminal_ref =
        "shop-" + std::to_string(person.village) + (random.chance(0.5) ? "-a" : "-b");
  }
  record(std::move(attempt), label);
  certified(index, at(day, 3), Channel::kSilent);
}

// Chooses one of the ordinary ways and fills the scene.
void Stage::dress(Attempt& attempt, std::size_t index) {
  const SimPerson& person = world.people[index];
  const Date day = shanghai_date(attempt.occurred_at);
  if (person.abroad) return abroad(attempt, index);
  if (person.elsewhere && random.chance(0.06)) return by_mail(attempt);
  std::vector<double> ways = p.ways;
  if (!person.smartphone) ways[1] *= 0.1;
  if (person.bedridden) ways[5] *= 12;
  if (person.elsewhere) ways[2] = ways[3] = ways[4] = 0;
  switch (random.weighted(ways)) {
    case 0:
      by_family(attempt, index);
      break;
    case 1:
      by_self(attempt, index);
      break;
    case 2: {
      attempt.occurred_at = at(market_day(day), random.between(8, 18));
      attempt.channel = random.chance(0.6) ? Channel::kCommunity : mobile_channel();
      by_helper(attempt, world.helpers[person.village]);
      break;
    }
    case 3:
      attempt.occurred_at = office_time(pay_day(day, random));
      at_bank(attempt);
      break;
    case 4:
      attempt.occurred_at = office_time(day);
      at_window(attempt, index);
      break;
    case 5:
      attempt.occurred_at = at(workday(day), random.between(8.5, 17.5));
      by_visit(attempt, random.pick(world.visit_teams), index, random.chance(p.work_order_present));
      break;
    default:
      attempt.occurred_at = office_time(day);
      by_employer(attempt, index);
  }
  if (person.bedridden && random.chance(0.5) &&
      (attempt.channel == Channel::kProvinceApp || attempt.channel == Channel::kPartnerApp ||
       attempt.channel == Channel::kCommunity)) {
    attempt.biometric.mode = BiometricMode::kStatic;
  }
}

void Stage::certify(std::size_t index, Date day, const Label& label) {
  Attempt first = scene(index, mobile_time(day), mobile_channel());
  dress(first, index);
  const int most = world.people[index].blind || first.person.age.value_or(70) >= 85 ? 12 : 5;
  for (int round = 0; round < 4; ++round) {
    const Ending end =
        session(first, index, Capture::kGenuine, success_rate(index, first), most, label);
    if (end.passed) return certified(index, end.at, first.channel);
    static constexpr double kNext[] = {35, 25, 22, 10, 8};
    switch (random.weighted(kNext)) {
      case 0: {  // another phone or platform, as the guides advise
        Attempt other =
            scene(index, end.at + std::chrono::minutes(random.integer(3, 40)), mobile_channel());
        by_family(other, index);
        if (random.chance(0.4)) by_phone(other, new_phone(random, 900), OperatorRole::kNeighbour);
        first = std::move(other);
        break;
      }
      case 1:
        first.occurred_at = mobile_time(shanghai_date(end.at) + days(1));
        break;
      case 2:
        first.occurred_at = end.at + std::chrono::minutes(random.integer(5, 120));
        break;
      case 3: {
        first.outcome = Outcome::kManual;
        first.occurred_at = end.at + std::chrono::minutes(5);
        capture(first, index, Capture::kGenuine);
        record(first, label);
        return certified(index, end.at, first.channel);
      }
      default:
        round = 4;
    }
  }
  const Date later = shanghai_date(first.occurred_at) + days(random.integer(1, 10));
  Attempt offline = scene(index, office_time(later), Channel::kWindow);
  at_window(offline, index);
  offline.outcome = Outcome::kPassed;
  capture(offline, index, Capture::kGenuine);
  const Time when = offline.occurred_at;
  record(std::move(offline), label);
  certified(index, when, Channel::kWindow);
}

void Stage::live(std::size_t index, Date from, Date to) {
  SimPerson& person = world.people[index];
  const Label label{Truth::kLegit, "",           village_group(person),
                    false,         person.rural, person.bedridden || person.blind,
                    person.blind};
  while (true) {
    Date day = next_attempt_day(person);
    if (day < from) day = from + days(random.integer(0, 25));
    if (day <= person.last_certified) day = person.last_certified + days(7);
    if (day >= to || (person.died && day >= *person.died)) return;
    double by_data = p.silent;
    if (person.few_traces || person.abroad) by_data = 0.03;
    if (person.elsewhere) by_data *= 0.6;
    if (random.chance(by_data)) {
      silent(index, day, label);
    } else {
      certify(index, day, label);
    }
  }
}

void Stage::background(std::size_t person, Date day) {
  live(person, p.first_day, day - days(random.integer(200, 300)));
}

void play_ordinary(Stage& stage) {
  const Date end = stage.last_day() + days(1);
  for (std::size_t i = 0; i < stage.world.people.size(); ++i) {
    SimPerson& person = stage.world.people[i];
    if (person.taken || person.died) continue;
    const double yearly = mortality(stage.p, age_on(person, stage.p.first_day));
    const double wait = stage.random.exponential(365.0 / yearly);
    Date until = end;
    if (wait < stage.p.days) until = stage.p.first_day + days(static_cast<int>(wait));
    stage.live(i, stage.p.first_day, until);
    if (until < end) stage.death(i, until, true);
  }
}

}  // namespace analyzer::simulate
