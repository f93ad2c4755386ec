#include "analyzer/core/time.h"

#include <charconv>
#include <cstdio>

namespace analyzer {
namespace {

// Reads exactly `width` digits at `pos` of `text` and moves `pos` behind them.
bool read_digits(std::string_view text, std::size_t& pos, std::size_t width, int& out) {
  if (pos + width > text.size()) return false;
  out = 0;
  for (std::size_t i = 0; i < width; ++i) {
    const char c = text[pos + i];
    if (c < '0' || c > '9') return false;
    out = out * 10 + (c - '0');
  }
  pos += width;
  return true;
}

bool read_char(std::string_view text, std::size_t& pos, std::string_view allowed) {
  if (pos >= text.size() || allowed.find(text[pos]) == std::string_view::npos) return false;
  ++pos;
  return true;
}

bool read_date(std::string_view text, std::size_t& pos, Date& out) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (!read_digits(text, pos, 4, year) || !read_char(text, pos, "-") ||
      !read_digits(text, pos, 2, month) || !read_char(text, pos, "-") ||
      !read_digits(text, pos, 2, day)) {
    return false;
  }
  const std::chrono::year_month_day ymd{std::chrono::year{year},
                                        std::chrono::month{static_cast<unsigned>(month)},
                                        std::chrono::day{static_cast<unsigned>(day)}};
  if (!ymd.ok() || year < 1900 || year > 2200) return false;
  out = Date{ymd};
  return true;
}

bool read_fraction(std::string_view text, std::size_t& pos, int& millis) {
  millis = 0;
  if (pos >= text.size() || text[pos] != '.') return true;
  ++pos;
  int scale = 100;
  const std::size_t begin = pos;
  while (pos < text.size() && text[pos] >= '0' && text[pos] <= '9') {
    millis += (text[pos] - '0') * scale;
    scale /= 10;
    ++pos;
  }
  return pos > begin;
}

bool read_offset(std::string_view text, std::size_t& pos, std::chrono::minutes& out) {
  if (read_char(text, pos, "Zz")) {
    out = std::chrono::minutes{0};
    return true;
  }
  if (pos >= text.size() || (text[pos] != '+' && text[pos] != '-')) return false;
  const int sign = text[pos] == '-' ? -1 : 1;
  ++pos;
  int hours = 0;
  int minutes = 0;
  if (!read_digits(text, pos, 2, hours) || !read_char(text, pos, ":") ||
      !read_digits(text, pos, 2, minutes) || hours > 23 || minutes > 59) {
    return false;
  }
  out = std::chrono::minutes{sign * (hours * 60 + minutes)};
  return true;
}

}  // namespace

Result<Time> parse_time(std::string_view text) {
  std::size_t pos = 0;
  Date date{};
  int hour = 0;
  int minute = 0;
  int second = 0;
  int millis = 0;
  std::chrono::minutes offset{0};
  const bool ok = read_date(text, pos, date) && read_char(text, pos, "Tt ") &&
                  read_digits(text, pos, 2, hour) && read_char(text, pos, ":") &&
                  read_digits(text, pos, 2, minute) && read_char(text, pos, ":") &&
                  read_digits(text, pos, 2, second) && read_fraction(text, pos, millis) &&
                  read_offset(text, pos, offset) && pos == text.size();
  if (!ok || hour > 23 || minute > 59 || second > 60) {
    return fail(ErrorCode::kInvalid, "not an RFC 3339 time with an offset");
  }
  return Time{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
         std::chrono::seconds{second} + Milliseconds{millis} - offset;
}

std::string format_time(Time time) {
  const Date day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day ymd{day};
  const std::chrono::hh_mm_ss clock{time - Time{day}};
  char buffer[40];
  const int size = std::snprintf(
      buffer, sizeof buffer, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(ymd.year()),
      static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
  return std::string(buffer, static_cast<std::size_t>(size));
}

Result<Date> parse_date(std::string_view text) {
  std::size_t pos = 0;
  Date date{};
  if (!read_date(text, pos, date) || pos != text.size()) {
    return fail(ErrorCode::kInvalid, "not a date YYYY-MM-DD");
  }
  return date;
}

std::string format_date(Date date) {
  const std::chrono::year_month_day ymd{date};
  char buffer[16];
  const int size = std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u",
                                 static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                                 static_cast<unsigned>(ymd.day()));
  return std::string(buffer, static_cast<std::size_t>(size));
}

Date shanghai_date(Time time) {
  return std::chrono::floor<std::chrono::days>(time + kShanghaiOffset);
}

int shanghai_hour(Time time) {
  const Time local = time + kShanghaiOffset;
  const Date day = std::chrono::floor<std::chrono::days>(local);
  return static_cast<int>(std::chrono::floor<std::chrono::hours>(local - Time{day}).count());
}

Time shanghai_midnight(Date date) { return Time{date} - kShanghaiOffset; }

}  // namespace analyzer
