// An indicator is a value that somebody calls bad or good: a link, a host, a
// telephone number. What is kept of it is everything that was said about it;
// what counts is decided by precedence.h.

#ifndef FEEDS_INDICATOR_H_
#define FEEDS_INDICATOR_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/core/names.h"
#include "analyzer/core/time.h"

namespace analyzer::feeds {

// What kind of value it is, and in which form it stands (analyzer/text/list_form.h
// for links). The numbers are stored: append only.
enum class IndicatorKind : std::uint8_t {
  kUrl,     // host, path and query: "a.example/x?id=1"
  kPath,    // host and a folder: "a.example/x/" and everything below
  kHost,    // this host alone
  kDomain,  // this host and everything below
  kIp,      // address of a link: "203.0.113.7"
  kPhone,   // the following are keyed hashes (core/link.h) as 32 hex digits
  kPayee,
  kContact,
  kDevice,
  kShape,  // fingerprint of a text, keyed: of no use to others
  // The following are what they are to anybody.
  kQr,    // what a QR code says, blanks folded: "https://…", "wxp…" is a payee
  kText,  // SHA-256 of text::shape_of() as 64 hex digits: the same message to anybody
};

enum class Opinion : std::uint8_t { kBad, kAllow };

// Who says so: a person of ours, or a list that came in by itself.
enum class Origin : std::uint8_t { kAutomatic, kManual };

// One thing said about one value. Of `at`: when it was said, not when it came.
struct Statement {
  IndicatorKind kind = IndicatorKind::kUrl;
  std::string value;
  std::string source;  // name of the list, or who said it; never empty
  Origin origin = Origin::kAutomatic;
  Opinion opinion = Opinion::kBad;
  bool revokes = false;     // takes back `opinion` rather than stating it
  double confidence = 1.0;  // in (0,1]
  Time at{};
  Time valid_from{};
  std::optional<Time> valid_until;  // not at or after it; none: until revoked
  std::string reason;
  bool operator==(const Statement&) const = default;
};

// True for the kinds whose values are keyed hashes.
constexpr bool is_hashed(IndicatorKind kind) {
  return kind >= IndicatorKind::kPhone && kind <= IndicatorKind::kShape;
}

// True for the kinds that name a place a browser can go to.
constexpr bool is_place(IndicatorKind kind) { return kind <= IndicatorKind::kIp; }

}  // namespace analyzer::feeds

namespace analyzer {
template <>
inline constexpr auto kNames<feeds::IndicatorKind> =
    std::to_array<std::string_view>({"url", "path", "host", "domain", "ip", "phone", "payee",
                                     "contact", "device", "shape", "qr", "text"});
template <>
inline constexpr auto kNames<feeds::Opinion> = std::to_array<std::string_view>({"bad", "allow"});
template <>
inline constexpr auto kNames<feeds::Origin> = std::to_array<std::string_view>({"automatic",
                                                                               "manual"});
}  // namespace analyzer

#endif  // FEEDS_INDICATOR_H_
