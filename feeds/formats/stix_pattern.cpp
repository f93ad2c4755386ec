#include "feeds/formats/stix_pattern.h"

#include <algorithm>
#include <optional>

#include "analyzer/core/base64.h"
#include "feeds/naming.h"

namespace analyzer::feeds {
namespace {

constexpr std::string_view kFolderBegin = "^https?://";
constexpr std::string_view kBelowBegin = "(^|\\.)";
constexpr std::string_view kBytesPath = "artifact:payload_bin";
constexpr std::string_view kHashPath = "artifact:hashes.'SHA-256'";

// A text of STIX: in single quotes, with the quote and '\' escaped.
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string regex_of(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\^$.|?*+()[]{}").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

// The text that a regular expression without operators stands for.
std::optional<std::string> plain_of(std::string_view regex) {
  std::string out;
  for (std::size_t i = 0; i < regex.size(); ++i) {
    if (regex[i] == '\\' && i + 1 < regex.size()) {
      out += regex[++i];
    } else if (std::string_view("^$.|?*+()[]{}\\").find(regex[i]) != std::string_view::npos) {
      return std::nullopt;
    } else {
      out += regex[i];
    }
  }
  return out;
}

// Whether what a QR code says is a link.
bool is_link(std::string_view text) {
  std::string scheme(text.substr(0, 8));
  for (char& c : scheme) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  return scheme.starts_with("http://") || scheme.starts_with("https://");
}

struct Comparison {
  std::string path;
  std::string how;
  std::string text;
};

// Reads words, brackets and quoted texts one after the other.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool take(std::string_view word) {
    skip();
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  std::string word() {
    skip();
    std::size_t end = std::min(rest_.find_first_of(" \t\r\n='[]("), rest_.size());
    // A key that is quoted, as of a hash: artifact:hashes.'SHA-256'
    if (end > 0 && end < rest_.size() && rest_[end] == '\'' && rest_[end - 1] == '.') {
      end = std::min(rest_.find('\'', end + 1), rest_.size() - 1) + 1;
    }
    std::string out(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return out;
  }
  std::optional<std::string> text() {
    if (!take("'")) return std::nullopt;
    return text_end();
  }
  // The text behind an opening quote.
  std::optional<std::string> text_end() {
    std::string out;
    for (std::size_t i = 0; i < rest_.size(); ++i) {
      if (rest_[i] == '\'') {
        rest_.remove_prefix(i + 1);
        return out;
      }
      if (rest_[i] == '\\' && i + 1 < rest_.size()) ++i;
      out += rest_[i];
    }
    return std::nullopt;
  }
  bool at_end() {
    skip();
    return rest_.empty();
  }

 private:
  void skip() {
    while (!rest_.empty() &&
           std::string_view(" \t\r\n").find(rest_.front()) != std::string_view::npos)
      rest_.remove_prefix(1);
  }
  std::string_view rest_;
};

std::optional<Comparison> read_comparison(Scanner& scanner) {
  Comparison out;
  out.path = scanner.word();
  out.how = scanner.take("=") ? "=" : scanner.word();
  const bool binary = scanner.take("b'");
  std::optional<std::string> text = binary ? scanner.text_end() : scanner.text();
  if (text && binary) text = from_base64(*text);
  if (!text) return std::nullopt;
  out.text = *std::move(text);
  return out;
}

// "[a = 'x' OR b = 'y'] OR [c = 'z']"
std::optional<std::vector<Comparison>> read_comparisons(std::string_view pattern) {
  std::vector<Comparison> out;
  Scanner scanner(pattern);
  do {
    if (!scanner.take("[")) return std::nullopt;
    do {
      std::optional<Comparison> one = read_comparison(scanner);
      if (!one) return std::nullopt;
      out.push_back(*std::move(one));
    } while (scanner.take("OR"));
    if (!scanner.take("]")) return std::nullopt;
  } while (scanner.take("OR"));
  if (!scanner.at_end()) return std::nullopt;
  return out;
}

std::optional<IndicatorKind> kind_of_path(std::string_view path) {
  if (path == "url:value") return IndicatorKind::kUrl;
  if (path == "domain-name:value") return IndicatorKind::kHost;
  if (path == "ipv4-addr:value" || path == "ipv6-addr:value") return IndicatorKind::kIp;
  return std::nullopt;
}

std::optional<Place> place_of(const Comparison& c) {
  if (c.how == "=" && c.path == kBytesPath) return Place{IndicatorKind::kQr, c.text};
  if (c.how == "=" && c.path == kHashPath) return Place{IndicatorKind::kText, c.text};
  const auto kind = kind_of_path(c.path);
  if (!kind) return std::nullopt;
  if (c.how == "=") return Place{*kind, c.text};
  if (c.how == "LIKE" && *kind == IndicatorKind::kHost && c.text.starts_with("%.") &&
      c.text.find_first_of("%_", 1) == std::string::npos) {
    return Place{IndicatorKind::kDomain, c.text.substr(2)};
  }
  if (c.how == "MATCHES" && *kind == IndicatorKind::kHost && c.text.starts_with(kBelowBegin) &&
      c.text.ends_with('$')) {
    const std::size_t begin = kBelowBegin.size();
    const auto plain = plain_of(std::string_view(c.text).substr(begin, c.text.size() - begin - 1));
    if (plain) return Place{IndicatorKind::kDomain, *plain, true};
  }
  if (c.how == "MATCHES" && *kind == IndicatorKind::kUrl && c.text.starts_with(kFolderBegin)) {
    const auto plain = plain_of(std::string_view(c.text).substr(kFolderBegin.size()));
    if (plain && plain->ends_with('/')) return Place{IndicatorKind::kPath, *plain};
  }
  return std::nullopt;
}

}  // namespace

std::string stix_pattern(const Entry& entry) {
  const auto link = [&](const char* scheme) {
    return "url:value = " + quoted(scheme + entry.value);
  };
  switch (entry.kind) {
    case IndicatorKind::kUrl:
      return "[" + link("http://") + " OR " + link("https://") + "]";
    case IndicatorKind::kPath:
      return "[url:value MATCHES " + quoted(std::string(kFolderBegin) + regex_of(entry.value)) +
             "]";
    case IndicatorKind::kDomain:
      if (entry.value.find('_') != std::string::npos) {  // any character, to LIKE
        return "[domain-name:value MATCHES " +
               quoted(std::string(kBelowBegin) + regex_of(entry.value) + "$") + "]";
      }
      return "[domain-name:value = " + quoted(entry.value) + " OR domain-name:value LIKE " +
             quoted("%." + entry.value) + "]";
    case IndicatorKind::kIp:
      if (is_ipv6(entry.value)) {
        return "[ipv6-addr:value = " + quoted(entry.value.substr(1, entry.value.size() - 2)) + "]";
      }
      return "[ipv4-addr:value = " + quoted(entry.value) + "]";
    case IndicatorKind::kQr:
      if (is_link(entry.value)) {
        return "[url:value = " + quoted(entry.value) + "]";
      }
      return "[" + std::string(kBytesPath) + " = b'" + to_base64(entry.value) + "']";
    case IndicatorKind::kText:
      return "[" + std::string(kHashPath) + " = " + quoted(entry.value) + "]";
    default:
      return "[domain-name:value = " + quoted(entry.value) + "]";
  }
}

Result<std::vector<Place>> read_stix_pattern(std::string_view pattern) {
  const auto comparisons = read_comparisons(pattern);
  if (!comparisons) return fail(ErrorCode::kInvalid, "a pattern that asks for more than a place");
  std::vector<Place> out;
  for (const Comparison& comparison : *comparisons) {
    std::optional<Place> place = place_of(comparison);
    if (!place) return fail(ErrorCode::kInvalid, "a pattern that names no place");
    // A host and what lies below it are its domain.
    const auto host = std::find_if(out.begin(), out.end(), [&](const Place& before) {
      return place->kind == IndicatorKind::kDomain && before.kind == IndicatorKind::kHost &&
             before.value == place->value;
    });
    if (host != out.end()) {
      host->kind = IndicatorKind::kDomain;
    } else if (place->kind == IndicatorKind::kDomain && !place->whole) {
      return fail(ErrorCode::kInvalid, "a pattern of what lies below a name, but not of the name");
    } else {
      out.push_back(*std::move(place));
    }
  }
  return out;
}

}  // namespace analyzer::feeds
