// The WHATWG URL record of the special schemes but file, and its parser.

#ifndef ANALYZER_TEXT_WEB_URL_H_
#define ANALYZER_TEXT_WEB_URL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/core/result.h"

namespace analyzer::text {

struct WebUrl {
  std::string scheme;
  std::string username;
  std::string password;
  std::string host;
  std::optional<std::uint16_t> port;
  std::string path;  // begins with '/'
  std::optional<std::string> query;
  std::optional<std::string> fragment;

  std::string serialize() const;
};

// `input` without what browsers skip: controls and blanks at both ends, tabs and
// line breaks everywhere. Valid UTF-8.
std::string strip_ignored(std::string_view input);

// The scheme before the first colon in lower case, or empty if there is none.
std::string read_scheme(std::string_view input);

// Whether `scheme` is http, https, ws, wss or ftp.
bool is_web_scheme(std::string_view scheme);

// Parses stripped `input`, relative to `base` if that is not null.
// Fails with kInvalid, also for every other scheme.
Result<WebUrl> parse_web_url(std::string_view input, const WebUrl* base);

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_WEB_URL_H_
