// The columns of the text model: what the words of a report are like. To add a
// column: one function and one row in text_columns.cpp's table; then train
// again.
//
// All functions are pure and may run on any thread.

#ifndef ANALYZER_ENGINE_TEXT_COLUMNS_H_
#define ANALYZER_ENGINE_TEXT_COLUMNS_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/facts.h"
#include "analyzer/core/signal.h"
#include "analyzer/core/verdict.h"

namespace analyzer {

namespace models {
class Ngram;
}

// Names of the columns, in the order of text_row()'s values.
std::span<const std::string_view> text_column_names();

// One row of the text model. `urls` are the links of the report, `judged` what
// became of them, one for each of `urls` or empty (their columns are then
// missing); `signals` those of the report after contexts explained what they
// explain. Without `ngram` its margin is missing. Takes some microseconds.
std::vector<float> text_row(const TextFacts& text, std::span<const UrlFacts> urls,
                            std::span<const UrlVerdict> judged, std::span<const Signal> signals,
                            const models::Ngram* ngram);

// What the n-gram model reads of a text: the normalized text with every digit as
// '0' and every link as one mark, so that it learns wording and not addresses.
// `places`, if any, gets the byte of the normalized text that each byte comes from,
// and its size behind the last.
std::string text_ngram_text(const TextFacts& text, std::span<const UrlFacts> urls,
                            std::vector<std::uint32_t>* places = nullptr);

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_TEXT_COLUMNS_H_
