// Which tactics a text uses: the word of the n-gram heads, which weigh the rules'
// findings and how much the whole is like fraud beside the wording.
//
// All functions are pure and may run on any thread.

#ifndef ANALYZER_ENGINE_TEXT_TACTICS_H_
#define ANALYZER_ENGINE_TEXT_TACTICS_H_

#include <span>
#include <string>
#include <vector>

#include "analyzer/core/facts.h"
#include "analyzer/core/signal.h"
#include "analyzer/core/words.h"
#include "analyzer/engine/catalog.h"
#include "analyzer/engine/text_wording.h"

namespace analyzer {

namespace models {
class NgramHeads;
}

// The codes of the signals that named_by_wording() makes, by tactic: "wording." and
// the tactic's name. Their sentences stand in data/signals/wording.toml.
const std::vector<std::string>& wording_codes();

// What the heads are told beside the words: for each tactic whether a signal of the
// row (text_row) speaks of it, and the margin of fraud in two pieces, since a little
// doubt and none differ more than much and very much.
std::vector<float> tactic_extras(std::span<const float> row, LogOdds margin);

// The tactics of at least the probability `least`, ascending. `row` and `margin` as
// for tactic_extras(). Takes some 15 us for 200 characters.
std::vector<Tactic> name_tactics(const models::NgramHeads& heads, const TextWording& wording,
                                 std::span<const float> row, LogOdds margin, double least);

// Signals for those of `named` that no active one of `signals` speaks of, each with the
// words of the original it is heard in (none where nothing stands out), so that a flag
// can show its words; `wording` is that of `text`. Takes some 5 us for 200 characters
// and each signal made.
Signals wording_signals(const models::NgramHeads& heads, const TextFacts& text,
                        const TextWording& wording, std::span<const Tactic> named,
                        const Signals& signals, const Catalog& catalog);

// Whether wording_signals() made it. Such a signal has learnt from labels: no model may
// be trained on it.
bool is_wording(const Signal& signal);

// The tactics of `named` and those that an active computed signal names (what the
// form says, what links are): ascending.
std::vector<Tactic> tactics_of(std::span<const Tactic> named, const Signals& signals,
                               const Catalog& catalog);

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_TEXT_TACTICS_H_
