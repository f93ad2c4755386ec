// The calendar of data/regions.toml, for the tests that ask it.

#ifndef TESTS_UNIT_ENGINE_SHIPPED_CALENDAR_H_
#define TESTS_UNIT_ENGINE_SHIPPED_CALENDAR_H_

#include <catch2/catch.hpp>
#include <string>

#include "analyzer/engine/calendar.h"

namespace analyzer {

inline const Calendar& calendar() {
  static const Calendar loaded = [] {
    auto result = Calendar::load(std::string(ANALYZER_ROOT) + "/data/regions.toml");
    if (!result) FAIL(result.error().message);
    return *std::move(result);
  }();
  return loaded;
}

}  // namespace analyzer

#endif  // TESTS_UNIT_ENGINE_SHIPPED_CALENDAR_H_
