#include "analyzer/engine/calendar_words.h"

#include <array>
#include <string>

namespace analyzer {
namespace {

std::string number(std::int64_t value) { return std::to_string(value); }

std::string day_text(std::chrono::month_day day) {
  return number(unsigned{day.month()}) + "月" + number(unsigned{day.day()}) + "日";
}
std::string day_text_en(std::chrono::month_day day) {
  const std::string digits = number(unsigned{day.day()});
  return number(unsigned{day.month()}) + "-" + (digits.size() < 2 ? "0" : "") + digits;
}

bool whole_year(const CalendarRule& rule) {
  using std::chrono::January, std::chrono::December, std::chrono::day;
  return rule.windows.size() == 1 && rule.windows[0].first == January / day{1} &&
         rule.windows[0].last == December / day{31};
}

Sentence windows_of(const CalendarRule& rule) {
  if (whole_year(rule)) {
    return {"每个自然年(1月1日至12月31日)认证一次", "once in each calendar year"};
  }
  if (rule.windows.size() == 12) {
    const std::string last = number(unsigned{rule.windows[0].last.day()});
    return {"每个月1日至" + last + "日认证一次", "every month, by day " + last};
  }
  Sentence out{rule.windows.size() == 1
                   ? "每年"
                   : "每年" + number(std::int64_t(rule.windows.size())) + "次,分别在",
               rule.windows.size() == 1 ? "once a year, " : "once in each of "};
  for (std::size_t i = 0; i < rule.windows.size(); ++i) {
    const CalendarWindow& window = rule.windows[i];
    out.zh += (i > 0 ? "、" : "") + day_text(window.first) + "至" + day_text(window.last);
    out.en += (i > 0 ? ", " : "") + day_text_en(window.first) + " to " + day_text_en(window.last);
  }
  out.zh += rule.windows.size() == 1 ? "认证一次" : "";
  return out;
}

std::string scheme_zh(Scheme scheme) {
  switch (scheme) {
    case Scheme::kEmployee:
      return "企业职工";
    case Scheme::kPublic:
      return "机关事业单位";
    case Scheme::kResident:
      return "城乡居民";
    case Scheme::kSurvivor:
      return "遗属(供养亲属)";
    case Scheme::kInjury:
      return "工伤";
  }
  return {};
}

Sentence heading(const CalendarQuestion& question, const CalendarAnswer& answer) {
  Sentence out{answer.place.empty() ? "区划代码" + question.region : answer.place,
               answer.place.empty() ? "code " + question.region : answer.place};
  if (question.scheme) {
    out.zh += ",险种:" + scheme_zh(*question.scheme);
    out.en += ", scheme: " + std::string(name_of(*question.scheme));
  }
  constexpr std::array<std::string_view, 4> kZh{"", "居住在当地", "异地居住", "境外居住"};
  constexpr std::array<std::string_view, 4> kEn{"", "living there", "living elsewhere",
                                                "living abroad"};
  if (question.residence != Residence::kAny) {
    out.zh += "," + std::string(kZh[static_cast<std::size_t>(question.residence)]);
    out.en += ", " + std::string(kEn[static_cast<std::size_t>(question.residence)]);
  }
  return out;
}

Sentence grade_of(const CalendarAnswer& answer) {
  if (answer.certain) return {"当地公开发布,已核对", "published there and read at the source"};
  if (answer.rule.grade == "V-") {
    return {"未经当地确认:转载或较早的资料", "not confirmed there: second-hand or old"};
  }
  if (answer.rule.grade == "N") {
    return {"未经当地确认:没有查到当地规定,按一般情况推定", "not confirmed there: assumed"};
  }
  return {"未经当地确认:没有查到当地规定,按国家一般规定",
          "not confirmed there: the country's general rule"};
}

Sentence due_line(const CalendarQuestion& question, const CalendarAnswer& answer) {
  if (answer.due) {
    const std::string date = format_date(*answer.due);
    Sentence out{"应在" + date + "当天或之前完成下次认证", "Due by " + date};
    if (*answer.due < question.on) {
      const std::string days = number((question.on - *answer.due).count());
      out.zh += ",已逾期" + days + "天";
      out.en += ", overdue by " + days + " days";
    }
    return {out.zh + "。", out.en + "."};
  }
  if (answer.rule.birth_month && !question.birth_month) {
    return {"按出生月份计算:请用 --birth-month 给出月份。",
            "It goes by the month of birth: give it with --birth-month."};
  }
  if (answer.rule.undated) {
    return {"日期由当地另行确定,请向当地社保经办机构核实。",
            "The date is set locally: ask the bureau there."};
  }
  return {"没有给出上次认证日期(--last),算不出到期日。",
          "Without the day of the last certification (--last) there is no due date."};
}

Sentence restoration_of(const CalendarRule& rule) {
  if (!rule.restored.value_or(false)) {
    return {"暂停后如何恢复,当地没有公开说明。", "How payment is restored is not published."};
  }
  Sentence out;
  out = rule.restored_at_window.value_or(false)
            ? Sentence{"暂停后先到窗口办理恢复,再用手机认证", "A counter restores payment first"}
            : Sentence{"暂停后补做认证,次月恢复发放",
                       "After a late certification payment is restored the next month"};
  if (rule.paid_back.value_or(false)) {
    out.zh += ",停发的部分补发";
    out.en += ", and what was held back is paid";
  }
  return {out.zh + "。", out.en + "."};
}

}  // namespace

Sentence cycle_of(const CalendarRule& rule) {
  if (rule.months > 0) {
    const std::string months = number(rule.months);
    return {"距上次认证" + months + "个月内认证一次",
            "once within " + months + " months of the last one"};
  }
  if (rule.days > 0) {
    const std::string days = number(rule.days);
    return {"距上次认证" + days + "天内认证一次", "once within " + days + " days of the last one"};
  }
  if (rule.birth_month) {
    return {"每年生日当月至次年生日上月认证一次", "once a year counted from the month of birth"};
  }
  if (rule.undated) return {"由旗县区自行确定", "set by each county"};
  return windows_of(rule);
}

std::vector<Sentence> explain_lines(const CalendarQuestion& question,
                                    const CalendarAnswer& answer) {
  std::vector<Sentence> out{heading(question, answer)};
  if (!answer.known) {
    out.push_back(answer.rule.region.empty()
                      ? Sentence{"没有这个区划代码的资料,按国家一般规定。",
                                 "This code is not known; the country's rule is used."}
                      : Sentence{"没有这个区划代码的资料,按它所属地区的规定。",
                                 "This code is not known; the rule of the region it lies in is"
                                 " used."});
  }
  if (answer.abolished) {
    out.push_back({"这个区划已经撤销,请核对现在的代码。",
                   "This region was abolished: look for its present code."});
  }
  const Sentence cycle = cycle_of(answer.rule);
  out.push_back({"周期:" + cycle.zh + "。", "Cycle: " + cycle.en + "."});
  const Sentence grade = grade_of(answer);
  out.push_back({"依据:" + answer.rule.source + "(" + answer.rule.id + ";" + grade.zh + ")",
                 "By: " + answer.rule.source + " (" + answer.rule.id + "; " + grade.en + ")"});
  out.push_back(due_line(question, answer));
  if (answer.rule.grace_days > 0) {
    const std::string days = number(answer.rule.grace_days);
    out.push_back({"宽限" + days + "天。", "Grace: " + days + " days."});
  }
  if (answer.suspended_from) {
    const std::string date = format_date(*answer.suspended_from);
    out.push_back({"如一直没有认证,从" + date + "起暂停发放。",
                   "Without certification payment is suspended from " + date + "."});
  }
  out.push_back(restoration_of(answer.rule));
  return out;
}

}  // namespace analyzer
