// The formats in which lists come in and go out: a row each, and one file each in
// formats/.

#ifndef FEEDS_FORMAT_H_
#define FEEDS_FORMAT_H_

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "analyzer/core/names.h"
#include "analyzer/core/time.h"
#include "feeds/entry.h"

namespace analyzer::feeds {

enum class Format : std::uint8_t {
  kLines,          // one value a line
  kHosts,          // hosts(5): "0.0.0.0 name"
  kDnsmasq,        // dnsmasq.conf: local=/name/, host-record=name,0.0.0.0
  kAdblock,        // ||name^ and the like
  kRpz,            // DNS response policy zone, as a master file
  kCsv,            // RFC 4180 with named columns
  kPhishtankJson,  // online-valid.json
  kPhishtankCsv,   // online-valid.csv
  kOpenphish,      // feed.txt: one URL a line
  kUrlhausCsv,     // URLhaus of abuse.ch, csv_recent and csv_online
  kUrlhausJson,    // json_recent
  kMisp,           // MISP event
  kWarninglist,    // MISP warninglist
  kStix,           // STIX 2.1 bundle
  kDelta,          // our own: what was added and what was removed
};

// What a list says of itself when it goes out.
struct ListHead {
  std::string name;           // [a-z0-9-]
  std::string title;          // for people
  std::string issuer;         // whose list it is
  Time made_at{};             // of the last change
  std::uint64_t version = 1;  // grows with every change
};

// What of `entry` the format can say, as its reader will give it back; nothing if it
// cannot say it without covering more. What QR codes say and fingerprints of texts are said by
// csv, misp, stix and analyzer alone: the other formats know places only.
std::optional<Entry> said_by(Format format, const Entry& entry, const ListHead& head);

// Whether the format is written, not only read.
bool is_written(Format format);

// The list as a file. Entries that the format cannot say are left out. Reading it
// back gives said_by() of the others, in order.
std::string write_list(Format format, std::span<const Entry> entries, const ListHead& head);

}  // namespace analyzer::feeds

namespace analyzer {
template <>
inline constexpr auto kNames<feeds::Format> = std::to_array<std::string_view>(
    {"lines", "hosts", "dnsmasq", "adblock", "rpz", "csv", "phishtank_json", "phishtank_csv",
     "openphish", "urlhaus_csv", "urlhaus_json", "misp", "misp_warninglist", "stix", "analyzer"});
}  // namespace analyzer

#endif  // FEEDS_FORMAT_H_
