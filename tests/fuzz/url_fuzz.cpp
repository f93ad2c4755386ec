// Whatever parses is serialized to what parses to the same again, absolute or
// relative to another URL; its parts are where they belong.

#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/text/normalize.h"
#include "analyzer/text/url.h"
#include "tests/fuzz/text_property.h"

namespace {

using analyzer::require;

void check(const analyzer::Result<analyzer::UrlFacts>& parsed) {
  if (!parsed) {
    require(parsed.error().code == analyzer::ErrorCode::kInvalid, "a bad URL is kInvalid");
    return;
  }
  const analyzer::UrlFacts& url = *parsed;
  require(url.valid && !url.scheme.empty(), "a parsed URL has a scheme");
  require(analyzer::text::is_valid_utf8(url.url), "a URL is UTF-8");
  require(url.url.starts_with(url.scheme + ":") || url.host.empty(),
          "a URL begins with its scheme");
  const auto again = analyzer::text::parse_url(url.url);
  require(again.has_value(), "a serialized URL parses");
  require(again->url == url.url && again->host == url.host, "a serialized URL stays as it is");
  if (analyzer::text::is_app_scheme(url.scheme)) return;
  require(!url.host.empty() && url.path.starts_with('/'), "host and path");
  require(url.host.ends_with(url.registrable_domain) ||
              url.host.ends_with(url.registrable_domain + "."),
          "a host ends with its registrable domain");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  check(analyzer::text::parse_url(input));
  check(analyzer::text::parse_url("http://" + std::string(input)));
  check(analyzer::text::resolve(input, "https://user@a.example.com:8443/b/c?d#e"));
  return 0;
}
