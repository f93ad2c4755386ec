#include "analyzer/engine/calendar_truth.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace analyzer {
namespace {

constexpr std::int64_t kMonthsOfYear = 12;

// What holds for one scheme of those who live where their benefit is paid.
struct Told {
  Scheme scheme;
  CalendarAnswer answer;
  bool local_only = false;  // who lives elsewhere has another cycle

  // Something is known of the place itself.
  bool sourced() const { return !answer.rule.region.empty() && answer.rule.grade != "N"; }
  bool same_as(const Told& other) const {
    return answer.rule.same_cycle(other.answer.rule) && answer.certain == other.answer.certain &&
           local_only == other.local_only;
  }
};

Told told(std::string_view region, Date on, Scheme scheme, const Calendar& calendar) {
  CalendarQuestion question;
  question.region = region;
  question.scheme = scheme;
  question.on = on;
  question.residence = Residence::kLocal;
  Told out{scheme, calendar.explain(question)};
  question.residence = Residence::kElsewhere;
  out.local_only = !out.answer.rule.same_cycle(calendar.explain(question).rule);
  return out;
}

std::string number(std::int64_t value) { return std::to_string(value); }

std::string day_zh(std::chrono::month_day day) {
  return number(unsigned{day.month()}) + "月" + number(unsigned{day.day()}) + "日";
}

std::string day_en(std::chrono::month_day day) {
  constexpr std::array<const char*, 12> kMonths{"January",   "February", "March",    "April",
                                                "May",       "June",     "July",     "August",
                                                "September", "October",  "November", "December"};
  return number(unsigned{day.day()}) + " " + kMonths.at(unsigned{day.month()} - 1);
}

// True if the windows are the equal parts of a year.
bool parts_of_year(const std::vector<CalendarWindow>& windows) {
  using std::chrono::January, std::chrono::December, std::chrono::day;
  if (windows.front().first != January / day{1} || windows.back().last != December / day{31}) {
    return false;
  }
  const unsigned length = 12 / static_cast<unsigned>(windows.size());
  for (std::size_t i = 1; i < windows.size(); ++i) {
    const auto begin = std::chrono::month{1 + length * static_cast<unsigned>(i)} / day{1};
    const std::chrono::sys_days eve{std::chrono::year{2025} / begin.month() / begin.day()};
    const std::chrono::year_month_day last{eve - std::chrono::days{1}};
    if (windows[i].first != begin) return false;
    if (windows[i - 1].last != last.month() / last.day()) return false;
  }
  return true;
}

Sentence windows_spoken(const std::vector<CalendarWindow>& windows) {
  if (windows.size() == 2 && parts_of_year(windows)) {
    return {"上半年、下半年各认证一次", "once in each half of the year"};
  }
  if (windows.size() == 4 && parts_of_year(windows)) {
    return {"每个季度认证一次", "once in each quarter of the year"};
  }
  if (windows.size() == 12) {
    const CalendarWindow& month = windows.front();
    const std::string first = number(unsigned{month.first.day()});
    const std::string last = number(unsigned{month.last.day()});
    return {"每月" + first + "日至" + last + "日认证一次",
            "once a month, from day " + first + " to day " + last};
  }
  Sentence out;
  for (const CalendarWindow& window : windows) {
    out.zh += (out.zh.empty() ? "每年" : "、") + day_zh(window.first) + "至" + day_zh(window.last);
    out.en += (out.en.empty() ? "once a year from " : " and from ") + day_en(window.first) +
              " to " + day_en(window.last);
  }
  out.zh += windows.size() > 1 ? "各认证一次" : "认证一次";
  return out;
}

// "每12个月认证一次", said with 「一般」 where it is not sure.
Sentence spoken(const Told& of) {
  const CalendarRule& rule = of.answer.rule;
  Sentence out;
  if (rule.undated) return {"的认证时间由旗县区社保定", "at the time the county's bureau sets"};
  if (rule.months == kMonthsOfYear && !of.answer.certain) {
    return {"一般一年认证一次", "usually once a year"};
  }
  if (rule.months > 0) {
    const std::string months = number(rule.months);
    out = {"每" + months + "个月认证一次", "once every " + months + " months"};
  } else if (rule.days > 0) {
    const std::string days = number(rule.days);
    out = {"每" + days + "天认证一次", "once every " + days + " days"};
  } else if (rule.birth_month) {
    out = {"从生日当月算起每年认证一次", "once a year counted from the month of birth"};
  } else {
    out = windows_spoken(rule.windows);
  }
  if (!of.answer.certain) out = {"一般" + out.zh, "usually " + out.en};
  return out;
}

// Who it holds for, if that must be said.
Sentence who(const Told& of, bool both) {
  Sentence out = of.scheme == Scheme::kEmployee ? Sentence{"企业退休人员", "retired employees"}
                                                : Sentence{"城乡居民", "residents"};
  if (both) out = {"企业退休人员和城乡居民", "retired employees and residents"};
  if (of.local_only) out = {"住在当地的" + out.zh, out.en + " who live there"};
  return out;
}

// True if other schemes differ, so that one sentence for all would be false.
bool others_differ(std::string_view region, Date on, const Told& from, const Calendar& calendar) {
  constexpr std::array kOthers{Scheme::kPublic, Scheme::kSurvivor, Scheme::kInjury};
  return std::any_of(kOthers.begin(), kOthers.end(), [&](Scheme scheme) {
    const Told other = told(region, on, scheme, calendar);
    return other.local_only || !other.answer.rule.same_cycle(from.answer.rule);
  });
}

// The smallest region that one of the two was told of.
std::string place_of(const Told& a, const Told& b, const Calendar& calendar) {
  std::string region;
  for (const Told* of : {&a, &b}) {
    const std::string& own = of->answer.rule.region;
    if (of->sourced() && own.size() > region.size()) region = own;
  }
  return calendar.region_name(region);
}

Sentence cycles_of(std::string_view region, Date on, const Told& employee, const Told& resident,
                   const Calendar& calendar) {
  const std::string place = place_of(employee, resident, calendar);
  Sentence out{place, place.empty() ? "" : "In " + place + ": "};
  const bool unsure = !employee.answer.certain || !resident.answer.certain;
  if (employee.same_as(resident)) {
    const Sentence cycle = spoken(employee);
    const bool named = employee.local_only || others_differ(region, on, employee, calendar);
    const Sentence whom = named ? who(employee, true) : Sentence{};
    if (place.empty() && !named) out.zh = "养老金";
    out.zh += whom.zh + cycle.zh;
    out.en += whom.en +
              (named           ? ": "
               : place.empty() ? "Certification is "
                               : "certification is ") +
              cycle.en;
  } else {
    // What is sure comes first.
    const bool turned = !employee.answer.certain && resident.answer.certain;
    const Told& first = turned ? resident : employee;
    const Told& second = turned ? employee : resident;
    out.zh +=
        who(first, false).zh + spoken(first).zh + "," + who(second, false).zh + spoken(second).zh;
    out.en += who(first, false).en + " " + spoken(first).en + ", " + who(second, false).en + " " +
              spoken(second).en;
  }
  if (unsure) {
    out.zh += ",以当地社保为准";
    out.en += ", as the local bureau says";
  }
  return out;
}

}  // namespace

Sentence if_late(const CalendarRule& one, const CalendarRule& other) {
  const auto both = [&](std::optional<bool> CalendarRule::*of) {
    return (one.*of).value_or(false) && (other.*of).value_or(false);
  };
  if (!both(&CalendarRule::restored)) return {};
  const bool window =
      one.restored_at_window.value_or(false) || other.restored_at_window.value_or(false);
  Sentence out{
      window ? ",过了期到窗口补办就能恢复" : ",过了期补认证就能恢复",
      window ? "; if late, a counter restores it" : "; a late certification restores payment"};
  if (both(&CalendarRule::paid_back)) {
    out.zh += ",停发的也会补发";
    out.en += " and what was held back is paid";
  }
  return out;
}

Sentence truth_of(std::string_view region, Date on, const Calendar& calendar) {
  const Told employee = told(region, on, Scheme::kEmployee, calendar);
  const Told resident = told(region, on, Scheme::kResident, calendar);
  const Sentence cycles = cycles_of(region, on, employee, resident, calendar);
  const Sentence late = if_late(employee.answer.rule, resident.answer.rule);
  return {cycles.zh + late.zh + "。", cycles.en + late.en + "."};
}

}  // namespace analyzer
