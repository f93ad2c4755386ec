// Bytes from strangers become text that can be compared: one way of writing
// where there were many, with the way back to the bytes that were sent.
//
// Pure functions; any number of threads may call them at once.

#ifndef ANALYZER_TEXT_NORMALIZE_H_
#define ANALYZER_TEXT_NORMALIZE_H_

#include <string_view>

#include "analyzer/core/facts.h"
#include "analyzer/text/utf8.h"  // is_valid_utf8

namespace analyzer::text {

// Undoes, in this order, what is written to be read by people and not by
// programs, and counts what it changed (Disguise):
//   NFKC_Casefold, invisible characters, traditional and look-alike characters,
//   emoji that stand for words, separators between Chinese characters, split
//   characters, Chinese digits in runs, homophones and pinyin of the domain's
//   words (lexicon.h).
//
// Any bytes are accepted; what is not UTF-8 becomes U+FFFD. The result is valid
// UTF-8, `origin` never falls and never leaves the input, and normalizing the
// result's text again changes nothing. Links are not read here: what the steps
// do inside a link's letters is for comparing, not for opening (links.h).
//
// Takes some 4 µs for a plain message of 200 characters, three times that for
// one disguised all over (tests/bench/text_bench.cpp).
// The input must be shorter than 4 GB.
NormalizedText normalize(std::string_view utf8);

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_NORMALIZE_H_
