// Frauds from inside or on paper: cadres, clerks, nursing homes, pharmacies,
// forged letters.

#include <algorithm>

#include "analyzer/service/simulate/stage.h"

namespace analyzer::simulate {
namespace {

using std::chrono::days;

Date event_day(Stage& stage) {
  return stage.p.first_day + days(stage.random.integer(220, std::max(221, stage.p.days - 20)));
}

// F09: a cadre goes down the list, the dead among the living.
void cadre(Stage& stage, int number) {
  const std::size_t village = stage.random.below(stage.world.villages.size());
  const Helper& helper = stage.world.helpers[village];
  const Date day = stage.workday(event_day(stage));
  Time now = stage.at(day, stage.random.between(9, 19));
  int dead = stage.random.integer(1, 6);
  for (int i = stage.random.integer(15, 45); i > 0; --i) {
    const std::size_t person = stage.take_person(
        [&](const SimPerson& each) { return each.village == village && !each.home; });
    if (!stage.exists(person)) return;
    stage.background(person, day);
    const bool is_dead = dead-- > 0;
    if (is_dead) stage.death(person, day - days(stage.random.integer(20, 400)), false);
    Attempt scene = stage.scene(person, now, Channel::kCommunity);
    stage.by_helper(scene, helper);
    scene.biometric.mode =
        stage.random.chance(0.5) ? BiometricMode::kStatic : BiometricMode::kInPerson;
    scene.outcome = Outcome::kPassed;
    stage.capture(scene, person, is_dead ? Capture::kReplay : Capture::kGenuine);
    stage.record(scene, is_dead ? fraud(Truth::kFalseAlive, "F09", number)
                                : Label{Truth::kLegit, "F09", "F09-" + std::to_string(number),
                                        false, true, false});
    now += std::chrono::seconds(stage.random.integer(45, 120));
  }
}

// F10: a dormant account is given a new name or card and certified at the window.
void insider(Stage& stage, int number) {
  const std::size_t person = stage.take_person(
      [&](const SimPerson& each) { return age_on(each, stage.p.first_day) >= 65; });
  if (!stage.exists(person)) return;
  const Date day = event_day(stage);
  stage.world.people[person].dormant = true;
  stage.world.people[person].last_certified = day - days(stage.random.integer(730, 1500));
  const bool late = stage.random.chance(0.6);
  Attempt scene = stage.scene(
      person, stage.at(day, late ? stage.random.between(19, 23) : stage.random.between(9, 17)),
      Channel::kWindow);
  stage.at_window(scene, person);
  scene.evidence.id_chip_read = false;
  scene.evidence.document_kind.reset();
  scene.biometric.mode.reset();
  if (stage.random.chance(0.5)) scene.evidence.second_staff_ref = scene.evidence.staff_ref;
  scene.person.bank_account_changed_days = stage.random.integer(1, 30);
  if (stage.random.chance(0.6)) scene.person.record_changed_days = stage.random.integer(1, 30);
  scene.outcome = stage.random.chance(0.7) ? Outcome::kManual : Outcome::kPassed;
  stage.record(scene, fraud(Truth::kInsider, "F10", number));
}

// F11: a nursing home goes on certifying someone who died or left.
void nursing_home(Stage& stage, int number) {
  const std::size_t index = stage.random.below(stage.world.homes.size());
  const NursingHome& home = stage.world.homes[index];
  const Date day = stage.workday(event_day(stage));
  Time now = stage.at(day, 9.2);
  for (int i = stage.random.integer(2, 8); i > 0; --i) {
    const std::size_t person =
        stage.take_person([&](const SimPerson& each) { return each.home == index; });
    if (!stage.exists(person)) return;
    stage.death(person, day - days(stage.random.integer(40, 270)), stage.random.chance(0.5));
    Attempt scene = stage.scene(person, now, Channel::kProvinceApp);
    stage.by_nursing_home(scene, home);
    scene.biometric.mode = BiometricMode::kStatic;
    stage.session(scene, person, Capture::kReplay, 0.7, 3,
                  fraud(Truth::kFalseAlive, "F11", number));
    now += std::chrono::seconds(stage.random.integer(50, 180));
  }
}

// F17: a pharmacy keeps the cards of others and swipes them.
void pharmacy(Stage& stage, int number) {
  const std::string terminal = "shop-x" + std::to_string(number);
  const Date day = event_day(stage);
  for (int i = stage.random.integer(15, 60); i > 0; --i) {
    const std::size_t person =
        stage.take_person([](const SimPerson& each) { return !each.abroad; });
    if (!stage.exists(person)) return;
    stage.background(person, day);
    const bool dead = stage.random.chance(0.05);
    if (dead) stage.death(person, day - days(stage.random.integer(20, 200)), false);
    Attempt attempt =
        stage.scene(person, stage.at(day + days(8), stage.random.between(1, 4)), Channel::kSilent);
    attempt.operator_.role = OperatorRole::kSystem;
    attempt.evidence.source = EvidenceSource::kPharmacy;
    attempt.evidence.source_at = stage.at(day, stage.random.between(8, 18));
    attempt.evidence.terminal_ref = terminal;
    stage.record(attempt, fraud(dead ? Truth::kFalseAlive : Truth::kSystem, "F17", number));
  }
}

// F19: one forged letter for several bedridden persons.
void forged_letter(Stage& stage, int number) {
  const std::string document = "doc-f19-" + std::to_string(number);
  for (int i = stage.random.integer(2, 5); i > 0; --i) {
    const std::size_t person = stage.take_person(
        [&](const SimPerson& each) { return age_on(each, stage.p.first_day) >= 75; });
    if (!stage.exists(person)) return;
    const Date day = event_day(stage);
    stage.background(person, day);
    stage.death(person, day - days(stage.random.integer(20, 200)), false);
    Attempt attempt = stage.scene(person, stage.office_time(day), Channel::kMail);
    attempt.operator_.role = OperatorRole::kWindow;
    attempt.evidence.document_kind = "住院材料";
    attempt.evidence.document_hash = stage.random.chance(0.7) ? document : document + "-b";
    attempt.evidence.staff_ref = stage.random.pick(stage.world.windows).staff.front();
    attempt.recorded_at = attempt.occurred_at + days(stage.random.integer(1, 25));
    stage.record(attempt, fraud(Truth::kFalseAlive, "F19", number));
  }
}

struct Scenario {
  std::string_view id;
  void (*play)(Stage&, int);
};
constexpr Scenario kScenarios[] = {{"F09", cadre},
                                   {"F10", insider},
                                   {"F11", nursing_home},
                                   {"F17", pharmacy},
                                   {"F19", forged_letter}};

}  // namespace

void play_office_frauds(Stage& stage) {
  for (const Scenario& scenario : kScenarios) {
    const int count = stage.times(scenario.id);
    for (int i = 0; i < count; ++i) scenario.play(stage, i);
  }
}

}  // namespace analyzer::simulate
