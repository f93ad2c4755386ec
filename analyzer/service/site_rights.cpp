#include "analyzer/service/site_rights.h"

#include <algorithm>

#include "analyzer/service/refusal.h"

namespace analyzer {
namespace {

bool works(const store::User& user) {
  if (user.disabled) return false;
  return std::any_of(user.roles.begin(), user.roles.end(), [](const std::string& name) {
    const auto role = parse_name<Role>(name);
    return role && *role <= Role::kSupervisor;
  });
}

}  // namespace

Result<bool> speaks_for_site(store::Session& session, const Actor& actor) {
  if (actor.region.empty()) return true;
  const auto users = session.accounts().users();
  if (!users) return tl::unexpected(users.error());
  return std::all_of(users->begin(), users->end(), [&](const store::User& user) {
    return !works(user) || user.region.starts_with(actor.region);
  });
}

Status require_site(store::Session& session, const Actor& actor) {
  if (has_role(actor.roles, Role::kSystemAdmin)) return {};
  const auto speaks = speaks_for_site(session, actor);
  if (!speaks) return tl::unexpected(speaks.error());
  if (*speaks) return {};
  return conflict("site_wide", "it counts for regions that are not this person's");
}

}  // namespace analyzer
