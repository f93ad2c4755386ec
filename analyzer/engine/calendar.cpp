#include "analyzer/engine/calendar.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "analyzer/core/digest.h"
#include "analyzer/core/toml.h"

namespace analyzer {
namespace {

using std::chrono::month_day;
using std::chrono::year;
using std::chrono::year_month_day;

enum class Residence : std::uint8_t { kAny, kLocal, kElsewhere, kAbroad };
constexpr auto kResidences =
    std::to_array<std::string_view>({"any", "local", "elsewhere", "abroad"});

struct Window {
  month_day first;
  month_day last;
};

struct CalendarRule {
  std::string id;
  std::string region;
  std::vector<Scheme> schemes;
  Residence residence = Residence::kAny;
  std::int64_t days = 0;  // 0: not rolling
  std::vector<Window> windows;
  std::int64_t grace_days = 0;
  bool undated = false;
  Date valid_from = Date::min();
  Date valid_to = Date::max();
};

// Parses "MM-DD".
std::optional<month_day> parse_month_day(std::string_view text) {
  const Result<Date> date = parse_date("2024-" + std::string(text));
  if (!date) return std::nullopt;
  const year_month_day parts(*date);
  return month_day(parts.month(), parts.day());
}

std::optional<Window> parse_window(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto first = parse_month_day(text.substr(0, slash));
  const auto last = parse_month_day(text.substr(slash + 1));
  if (!first || !last) return std::nullopt;
  return Window{*first, *last};
}

std::vector<Window> read_windows(const toml::Table& table) {
  std::vector<Window> windows;
  for (const std::string& text : table.texts("windows")) {
    if (const auto window = parse_window(text)) {
      if (!windows.empty() && window->first <= windows.back().first) {
        table.refuse("windows", "the windows must rise through the year");
      }
      windows.push_back(*window);
    } else {
      table.refuse("windows", "a window is \"MM-DD/MM-DD\"");
    }
  }
  return windows;
}

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<Scheme> read_schemes(const toml::Table& table) {
  std::vector<Scheme> schemes;
  for (const std::string& word : table.texts("schemes")) {
    if (const auto scheme = parse_name<Scheme>(word)) {
      schemes.push_back(*scheme);
    } else {
      table.refuse("schemes", "'" + word + "' is not a scheme");
    }
  }
  return schemes;
}

Residence read_residence(const toml::Table& table) {
  const std::string word = table.text("residence", "any");
  const auto it = std::find(kResidences.begin(), kResidences.end(), word);
  if (it != kResidences.end()) return static_cast<Residence>(it - kResidences.begin());
  table.refuse("residence", "must be any, local, elsewhere or abroad");
  return Residence::kAny;
}

CalendarRule read_rule(const toml::Table& table) {
  CalendarRule rule;
  rule.id = table.text("id");
  rule.region = table.text("region", "");
  rule.schemes = read_schemes(table);
  rule.residence = read_residence(table);
  rule.days = table.integer("days", 0);
  rule.windows = read_windows(table);
  rule.grace_days = table.integer("grace_days", 0);
  rule.undated = table.flag("undated", false);
  rule.valid_from = table.maybe_date("valid_from").value_or(Date::min());
  rule.valid_to = table.maybe_date("valid_to").value_or(Date::max());
  table.text("source");
  const std::string grade = table.text("grade");
  if (grade != "V" && grade != "V-" && grade != "N") table.refuse("grade", "must be V, V- or N");
  if (!all_digits(rule.region)) table.refuse("region", "digits only");
  if (rule.days < 0 || rule.days > 3660) table.refuse("days", "must lie in [0, 3660]");
  if (int{rule.days > 0} + int{!rule.windows.empty()} + int{rule.undated} != 1) {
    table.refuse("exactly one of 'days', 'windows' and 'undated' is needed");
  }
  if (rule.valid_to < rule.valid_from) table.refuse("valid_to", "before valid_from");
  table.done();
  return rule;
}

Residence residence_of(const Attempt& attempt) {
  const Person& person = attempt.person;
  if (person.abroad.value_or(false) || attempt.channel == Channel::kConsulate) {
    return Residence::kAbroad;
  }
  if (person.special &&
      std::count(person.special->begin(), person.special->end(), Special::kLivingElsewhere) > 0) {
    return Residence::kElsewhere;
  }
  if (!person.residence_region) return Residence::kAny;  // not known
  const bool same = person.residence_region->substr(0, 4) == attempt.region.substr(0, 4);
  return same ? Residence::kLocal : Residence::kElsewhere;
}

bool applies(const CalendarRule& rule, const Attempt& attempt, Residence residence, Date day) {
  if (!attempt.region.starts_with(rule.region)) return false;
  if (day < rule.valid_from || day > rule.valid_to) return false;
  if (rule.residence != Residence::kAny && rule.residence != residence) return false;
  if (rule.schemes.empty()) return true;
  return attempt.person.scheme &&
         std::count(rule.schemes.begin(), rule.schemes.end(), *attempt.person.scheme) > 0;
}

// True if `a` is to be preferred over `b`, both applying.
bool more_special(const CalendarRule& a, const CalendarRule& b) {
  if (a.region.size() != b.region.size()) return a.region.size() > b.region.size();
  if (a.schemes.empty() != b.schemes.empty()) return b.schemes.empty();
  const bool a_residence = a.residence != Residence::kAny;
  const bool b_residence = b.residence != Residence::kAny;
  if (a_residence != b_residence) return a_residence;
  return a.valid_from > b.valid_from;
}

// The last day of the first window that begins after `last_success`.
Date window_end_after(const std::vector<Window>& windows, Date last_success) {
  const year start = year_month_day(last_success).year();
  for (int ahead = 0;; ++ahead) {
    const year y = start + std::chrono::years(ahead);
    for (const Window& window : windows) {
      const Date first{y / window.first};
      if (first <= last_success) continue;
      const bool wraps = window.last < window.first;
      return Date{(wraps ? y + std::chrono::years(1) : y) / window.last};
    }
  }
}

using Names = std::map<std::string, std::string, std::less<>>;

// Reads `"41" = ["河南省", "01 郑州市", ...]`.
void read_names(const toml::Table& table, Names& names) {
  for (const std::string& province : table.keys()) {
    const std::vector<std::string> entries = table.texts(province);
    if (province.size() != 2 || !all_digits(province) || entries.empty()) {
      table.refuse(province, "a province is two digits and a list of names");
      continue;
    }
    names[province] = entries.front();
    for (std::size_t i = 1; i < entries.size(); ++i) {
      const std::string& entry = entries[i];
      if (entry.size() < 4 || !all_digits(entry.substr(0, 2)) || entry[2] != ' ') {
        table.refuse(province, "'" + entry + "' is not two digits, a blank and a name");
        continue;
      }
      names[province + entry.substr(0, 2)] = entry.substr(3);
    }
  }
}

void read_counties(const toml::Table& table, Names& names) {
  for (const std::string& code : table.keys()) {
    if (code.size() != 6 || !all_digits(code)) table.refuse(code, "a county is six digits");
    if (!names.contains(code.substr(0, 4))) table.refuse(code, "of no prefecture named above");
    names[code] = table.text(code);
  }
}

void check_rules(const toml::Table& root, const std::vector<CalendarRule>& rules) {
  std::map<std::string, int> seen;
  bool has_default = false;
  for (const CalendarRule& rule : rules) {
    if (++seen[rule.id] == 2) root.refuse("rule", "'" + rule.id + "' is given twice");
    has_default = has_default || (rule.region.empty() && rule.schemes.empty() &&
                                  rule.residence == Residence::kAny &&
                                  rule.valid_from == Date::min() && rule.valid_to == Date::max());
  }
  if (!has_default) root.refuse("rule", "a rule without region, scheme and dates is needed");
}

}  // namespace

struct Calendar::Impl {
  std::vector<CalendarRule> rules;  // most special first
  Names names;                      // by two, four or six digits
  std::string digest;
};

Calendar::Calendar(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
Calendar::Calendar(Calendar&&) noexcept = default;
Calendar& Calendar::operator=(Calendar&&) noexcept = default;
Calendar::~Calendar() = default;

Result<Calendar> Calendar::load(const std::string& path) {
  Result<toml::Table> root = toml::load(path);
  if (!root) return tl::unexpected(root.error());
  auto impl = std::make_unique<Impl>();
  for (const toml::Table& table : root->tables("rule")) impl->rules.push_back(read_rule(table));
  check_rules(*root, impl->rules);
  read_names(root->table("names"), impl->names);
  read_counties(root->table("counties"), impl->names);
  root->done();
  if (Status status = root->finish(); !status) return tl::unexpected(status.error());
  std::stable_sort(impl->rules.begin(), impl->rules.end(), more_special);
  Result<std::string> bytes = read_file(path);
  if (!bytes) return tl::unexpected(bytes.error());
  impl->digest = sha256_hex(*bytes);
  return Calendar(std::move(impl));
}

Due Calendar::due(const Attempt& attempt) const {
  const Date day = shanghai_date(attempt.occurred_at);
  const Residence residence = residence_of(attempt);
  const auto rule = std::find_if(
      impl_->rules.begin(), impl_->rules.end(),
      [&](const CalendarRule& each) { return applies(each, attempt, residence, day); });
  Due due;
  due.rule = rule->id;  // load() has made sure that one always applies
  due.due_on = attempt.person.due_on;
  const auto& last = attempt.person.last_certified_on;
  if (!due.due_on && last && !rule->undated) {
    due.due_on = rule->days > 0 ? *last + std::chrono::days(rule->days)
                                : window_end_after(rule->windows, *last);
  }
  if (due.due_on) due.days_left = static_cast<double>((*due.due_on - day).count());
  return due;
}

bool Calendar::known_region(std::string_view code) const {
  return code.size() >= 6 && impl_->names.contains(code.substr(0, 4));
}

std::string Calendar::region_name(std::string_view code) const {
  std::string name;
  for (const std::size_t digits : {std::size_t{2}, std::size_t{4}, std::size_t{6}}) {
    if (code.size() < digits) break;
    const auto it = impl_->names.find(code.substr(0, digits));
    if (it != impl_->names.end() && it->second != "市辖区") name += it->second;
  }
  return name;
}

const std::string& Calendar::digest() const { return impl_->digest; }

}  // namespace analyzer
