// What assess() says about one observation.

#ifndef ANALYZER_CORE_VERDICT_H_
#define ANALYZER_CORE_VERDICT_H_

#include <optional>
#include <string>
#include <vector>

#include "analyzer/core/signal.h"
#include "analyzer/core/time.h"

namespace analyzer {

// One shown reason: a signal with its sentence filled in.
struct Reason {
  std::string code;
  Sentence text;
  LogOdds weight = 0.0;
  std::optional<double> value;
  std::vector<Span> spans;
};

// Whom a link imitates.
struct Imitated {
  std::string name;
  std::string host;
};

// An entry of the official register, as shown.
struct OfficialEntry {
  std::string name;
  std::string owner;
  std::string kind;          // "national", "ministry", "province", "portal", "app" ...
  std::string region;        // administrative code or empty
  bool confirmed = false;    // a bureau confirmed it
  std::string source;        // where it was seen
  std::string confirmed_by;  // the bureau, empty until then
  std::string confirmed_at;  // a date, empty until then
};

struct UrlVerdict {
  UrlFacts facts;
  Level level = Level::kLow;
  double score = 0.0;  // calibrated probability
  std::optional<OfficialEntry> official;
  std::optional<Imitated> imitates;
  std::vector<std::string> listed;  // names of lists that call it bad
  std::vector<Reason> reasons;      // at most five
};

struct Hold {
  Time decide_by{};
  std::vector<std::string> alternatives;  // "window", "home_visit", "video"
};

// What the hotline reads out and does.
struct Advice {
  std::vector<Sentence> say;  // at most three
  std::vector<Sentence> todo;
};

// Names of what took part, for `versions`.
struct Versions {
  std::string snapshot;
  std::string rules;
  std::string model;
  std::string lists;
  std::string engine;
};

struct Verdict {
  // Attempts have a decision, reports a level.
  std::optional<Decision> decision;
  std::optional<Level> level;
  double score = 0.0;    // calibrated probability in [0,1]
  LogOdds margin = 0.0;  // before calibration
  // What the attempt or text model was shown, in the order of its columns' names
  // (engine/attempt_columns.h, engine/text_columns.h); empty if none was asked.
  std::vector<float> row;
  std::vector<Reason> reasons;  // by magnitude of weight; at most eight
  Signals signals;              // all, explained ones too; for the case
  std::vector<std::string> typologies;
  std::vector<Tactic> tactics;
  std::vector<std::string> required_actions;
  std::vector<Sentence> help;  // for the pensioner
  std::optional<Sentence> public_message;
  std::vector<std::string> missing;  // expected fields that did not come
  std::optional<Hold> hold;
  std::vector<UrlVerdict> urls;
  Advice advice;
  std::vector<std::string> degraded;  // parts that could not speak; empty: all did
  Versions versions;
};

}  // namespace analyzer

#endif  // ANALYZER_CORE_VERDICT_H_
