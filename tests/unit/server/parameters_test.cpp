#include "analyzer/server/parameters.h"

#include <catch2/catch.hpp>

#include "analyzer/server/openapi_embedded.h"
#include "analyzer/server/routes.h"

namespace analyzer::server {
namespace {

std::string pointers(const Parameters& parameters, Method method, std::string_view path,
                     std::string_view query) {
  const auto parsed = parse_query(query);
  REQUIRE(parsed.has_value());
  std::string out;
  for (const FieldError& mistake : parameters.mistakes(match(method, path).route, *parsed)) {
    out += mistake.pointer + " " + mistake.code + ";";
  }
  return out;
}

TEST_CASE("a route takes the query parameters that openapi.yaml lists and no others") {
  const auto parameters = Parameters::read(openapi_json());
  REQUIRE(parameters.has_value());
  struct Row {
    Method method;
    const char* path;
    const char* query;
    const char* mistakes;
  };
  const Row rows[] = {
      {Method::kGet, "/v1/cases", "state=open,claimed&kind=report&limit=5&cursor=x", ""},
      {Method::kGet, "/v1/cases", "sate=open", "?sate unknown_parameter;"},
      {Method::kGet, "/v1/cases", "limit=5&limit=6", "?limit duplicate_key;"},
      {Method::kGet, "/v1/cases", "State=open&b", "?State unknown_parameter;?b unknown_parameter;"},
      {Method::kPost, "/v1/attempts", "strict=false", ""},
      {Method::kPost, "/v1/attempts", "strict=false&debug=1", "?debug unknown_parameter;"},
      {Method::kGet, "/v1/attempts/a", "strict=false", "?strict unknown_parameter;"},
      {Method::kGet, "/v1/cases/c/subject", "reason=check", ""},
      {Method::kGet, "/v1/audit", "actor=a&action=b&object=c&from=d&to=e", ""},
      {Method::kGet, "/livez", "", ""},
      {Method::kGet, "/livez", "%E4%BA%BA%22=1", "?___\" unknown_parameter;"},
  };
  for (const Row& row : rows) {
    INFO(row.path << "?" << row.query);
    CHECK(pointers(*parameters, row.method, row.path, row.query) == row.mistakes);
  }
}

TEST_CASE("a long name is cut in the answer") {
  const auto parameters = Parameters::read(openapi_json());
  REQUIRE(parameters.has_value());
  const auto mistakes = parameters->mistakes(0, {{std::string(5000, 'x'), ""}});
  REQUIRE(mistakes.size() == 1);
  CHECK(mistakes[0].pointer.size() == 65);
}

TEST_CASE("a document that lacks a route is refused") {
  CHECK_FALSE(Parameters::read(R"({"paths":{}})").has_value());
  CHECK_FALSE(Parameters::read("[").has_value());
}

}  // namespace
}  // namespace analyzer::server
