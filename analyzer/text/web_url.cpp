#include "analyzer/text/web_url.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analyzer/text/host.h"
#include "analyzer/text/percent.h"
#include "analyzer/text/utf8.h"

namespace analyzer::text {
namespace {

struct SchemePort {
  std::string_view scheme;
  std::uint16_t port;
};
constexpr std::array<SchemePort, 5> kSchemes = {
    {{"http", 80}, {"https", 443}, {"ws", 80}, {"wss", 443}, {"ftp", 21}}};

tl::unexpected<Error> bad(const char* what) { return fail(ErrorCode::kInvalid, what); }

bool is_slash(char c) { return c == '/' || c == '\\'; }
bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view skip_slashes(std::string_view rest) {
  while (!rest.empty() && is_slash(rest.front())) rest.remove_prefix(1);
  return rest;
}

bool equals_any(std::string_view segment, std::initializer_list<std::string_view> forms) {
  return std::any_of(forms.begin(), forms.end(), [segment](std::string_view form) {
    return segment.size() == form.size() &&
           std::equal(segment.begin(), segment.end(), form.begin(),
                      [](char a, char b) { return a == b || (a == 'E' && b == 'e'); });
  });
}
bool is_single_dot(std::string_view s) { return equals_any(s, {".", "%2e"}); }
bool is_double_dot(std::string_view s) { return equals_any(s, {"..", ".%2e", "%2e.", "%2e%2e"}); }

// Reads what follows the authority: path, query, fragment, into `url`.
class TailReader {
 public:
  explicit TailReader(WebUrl& url) : url_(url) {}

  void read(std::string_view rest) {
    if (!rest.empty() && is_slash(rest.front())) rest.remove_prefix(1);
    read_segments(rest);
  }

  // Appends the segments of `rest` to the path, then reads query and fragment.
  void read_segments(std::string_view rest) {
    for (;;) {
      const std::size_t end = std::min(rest.find_first_of("/\\?#"), rest.size());
      const bool more = end < rest.size() && is_slash(rest[end]);
      add_segment(rest.substr(0, end), more);
      rest.remove_prefix(end);
      if (!more) break;
      rest.remove_prefix(1);
    }
    if (url_.path.empty()) url_.path.push_back('/');
    read_query(rest);
  }

  // `rest` is empty or begins with '?' or '#'.
  void read_query(std::string_view rest) {
    const std::size_t hash = std::min(rest.find('#'), rest.size());
    if (rest.starts_with('?')) {
      url_.query.emplace();
      append_escaped(*url_.query, rest.substr(1, hash - 1), EscapeSet::kSpecialQuery);
    }
    if (hash < rest.size()) {
      url_.fragment.emplace();
      append_escaped(*url_.fragment, rest.substr(hash + 1), EscapeSet::kFragment);
    }
  }

  void drop_last_segment() {
    const std::size_t slash = url_.path.rfind('/');
    url_.path.resize(slash == std::string::npos ? 0 : slash);
  }

 private:
  void add_segment(std::string_view segment, bool more) {
    if (is_double_dot(segment)) {
      drop_last_segment();
      if (!more) url_.path.push_back('/');
    } else if (is_single_dot(segment)) {
      if (!more) url_.path.push_back('/');
    } else {
      url_.path.push_back('/');
      append_escaped(url_.path, segment, EscapeSet::kPath);
    }
  }

  WebUrl& url_;
};

bool read_port(std::string_view digits, WebUrl& url) {
  std::uint32_t port = 0;
  for (const char c : digits) {
    if (!is_digit(c)) return false;
    port = port * 10 + static_cast<std::uint32_t>(c - '0');
    if (port > 0xFFFF) return false;
  }
  const bool is_default = std::any_of(kSchemes.begin(), kSchemes.end(), [&](const SchemePort& s) {
    return s.scheme == url.scheme && s.port == port;
  });
  if (!digits.empty() && !is_default) url.port = static_cast<std::uint16_t>(port);
  return true;
}

void read_credentials(std::string_view text, WebUrl& url) {
  const std::size_t colon = std::min(text.find(':'), text.size());
  append_escaped(url.username, text.substr(0, colon), EscapeSet::kUserinfo);
  if (colon < text.size()) {
    append_escaped(url.password, text.substr(colon + 1), EscapeSet::kUserinfo);
  }
}

// Where the host ends: at the first colon outside brackets.
std::size_t host_end(std::string_view text) {
  bool inside = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '[') inside = true;
    if (text[i] == ']') inside = false;
    if (text[i] == ':' && !inside) return i;
  }
  return text.size();
}

WebUrl with_scheme(const std::string& scheme) {
  WebUrl url;
  url.scheme = scheme;
  return url;
}

Result<WebUrl> read_authority(std::string_view rest, WebUrl url) {
  const std::size_t end = std::min(rest.find_first_of("/\\?#"), rest.size());
  std::string_view authority = rest.substr(0, end);
  const std::size_t at = authority.rfind('@');
  if (at != std::string_view::npos) {
    read_credentials(authority.substr(0, at), url);
    authority.remove_prefix(at + 1);
  }
  const std::size_t colon = host_end(authority);
  if (colon == 0) return bad("no host");
  Result<std::string> host = read_host(authority.substr(0, colon));
  if (!host) return tl::unexpected(host.error());
  url.host = *std::move(host);
  if (colon < authority.size() && !read_port(authority.substr(colon + 1), url)) {
    return bad("not a port");
  }
  TailReader(url).read(rest.substr(end));
  return url;
}

Result<WebUrl> read_relative(std::string_view rest, const WebUrl& base) {
  WebUrl url = base;
  url.fragment.reset();
  if (!rest.empty() && is_slash(rest[0])) {
    if (rest.size() > 1 && is_slash(rest[1])) {
      return read_authority(skip_slashes(rest), with_scheme(base.scheme));
    }
    url.path.clear();
    url.query.reset();
    TailReader(url).read(rest);
    return url;
  }
  TailReader tail(url);
  if (rest.empty() || rest[0] == '#') {
    tail.read_query(rest);
    return url;
  }
  url.query.reset();
  if (rest[0] == '?') {
    tail.read_query(rest);
    return url;
  }
  tail.drop_last_segment();
  tail.read_segments(rest);
  return url;
}

}  // namespace

std::string WebUrl::serialize() const {
  std::string out;
  constexpr std::size_t kSigns = 16;  // "://", '@', ':' and a port, '?', '#'
  out.reserve(scheme.size() + username.size() + password.size() + host.size() + path.size() +
              (query ? query->size() : 0) + (fragment ? fragment->size() : 0) + kSigns);
  out.append(scheme).append("://");
  if (!username.empty() || !password.empty()) {
    out += username;
    if (!password.empty()) out.append(":").append(password);
    out.push_back('@');
  }
  out += host;
  if (port) out.append(":").append(std::to_string(*port));
  out += path;
  if (query) out.append("?").append(*query);
  if (fragment) out.append("#").append(*fragment);
  return out;
}

std::string strip_ignored(std::string_view input) {
  const auto skipped = [](char c) { return static_cast<unsigned char>(c) <= 0x20; };
  while (!input.empty() && skipped(input.front())) input.remove_prefix(1);
  while (!input.empty() && skipped(input.back())) input.remove_suffix(1);
  const auto plain = [](char c) { return c >= 0x0E; };  // ASCII, no tab or line break
  if (std::all_of(input.begin(), input.end(), plain)) return std::string(input);
  std::string out;
  out.reserve(input.size());
  for (std::size_t at = 0; at < input.size();) {
    const char32_t c = next_character(input, &at);
    if (c != U'\t' && c != U'\n' && c != U'\r') append_character(out, c);
  }
  return out;
}

std::string read_scheme(std::string_view input) {
  const std::size_t colon = input.find(':');
  if (colon == std::string_view::npos || colon == 0 || !is_alpha(input[0])) return {};
  std::string scheme(input.substr(0, colon));
  for (char& c : scheme) {
    if (!is_alpha(c) && !is_digit(c) && c != '+' && c != '-' && c != '.') return {};
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return scheme;
}

bool is_web_scheme(std::string_view scheme) {
  return std::any_of(kSchemes.begin(), kSchemes.end(),
                     [scheme](const SchemePort& s) { return s.scheme == scheme; });
}

Result<WebUrl> parse_web_url(std::string_view input, const WebUrl* base) {
  const std::string scheme = read_scheme(input);
  if (scheme.empty()) {
    if (base == nullptr) return bad("no scheme");
    return read_relative(input, *base);
  }
  if (!is_web_scheme(scheme)) return bad("not a web scheme");
  const std::string_view rest = input.substr(scheme.size() + 1);
  const bool relative = base != nullptr && base->scheme == scheme && !rest.starts_with("//");
  if (relative) return read_relative(rest, *base);
  return read_authority(skip_slashes(rest), with_scheme(scheme));
}

}  // namespace analyzer::text
