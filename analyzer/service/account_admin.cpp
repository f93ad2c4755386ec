#include <algorithm>

#include "analyzer/core/json.h"
#include "analyzer/service/accounts.h"
#include "analyzer/service/accounts_impl.h"
#include "analyzer/service/passwords.h"

namespace analyzer {
namespace {

constexpr Roles kAdministrators =
    role_bit(Role::kSystemAdmin) | role_bit(Role::kSecurityAdmin) | role_bit(Role::kAuditAdmin);

constexpr Roles kDeciding =
    role_bit(Role::kReviewer) | role_bit(Role::kSecondReviewer) | role_bit(Role::kSupervisor);

tl::unexpected<Error> forbidden(std::string message) {
  return refuse(ErrorCode::kInvalid, "forbidden", std::move(message));
}

bool is_active_with(const store::User& user, Role role) {
  return !user.disabled && has_role(roles_of(user), role);
}

// An administrator has that one role and no other.
bool compatible(Roles roles) {
  if ((roles & kAdministrators) == 0) return true;
  return (roles & (roles - 1)) == 0;
}

Result<Roles> parse_roles(const std::vector<std::string>& names) {
  Roles roles = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto role = parse_name<Role>(names[i]);
    if (!role) return wrong_field("/roles/" + std::to_string(i), "unknown_word", "no such role");
    roles |= role_bit(*role);
  }
  if (!compatible(roles)) {
    return wrong_field("/roles", "contradiction",
                       "an administrator's role goes with no other role");
  }
  return roles;
}

std::vector<std::string> names_of(Roles roles) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < kNames<Role>.size(); ++i) {
    if ((roles & (1U << i)) != 0) out.emplace_back(kNames<Role>[i]);
  }
  return out;
}

// Fails where `after` would leave one of the three offices without an active
// holder that it had before.
Status keeps_administrators(store::Session& session, const store::User& before,
                            const store::User& after) {
  for (const Role role : {Role::kSystemAdmin, Role::kSecurityAdmin, Role::kAuditAdmin}) {
    if (!is_active_with(before, role) || is_active_with(after, role)) continue;
    const auto all = session.accounts().users();
    if (!all) return tl::unexpected(all.error());
    const bool another = std::any_of(all->begin(), all->end(), [&](const store::User& user) {
      return user.id != before.id && is_active_with(user, role);
    });
    if (!another) return refuse(ErrorCode::kConflict, "conflict", "the last administrator stays");
  }
  return {};
}

// Says whether `actor` may make `change`.
Status may_change(const Actor& actor, std::string_view id, const UserChange& change) {
  const bool account = change.display_name || change.disabled || change.reset_password;
  const bool rights = change.roles || change.region;
  if (account && !has_role(actor.roles, Role::kSystemAdmin)) {
    return forbidden("accounts are the system administrator's");
  }
  if (rights && !has_role(actor.roles, Role::kSecurityAdmin)) {
    return forbidden("roles and regions are the security administrator's");
  }
  if (!account && !rights) return wrong_field("", "required", "nothing to change");
  if (actor.id == id) return forbidden("nobody changes an own account");
  return {};
}

// Whoever gives out a first password could sign in with it. So the three offices get theirs
// at the machine (`analyzer user reset`), and rights to decide end with the old password: the
// security administrator gives them anew to who came back.
Status end_rights(store::User& user) {
  const Roles before = roles_of(user);
  if ((before & kAdministrators) != 0) {
    return forbidden("an administrator's password is reset at the machine");
  }
  user.roles = names_of(before & ~kDeciding);
  return {};
}

// Applies `change` to `user`; returns what was changed, for the audit log.
Result<std::string> apply_change(store::User& user, const UserChange& change) {
  json::Object detail;
  if (change.display_name) {
    user.display_name = *change.display_name;
    detail["display_name"] = "changed";
  }
  if (change.disabled) {
    user.disabled = *change.disabled;
    if (!user.disabled) {
      user.failures = 0;
      user.locked_until.reset();
    }
    detail["state"] = user.disabled ? "disabled" : "active";
  }
  if (change.roles) {
    const auto roles = parse_roles(*change.roles);
    if (!roles) return tl::unexpected(roles.error());
    detail["roles_before"] = json::Array(user.roles.begin(), user.roles.end());
    user.roles = names_of(*roles);
    detail["roles"] = json::Array(user.roles.begin(), user.roles.end());
  }
  if (change.region) {
    user.region = *change.region;
    detail["region"] = user.region;
  }
  if (change.reset_password) {
    detail["password"] = "reset";
    const json::Array before(user.roles.begin(), user.roles.end());
    if (Status s = end_rights(user); !s) return tl::unexpected(s.error());
    json::Array after(user.roles.begin(), user.roles.end());
    if (before != after) {
      detail["roles_before"] = before;
      detail["roles"] = std::move(after);
    }
  }
  return json::write(detail);
}

struct FirstPassword {
  std::string clear;
  std::string hash;
};

Result<FirstPassword> make_password(std::string_view given) {
  FirstPassword out{given.empty() ? first_password() : std::string(given), {}};
  auto hash = hash_password(out.clear);
  if (!hash) return tl::unexpected(hash.error());
  out.hash = std::move(*hash);
  return out;
}

Result<store::User> add_user(store::Session& session, const NewUser& wanted, Roles roles,
                             std::string_view region, const FirstPassword& password,
                             bool must_change, Time now) {
  const auto taken = session.accounts().find_user_by_name(wanted.name);
  if (!taken) return tl::unexpected(taken.error());
  if (*taken) return refuse(ErrorCode::kConflict, "conflict", "the name is taken");
  store::User user;
  user.id = time_ordered_id("usr_", now);
  user.name = wanted.name;
  user.display_name = wanted.display_name;
  user.password_hash = password.hash;
  user.roles = names_of(roles);
  user.region = region;
  user.must_change = must_change;
  user.created_at = user.password_at = now;
  if (Status put = session.accounts().put_user(user, std::nullopt); !put) {
    return tl::unexpected(put.error());
  }
  user.version = 1;
  return user;
}

}  // namespace

Result<Page<UserRow>> Accounts::users(const Actor& actor, std::string_view cursor,
                                      std::size_t limit) {
  if (!has_role(actor.roles, Role::kSystemAdmin) && !has_role(actor.roles, Role::kSecurityAdmin)) {
    return forbidden("accounts are the administrators'");
  }
  auto all = impl_->read<std::vector<store::User>>(
      [](store::Session& session) { return session.accounts().users(); });
  if (!all) return tl::unexpected(all.error());
  Page<UserRow> page;
  for (store::User& user : *all) {
    if (user.name <= cursor) continue;
    if (page.rows.size() == limit) {
      page.next_cursor = page.rows.back().user.name;
      break;
    }
    page.rows.push_back(row_of(std::move(user), impl_->now()));
  }
  return page;
}

Result<UserRow> Accounts::create_user(const Actor& actor, const NewUser& wanted) {
  if (!has_role(actor.roles, Role::kSystemAdmin)) {
    return forbidden("accounts are the system administrator's");
  }
  const auto password = make_password({});
  if (!password) return tl::unexpected(password.error());
  const Time now = impl_->now();
  auto user = impl_->write<store::User>([&](store::Session& s) -> Result<store::User> {
    auto added = add_user(s, wanted, 0, "", *password, true, now);
    if (!added) return added;
    const Status logged =
        log_event(s, now, actor.id, "user.create", added->id, "ok", actor.request_id);
    if (!logged) return tl::unexpected(logged.error());
    return added;
  });
  if (!user) return tl::unexpected(user.error());
  UserRow row = row_of(std::move(*user), now);
  row.initial_password = password->clear;
  return row;
}

Result<UserRow> Accounts::change_user(const Actor& actor, std::string_view id, std::int64_t version,
                                      const UserChange& change) {
  if (Status may = may_change(actor, id, change); !may) return tl::unexpected(may.error());
  FirstPassword password;
  if (change.reset_password) {
    auto made = make_password({});
    if (!made) return tl::unexpected(made.error());
    password = std::move(*made);
  }
  const Time now = impl_->now();
  auto changed = impl_->write<store::User>([&](store::Session& s) -> Result<store::User> {
    const auto found = s.accounts().find_user(id);
    if (!found) return tl::unexpected(found.error());
    if (!*found) return fail(ErrorCode::kNotFound, "no such user");
    const store::User& before = **found;
    if (before.version != version) {
      return refuse(ErrorCode::kConflict, "stale", "changed by somebody else meanwhile");
    }
    store::User user = before;
    auto detail = apply_change(user, change);
    if (!detail) return tl::unexpected(detail.error());
    if (change.reset_password) {
      user.password_hash = password.hash;
      user.password_at = now;
      user.must_change = true;
      user.failures = 0;
      user.locked_until.reset();
    }
    if (Status kept = keeps_administrators(s, before, user); !kept) {
      return tl::unexpected(kept.error());
    }
    if (Status put = s.accounts().put_user(user, version); !put) return tl::unexpected(put.error());
    if (user.disabled || change.reset_password) {
      if (Status gone = s.accounts().remove_sign_ins_of(id); !gone) {
        return tl::unexpected(gone.error());
      }
    }
    const Status logged =
        log_event(s, now, actor.id, "user.change", id, "ok", actor.request_id, std::move(*detail));
    if (!logged) return tl::unexpected(logged.error());
    user.version = version + 1;
    return user;
  });
  if (!changed) return tl::unexpected(changed.error());
  UserRow row = row_of(std::move(*changed), now);
  row.initial_password = password.clear;
  return row;
}

Result<UserRow> Accounts::install_user(const NewUser& wanted, const std::vector<Role>& roles,
                                       std::string_view region, std::string_view given) {
  Roles bits = 0;
  for (const Role role : roles) bits |= role_bit(role);
  if (!compatible(bits)) {
    return wrong_field("/roles", "contradiction", "an administrator's role goes with no other");
  }
  if (!given.empty()) {
    if (auto refused = refuse_password(given, wanted.name)) {
      return wrong_field("/password", refused->code, refused->message);
    }
  }
  const auto password = make_password(given);
  if (!password) return tl::unexpected(password.error());
  const Time now = impl_->now();
  auto user = impl_->write<store::User>([&](store::Session& s) -> Result<store::User> {
    auto added = add_user(s, wanted, bits, region, *password, given.empty(), now);
    if (!added) return added;
    json::Object detail;
    detail["roles"] = json::Array(added->roles.begin(), added->roles.end());
    const Status logged =
        log_event(s, now, "system", "user.create", added->id, "ok", "", json::write(detail));
    if (!logged) return tl::unexpected(logged.error());
    return added;
  });
  if (!user) return tl::unexpected(user.error());
  UserRow row = row_of(std::move(*user), now);
  row.initial_password = password->clear;
  return row;
}

Result<UserRow> Accounts::reset_user(std::string_view name) {
  const auto password = make_password({});
  if (!password) return tl::unexpected(password.error());
  const Time now = impl_->now();
  auto user = impl_->write<store::User>([&](store::Session& s) -> Result<store::User> {
    const auto found = s.accounts().find_user_by_name(name);
    if (!found) return tl::unexpected(found.error());
    if (!*found) return fail(ErrorCode::kNotFound, "no user of this name");
    store::User changed = **found;
    changed.password_hash = password->hash;
    changed.password_at = now;
    changed.must_change = true;
    changed.failures = 0;
    changed.locked_until.reset();
    if (Status put = s.accounts().put_user(changed, changed.version); !put) {
      return tl::unexpected(put.error());
    }
    if (Status gone = s.accounts().remove_sign_ins_of(changed.id); !gone) {
      return tl::unexpected(gone.error());
    }
    const Status logged =
        log_event(s, now, "system", "user.change", changed.id, "ok", "", R"({"password":"reset"})");
    if (!logged) return tl::unexpected(logged.error());
    ++changed.version;
    return changed;
  });
  if (!user) return tl::unexpected(user.error());
  UserRow row = row_of(std::move(*user), now);
  row.initial_password = password->clear;
  return row;
}

Result<bool> Accounts::any_user() {
  const auto all = impl_->read<std::vector<store::User>>(
      [](store::Session& session) { return session.accounts().users(); });
  if (!all) return tl::unexpected(all.error());
  return !all->empty();
}

}  // namespace analyzer
