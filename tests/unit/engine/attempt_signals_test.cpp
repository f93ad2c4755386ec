#include <algorithm>
#include <functional>
#include <set>

#include "analyzer/engine/assess.h"
#include "analyzer/engine/attempt_columns.h"
#include "analyzer/engine/attempt_passes.h"
#include "tests/unit/engine/attempt_world.h"

namespace analyzer {
namespace {

using Fill = std::function<void(History&)>;

struct Row {
  const char* sentence;
  std::string attempt;
  Fill history;
  const char* code;
  bool speaks;  // and is not explained away
  std::optional<double> value;
};

Fill nothing() {
  return [](History&) {};
}

Signals evidence(const std::string& fields, const Fill& fill) {
  const Attempt attempt = attempt_of(fields);
  History history;
  fill(history);
  return attempt_evidence(attempt_context(attempt, history, shipped_snapshot()));
}

const Signal* find(const Signals& signals, std::string_view code) {
  const auto it = std::find_if(signals.begin(), signals.end(),
                               [&](const Signal& each) { return each.code == code; });
  return it == signals.end() ? nullptr : &*it;
}

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    INFO(row.sentence);
    const Signals signals = evidence(row.attempt, row.history);
    const Signal* signal = find(signals, row.code);
    CHECK((signal != nullptr && signal->active()) == row.speaks);
    if (signal != nullptr && row.value) CHECK(signal->value == row.value);
  }
}

Date date(std::string_view text) { return *parse_date(text); }

constexpr const char* kDeath =
    R"("registry":[{"kind":"death_medical","on":"2026-02-16","source":"卫健"}])";

TEST_CASE("The table of signals and the catalogue name the same codes") {
  std::set<std::string_view> table;
  for (const AttemptSignal& row : attempt_signals()) {
    INFO(row.code);
    CHECK(table.insert(row.code).second);
    CHECK(shipped_snapshot().catalog().find(row.code) != nullptr);
  }
}

TEST_CASE("A signal's sentence is short, in two languages, and accuses nobody") {
  for (const AttemptSignal& row : attempt_signals()) {
    INFO(row.code);
    const SignalSpec& spec = *shipped_snapshot().catalog().find(row.code);
    std::size_t characters = 0;
    for (const char c : spec.reason.zh)
      characters += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    CHECK(characters <= 60);
    CHECK_FALSE(spec.reason.en.empty());
    for (const char* word : {"骗子", "冒领犯", "诈骗犯", "作案"}) {
      CHECK(spec.reason.zh.find(word) == std::string::npos);
    }
    if (spec.group == "help") CHECK(spec.steps.front().second == 0.0);
  }
}

TEST_CASE("What registers say of the person") {
  check({
      {"a death before the attempt speaks, with the days since", kDeath, nothing(),
       "registry.death_before", true, 22.0},
      {"a death after the attempt does not",
       R"("registry":[{"kind":"death_medical","on":"2026-03-16","source":"卫健"}])",
       nothing(),
       "registry.death_before",
       false,
       {}},
      {"a confirmed registry event speaks too", "",
       [](History& h) {
         h.person.death_on = date("2026-03-01");
         h.person.death_sources = 1;
       },
       "registry.death_before", true, 9.0},
      {"a match by name only is another, weaker signal",
       "",
       [](History& h) {
         h.person.death_on = date("2026-03-01");
         h.person.death_name_only = true;
       },
       "registry.death_before",
       false,
       {}},
      {"which is there",
       "",
       [](History& h) {
         h.person.death_on = date("2026-03-01");
         h.person.death_name_only = true;
       },
       "registry.death_name_only",
       true,
       {}},
      {"two kinds of record are two sources",
       R"("registry":[{"kind":"death_medical","on":"2026-02-16"},)"
       R"({"kind":"death_cremation","on":"2026-02-17"}])",
       nothing(), "registry.death_sources", true, 2.0},
      {"a prison term speaks",
       R"("registry":[{"kind":"prison","on":"2026-01-01"}])",
       nothing(),
       "registry.prison",
       true,
       36'500.0},
      {"near its end a term tells the days that are left",
       "",
       [](History& h) {
         h.person.prison_from = date("2024-01-01");
         h.person.prison_to = date("2026-05-01");
       },
       "registry.prison",
       true,
       {}},
      {"probation explains it: payment goes on",
       R"("registry":[{"kind":"prison","on":"2026-01-01"},{"kind":"probation","on":"2026-01-01"}])",
       nothing(),
       "registry.prison",
       false,
       {}},
      {"a term that is over does not speak",
       "",
       [](History& h) {
         h.person.prison_from = date("2024-01-01");
         h.person.prison_to = date("2026-01-01");
       },
       "registry.prison",
       false,
       {}},
      {"what cannot be read is not known",
       "",
       [](History& h) {
         h.available = false;
         h.person.death_on = date("2026-03-01");
       },
       "registry.death_before",
       false,
       {}},
      {"a survivor may be young",
       R"("person":{"ref":"p","age":12,"scheme":"survivor"})",
       nothing(),
       "registry.age_implausible",
       false,
       {}},
      {"a pensioner may not", R"("person":{"ref":"p","age":12,"scheme":"resident"})", nothing(),
       "registry.age_implausible", true, 12.0},
      {"age without scheme says nothing below the limit",
       R"("person":{"ref":"p","age":12})",
       nothing(),
       "registry.age_implausible",
       false,
       {}},
  });
}

TEST_CASE("What the camera saw") {
  check({
      {"an own capture of an earlier session", "",
       [](History& h) { h.person.captures_near_own = 1; }, "capture.replay_own", true, 1.0},
      {"the capture of other persons", "", [](History& h) { h.person.captures_near_other = 4; },
       "capture.shared_between_persons", true, 4.0},
      {"a virtual camera",
       R"("device":{"virtual_camera":true})",
       nothing(),
       "capture.virtual_camera",
       true,
       {}},
      {"a low injection score says nothing",
       R"("biometric":{"injection":0.2})",
       nothing(),
       "capture.injection",
       false,
       {}},
      {"a high one does", R"("biometric":{"injection":0.9})", nothing(), "capture.injection", true,
       0.9},
      {"static mode of someone who is not recorded as disabled",
       R"("biometric":{"mode":"static"},"person":{"ref":"p","special":["lives_alone"]})",
       nothing(),
       "capture.static_untagged",
       true,
       {}},
      {"static mode of the bedridden is normal",
       R"("biometric":{"mode":"static"},"person":{"ref":"p","special":["bedridden"]})",
       nothing(),
       "capture.static_untagged",
       false,
       {}},
      {"static mode where nothing is known is the weaker signal",
       R"("biometric":{"mode":"static"})",
       nothing(),
       "capture.static_mode",
       true,
       {}},
      {"a face 25 years too young",
       R"("biometric":{"estimated_age":55},"person":{"ref":"p","age":80})", nothing(),
       "capture.age_gap", true, 25.0},
      {"ten years are the estimator's own error",
       R"("biometric":{"estimated_age":70},"person":{"ref":"p","age":80})",
       nothing(),
       "capture.age_gap",
       false,
       {}},
      {"even steps",
       R"("biometric":{"step_ms":[900,902,899,901,900]})",
       nothing(),
       "capture.robotic_steps",
       true,
       {}},
      {"human steps",
       R"("biometric":{"step_ms":[900,1400,1100,700]})",
       nothing(),
       "capture.robotic_steps",
       false,
       {}},
      {"three steps are too few to say",
       R"("biometric":{"step_ms":[900,900,900]})",
       nothing(),
       "capture.robotic_steps",
       false,
       {}},
      {"a weak match at 86 is normal",
       R"("biometric":{"face_match":0.71,"face_threshold":0.7,"liveness":0.5},)"
       R"("person":{"ref":"p","age":86})",
       nothing(),
       "capture.match_just_over",
       false,
       {}},
  });
}

TEST_CASE("Many failed face checks yield help and no weight") {
  const Signals signals =
      evidence(R"("outcome":"failed","failure_code":"action_not_done","biometric":{"tries":9},)"
               R"("person":{"ref":"p","age":88})",
               [](History& h) {
                 h.person.failures_1d = 90;
                 h.person.channels_1d = 2;
                 h.person.failure_devices_7d = 4;
               });
  CHECK(find(signals, "help.many_failures") != nullptr);
  CHECK(find(signals, "help.action") != nullptr);
  double weight = 0.0;
  for (const Signal& signal : signals) weight += signal.active() ? signal.weight : 0.0;
  CHECK(weight <= 0.0);
}

Fill busy_device(std::uint32_t persons) {
  return [persons](History& h) {
    h.device.persons_1d = persons;
    h.device.persons_7d = persons;
    h.device.persons_365d = persons;
    h.device.median_gap_s = 70;
    h.device.gap_spread = 0.3;
  };
}

TEST_CASE("Volume speaks on a person's own screen, and context explains it") {
  const std::string device = R"("device":{"ref":"d"},)";
  check({
      {"fourteen others and this one", device, busy_device(14), "device.persons_7d", true, 15.0},
      {"a failed attempt is nobody certified", device + R"("outcome":"failed")", busy_device(14),
       "device.persons_7d", true, 14.0},
      {"four in a day is a family", device, busy_device(4), "device.persons_1d", false, {}},
      {"a registered helper explains it",
       device + R"("operator":{"registered":true})",
       busy_device(14),
       "device.persons_7d",
       false,
       {}},
      {"but not at three in the morning",
       device + R"("operator":{"registered":true},"occurred_at":"2026-03-10T03:00:00+08:00")",
       busy_device(14), "device.persons_7d", true, 15.0},
      {"a nursing home explains the pace",
       device + R"("operator":{"role":"nursing_home"})",
       busy_device(40),
       "device.metronome",
       false,
       {}},
      {"a check-up of the same day explains the pace",
       device,
       [](History& h) {
         busy_device(40)(h);
         h.person.days_since_strong_trace = 0.1;
       },
       "device.metronome",
       false,
       {}},
      {"else the pace speaks", device, busy_device(40), "device.metronome", true, 70.0},
      {"a bank's machine serves many",
       R"("channel":"bank","device":{"ref":"d"})",
       busy_device(40),
       "device.persons_1d",
       false,
       {}},
      {"what cannot be read is not known",
       device,
       [](History& h) {
         busy_device(40)(h);
         h.available = false;
       },
       "device.persons_1d",
       false,
       {}},
  });
}

Fill ring(std::uint32_t persons, std::uint32_t operators, std::uint32_t counties) {
  return [=](History& h) {
    h.ring_persons = persons;
    h.ring.operators = operators;
    h.ring.devices = 2;
    h.ring.counties = counties;
    h.ring.persons_30d = persons / 2;
    h.ring.related_known = persons / 2;
    h.ring.unrelated = persons / 3;
  };
}

TEST_CASE("What the ring round an attempt says") {
  const char* mobile = R"("channel":"alipay")";
  const auto changed = [](const Fill& fill, void (*change)(History&)) {
    return [=](History& h) {
      fill(h);
      change(h);
    };
  };
  check({
      {"confirmed persons and links of the ring", mobile, [](History& h) { h.ring_confirmed = 5; },
       "ring.confirmed", true, 5.0},
      {"many persons over many accounts, mostly strangers", mobile, ring(60, 9, 1),
       "ring.unrelated", true, 60.0},
      {"over one account: a helper, whom other signals know",
       mobile,
       ring(60, 1, 1),
       "ring.unrelated",
       false,
       {}},
      {"a family", mobile, ring(6, 3, 1), "ring.unrelated", false, {}},
      {"mostly relatives: an extended family",
       mobile,
       changed(ring(20, 4, 1), [](History& h) { h.ring.unrelated = 2; }),
       "ring.unrelated",
       false,
       {}},
      {"of whom nothing was told",
       mobile,
       changed(ring(20, 4, 1), [](History& h) { h.ring.related_known = h.ring.unrelated = 0; }),
       "ring.unrelated",
       false,
       {}},
      {"long ago: a sold phone",
       mobile,
       changed(ring(60, 9, 6), [](History& h) { h.ring.persons_30d = 2; }),
       "ring.unrelated",
       false,
       {}},
      {"nor does it spread then",
       mobile,
       changed(ring(60, 9, 6), [](History& h) { h.ring.persons_30d = 2; }),
       "ring.spread",
       false,
       {}},
      {"persons of six counties", mobile, ring(20, 1, 6), "ring.spread", true, 6.0},
      {"a registered helper's ring is known",
       R"("channel":"alipay","operator":{"role":"village","registered":true})",
       ring(60, 9, 6),
       "ring.unrelated",
       false,
       {}},
      {"a nursing home's is explained",
       R"("channel":"alipay","operator":{"role":"nursing_home"})",
       ring(60, 9, 6),
       "ring.spread",
       false,
       {}},
      {"an office's is none", R"("channel":"bank")", ring(300, 9, 6), "ring.spread", false, {}},
      {"what cannot be read is not known",
       mobile,
       changed(ring(60, 9, 6), [](History& h) { h.available = false; }),
       "ring.unrelated",
       false,
       {}},
  });
}

TEST_CASE("No ring sends an ordinary attempt to review by itself") {
  for (const std::uint32_t persons : {12U, 60U, 800U}) {
    for (const std::uint32_t counties : {1U, 6U, 40U}) {
      INFO(persons << " persons in " << counties << " counties");
      const Attempt attempt = attempt_of(R"("channel":"alipay")");
      History history;
      ring(persons, 9, counties)(history);
      const Verdict verdict = assess(attempt, history, shipped_snapshot());
      CHECK(verdict.decision == Decision::kPass);
    }
  }
}

TEST_CASE("How the persons of a phone hang together") {
  check({
      {"most of them unrelated", "",
       [](History& h) {
         h.operator_.related_known_30d = 10;
         h.operator_.unrelated_30d = 9;
       },
       "operator.unrelated", true, 9.0},
      {"half of them: a large family",
       "",
       [](History& h) {
         h.operator_.related_known_30d = 10;
         h.operator_.unrelated_30d = 5;
       },
       "operator.unrelated",
       false,
       {}},
      {"most of them not due", "",
       [](History& h) {
         h.device.due_known_30d = 20;
         h.device.not_due_30d = 18;
       },
       "device.not_due", true, 18.0},
      {"three villages in a day", "", [](History& h) { h.device.villages_1d = 3; },
       "device.villages_1d", true, 3.0},
      {"with a work order that is what a visitor does",
       R"("channel":"home_visit","evidence":{"work_order":"w1"})",
       [](History& h) { h.device.villages_1d = 3; },
       "device.villages_1d",
       false,
       {}},
      {"persons at night", R"("occurred_at":"2026-03-10T02:00:00+08:00")",
       [](History& h) { h.device.night_7d = 3; }, "device.night", true, 4.0},
      {"night in China is day abroad",
       R"("channel":"consulate","occurred_at":"2026-03-10T02:00:00+08:00")",
       [](History& h) { h.device.night_7d = 3; },
       "device.night",
       false,
       {}},
      {"look-ups that miss", R"("outcome":"failed","failure_code":"not_found")",
       [](History& h) { h.ip.failures_1d = 40; }, "network.probing", true, 40.0},
      {"elders who fail are not probing",
       R"("outcome":"failed","failure_code":"low_similarity")",
       [](History& h) { h.ip.failures_1d = 40; },
       "network.probing",
       false,
       {}},
      {"a helper's network has passes among the misses",
       R"("outcome":"failed","failure_code":"not_found")",
       [](History& h) {
         h.ip.failures_1d = 12;
         h.ip.persons_1d = 40;
       },
       "network.probing",
       false,
       {}},
  });
}

TEST_CASE("Place, time, offices and silent certification") {
  check({
      {"the overseas channel from the mainland",
       R"("channel":"consulate","network":{"country":"CN"})",
       nothing(),
       "place.consulate_mainland",
       true,
       {}},
      {"with a recorded exit it is a carrier's exit",
       R"("channel":"consulate","network":{"country":"CN"},)"
       R"("registry":[{"kind":"exit","on":"2025-01-01"}])",
       nothing(),
       "place.consulate_mainland",
       false,
       {}},
      {"Hong Kong is near",
       R"("network":{"country":"HK"})",
       nothing(),
       "place.foreign_network",
       false,
       {}},
      {"wintering in Hainan explains the other province",
       R"("site_region":"460200","person":{"ref":"p","residence_region":"230100"})",
       nothing(),
       "place.other_province",
       false,
       {}},
      {"in June it speaks",
       R"("site_region":"460200","person":{"ref":"p","residence_region":"230100"},)"
       R"("occurred_at":"2026-06-10T10:00:00+08:00")",
       nothing(),
       "place.other_province",
       true,
       {}},
      {"a window at ten in the evening",
       R"("channel":"window","occurred_at":"2026-03-10T22:00:00+08:00")",
       nothing(),
       "office.off_hours",
       true,
       {}},
      {"entered forty days later", R"("channel":"mail","recorded_at":"2026-04-19T10:00:00+08:00")",
       nothing(), "office.backdated", true, 40.0},
      {"one clerk for both",
       R"("channel":"window","evidence":{"staff_ref":"a","second_staff_ref":"a"})",
       nothing(),
       "office.same_staff",
       true,
       {}},
      {"two clerks",
       R"("channel":"window","evidence":{"staff_ref":"a","second_staff_ref":"b"})",
       nothing(),
       "office.same_staff",
       false,
       {}},
      {"records a minute apart, uploaded later",
       R"("channel":"home_visit","recorded_at":"2026-03-10T18:00:00+08:00")",
       [](History& h) {
         h.staff.persons_1d = 9;
         h.staff.median_gap_s = 40;
       },
       "home_visit.pace", true, 40.0},
      {"the time of upload says nothing of the pace",
       R"("channel":"home_visit")",
       [](History& h) {
         h.staff.persons_1d = 9;
         h.staff.median_gap_s = 8;
       },
       "home_visit.pace",
       false,
       {}},
      {"a pharmacy alone is a weak trace",
       R"("channel":"silent","evidence":{"source":"pharmacy","source_at":"2026-03-08T10:00:00+08:00"})",
       nothing(),
       "silent.weak_source",
       true,
       {}},
      {"a trace after the recorded death",
       std::string(R"("channel":"silent","evidence":{"source":"pharmacy",)") +
           R"("source_at":"2026-03-08T10:00:00+08:00"},)" + kDeath,
       nothing(),
       "silent.event_after_death",
       true,
       {}},
      {"a trace before it, matched later, is no contradiction",
       std::string(R"("channel":"silent","evidence":{"source":"pharmacy",)") +
           R"("source_at":"2026-02-10T10:00:00+08:00"},)" + kDeath,
       nothing(),
       "registry.death_before",
       false,
       {}},
  });
}

TEST_CASE("Absent fields speak of nothing") {
  const Signals signals = evidence(R"("channel":"alipay")", nothing());
  for (const Signal& signal : signals) {
    INFO(signal.code);
    CHECK(signal.weight <= 0.0);
  }
}

TEST_CASE("Columns have unique names and keep what is missing missing") {
  std::set<std::string_view> names;
  for (const AttemptColumn& column : attempt_columns()) CHECK(names.insert(column.name).second);
  const Attempt attempt = attempt_of(R"("channel":"alipay")");
  History history;
  const AttemptContext context = attempt_context(attempt, history, shipped_snapshot());
  const std::vector<float> row = attempt_row(context, attempt_evidence(context));
  REQUIRE(row.size() == attempt_column_names().size());
  for (std::size_t i = 0; i < row.size(); ++i) {
    const std::string_view name = attempt_column_names()[i];
    INFO(name);
    if (name == "capture.injection" || name == "device.persons_7d") {
      CHECK(std::isnan(row[i]));
    }
    if (name == "channel.mobile") CHECK(row[i] == 1.0F);
  }
}

}  // namespace
}  // namespace analyzer
