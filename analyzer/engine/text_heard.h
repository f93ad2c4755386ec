// What is heard in the wording of a text: which tactics it uses, and what it tells of
// harm already done or about to be. It is the word of the n-gram heads, which weigh the
// rules' findings and how much the whole is like fraud beside the wording.
//
// All functions are pure and may run on any thread.

#ifndef ANALYZER_ENGINE_TEXT_HEARD_H_
#define ANALYZER_ENGINE_TEXT_HEARD_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analyzer/core/facts.h"
#include "analyzer/core/signal.h"
#include "analyzer/engine/catalog.h"
#include "analyzer/engine/heard.h"
#include "analyzer/engine/text_wording.h"

namespace analyzer {

namespace models {
class NgramHeads;
}

// The heads stand in the order of Tactic, then of ToldHarm; a bit each.
inline constexpr std::size_t kTextHeads = kNames<Tactic>.size() + kNames<ToldHarm>.size();
std::uint32_t head_labels(const Heard& labelled);

// The codes of the signals that heard_signals() makes, by head: "wording." and the
// tactic's name, "told." and the harm's. Their sentences stand in data/signals/wording.toml.
const std::vector<std::string>& heard_codes();

// What the heads are told beside the words: for each tactic whether a signal of the
// row (text_row) speaks of it, and the margin of fraud in two pieces, since a little
// doubt and none differ more than much and very much.
std::vector<float> head_extras(std::span<const float> row, LogOdds margin);

// What is heard with at least the probabilities `least`. `row` and `margin` as for
// head_extras(). Nothing where the heads are not those of kTextHeads. Takes some 10 us
// for 200 characters.
Heard hear(const models::NgramHeads& heads, const TextWording& wording, std::span<const float> row,
           LogOdds margin, const LeastHeard& least);

// Signals for what is `heard`, each with the words of the original it is heard in (none
// where nothing stands out), so that a flag can show its words: of the tactics those that
// no active one of `signals` speaks of, and every harm. `wording` is that of `text`. Takes
// some 5 us for 200 characters and each signal made.
Signals heard_signals(const models::NgramHeads& heads, const TextFacts& text,
                      const TextWording& wording, const Heard& heard, const Signals& signals,
                      const Catalog& catalog);

// The harm that heard_signals() made signals of: ascending.
std::vector<ToldHarm> harm_of(const Signals& signals);

// Whether heard_signals() made it. Such a signal has learnt from labels: no model may
// be trained on it.
bool is_heard(const Signal& signal);

// The tactics of `named` and those that an active computed signal names (what the
// form says, what links are): ascending.
std::vector<Tactic> tactics_of(std::span<const Tactic> named, const Signals& signals,
                               const Catalog& catalog);

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_TEXT_HEARD_H_
