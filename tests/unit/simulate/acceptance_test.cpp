// The generator against what is published or assumed of a real city
// (simulation.md 7.11): shares, families, deaths, tries, frauds, and that every
// city has habits of its own.

#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>

#include "analyzer/service/simulate/fields.h"
#include "analyzer/service/simulate/parameters.h"
#include "analyzer/service/simulate/simulate.h"
#include "analyzer/service/simulate/world.h"

namespace analyzer::simulate {
namespace {

const std::string kFile = std::string(ANALYZER_ROOT) + "/data/simulation.toml";

Parameters preset(std::string_view name) {
  auto loaded = Parameters::load(kFile, name);
  if (!loaded) FAIL(loaded.error().message);
  return *std::move(loaded);
}

// A tenth of a real city, as on average.
Parameters a_real_city() {
  Parameters p = preset("base");
  p.persons = 50'000;
  p.villages = 140;
  p.days = 540;
  p.vary.clear();
  p.vary_shares = 0.0;
  return p;
}

struct Lived {
  std::map<std::string, int> ways;  // of completed ordinary certifications
  int completed = 0;
  double tries[4] = {0, 0, 0, 0};  // below 70, 70-79, 80-84, 85 and more
  double passes[4] = {0, 0, 0, 0};
  int attempts = 0;
  std::map<std::string, int> frauds;  // attempts
  std::map<std::string, std::set<std::string>> entities;
  std::set<std::string> dead;
};

std::string way_of(const Attempt& attempt) {
  switch (attempt.channel) {
    case Channel::kSilent:
      return "silent";
    case Channel::kWindow:
    case Channel::kMail:
      return "window";
    case Channel::kBank:
    case Channel::kPost:
    case Channel::kKiosk:
      return "bank";
    case Channel::kHomeVisit:
      return "visit";
    case Channel::kEmployer:
      return "unit";
    case Channel::kConsulate:
      return "abroad";
    default:
      return "other";
  }
}

const Lived& lived() {
  static const Lived out = [] {
    Lived lived;
    const Parameters p = a_real_city();
    const Status status =
        simulate(p, 5,
                 {[&](const Attempt& attempt, const Label& label) -> Status {
                    ++lived.attempts;
                    if (label.truth != Truth::kLegit) {
                      ++lived.frauds[label.scenario];
                      lived.entities[label.scenario].insert(label.group);
                    }
                    if (!label.scenario.empty()) return {};
                    const bool passed =
                        attempt.outcome == Outcome::kPassed || attempt.outcome == Outcome::kManual;
                    if (passed) {
                      ++lived.completed;
                      ++lived.ways[way_of(attempt)];
                    }
                    const auto age = attempt.person.age;
                    if (attempt.channel == Channel::kSilent || !age) return {};
                    const int band = *age < 70 ? 0 : *age < 80 ? 1 : *age < 85 ? 2 : 3;
                    lived.tries[band] += 1;
                    lived.passes[band] += passed ? 1 : 0;
                    return {};
                  },
                  [&](const RegistryRow& row) -> Status {
                    const bool death = row.kind == RegistryKind::kDeathMedical ||
                                       row.kind == RegistryKind::kDeathCremation ||
                                       row.kind == RegistryKind::kDeathHousehold;
                    if (death) lived.dead.insert(row.person_ref);
                    return {};
                  }});
    REQUIRE(status);
    return lived;
  }();
  return out;
}

TEST_CASE("Silent certification and the office ways have the shares of a real city") {
  const auto share = [](const std::string& way) {
    return 100.0 * lived().ways.at(way) / lived().completed;
  };
  CHECK(share("silent") == Approx(42.0).margin(3.0));
  CHECK(share("bank") == Approx(2.2).margin(1.0));
  CHECK(share("window") == Approx(1.5).margin(1.0));
  CHECK(share("visit") == Approx(1.3).margin(1.0));
  CHECK(share("unit") == Approx(0.6).margin(1.0));
  CHECK(share("abroad") == Approx(0.4).margin(1.0));
}

TEST_CASE("Nine families in a thousand have more than five persons on one phone") {
  const Parameters p = a_real_city();
  const World world = make_world(p, Random::named(3, "world"));
  std::map<std::size_t, int> sizes;
  for (const SimPerson& person : world.people) ++sizes[person.family];
  int large = 0;
  for (const auto& [family, size] : sizes) large += size >= 6 ? 1 : 0;
  CHECK(100.0 * large / static_cast<double>(sizes.size()) == Approx(0.9).margin(0.2));
}

TEST_CASE("One person in forty dies in a year") {
  const Parameters p = a_real_city();
  const World world = make_world(p, Random::named(3, "world"));
  double expected = 0.0;
  for (const SimPerson& person : world.people) {
    expected += mortality(p, age_on(person, p.first_day));
  }
  CHECK(100.0 * expected / static_cast<double>(world.people.size()) == Approx(2.5).margin(0.25));
  // Nearly all deaths reach some register within the stream.
  const double years = p.days / 365.0;
  CHECK(static_cast<double>(lived().dead.size()) > 0.6 * expected * years);
}

TEST_CASE("The older, the more tries a success takes") {
  constexpr double kUsual[] = {1.16, 1.28, 1.47, 1.8};
  for (int band = 0; band < 4; ++band) {
    INFO(band);
    CHECK(lived().tries[band] / lived().passes[band] == Approx(kUsual[band]).margin(0.15));
  }
}

// A tenth of a city has at least one of each gang, so that those are not rare in it.
TEST_CASE("Frauds about one person are as rare as in life, each as frequent as asked") {
  int frauds = 0;
  const Parameters p = a_real_city();
  for (const char* id : {"F02", "F12", "F13", "F19"}) {
    INFO(id);
    frauds += lived().frauds.at(id);
    const double expected = p.expected(id, p.days / 365.0, true);
    REQUIRE(expected >= 1.0);
    CHECK(static_cast<double>(lived().entities.at(id).size()) ==
          Approx(expected).margin(0.2 * expected));
  }
  const double share = 100.0 * frauds / lived().attempts;
  CHECK(share > 0.05);
  CHECK(share < 0.3);
}

TEST_CASE("Each city draws its own numbers inside their ranges, the same seed the same") {
  const Parameters p = preset("");
  REQUIRE_FALSE(p.vary.empty());
  const Parameters one = p.of_city(1);
  const Parameters two = p.of_city(2);
  CHECK(one.silent == p.of_city(1).silent);
  CHECK(one.silent != two.silent);
  CHECK(one.mobile_channels != two.mobile_channels);
  const Range range = p.vary.at("silent");
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const double silent = p.of_city(seed).silent;
    REQUIRE(silent >= range.low);
    REQUIRE(silent <= range.high);
  }
}

TEST_CASE("Presets change what they name; one that is not there is named") {
  CHECK(preset("base").persons == 500'000);
  CHECK(preset("base").fraud_scale == 1.0);
  CHECK(preset("small").fraud_scale == 10.0);
  CHECK(preset("drift").drift_from == preset("drift").first_day);
  const auto missing = Parameters::load(kFile, "metropolis");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().message.find("metropolis") != std::string::npos);
}

// What a city's callers sent of a full attempt, over many of them.
double share_sent(const FieldHabits& habits, Channel channel, bool (*sent)(const Attempt&)) {
  Random random(9);
  int count = 0;
  for (int i = 0; i < 400; ++i) {
    Attempt attempt;
    attempt.channel = channel;
    attempt.person.ref = "p";
    attempt.person.due_on = Date{};
    attempt.device.ref = "d";
    attempt.biometric.liveness = 0.9;
    attempt.biometric.estimated_age = 70;
    habits.keep_known(attempt, random);
    REQUIRE(attempt.person.ref);
    count += sent(attempt) ? 1 : 0;
  }
  return count / 400.0;
}

TEST_CASE("Some cities' mini-programs send what an app sends, most nothing of the face") {
  const auto liveness = [](const Attempt& a) { return a.biometric.liveness.has_value(); };
  int rich = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const FieldHabits habits(Random::named(seed, "habits"));
    rich += share_sent(habits, Channel::kAlipay, liveness) > 0.0 ? 1 : 0;
  }
  CHECK(rich > 10);
  CHECK(rich < 50);
}

TEST_CASE("What one city never sends another always does") {
  const auto age = [](const Attempt& a) { return a.biometric.estimated_age.has_value(); };
  int never = 0;
  int always = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const FieldHabits habits(Random::named(seed, "habits"));
    const double share = share_sent(habits, Channel::kProvinceApp, age);
    never += share == 0.0 ? 1 : 0;
    always += share > 0.9 ? 1 : 0;
  }
  CHECK(never > 5);
  CHECK(always > 20);
  CHECK(never + always < 90);
}

}  // namespace
}  // namespace analyzer::simulate
