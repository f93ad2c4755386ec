#include <catch2/catch.hpp>

#include "analyzer/core/time.h"

namespace analyzer {
namespace {

TEST_CASE("A time with an offset is read as UTC and written with milliseconds") {
  const struct {
    const char* text;
    const char* utc;
  } cases[] = {
      {"2026-01-02T09:30:11+08:00", "2026-01-02T01:30:11.000Z"},
      {"2026-01-02T01:30:11.204Z", "2026-01-02T01:30:11.204Z"},
      {"2026-01-02T01:30:11.2049999Z", "2026-01-02T01:30:11.204Z"},
      {"2024-02-29T23:59:59-11:30", "2024-03-01T11:29:59.000Z"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.text);
    const Result<Time> time = parse_time(c.text);
    REQUIRE(time);
    CHECK(format_time(*time) == c.utc);
    CHECK(*parse_time(format_time(*time)) == *time);
  }
}

TEST_CASE("What is not a time is refused") {
  for (const char* text : {"", "2026-01-02", "2026-01-02T09:30:11", "2026-13-02T09:30:11Z",
                           "2026-02-30T09:30:11Z", "2026-01-02T24:00:00Z", "2026-01-02T09:30:11.Z",
                           "2026-01-02T09:30:11+8:00", "2026-01-02T09:30:11Zx", "0026-01-02T09:30:11Z"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_time(text));
  }
}

TEST_CASE("Days and hours are those of a clock in China") {
  const Time time = *parse_time("2026-01-01T17:30:00Z");
  CHECK(format_date(shanghai_date(time)) == "2026-01-02");
  CHECK(shanghai_hour(time) == 1);
  CHECK(format_time(shanghai_midnight(shanghai_date(time))) == "2026-01-01T16:00:00.000Z");
  CHECK(format_date(*parse_date("2026-02-28")) == "2026-02-28");
  CHECK_FALSE(parse_date("2026-02-29"));
}

}  // namespace
}  // namespace analyzer
