#include "analyzer/rules/phrase_set.h"

#include <re2/re2.h>

#include <catch2/catch.hpp>
#include <random>
#include <string>

namespace analyzer {
namespace {

std::vector<PhraseMatch> matches_of(const std::string& pattern, const std::string& unless,
                                    const std::string& text, std::size_t limit = 9) {
  PhraseSet set;
  const auto tree = parse_pattern(pattern);
  REQUIRE(tree);
  const auto denial = parse_pattern(unless);
  REQUIRE(denial);
  set.add(*tree, unless.empty() ? nullptr : &*denial);
  set.build();
  return set.search(text, limit);
}

std::vector<std::string> found(const std::string& pattern, const std::string& text,
                               const std::string& unless = "") {
  std::vector<std::string> out;
  for (const PhraseMatch& match : matches_of(pattern, unless, text)) {
    for (const Span& span : match.spans) {
      out.push_back(text.substr(span.begin, span.end - span.begin));
    }
  }
  return out;
}

using Strings = std::vector<std::string>;

TEST_CASE("For what takes a match back, '^' and '$' are the ends of its sentence") {
  const std::string unless = "gov[.]cn(?:[^.a-z]|$)|^(?:别|莫)";
  const auto left = [&](const std::string& text) { return found("网址", text, unless).size(); };
  CHECK(left("网址 12348.gov.cn。下一句") == 0);
  CHECK(left("网址 12348.gov.cn") == 0);
  CHECK(left("网址 12348.gov.cn.top。下一句") == 1);
  CHECK(left("先听着。别点网址") == 0);
  CHECK(left("先听着,别点网址") == 1);
  CHECK(left("见 gov.cn。网址在此") == 1);
}

TEST_CASE("Matches are the leftmost and shortest, and do not overlap") {
  CHECK(found("停.{0,3}发", "停发停x发停xxxx发") == Strings{"停发", "停x发"});
  CHECK(found("a+", "baac") == Strings{"a", "a"});
  CHECK(found("(?:转账|转给我).{0,2}卡", "转给我的卡,转账卡") == Strings{"转给我的卡", "转账卡"});
  CHECK(found("^停", "停停") == Strings{"停"});
  CHECK(found("停$", "停停") == Strings{"停"});
  CHECK(found("[0-9]{2,3}元", "1元12元1234元") == Strings{"12元", "234元"});
  CHECK(found("x", "停发").empty());
}

TEST_CASE("No more matches than asked for are kept") {
  CHECK(matches_of("停", "", "停停停停停", 2).front().spans.size() == 2);
}

TEST_CASE("A match is taken back where its own sentence denies it") {
  CHECK(found("转账", "请转账", "勿") == Strings{"转账"});
  CHECK(found("转账", "请勿转账", "勿").empty());
  CHECK(found("转账", "请勿点。马上转账", "勿") == Strings{"转账"});
  CHECK(found("转账", "转账!请勿点", "勿") == Strings{"转账"});
  CHECK(found("转账", "转账,请勿点", "勿").empty());
}

TEST_CASE("Long texts are searched to their end") {
  const std::string gap(40, 'x');
  for (const std::size_t before :
       {10U, 250U, 255U, 500U, 511U, 1000U, 1023U, 3580U, 4090U, 4095U, 9000U}) {
    std::string text;
    for (std::size_t i = 0; i < before; ++i) text += "字";
    text += "停" + gap + "发" + gap;
    INFO(before);
    const auto matches = matches_of("停.{0,50}发", "", text);
    REQUIRE(matches.size() == 1);
    REQUIRE(matches[0].spans.size() == 1);
    CHECK(matches[0].spans[0] == Span{static_cast<std::uint32_t>(3 * before),
                                      static_cast<std::uint32_t>(3 * before + 46)});
  }
}

TEST_CASE("Anchors hold at the text's own ends, not at a window's") {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "字";
  CHECK(matches_of("^字", "", text).front().spans.size() == 1);
  CHECK(matches_of("字$", "", text).front().spans.size() == 1);
  CHECK(matches_of("^末", "", text + "末").empty());
}

// A random pattern over few letters, so that random texts meet it.
std::string random_pattern(std::mt19937& random, int depth) {
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random()) % n; };
  static const char* const kAtoms[] = {
      "停",    "发",    "a",          "b",          "1",      "停发",       ".",           "[a-b]",
      "[^停]", "[0-9]", "[^停]{0,3}", "[^1a]{1,6}", "[^发]*", "[0-9]{2,3}", "[^b。]{0,5}?"};
  if (depth == 0) return kAtoms[below(15)];
  switch (below(6)) {
    case 0:
      return random_pattern(random, depth - 1) + random_pattern(random, depth - 1);
    case 1:
      return "(?:" + random_pattern(random, depth - 1) + "|" + random_pattern(random, depth - 1) +
             ")";
    case 2:
      return "(?:" + random_pattern(random, depth - 1) + ")?";
    case 3:
      return random_pattern(random, depth - 1) + ".{0," + std::to_string(below(4)) + "}" +
             random_pattern(random, depth - 1);
    case 4:
      return "(?:" + random_pattern(random, depth - 1) + "){1,2}";
    default:
      return "(?:" + random_pattern(random, depth - 1) + ")*" + kAtoms[below(15)];
  }
}

TEST_CASE("Random patterns are found where RE2 finds them") {
  std::mt19937 random(20260102);
  static const char* const kLetters[] = {"停", "发", "a", "b", "1", "。"};
  RE2::Options options;
  options.set_dot_nl(true);
  int compared = 0;
  for (int i = 0; i < 1500; ++i) {
    const std::string pattern = random_pattern(random, 3);
    const auto tree = parse_pattern(pattern);
    INFO(pattern);
    REQUIRE(tree);
    const RE2 other(pattern, options);
    REQUIRE(other.ok());
    PhraseSet set;
    set.add(*tree, nullptr);
    set.build();
    for (int k = 0; k < 6; ++k) {
      std::string text;
      for (auto n = random() % 12; n > 0; --n) text += kLetters[random() % 6];
      INFO(text);
      // RE2 also counts empty matches, which are nothing to show.
      re2::StringPiece rest(text);
      bool expected = false;
      std::size_t first = 0;
      for (std::size_t at = 0; at < text.size() && !expected; ++at) {
        if ((static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) continue;
        re2::StringPiece piece;
        for (std::size_t end = text.size(); end > at && !expected; --end) {
          expected = other.Match(text, at, end, RE2::ANCHOR_BOTH, &piece, 1) && !piece.empty();
          first = at;
        }
      }
      const auto matches = set.search(text, 1);
      CHECK(matches.empty() == !expected);
      if (expected && !matches.empty()) CHECK(matches[0].spans[0].begin == first);
      ++compared;
    }
  }
  CHECK(compared == 9000);
}

}  // namespace
}  // namespace analyzer
