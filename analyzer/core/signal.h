// One named piece of evidence. Pattern rules, computed signals, list hits and
// models all yield signals; reasons are the signals' own sentences.

#ifndef ANALYZER_CORE_SIGNAL_H_
#define ANALYZER_CORE_SIGNAL_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/core/facts.h"
#include "analyzer/core/words.h"

namespace analyzer {

// Evidence in natural-log odds; positive speaks for fraud.
using LogOdds = double;

// A sentence in both languages; {name} stands for a signal's value or argument.
struct Sentence {
  std::string zh;
  std::string en;
  bool operator==(const Sentence&) const = default;
};

struct Signal {
  std::string code;              // "device.persons_7d"
  LogOdds weight = 0.0;          // what it adds before its group's cap
  std::optional<double> value;   // the measured number, if it has one
  std::vector<Span> spans;       // of the text as sent
  std::optional<Tactic> tactic;
  std::string group;             // signals that speak of the same thing
  std::vector<std::pair<std::string, std::string>> arguments;  // for the sentence
  std::string explained_by;      // code of the context that silenced it, or empty

  bool active() const { return explained_by.empty(); }
};

using Signals = std::vector<Signal>;

}  // namespace analyzer

#endif  // ANALYZER_CORE_SIGNAL_H_
