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

// Parses "MM-DD".
std::optional<month_day> parse_month_day(std::string_view text) {
  const Result<Date> date = parse_date("2024-" + std::string(text));
  if (!date) return std::nullopt;
  const year_month_day parts(*date);
  return month_day(parts.month(), parts.day());
}

std::optional<CalendarWindow> parse_window(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto first = parse_month_day(text.substr(0, slash));
  const auto last = parse_month_day(text.substr(slash + 1));
  if (!first || !last) return std::nullopt;
  return CalendarWindow{*first, *last};
}

std::vector<CalendarWindow> read_windows(const toml::Table& table) {
  std::vector<CalendarWindow> windows;
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
  if (const auto residence = parse_name<Residence>(table.text("residence", "any"))) {
    return *residence;
  }
  table.refuse("residence", "must be any, local, elsewhere or abroad");
  return Residence::kAny;
}

std::optional<bool> maybe_flag(const toml::Table& table, const char* key) {
  return table.has(key) ? std::optional(table.flag(key, false)) : std::nullopt;
}

void read_consequences(const toml::Table& table, CalendarRule& rule) {
  const std::int64_t month = table.integer("suspend_month", 0);
  if (month < 0 || month > 12) table.refuse("suspend_month", "must lie in [1, 12]");
  if (month > 0) rule.suspend_month = static_cast<unsigned>(month);
  rule.restored = maybe_flag(table, "restored");
  rule.paid_back = maybe_flag(table, "paid_back");
  rule.restored_at_window = maybe_flag(table, "restored_at_window");
}

CalendarRule read_rule(const toml::Table& table) {
  CalendarRule rule;
  rule.id = table.text("id");
  rule.region = table.text("region", "");
  rule.schemes = read_schemes(table);
  rule.residence = read_residence(table);
  rule.days = table.integer("days", 0);
  rule.months = table.integer("months", 0);
  rule.windows = read_windows(table);
  rule.grace_days = table.integer("grace_days", 0);
  rule.undated = table.flag("undated", false);
  rule.birth_month = table.flag("birth_month", false);
  rule.valid_from = table.maybe_date("valid_from").value_or(Date::min());
  rule.valid_to = table.maybe_date("valid_to").value_or(Date::max());
  rule.source = table.text("source");
  rule.grade = table.text("grade");
  read_consequences(table, rule);
  if (rule.grade != "V" && rule.grade != "V-" && rule.grade != "N")
    table.refuse("grade", "must be V, V- or N");
  if (!all_digits(rule.region)) table.refuse("region", "digits only");
  if (rule.days < 0 || rule.days > 3660) table.refuse("days", "must lie in [0, 3660]");
  if (rule.months < 0 || rule.months > 120) table.refuse("months", "must lie in [0, 120]");
  if (int{rule.days > 0} + int{rule.months > 0} + int{!rule.windows.empty()} + int{rule.undated} +
          int{rule.birth_month} !=
      1) {
    table.refuse("exactly one of 'days', 'months', 'windows', 'birth_month', 'undated' is needed");
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

bool applies(const CalendarRule& rule, const CalendarQuestion& question) {
  if (!question.region.starts_with(rule.region)) return false;
  if (question.on < rule.valid_from || question.on > rule.valid_to) return false;
  if (rule.residence != Residence::kAny && rule.residence != question.residence) return false;
  if (rule.schemes.empty()) return true;
  return question.scheme &&
         std::count(rule.schemes.begin(), rule.schemes.end(), *question.scheme) > 0;
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

// The day in that year; 29 February is the 28th where there is none.
Date day_in(year y, month_day day) {
  const year_month_day date = y / day;
  return date.ok() ? Date{date} : Date{y / day.month() / std::chrono::last};
}

// The same day so many months later; the month's last where it has no such day.
Date months_after(Date day, std::int64_t months) {
  const year_month_day date = year_month_day(day) + std::chrono::months(months);
  return date.ok() ? Date{date} : Date{date.year() / date.month() / std::chrono::last};
}

// The last day of the first window that begins after `last_success`.
Date window_end_after(const std::vector<CalendarWindow>& windows, Date last_success) {
  const year start = year_month_day(last_success).year();
  for (int ahead = 0;; ++ahead) {
    const year y = start + std::chrono::years(ahead);
    for (const CalendarWindow& window : windows) {
      if (day_in(y, window.first) <= last_success) continue;
      const bool wraps = window.last < window.first;
      return day_in(wraps ? y + std::chrono::years(1) : y, window.last);
    }
  }
}

// Years begin with the month of birth; one success in each, due at its end.
Date birth_year_end_after(unsigned birth_month, Date last_success) {
  const std::chrono::month first{birth_month};
  year y = year_month_day(last_success).year();
  if (Date{y / first / 1} <= last_success) y += std::chrono::years(1);
  return Date{(y + std::chrono::years(1)) / first / 1} - std::chrono::days(1);
}

std::optional<Date> due_by(const CalendarRule& rule, const CalendarQuestion& question) {
  if (!question.last || rule.undated) return std::nullopt;
  if (rule.days > 0) return *question.last + std::chrono::days(rule.days);
  if (rule.months > 0) return months_after(*question.last, rule.months);
  if (!rule.birth_month) return window_end_after(rule.windows, *question.last);
  if (!question.birth_month) return std::nullopt;
  return birth_year_end_after(*question.birth_month, *question.last);
}

// The first day of the month named, else of the one after due and grace.
Date suspended_from(const CalendarRule& rule, Date due) {
  const year_month_day end(due + std::chrono::days(rule.grace_days));
  if (!rule.suspend_month) return Date{(end.year() / end.month() + std::chrono::months(1)) / 1};
  const Date named{end.year() / std::chrono::month{*rule.suspend_month} / 1};
  if (named > Date{end}) return named;
  return Date{(end.year() + std::chrono::years(1)) / std::chrono::month{*rule.suspend_month} / 1};
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
    const bool is_default = rule.region.empty() && rule.schemes.empty() &&
                            rule.residence == Residence::kAny && rule.valid_from == Date::min() &&
                            rule.valid_to == Date::max();
    has_default = has_default || is_default;
    if (is_default && !(rule.restored && rule.paid_back && rule.restored_at_window)) {
      root.refuse("rule", "the country's rule must say what follows");
    }
  }
  if (!has_default) root.refuse("rule", "a rule without region, scheme and dates is needed");
}

}  // namespace

struct Calendar::Impl {
  // load() has made sure that one always applies.
  const CalendarRule& rule_for(const CalendarQuestion& question) const {
    return *std::find_if(rules.begin(), rules.end(),
                         [&](const CalendarRule& rule) { return applies(rule, question); });
  }
  CalendarRule completed(CalendarRule rule) const;

  std::vector<CalendarRule> rules;  // most special first; the country's last
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

CalendarRule Calendar::Impl::completed(CalendarRule rule) const {
  const CalendarRule& country = rules.back();
  if (!rule.restored) rule.restored = country.restored;
  if (!rule.paid_back) rule.paid_back = country.paid_back;
  if (!rule.restored_at_window) rule.restored_at_window = country.restored_at_window;
  return rule;
}

Due Calendar::due(const Attempt& attempt) const {
  const Date day = shanghai_date(attempt.occurred_at);
  const CalendarQuestion question{attempt.region,        attempt.person.scheme,
                                  residence_of(attempt), attempt.person.last_certified_on,
                                  std::nullopt,          day};
  const CalendarRule& rule = impl_->rule_for(question);
  Due due;
  due.rule = rule.id;
  due.due_on = attempt.person.due_on ? attempt.person.due_on : due_by(rule, question);
  if (due.due_on) due.days_left = static_cast<double>((*due.due_on - day).count());
  return due;
}

CalendarAnswer Calendar::explain(const CalendarQuestion& question) const {
  CalendarAnswer answer;
  answer.rule = impl_->completed(impl_->rule_for(question));
  answer.known = known_region(question.region);
  answer.place = region_name(question.region);
  answer.abolished = answer.place.find("已撤销") != std::string::npos;
  const bool local = !answer.rule.region.empty() || answer.rule.residence == Residence::kAbroad;
  answer.certain = answer.rule.grade == "V" && local;
  answer.due = due_by(answer.rule, question);
  if (answer.due) answer.suspended_from = suspended_from(answer.rule, *answer.due);
  return answer;
}

bool Calendar::known_region(std::string_view code) const {
  if (code.size() < 6) return false;
  const bool province = code.substr(2, 4) == "0000";
  return impl_->names.contains(code.substr(0, province ? 2 : 4));
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
