// Honest helpers who look like a business: daughters-in-law, village doctors,
// nursing homes, handhelds, fairs. All legitimate.

#include <algorithm>

#include "analyzer/service/simulate/stage.h"

namespace analyzer::simulate {
namespace {

using std::chrono::days;
using std::chrono::seconds;

std::size_t villager(Stage& stage, std::size_t village) {
  return stage.take_person([&](const SimPerson& each) {
    return each.village == village && !each.home && !each.abroad && !each.elsewhere;
  });
}

Milliseconds pause(Stage& stage, double low, double high) {
  return Milliseconds{static_cast<std::int64_t>(stage.random.between(low, high) * 1000)};
}

// G01: at Spring Festival one relative helps both sides of the family.
void in_laws(Stage& stage, int i) {
  const Phone phone = new_phone(stage.random, 900);
  const std::size_t village = stage.random.below(stage.world.villages.size());
  const Date festival = Date{std::chrono::year{2025} / 1 / 29};
  const Date day = festival + days(stage.random.integer(-5, 10));
  if (day > stage.last_day()) return;
  Time now = stage.at(day, stage.random.between(10, 20));
  for (int count = stage.random.integer(5, 9); count > 0; --count) {
    const std::size_t person = villager(stage, village);
    if (!stage.exists(person)) return;
    stage.live(person, stage.p.first_day, day - days(30));
    Attempt scene = stage.scene(person, now, stage.mobile_channel());
    stage.by_family(scene, person);
    const auto relation = scene.operator_.relation;
    stage.by_phone(scene, phone, OperatorRole::kRelative);
    scene.operator_.relation = relation.value_or(Relation::kChildInLaw);
    scene.operator_.same_household = stage.random.chance(0.3);
    stage.genuine(scene, person, stage.honest(person, "G01", i));
    now += pause(stage, 120, 1500);
  }
}

// G02: the village doctor, not registered, on the day of the check-up.
void exam_day(Stage& stage, int i) {
  Helper doctor{HelperKind::kDoctor, stage.random.below(stage.world.villages.size()), false,
                new_phone(stage.random, 700), ""};
  const Date day = stage.workday(stage.any_day());
  Time now = stage.at(day, 8.0);
  for (int count = stage.random.integer(25, 70); count > 0; --count) {
    const std::size_t person = villager(stage, doctor.village);
    if (!stage.exists(person)) return;
    stage.background(person, day);
    const Label label = stage.honest(person, "G02", i);
    if (stage.random.chance(0.4)) {  // the check-up itself is a trace
      Attempt trace = stage.scene(person, now - std::chrono::hours(1), Channel::kSilent);
      trace.operator_.role = OperatorRole::kSystem;
      trace.evidence.source = EvidenceSource::kCheckup;
      trace.evidence.source_at = trace.occurred_at;
      stage.record(trace, label);
    }
    Attempt scene = stage.scene(person, now, stage.mobile_channel());
    stage.by_helper(scene, doctor);
    stage.genuine(scene, person, label);
    now += pause(stage, 45, 110);
  }
}

// G03: a nursing home's morning. Every home, every year.
void nursing_homes(Stage& stage) {
  int number = 0;
  for (const NursingHome& home : stage.world.homes) {
    for (Date year = stage.p.first_day; year <= stage.last_day(); year += days(365)) {
      const Date day = stage.workday(year + days(stage.random.integer(10, 340)));
      Time now = stage.at(day, 9.0);
      ++number;
      for (const std::size_t person : home.residents) {
        SimPerson& who = stage.world.people[person];
        if (who.died || now < stage.at(stage.p.first_day, 0)) continue;
        who.taken = true;
        Attempt scene = stage.scene(person, now, Channel::kProvinceApp);
        stage.by_nursing_home(scene, home);
        if (who.bedridden) scene.biometric.mode = BiometricMode::kStatic;
        stage.genuine(scene, person, stage.honest(person, "G03", number));
        now += pause(stage, 50, 180);
      }
    }
  }
}

// G04: an offline handheld stamps the day's visits with the time of its upload.
void late_upload(Stage& stage, int i) {
  const Phone& team = stage.random.pick(stage.world.visit_teams);
  Time now = stage.at(stage.workday(stage.any_day()), 18.0);
  for (int count = stage.random.integer(6, 14); count > 0; --count) {
    const std::size_t person =
        stage.take_person([](const SimPerson& each) { return each.bedridden && !each.home; });
    if (!stage.exists(person)) return;
    Attempt scene = stage.scene(person, now, Channel::kHomeVisit);
    stage.by_visit(scene, team, person, stage.random.chance(0.95));
    scene.outcome = Outcome::kPassed;
    scene.recorded_at = now;
    if (stage.random.chance(0.5)) scene.recorded_at.reset();
    stage.capture(scene, person, Capture::kGenuine);
    stage.record(scene, stage.honest(person, "G04", i));
    now += seconds(stage.random.integer(3, 15));
  }
}

// G13: one village Wi-Fi for a whole lane, each with the own phone.
void lane(Stage& stage, int i) {
  const std::size_t village = stage.random.below(stage.world.villages.size());
  const Date day = stage.any_day();
  for (int count = stage.random.integer(6, 16); count > 0; --count) {
    const std::size_t person = villager(stage, village);
    if (!stage.exists(person)) return;
    stage.background(person, day);
    Attempt scene = stage.scene(person, stage.mobile_time(day + days(stage.random.integer(0, 6))),
                                Channel::kProvinceApp);
    stage.by_family(scene, person);
    scene.network.wifi_ref = stage.world.villages[village].wifi;
    scene.network.kind = NetworkKind::kHome;
    stage.genuine(scene, person, stage.honest(person, "G13", i));
  }
}

// G14: an enrolment drive: a helper looks up many who do not draw a pension yet,
// or mistypes their numbers.
void enrolment_drive(Stage& stage, int i) {
  const Helper& helper = stage.random.pick(stage.world.helpers);
  Time now = stage.at(stage.any_day(), 9.0);
  for (int count = stage.random.integer(25, 80); count > 0; --count) {
    const std::size_t person = villager(stage, helper.village);
    if (!stage.exists(person)) return;
    Attempt scene = stage.scene(person, now, Channel::kProvinceApp);
    stage.by_helper(scene, helper);
    const Label label = stage.honest(person, "G14", i);
    if (stage.random.chance(0.55)) {
      scene.person = {};
      scene.person.ref = "mistyped-" + std::to_string(stage.random.bits() >> 20U);
      scene.registry.clear();
      scene.biometric = {};
      scene.outcome = Outcome::kFailed;
      scene.failure_code =
          stage.random.chance(0.6) ? FailureCode::kNotFound : FailureCode::kWrongIdentity;
      stage.world.people[person].taken = false;
      stage.record(std::move(scene), label);
    } else {
      stage.background(person, shanghai_date(now));
      stage.genuine(scene, person, label);
    }
    now += pause(stage, 20, 200);
  }
}

// G17: pay-day at the bank: one machine, dozens of persons.
void pay_day_queue(Stage& stage, int i) {
  const std::chrono::year_month_day parts(stage.any_day());
  const Date day = stage.workday(Date{parts.year() / parts.month() / 10});
  Time now = stage.at(day, 8.6);
  const Office office = stage.random.pick(stage.world.banks);
  for (int count = stage.random.integer(20, 50); count > 0; --count) {
    const std::size_t person =
        stage.take_person([](const SimPerson& each) { return !each.home && !each.abroad; });
    if (!stage.exists(person)) return;
    stage.background(person, day);
    Attempt scene = stage.scene(person, now, Channel::kBank);
    stage.at_bank(scene);
    scene.channel = Channel::kBank;
    scene.evidence.terminal_ref = office.terminal;
    scene.evidence.site_ref = office.site;
    stage.genuine(scene, person, stage.honest(person, "G17", i));
    now += pause(stage, 90, 400);
  }
}

// G19: the office's own stand at a fair, with tablets that nobody registered.
void fair(Stage& stage, int i) {
  Helper stand{HelperKind::kVillage, stage.random.below(stage.world.villages.size()),
               stage.random.chance(0.5), new_phone(stage.random, 30), "stand"};
  Time now = stage.at(stage.any_day(), 9.0);
  for (int count = stage.random.integer(20, 60); count > 0; --count) {
    const std::size_t person =
        villager(stage, (stand.village + stage.random.below(3)) % stage.world.villages.size());
    if (!stage.exists(person)) return;
    stage.background(person, shanghai_date(now));
    Attempt scene = stage.scene(person, now, stage.mobile_channel());
    stage.by_helper(scene, stand);
    scene.operator_.role = OperatorRole::kCommunity;
    stage.genuine(scene, person, stage.honest(person, "G19", i));
    now += pause(stage, 60, 420);
  }
}

// G20: a phone that an agent sold; the new owner certifies the own parents. What the
// agent did before is an agent's (F06).
void second_hand(Stage& stage, int i) {
  const Phone phone = new_phone(stage.random, 500);
  const Phone owner = new_phone(stage.random, 300);
  Date day = stage.p.first_day + days(stage.random.integer(30, std::max(31, stage.p.days - 60)));
  for (int count = stage.random.integer(8, 14); count > 0; --count) {
    const std::size_t person = villager(stage, stage.random.below(stage.world.villages.size()));
    if (!stage.exists(person)) return;
    stage.background(person, day);
    Attempt scene = stage.scene(person, stage.mobile_time(day), stage.mobile_channel());
    stage.by_phone(scene, phone, OperatorRole::kNeighbour);
    Label label = stage.honest(person, "G20", i);
    if (count > 2) {
      label.truth = Truth::kFeeViolation;
      label.scenario = "F06";
      label.group = "F06-sold-" + std::to_string(i);
    } else {
      scene.operator_.ref = owner.account;
      scene.operator_.role = OperatorRole::kRelative;
      scene.operator_.relation = Relation::kChild;
    }
    stage.genuine(scene, person, label);
    day += days(count <= 2 ? 1 : stage.random.integer(1, 3));
  }
}

// G25: a registered helper retires; the successor has the phone, not the entry.
void successor(Stage& stage, int i) {
  Helper helper = stage.random.pick(stage.world.helpers);
  const Phone successor = new_phone(stage.random, 3);
  helper.phone.account = successor.account;
  helper.phone.account_age = stage.random.integer(0, 20);
  helper.registered = false;
  Date day = stage.any_day();
  for (int count = stage.random.integer(10, 25); count > 0; --count) {
    const std::size_t person = villager(stage, helper.village);
    if (!stage.exists(person)) return;
    stage.background(person, day);
    Attempt scene =
        stage.scene(person, stage.at(day, stage.random.between(8, 19)), stage.mobile_channel());
    stage.by_helper(scene, helper);
    stage.genuine(scene, person, stage.honest(person, "G25", i));
    if (stage.random.chance(0.3)) day += days(1);
  }
}

// G27: a large pharmacy on the day the chronic-disease allowance is paid in.
void busy_pharmacy(Stage& stage, int i) {
  const std::string terminal = "shop-m" + std::to_string(i);
  const Date day = stage.any_day();
  for (int count = stage.random.integer(6, 18); count > 0; --count) {
    const std::size_t person =
        stage.take_person([](const SimPerson& each) { return !each.abroad; });
    if (!stage.exists(person)) return;
    stage.background(person, day);
    Attempt attempt =
        stage.scene(person, stage.at(day + days(8), stage.random.between(1, 4)), Channel::kSilent);
    attempt.operator_.role = OperatorRole::kSystem;
    attempt.evidence.source = EvidenceSource::kPharmacy;
    attempt.evidence.source_at = stage.at(day, stage.random.between(8, 18));
    attempt.evidence.terminal_ref = terminal;
    stage.record(std::move(attempt), stage.honest(person, "G27", i));
  }
}

struct Scenario {
  std::string_view id;
  void (*play)(Stage&, int);
};
constexpr Scenario kScenarios[] = {
    {"G01", in_laws},         {"G02", exam_day},      {"G04", late_upload}, {"G13", lane},
    {"G14", enrolment_drive}, {"G17", pay_day_queue}, {"G19", fair},        {"G20", second_hand},
    {"G25", successor},       {"G27", busy_pharmacy}};

}  // namespace

void play_group_confounders(Stage& stage) {
  nursing_homes(stage);
  for (const Scenario& scenario : kScenarios) {
    const int count = static_cast<int>(stage.p.expected(scenario.id, stage.years(), false));
    for (int i = 0; i < count; ++i) scenario.play(stage, i);
  }
}

}  // namespace analyzer::simulate
