#include <algorithm>
#include <charconv>

#include "analyzer/core/json.h"
#include "analyzer/service/accounts.h"
#include "analyzer/service/accounts_impl.h"

namespace analyzer {
namespace {

constexpr std::string_view kSecretPrefix = "ak_";

bool valid_at(const store::ApiKey& key, Time now) {
  return !key.revoked_at && (!key.expires_at || *key.expires_at > now);
}

std::uint32_t scope_bits(const std::vector<std::string>& scopes) {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < std::size(kScopes); ++i) {
    if (std::find(scopes.begin(), scopes.end(), kScopes[i]) != scopes.end()) bits |= 1U << i;
  }
  return bits;
}

std::optional<Error> mistakes(const NewKey& key) {
  Error error{ErrorCode::kInvalid, "a field of the key is wrong", {}};
  if (key.name.empty()) error.fields.push_back({"/name", "required", "must be given"});
  if (key.caller.empty()) error.fields.push_back({"/caller", "required", "must be given"});
  if (key.scopes.empty()) error.fields.push_back({"/scopes", "required", "at least one"});
  for (std::size_t i = 0; i < key.scopes.size(); ++i) {
    if (std::find(std::begin(kScopes), std::end(kScopes), key.scopes[i]) == std::end(kScopes)) {
      error.fields.push_back({"/scopes/" + std::to_string(i), "unknown_word", "no such scope"});
    }
  }
  if (error.fields.empty()) return std::nullopt;
  return error;
}

// Makes and stores a key inside a transaction.
Result<CreatedKey> make_key(store::Session& session, const NewKey& wanted, Time now,
                            std::string_view actor, std::string_view request_id) {
  CreatedKey out;
  out.secret = std::string(kSecretPrefix) + random_token(32);
  out.key.id = time_ordered_id("key_", now);
  out.key.hash = hash_token(out.secret);
  out.key.name = wanted.name;
  out.key.caller = wanted.caller;
  out.key.scopes = wanted.scopes;
  out.key.link_namespace = wanted.link_namespace;
  out.key.created_by = actor;
  out.key.lists = stored_list_view(wanted.lists);
  out.key.require_nonce = wanted.require_nonce;
  out.key.created_at = now;
  out.key.expires_at = wanted.expires_at;
  if (Status added = session.accounts().add_key(out.key); !added) {
    return tl::unexpected(added.error());
  }
  json::Object detail;
  detail["caller"] = wanted.caller;
  if (!wanted.lists.is_whole()) detail["lists"] = view_of(wanted.lists);
  detail["scopes"] = json::Array(wanted.scopes.begin(), wanted.scopes.end());
  const Status logged = log_event(session, now, actor.empty() ? "system" : actor, "key.create",
                                  out.key.id, "ok", request_id, json::write(detail));
  if (!logged) return tl::unexpected(logged.error());
  return out;
}

}  // namespace

Status Accounts::Impl::reload_keys() {
  // One at a time, so that no older reading takes the place of a newer one.
  const std::lock_guard one(reload_mutex);
  const auto stored = read<std::vector<store::ApiKey>>(
      [](store::Session& session) { return session.accounts().keys(); });
  if (!stored) return tl::unexpected(stored.error());
  std::shared_ptr<const KeyTable> before;
  {
    const std::shared_lock lock(keys_mutex);
    before = keys;
  }
  auto table = std::make_shared<KeyTable>();
  for (const store::ApiKey& key : *stored) {
    if (key.revoked_at) continue;
    auto used = std::make_shared<std::atomic<std::int64_t>>(0);
    if (before) {
      const auto known = before->find(key.hash);
      if (known != before->end()) used = known->second.used;
    }
    auto identity = std::make_shared<const KeyIdentity>(
        KeyIdentity{key, scope_bits(key.scopes), stored_list_view(key.lists)});
    table->emplace(key.hash, KeyEntry{std::move(identity), std::move(used)});
  }
  const std::unique_lock lock(keys_mutex);
  keys = std::move(table);
  return {};
}

std::shared_ptr<const KeyIdentity> Accounts::key(std::string_view secret) {
  if (secret.size() > 128 || secret.substr(0, kSecretPrefix.size()) != kSecretPrefix) return {};
  const TokenHash hash = hash_token(secret);
  const Time now = impl_->now();
  const std::shared_lock lock(impl_->keys_mutex);
  const auto found = impl_->keys->find(hash);
  if (found == impl_->keys->end() || !valid_at(found->second.identity->key, now)) return {};
  found->second.used->store(to_millis(now), std::memory_order_relaxed);
  return found->second.identity;
}

Status Accounts::use_nonce(const KeyIdentity& key, std::string_view timestamp,
                           std::string_view nonce) {
  std::int64_t millis = 0;
  const char* end = timestamp.data() + timestamp.size();
  const auto [rest, error] = std::from_chars(timestamp.data(), end, millis);
  if (timestamp.empty() || error != std::errc{} || rest != end || nonce.size() < 16 ||
      nonce.size() > 64) {
    return refuse(ErrorCode::kInvalid, "unauthenticated",
                  "X-Timestamp (milliseconds since 1970) and X-Nonce (16 to 64 characters) are "
                  "required for this key");
  }
  const Time now = impl_->now();
  const Time sent = from_millis(millis);
  const auto window = impl_->options.timestamp_window;
  if (sent < now - window || sent > now + window) {
    return refuse(ErrorCode::kInvalid, "unauthenticated", "X-Timestamp is too far from now");
  }
  return impl_->port.write([&](store::Session& s) -> Status {
    const auto fresh = s.accounts().use_nonce(key.key.id, nonce, sent + window + window);
    if (!fresh) return tl::unexpected(fresh.error());
    if (!*fresh) return refuse(ErrorCode::kConflict, "replayed", "this X-Nonce was used before");
    return {};
  });
}

Result<Page<store::ApiKey>> Accounts::keys(const Actor& actor, std::string_view cursor,
                                           std::size_t limit) {
  if (!has_role(actor.roles, Role::kSecurityAdmin)) {
    return refuse(ErrorCode::kInvalid, "forbidden", "not the security administrator");
  }
  auto all = impl_->read<std::vector<store::ApiKey>>(
      [](store::Session& session) { return session.accounts().keys(); });
  if (!all) return tl::unexpected(all.error());
  Page<store::ApiKey> page;
  for (store::ApiKey& key : *all) {
    if (key.id <= cursor) continue;
    if (page.rows.size() == limit) {
      page.next_cursor = page.rows.back().id;
      break;
    }
    page.rows.push_back(std::move(key));
  }
  return page;
}

Result<CreatedKey> Accounts::create_key(const Actor& actor, const NewKey& wanted) {
  if (!has_role(actor.roles, Role::kSecurityAdmin)) {
    return refuse(ErrorCode::kInvalid, "forbidden", "not the security administrator");
  }
  if (auto error = mistakes(wanted)) return tl::unexpected(std::move(*error));
  auto made = impl_->write<CreatedKey>([&](store::Session& s) {
    return make_key(s, wanted, impl_->now(), actor.id, actor.request_id);
  });
  if (!made) return made;
  if (Status read = impl_->reload_keys(); !read) return tl::unexpected(read.error());
  return made;
}

Result<CreatedKey> Accounts::install_key(const NewKey& wanted) {
  if (auto error = mistakes(wanted)) return tl::unexpected(std::move(*error));
  auto made = impl_->write<CreatedKey>(
      [&](store::Session& s) { return make_key(s, wanted, impl_->now(), "", ""); });
  if (!made) return made;
  if (Status read = impl_->reload_keys(); !read) return tl::unexpected(read.error());
  return made;
}

Status Accounts::revoke_key(const Actor& actor, std::string_view id) {
  if (!has_role(actor.roles, Role::kSecurityAdmin)) {
    return refuse(ErrorCode::kInvalid, "forbidden", "not the security administrator");
  }
  const Status revoked = impl_->port.write([&](store::Session& s) -> Status {
    if (Status done = s.accounts().revoke_key(id, impl_->now()); !done) return done;
    return log_event(s, impl_->now(), actor.id, "key.revoke", id, "ok", actor.request_id);
  });
  if (!revoked) return revoked;
  return impl_->reload_keys();
}

Status Accounts::refresh_keys() { return impl_->reload_keys(); }

Status Accounts::tidy() {
  std::shared_ptr<const Impl::KeyTable> table;
  {
    const std::shared_lock lock(impl_->keys_mutex);
    table = impl_->keys;
  }
  std::vector<std::pair<std::string, Time>> used;
  for (const auto& [hash, entry] : *table) {
    const std::int64_t at = entry.used->exchange(0, std::memory_order_relaxed);
    if (at != 0) used.emplace_back(entry.identity->key.id, from_millis(at));
  }
  return impl_->port.write([&](store::Session& s) -> Status {
    for (const auto& [id, at] : used) {
      if (Status touched = s.accounts().touch_key(id, at); !touched) return touched;
    }
    const auto forgotten = s.accounts().forget_expired(impl_->now());
    if (!forgotten) return tl::unexpected(forgotten.error());
    return {};
  });
}

}  // namespace analyzer
