// A DNS response policy zone as a master file: "name CNAME ." answers one host with
// "no such name", "*.name CNAME ." what lies below. The zone's own name is the
// resolver's to choose. Addresses are left out: a policy on them would block every
// name that leads there.
// Source: draft-vixie-dnsop-dns-rpz

#include <algorithm>

#include "feeds/formats/formats.h"
#include "feeds/formats/intake.h"

namespace analyzer::feeds {
namespace {

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!(text = trim(text)).empty()) {
    out.push_back(text.substr(0, text.find_first_of(" \t")));
    text.remove_prefix(out.back().size());
  }
  return out;
}

class Rpz final : public LineReader {
 public:
  using LineReader::LineReader;

  Status finish() override {
    if (Status status = LineReader::finish(); !status) return status;
    flush();
    return {};
  }

 private:
  void line(std::size_t number, std::string_view text) override {
    text = trim(text.substr(0, text.find(';')));
    const bool inside = depth_ > 0;
    depth_ += std::count(text.begin(), text.end(), '(');
    depth_ -= std::count(text.begin(), text.end(), ')');
    if (inside || text.empty() || text.front() == '$' || text.front() == '@') return;
    const std::vector<std::string_view> words = words_of(text);
    if (words.front() == "NS") return;  // of the zone, whose name stands above
    const auto cname = std::find(words.begin() + 1, words.end(), "CNAME");
    if (cname == words.end() || cname + 1 == words.end()) {
      return intake().wrong(number, "no policy for a name");
    }
    const std::string_view target = *(cname + 1);
    if (target != "." && target != "*." && target != "rpz-drop.") {
      return intake().wrong(number, "a policy that does not block");
    }
    name(number, words.front());
  }

  void name(std::size_t number, std::string_view owner) {
    if (owner.ends_with('.') || owner.find(".rpz-") != std::string_view::npos) {
      flush();
      return intake().wrong(number, "no name below the zone");
    }
    if (owner.starts_with("*.")) {
      if (owner.substr(2) != pending_) {
        flush();
        return intake().wrong(number, "lists what lies below a name, but not the name");
      }
      pending_.clear();
      return intake().add(pending_line_, IndicatorKind::kDomain, owner.substr(2));
    }
    flush();
    pending_ = owner;
    pending_line_ = number;
  }

  void flush() {
    if (!pending_.empty()) intake().add(pending_line_, IndicatorKind::kHost, pending_);
    pending_.clear();
  }

  std::string pending_;  // a host whose domain may follow
  std::size_t pending_line_ = 0;
  std::ptrdiff_t depth_ = 0;  // of parentheses
};

}  // namespace

std::unique_ptr<FormatReader> read_rpz(Intake& intake) { return std::make_unique<Rpz>(intake); }

std::optional<Entry> said_by_rpz(const Entry& entry, const ListHead& head) {
  constexpr std::size_t kLongest = 180;  // leaves room for the zone's own name
  const bool host = entry.kind == IndicatorKind::kHost || entry.kind == IndicatorKind::kDomain;
  if (!host || entry.revoked || entry.value.size() > kLongest) return std::nullopt;
  return bare(entry, head);
}

std::string write_rpz(std::span<const Entry> entries, const ListHead& head) {
  std::string out = banner(head, "; ");
  // Serials are 32 bits and wrap (RFC 1982).
  const auto serial = static_cast<std::uint32_t>(head.version);
  out += "$TTL 300\n@ SOA localhost. hostmaster.localhost. " + std::to_string(serial) +
         " 600 300 86400 300\n@ NS localhost.\n";
  for (const Entry& entry : entries) {
    out += entry.value + " CNAME .\n";
    if (entry.kind == IndicatorKind::kDomain) out += "*." + entry.value + " CNAME .\n";
  }
  return out;
}

}  // namespace analyzer::feeds
