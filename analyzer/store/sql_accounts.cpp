#include <utility>

#include "analyzer/store/sql_roles.h"

namespace analyzer::store {
namespace {

constexpr std::string_view kUser =
    "SELECT id, name, display_name, password_hash, roles, region, failures, locked_until,"
    " disabled, must_change, second_factor, created_at, password_at, last_sign_in, version FROM"
    " users ";

User read_user(const Query& query) {
  User out;
  out.id = query.text(0);
  out.name = query.text(1);
  out.display_name = query.text(2);
  out.password_hash = query.text(3);
  out.roles = split_words(query.text(4));
  out.region = query.text(5);
  out.failures = static_cast<std::uint32_t>(query.number(6));
  out.locked_until = query.maybe_time(7);
  out.disabled = query.number(8) != 0;
  out.must_change = query.number(9) != 0;
  out.second_factor = query.text(10);
  out.created_at = query.time(11);
  out.password_at = query.time(12);
  out.last_sign_in = query.maybe_time(13);
  out.version = query.number(14);
  return out;
}

// All columns but id and version, in their order.
void bind_user(Query& query, const User& user) {
  query.bind(user.name).bind(user.display_name).bind(user.password_hash);
  query.bind(join_words(user.roles)).bind(user.region).bind(user.failures);
  query.bind(user.locked_until).bind(user.disabled).bind(user.must_change);
  query.bind(user.second_factor).bind(user.created_at).bind(user.password_at);
  query.bind(user.last_sign_in);
}

Result<std::optional<User>> read_one_user(Query& query) {
  const Result<bool> row = query.step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<User>{};
  return read_user(query);
}

constexpr std::string_view kKey =
    "SELECT id, hash, name, caller, scopes, link_namespace, region, created_by, require_nonce,"
    " created_at, expires_at, last_used, revoked_at, lists FROM api_keys ";

ApiKey read_key(const Query& query) {
  ApiKey out;
  out.id = query.text(0);
  out.hash = query.digest(1);
  out.name = query.text(2);
  out.caller = query.text(3);
  out.scopes = split_words(query.text(4));
  out.link_namespace = query.text(5);
  out.region = query.text(6);
  out.created_by = query.text(7);
  out.require_nonce = query.number(8) != 0;
  out.created_at = query.time(9);
  out.expires_at = query.maybe_time(10);
  out.last_used = query.maybe_time(11);
  out.revoked_at = query.maybe_time(12);
  out.lists = query.text(13);
  return out;
}

}  // namespace

Status SqlAccounts::put_user(const User& user, std::optional<std::int64_t> expected) {
  if (!expected) {
    Query query(db_,
                "INSERT INTO users (name, display_name, password_hash, roles, region, failures,"
                " locked_until, disabled, must_change, second_factor, created_at, password_at,"
                " last_sign_in, id, version) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,1)");
    bind_user(query, user);
    return query.bind(user.id).run();
  }
  Query query(db_,
              "UPDATE users SET (name, display_name, password_hash, roles, region, failures,"
              " locked_until, disabled, must_change, second_factor, created_at, password_at,"
              " last_sign_in, version) = (?,?,?,?,?,?,?,?,?,?,?,?,?,version + 1) WHERE id = ? AND "
              "version = ?");
  bind_user(query, user);
  if (Status status = query.bind(user.id).bind(*expected).run(); !status) return status;
  if (db_.changes() == 1) return {};
  const auto there = find_user(user.id);
  if (!there) return tl::unexpected(there.error());
  if (!*there) return fail(ErrorCode::kNotFound, "no such user");
  return fail(ErrorCode::kConflict, "the user was changed meanwhile");
}

Result<std::optional<User>> SqlAccounts::find_user(std::string_view id) {
  Query query(db_, std::string(kUser) + "WHERE id = ?");
  return read_one_user(query.bind(id));
}

Result<std::optional<User>> SqlAccounts::find_user_by_name(std::string_view name) {
  Query query(db_, std::string(kUser) + "WHERE name = ?");
  return read_one_user(query.bind(name));
}

Result<std::vector<User>> SqlAccounts::users() {
  Query query(db_, std::string(kUser) + "ORDER BY name");
  return all_rows(query, read_user);
}

Status SqlAccounts::add_sign_in(const SignIn& sign_in) {
  Query query(db_,
              "INSERT INTO sign_ins (token_hash, user_id, csrf_hash, created_at, last_seen,"
              " expires_at) VALUES (?, ?, ?, ?, ?, ?)");
  query.bind(sign_in.token_hash).bind(sign_in.user_id).bind(sign_in.csrf_hash);
  return query.bind(sign_in.created_at).bind(sign_in.last_seen).bind(sign_in.expires_at).run();
}

Result<std::optional<SignIn>> SqlAccounts::find_sign_in(const Digest& token_hash) {
  Query query(db_,
              "SELECT token_hash, user_id, csrf_hash, created_at, last_seen, expires_at"
              " FROM sign_ins WHERE token_hash = ?");
  const Result<bool> row = query.bind(token_hash).step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<SignIn>{};
  return SignIn{query.digest(0), std::string(query.text(1)),
                query.digest(2), query.time(3),
                query.time(4),   query.time(5)};
}

Status SqlAccounts::touch_sign_in(const Digest& token_hash, Time last_seen) {
  Query query(db_, "UPDATE sign_ins SET last_seen = ? WHERE token_hash = ?");
  return query.bind(last_seen).bind(token_hash).run();
}

Status SqlAccounts::remove_sign_in(const Digest& token_hash) {
  Query query(db_, "DELETE FROM sign_ins WHERE token_hash = ?");
  return query.bind(token_hash).run();
}

Status SqlAccounts::remove_sign_ins_of(std::string_view user_id) {
  Query query(db_, "DELETE FROM sign_ins WHERE user_id = ?");
  return query.bind(user_id).run();
}

Status SqlAccounts::add_key(const ApiKey& key) {
  Query query(db_,
              "INSERT INTO api_keys (id, hash, name, caller, scopes, link_namespace, region,"
              " created_by, require_nonce, created_at, expires_at, last_used, revoked_at, lists)"
              " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  query.bind(key.id).bind(key.hash).bind(key.name).bind(key.caller).bind(join_words(key.scopes));
  query.bind(key.link_namespace).bind(key.region).bind(key.created_by).bind(key.require_nonce);
  query.bind(key.created_at).bind(key.expires_at);
  return query.bind(key.last_used).bind(key.revoked_at).bind(key.lists).run();
}

Result<std::optional<ApiKey>> SqlAccounts::find_key(const Digest& hash) {
  Query query(db_, std::string(kKey) + "WHERE hash = ?");
  const Result<bool> row = query.bind(hash).step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<ApiKey>{};
  return read_key(query);
}

Result<std::vector<ApiKey>> SqlAccounts::keys() {
  Query query(db_, std::string(kKey) + "ORDER BY id");
  return all_rows(query, read_key);
}

Status SqlAccounts::touch_key(std::string_view id, Time at) {
  Query query(db_, "UPDATE api_keys SET last_used = ? WHERE id = ?");
  return query.bind(at).bind(id).run();
}

Status SqlAccounts::revoke_key(std::string_view id, Time at) {
  Query query(db_, "UPDATE api_keys SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?");
  if (Status status = query.bind(at).bind(id).run(); !status) return status;
  if (db_.changes() == 0) return fail(ErrorCode::kNotFound, "no such key");
  return {};
}

Result<bool> SqlAccounts::use_nonce(std::string_view caller, std::string_view nonce,
                                    Time expires_at) {
  Query query(db_,
              "INSERT INTO nonces (caller, nonce, expires_at) VALUES (?, ?, ?)"
              " ON CONFLICT DO NOTHING");
  if (Status status = query.bind(caller).bind(nonce).bind(expires_at).run(); !status) {
    return tl::unexpected(status.error());
  }
  return db_.changes() == 1;
}

Result<std::uint64_t> SqlAccounts::forget_expired(Time now) {
  Query nonces(db_, "DELETE FROM nonces WHERE expires_at <= ?");
  if (Status status = nonces.bind(now).run(); !status) return tl::unexpected(status.error());
  const std::uint64_t forgotten = db_.changes();
  Query sign_ins(db_, "DELETE FROM sign_ins WHERE expires_at <= ?");
  if (Status status = sign_ins.bind(now).run(); !status) return tl::unexpected(status.error());
  return forgotten + db_.changes();
}

}  // namespace analyzer::store
