// The parts of the table of attempt signals, one a topic, and what their
// functions share. Only the attempt_*_signals.cpp and attempt_columns.cpp
// include this.

#ifndef ANALYZER_ENGINE_ATTEMPT_SIGNALS_H_
#define ANALYZER_ENGINE_ATTEMPT_SIGNALS_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "analyzer/engine/signal_tables.h"

namespace analyzer {

std::span<const AttemptSignal> registry_signals();
std::span<const AttemptSignal> person_signals();
std::span<const AttemptSignal> capture_signals();
std::span<const AttemptSignal> volume_signals();
std::span<const AttemptSignal> pattern_signals();
std::span<const AttemptSignal> ring_signals();
std::span<const AttemptSignal> place_signals();
std::span<const AttemptSignal> office_signals();
std::span<const AttemptSignal> context_signals();
std::span<const AttemptSignal> helper_signals();
std::span<const AttemptSignal> help_signals();
std::span<const AttemptSignal> listed_signals();

namespace attempt {

// A day's distance in whole days.
inline double days_between(Date from, Date to) { return static_cast<double>((to - from).count()); }

// Passed or sent to manual review: counts a person as certified.
inline bool certifies(const AttemptContext& context) {
  const Outcome outcome = context.attempt.outcome;
  return outcome == Outcome::kPassed || outcome == Outcome::kManual;
}

// Persons counted before, and the one of this attempt if it certifies.
inline double with_this(const AttemptContext& context, std::uint32_t persons) {
  return static_cast<double>(persons) + (certifies(context) ? 1.0 : 0.0);
}

inline bool has_special(const Attempt& attempt, Special special) {
  if (!attempt.person.special) return false;
  for (const Special each : *attempt.person.special) {
    if (each == special) return true;
  }
  return false;
}

// Any tag for which failing or skipping the liveness check is normal.
bool has_disability(const Attempt& attempt);

inline bool has_role(const Attempt& attempt, OperatorRole role) {
  return attempt.operator_.role == role;
}

inline bool registered(const Attempt& attempt) {
  return attempt.operator_.registered.value_or(false);
}

inline bool abroad(const Attempt& attempt) { return attempt.person.abroad.value_or(false); }

// The first day on which a death is recorded, from the caller or from registry
// events, and who recorded it. Nothing if none is, or by name only.
struct Death {
  Date on{};
  std::string source;         // Chinese name, for the sentence
  std::uint32_t sources = 0;  // independent ones
};
std::optional<Death> known_death(const AttemptContext& context);

// The latest recorded exit or entry of the country; nothing if neither is known.
struct Crossing {
  Date on{};
  bool exit = false;
};
std::optional<Crossing> last_crossing(const Attempt& attempt);

// First two digits of an administrative code, or empty.
std::string_view province(const Text& code);

// The value alone.
inline std::optional<Measured> measured(double value) { return Measured{value, {}, {}}; }
// Speaks without a value.
inline std::optional<Measured> speaks(bool holds) {
  if (!holds) return std::nullopt;
  return Measured{};
}

}  // namespace attempt
}  // namespace analyzer

#endif  // ANALYZER_ENGINE_ATTEMPT_SIGNALS_H_
