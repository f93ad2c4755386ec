#include "analyzer/engine/attempt_help.h"

#include <string>

#include "analyzer/engine/attempt_signals.h"
#include "analyzer/engine/calendar_truth.h"
#include "analyzer/engine/calendar_words.h"
#include "analyzer/engine/snapshot.h"

namespace analyzer {
namespace {

constexpr std::size_t kMostAdvice = 2;
constexpr std::string_view kCountOnly = "help.many_failures";  // for combinations; not advice

std::string day_zh(Date date) {
  const std::chrono::year_month_day day(date);
  return std::to_string(int{day.year()}) + "年" + std::to_string(unsigned{day.month()}) + "月" +
         std::to_string(unsigned{day.day()}) + "日";
}

// How often, for the person's own kind of benefit where it is known.
Sentence cycle(const AttemptContext& context, const CalendarAnswer& answer) {
  const Attempt& attempt = context.attempt;
  const auto& scheme = attempt.person.scheme;
  const bool common = !scheme || *scheme == Scheme::kEmployee || *scheme == Scheme::kResident;
  if (common) {
    return truth_of(attempt.region, shanghai_date(attempt.occurred_at),
                    context.snapshot.calendar());
  }
  const Sentence often = cycle_of(answer.rule);
  const Sentence late = answer.certain ? if_late(answer.rule, answer.rule)
                                       : Sentence{",以当地社保为准", ", as the local bureau says"};
  return {answer.place + "您这类待遇" + often.zh + late.zh + "。",
          "For this benefit: " + often.en + late.en + "."};
}

// The person's own day where the caller or a sure rule knows it; else the region's
// cycle.
Sentence deadline(const AttemptContext& context) {
  const Attempt& attempt = context.attempt;
  const Calendar& calendar = context.snapshot.calendar();
  const Date day = shanghai_date(attempt.occurred_at);
  CalendarQuestion question;
  question.region = attempt.region;
  question.scheme = attempt.person.scheme;
  question.on = day;
  const CalendarAnswer answer = calendar.explain(question);
  const std::optional<Date> due = context.due.due_on;
  if (!due || !(attempt.person.due_on || answer.certain)) return cycle(context, answer);
  const Sentence late = answer.certain ? if_late(answer.rule, answer.rule) : Sentence{};
  if (*due < day) {
    return {"这一期的认证" + day_zh(*due) + "已经到期,请尽快补上" + late.zh + "。",
            "This certification was due on " + format_date(*due) + ": please do it soon" + late.en +
                "."};
  }
  return {"这一期的认证" + day_zh(*due) + "前完成就行" + late.zh + "。",
          "There is time until " + format_date(*due) + late.en + "."};
}

}  // namespace

std::vector<Sentence> help_for(const Signals& signals, const AttemptContext& context) {
  if (attempt::certifies(context)) return {};
  std::vector<Sentence> out;
  for (const AttemptSignal& row : help_signals()) {
    if (out.size() == kMostAdvice) break;
    if (row.code == kCountOnly) continue;
    for (const Signal& signal : signals) {
      if (signal.code != row.code || !signal.active()) continue;
      if (const Sentence* sentence = context.snapshot.sentence(signal.code)) {
        out.push_back(fill(*sentence, signal));
      }
    }
  }
  // Where nothing is to be done now a deadline would only confuse.
  const auto& code = context.attempt.failure_code;
  const bool nothing_now = code == FailureCode::kAlreadyDone || code == FailureCode::kOutsideWindow;
  if (!out.empty() && !nothing_now) out.push_back(deadline(context));
  return out;
}

}  // namespace analyzer
