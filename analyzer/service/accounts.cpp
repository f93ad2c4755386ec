#include "analyzer/service/accounts.h"

#include "analyzer/core/json.h"
#include "analyzer/service/accounts_impl.h"
#include "analyzer/service/passwords.h"

namespace analyzer {
namespace {

constexpr std::size_t kMostGhosts = 10'000;
constexpr std::chrono::seconds kTouchEvery{60};

std::string origin_detail(const Origin& origin, std::string_view extra = {}) {
  json::Object detail;
  if (!origin.remote.empty()) detail["remote"] = origin.remote;
  if (!extra.empty()) detail["by"] = extra;
  return json::write(detail);
}

tl::unexpected<Error> bad_credentials() {
  return refuse(ErrorCode::kInvalid, "bad_credentials", "wrong name or password");
}

tl::unexpected<Error> locked() {
  return refuse(ErrorCode::kConflict, "account_locked", "too many wrong passwords");
}

tl::unexpected<Error> not_signed_in() {
  return refuse(ErrorCode::kInvalid, "unauthenticated", "no such session");
}

SessionInfo info_of(const store::User& user, const store::SignIn& sign_in, std::string_view token,
                    std::string_view request_id) {
  SessionInfo out;
  out.actor = {user.id, user.display_name, roles_of(user), user.region, std::string(request_id)};
  out.sign_in_name = user.name;
  out.csrf_token = csrf_token(token);
  out.must_change_password = user.must_change;
  out.expires_at = sign_in.expires_at;
  return out;
}

// Counts a wrong password inside a transaction.
Status count_failure(store::Session& session, const std::string& user_id,
                     const AccountsOptions& options, const Origin& origin) {
  const auto found = session.accounts().find_user(user_id);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return {};
  store::User user = **found;
  const Time now = options.clock();
  if (user.locked_until && *user.locked_until <= now) {
    user.failures = 0;
    user.locked_until.reset();
  }
  ++user.failures;
  const bool locks = user.failures >= options.failures_to_lock;
  if (locks && !user.locked_until) user.locked_until = now + options.lock;
  if (Status put = session.accounts().put_user(user, user.version); !put) return put;
  return log_event(session, now, user.id, "session.sign_in", user.id, locks ? "locked" : "denied",
                   origin.request_id, origin_detail(origin));
}

}  // namespace

tl::unexpected<Error> refuse(ErrorCode kind, std::string_view code, std::string message) {
  Error error{kind, message, {}};
  error.fields.push_back({"", std::string(code), std::move(message)});
  return tl::unexpected(std::move(error));
}

tl::unexpected<Error> wrong_field(std::string_view pointer, std::string_view code,
                                  std::string message) {
  Error error{ErrorCode::kInvalid, message, {}};
  error.fields.push_back({std::string(pointer), std::string(code), std::move(message)});
  return tl::unexpected(std::move(error));
}

Status log_event(store::Session& session, Time at, std::string_view actor, std::string_view action,
                 std::string_view object, std::string_view result, std::string_view request_id,
                 std::string detail) {
  store::AuditEntry entry;
  entry.at = at;
  entry.actor = actor;
  entry.action = action;
  entry.object = object;
  entry.result = result;
  entry.request_id = request_id;
  entry.detail = std::move(detail);
  const auto number = session.audit().append(entry);
  if (!number) return tl::unexpected(number.error());
  return {};
}

Roles roles_of(const store::User& user) {
  Roles roles = 0;
  for (const std::string& name : user.roles) {
    if (const auto role = parse_name<Role>(name)) roles |= role_bit(*role);
  }
  return roles;
}

UserRow row_of(store::User user, Time now) {
  UserRow row;
  row.state = user.disabled                                   ? "disabled"
              : user.locked_until && *user.locked_until > now ? "locked"
                                                              : "active";
  row.last_sign_in = user.last_sign_in;
  row.user = std::move(user);
  return row;
}

Accounts::Accounts(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Accounts::~Accounts() = default;

Result<std::unique_ptr<Accounts>> Accounts::open(AccountsPort port, AccountsOptions options) {
  auto impl = std::make_unique<Impl>();
  impl->port = std::move(port);
  impl->options = std::move(options);
  if (Status read = impl->reload_keys(); !read) return tl::unexpected(read.error());
  return std::unique_ptr<Accounts>(new Accounts(std::move(impl)));
}

Result<SignedIn> Accounts::Impl::start_session(store::Session& session, store::User user,
                                               const Origin& origin,
                                               std::string_view detail) const {
  const Time at = now();
  user.failures = 0;
  user.locked_until.reset();
  user.last_sign_in = at;
  if (Status put = session.accounts().put_user(user, user.version); !put) {
    return tl::unexpected(put.error());
  }
  SignedIn out;
  out.token = random_token(32);
  store::SignIn sign_in;
  sign_in.token_hash = hash_token(out.token);
  sign_in.user_id = user.id;
  sign_in.csrf_hash = hash_token(csrf_token(out.token));
  sign_in.created_at = sign_in.last_seen = at;
  sign_in.expires_at = at + options.longest;
  if (Status added = session.accounts().add_sign_in(sign_in); !added) {
    return tl::unexpected(added.error());
  }
  const Status logged = log_event(session, at, user.id, "session.sign_in", user.id, "ok",
                                  origin.request_id, origin_detail(origin, detail));
  if (!logged) return tl::unexpected(logged.error());
  out.session = info_of(user, sign_in, out.token, origin.request_id);
  return out;
}

Result<SignedIn> Accounts::sign_in(const Credentials& credentials, const Origin& origin) {
  Impl& impl = *impl_;
  const auto found = impl.read<std::optional<store::User>>(
      [&](store::Session& s) { return s.accounts().find_user_by_name(credentials.name); });
  if (!found) return tl::unexpected(found.error());
  const bool known = found->has_value() && !(*found)->disabled;
  const bool right =
      verify_password(known ? (*found)->password_hash : std::string(), credentials.password);
  const Time now = impl.now();
  if (!known) {
    const std::lock_guard lock(impl.ghosts_mutex);
    if (impl.ghosts.size() > kMostGhosts) impl.ghosts.clear();
    Impl::Ghost& ghost = impl.ghosts[credentials.name];
    if (ghost.locked_until && *ghost.locked_until > now) return locked();
    if (ghost.locked_until) ghost = {};
    ghost.last = now;
    if (++ghost.failures >= impl.options.failures_to_lock) {
      ghost.locked_until = now + impl.options.lock;
    }
    return bad_credentials();
  }
  const store::User& user = **found;
  if (user.locked_until && *user.locked_until > now) return locked();
  if (!right) {
    const Status counted = impl.port.write(
        [&](store::Session& s) { return count_failure(s, user.id, impl.options, origin); });
    if (!counted) return tl::unexpected(counted.error());
    return bad_credentials();
  }
  return impl.write<SignedIn>([&](store::Session& s) -> Result<SignedIn> {
    // Read again: the lock or the account may have changed while hashing.
    const auto again = s.accounts().find_user(user.id);
    if (!again) return tl::unexpected(again.error());
    if (!*again || (*again)->disabled || (*again)->password_hash != user.password_hash) {
      return bad_credentials();
    }
    if ((*again)->locked_until && *(*again)->locked_until > now) return locked();
    return impl.start_session(s, **again, origin, "password");
  });
}

Result<SessionInfo> Accounts::session(std::string_view token, std::string_view request_id) {
  if (token.empty() || token.size() > 128) return not_signed_in();
  const Time now = impl_->now();
  store::SignIn sign_in;
  auto info = impl_->read<SessionInfo>([&](store::Session& s) -> Result<SessionInfo> {
    const auto found = s.accounts().find_sign_in(hash_token(token));
    if (!found) return tl::unexpected(found.error());
    if (!*found || (*found)->expires_at <= now ||
        (*found)->last_seen + impl_->options.idle <= now) {
      return not_signed_in();
    }
    sign_in = **found;
    const auto user = s.accounts().find_user(sign_in.user_id);
    if (!user) return tl::unexpected(user.error());
    if (!*user || (*user)->disabled) return not_signed_in();
    return info_of(**user, sign_in, token, request_id);
  });
  if (info && sign_in.last_seen + kTouchEvery <= now) {
    // A session that cannot be prolonged (disk full) is still a session.
    (void)impl_->port.write(
        [&](store::Session& s) { return s.accounts().touch_sign_in(sign_in.token_hash, now); });
  }
  return info;
}

Status Accounts::sign_out(std::string_view token, const Origin& origin) {
  const auto info = session(token, origin.request_id);
  if (!info) return tl::unexpected(info.error());
  return impl_->port.write([&](store::Session& s) -> Status {
    if (Status gone = s.accounts().remove_sign_in(hash_token(token)); !gone) return gone;
    return log_event(s, impl_->now(), info->actor.id, "session.sign_out", info->actor.id, "ok",
                     origin.request_id, origin_detail(origin));
  });
}

Result<SignedIn> Accounts::change_password(std::string_view token, std::string_view old_password,
                                           std::string_view new_password, const Origin& origin) {
  const auto info = session(token, origin.request_id);
  if (!info) return tl::unexpected(info.error());
  const auto found = impl_->read<std::optional<store::User>>(
      [&](store::Session& s) { return s.accounts().find_user(info->actor.id); });
  if (!found) return tl::unexpected(found.error());
  if (!*found) return not_signed_in();
  const store::User& user = **found;
  if (user.locked_until && *user.locked_until > impl_->now()) return locked();
  if (!verify_password(user.password_hash, old_password)) {
    const Status counted = impl_->port.write(
        [&](store::Session& s) { return count_failure(s, user.id, impl_->options, origin); });
    if (!counted) return tl::unexpected(counted.error());
    return wrong_field("/old_password", "wrong", "not the present password");
  }
  if (const auto refused = refuse_password(new_password, user.name)) {
    return wrong_field("/new_password", refused->code, refused->message);
  }
  if (old_password == new_password) {
    return wrong_field("/new_password", "unchanged", "must differ from the present password");
  }
  const auto hash = hash_password(new_password);
  if (!hash) return tl::unexpected(hash.error());
  return impl_->write<SignedIn>([&](store::Session& s) -> Result<SignedIn> {
    const auto again = s.accounts().find_user(user.id);
    if (!again) return tl::unexpected(again.error());
    if (!*again || (*again)->disabled) return not_signed_in();
    store::User changed = **again;
    changed.password_hash = *hash;
    changed.password_at = impl_->now();
    changed.must_change = false;
    if (Status gone = s.accounts().remove_sign_ins_of(user.id); !gone) {
      return tl::unexpected(gone.error());
    }
    const Status logged = log_event(s, changed.password_at, user.id, "user.password", user.id, "ok",
                                    origin.request_id, origin_detail(origin));
    if (!logged) return tl::unexpected(logged.error());
    return impl_->start_session(s, std::move(changed), origin, "password change");
  });
}

}  // namespace analyzer
