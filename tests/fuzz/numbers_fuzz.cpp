// Numbers lie inside the text in order without overlap; masking keeps the
// length and every byte outside them, and leaves no number that must be hidden.

#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/text/id_number.h"
#include "analyzer/text/numbers.h"
#include "tests/fuzz/text_property.h"

namespace {

using analyzer::NumberKind;
using analyzer::require;

bool is_hidden(NumberKind kind) {
  return kind != NumberKind::kHotline && kind != NumberKind::kQq && kind != NumberKind::kWechat;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto numbers = analyzer::text::find_numbers(input);
  const std::string masked = analyzer::text::mask(input, numbers);
  require(masked.size() == size, "masking keeps the length");
  std::size_t at = 0;
  for (const analyzer::FoundNumber& number : numbers) {
    require(number.span.begin >= at && number.span.begin < number.span.end, "numbers in order");
    require(number.span.end <= size, "numbers lie inside the text");
    require(!number.digits.empty(), "a number has digits");
    require(
        masked.compare(at, number.span.begin - at, input.substr(at, number.span.begin - at)) == 0,
        "masking leaves the rest as it was");
    at = number.span.end;
    if (is_hidden(number.kind)) {
      const std::string hidden(at - number.span.begin, '*');
      require(masked.compare(number.span.begin, hidden.size(), hidden) == 0, "a number is covered");
    }
  }
  if (const auto id = analyzer::text::parse_id_number(input, true)) {
    require(id->number.size() == 18, "an identity number has 18 characters");
  }
  return 0;
}
