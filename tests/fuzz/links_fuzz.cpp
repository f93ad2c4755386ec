// Links lie inside the text, in order (those inside another link directly behind
// it), hold the bytes they were found in, and parse.

#include <cstdint>
#include <string_view>

#include "analyzer/text/links.h"
#include "analyzer/text/url.h"
#include "tests/fuzz/text_property.h"

namespace {

using analyzer::require;

void check(std::string_view input, bool dictated) {
  std::uint32_t end = 0;
  for (const analyzer::UrlFacts& link : analyzer::text::find_links(input, dictated)) {
    require(link.span.has_value(), "a found link has a span");
    const analyzer::Span span = *link.span;
    require(span.begin < span.end && span.end <= input.size(), "a span lies inside the text");
    require(link.raw == input.substr(span.begin, span.end - span.begin), "raw is what stood there");
    const bool embedded =
        !link.disguises.empty() && link.disguises.back() == analyzer::LinkDisguise::kEmbedded;
    require(embedded ? span.end <= end : span.begin >= end, "links come in order");
    if (!embedded) end = span.end;
    const bool app = link.scheme == "mini_program";
    if (link.valid && !app) {
      const auto again = analyzer::text::parse_url(link.url);
      require(again.has_value() && again->url == link.url, "a found link stays as it is");
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  check(input, false);
  check(input, true);
  return 0;
}
