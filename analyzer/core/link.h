// A Link is a value that ties observations together, kept only as a keyed hash:
// the first 128 bits of HMAC(site key, kind || namespace || value).

#ifndef ANALYZER_CORE_LINK_H_
#define ANALYZER_CORE_LINK_H_

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string_view>

#include "analyzer/core/names.h"

namespace analyzer {

// What kind of value was hashed; part of what is hashed, so that equal values
// of two kinds never meet. The numbers are stored: append only.
enum class LinkKind : std::uint8_t {
  kPerson,    // person.ref, or the id number (kept as one person where both came)
  kOperator,  // operator.ref
  kPhone,     // operator.phone, suspects' phones, sender
  kDevice,
  kWifi,
  kSite,
  kTerminal,
  kStaff,
  kPayee,     // person.payee_ref, fee.payee_ref, suspects' accounts
  kIp,
  kDocument,
  kWorkOrder,
  kDomain,    // registrable domain, or IP of a link
  kHost,
  kShape,     // fingerprint of a normalized text
  kContact,   // suspects' WeChat, QQ
  kVillage,   // 12-digit code, or 1 km grid cell
  kCaller,    // who rang (contact_ref)
  kName,      // what a suspect calls an app, an account, a shop or the payee
  kVehicle,   // number plate
  kAddress,   // a whole link on a platform that many share, or what a QR code says
  kNumber,    // a number of which it is not clear whose it is
};
template <>
inline constexpr auto kNames<LinkKind> = std::to_array<std::string_view>(
    {"person", "operator", "phone", "device", "wifi", "site", "terminal", "staff", "payee", "ip",
     "document", "work_order", "domain", "host", "shape", "contact", "village", "caller",
     "name", "vehicle", "address", "number"});

struct LinkKey {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  auto operator<=>(const LinkKey&) const = default;
};

struct Link {
  LinkKind kind = LinkKind::kPerson;
  LinkKey key;
  auto operator<=>(const Link&) const = default;
};

struct LinkHash {
  std::size_t operator()(const Link& link) const {
    return link.key.low ^ (static_cast<std::uint64_t>(link.kind) << 56U);
  }
};

}  // namespace analyzer

#endif  // ANALYZER_CORE_LINK_H_
