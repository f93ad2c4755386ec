#include "analyzer/server/http.h"

#include <catch2/catch.hpp>

#include "analyzer/server/response_head.h"

namespace analyzer::server {
namespace {

TEST_CASE("percent escapes are decoded, broken ones refused") {
  CHECK(percent_decode("a%2Fb%E4%B8%AD") == "a/b中");
  CHECK(percent_decode("a+b") == "a+b");
  CHECK(percent_decode("a+b", true) == "a b");
  for (const char* wrong : {"%", "%1", "%zz", "abc%0", "%00"}) {
    INFO(wrong);
    CHECK_FALSE(percent_decode(wrong).has_value());
  }
}

TEST_CASE("a query is read pair by pair") {
  CHECK(parse_query("a=1&b=%E4%B8%AD+x&c&&d=") ==
        Query{{"a", "1"}, {"b", "中 x"}, {"c", ""}, {"d", ""}});
  CHECK(parse_query("")->empty());
  CHECK_FALSE(parse_query("a=%xx").has_value());
}

TEST_CASE("a cookie is found by its whole name") {
  CHECK(cookie_value("a=1; session=abc; b=2", "session") == "abc");
  CHECK(cookie_value("session=abc", "session") == "abc");
  CHECK(cookie_value("xsession=abc; sessionx=d", "session").empty());
  CHECK(cookie_value("", "session").empty());
}

TEST_CASE("an answer's head holds what it must, in lines of its own") {
  Response response;
  response.status = 201;
  response.content_type = "application/json";
  response.body = "{}";
  response.headers.emplace_back("ETag", "\"3\"");
  CHECK(response_head(response, "r1", "X-Fixed: 1\r\n", "now", false) ==
        "HTTP/1.1 201 Created\r\nDate: now\r\nContent-Type: application/json\r\n"
        "Content-Length: 2\r\nX-Request-Id: r1\r\nETag: \"3\"\r\nCache-Control: no-store\r\n"
        "X-Fixed: 1\r\nConnection: close\r\n\r\n");
  Response empty;
  empty.status = 204;
  empty.headers.emplace_back("Cache-Control", "no-cache");
  CHECK(response_head(empty, "r2", "", "now", true) ==
        "HTTP/1.1 204 No Content\r\nDate: now\r\nX-Request-Id: r2\r\nCache-Control: no-cache\r\n"
        "\r\n");
}

}  // namespace
}  // namespace analyzer::server
