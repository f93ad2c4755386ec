#include "analyzer/engine/working_days.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "analyzer/engine/hold.h"

namespace analyzer {
namespace {

WorkingDays shipped() {
  auto loaded = WorkingDays::load(std::string(ANALYZER_ROOT) + "/data/holidays.toml");
  if (!loaded) FAIL(loaded.error().message);
  return *std::move(loaded);
}

Date date(std::string_view text) { return *parse_date(text); }

TEST_CASE("Holidays are free, weekend days in exchange are worked") {
  const struct {
    const char* sentence;
    const char* day;
    bool works;
  } rows[] = {
      {"an ordinary Tuesday", "2026-03-10", true},
      {"an ordinary Saturday", "2026-03-14", false},
      {"the first day of Spring Festival 2026, a Sunday", "2026-02-15", false},
      {"its last day, a Monday", "2026-02-23", false},
      {"the day after", "2026-02-24", true},
      {"the Saturday worked before it", "2026-02-14", true},
      {"the Saturday worked after it", "2026-02-28", true},
      {"New Year 2025, one day only", "2025-01-01", false},
      {"the day after it", "2025-01-02", true},
      {"the eve of Spring Festival 2025", "2025-01-28", false},
      {"National Day 2025, a Wednesday", "2025-10-08", false},
      {"the Sunday worked for it", "2025-09-28", true},
      {"National Day 2027, not published yet: a weekday", "2027-10-01", true},
      {"a Saturday of 2027", "2027-10-02", false},
  };
  const WorkingDays days = shipped();
  for (const auto& row : rows) {
    INFO(row.sentence);
    CHECK(days.works(date(row.day)) == row.works);
  }
  CHECK(days.known(date("2026-07-01")));
  CHECK_FALSE(days.known(date("2027-07-01")));
  CHECK_FALSE(WorkingDays().known(date("2026-07-01")));
  CHECK(WorkingDays().works(date("2026-10-01")));
}

TEST_CASE("A hold's working days step over holidays") {
  const struct {
    const char* sentence;
    const char* at;
    const char* until;  // the day that begins at the deadline
  } rows[] = {
      {"Tuesday and three working days", "2026-03-10T10:00:00+08:00", "2026-03-14"},
      {"over a weekend", "2026-03-12T10:00:00+08:00", "2026-03-18"},
      {"over Spring Festival, the worked Saturday counts", "2026-02-13T10:00:00+08:00",
       "2026-02-26"},
      {"over National Day 2025", "2025-09-29T10:00:00+08:00", "2025-10-11"},
      {"over New Year 2027 by weekends alone", "2026-12-31T10:00:00+08:00", "2027-01-06"},
  };
  const WorkingDays days = shipped();
  AttemptPolicy policy;
  policy.hold_working_days = 3;
  for (const auto& row : rows) {
    INFO(row.sentence);
    const Time at = *parse_time(row.at);
    CHECK(format_time(make_hold(at, {}, policy, days).decide_by) ==
          format_time(shanghai_midnight(date(row.until))));
  }
  // The due day comes first; one that is past does not shorten the time.
  const Time at = *parse_time("2026-02-13T10:00:00+08:00");
  CHECK(make_hold(at, date("2026-02-20"), policy, days).decide_by ==
        shanghai_midnight(date("2026-02-20")));
  CHECK(make_hold(at, date("2026-02-01"), policy, days).decide_by ==
        shanghai_midnight(date("2026-02-26")));
}

TEST_CASE("A file of holidays with a mistake is refused with its line") {
  const std::string path =
      (std::filesystem::temp_directory_path() / ("days_" + std::to_string(::getpid()) + ".toml"))
          .string();
  const char* mistakes[] = {
      "[[year]]\nyear = 2026\nsource = \"x\"\noff = [\"02-30\"]\nwork = []\n",
      "[[year]]\nyear = 2026\nsource = \"x\"\noff = [\"05-05/05-01\"]\nwork = []\n",
      "[[year]]\nyear = 2026\nsource = \"x\"\noff = []\nwork = [\"03-10\"]\n",
      "[[year]]\nyear = 2026\nsource = \"x\"\n[[year]]\nyear = 2026\nsource = \"x\"\n",
      "[[year]]\nyear = 2026\noff = []\n",
      "[[year]]\nyear = 2026\nsource = \"x\"\nfree = []\n",
  };
  for (const char* content : mistakes) {
    INFO(content);
    std::ofstream(path) << content;
    const auto loaded = WorkingDays::load(path);
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().code == ErrorCode::kInvalid);
    REQUIRE_FALSE(loaded.error().fields.empty());
    CHECK(loaded.error().fields.front().pointer.find(".toml:") != std::string::npos);
  }
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace analyzer
