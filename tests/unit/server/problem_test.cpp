#include "analyzer/server/problem.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "analyzer/core/json.h"

namespace analyzer::server {
namespace {

Error error_of(ErrorCode code, std::vector<FieldError> fields = {}) {
  return {code, "SELECT * FROM secrets /etc/passwd 13800001234", std::move(fields)};
}

TEST_CASE("every failure has one status and type") {
  struct Row {
    const char* what;
    Error error;
    int status;
    const char* type;
  };
  const Row rows[] = {
      {"syntax", error_of(ErrorCode::kInvalid), 400, "/problems/malformed_json"},
      {"fields", error_of(ErrorCode::kInvalid, {{"/a", "type", "x"}}), 422, "/problems/invalid"},
      {"whole body", error_of(ErrorCode::kInvalid, {{"", "type", "x"}}), 422, "/problems/invalid"},
      {"not found", error_of(ErrorCode::kNotFound), 404, "/problems/not_found"},
      {"conflict", error_of(ErrorCode::kConflict), 409, "/problems/conflict"},
      {"stale", error_of(ErrorCode::kConflict, {{"", "stale", ""}}), 412,
       "/problems/precondition_failed"},
      {"same person", error_of(ErrorCode::kConflict, {{"", "same_person", ""}}), 409,
       "/problems/same_person"},
      {"forbidden", error_of(ErrorCode::kConflict, {{"", "forbidden", ""}}), 403,
       "/problems/forbidden"},
      {"locked", error_of(ErrorCode::kConflict, {{"", "account_locked", ""}}), 401,
       "/problems/account_locked"},
      {"unavailable", error_of(ErrorCode::kUnavailable), 503, "/problems/unavailable"},
      {"corrupt", error_of(ErrorCode::kCorrupt), 500, "/problems/internal"},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    const Response response = problem(row.error, Language::kZh, "req-1");
    CHECK(response.status == row.status);
    CHECK(response.content_type == "application/problem+json");
    const auto body = json::parse(response.body);
    REQUIRE(body.has_value());
    CHECK(body->at("type").as_string() == row.type);
    CHECK(body->at("status").as_int64() == row.status);
    CHECK(body->at("request_id").as_string() == "req-1");
    CHECK(response.body.find("SELECT") == std::string::npos);
    CHECK(response.body.find("passwd") == std::string::npos);
    CHECK(response.body.find("13800001234") == std::string::npos);
  }
}

TEST_CASE("a submission that could not be recorded says so and when to come back") {
  const Response response =
      problem(error_of(ErrorCode::kUnavailable), Language::kZh, "r", ProblemKind::kNotRecorded);
  CHECK(response.body.find("/problems/not_recorded") != std::string::npos);
  bool retry = false;
  for (const auto& [name, value] : response.headers) retry = retry || name == "Retry-After";
  CHECK(retry);
}

TEST_CASE("titles and field messages are in the caller's language") {
  const Error error =
      error_of(ErrorCode::kInvalid, {{"/person/age", "range", "must lie in [0, 150]"},
                                     {"/attempt_id", "required", "must be given"}});
  const Response zh = problem(error, Language::kZh, "r");
  CHECK(zh.body.find("请求中有字段不正确") != std::string::npos);
  CHECK(zh.body.find("超出允许范围:须在[0, 150]之内") != std::string::npos);
  CHECK(zh.body.find("\"必填\"") != std::string::npos);
  const Response en = problem(error, Language::kEn, "r");
  CHECK(en.body.find("Some fields are wrong") != std::string::npos);
  CHECK(en.body.find("\"must be given\"") != std::string::npos);
}

TEST_CASE("the preferred of the two languages is chosen, Chinese without a preference") {
  struct Row {
    const char* header;
    Language language;
  };
  const Row rows[] = {{"", Language::kZh},
                      {"en", Language::kEn},
                      {"en-GB,en;q=0.9", Language::kEn},
                      {"zh-CN,zh;q=0.9,en;q=0.8", Language::kZh},
                      {"fr, en;q=0.5", Language::kEn},
                      {"zh;q=0.2, en;q=0.7", Language::kEn},
                      {"en;q=0", Language::kZh},
                      {"*", Language::kZh}};
  for (const Row& row : rows) {
    INFO(row.header);
    CHECK(language_of(row.header) == row.language);
  }
}

TEST_CASE("problem names are unique") {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(ProblemKind::kInternal); ++i) {
    CHECK(names.insert(info_of(static_cast<ProblemKind>(i)).name).second);
  }
  CHECK(info_of(ProblemKind::kInternal).status == 500);
}

}  // namespace
}  // namespace analyzer::server
