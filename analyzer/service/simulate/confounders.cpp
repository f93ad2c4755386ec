// Honest people who look odd, one at a time: the very old, the moved, the
// abroad, the robbed, those with a wrong record. All legitimate.

#include <algorithm>

#include "analyzer/service/simulate/stage.h"

namespace analyzer::simulate {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::month;
using std::chrono::year_month_day;

std::size_t anybody(Stage& stage) {
  return stage.take_person([](const SimPerson& each) { return !each.abroad && !each.home; });
}

std::size_t aged(Stage& stage, int from) {
  return stage.take_person([&](const SimPerson& each) {
    return age_on(each, stage.p.first_day) >= from && !each.abroad && !each.home;
  });
}

// A scene by the family's phone, after an ordinary life up to a day before it.
Attempt family_scene(Stage& stage, std::size_t person, Date day, Channel channel) {
  stage.live(person, stage.p.first_day, day - days(20));
  Attempt scene = stage.scene(person, stage.mobile_time(day), channel);
  stage.by_family(scene, person);
  return scene;
}

Attempt family_scene(Stage& stage, std::size_t person) {
  return family_scene(stage, person, stage.any_day(), stage.mobile_channel());
}

void winter_birds(Stage& stage, int i) {
  const std::size_t person = anybody(stage);
  if (!stage.exists(person)) return;
  Date day = stage.any_day();
  const year_month_day parts(day);
  if (parts.month() > month{3} && parts.month() < month{11}) {
    day = Date{parts.year() / month{12} / parts.day()};
  }
  Attempt scene = family_scene(stage, person, day, stage.mobile_channel());
  scene.site_region = "460200";
  scene.network.region = "460200";
  stage.genuine(scene, person, stage.honest(person, "G05", i));
}

void vpn_child(Stage& stage, int i) {
  const std::size_t person = anybody(stage);
  if (!stage.exists(person)) return;
  Attempt scene = family_scene(stage, person);
  scene.network.kind = stage.random.chance(0.7) ? NetworkKind::kVpn : NetworkKind::kDatacenter;
  if (stage.random.chance(0.5)) scene.network.country = "SG";
  stage.genuine(scene, person, stage.honest(person, "G06", i));
}

void fails_often(Stage& stage, int i) {
  const std::size_t person = aged(stage, 84);
  if (!stage.exists(person)) return;
  const Label label = stage.honest(person, "G07", i);
  Attempt scene = family_scene(stage, person);
  const int tries = stage.random.chance(0.1) ? 90 : 30;
  const Ending end = stage.session(scene, person, Capture::kGenuine, 0.02, tries, label);
  Attempt other =
      stage.scene(person, end.at + minutes(stage.random.integer(10, 90)), stage.mobile_channel());
  stage.by_phone(other, new_phone(stage.random, 800), OperatorRole::kNeighbour);
  other.operator_.same_household = false;
  if (stage.session(other, person, Capture::kGenuine, 0.8, 3, label).passed) {
    stage.certified(person, other.occurred_at, other.channel);
  }
}

void hong_kong(Stage& stage, int i) {
  const std::size_t person = anybody(stage);
  if (!stage.exists(person)) return;
  Attempt scene = family_scene(stage, person);
  scene.operator_.phone_kind = PhoneKind::kForeign;
  scene.network.country = stage.random.chance(0.8) ? "HK" : "MO";
  scene.network.kind = NetworkKind::kForeign;
  stage.genuine(scene, person, stage.honest(person, "G08", i));
}

void robbed(Stage& stage, int i) {
  const std::size_t person = anybody(stage);
  if (!stage.exists(person)) return;
  Attempt scene = family_scene(stage, person);
  stage.by_phone(scene, new_phone(stage.random, 0), OperatorRole::kSelf);
  scene.person.phone_changed_days = stage.random.integer(1, 28);
  scene.person.bank_account_changed_days = stage.random.integer(1, 40);
  stage.genuine(scene, person, stage.honest(person, "G09", i));
}

void wrong_record(Stage& stage, int i) {
  const std::size_t person = anybody(stage);
  if (!stage.exists(person)) return;
  const Date day = stage.any_day();
  stage.live(person, stage.p.first_day, day);
  stage.registry_row(person, RegistryKind::kDeathHousehold, day, {}, stage.at(day + days(3), 10),
                     "公安", stage.random.chance(0.5));
  const Date visit = day + days(stage.random.integer(5, 60));
  Attempt scene = stage.scene(person, stage.office_time(visit), Channel::kWindow);
  if (stage.random.chance(0.6)) {
    stage.at_window(scene, person);
  } else {
    scene.channel = stage.mobile_channel();
    stage.by_family(scene, person);
  }
  stage.genuine(scene, person, stage.honest(person, "G11", i));
}

void released(Stage& stage, int i) {
  const std::size_t person = stage.take_person(
      [&](const SimPerson& each) { return age_on(each, stage.p.first_day) < 75; });
  if (!stage.exists(person)) return;
  const Date day = stage.any_day();
  const bool probation = stage.random.chance(0.5);
  stage.registry_row(person, RegistryKind::kPrison, day - days(stage.random.integer(300, 900)),
                     probation ? std::optional<Date>() : day + days(60),
                     stage.at(day - days(200), 10), "司法");
  if (probation) {
    stage.registry_row(person, RegistryKind::kProbation, day - days(290), {},
                       stage.at(day - days(200), 10), "司法");
  }
  Attempt scene = stage.scene(person, stage.mobile_time(day), stage.mobile_channel());
  stage.by_self(scene, person);
  stage.genuine(scene, person, stage.honest(person, "G12", i));
}

void old_township(Stage& stage, int i) {
  const std::size_t person = anybody(stage);
  if (!stage.exists(person)) return;
  Attempt scene = family_scene(stage, person);
  scene.region = stage.p.prefecture + "99";
  stage.genuine(scene, person, stage.honest(person, "G15", i));
}

void new_template(Stage& stage, int i) {
  const std::size_t person = anybody(stage);
  if (!stage.exists(person)) return;
  Attempt scene = family_scene(stage, person);
  scene.person.template_changed_days = stage.random.integer(0, 29);
  scene.biometric.template_age_years = 0.05;
  if (stage.random.chance(0.1)) scene.person.phone_changed_days = stage.random.integer(0, 29);
  stage.genuine(scene, person, stage.honest(person, "G16", i));
}

void bedridden_untagged(Stage& stage, int i) {
  const std::size_t person = stage.take_person(
      [](const SimPerson& each) { return each.bedridden && !each.tagged && !each.home; });
  if (!stage.exists(person)) return;
  Attempt scene = family_scene(stage, person, stage.any_day(), Channel::kProvinceApp);
  scene.operator_.role = OperatorRole::kCarer;
  scene.biometric.mode = BiometricMode::kStatic;
  stage.genuine(scene, person, stage.honest(person, "G18", i));
}

void night_abroad(Stage& stage, int i) {
  const std::size_t person = anybody(stage);
  if (!stage.exists(person)) return;
  stage.world.people[person].abroad = true;
  Attempt scene = stage.scene(person, stage.at(stage.any_day(), stage.random.between(0, 5)),
                              Channel::kConsulate);
  stage.abroad(scene, person);
  stage.genuine(scene, person, stage.honest(person, "G22", i));
}

void last_day(Stage& stage, int i) {
  const std::size_t person = anybody(stage);
  if (!stage.exists(person)) return;
  const Label label = stage.honest(person, "G23", i);
  while (stage.due_on(stage.world.people[person]) < stage.last_day()) {
    const Date day = stage.due_on(stage.world.people[person]);
    Attempt scene = stage.scene(person, stage.mobile_time(day), Channel::kProvinceApp);
    stage.by_family(scene, person);
    if (!stage.genuine(scene, person, label).passed) {
      stage.certify(person, day + days(1), label);
    }
  }
}

void shared_screen(Stage& stage, int i) {
  const std::size_t person = anybody(stage);
  if (!stage.exists(person)) return;
  Attempt scene = family_scene(stage, person, stage.any_day(), Channel::kApp12333);
  stage.by_self(scene, person);
  scene.device.screen_shared = true;
  scene.device.remote_control = stage.random.chance(0.2);
  stage.genuine(scene, person, stage.honest(person, "G24", i));
}

// G26: back from years abroad; the register of entries does not know it yet.
void back_home(Stage& stage, int i) {
  const std::size_t person = anybody(stage);
  if (!stage.exists(person)) return;
  Attempt scene = family_scene(stage, person);
  scene.registry.push_back(
      {RegistryKind::kExit,
       shanghai_date(scene.occurred_at) - days(stage.random.integer(300, 2000)), "出入境"});
  if (stage.random.chance(0.5)) stage.at_window(scene, person);
  stage.genuine(scene, person, stage.honest(person, "G26", i));
}

// G10: twins, one after the other on the same phone; the machine takes one for
// the other first.
void twins(Stage& stage, int i) {
  const std::size_t first = anybody(stage);
  const std::size_t second = anybody(stage);
  if (!stage.exists(first) || !stage.exists(second)) return;
  World& world = stage.world;
  world.people[second].born = world.people[first].born;
  world.people[second].face = world.people[first].face;
  world.people[second].family = world.people[first].family;
  world.people[second].village = world.people[first].village;
  const Label label = stage.honest(first, "G10", i);
  const Date day = stage.any_day();
  const Attempt scene = family_scene(stage, first, day, stage.mobile_channel());
  const Ending end = stage.genuine(scene, first, label);
  Attempt other = stage.scene(second, end.at + minutes(stage.random.integer(2, 30)), scene.channel);
  stage.by_family(other, second);
  other.biometric.faces_tried = stage.random.integer(1, 2);
  stage.genuine(other, second, label);
}

// G21: the carrier leads the traffic of a whole province out elsewhere.
void carrier_exit(Stage& stage, int i) {
  const std::size_t person = anybody(stage);
  if (!stage.exists(person)) return;
  Attempt scene = family_scene(stage, person);
  scene.network.kind = NetworkKind::kMobile;
  scene.network.region = "510100";
  stage.genuine(scene, person, stage.honest(person, "G21", i));
}

struct Scenario {
  std::string_view id;
  void (*play)(Stage&, int);
};
constexpr Scenario kScenarios[] = {{"G05", winter_birds},
                                   {"G06", vpn_child},
                                   {"G07", fails_often},
                                   {"G08", hong_kong},
                                   {"G09", robbed},
                                   {"G10", twins},
                                   {"G11", wrong_record},
                                   {"G12", released},
                                   {"G15", old_township},
                                   {"G16", new_template},
                                   {"G18", bedridden_untagged},
                                   {"G21", carrier_exit},
                                   {"G22", night_abroad},
                                   {"G23", last_day},
                                   {"G24", shared_screen},
                                   {"G26", back_home}};

}  // namespace

void play_confounders(Stage& stage) {
  for (const Scenario& scenario : kScenarios) {
    const int count = static_cast<int>(stage.p.expected(scenario.id, stage.years(), false));
    for (int i = 0; i < count; ++i) scenario.play(stage, i);
  }
}

}  // namespace analyzer::simulate
