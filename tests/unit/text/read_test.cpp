#include "analyzer/text/read.h"

#include <catch2/catch.hpp>

namespace analyzer::text {
namespace {

TEST_CASE("URLs given come first and are not repeated from the text") {
  const std::vector<std::string> given = {"rz.example.top/a", "not a link"};
  const Facts facts =
      read("请点击 http://rz.example.top/a 或 b.example.cc，电话13800001111", given, false);
  REQUIRE(facts.urls.size() == 3);
  CHECK(facts.urls[0].url == "http://rz.example.top/a");
  CHECK(facts.urls[0].raw == "rz.example.top/a");
  CHECK_FALSE(facts.urls[0].span);
  CHECK_FALSE(facts.urls[1].valid);
  CHECK(facts.urls[1].raw == "not a link");
  CHECK(facts.urls[2].host == "b.example.cc");
  REQUIRE(facts.text);
  CHECK(facts.text->numbers.size() == 1);
}

TEST_CASE("A given URL is read as its sender may have written it") {
  const struct {
    const char* given;
    const char* url;
  } cases[] = {
      {"hxxp://rz[.]example[.]top/a", "http://rz.example.top/a"},
      {"rz点example点top", "http://rz.example.top/"},
      {"  https://rz.example.top/%E4%BD%A0 ", "https://rz.example.top/%E4%BD%A0"},
      {"https://rz.example.top/你好?a=b", "https://rz.example.top/%E4%BD%A0%E5%A5%BD?a=b"},
      {"si.12333.gov.cn", "http://si.12333.gov.cn/"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.given);
    const Facts facts = read("", std::vector<std::string>{c.given}, false);
    REQUIRE(facts.urls.size() == 1);
    CHECK(facts.urls[0].url == c.url);
    CHECK(facts.urls[0].raw == c.given);
    CHECK_FALSE(facts.text);
  }
}

TEST_CASE("The target inside a given URL is read too") {
  const Facts facts = read(
      "", std::vector<std::string>{"https://a.example.com/?u=https%3A%2F%2Frz.example.top"}, false);
  REQUIRE(facts.urls.size() == 2);
  CHECK(facts.urls[1].host == "rz.example.top");
}

TEST_CASE("Dictated links count only in dictated text") {
  CHECK(read("三个w点gx一二三三三点net", {}, false).urls.empty());
  CHECK(read("三个w点gx一二三三三点net", {}, true).urls.at(0).host == "www.gx12333.net");
}

TEST_CASE("Spans of the normalized text lead to whole characters of the original") {
  const TextFacts facts = read_text("您的㈱養老金");
  const std::string& text = facts.normalized.text;
  const auto begin = static_cast<std::uint32_t>(text.find("养老金"));
  const Span span = facts.normalized.original({begin, begin + 9});
  CHECK(facts.original.substr(span.begin, span.end - span.begin) == "養老金");
  const auto inner = static_cast<std::uint32_t>(text.find("株"));
  const Span whole = facts.normalized.original({inner, inner + 3});
  CHECK(facts.original.substr(whole.begin, whole.end - whole.begin) == "㈱");
}

}  // namespace
}  // namespace analyzer::text
