#include "analyzer/server/body.h"

#include <catch2/catch.hpp>

namespace analyzer::server {
namespace {

TEST_CASE("a right body is read") {
  BodyReader body(
      R"({"name":"li","flag":true,"at":"2026-01-02T00:00:00Z","roles":["a","b"],"x":null})");
  CHECK(body.text("name", 1, 10) == "li");
  CHECK(body.maybe_flag("flag") == true);
  CHECK(body.maybe_time("at").has_value());
  CHECK(body.maybe_texts("roles", 3, 5) == std::vector<std::string>{"a", "b"});
  CHECK_FALSE(body.maybe_text("x", 1, 5).has_value());
  CHECK(body.finish().has_value());
}

TEST_CASE("every mistake is named at its place") {
  BodyReader body(R"({"name":5,"long":"abcdef","at":"soon","roles":["a",1],"typo":1})");
  body.text("name", 1, 10);
  body.text("long", 1, 3);
  body.text("absent", 1, 3);
  body.maybe_time("at");
  body.maybe_texts("roles", 3, 5);
  const Status status = body.finish();
  REQUIRE_FALSE(status.has_value());
  std::vector<std::string> found;
  for (const FieldError& field : status.error().fields) {
    found.push_back(field.pointer + " " + field.code);
  }
  CHECK(found == std::vector<std::string>{"/name type", "/long too_long", "/absent required",
                                          "/at format", "/roles/1 type", "/typo unknown_field"});
}

TEST_CASE("what is no JSON object is refused") {
  for (const char* wrong : {"", "{", "[]", "null", "{\"a\":1,\"a\":2}", "{\"a\":1}{}"}) {
    INFO(wrong);
    BodyReader body(wrong);
    body.maybe_flag("a");
    CHECK_FALSE(body.finish().has_value());
  }
}

}  // namespace
}  // namespace analyzer::server
