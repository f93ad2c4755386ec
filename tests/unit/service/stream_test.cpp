// One stream of attempts however it is cut: one by one, in batches, with crashes and
// restarts between, shuffled within a minute.

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "analyzer/service/simulate/simulate.h"
#include "tests/unit/service/world.h"

namespace analyzer {
namespace {

constexpr std::size_t kAttempts = 900;

// The first attempts of an invented town, in the order in which they come.
const std::vector<Attempt>& town() {
  static const std::vector<Attempt> drawn = [] {
    auto parameters =
        simulate::Parameters::load(std::string(ANALYZER_ROOT) + "/data/simulation.toml");
    if (!parameters) FAIL(parameters.error().message);
    parameters->persons = 1200;
    parameters->villages = 8;
    std::vector<Attempt> out;
    const Status status =
        simulate::simulate(*parameters, 11,
                           {[&](const Attempt& attempt, const simulate::Label&) -> Status {
                              out.push_back(attempt);
                              if (out.size() == kAttempts)
                                return fail(ErrorCode::kUnavailable, "enough");
                              return {};
                            },
                            [](const simulate::RegistryRow&) -> Status { return {}; }});
    REQUIRE_FALSE(status);
    return out;
  }();
  return drawn;
}

std::string body_of(const Attempt& attempt) {
  const json::Value line = json::parse(simulate::attempt_line(attempt)).value();
  return json::write(line.at("attempt"));
}

std::vector<std::string> bodies(std::size_t begin, std::size_t end) {
  std::vector<std::string> out;
  for (std::size_t i = begin; i < end; ++i) out.push_back(body_of(town()[i]));
  return out;
}

// What is decided and why: the ids of cases are drawn anew each time.
std::string decision_of(json::Value answer) {
  json::Object& object = answer.as_object();
  object["case_id"] = object["case_id"].is_string() && !object["case_id"].as_string().empty();
  return json::write(answer);
}

std::vector<std::string> decisions(const std::vector<json::Value>& answers) {
  std::vector<std::string> out;
  for (const json::Value& answer : answers) out.push_back(decision_of(answer));
  return out;
}

void append(std::vector<std::string>& all, const std::vector<std::string>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

// A world whose clock stands behind the town's last attempt.
struct TownWorld : World {
  TownWorld() {
    for (const Attempt& attempt : town()) now = std::max(now, attempt.occurred_at);
    now += std::chrono::hours(1);
  }
};

// Answers to the town's last attempts sent once more under other names: they see
// everything that the windows hold of their links.
std::vector<std::string> probe(World& world) {
  std::vector<std::string> all;
  for (std::size_t i = kAttempts - 120; i < kAttempts; ++i) {
    Attempt again = town()[i];
    again.attempt_id = "probe-" + std::to_string(i);
    all.push_back(decision_of(world.attempt(body_of(again))));
  }
  return all;
}

const std::vector<std::string>& one_by_one() {
  static const std::vector<std::string> all = [] {
    TownWorld world;
    return decisions(world.attempts(bodies(0, kAttempts)));
  }();
  return all;
}

// An attempt of one of a gang's clients on its phone; `second` of that minute.
std::string client(const std::string& person, int second) {
  const std::string at = std::to_string(100 + second).substr(1);
  return R"({"attempt_id":"g)" + person + R"(","occurred_at":"2026-03-10T09:30:)" + at +
         R"(+08:00","channel":"app_12333","outcome":"passed","region":"990102",)"
         R"("person":{"ref":")" +
         person + R"(","age":78},"operator":{"role":"self","ref":"o)" + person +
         R"("},"biometric":{"mode":"blink","capture_hash":"c3f1a0b2d4e59687"}})";
}

}  // namespace

TEST_CASE("a stream in batches of five hundred is decided as one sent one by one") {
  TownWorld world;
  std::vector<std::string> all;
  for (std::size_t i = 0; i < kAttempts; i += 500) {
    append(all, decisions(world.batch(bodies(i, std::min(i + 500, kAttempts)))));
  }
  CHECK(all == one_by_one());
  // The stream says something: not all of it passes for one reason or another.
  CHECK(std::set<std::string>(all.begin(), all.end()).size() > kAttempts / 2);
}

TEST_CASE("a stream with crashes and restarts between is decided as without") {
  TownWorld world;
  std::vector<std::string> all;
  append(all, decisions(world.attempts(bodies(0, 250))));
  world.crash();  // no windows' file yet: all is read from the log
  CHECK_FALSE(world.progress().back().from_file);
  CHECK(world.progress().back().done == 250);
  append(all, decisions(world.batch(bodies(250, 500))));
  world.reopen();  // saved at the end of the run, then read
  CHECK(world.progress().back().from_file);
  append(all, decisions(world.attempts(bodies(500, 700))));
  world.crash();  // the file of before, completed from the log
  CHECK(world.progress().back().from_file);
  CHECK(world.progress().back().of >= 200);
  append(all, decisions(world.attempts(bodies(700, kAttempts))));
  CHECK(all == one_by_one());
}

TEST_CASE("answers after a restart are those after a full rebuild, told as it goes") {
  std::vector<std::vector<std::string>> answers;
  for (const bool rebuild : {false, true}) {
    TownWorld world;
    world.batch(bodies(0, 500));
    world.batch(bodies(500, kAttempts));
    world.reopen(rebuild);
    const auto& progress = world.progress();
    REQUIRE(progress.size() >= 2);
    CHECK(progress.front().from_file == !rebuild);
    CHECK(progress.front().done == 0);
    CHECK_FALSE(progress.front().ready);
    CHECK(progress.back().ready);
    CHECK(progress.back().done == progress.back().of);
    if (rebuild) CHECK(progress.back().of >= kAttempts);
    answers.push_back(probe(world));
  }
  CHECK(answers[0] == answers[1]);
}

TEST_CASE("a stream shuffled within a minute leaves the same windows behind") {
  // By the minute of their time, and within it in any order.
  std::vector<Attempt> shuffled = town();
  std::mt19937 random(5);
  std::shuffle(shuffled.begin(), shuffled.end(), random);
  const auto minute = [](const Attempt& attempt) {
    return std::chrono::floor<std::chrono::minutes>(attempt.occurred_at);
  };
  std::stable_sort(shuffled.begin(), shuffled.end(),
                   [&](const Attempt& a, const Attempt& b) { return minute(a) < minute(b); });
  std::vector<Attempt> ordered = town();
  std::stable_sort(ordered.begin(), ordered.end(), [](const Attempt& a, const Attempt& b) {
    return a.occurred_at < b.occurred_at;
  });
  std::vector<std::vector<std::string>> answers;
  for (const auto* stream : {&ordered, &shuffled}) {
    TownWorld world;
    for (const Attempt& attempt : *stream) world.attempt(body_of(attempt));
    answers.push_back(probe(world));
  }
  CHECK(answers[0] == answers[1]);
}

TEST_CASE(
    "an answer that was overtaken within a minute becomes a retro case if it would be worse") {
  World in_order;
  in_order.now = parse_time("2026-03-10T09:30:40+08:00").value();
  CHECK(text_at(in_order.attempt(client("one", 10)), "/decision") == "pass");
  const std::string worse = text_at(in_order.attempt(client("two", 30)), "/decision");
  REQUIRE(worse != "pass");

  World overtaken;
  overtaken.now = in_order.now;
  CHECK(text_at(overtaken.attempt(client("two", 30)), "/decision") == "pass");
  overtaken.attempt(client("one", 10));
  overtaken.service().tend();
  CHECK(text_at(overtaken.answer_of("gtwo"), "/decision") == "pass");  // what was said stays
  const json::Value retro = overtaken.cases(supervisor(), {.kind = "retro"});
  REQUIRE(at(retro, "/data").as_array().size() == 1);
  const json::Value detail = overtaken.case_detail(supervisor(), text_at(retro, "/data/0/id"));
  CHECK(text_at(detail, "/observations/0/id") == "gtwo");
  CHECK(text_at(detail, "/observations/0/detail/decision") == worse);
}

TEST_CASE("strangers on one network who overtake one another put nothing in question") {
  World world;
  world.now = parse_time("2026-03-10T09:30:40+08:00").value();
  const auto on_wifi = [](int person, int second) {
    const std::string n = std::to_string(person);
    const std::string at = std::to_string(100 + second).substr(1);
    return R"({"attempt_id":"w)" + n + R"(","occurred_at":"2026-03-10T09:30:)" + at +
           R"(+08:00","channel":"app_12333","outcome":"passed","region":"990102",)"
           R"("person":{"ref":"p)" +
           n + R"(","age":78},"operator":{"role":"self","ref":"o)" + n +
           R"("},"network":{"ip":"100.64.3.7","wifi_ref":"hospital"}})";
  };
  for (int i = 0; i < 20; ++i) world.attempt(on_wifi(i, 30 - i));
  world.service().tend();
  CHECK(at(world.cases(supervisor()), "/data").as_array().empty());
}

}  // namespace analyzer
