// Frauds by people who make a business of it: farms, agents, shops, crews,
// probing, bait for loans.

#include <algorithm>

#include "analyzer/service/simulate/stage.h"

namespace analyzer::simulate {
namespace {

using std::chrono::days;
using std::chrono::hours;

int sized(Stage& stage, int least, int most) {
  const double size = stage.random.between(least, most) * stage.p.group_size;
  return std::max(6, static_cast<int>(size));
}

Date event_day(Stage& stage, int room) {
  return stage.p.first_day + days(stage.random.integer(220, std::max(221, stage.p.days - room)));
}

std::size_t anybody(Stage& stage, Date day) {
  const std::size_t person =
      stage.take_person([](const SimPerson& each) { return !each.abroad && !each.home; });
  if (stage.exists(person)) stage.background(person, day);
  return person;
}

// How one business goes about it: what it calls itself, whether it hurries.
struct Manner {
  OperatorRole role = OperatorRole::kRelative;
  double claims_child = 0.0;  // share of persons whose child it says it is
  bool patient = false;       // takes its time between persons, as people do
};

Manner manner(Stage& stage, Date start) {
  static constexpr double kRoles[] = {60, 20, 12, 8};
  constexpr OperatorRole kNames[] = {OperatorRole::kRelative, OperatorRole::kOther,
                                     OperatorRole::kNeighbour, OperatorRole::kSelf};
  Manner out;
  out.role = kNames[stage.random.weighted(kRoles)];
  if (out.role == OperatorRole::kRelative) out.claims_child = stage.random.between(0.0, 0.8);
  out.patient = stage.drifted(start) || stage.random.chance(0.25);
  return out;
}

// The operator of a business is no relative, and may say so or not.
void unrelated(Stage& stage, Attempt& attempt, const Manner& manner = {}) {
  attempt.operator_.same_household = false;
  attempt.operator_.same_surname = stage.random.chance(0.06);
  attempt.operator_.registered = false;
  attempt.operator_.bound_count = stage.random.integer(4, 10);
  if (stage.random.chance(manner.claims_child)) attempt.operator_.relation = Relation::kChild;
}

Milliseconds gap(Stage& stage, bool patient, double low, double high) {
  const double seconds =
      patient ? stage.random.lognormal(900, 1.0) : stage.random.between(low, high);
  return Milliseconds{static_cast<std::int64_t>(seconds * 1000)};
}

// F05: phones in a rack, bought accounts, injected pictures.
void farm(Stage& stage, int gang) {
  std::vector<Phone> devices;
  std::vector<Phone> accounts;
  for (int i = stage.random.integer(3, 8); i > 0; --i) {
    devices.push_back(new_phone(stage.random, 0));
  }
  const Date start = event_day(stage, 50);
  const bool aged = stage.drifted(start);
  const Manner how = manner(stage, start);
  for (int i = stage.random.integer(5, 20); i > 0; --i) {
    const int age = stage.random.integer(1, aged ? 900 : 20);
    accounts.push_back(
        new_phone(stage.random, age - static_cast<int>((start - stage.p.first_day).count())));
  }
  int clients = sized(stage, 40, 300);
  for (Date day = start; clients > 0; day += days(stage.random.integer(0, 3))) {
    Time now = stage.at(
        day, stage.random.chance(0.5) ? stage.random.between(21, 24) : stage.random.between(9, 21));
    const int today = how.patient ? stage.random.integer(2, 6) : stage.random.integer(5, 25);
    for (int i = 0; i < today && clients > 0; ++i, --clients) {
      const std::size_t person = anybody(stage, day);
      if (!stage.exists(person)) return;
      const bool dead = stage.random.chance(0.2);
      if (dead) stage.death(person, day - days(stage.random.integer(20, 200)), false);
      Attempt scene = stage.scene(person, now, stage.mobile_channel());
      stage.by_phone(scene, stage.random.pick(accounts), how.role);
      unrelated(stage, scene, how);
      const Phone& device = stage.random.pick(devices);
      scene.device.ref = device.device;
      scene.device.rooted = stage.random.chance(0.6);
      scene.device.hooked = stage.random.chance(0.3);
      scene.device.virtual_camera = stage.random.chance(0.3);
      if (stage.random.chance(0.5)) scene.network.kind = NetworkKind::kDatacenter;
      stage.session(scene, person, Capture::kInjected, 0.45, 4,
                    fraud(dead ? Truth::kFalseAlive : Truth::kOtherPerson, "F05", gang));
      now += gap(stage, how.patient, 60, 240);
    }
  }
}

// F06: an agent of a chat group; the elder's face comes by video call.
void agent(Stage& stage, int number) {
  const Date start = event_day(stage, 80);
  const int age = stage.random.integer(2, stage.drifted(start) ? 1500 : 200);
  const Manner how = manner(stage, start);
  Phone phone =
      new_phone(stage.random, age - static_cast<int>((start - stage.p.first_day).count()));
  const bool rotates = stage.random.chance(0.7);  // binds and unbinds its clients
  int clients = sized(stage, 15, 120);
  for (Date day = start; clients > 0; day += days(stage.random.integer(1, 4))) {
    Time now = stage.mobile_time(day);
    const int today = how.patient ? stage.random.integer(1, 4) : stage.random.integer(2, 12);
    for (int i = 0; i < today && clients > 0; ++i, --clients) {
      const std::size_t person = anybody(stage, day);
      if (!stage.exists(person)) return;
      Attempt scene = stage.scene(person, now, stage.mobile_channel());
      stage.by_phone(scene, phone, how.role);
      unrelated(stage, scene, how);
      if (rotates && stage.random.chance(0.8)) {
        scene.operator_.bound_at = now - hours(stage.random.integer(1, 6));
        scene.operator_.unbound_at = now + hours(stage.random.integer(1, 8));
      }
      if (stage.random.chance(0.1)) scene.fee.yuan = stage.random.integer(10, 50);
      stage.session(scene, person, Capture::kReplay, 0.5, 5,
                    fraud(Truth::kFeeViolation, "F06", number));
      now += gap(stage, how.patient, 120, 480);
    }
  }
}

// F07: a phone or print shop; the persons are there and genuine.
void shop(Stage& stage, int number) {
  Phone phone = new_phone(stage.random, stage.random.integer(100, 2000));
  const std::size_t village = stage.random.below(stage.world.villages.size());
  const int clients = sized(stage, 20, 200);
  for (int i = 0; i < clients; ++i) {
    const std::size_t person = stage.take_person(
        [&](const SimPerson& each) { return each.village == village && !each.home; });
    if (!stage.exists(person)) return;
    const Date day = stage.any_day();
    const Date market = day - days(day.time_since_epoch().count() % 5);
    stage.background(person, market);
    Attempt scene =
        stage.scene(person, stage.at(market, stage.random.between(8, 17)), stage.mobile_channel());
    constexpr OperatorRole kRoles[] = {OperatorRole::kOther, OperatorRole::kNeighbour,
                                       OperatorRole::kVolunteer, OperatorRole::kRelative};
    stage.by_phone(scene, phone, kRoles[stage.random.below(4)]);
    unrelated(stage, scene);
    scene.network.wifi_ref = phone.wifi;
    scene.site_region = stage.world.villages[village].code;
    if (stage.random.chance(0.15)) scene.fee.yuan = stage.random.integer(5, 20);
    stage.session(scene, person, Capture::kGenuine, stage.success_rate(person, scene), 5,
                  fraud(Truth::kFeeViolation, "F07", number));
  }
}

// F08: a crew in uniform goes from village to village and certifies whoever comes.
void crew(Stage& stage, int number) {
  std::vector<Phone> phones;
  const Date start = event_day(stage, 30);
  for (int i = stage.random.integer(3, 8); i > 0; --i) {
    phones.push_back(new_phone(
        stage.random,
        stage.random.integer(1, 60) - static_cast<int>((start - stage.p.first_day).count())));
  }
  const int villages = stage.random.integer(8, 15);
  for (int i = 0; i < villages; ++i) {
    const Date day = start + days(i / (stage.drifted(start) ? 1 : 3));
    const std::size_t village = stage.random.below(stage.world.villages.size());
    Time now = stage.at(day, 8.5 + 3.0 * (i % 3));
    for (int client = sized(stage, 30, 120); client > 0; --client) {
      const std::size_t person =
          stage.take_person([&](const SimPerson& each) { return each.village == village; });
      if (!stage.exists(person)) break;
      stage.background(person, day);
      // Certified early: for the harvest, not because anyone is due.
      SimPerson& elder = stage.world.people[person];
      if (stage.random.chance(0.7))
        elder.last_certified = day - days(stage.random.integer(10, 180));
      Attempt scene = stage.scene(person, now, stage.mobile_channel());
      stage.by_phone(scene, stage.random.pick(phones), OperatorRole::kOther);
      unrelated(stage, scene);
      scene.site_region = stage.world.villages[village].code;
      scene.location.lat = stage.world.villages[village].lat;
      scene.location.lon = stage.world.villages[village].lon;
      stage.session(scene, person, Capture::kGenuine, 0.8, 3,
                    fraud(Truth::kDataHarvest, "F08", number));
      now += gap(stage, stage.drifted(day), 40, 150);
    }
  }
}

// F15: scans asked for again and again while the screen is shared.
void loan_bait(Stage& stage, int number) {
  const std::size_t person = stage.take_person(
      [&](const SimPerson& each) { return age_on(each, stage.p.first_day) >= 60 && !each.abroad; });
  if (!stage.exists(person)) return;
  const Date start = event_day(stage, 20);
  stage.live(person, stage.p.first_day, start - days(5));
  for (int scan = stage.random.integer(3, 9), day = 0; scan > 0; --scan) {
    Attempt scene =
        stage.scene(person, stage.mobile_time(start + days(day)),
                    stage.random.chance(0.6) ? Channel::kApp12333 : stage.mobile_channel());
    stage.by_self(scene, person);
    scene.device.screen_shared = stage.random.chance(0.75);
    scene.device.remote_control = stage.random.chance(0.3);
    scene.outcome = stage.random.chance(0.2) ? Outcome::kPassed : Outcome::kAbandoned;
    stage.capture(scene, person, Capture::kGenuine);
    scene.biometric.tries = stage.random.integer(1, 5);
    stage.record(scene, fraud(Truth::kTakeover, "F15", number));
    if (stage.random.chance(0.6)) ++day;
  }
}

// F18: ids are tried out where no login is asked; most belong to nobody.
void probing(Stage& stage, int run) {
  const Phone phone = new_phone(stage.random, 1);
  Time now = stage.at(event_day(stage, 5), stage.random.between(0, 24));
  const int tries = std::min(120, sized(stage, 100, 500));
  const double misses = stage.random.between(0.6, 0.95);
  for (int i = 0; i < tries; ++i) {
    Attempt attempt;
    if (stage.random.chance(misses)) {
      attempt =
          stage.scene(stage.random.below(stage.world.people.size()), now, Channel::kProvinceApp);
      attempt.person = {};
      attempt.person.ref = "nobody-" + std::to_string(stage.random.bits() >> 20U);
      attempt.registry.clear();
      attempt.failure_code =
          stage.random.chance(0.7) ? FailureCode::kNotFound : FailureCode::kWrongIdentity;
    } else {
      attempt =
          stage.scene(stage.random.below(stage.world.people.size()), now, Channel::kProvinceApp);
      attempt.failure_code = FailureCode::kActionNotDone;
    }
    stage.by_phone(attempt, phone, OperatorRole::kSelf);
    attempt.operator_.ref.reset();
    attempt.network.kind =
        stage.random.chance(0.7) ? NetworkKind::kDatacenter : NetworkKind::kMobile;
    if (stage.random.chance(0.3)) attempt.network.ip = new_phone(stage.random, 0).ip;
    attempt.biometric = {};
    attempt.outcome = Outcome::kFailed;
    stage.record(std::move(attempt), fraud(Truth::kProbing, "F18", run));
    now += Milliseconds{static_cast<std::int64_t>(stage.random.exponential(12'000))};
  }
}

// F20: a partner's system sends what it sent before, with a clock that is off.
void replayed_calls(Stage& stage, int run) {
  const Date day = event_day(stage, 5);
  for (int i = sized(stage, 30, 80); i > 0; --i) {
    const std::size_t person = anybody(stage, day);
    if (!stage.exists(person)) return;
    Attempt scene = stage.scene(person, stage.mobile_time(day), Channel::kPartnerApp);
    stage.by_family(scene, person);
    scene.recorded_at = scene.occurred_at - std::chrono::minutes(stage.random.integer(6, 90));
    scene.outcome = Outcome::kPassed;
    stage.capture(scene, person, Capture::kReplay);
    stage.record(scene, fraud(Truth::kSystem, "F20", run));
  }
}

struct Scenario {
  std::string_view id;
  void (*play)(Stage&, int);
};
constexpr Scenario kScenarios[] = {{"F05", farm},          {"F06", agent},     {"F07", shop},
                                   {"F08", crew},          {"F15", loan_bait}, {"F18", probing},
                                   {"F20", replayed_calls}};

}  // namespace

void play_group_frauds(Stage& stage) {
  for (const Scenario& scenario : kScenarios) {
    const int count = stage.times(scenario.id);
    for (int i = 0; i < count; ++i) scenario.play(stage, i);
  }
}

}  // namespace analyzer::simulate
