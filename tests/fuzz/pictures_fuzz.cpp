// What the service itself reads of a picture, and of what a reader that was taken
// over might say: headers, messages, and the text put together from them.

#include <cstdint>
#include <string_view>

#include "analyzer/pictures/compose.h"
#include "analyzer/pictures/header.h"
#include "analyzer/text/utf8.h"
#include "tests/fuzz/text_property.h"

namespace {

using analyzer::require;
namespace pictures = analyzer::pictures;

void check_header(std::string_view bytes) {
  const auto header = pictures::read_header(bytes);
  if (!header) {
    require(header.error().fields.size() == 1, "a refusal says why");
    return;
  }
  const std::uint64_t pixels = std::uint64_t{header->width} * header->height;
  require(header->width >= pictures::kLeastSide && header->height >= pictures::kLeastSide &&
              header->width <= pictures::kMostSide && header->height <= pictures::kMostSide &&
              pixels <= pictures::kMostPixels,
          "an accepted picture is within the limits");
}

void check_message(std::string_view line) {
  const auto message = pictures::read_message(line);
  if (!message) return;
  const auto again = pictures::read_message(pictures::write_message(*message));
  require(again.has_value() && again->index() == message->index(), "a message is written and read");
  const auto* reading = std::get_if<pictures::Reading>(&*message);
  if (reading == nullptr) return;
  const pictures::Composed composed = pictures::compose(*reading);
  require(composed.text.size() <= pictures::kLongestText, "a text is never too long for a report");
  require(analyzer::text::is_valid_utf8(composed.text), "a text is UTF-8");
  require(analyzer::text::is_valid_utf8(composed.title), "a title is UTF-8");
  require(composed.confidence >= 0.0 && composed.confidence <= 1.0, "a confidence is a part of 1");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  check_header(input);
  check_message(input);
  return 0;
}
