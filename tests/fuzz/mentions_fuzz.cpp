// Whom a text points to: every mention lies inside it and has a value, masking keeps
// the length and adds nothing but stars, and the sketch of what a text is like stays
// the same.

#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/text/mentions.h"
#include "analyzer/text/normalize.h"
#include "analyzer/text/numbers.h"
#include "analyzer/text/text_shape.h"
#include "analyzer/text/text_sketch.h"
#include "tests/fuzz/text_property.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace analyzer;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto numbers = text::find_numbers(input);
  for (const text::Voice voice :
       {text::Voice::kWritten, text::Voice::kTold, text::Voice::kUnknown}) {
    const auto mentions = text::find_mentions(input, numbers, voice);
    const std::string before = text::mask(input, numbers);
    std::string masked = before;
    text::mask(masked, mentions);
    require(masked.size() == size, "masking keeps the length");
    for (std::size_t i = 0; i < size; ++i) {
      require(masked[i] == before[i] || masked[i] == '*', "masking only covers");
    }
    std::size_t at = 0;
    for (const text::Mention& mention : mentions) {
      require(mention.span.begin >= at && mention.span.begin < mention.span.end, "in order");
      require(mention.span.end <= size, "mentions lie inside the text");
      require(!mention.value.empty(), "a mention has a value");
      at = mention.span.begin;
    }
  }
  const std::string shape = text::shape_of(text::normalize(input).text);
  const auto one = text::sketch_of(shape, 7);
  const auto two = text::sketch_of(shape, 7);
  require(one.has_value() == two.has_value(), "a sketch is the same each time");
  return 0;
}
