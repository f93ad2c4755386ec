// The catalogue of computed signals (data/signals/*.toml): for each code its
// group, the weights its values carry, and its sentence.
//
// Immutable once loaded; any number of threads may look things up.

#ifndef ANALYZER_ENGINE_CATALOG_H_
#define ANALYZER_ENGINE_CATALOG_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/core/signal.h"
#include "analyzer/core/text_map.h"
#include "analyzer/engine/signal_tables.h"

namespace analyzer {

struct SignalSpec {
  std::string code;
  std::string group;
  Sentence reason;
  Sentence normal;  // when the same is harmless, for the reviewer; may be empty
  std::optional<Tactic> tactic;
  std::vector<std::string> explains;  // codes and patterns that this context silences
  std::string reference;              // row of the domain's catalogue, "V01"
  // Weight by value: that of the last step whose value is not above the
  // measured one; below the first step the signal does not speak. A signal
  // without a value has the one step at minus infinity.
  std::vector<std::pair<double, LogOdds>> steps;

  // The weight of `value`, or nothing below the first step.
  std::optional<LogOdds> weight(std::optional<double> value) const;
};

class Catalog {
 public:
  // Reads every *.toml of `folder`. Fails with kInvalid naming file and line: a
  // code given twice, steps that do not rise, a weight outside [-5,5].
  static Result<Catalog> load(const std::string& folder);

  const SignalSpec* find(std::string_view code) const;
  std::vector<std::string> codes() const;
  const std::string& digest() const { return digest_; }

  // The signal of `code` for what was measured, or nothing where it does not
  // speak. An unknown code is a programming error and yields nothing (the
  // loader has checked the tables against the catalogue).
  std::optional<Signal> make(std::string_view code, Measured measured) const;

 private:
  TextMap<SignalSpec> specs_;
  std::string digest_;
};

// Returns `sentence` with {value} and {names} filled in from the signal. Whole
// numbers lose their decimals; a name without argument is left out.
Sentence fill(const Sentence& sentence, const Signal& signal);

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_CATALOG_H_
