// The tables of computed signals: what is measured, by which function. Weights,
// groups and sentences stand in data/signals.toml; a test holds both lists
// against each other. To add a computed signal: one function and one row here's
// *_signals.cpp, one [[signal]] in data/signals.toml, one .case file.
//
// A function returns nothing where the signal does not speak: because the field
// is missing ("not known" is not "clean") or because there is nothing to say.
// It is pure and may run on any thread.

#ifndef ANALYZER_ENGINE_SIGNAL_TABLES_H_
#define ANALYZER_ENGINE_SIGNAL_TABLES_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/core/attempt.h"
#include "analyzer/core/facts.h"
#include "analyzer/core/history.h"
#include "analyzer/core/report.h"
#include "analyzer/core/verdict.h"
#include "analyzer/engine/helper_standing.h"
#include "analyzer/engine/imitation.h"
#include "analyzer/engine/register.h"
#include "analyzer/engine/url_columns.h"
#include "feeds/precedence.h"

namespace analyzer {

class Snapshot;

// What a signal's function found. `value` chooses the weight among the steps of
// data/signals.toml and fills {value}; `arguments` fill the other {names}.
struct Measured {
  std::optional<double> value;
  std::vector<std::pair<std::string, std::string>> arguments;
  std::vector<Span> spans;
};

// When the person of an attempt is due, by data/regions.toml.
struct Due {
  std::optional<Date> due_on;       // person.due_on if sent, else by the calendar
  std::optional<double> days_left;  // from the attempt's day; negative if overdue
  std::string rule;                 // id of the calendar rule
};

struct AttemptContext {
  const Attempt& attempt;
  const History& history;
  const Snapshot& snapshot;
  Due due;
  bool mobile = false;   // one of the mobile or web channels C01-C09
  bool offline = false;  // C10-C16
  int hour = 0;          // of a clock in China [0,23]
  HelperStanding helper = {};
};

struct ReportContext {
  const Report& report;
  const Facts& facts;
  const History& history;
  const Snapshot& snapshot;
  const std::vector<UrlVerdict>& urls;  // already judged, in the order of facts.urls
};

struct UrlContext {
  const UrlFacts& url;
  const Snapshot& snapshot;
  const std::optional<OfficialEntry>& official;    // by the register
  const std::optional<FoundImitation>& imitation;  // by the register; none if official
  const HostKind& kind;                            // by the register
  const feeds::Standing& standing;                 // by the indicators
  bool dictated = false;
  UrlWording wording = {};  // by the url model's network
};

struct AttemptSignal {
  std::string_view code;
  std::optional<Measured> (*measure)(const AttemptContext&);
};
struct ReportSignal {
  std::string_view code;
  std::optional<Measured> (*measure)(const ReportContext&);
};
struct UrlSignal {
  std::string_view code;
  std::optional<Measured> (*measure)(const UrlContext&);
};

std::span<const AttemptSignal> attempt_signals();  // attempt_signals.cpp and its parts
std::span<const ReportSignal> report_signals();    // report_signals.cpp
std::span<const UrlSignal> url_signals();          // url_signals.cpp

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_SIGNAL_TABLES_H_
