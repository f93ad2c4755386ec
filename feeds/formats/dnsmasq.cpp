// dnsmasq.conf: local=/name/ and its like answer a domain and what lies below with
// "no such name"; host-record=name,0.0.0.0 answers one host alone.

#include <array>

#include "feeds/formats/formats.h"
#include "feeds/formats/intake.h"

namespace analyzer::feeds {
namespace {

// Keys whose domains lead nowhere when nothing, '#' or such an address follows.
constexpr std::array<std::string_view, 3> kKeys = {"local=", "address=", "server="};

bool leads_nowhere(std::string_view target) {
  return target.empty() || target == "#" || target == "0.0.0.0" || target == "::" ||
         target == "127.0.0.1" || target == "::1";
}

class Dnsmasq final : public LineReader {
 public:
  using LineReader::LineReader;

 private:
  void line(std::size_t number, std::string_view text) override {
    const std::string_view rest = without_comment(text, '#');
    if (rest.empty()) return;
    constexpr std::string_view kHostRecord = "host-record=";
    if (rest.starts_with(kHostRecord)) return host(number, rest.substr(kHostRecord.size()));
    for (const std::string_view key : kKeys) {
      if (rest.starts_with(key)) return domains(number, rest.substr(key.size()));
    }
    intake().wrong(number, "a setting that lists nothing");
  }

  void host(std::size_t number, std::string_view rest) {
    const std::size_t comma = rest.find(',');
    if (comma == std::string_view::npos || !leads_nowhere(trim(rest.substr(comma + 1)))) {
      return intake().wrong(number, "leads somewhere");
    }
    intake().add(number, IndicatorKind::kHost, trim(rest.substr(0, comma)));
  }

  // "/a/b/target"
  void domains(std::size_t number, std::string_view rest) {
    const std::size_t last = rest.rfind('/');
    if (!rest.starts_with('/') || last == 0) return intake().wrong(number, "names no domain");
    if (!leads_nowhere(trim(rest.substr(last + 1)))) {
      return intake().wrong(number, "leads somewhere");
    }
    rest = rest.substr(1, last - 1);
    while (true) {
      const std::size_t slash = rest.find('/');
      intake().add(number, IndicatorKind::kDomain, rest.substr(0, slash));
      if (slash == std::string_view::npos) return;
      rest.remove_prefix(slash + 1);
    }
  }
};

}  // namespace

std::unique_ptr<FormatReader> read_dnsmasq(Intake& intake) {
  return std::make_unique<Dnsmasq>(intake);
}

std::optional<Entry> said_by_dnsmasq(const Entry& entry, const ListHead& head) {
  const bool host = entry.kind == IndicatorKind::kHost || entry.kind == IndicatorKind::kDomain;
  if (!host || entry.revoked) return std::nullopt;
  return bare(entry, head);
}

std::string write_dnsmasq(std::span<const Entry> entries, const ListHead& head) {
  std::string out = banner(head, "# ");
  for (const Entry& entry : entries) {
    const bool host = entry.kind == IndicatorKind::kHost;
    out += host ? "host-record=" + entry.value + ",0.0.0.0\n" : "local=/" + entry.value + "/\n";
  }
  return out;
}

}  // namespace analyzer::feeds
