// Everything that can be read off what came in: the way into this layer.
//
// Pure functions; any number of threads may call them at once.

#ifndef ANALYZER_TEXT_READ_H_
#define ANALYZER_TEXT_READ_H_

#include <span>
#include <string>
#include <string_view>

#include "analyzer/core/facts.h"

namespace analyzer::text {

// Normalizes a text and finds the numbers in it.
TextFacts read_text(std::string_view original);

// Reads a report's text and the URLs given beside it, in this order in
// Facts::urls: those given, then those found in the text (`dictated`: it was
// written down from speech). Two of the same URL appear once, the given one. A
// given URL that no browser opens as it stands is read as a caller may have
// written it (without scheme, hxxp, 点); if that fails too, `valid` is false.
//
// Facts::text is absent if `text` is empty.
// Takes some 12 µs a message of 200 characters (tests/bench/text_bench.cpp).
Facts read(std::string_view text, std::span<const std::string> urls, bool dictated);

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_READ_H_
