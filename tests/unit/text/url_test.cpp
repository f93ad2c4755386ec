#include "analyzer/text/url.h"

#include <catch2/catch.hpp>

namespace analyzer::text {
namespace {

TEST_CASE("A host belongs to whoever registered it") {
  const struct {
    const char* url;
    const char* registrable;
    const char* suffix;
  } cases[] = {
      {"https://si.12333.gov.cn/a", "12333.gov.cn", "gov.cn"},
      {"http://www.mohrss.gov.cn./", "mohrss.gov.cn", "gov.cn"},
      {"http://shebao.github.io/", "shebao.github.io", "github.io"},
      {"http://a.b.natappfree.cc", "b.natappfree.cc", "natappfree.cc"},
      {"http://gov.cn.example.com.cn", "example.com.cn", "com.cn"},
      {"http://203.0.113.7/", "203.0.113.7", ""},
      {"http://[2001:db8::1]/", "[2001:db8::1]", ""},
      {"http://gov.cn/", "gov.cn", "gov.cn"},
      {"http://社保.公司.cn/", "xn--ruqr22h.xn--55qx5d.cn", "xn--55qx5d.cn"},
      {"http://localhost/", "localhost", "localhost"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.url);
    const Result<UrlFacts> url = parse_url(c.url);
    REQUIRE(url);
    CHECK(url->registrable_domain == c.registrable);
    CHECK(url->public_suffix == c.suffix);
  }
}

TEST_CASE("What hides the true host is seen through") {
  const struct {
    const char* url;
    const char* host;
  } cases[] = {
      {"http://si.12333.gov.cn@evil.example/", "evil.example"},
      {"http:\\\\evil.example\\a", "evil.example"},
      {"ht\ntp://ev\til.example", "evil.example"},
      {"http://0xCB007107/", "203.0.113.7"},
      {"http://3405803783/", "203.0.113.7"},
      {"http://0313.0.0161.7/", "203.0.113.7"},
      {"http://%65vil.example/", "evil.example"},
      {"http://ｅｖｉｌ。example/", "evil.example"},
      {"HTTP:////evil.example", "evil.example"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.url);
    const Result<UrlFacts> url = parse_url(c.url);
    REQUIRE(url);
    CHECK(url->host == c.host);
  }
  CHECK(parse_url("http://si.12333.gov.cn@evil.example/")->has_credentials);
}

TEST_CASE("A link that opens an app is taken as it stands") {
  const Result<UrlFacts> url = parse_url("weixin://dl/business/?t=AbC#x");
  REQUIRE(url);
  CHECK(url->scheme == "weixin");
  CHECK(url->path == "//dl/business/");
  CHECK(url->query == "t=AbC");
  CHECK(url->fragment == "x");
  CHECK(url->host.empty());
}

TEST_CASE("What no browser opens fails") {
  for (const char* text : {"", "认证", "javascript:alert(1)", "file:///etc/passwd", "http://",
                           "http://a b/", "http://1.2.3.4.5/", "http://a:99999/", "//x/"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_url(text));
  }
}

TEST_CASE("A punycode host is shown in its own script") {
  CHECK(parse_url("http://社保.公司.cn/")->host_unicode == "社保.公司.cn");
}

}  // namespace
}  // namespace analyzer::text
