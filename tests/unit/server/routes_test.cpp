#include "analyzer/server/routes.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "analyzer/core/json.h"
#include "analyzer/server/openapi_embedded.h"

namespace analyzer::server {
namespace {

std::string key_of(const Route& route) {
  std::string method(method_name(route.method));
  std::transform(method.begin(), method.end(), method.begin(),
                 [](char c) { return static_cast<char>(c | 0x20); });
  return method + " " + std::string(route.pattern);
}

std::set<std::string> words(const json::Object& operation, const char* key) {
  std::set<std::string> out;
  if (const json::Value* list = operation.if_contains(key)) {
    for (const json::Value& word : list->as_array())
      out.insert(json::String(word.as_string()).c_str());
  }
  return out;
}

TEST_CASE("the table and openapi.yaml hold the same routes with the same callers") {
  const auto document = json::parse(openapi_json(), {.max_depth = 64});
  REQUIRE(document.has_value());
  std::map<std::string, const json::Object*> described;
  for (const auto& path : document->at("paths").as_object()) {
    for (const auto& method : path.value().as_object()) {
      described[std::string(method.key()) + " " + std::string(path.key())] =
          &method.value().as_object();
    }
  }
  std::set<std::string> served;
  for (const Route& route : routes()) {
    const std::string key = key_of(route);
    INFO(key);
    CHECK(served.insert(key).second);
    const auto found = described.find(key);
    REQUIRE(found != described.end());
    const json::Object& operation = *found->second;

    std::set<std::string> scopes;
    for (std::size_t i = 0; i < std::size(kScopes); ++i) {
      if ((route.scopes & (1U << i)) != 0) scopes.emplace(kScopes[i]);
    }
    CHECK(words(operation, "x-scopes") == scopes);
    std::set<std::string> roles;
    if (route.roles == kAnybodySignedIn) {
      roles.insert("any");
    } else {
      for (std::size_t i = 0; i < kNames<Role>.size(); ++i) {
        if ((route.roles & (1U << i)) != 0) roles.emplace(kNames<Role>[i]);
      }
    }
    CHECK(words(operation, "x-roles") == roles);
    const json::Value* body = operation.if_contains("requestBody");
    if (body != nullptr) {
      const bool needed = route.body == Body::kRequired || route.body == Body::kPicture ||
                          route.body == Body::kFile;
      CHECK(needed == body->at("required").as_bool());
      CHECK(route.body_limit > 0);
    } else {
      CHECK(route.body != Body::kRequired);
      CHECK(route.body != Body::kPicture);
      CHECK(route.body != Body::kFile);
    }
  }
  for (const auto& [key, operation] : described) {
    INFO(key);
    CHECK(served.contains(key));
  }
}

TEST_CASE("nobody but the three administrators can do their work") {
  for (const Route& route : routes()) {
    if (route.roles == kAnybodySignedIn) continue;
    // Lists that come in and settings hold nobody's case; supervisors have them too.
    if (route.pattern.starts_with("/v1/sources") || route.pattern == "/v1/settings") continue;
    const bool administration = route.pattern.starts_with("/v1/users") ||
                                route.pattern.starts_with("/v1/keys") ||
                                route.pattern.starts_with("/v1/audit");
    const Roles administrators =
        role_bit(Role::kSystemAdmin) | role_bit(Role::kSecurityAdmin) | role_bit(Role::kAuditAdmin);
    INFO(route.pattern);
    CHECK((route.roles & (administration ? ~administrators : administrators)) == 0);
  }
}

TEST_CASE("paths find their route") {
  struct Row {
    Method method;
    const char* path;
    Match::Kind kind;
    const char* pattern;
    std::vector<std::string> params;
  };
  using Kind = Match::Kind;
  const Row rows[] = {
      {Method::kPost, "/v1/attempts", Kind::kRoute, "/v1/attempts", {}},
      {Method::kPost, "/v1/attempts/batch", Kind::kRoute, "/v1/attempts/batch", {}},
      {Method::kGet,
       "/v1/attempts/a%2Fb%20c",
       Kind::kRoute,
       "/v1/attempts/{attempt_id}",
       {"a/b c"}},
      {Method::kHead, "/v1/cases", Kind::kRoute, "/v1/cases", {}},
      {Method::kPost, "/v1/cases/next", Kind::kRoute, "/v1/cases/next", {}},
      {Method::kGet,
       "/v1/cases/cas_1/subject",
       Kind::kRoute,
       "/v1/cases/{case_id}/subject",
       {"cas_1"}},
      {Method::kDelete, "/v1/attempts", Kind::kWrongMethod, "", {}},
      {Method::kOther, "/v1/attempts", Kind::kWrongMethod, "", {}},
      {Method::kGet, "/v1/attempts/", Kind::kNoSuchPath, "", {}},
      {Method::kGet, "/v1/attempts/a/b", Kind::kNoSuchPath, "", {}},
      {Method::kGet, "/v1", Kind::kNoSuchPath, "", {}},
      {Method::kGet, "/v1/cases/", Kind::kNoSuchPath, "", {}},
      {Method::kGet, "//v1/cases", Kind::kNoSuchPath, "", {}},
      {Method::kGet, "/v1/attempts/%zz", Kind::kBadPath, "", {}},
      {Method::kGet, "/v1/attempts/%00", Kind::kBadPath, "", {}},
      {Method::kGet, "", Kind::kNoSuchPath, "", {}},
  };
  for (const Row& row : rows) {
    INFO(row.path);
    const Match found = match(row.method, row.path);
    CHECK(found.kind == row.kind);
    if (found.kind != Kind::kRoute) continue;
    CHECK(routes()[found.route].pattern == row.pattern);
    CHECK(found.params == row.params);
  }
  CHECK(match(Method::kPut, "/v1/session").allow == "POST, GET, HEAD, DELETE");
}

}  // namespace
}  // namespace analyzer::server
