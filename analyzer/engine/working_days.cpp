#include "analyzer/engine/working_days.h"

#include <algorithm>
#include <optional>

#include "analyzer/core/digest.h"
#include "analyzer/core/toml.h"

namespace analyzer {
namespace {

constexpr std::size_t kDayLength = 5;  // "MM-DD"

bool is_weekend(Date day) {
  const std::chrono::weekday weekday{day};
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

int year_of(Date day) { return static_cast<int>(std::chrono::year_month_day(day).year()); }

std::optional<Date> day_of(int year, std::string_view text) {
  if (text.size() != kDayLength) return std::nullopt;
  const auto date = parse_date(std::to_string(year) + '-' + std::string(text));
  return date ? std::optional<Date>(*date) : std::nullopt;
}

// "MM-DD" or "MM-DD/MM-DD", both included.
void read_off(const toml::Table& table, int year, std::vector<Date>& out) {
  for (const std::string& text : table.texts("off")) {
    const std::size_t slash = text.find('/');
    const auto first = day_of(year, std::string_view(text).substr(0, slash));
    const auto last =
        slash == std::string::npos ? first : day_of(year, std::string_view(text).substr(slash + 1));
    if (!first || !last || *last < *first) {
      table.refuse("off", "'" + text + "' is neither \"MM-DD\" nor \"MM-DD/MM-DD\"");
      continue;
    }
    for (Date day = *first; day <= *last; day += std::chrono::days{1}) out.push_back(day);
  }
}

void read_work(const toml::Table& table, int year, std::vector<Date>& out) {
  for (const std::string& text : table.texts("work")) {
    const auto day = day_of(year, text);
    if (!day || !is_weekend(*day)) {
      table.refuse("work", "'" + text + "' is no Saturday or Sunday of " + std::to_string(year));
    } else {
      out.push_back(*day);
    }
  }
}

bool holds(const std::vector<Date>& days, Date day) {
  return std::binary_search(days.begin(), days.end(), day);
}

}  // namespace

Result<WorkingDays> WorkingDays::load(const std::string& path) {
  const Result<toml::Table> root = toml::load(path);
  if (!root) return tl::unexpected(root.error());
  WorkingDays out;
  for (const toml::Table& table : root->tables("year")) {
    const int year = static_cast<int>(table.integer("year"));
    (void)table.text("source");
    if (std::count(out.years_.begin(), out.years_.end(), year) > 0) {
      table.refuse("year", "the year stands twice");
    }
    out.years_.push_back(year);
    read_off(table, year, out.off_);
    read_work(table, year, out.work_);
    table.done();
  }
  root->done();
  if (Status status = root->finish(); !status) return tl::unexpected(status.error());
  std::sort(out.years_.begin(), out.years_.end());
  std::sort(out.off_.begin(), out.off_.end());
  std::sort(out.work_.begin(), out.work_.end());
  out.digest_ = sha256_hex(*read_file(path));
  return out;
}

bool WorkingDays::works(Date day) const {
  if (holds(work_, day)) return true;
  return !is_weekend(day) && !holds(off_, day);
}

bool WorkingDays::known(Date day) const {
  return std::binary_search(years_.begin(), years_.end(), year_of(day));
}

}  // namespace analyzer
