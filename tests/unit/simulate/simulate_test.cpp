#include "analyzer/service/simulate/simulate.h"

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "analyzer/core/json.h"
#include "analyzer/engine/attempt_columns.h"
#include "analyzer/service/attempt_cities.h"
#include "analyzer/service/simulate/world.h"
#include "analyzer/wire/parse.h"

namespace analyzer::simulate {
namespace {

const std::string kRoot = ANALYZER_ROOT;

// A village town, drawn in a moment.
Parameters small_town() {
  auto loaded = Parameters::load(kRoot + "/data/simulation.toml");
  if (!loaded) FAIL(loaded.error().message);
  loaded->persons = 2500;
  loaded->villages = 12;
  return *std::move(loaded);
}

struct Stream {
  std::string lines;
  std::string truth;
  std::vector<Attempt> attempts;
  std::vector<Label> labels;
  std::size_t registry = 0;
};

Stream draw(const Parameters& parameters, std::uint64_t seed) {
  Stream out;
  const Status status = simulate(parameters, seed,
                                 {[&](const Attempt& attempt, const Label& label) -> Status {
                                    out.lines += attempt_line(attempt) + '\n';
                                    out.truth += truth_line(attempt, label) + '\n';
                                    out.attempts.push_back(attempt);
                                    out.labels.push_back(label);
                                    return {};
                                  },
                                  [&](const RegistryRow& row) -> Status {
                                    out.lines += registry_line(row) + '\n';
                                    ++out.registry;
                                    return {};
                                  }});
  REQUIRE(status);
  return out;
}

const Stream& town() {
  static const Stream stream = draw(small_town(), 7);
  return stream;
}

TEST_CASE("The same seed draws the same stream, another seed another") {
  CHECK(draw(small_town(), 7).lines == town().lines);
  CHECK(draw(small_town(), 8).lines != town().lines);
}

TEST_CASE("Every line is one that the service accepts") {
  std::size_t begin = 0;
  std::size_t lines = 0;
  while (begin < town().lines.size()) {
    const std::size_t end = town().lines.find('\n', begin);
    const auto value = json::parse(std::string_view(town().lines).substr(begin, end - begin));
    REQUIRE(value);
    const json::Object& object = value->as_object();
    if (object.contains("attempt")) {
      const auto attempt = wire::parse_attempt(object.at("attempt"));
      if (!attempt) FAIL(attempt.error().fields.front().pointer);
    } else {
      const auto event = wire::parse_registry_event(object.at("registry_event"));
      if (!event) FAIL(event.error().fields.front().pointer);
    }
    begin = end + 1;
    ++lines;
  }
  CHECK(lines == town().attempts.size() + town().registry);
}

TEST_CASE("The stream comes in the order of arrival, within its days, with unique ids") {
  const Parameters p = small_town();
  std::set<std::string> ids;
  Time last{};
  for (const Attempt& attempt : town().attempts) {
    CHECK(ids.insert(attempt.attempt_id).second);
    const Time arrived =
        std::max(attempt.occurred_at, attempt.recorded_at.value_or(attempt.occurred_at));
    REQUIRE(arrived >= last);
    last = arrived;
    const Date day = shanghai_date(attempt.occurred_at);
    REQUIRE(day >= p.first_day);
    REQUIRE(day < p.first_day + std::chrono::days(p.days));
  }
}

TEST_CASE("No attempt and no id number belongs to a real region") {
  const Parameters p = small_town();
  const World world = make_world(p, Random::named(7, "world"));
  for (const Attempt& attempt : town().attempts) REQUIRE(attempt.region.starts_with("99"));
  for (std::size_t i = 0; i < 500; ++i) {
    const std::string id = id_number(world.people[i], world, static_cast<int>(i));
    REQUIRE(id.size() == 18);
    REQUIRE(id.starts_with("99"));
    constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1};
    int sum = 0;
    for (std::size_t d = 0; d < 18; ++d) sum += (id[d] == 'X' ? 10 : id[d] - '0') * kWeights[d];
    CHECK(sum % 11 == 1);
  }
}

TEST_CASE("The truth never stands in what the analyzer reads") {
  CHECK(town().lines.find("false_alive") == std::string::npos);
  CHECK(town().lines.find("\"scenario\"") == std::string::npos);
  CHECK(town().truth.find("\"truth\":\"false_alive\"") != std::string::npos);
}

TEST_CASE("Every scenario with a count takes place, frauds as frauds, look-alikes as honest") {
  const Parameters p = small_town();
  std::map<std::string, std::map<Truth, int>> seen;
  for (const Label& label : town().labels) ++seen[label.scenario][label.truth];
  for (const auto& [id, count] : p.counts) {
    INFO(id);
    if (count <= 0.0) continue;
    if (id.front() == 'G') {
      CHECK(seen[id].size() <= 1);
      CHECK(seen[id].count(Truth::kLegit) == seen[id].size());
    } else if (p.expected(id, 2.0, true) >= 3.0) {
      int frauds = 0;
      for (const auto& [truth, rows] : seen[id]) frauds += truth == Truth::kLegit ? 0 : rows;
      CHECK(frauds > 0);
    }
  }
}

TEST_CASE("Shares are those of the parameters") {
  const Parameters p = small_town();
  const World world = make_world(p, Random::named(11, "world"));
  std::map<std::size_t, int> sizes;
  double residents = 0;
  for (const SimPerson& person : world.people) {
    ++sizes[person.family];
    residents += person.scheme == Scheme::kResident ? 1 : 0;
  }
  const auto people = static_cast<double>(world.people.size());
  CHECK(residents / people == Approx(p.schemes[0]).margin(0.03));
  CHECK(people / static_cast<double>(sizes.size()) == Approx(1.69).margin(0.12));
}

TEST_CASE("Older people need more tries, and nobody's failures are counted as fraud") {
  double tries[2] = {0, 0};
  double passes[2] = {0, 0};
  for (std::size_t i = 0; i < town().attempts.size(); ++i) {
    const Attempt& attempt = town().attempts[i];
    if (!town().labels[i].scenario.empty() || attempt.channel == Channel::kSilent) continue;
    if (!attempt.person.age) continue;
    const std::size_t old = *attempt.person.age >= 80 ? 1 : 0;
    tries[old] += 1;
    passes[old] += attempt.outcome == Outcome::kFailed ? 0 : 1;
  }
  REQUIRE(passes[0] > 100);
  REQUIRE(passes[1] > 30);
  CHECK(tries[0] / passes[0] == Approx(1.3).margin(0.25));
  CHECK(tries[1] / passes[1] > tries[0] / passes[0]);
}

TEST_CASE("Absent fields are as frequent with frauds as with honest people of a channel") {
  double device[2] = {0, 0};
  double rows[2] = {0, 0};
  for (std::size_t i = 0; i < town().attempts.size(); ++i) {
    const Attempt& attempt = town().attempts[i];
    if (attempt.channel != Channel::kAlipay && attempt.channel != Channel::kWechat) continue;
    const std::size_t fraud = town().labels[i].truth == Truth::kLegit ? 0 : 1;
    rows[fraud] += 1;
    device[fraud] += attempt.person.age ? 1 : 0;
    CHECK_FALSE(attempt.device.ref);
    CHECK_FALSE(attempt.biometric.liveness);
  }
  REQUIRE(rows[1] > 50);
  CHECK(device[1] / rows[1] == Approx(device[0] / rows[0]).margin(0.12));
}

TEST_CASE("A sink that fails stops the stream and its error comes back") {
  std::size_t seen = 0;
  const Status status = simulate(small_town(), 7,
                                 {[&](const Attempt&, const Label&) -> Status {
                                    if (++seen == 10) return fail(ErrorCode::kUnavailable, "full");
                                    return {};
                                  },
                                  {}});
  REQUIRE_FALSE(status);
  CHECK(status.error().message == "full");
  CHECK(seen == 10);
}

TEST_CASE(
    "A gang of nine counts for less than nine people in training, the very old for more than "
    "others") {
  CityRows city;
  const auto add = [&](std::string scenario, std::string group, Truth truth, int age) {
    AttemptRow row;
    row.values.assign(attempt_columns().size(), 0.0F);
    row.label.scenario = std::move(scenario);
    row.label.group = std::move(group);
    row.label.truth = truth;
    row.age = age;
    city.rows.push_back(std::move(row));
    city.cities.emplace_back("1");
  };
  for (int i = 0; i < 9; ++i) add("F05", "F05-0", Truth::kOtherPerson, 70);
  add("F02", "F02-0", Truth::kFalseAlive, 70);
  add("", "v1", Truth::kLegit, 70);
  add("", "v1", Truth::kLegit, 90);
  add("G07", "G07-0", Truth::kLegit, 70);
  models::Matrix matrix = matrix_of(city, every_row());
  weigh_for_training(matrix, city, every_row());
  REQUIRE(matrix.weights.size() == 13);
  const auto& weights = matrix.weights;
  CHECK(9 * weights[0] > 2 * weights[9]);
  CHECK(9 * weights[0] < 6 * weights[9]);
  CHECK(9 * weights[0] + weights[9] == Approx(10));  // frauds weigh as much as before
  CHECK(weights[11] > weights[10]);
  CHECK(weights[10] == weights[12]);

  Choice without = every_row();
  without.takes = [](const AttemptRow& row) { return row.label.scenario != "F05"; };
  models::Matrix rest = matrix_of(city, without);
  weigh_for_training(rest, city, without);
  REQUIRE(rest.weights.size() == 4);
  CHECK(rest.weights[0] == Approx(1));
}

TEST_CASE("Rows come from the engine's own passes, once for each attempt of the period") {
  auto snapshot = Snapshot::load(kRoot);
  if (!snapshot) FAIL(snapshot.error().message);
  const Parameters p = small_town();
  const Date from = p.first_day + std::chrono::days(400);
  const auto rows = attempt_rows(p, 7, **snapshot, from);
  REQUIRE(rows);
  std::size_t expected = 0;
  for (const Attempt& attempt : town().attempts) {
    expected += shanghai_date(attempt.occurred_at) >= from ? 1 : 0;
  }
  CHECK(rows->size() == expected);
}

}  // namespace
}  // namespace analyzer::simulate
