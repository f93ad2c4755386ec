// Who asks: a machine caller with a key, or a person with roles and a region.

#ifndef ANALYZER_SERVICE_ACTOR_H_
#define ANALYZER_SERVICE_ACTOR_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/core/names.h"

namespace analyzer {

struct Caller {
  std::string id;          // the caller, who may own several keys
  std::string name_space;  // of its references; by default one for the whole site
  std::string request_id;
  std::string account = {};  // of the person at the console; empty: a machine calls
};

enum class Role : std::uint8_t {
  kHotline,
  kReviewer,
  kSecondReviewer,
  kSupervisor,
  kSystemAdmin,
  kSecurityAdmin,
  kAuditAdmin
};
template <>
inline constexpr auto kNames<Role> =
    std::to_array<std::string_view>({"hotline", "reviewer", "second_reviewer", "supervisor",
                                     "system_admin", "security_admin", "audit_admin"});

// A set of roles as bits, bit i for the i-th Role.
using Roles = std::uint32_t;
constexpr Roles role_bit(Role role) { return 1U << static_cast<unsigned>(role); }
constexpr bool has_role(Roles roles, Role role) { return (roles & role_bit(role)) != 0; }

struct Actor {
  std::string id;    // account id
  std::string name;  // for display
  Roles roles = 0;
  std::string region;  // code prefix of what may be seen; empty: all
  std::string request_id;
};

// Whether the actor's region takes in `region`; a report that tells no place
// concerns everybody.
inline bool may_see(const Actor& actor, std::string_view region) {
  return region.empty() || region.starts_with(actor.region);
}

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_ACTOR_H_
