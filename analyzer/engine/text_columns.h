// The columns of the text model: what the words of a report are like. To add a
// column: one function and one row in text_columns.cpp's table; then train
// again.
//
// All functions are pure and may run on any thread.

#ifndef ANALYZER_ENGINE_TEXT_COLUMNS_H_
#define ANALYZER_ENGINE_TEXT_COLUMNS_H_

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "analyzer/core/facts.h"
#include "analyzer/core/signal.h"
#include "analyzer/core/verdict.h"
#include "models/tables.h"

namespace analyzer {

// Names of the columns, in the order of text_row()'s values.
std::span<const std::string_view> text_column_names();

// What the small models of the artifact say of the wording, by its n-grams
// (TextWording::ngrams); nothing where there are none.
struct WordingMargins {
  std::optional<LogOdds> ngram;  // the linear model of n-grams
  std::optional<LogOdds> net;    // the network over n-grams
};
WordingMargins wording_margins(std::span<const models::Feature> ngrams,
                               const models::Tables& tables);

// One row of the text model. `urls` are the links of the report, `judged` what
// became of them, one for each of `urls` or empty (their columns are then
// missing); `signals` those of the report after contexts explained what they
// explain. Takes some microseconds.
std::vector<float> text_row(const TextFacts& text, std::span<const UrlFacts> urls,
                            std::span<const UrlVerdict> judged, std::span<const Signal> signals,
                            const WordingMargins& wording);

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_TEXT_COLUMNS_H_
