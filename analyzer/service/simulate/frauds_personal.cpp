// Frauds about one person: concealed death, prison, double benefit, takeover.

#include <algorithm>

#include "analyzer/service/simulate/stage.h"

namespace analyzer::simulate {
namespace {

using std::chrono::days;
using std::chrono::minutes;

// A day well inside the stream, so that there is a history before it.
Date event_day(Stage& stage) {
  return stage.p.first_day + days(stage.random.integer(220, std::max(221, stage.p.days - 40)));
}

// A genuine certification by the family's phone, with a capture, before `day`.
void earlier_genuine(Stage& stage, std::size_t person, Date day) {
  const Date then = std::max(stage.p.first_day, day - days(stage.random.integer(150, 330)));
  Attempt scene = stage.scene(person, stage.mobile_time(then), Channel::kProvinceApp);
  stage.by_family(scene, person);
  stage.genuine(scene, person,
                {Truth::kLegit, "", "v" + std::to_string(stage.world.people[person].village), false,
                 false, false});
}

// A channel in which a picture can be shown; whether static can be chosen too.
Channel channel_with_camera(Stage& stage) { return stage.mobile_channel(); }

// F01: nobody reports the death; data comparison goes on.
void late_report(Stage& stage) {
  for (int i = 0; i < stage.times("F01"); ++i) {
    const std::size_t person = stage.take_person(
        [&](const SimPerson& each) { return age_on(each, stage.p.first_day) >= 65; });
    if (!stage.exists(person)) return;
    const Date died = event_day(stage);
    stage.live(person, stage.p.first_day, died);
    stage.death(person, died, false);
    const Date when = died + days(stage.random.integer(15, 240));
    if (when > stage.last_day() || stage.random.chance(0.3)) continue;
    stage.silent(person, when, fraud(Truth::kLateReport, "F01", i), Trace::kCardAlone);
  }
}

// F02: the family shows an old photo or video to its own phone.
void replay(Stage& stage) {
  for (int i = 0; i < stage.times("F02"); ++i) {
    const std::size_t person = stage.take_person([&](const SimPerson& each) {
      return age_on(each, stage.p.first_day) >= 73 && !each.abroad;
    });
    if (!stage.exists(person)) return;
    const Date day = event_day(stage);
    earlier_genuine(stage, person, day);
    stage.death(person, day - days(stage.random.integer(10, 120)), false);
    const Label truth = fraud(Truth::kFalseAlive, "F02", i);
    const bool dead_end = stage.random.chance(0.3);
    const int sessions = stage.random.integer(1, 5);
    Date on = day;
    for (int session = 0; session < sessions; ++session) {
      Attempt scene = stage.scene(person, stage.mobile_time(on), channel_with_camera(stage));
      stage.by_family(scene, person);
      const bool is_static = stage.random.chance(0.25);
      if (is_static) {
        scene.channel = Channel::kProvinceApp;
        scene.biometric.mode = BiometricMode::kStatic;
      }
      const double success = dead_end ? 0.0 : is_static ? 0.45 : 0.08;
      if (stage.session(scene, person, Capture::kReplay, success, 9, truth).passed) break;
      on += days(stage.random.integer(0, 1));
    }
  }
}

// F03: brother or sister in front of the camera; online or before a friendly clerk.
void look_alike(Stage& stage) {
  for (int i = 0; i < stage.times("F03"); ++i) {
    const std::size_t person = stage.take_person(
        [&](const SimPerson& each) { return age_on(each, stage.p.first_day) >= 65; });
    if (!stage.exists(person)) return;
    const Date day = event_day(stage);
    stage.live(person, stage.p.first_day, day - days(60));
    stage.death(person, day - days(stage.random.integer(20, 59)), false);
    const Label truth = fraud(Truth::kOtherPerson, "F03", i);
    Attempt scene = stage.scene(person, stage.mobile_time(day), channel_with_camera(stage));
    if (stage.random.chance(0.4)) {
      scene.channel = Channel::kCommunity;
      stage.by_helper(scene, stage.world.helpers[stage.world.people[person].village]);
    } else {
      stage.by_family(scene, person);
      if (stage.random.chance(0.3)) {
        scene.person.template_changed_days = stage.random.integer(1, 25);
        scene.biometric.template_age_years = 0.05;
      }
    }
    stage.session(scene, person, Capture::kLookAlike, 0.3, 6, truth);
  }
}

// F04: a skilled child swaps the face.
void face_swap(Stage& stage) {
  for (int i = 0; i < stage.times("F04"); ++i) {
    const std::size_t person = stage.take_person([](const SimPerson&) { return true; });
    if (!stage.exists(person)) return;
    const Date day = event_day(stage);
    stage.live(person, stage.p.first_day, day - days(90));
    stage.death(person, day - days(stage.random.integer(20, 80)), false);
    Attempt scene = stage.scene(person, stage.mobile_time(day), channel_with_camera(stage));
    stage.by_family(scene, person);
    if (stage.random.chance(0.5)) {
      scene.device.rooted = true;
      scene.device.hooked = stage.random.chance(0.6);
      scene.device.virtual_camera = stage.random.chance(0.5);
    }
    stage.session(scene, person, Capture::kInjected, 0.5, 6, fraud(Truth::kFalseAlive, "F04", i));
  }
}

// F12: the family certifies a prisoner: paper, old video, or a home visit on paper.
void prisoner(Stage& stage) {
  for (int i = 0; i < stage.times("F12"); ++i) {
    const std::size_t person = stage.take_person(
        [&](const SimPerson& each) { return age_on(each, stage.p.first_day) < 75; });
    if (!stage.exists(person)) return;
    const Date day = event_day(stage);
    earlier_genuine(stage, person, day);
    if (stage.random.chance(0.5)) {  // other provinces' lists do not come
      stage.registry_row(person, RegistryKind::kPrison, day - days(stage.random.integer(30, 140)),
                         day + days(stage.random.integer(700, 3000)),
                         stage.at(day + days(stage.random.integer(-25, 40)), 10), "司法");
    }
    const Label truth = fraud(Truth::kPrison, "F12", i);
    Attempt scene = stage.scene(person, stage.office_time(day), Channel::kMail);
    if (stage.random.chance(0.4)) {
      scene.operator_.role = OperatorRole::kWindow;
      scene.evidence.document_kind = "健在证明";
      scene.evidence.document_hash = "doc-f12-" + std::to_string(i);
      scene.evidence.staff_ref = stage.world.windows.front().staff.front();
      scene.recorded_at = scene.occurred_at + days(stage.random.integer(1, 15));
      scene.outcome = Outcome::kPassed;
      stage.record(scene, truth);
    } else if (stage.random.chance(0.7)) {
      scene.channel = channel_with_camera(stage);
      stage.by_family(scene, person);
      stage.session(scene, person, Capture::kReplay, 0.1, 8, truth);
    } else {
      stage.by_visit(scene, stage.random.pick(stage.world.visit_teams), person, false);
      scene.evidence.id_chip_read = false;
      stage.record(scene, truth);
    }
  }
}

// F13: a second number for the same human, in another county.
void double_benefit(Stage& stage) {
  for (int i = 0; i < stage.times("F13"); ++i) {
    const auto any = [](const SimPerson& each) { return !each.abroad; };
    const std::size_t first = stage.take_person(any);
    const std::size_t second = stage.take_person(any);
    if (!stage.exists(first) || !stage.exists(second)) return;
    stage.world.people[second].face = stage.world.people[first].face;
    if (stage.random.chance(0.7)) {
      stage.world.people[second].family = stage.world.people[first].family;
    }
    const Date day = event_day(stage);
    stage.live(first, stage.p.first_day, stage.last_day());
    stage.background(second, day);
    if (stage.random.chance(0.5)) {
      stage.registry_row(second, RegistryKind::kDuplicateBenefit, day - days(100), {},
                         stage.at(day - days(stage.random.integer(-60, 30)), 10), "比对");
    }
    Attempt scene = stage.scene(second, stage.mobile_time(day), channel_with_camera(stage));
    stage.by_family(scene, second);
    stage.session(scene, second, Capture::kGenuine, 0.75, 5, fraud(Truth::kDouble, "F13", i));
  }
}

// F14: phone, card and device are changed, then the account is certified.
void takeover(Stage& stage) {
  for (int i = 0; i < stage.times("F14"); ++i) {
    const std::size_t person =
        stage.take_person([](const SimPerson& each) { return !each.abroad; });
    if (!stage.exists(person)) return;
    const Date day = event_day(stage);
    stage.live(person, stage.p.first_day, day - days(40));
    Attempt scene = stage.scene(person, stage.mobile_time(day), channel_with_camera(stage));
    stage.by_phone(scene, new_phone(stage.random, stage.random.integer(-500, 100)),
                   OperatorRole::kSelf);
    scene.person.phone_changed_days = stage.random.integer(3, 20);
    scene.person.bank_account_changed_days = stage.random.integer(1, 18);
    if (stage.random.chance(0.5)) scene.person.template_changed_days = stage.random.integer(1, 15);
    const Capture kind = stage.random.chance(0.5) ? Capture::kInjected : Capture::kLookAlike;
    stage.session(scene, person, kind, 0.4, 6, fraud(Truth::kTakeover, "F14", i));
  }
}

// F16: dead or settled abroad, certified at home or by the overseas channel.
void abroad_at_home(Stage& stage) {
  for (int i = 0; i < stage.times("F16"); ++i) {
    const std::size_t person = stage.take_person([](const SimPerson&) { return true; });
    if (!stage.exists(person)) return;
    const Date day = event_day(stage);
    earlier_genuine(stage, person, day);
    Attempt scene = stage.scene(person, stage.mobile_time(day), channel_with_camera(stage));
    stage.by_family(scene, person);
    scene.person.abroad = stage.random.chance(0.5);
    if (stage.random.chance(0.6)) {
      scene.registry.push_back(
          {RegistryKind::kExit, day - days(stage.random.integer(740, 2500)), "出入境"});
    }
    if (stage.random.chance(0.4)) scene.channel = Channel::kConsulate;
    stage.session(scene, person, Capture::kReplay, 0.2, 6, fraud(Truth::kFalseAlive, "F16", i));
  }
}

}  // namespace

void play_personal_frauds(Stage& stage) {
  late_report(stage);
  replay(stage);
  look_alike(stage);
  face_swap(stage);
  prisoner(stage);
  double_benefit(stage);
  takeover(stage);
  abroad_at_home(stage);
}

}  // namespace analyzer::simulate
