#include <algorithm>

#include "analyzer/core/json.h"
#include "analyzer/server/api.h"
#include "analyzer/server/body.h"
#include "analyzer/server/handlers.h"

namespace analyzer::server {
namespace {

// Lower-case letters, digits, '.', '_', '-', beginning with a letter or digit.
bool is_account_name(std::string_view name) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !name.empty() && plain(name.front()) && std::all_of(name.begin(), name.end(), [&](char c) {
    return plain(c) || c == '.' || c == '_' || c == '-';
  });
}

bool is_region_prefix(std::string_view region) {
  const std::size_t size = region.size();
  return region.find_first_not_of("0123456789") == std::string_view::npos &&
         (size == 0 || size == 2 || size == 4 || size == 6 || size == 9 || size == 12);
}

json::Value maybe(const std::optional<Time>& time) {
  return time ? json::Value(format_time(*time)) : json::Value(nullptr);
}

json::Array texts(const std::vector<std::string>& values) {
  json::Array out;
  for (const std::string& value : values) out.emplace_back(value);
  return out;
}

json::Object user_json(const Api& api, const UserRow& row) {
  json::Object out;
  out["id"] = row.user.id;
  out["name"] = row.user.name;
  out["display_name"] = row.user.display_name;
  out["roles"] = texts(row.user.roles);
  out["region"] = row.user.region;
  out["region_name"] = api.region_name(row.user.region);
  out["state"] = row.state;
  out["must_change_password"] = row.user.must_change;
  out["created_at"] = format_time(row.user.created_at);
  out["last_sign_in_at"] = maybe(row.last_sign_in);
  out["version"] = row.user.version;
  if (!row.initial_password.empty()) out["initial_password"] = row.initial_password;
  return out;
}

json::Object key_json(const store::ApiKey& key) {
  json::Object out;
  out["id"] = key.id;
  out["name"] = key.name;
  out["caller"] = key.caller;
  out["scopes"] = texts(key.scopes);
  out["lists"] =
      key.lists.empty() ? json::Value(nullptr) : json::Value(view_of(stored_list_view(key.lists)));
  out["require_nonce"] = key.require_nonce;
  out["created_at"] = format_time(key.created_at);
  out["created_by"] = key.created_by;
  out["expires_at"] = maybe(key.expires_at);
  out["last_used_at"] = maybe(key.last_used);
  out["revoked_at"] = maybe(key.revoked_at);
  return out;
}

Response list_response(json::Array data, const std::string& next_cursor) {
  json::Object out;
  out["data"] = std::move(data);
  out["next_cursor"] = next_cursor.empty() ? json::Value(nullptr) : json::Value(next_cursor);
  return json_response(200, json::write(out));
}

Response user_response(const Api& api, const Call& call, int status, const Result<UserRow>& row) {
  if (!row) return answer(call, row.error());
  Response response = json_response(status, json::write(user_json(api, *row)));
  response.headers.emplace_back("ETag", "\"" + std::to_string(row->user.version) + "\"");
  return response;
}

UserChange read_change(BodyReader& body) {
  UserChange change;
  change.display_name = body.maybe_text("display_name", 1, 256);
  if (const auto state = body.maybe_text("state", 1, 32)) {
    change.disabled = *state == "disabled";
    if (*state != "active" && *state != "disabled") {
      body.wrong("state", "unknown_word", "active or disabled");
    }
  }
  if (const auto reset = body.maybe_flag("reset_password")) {
    change.reset_password = true;
    if (!*reset) body.wrong("reset_password", "unknown_word", "true");
  }
  change.roles = body.maybe_texts("roles", kNames<Role>.size(), 32);
  change.region = body.maybe_text("region", 0, 12);
  if (change.region && !is_region_prefix(*change.region)) {
    body.wrong("region", "format", "2, 4, 6, 9 or 12 digits, or none");
  }
  return change;
}

}  // namespace

void list_users(Api& api, const CallPtr& call, const Respond& respond) {
  const auto limit = limit_of(*call);
  if (!limit) return respond(answer(*call, limit.error()));
  const auto page = api.accounts().users(call->actor(), call->parameter("cursor"),
                                         static_cast<std::size_t>(*limit));
  if (!page) return respond(answer(*call, page.error()));
  json::Array data;
  for (const UserRow& row : page->rows) data.push_back(user_json(api, row));
  respond(list_response(std::move(data), page->next_cursor));
}

void create_user(Api& api, const CallPtr& call, const Respond& respond) {
  BodyReader body(call->request.body);
  const NewUser user{body.text("name", 2, 32), body.text("display_name", 1, 256)};
  if (!user.name.empty() && !is_account_name(user.name)) {
    body.wrong("name", "format", "lower-case letters, digits, '.', '_' and '-'");
  }
  if (Status read = body.finish(); !read) return respond(answer(*call, read.error()));
  respond(user_response(api, *call, 201, api.accounts().create_user(call->actor(), user)));
}

void change_user(Api& api, const CallPtr& call, const Respond& respond) {
  const auto version = if_match_of(*call);
  if (!version) return respond(answer(*call, version.error()));
  BodyReader body(call->request.body);
  const UserChange change = read_change(body);
  if (Status read = body.finish(); !read) return respond(answer(*call, read.error()));
  respond(
      user_response(api, *call, 200,
                    api.accounts().change_user(call->actor(), call->params[0], *version, change)));
}

void list_keys(Api& api, const CallPtr& call, const Respond& respond) {
  const auto limit = limit_of(*call);
  if (!limit) return respond(answer(*call, limit.error()));
  const auto page = api.accounts().keys(call->actor(), call->parameter("cursor"),
                                        static_cast<std::size_t>(*limit));
  if (!page) return respond(answer(*call, page.error()));
  json::Array data;
  for (const store::ApiKey& key : page->rows) data.push_back(key_json(key));
  respond(list_response(std::move(data), page->next_cursor));
}

void create_key(Api& api, const CallPtr& call, const Respond& respond) {
  BodyReader body(call->request.body);
  NewKey key;
  key.name = body.text("name", 1, 256);
  key.caller = body.text("caller", 1, 32);
  if (!key.caller.empty() && !is_account_name(key.caller)) {
    body.wrong("caller", "format", "lower-case letters, digits, '.', '_' and '-'");
  }
  key.scopes =
      body.maybe_texts("scopes", std::size(kScopes), 32).value_or(std::vector<std::string>{});
  key.expires_at = body.maybe_time("expires_at");
  key.require_nonce = body.maybe_flag("require_nonce").value_or(false);
  const json::Object* lists = body.maybe_object("lists");
  if (Status read = body.finish(); !read) return respond(answer(*call, read.error()));
  if (lists != nullptr) {
    const Result<ListView> view = read_list_view(*lists, "/lists");
    if (!view) return respond(answer(*call, view.error()));
    key.lists = *view;
  }
  const auto made = api.accounts().create_key(call->actor(), key);
  if (!made) return respond(answer(*call, made.error()));
  json::Object out = key_json(made->key);
  out["key"] = made->secret;
  respond(json_response(201, json::write(out)));
}

void revoke_key(Api& api, const CallPtr& call, const Respond& respond) {
  const Status revoked = api.accounts().revoke_key(call->actor(), call->params[0]);
  respond(revoked ? no_content() : answer(*call, revoked.error()));
}

void list_audit(Api& api, const CallPtr& call, const Respond& respond) {
  AuditFilter filter;
  filter.actor = call->parameter("actor");
  filter.action = call->parameter("action");
  filter.object = call->parameter("object");
  filter.text = call->parameter("q");
  filter.from = call->parameter("from");
  filter.to = call->parameter("to");
  filter.cursor = call->parameter("cursor");
  const auto limit = limit_of(*call);
  if (!limit) return respond(answer(*call, limit.error()));
  filter.limit = *limit;
  respond(answer(*call, api.service().audit(call->actor(), filter)));
}

void get_audit_check(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.audit_check() == nullptr) {
    return respond(away(*call));
  }
  respond(answer(*call, api.audit_check()->state(call->actor())));
}

void start_audit_check(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.audit_check() == nullptr) {
    return respond(away(*call));
  }
  respond(answer(*call, api.audit_check()->start(call->actor(), call->request.body)));
}

void list_settings(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.settings()));
}

}  // namespace analyzer::server
