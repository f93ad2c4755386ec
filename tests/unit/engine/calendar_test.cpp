#include "analyzer/engine/calendar.h"

#include <catch2/catch.hpp>

#include "tests/unit/engine/shipped_calendar.h"

namespace analyzer {
namespace {

Date date(std::string_view text) { return *parse_date(text); }

Attempt at(std::string_view region, std::optional<Scheme> scheme, std::string_view last,
           std::string_view day = "2026-03-10") {
  Attempt attempt;
  attempt.occurred_at = *parse_time(std::string(day) + "T10:00:00+08:00");
  attempt.region = region;
  attempt.person.scheme = scheme;
  if (!last.empty()) attempt.person.last_certified_on = date(last);
  return attempt;
}

TEST_CASE("A person is due by the rule of the region, the scheme and the day") {
  struct Row {
    const char* sentence;
    const char* region;
    std::optional<Scheme> scheme;
    const char* last;
    const char* day;
    const char* rule;
    const char* due;
  };
  const Row rows[] = {
      {"Henan: 365 days from the last success", "411302", Scheme::kEmployee, "2025-02-28",
       "2026-03-10", "henan.year", "2026-02-28"},
      {"Henan: survivors 180 days", "411302", Scheme::kSurvivor, "2025-11-01", "2026-03-10",
       "henan.survivor", "2026-04-30"},
      {"Wuhan: once in the calendar year", "420106", Scheme::kEmployee, "2025-03-01", "2026-03-10",
       "wuhan.calendar-year", "2026-12-31"},
      {"Hebei: residents once in each half year", "130100", Scheme::kResident, "2025-09-05",
       "2026-03-10", "hebei.half-year", "2026-06-30"},
      {"Hebei: employees 365 days", "130100", Scheme::kEmployee, "2025-09-05", "2026-03-10",
       "hebei.year", "2026-09-05"},
      {"Zhangjiakou: residents by its own two windows", "130708", Scheme::kResident, "2025-08-02",
       "2026-03-10", "zhangjiakou.resident", "2026-04-30"},
      {"Zhangjiakou: certified between the windows counts for the one before", "130708",
       Scheme::kResident, "2025-12-02", "2026-03-10", "zhangjiakou.resident", "2026-04-30"},
      {"Qingyang: 180 days for employees", "621000", Scheme::kEmployee, "2026-01-01", "2026-03-10",
       "qingyang.half-year", "2026-06-30"},
      {"Qingyang: residents by the country's rule", "621000", Scheme::kResident, "2026-01-01",
       "2026-03-10", "default", "2027-01-01"},
      {"Mulan: residents every quarter", "230127", Scheme::kResident, "2026-02-01", "2026-03-10",
       "mulan.quarter", "2026-06-30"},
      {"Mulan: employees by 20 October", "230127", Scheme::kEmployee, "2025-05-05", "2026-03-10",
       "mulan.year", "2026-10-20"},
      {"Haikou: residents 180 days", "460100", Scheme::kResident, "2026-01-01", "2026-03-10",
       "haikou.resident", "2026-07-01"},
      {"Baotou: survivors on the first half of each month", "150202", Scheme::kSurvivor,
       "2026-02-10", "2026-03-10", "baotou.survivor", "2026-03-15"},
      {"Linhe: twelve months before the change", "150802", Scheme::kEmployee, "2019-01-01",
       "2019-06-01", "linhe.year", "2020-01-01"},
      {"Linhe: six months after it", "150802", Scheme::kEmployee, "2026-01-01", "2026-03-10",
       "linhe.half-year", "2026-07-01"},
      {"A rule that names the scheme does not hold where the scheme is not known", "411302",
       std::nullopt, "2025-11-01", "2026-03-10", "henan.year", "2026-11-01"},
      {"A synthetic region has the country's rule", "990101", Scheme::kResident, "2025-11-01",
       "2026-03-10", "default", "2026-11-01"},
  };
  for (const Row& row : rows) {
    INFO(row.sentence);
    const Due due = calendar().due(at(row.region, row.scheme, row.last, row.day));
    CHECK(due.rule == row.rule);
    REQUIRE(due.due_on);
    CHECK(format_date(*due.due_on) == row.due);
    CHECK(*due.days_left == static_cast<double>((*due.due_on - date(row.day)).count()));
  }
}

TEST_CASE("Those who live elsewhere are due by the rule of residence") {
  Attempt attempt = at("150202", Scheme::kEmployee, "2026-01-01");
  CHECK(calendar().due(attempt).rule == "default");  // residence not known

  attempt.person.residence_region = "150204";
  CHECK(calendar().due(attempt).rule == "baotou.local");

  attempt.person.residence_region = "460200";
  CHECK(calendar().due(attempt).rule == "baotou.elsewhere");

  attempt.person.residence_region = "150204";
  attempt.person.special = {{Special::kLivingElsewhere}};
  CHECK(calendar().due(attempt).rule == "baotou.elsewhere");

  attempt.person.abroad = true;
  CHECK(calendar().due(attempt).rule == "overseas");
}

TEST_CASE("A due date that was sent wins, and none is made up") {
  Attempt sent = at("411302", Scheme::kEmployee, "2025-02-28");
  sent.person.due_on = date("2026-04-01");
  CHECK(format_date(*calendar().due(sent).due_on) == "2026-04-01");
  CHECK(*calendar().due(sent).days_left == 22.0);

  CHECK_FALSE(calendar().due(at("411302", Scheme::kEmployee, "")).due_on);
  const Due by_birth_month = calendar().due(at("450400", Scheme::kEmployee, "2025-02-28"));
  CHECK(by_birth_month.rule == "wuzhou.birth-month");
  CHECK_FALSE(by_birth_month.due_on);
}

TEST_CASE("Regions are known by their codes, synthetic ones never") {
  CHECK(calendar().known_region("411302"));
  CHECK(calendar().known_region("411302004"));
  CHECK(calendar().known_region("341402"));  // Chaohu, abolished
  CHECK_FALSE(calendar().known_region("990101"));
  CHECK_FALSE(calendar().known_region("419999"));
  CHECK_FALSE(calendar().known_region("41"));
  CHECK(calendar().known_region("110000"));  // provinces, by two digits
  CHECK(calendar().known_region("310000"));
  CHECK(calendar().known_region("650000000000"));
  CHECK(calendar().known_region("621000"));  // a prefecture
  CHECK_FALSE(calendar().known_region("990000"));
  CHECK_FALSE(calendar().known_region("700000"));
  CHECK(calendar().region_name("310000") == "上海市");
  CHECK(calendar().region_name("411302") == "河南省南阳市宛城区");
  CHECK(calendar().region_name("110105") == "北京市朝阳区");
  CHECK(calendar().region_name("110199") == "北京市");
  CHECK(calendar().region_name("990101").empty());
}

}  // namespace
}  // namespace analyzer
