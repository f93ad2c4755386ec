// URLs as a browser sees them (WHATWG URL), whatever way they were written.
//
// Pure functions; any number of threads may call them at once.

#ifndef ANALYZER_TEXT_URL_H_
#define ANALYZER_TEXT_URL_H_

#include <string_view>

#include "analyzer/core/facts.h"
#include "analyzer/core/result.h"

namespace analyzer::text {

// Parses `input` by the WHATWG URL algorithm for the schemes http, https, ws,
// wss and ftp. Links of apps (weixin:, alipays: and others that open an app; see
// is_app_scheme) are taken as they stand: `scheme`, `url`, `path`, `query` and
// `fragment` only. `raw` is the input; `span` and `disguises` are left empty.
//
// Fails with kInvalid if a browser would not open it, or if it has no scheme or
// one that is neither of these (file:, javascript:, data:).
//
// Takes some 2 µs (tests/bench/text_bench.cpp).
// Source: https://url.spec.whatwg.org/
Result<UrlFacts> parse_url(std::string_view input);

// Parses `input` as a browser does that meets it on the page `base`.
// Fails with kInvalid as above, or if `input` is relative and `base` is invalid.
Result<UrlFacts> resolve(std::string_view input, std::string_view base);

// Returns the host that browsers ask for when given `domain` (UTF-8, percent
// escapes allowed): UTS 46 non-transitional, IPv4 in dots, IPv6 in brackets.
// Fails with kInvalid if it is no host.
Result<std::string> parse_host(std::string_view domain);

// Whether `scheme` (lower case, no colon) is known to open an app.
bool is_app_scheme(std::string_view scheme);

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_URL_H_
