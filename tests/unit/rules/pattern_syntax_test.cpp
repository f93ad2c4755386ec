#include "analyzer/rules/pattern_syntax.h"

#include <re2/re2.h>

#include <catch2/catch.hpp>

#include "analyzer/text/utf8.h"

namespace analyzer {
namespace {

TEST_CASE("Patterns of words, classes, groups and counts are read") {
  const std::string pattern =
      GENERATE(as<std::string>{}, "", "停发", "a|b", "(?:a|b)c", "(a)(b)",
               "转(?:账|给)?.{0,12}(?:安全)?账户", "[0-9]{1,3}", "[^。!?]{0,10}", "[]a]", "[a-]",
               "\\.\\+\\d\\s\\w", "\\p{Han}+", "[\\p{Han}a-]{1,4}", "\\P{Han}", "^a$", "a*b+c?",
               "a{3}", "a{3,}", "a*?b??c{1,2}?", "[十1]?[0-9]?斤");
  INFO(pattern);
  CHECK(parse_pattern(pattern));
}

TEST_CASE("What RE2 knows and this does not is left to RE2") {
  const std::string pattern =
      GENERATE(as<std::string>{}, "(?i)a", "a\\b", "\\pL", "\\p{Greek}", "[\\P{Han}]",
               "[[:alpha:]]", "(?P<x>a)", "\\x41", "a**", "a*??", "^*", "a{1001}", "(a", "a)", "[a",
               "[b-a]", "*a", "a{2,1}", "\\", "\xFF");
  INFO(pattern);
  CHECK_FALSE(parse_pattern(pattern));
}

TEST_CASE("Chinese characters are those that RE2 knows") {
  const auto tree = parse_pattern("\\p{Han}");
  REQUIRE(tree);
  const auto others = parse_pattern("\\P{Han}");
  REQUIRE(others);
  const RE2 han("\\p{Han}");
  std::size_t wrong = 0;
  for (char32_t c = 1; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string utf8;
    text::append_character(utf8, c);
    const bool expected = RE2::FullMatch(utf8, han);
    wrong += tree->children.front().chars.contains(c) != expected;
    wrong += others->children.front().chars.contains(c) == expected;
  }
  CHECK(wrong == 0);
}

TEST_CASE("Groups nested too deep are not followed") {
  CHECK_FALSE(parse_pattern(std::string(5000, '(') + "a" + std::string(5000, ')')));
}

TEST_CASE("Decoding keeps the way back to the bytes") {
  std::vector<std::uint32_t> offsets;
  CHECK(decode_utf8("a停\xFF😀", &offsets) == U"a停\uFFFD😀");
  CHECK(offsets == std::vector<std::uint32_t>{0, 1, 4, 5, 9});
}

}  // namespace
}  // namespace analyzer
