#include "analyzer/service/simulate/stage.h"

#include <algorithm>

namespace analyzer::simulate {
namespace {

using std::chrono::days;
using std::chrono::duration_cast;
using std::chrono::seconds;

constexpr double kContinue[] = {0.82, 0.7, 0.6, 0.5};
constexpr double kLongestMemory = 9000;  // days for which a system knows of changes
constexpr double kStopsHalfway = 0.06;   // of those who do not get through
constexpr int kOverdueSuspends = 31;
constexpr int kLongestGap = 390;  // days; beyond it something else certified the person

Milliseconds in_seconds(double count) {
  return Milliseconds{static_cast<std::int64_t>(count * 1000.0)};
}

}  // namespace

Stage::Stage(const Parameters& parameters, std::uint64_t seed)
    : p(parameters.of_city(seed)),
      habits(Random::named(seed, "habits")),
      world(make_world(p, Random::named(seed, "world"))),
      random(Random::named(seed, "stage")),
      hits_(world.people.size()) {}

Label fraud(Truth truth, std::string_view scenario, int instance) {
  Label out;
  out.truth = truth;
  out.scenario = scenario;
  out.group = out.scenario + '-' + std::to_string(instance);
  return out;
}

Label Stage::honest(std::size_t person, std::string_view scenario, int instance) const {
  const SimPerson& who = world.people[person];
  Label out = fraud(Truth::kLegit, scenario, instance);
  out.rural = who.rural;
  out.disabled = who.bedridden || who.blind;
  out.blind = who.blind;
  return out;
}

// -- when -----------------------------------------------------------------------------

Time Stage::at(Date day, double hour) const {
  return shanghai_midnight(day) + in_seconds(hour * 3600.0);
}

Time Stage::mobile_time(Date day) {
  const auto hour = static_cast<double>(random.weighted(p.hours));
  return at(day, hour + random.uniform());
}

Time Stage::office_time(Date day) {
  if (random.chance(0.015)) return at(workday(day), random.between(18.5, 21.5));  // overtime
  const bool morning = random.chance(0.6);
  return at(workday(day), morning ? random.between(8.5, 11.75) : random.between(14.0, 17.5));
}

Date Stage::any_day() { return p.first_day + days(random.integer(0, p.days - 1)); }

Date Stage::workday(Date day) const {
  const unsigned weekday = std::chrono::weekday(day).iso_encoding();
  return weekday > 5 ? day + days(8 - weekday) : day;
}

// -- whom -----------------------------------------------------------------------------

Date Stage::due_on(const SimPerson& person) const {
  const bool half_year =
      person.scheme == Scheme::kResident && world.villages[person.village].half_year;
  return person.last_certified + days(half_year ? 182 : 365);
}

Attempt Stage::scene(std::size_t index, Time when, Channel channel) {
  SimPerson& person = world.people[index];
  const Village& village = world.villages[person.village];
  const Date day = shanghai_date(when);
  if (person.taken && !person.dormant && (day - person.last_certified).count() > kLongestGap) {
    person.last_certified = day - days(random.integer(250, kLongestGap));
  }
  Attempt attempt;
  attempt.occurred_at = when;
  attempt.channel = channel;
  attempt.region = village.code.substr(0, 6);
  attempt.person.ref = person.ref;
  attempt.person.age = age_on(person, day);
  attempt.person.sex = person.female ? Sex::kFemale : Sex::kMale;
  attempt.person.scheme = person.scheme;
  attempt.person.due_on = due_on(person);
  const auto overdue = (day - *attempt.person.due_on).count();
  attempt.person.benefit_status =
      overdue > kOverdueSuspends ? BenefitStatus::kSuspended : BenefitStatus::kActive;
  attempt.person.last_certified_on = person.last_certified;
  attempt.person.last_channel = person.last_channel;
  attempt.person.residence_region = person.elsewhere ? "440300" : attempt.region;
  attempt.person.abroad = person.abroad;
  attempt.person.monthly_benefit_yuan = std::round(person.monthly_yuan);
  std::vector<Special> special;
  if (person.bedridden && person.tagged) special.push_back(Special::kBedridden);
  if (person.blind && person.tagged) special.push_back(Special::kBlind);
  if (person.home) special.push_back(Special::kNursingHome);
  if (person.elsewhere) special.push_back(Special::kLivingElsewhere);
  attempt.person.special = std::move(special);
  const auto changed = [this](double median, double sigma) {
    return static_cast<std::int64_t>(std::min(kLongestMemory, random.lognormal(median, sigma)));
  };
  attempt.person.phone_changed_days = changed(800, 1.2);
  attempt.person.bank_account_changed_days = changed(1500, 1.3);
  if (random.chance(0.06)) {
    attempt.person.template_changed_days = static_cast<std::int64_t>(random.exponential(60));
  }
  attempt.biometric.template_age_years =
      person.template_years + static_cast<double>((day - p.first_day).count()) / 365.25;
  known_hits(attempt, index);
  return attempt;
}

// What the caller's own system shows of the registers at the time.
void Stage::known_hits(Attempt& attempt, std::size_t person) {
  for (const std::size_t i : hits_[person]) {
    const RegistryRow& row = registry[i];
    if (row.received_at > attempt.occurred_at || row.name_only) continue;
    const bool over = row.to && *row.to < shanghai_date(attempt.occurred_at);
    if (over || !random.chance(p.death_known)) continue;
    attempt.registry.push_back({row.kind, row.from, row.source});
  }
}

// -- playing ---------------------------------------------------------------------------

double Stage::success_rate(std::size_t index, const Attempt& scene) const {
  const SimPerson& person = world.people[index];
  const std::int64_t age = scene.person.age.value_or(70);
  double rate = p.first_try[age < 70 ? 0 : age < 80 ? 1 : age < 85 ? 2 : 3];
  if (scene.biometric.template_age_years.value_or(0) >= 10) rate *= 0.75;
  if (person.blind) rate *= 0.5;
  if (scene.biometric.mode == BiometricMode::kStatic) rate = 0.9;
  if (scene.channel == Channel::kCommunity) rate += 0.08;
  if (scene.channel == Channel::kNationalPlatform) rate -= 0.10;
  return std::clamp(rate, 0.05, 0.97);
}

Ending Stage::session(Attempt scene, std::size_t person, Capture capture_kind, double success,
                      int most, const Label& label) {
  for (int tries = 1;; ++tries) {
    Attempt attempt = scene;
    const bool passed = random.chance(success);
    attempt.biometric.tries = tries;
    attempt.session.duration_ms = static_cast<std::int64_t>(random.lognormal(45'000, 0.5));
    attempt.outcome = passed ? Outcome::kPassed : Outcome::kFailed;
    const bool abandoned = !passed && random.chance(kStopsHalfway);
    if (abandoned) attempt.outcome = Outcome::kAbandoned;
    if (!passed && !abandoned) attempt.failure_code = failure(capture_kind);
    capture(attempt, person, capture_kind);
    record(std::move(attempt), label);
    if (passed) return {true, scene.occurred_at};
    const double go_on = tries <= 4 ? kContinue[tries - 1] : 0.5;
    const bool insists = most > 8;  // very old people and those who must get through
    if (tries >= most || !random.chance(insists ? 0.93 : go_on)) return {false, scene.occurred_at};
    scene.occurred_at += in_seconds(20.0 + random.lognormal(40, 0.7));
  }
}

Ending Stage::genuine(const Attempt& scene, std::size_t person, const Label& label) {
  const Ending first =
      session(scene, person, Capture::kGenuine, success_rate(person, scene), 5, label);
  if (first.passed) certified(person, first.at, scene.channel);
  return first;
}

void Stage::certified(std::size_t person, Time when, Channel channel) {
  world.people[person].last_certified = shanghai_date(when);
  world.people[person].last_channel = channel;
}

void Stage::record(Attempt attempt, const Label& label) {
  const Date day = shanghai_date(attempt.occurred_at);
  if (day < p.first_day || day > last_day()) return;
  Record out{std::move(attempt), label};
  habits.keep_known(out.attempt, random);
  const bool fraud = label.truth != Truth::kLegit;
  out.label.confirmed = random.chance(fraud ? p.confirmed : p.wrongly_confirmed);
  records.push_back(std::move(out));
}

// -- registers -------------------------------------------------------------------------

void Stage::registry_row(std::size_t person, RegistryKind kind, Date from, std::optional<Date> to,
                         Time received, std::string source, bool name_only) {
  RegistryRow row;
  row.event_id = "reg-" + std::to_string(registry.size());
  row.person_ref = world.people[person].ref;
  row.person = person;
  row.kind = kind;
  row.from = from;
  row.to = to;
  row.source = std::move(source);
  row.name_only = name_only;
  row.received_at = received;
  hits_[person].push_back(registry.size());
  registry.push_back(std::move(row));
}

void Stage::death(std::size_t person, Date day, bool recorded) {
  SimPerson& dead = world.people[person];
  dead.died = day;
  const auto later = [&](double in_days) {
    return at(day + days(static_cast<int>(in_days)), random.between(9, 17));
  };
  const double share = recorded ? 1.0 : 0.15;  // concealed deaths leave fewer records
  if (random.chance(0.55 * share)) {
    registry_row(person, RegistryKind::kDeathMedical, day, {}, later(random.between(1, 10)),
                 "卫健");
  }
  if (random.chance((dead.rural ? 0.25 : 0.60) * share)) {
    registry_row(person, RegistryKind::kDeathCremation, day, {}, later(random.between(2, 20)),
                 "民政");
  }
  const double median = recorded ? 45 : 400;
  if (random.chance(0.85)) {
    registry_row(person, RegistryKind::kDeathHousehold, day, {},
                 later(random.lognormal(median, 0.9)), "公安");
  }
}

}  // namespace analyzer::simulate
