// What the n-gram models read of a text: how it is worded, not which address or
// number it names.
//
// Example:
//   const TextWording wording = read_wording(*facts.text, facts.urls);
//   const LogOdds margin = ngram.margin(wording.ngrams);

#ifndef ANALYZER_ENGINE_TEXT_WORDING_H_
#define ANALYZER_ENGINE_TEXT_WORDING_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analyzer/core/facts.h"
#include "models/feature.h"

namespace analyzer {

struct TextWording {
  std::string text;  // the normalized text, every digit as '0', every link as one mark
  // The byte of the normalized text that each byte comes from; its size behind the last.
  std::vector<std::uint32_t> places;
  std::vector<models::Feature> ngrams;  // the distinct ones of `text`
};

// Characters of the longest n-gram that any of the models reads.
inline constexpr int kWordingNgram = 3;

// `urls` are the links found in the text. Takes some 10 us for 200 characters.
TextWording read_wording(const TextFacts& text, std::span<const UrlFacts> urls);

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_TEXT_WORDING_H_
