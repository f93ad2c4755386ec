// The stage on which scenarios play: makes attempts as callers would have sent
// them and writes down what was true.
//
// A scene is an Attempt filled in step by step: whom it is for (scene()), with
// what it is done (by_family(), by_helper(), at_window() ...), and what the
// camera saw (Capture); session() plays it with its failures and retries.

#ifndef ANALYZER_SERVICE_SIMULATE_STAGE_H_
#define ANALYZER_SERVICE_SIMULATE_STAGE_H_

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/attempt.h"
#include "analyzer/service/simulate/fields.h"
#include "analyzer/service/simulate/simulate.h"
#include "analyzer/service/simulate/world.h"

namespace analyzer::simulate {

// What the camera saw.
enum class Capture : std::uint8_t { kGenuine, kReplay, kLookAlike, kInjected };

// The label of a fraud's row in one instance of a scenario.
Label fraud(Truth truth, std::string_view scenario, int instance);

struct Record {
  Attempt attempt;
  Label label;
};

// What closes a cycle by data comparison: anything that is recorded of somebody,
// or only what others can do with the card, the phone number or the passbook of
// somebody who is dead.
enum class Trace : std::uint8_t { kAny, kCardAlone };

// How a session ended.
struct Ending {
  bool passed = false;
  Time at{};
};

class Stage {
 public:
  Stage(const Parameters& parameters, std::uint64_t seed);

  const Parameters p;  // of this city
  const FieldHabits habits;
  World world;
  Random random;
  std::vector<Record> records;
  std::vector<RegistryRow> registry;

  Date last_day() const { return p.first_day + std::chrono::days(p.days - 1); }
  double years() const { return p.days / 365.0; }
  bool drifted(Date day) const { return day >= p.drift_from; }
  // How often a scenario of fraud takes place.
  int times(std::string_view scenario) const {
    return static_cast<int>(p.expected(scenario, years(), true));
  }
  // The label of an honest person in one instance of a scenario.
  Label honest(std::size_t person, std::string_view scenario, int instance) const;

  // -- when -------------------------------------------------------------------
  Time mobile_time(Date day);
  Time office_time(Date day);
  Time at(Date day, double hour) const;
  Date any_day();
  Date workday(Date day) const;  // the same day or the next Monday

  // -- whom -------------------------------------------------------------------
  // A living person that no scenario has taken and that `fits`; taken from now
  // on. The number of people if there is none.
  template <class Fits>
  std::size_t take_person(Fits fits) {
    for (int tries = 0; tries < 4000; ++tries) {
      const std::size_t i = random.below(world.people.size());
      SimPerson& person = world.people[i];
      if (person.taken || person.died || !fits(person)) continue;
      person.taken = true;
      return i;
    }
    return world.people.size();
  }
  bool exists(std::size_t person) const { return person < world.people.size(); }

  // The day the person is due.
  Date due_on(const SimPerson& person) const;

  // -- with what ----------------------------------------------------------------
  Attempt scene(std::size_t person, Time at, Channel channel);
  Channel mobile_channel();
  void by_phone(Attempt& attempt, const Phone& phone, OperatorRole role);
  void by_family(Attempt& attempt, std::size_t person);
  void by_self(Attempt& attempt, std::size_t person);
  void by_helper(Attempt& attempt, const Helper& helper);
  void by_nursing_home(Attempt& attempt, const NursingHome& home);
  void at_window(Attempt& attempt, std::size_t person);
  void at_bank(Attempt& attempt);
  void by_visit(Attempt& attempt, const Phone& team, std::size_t person, bool work_order);
  void by_employer(Attempt& attempt, std::size_t person);
  void abroad(Attempt& attempt, std::size_t person);
  void by_mail(Attempt& attempt);

  // -- playing ------------------------------------------------------------------
  // Plays `scene` with up to `most` tries, each passing with `success`.
  Ending session(Attempt scene, std::size_t person, Capture capture, double success, int most,
                 const Label& label);
  // A genuine person's session, with the success rates of the age.
  Ending genuine(const Attempt& scene, std::size_t person, const Label& label);
  // One attempt, whatever its outcome, as it stands.
  void record(Attempt attempt, const Label& label);
  // The person was certified on this day through this channel.
  void certified(std::size_t person, Time at, Channel channel);
  double success_rate(std::size_t person, const Attempt& scene) const;

  // Fills `attempt.biometric` with what `capture` looks like.
  void capture(Attempt& attempt, std::size_t person, Capture capture);

  // The person's ordinary life in [from, to): certifies when due, silently or by
  // one of the ordinary ways. Stops early at `person.died`.
  void live(std::size_t person, Date from, Date to);
  // An ordinary life long before `day`, so that a scenario's people have a past
  // like everybody's.
  void background(std::size_t person, Date day);
  // One interactive certification about `day`, with the detours of those who fail.
  void certify(std::size_t person, Date day, const Label& label);
  void silent(std::size_t person, Date day, const Label& label, Trace trace = Trace::kAny);

  // A death with its delayed records; hits that a caller would see later are
  // added to attempts by known_hits().
  void death(std::size_t person, Date day, bool recorded);
  void registry_row(std::size_t person, RegistryKind kind, Date from, std::optional<Date> to,
                    Time received, std::string source, bool name_only = false);

 private:
  void known_hits(Attempt& attempt, std::size_t person);
  void genuine_face(Biometric& face, const SimPerson& person, Date day);
  void other_face(Biometric& face, Capture capture);
  std::uint64_t capture_bits(SimPerson& person, Capture capture);
  FailureCode failure(Capture capture);
  Date next_attempt_day(const SimPerson& person);
  void dress(Attempt& attempt, std::size_t person);

  std::vector<std::vector<std::size_t>> hits_;  // rows of `registry` by person
};

// -- scenarios, one file a kind ---------------------------------------------------
void play_ordinary(Stage& stage);
void play_personal_frauds(Stage& stage);
void play_group_frauds(Stage& stage);
void play_office_frauds(Stage& stage);
void play_confounders(Stage& stage);
void play_group_confounders(Stage& stage);

}  // namespace analyzer::simulate

#endif  // ANALYZER_SERVICE_SIMULATE_STAGE_H_
