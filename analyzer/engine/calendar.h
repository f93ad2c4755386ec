// When a person is due: dated rules by administrative code prefix, scheme and
// residence (data/regions.toml). The longest code prefix wins, then the rule
// that names the scheme, then one that names the residence, then the later
// valid_from. Unknown, abolished and
// synthetic codes get the default rule.
//
// Immutable once loaded; any number of threads may ask.

#ifndef ANALYZER_ENGINE_CALENDAR_H_
#define ANALYZER_ENGINE_CALENDAR_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/attempt.h"
#include "analyzer/core/names.h"
#include "analyzer/core/result.h"
#include "analyzer/engine/signal_tables.h"

namespace analyzer {

// Where a person lives, seen from where the benefit is paid.
enum class Residence : std::uint8_t { kAny, kLocal, kElsewhere, kAbroad };
template <>
inline constexpr auto kNames<Residence> = std::to_array<std::string_view>({"any", "local",
                                                                           "elsewhere", "abroad"});

// Days of the year, both included; the last may lie in the next year.
struct CalendarWindow {
  std::chrono::month_day first;
  std::chrono::month_day last;
  bool operator==(const CalendarWindow&) const = default;
};

// A rule as data/regions.toml writes it.
struct CalendarRule {
  std::string id;
  std::string region;  // leading digits; empty: the country
  std::vector<Scheme> schemes;
  Residence residence = Residence::kAny;
  std::int64_t days = 0;    // 0: not rolling by days
  std::int64_t months = 0;  // 0: not rolling by months
  std::vector<CalendarWindow> windows;
  bool birth_month = false;
  bool undated = false;
  std::int64_t grace_days = 0;
  Date valid_from = Date::min();
  Date valid_to = Date::max();
  std::string source;
  std::string grade;  // "V", "V-", "N"
  // What follows where nobody certified. What a rule leaves out is the country's.
  std::optional<unsigned> suspend_month;   // 1 to 12; else the month after due and grace
  std::optional<bool> restored;            // payment goes on after a late certification
  std::optional<bool> paid_back;           // and what was held back is paid
  std::optional<bool> restored_at_window;  // a counter must restore it first

  bool same_cycle(const CalendarRule& other) const {
    return days == other.days && months == other.months && windows == other.windows &&
           birth_month == other.birth_month && undated == other.undated;
  }
};

// Whom a calendar question is about.
struct CalendarQuestion {
  std::string region;
  std::optional<Scheme> scheme;
  Residence residence = Residence::kAny;
  std::optional<Date> last;             // of the last success
  std::optional<unsigned> birth_month;  // 1 to 12
  Date on{};                            // whose rules hold
};

struct CalendarAnswer {
  CalendarRule rule;     // what it left out filled with the country's
  bool certain = false;  // read at the source, for this place: not the country's general rule
  bool known = false;    // the code is in the table
  bool abolished = false;
  std::string place;  // for people; empty for an unknown code
  std::optional<Date> due;
  std::optional<Date> suspended_from;
};

class Calendar {
 public:
  // Reads data/regions.toml. Fails with kInvalid naming file and line.
  static Result<Calendar> load(const std::string& path);

  // Takes person.due_on if it was sent, else computes it from
  // last_certified_on by the rule in force on the attempt's day.
  Due due(const Attempt& attempt) const;

  // Which rule holds, when the person is due and what follows.
  CalendarAnswer explain(const CalendarQuestion& question) const;

  // True if the code of six digits or more is in the table of known codes, current
  // or abolished: by its prefecture, or by its province if four zeros follow that.
  // 99xxxx is never known.
  bool known_region(std::string_view code) const;

  // Name of the region for people ("河南省南阳市宛城区"), or empty.
  std::string region_name(std::string_view code) const;

  const std::string& digest() const;

  Calendar(Calendar&&) noexcept;
  Calendar& operator=(Calendar&&) noexcept;
  ~Calendar();

 private:
  struct Impl;
  explicit Calendar(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_CALENDAR_H_
