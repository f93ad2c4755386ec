// Any bytes become valid UTF-8 whose origins rise within the input, and
// normalizing twice is normalizing once.

#include <cstdint>
#include <string_view>

#include "analyzer/text/normalize.h"
#include "tests/fuzz/text_property.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using analyzer::require;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const analyzer::NormalizedText once = analyzer::text::normalize(input);
  require(analyzer::text::is_valid_utf8(once.text), "the result is UTF-8");
  require(once.origin.size() == once.text.size() + 1, "every byte has an origin");
  require(once.origin.back() == size, "the last origin is the end");
  for (std::size_t i = 0; i < once.text.size(); ++i) {
    require(once.origin[i] <= once.origin[i + 1], "origins never fall");
    require(once.origin[i] < size, "origins lie inside the input");
  }
  require(analyzer::text::normalize(once.text).text == once.text, "once is enough");
  return 0;
}
