// hosts(5) as block lists use it: an address that leads nowhere, then names. It can
// say hosts only.

#include <array>

#include "feeds/formats/formats.h"
#include "feeds/formats/intake.h"

namespace analyzer::feeds {
namespace {

constexpr std::array<std::string_view, 5> kNowhere = {"0.0.0.0", "127.0.0.1", "::", "::1",
                                                      "0:0:0:0:0:0:0:0"};
// Names that such files carry for the machine itself.
constexpr std::array<std::string_view, 10> kOwn = {
    "localhost",    "localhost.localdomain", "local",        "broadcasthost",  "ip6-localhost",
    "ip6-loopback", "ip6-localnet",          "ip6-allnodes", "ip6-allrouters", "0.0.0.0"};

template <std::size_t kCount>
bool is_one_of(const std::array<std::string_view, kCount>& words, std::string_view word) {
  for (const std::string_view known : words) {
    if (known == word) return true;
  }
  return false;
}

std::string_view next_word(std::string_view& text) {
  text = trim(text);
  const std::string_view word = text.substr(0, text.find_first_of(" \t"));
  text.remove_prefix(word.size());
  return word;
}

class Hosts final : public LineReader {
 public:
  using LineReader::LineReader;

 private:
  void line(std::size_t number, std::string_view text) override {
    std::string_view rest = without_comment(text, '#');
    if (rest.empty()) return;
    if (!is_one_of(kNowhere, next_word(rest))) {
      return intake().wrong(number, "does not begin with an address that leads nowhere");
    }
    std::string_view name = next_word(rest);
    if (name.empty()) return intake().wrong(number, "an address without a name");
    for (; !name.empty(); name = next_word(rest)) {
      if (!is_one_of(kOwn, name)) intake().add(number, IndicatorKind::kHost, name);
    }
  }
};

}  // namespace

std::unique_ptr<FormatReader> read_hosts(Intake& intake) { return std::make_unique<Hosts>(intake); }

std::optional<Entry> said_by_hosts(const Entry& entry, const ListHead& head) {
  const bool host = entry.kind == IndicatorKind::kHost || entry.kind == IndicatorKind::kDomain;
  if (!host || entry.revoked || is_one_of(kOwn, entry.value)) return std::nullopt;
  Entry out = bare(entry, head);
  out.kind = IndicatorKind::kHost;
  return out;
}

std::string write_hosts(std::span<const Entry> entries, const ListHead& head) {
  std::string out = banner(head, "# ");
  for (const Entry& entry : entries) out += "0.0.0.0 " + entry.value + "\n";
  return out;
}

}  // namespace analyzer::feeds
