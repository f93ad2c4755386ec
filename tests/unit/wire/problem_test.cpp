#include "analyzer/wire/problem.h"

#include <catch2/catch.hpp>

#include "analyzer/core/json.h"

namespace analyzer::wire {
namespace {

TEST_CASE("each kind of failure has its status and type") {
  const FieldError field{"/person/age", "range", "must lie in [0, 130]"};
  for (const auto& [error, status, type] :
       {std::tuple{Error{ErrorCode::kInvalid, "x"}, 400, "/problems/malformed_json"},
        std::tuple{Error{ErrorCode::kInvalid, "x", {field}}, 422, "/problems/invalid"},
        std::tuple{Error{ErrorCode::kNotFound, "x"}, 404, "/problems/not_found"},
        std::tuple{Error{ErrorCode::kConflict, "x"}, 409, "/problems/conflict"},
        std::tuple{Error{ErrorCode::kUnavailable, "x"}, 503, "/problems/not_recorded"},
        std::tuple{Error{ErrorCode::kCorrupt, "x"}, 500, "/problems/internal"}}) {
    CHECK(http_status(error) == status);
    CHECK(problem_type(error) == type);
    CHECK_FALSE(problem_title(error, Lang::kZh).empty());
    CHECK(problem_title(error, Lang::kZh) != problem_title(error, Lang::kEn));
  }
}

TEST_CASE("a problem names fields and keeps the error's own message to itself") {
  const Error error{ErrorCode::kInvalid, "secret", {{"/a\"b", "range", "must lie in [0, 1]"}}};
  CHECK(write_problem(error, Lang::kEn) ==
        R"({"problem":{"type":"/problems/invalid",)"
        R"("title":"Fields of the request are not as they must be","status":422,)"
        R"("errors":[{"pointer":"/a\"b","code":"range","message":"must lie in [0, 1]"}]}})");
  CHECK(write_problem(Error{ErrorCode::kCorrupt, "secret"}, Lang::kEn) ==
        R"({"problem":{"type":"/problems/internal","title":"Internal error","status":500}})");
  CHECK(json::parse(write_problem(error)));
}

TEST_CASE("a key given twice is told by its name") {
  const auto body = json::parse(R"({"attempt_id":"a","attempt_id":"b"})");
  REQUIRE_FALSE(body);
  CHECK(http_status(body.error()) == 422);
  CHECK(write_problem(body.error()).find("\"duplicate_key\"") != std::string::npos);
}

}  // namespace
}  // namespace analyzer::wire
