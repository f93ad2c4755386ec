// The region calendar explained: which rule, when due, what follows.

#include <catch2/catch.hpp>
#include <string>

#include "analyzer/engine/calendar_words.h"
#include "tests/unit/engine/shipped_calendar.h"

namespace analyzer {
namespace {

std::string lines(const CalendarQuestion& question) {
  std::string out;
  for (const Sentence& line : explain_lines(question, calendar().explain(question))) {
    CHECK_FALSE(line.en.empty());
    out += line.zh + "\n";
  }
  return out;
}

std::string date_or(const std::optional<Date>& date) { return date ? format_date(*date) : "-"; }

}  // namespace

TEST_CASE("every kind of rule gives its due date and the day of suspension") {
  struct Row {
    const char* sentence;
    const char* region;
    std::optional<Scheme> scheme;
    Residence residence;
    const char* last;
    const char* on;
    const char* rule;
    const char* due;
    const char* suspended;
    bool certain;
  };
  constexpr auto kAny = Residence::kAny;
  const auto kEmployee = Scheme::kEmployee, kPublic = Scheme::kPublic,
             kResident = Scheme::kResident, kSurvivor = Scheme::kSurvivor,
             kInjury = Scheme::kInjury;
  const char* const kNow = "2026-03-10";
  const Row rows[] = {
      {"the country's rule", "621000", kResident, kAny, "2025-08-20", kNow, "default", "2026-08-20",
       "2026-09-01", false},
      {"180 days", "621000", kEmployee, kAny, "2025-08-20", kNow, "qingyang.half-year",
       "2026-02-16", "2026-03-01", true},
      {"180 days for offices", "621000", kPublic, kAny, "2026-01-01", kNow, "qingyang.half-year",
       "2026-06-30", "2026-07-01", true},
      {"a rumour is not certain", "620100", kEmployee, kAny, "2026-01-01", kNow, "lanzhou.employee",
       "2027-01-01", "2027-02-01", false},
      {"from 29 February", "411302", kResident, kAny, "2024-02-29", "2024-03-10", "henan.year",
       "2025-02-28", "2025-03-01", true},
      {"to 29 February", "411302", kSurvivor, kAny, "2023-09-02", "2023-10-10", "henan.survivor",
       "2024-02-29", "2024-03-01", true},
      {"injury goes by the general rule of the province", "411302", kInjury, kAny, "2026-01-01",
       kNow, "henan.year", "2027-01-01", "2027-02-01", true},
      {"half years, last in the first half", "130600", kResident, kAny, "2026-06-30", kNow,
       "hebei.half-year", "2026-12-31", "2027-01-01", true},
      {"half years, last on the first day of a window", "130600", kResident, kAny, "2026-07-01",
       kNow, "hebei.half-year", "2027-06-30", "2027-07-01", true},
      {"half years for dependants", "130628", kSurvivor, kAny, "2025-12-31", kNow,
       "hebei.half-year", "2026-06-30", "2026-07-01", true},
      {"a prefecture's windows before the province's", "130708", kResident, kAny, "2026-04-30",
       kNow, "zhangjiakou.resident", "2026-10-31", "2026-11-01", false},
      {"a named month of suspension", "130200", kEmployee, kAny, "2025-05-05", kNow,
       "tangshan.employee", "2026-05-05", "2026-10-01", false},
      {"a named month that is past comes next year", "130200", kEmployee, kAny, "2025-11-05", kNow,
       "tangshan.employee", "2026-11-05", "2027-10-01", false},
      {"the calendar year", "420106", kEmployee, kAny, "2025-12-31", kNow, "wuhan.calendar-year",
       "2026-12-31", "2027-01-01", true},
      {"the calendar year, last on New Year's Day", "420106", kEmployee, kAny, "2026-01-01", kNow,
       "wuhan.calendar-year", "2027-12-31", "2028-01-01", true},
      {"a county's calendar year", "420527", kResident, kAny, "2025-02-01", kNow,
       "zigui.calendar-year", "2026-12-31", "2027-01-01", false},
      {"quarters", "230127", kResident, kAny, "2025-12-31", kNow, "mulan.quarter", "2026-03-31",
       "2026-04-01", false},
      {"quarters across the year", "230127", kResident, kAny, "2026-10-05", kNow, "mulan.quarter",
       "2027-03-31", "2027-04-01", false},
      {"a window that closes in October, November suspended", "230127", kEmployee, kAny,
       "2025-05-05", kNow, "mulan.year", "2026-10-20", "2026-11-01", false},
      {"months", "150202", kSurvivor, kAny, "2026-02-15", kNow, "baotou.survivor", "2026-03-15",
       "2026-04-01", true},
      {"months across the year", "150202", kSurvivor, kAny, "2025-12-02", kNow, "baotou.survivor",
       "2026-01-15", "2026-02-01", true},
      {"those who live there", "150202", kEmployee, Residence::kLocal, "2026-01-01", kNow,
       "baotou.local", "2027-01-01", "2027-02-01", true},
      {"those who live elsewhere", "150202", kEmployee, Residence::kElsewhere, "2026-01-01", kNow,
       "baotou.elsewhere", "2026-07-01", "2026-08-01", true},
      {"each county decides", "150202", kResident, kAny, "2026-01-01", kNow, "baotou.resident", "-",
       "-", true},
      {"abroad", "320100", kEmployee, Residence::kAbroad, "2026-01-01", kNow, "overseas",
       "2027-01-01", "2027-02-01", true},
      {"before a rule was changed", "150802", kEmployee, kAny, "2019-01-01", "2019-12-31",
       "linhe.year", "2020-01-01", "2020-02-01", false},
      {"on the day it was changed", "150802", kEmployee, kAny, "2019-10-01", "2020-01-01",
       "linhe.half-year", "2020-04-01", "2020-05-01", false},
      {"a rule of one year only", "150102", kResident, kAny, "2023-05-01", "2024-05-01",
       "hohhot-xincheng.window", "2024-06-30", "2024-07-01", false},
      {"after that year", "150102", kResident, kAny, "2025-05-01", kNow, "default", "2026-05-01",
       "2026-06-01", false},
      {"an old rule is over", "430923", kResident, kAny, "2025-05-01", kNow, "default",
       "2026-05-01", "2026-06-01", false},
      {"a window that stops payment in July, long ago", "520100", kResident, kAny, "2012-05-01",
       "2013-01-01", "guizhou.window", "2013-06-30", "2013-07-01", false},
      {"assumed", "110105", kEmployee, kAny, "2026-01-01", kNow, "beijing.assumed", "2027-01-01",
       "2027-02-01", false},
      {"a city before its assumed province", "211200", kEmployee, kAny, "2026-01-01", kNow,
       "tieling.year", "2027-01-01", "2027-02-01", false},
      {"an abolished prefecture", "341402", kResident, kAny, "2026-01-01", kNow, "anhui.assumed",
       "2027-01-01", "2027-02-01", false},
      {"an unknown code", "419999", kResident, kAny, "2026-01-01", kNow, "henan.year", "2027-01-01",
       "2027-02-01", true},
      {"an invented code of twelve digits", "990102004001", kResident, kAny, "2026-01-01", kNow,
       "default", "2027-01-01", "2027-02-01", false},
      {"never certified", "411302", kResident, kAny, "", kNow, "henan.year", "-", "-", true},
  };
  for (const Row& row : rows) {
    INFO(row.sentence);
    CalendarQuestion question{row.region, row.scheme, row.residence, {}, {}, *parse_date(row.on)};
    if (*row.last != '\0') question.last = *parse_date(row.last);
    const CalendarAnswer answer = calendar().explain(question);
    CHECK(answer.rule.id == row.rule);
    CHECK(date_or(answer.due) == row.due);
    CHECK(date_or(answer.suspended_from) == row.suspended);
    CHECK(answer.certain == row.certain);
    const bool marked = lines(question).find("未经当地确认") != std::string::npos;
    CHECK(marked == !row.certain);
  }
}

TEST_CASE("the month of birth begins a person's year") {
  struct Row {
    unsigned month;
    const char* last;
    const char* due;
  };
  const Row rows[] = {
      {5, "2025-06-10", "2027-04-30"}, {5, "2025-04-30", "2026-04-30"},
      {5, "2025-05-01", "2027-04-30"}, {1, "2025-06-10", "2026-12-31"},
      {3, "2026-01-10", "2027-02-28"}, {3, "2027-01-10", "2028-02-29"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.month, row.last);
    CalendarQuestion question;
    question.region = "450400";
    question.on = *parse_date("2026-03-10");
    question.last = *parse_date(row.last);
    CHECK_FALSE(calendar().explain(question).due);
    CHECK(lines(question).find("--birth-month") != std::string::npos);
    question.birth_month = row.month;
    CHECK(date_or(calendar().explain(question).due) == row.due);
  }
}

TEST_CASE("the explanation names place, cycle, source, dates and what follows") {
  CalendarQuestion question{
      "621000", Scheme::kResident,        Residence::kAny, *parse_date("2025-08-20"),
      {},       *parse_date("2026-11-22")};
  CHECK(lines(question) ==
        "甘肃省庆阳市,险种:城乡居民\n"
        "周期:距上次认证12个月内认证一次。\n"
        "依据:国家一般规定:每年一次,距上次认证不超过12个月(待遇领取地可缩短)(default;"
        "未经当地确认:没有查到当地规定,按国家一般规定)\n"
        "应在2026-08-20当天或之前完成下次认证,已逾期94天。\n"
        "如一直没有认证,从2026-09-01起暂停发放。\n"
        "暂停后补做认证,次月恢复发放,停发的部分补发。\n");
  question.region = "360400";
  CHECK(lines(question).find("暂停后先到窗口办理恢复") != std::string::npos);
  question.region = "341402";
  CHECK(lines(question).find("已经撤销") != std::string::npos);
  question.region = "990102";
  CHECK(lines(question).find("没有这个区划代码的资料") != std::string::npos);
}

TEST_CASE("a province's code is known and has the province's rule") {
  for (const char* region : {"110000", "310000"}) {
    CAPTURE(region);
    const std::string text =
        lines({region, {}, Residence::kAny, {}, {}, *parse_date("2026-11-22")});
    CHECK(text.find("没有这个区划代码的资料") == std::string::npos);
    CHECK(text.find("按12个月滚动推定") != std::string::npos);
  }
  // Unknown, but of a province with a rule of its own: that rule is what is told.
  const std::string text =
      lines({"419999", {}, Residence::kAny, {}, {}, *parse_date("2026-11-22")});
  CHECK(text.find("没有这个区划代码的资料,按它所属地区的规定") != std::string::npos);
  CHECK(text.find("国家一般规定") == std::string::npos);
}

TEST_CASE("twelve months are twelve months, also over 29 February") {
  struct Row {
    const char* region;
    Residence residence;
    const char* last;
    const char* due;
    const char* suspended;
  };
  constexpr auto kAny = Residence::kAny;
  const Row rows[] = {
      {"360100", kAny, "2023-03-01", "2024-03-01", "2024-04-01"},
      {"360100", kAny, "2023-02-28", "2024-02-28", "2024-03-01"},
      {"360100", kAny, "2024-02-29", "2025-02-28", "2025-03-01"},
      {"360100", kAny, "2023-12-31", "2024-12-31", "2025-01-01"},
      {"150202", Residence::kElsewhere, "2023-08-31", "2024-02-29", "2024-03-01"},
      {"150202", Residence::kElsewhere, "2025-08-31", "2026-02-28", "2026-03-01"},
      // Where the rule says days, days are counted.
      {"411302", kAny, "2023-03-01", "2024-02-29", "2024-03-01"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.region, row.last);
    const CalendarAnswer answer = calendar().explain({row.region,
                                                      Scheme::kEmployee,
                                                      row.residence,
                                                      *parse_date(row.last),
                                                      {},
                                                      *parse_date("2026-03-10")});
    CHECK(date_or(answer.due) == row.due);
    CHECK(date_or(answer.suspended_from) == row.suspended);
  }
}

}  // namespace analyzer
