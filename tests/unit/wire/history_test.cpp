#include "analyzer/wire/history.h"

#include <catch2/catch.hpp>

namespace analyzer::wire {
namespace {

std::string written(const History& history) {
  std::string out;
  write_history(out, history);
  return out;
}

TEST_CASE("a history without anything counted is short and comes back") {
  const std::string text = written(History{});
  CHECK(text == R"({"available":true,"phone_reports_30d":0,"payee_reports_30d":0,)"
                R"("ring_persons":0,"ring_confirmed":0})");
  const auto back = parse_history(json::parse(text).value());
  REQUIRE(back);
  CHECK(back->available);
  CHECK(back->device.persons_1d == 0);
}

TEST_CASE("a history comes back bit for bit") {
  History history;
  history.available = false;
  history.device.persons_7d = 14;
  history.device.median_gap_s = 0.1 + 0.2;  // no short decimal form
  history.device.gap_spread = 1.0 / 3.0;
  history.operator_.usual_week = 0.0;
  history.document.cleared = 4294967295U;
  history.person.same_device_before = true;
  history.person.hours_since_other_place = 1e-9;
  history.person.death_on = parse_date("2025-12-11").value();
  history.person.prison_to = parse_date("2027-01-01").value();
  history.ring_persons = 31;
  history.ring.operators = 6;
  history.ring.first_on = parse_date("2025-12-30").value();
  history.ring.cut = true;
  history.report.cleared = 2;
  const std::string text = written(history);
  const auto back = parse_history(json::parse(text).value());
  REQUIRE(back);
  CHECK(written(*back) == text);
  CHECK_FALSE(back->available);
  CHECK(back->device.median_gap_s == history.device.median_gap_s);
  CHECK(back->device.gap_spread == history.device.gap_spread);
  CHECK(back->operator_.usual_week == 0.0);
  CHECK(back->document.cleared == 4294967295U);
  CHECK(back->person.same_device_before);
  CHECK(back->person.hours_since_other_place == 1e-9);
  CHECK(back->person.death_on == history.person.death_on);
  CHECK(back->person.prison_to == history.person.prison_to);
  CHECK(back->ring.operators == 6);
  CHECK(back->ring.first_on == history.ring.first_on);
  CHECK(back->ring.cut);
  CHECK(back->report.cleared == 2);
  CHECK(back->wifi.persons_1d == 0);
}

TEST_CASE("a broken history is refused with what is wrong") {
  for (const auto& [body, pointer, code] :
       {std::tuple{R"([])", "", "type"}, std::tuple{R"({})", "/available", "required"},
        std::tuple{R"({"available":true,"device":{"persons_1d":-1}})", "/device/persons_1d",
                   "range"},
        std::tuple{R"({"available":true,"device":{"persons_1d":1.5}})", "/device/persons_1d",
                   "type"},
        std::tuple{R"({"available":true,"devices":{}})", "/devices", "unknown_field"}}) {
    INFO(body);
    const auto result = parse_history(json::parse(body).value());
    REQUIRE_FALSE(result);
    REQUIRE(result.error().fields.size() == 1);
    CHECK(result.error().fields[0].pointer == pointer);
    CHECK(result.error().fields[0].code == code);
  }
}

}  // namespace
}  // namespace analyzer::wire
