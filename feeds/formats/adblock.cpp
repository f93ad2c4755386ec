// Rules of ad blockers, as far as they block whole places: "||name^" is a domain and
// what lies below, "|http://name^" one host, "|http://name/x" what begins so. Rules
// that look at pages' content or at conditions list nothing here.
// Source: https://help.adblockplus.org/hc/en-us/articles/360062733293

#include <array>

#include "feeds/formats/formats.h"
#include "feeds/formats/intake.h"
#include "feeds/naming.h"

namespace analyzer::feeds {
namespace {

// Options that leave a rule what it is.
constexpr std::array<std::string_view, 5> kPlain = {"all", "document", "doc", "important", "popup"};

bool are_plain(std::string_view options) {
  while (true) {
    const std::size_t comma = options.find(',');
    bool known = false;
    for (const std::string_view plain : kPlain) known = known || options.substr(0, comma) == plain;
    if (!known) return false;
    if (comma == std::string_view::npos) return true;
    options.remove_prefix(comma + 1);
  }
}

bool is_address(std::string_view text) { return kind_of(text) == IndicatorKind::kIp; }

class Adblock final : public LineReader {
 public:
  using LineReader::LineReader;

 private:
  void line(std::size_t number, std::string_view text) override {
    if (text.front() == '!' || text.front() == '[' || text.starts_with("# ")) return;
    if (text.starts_with("@@")) return intake().wrong(number, "an exception lists nothing");
    if (text.find("##") != std::string_view::npos || text.find("#@#") != std::string_view::npos) {
      return intake().wrong(number, "a rule about a page's content");
    }
    if (const std::size_t dollar = text.rfind('$'); dollar != std::string_view::npos) {
      if (are_plain(text.substr(dollar + 1))) text = text.substr(0, dollar);
    }
    if (text.find('*') != std::string_view::npos) {
      return intake().wrong(number, "a rule with a wildcard");
    }
    if (text.starts_with("||")) return place(number, text.substr(2));
    if (text.starts_with("|http://")) return link(number, text.substr(8));
    if (text.starts_with("|https://")) return link(number, text.substr(9));
    intake().wrong(number, "no rule about a whole place");
  }

  void place(std::size_t number, std::string_view rest) {
    if (rest.ends_with('^')) rest.remove_suffix(1);
    if (rest.find_first_of("^|$") != std::string_view::npos) {
      return intake().wrong(number, "a rule with conditions");
    }
    const std::size_t slash = rest.find('/');
    if (slash != std::string_view::npos && slash + 1 < rest.size()) {
      // Below every name under it too: more than an entry can say.
      return intake().wrong(number, "a path below any name");
    }
    rest = rest.substr(0, slash);
    intake().add(number, is_address(rest) ? IndicatorKind::kIp : IndicatorKind::kDomain, rest);
  }

  void link(std::size_t number, std::string_view rest) {
    const bool exact = rest.ends_with('|');
    if (exact) rest.remove_suffix(1);
    const bool host = rest.ends_with('^') && rest.find('/') == std::string_view::npos;
    if (host) rest.remove_suffix(1);
    if (rest.find_first_of("^|$") != std::string_view::npos) {
      return intake().wrong(number, "a rule with conditions");
    }
    if (host) {
      const bool ip = is_address(rest);
      return intake().add(number, ip ? IndicatorKind::kIp : IndicatorKind::kHost, rest);
    }
    const bool folder = !exact && rest.ends_with('/');
    intake().add(number, folder ? IndicatorKind::kPath : IndicatorKind::kUrl, rest);
  }
};

}  // namespace

std::unique_ptr<FormatReader> read_adblock(Intake& intake) {
  return std::make_unique<Adblock>(intake);
}

std::optional<Entry> said_by_adblock(const Entry& entry, const ListHead& head) {
  if (entry.revoked || is_hashed(entry.kind)) return std::nullopt;
  // Characters that mean something in a rule.
  if (entry.value.find_first_of("*^|$#") != std::string::npos) return std::nullopt;
  return bare(entry, head);
}

std::string write_adblock(std::span<const Entry> entries, const ListHead& head) {
  std::string out = "[Adblock Plus 2.0]\n" + banner(head, "! ");
  for (const Entry& entry : entries) {
    if (entry.kind == IndicatorKind::kDomain || entry.kind == IndicatorKind::kIp) {
      out += "||" + entry.value + "^\n";
      continue;
    }
    const char* end = entry.kind == IndicatorKind::kHost  ? "^"
                      : entry.kind == IndicatorKind::kUrl ? "|"
                                                          : "";
    for (const std::string_view scheme : {"http", "https"}) {
      out += "|" + with_scheme(entry.value, scheme) + end + "\n";
    }
  }
  return out;
}

}  // namespace analyzer::feeds
