// What the shipped rules find in messages is what RE2 alone finds: the same rules
// and the same places, by a search that shares no code with the rules' own.

#include <re2/re2.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <random>

#include "analyzer/core/json.h"
#include "analyzer/rules/pattern_syntax.h"
#include "analyzer/rules/rule_set.h"
#include "analyzer/text/normalize.h"

namespace analyzer {
namespace {

std::string normalized(std::string_view text) { return text::normalize(text).text; }

// A rule as RE2 alone would search it.
struct Plain {
  const Rule* rule;
  std::unique_ptr<RE2> pattern;
  std::unique_ptr<RE2> unless;  // null where there is none
  bool shortest = true;         // of the leftmost matches; else the one that RE2 takes
};

std::vector<Plain> plain_rules(const RuleSet& rules) {
  RE2::Options options;
  options.set_dot_nl(true);
  options.set_log_errors(false);
  options.set_max_mem(64 << 20);
  std::vector<Plain> out;
  for (const Rule& rule : rules.rules()) {
    if (rule.scope != Scope::kText) continue;
    Plain plain{&rule, std::make_unique<RE2>(rule.pattern, options), nullptr, true};
    plain.shortest = parse_pattern(rule.pattern) && parse_pattern(rule.unless);
    if (!rule.unless.empty()) plain.unless = std::make_unique<RE2>(rule.unless, options);
    out.push_back(std::move(plain));
  }
  return out;
}

// The sentence that holds [begin, end).
std::string_view sentence(std::string_view text, std::size_t begin, std::size_t end) {
  static const RE2 ends("([\n!?;。！？；])");
  std::size_t from = 0;
  re2::StringPiece mark;
  for (std::size_t at = 0; ends.Match(text, at, begin, RE2::UNANCHORED, &mark, 1);) {
    at = from = static_cast<std::size_t>(mark.data() - text.data()) + mark.size();
  }
  const bool more = ends.Match(text, end, text.size(), RE2::UNANCHORED, &mark, 1);
  return text.substr(
      from, (more ? static_cast<std::size_t>(mark.data() - text.data()) : text.size()) - from);
}

// The leftmost matches, one behind the other.
std::vector<Span> spans_by_re2(const Plain& plain, std::string_view text) {
  std::vector<Span> out;
  re2::StringPiece found;
  for (std::size_t at = 0;
       out.size() < RuleSet::kMaxSpans &&
       plain.pattern->Match(text, at, text.size(), RE2::UNANCHORED, &found, 1);) {
    const auto begin = static_cast<std::size_t>(found.data() - text.data());
    std::size_t end = begin + 1;
    // The whole text but its tail, so that $ stands where it stood.
    const auto ends_at = [&](std::size_t e) {
      const RE2& pattern = *plain.pattern;
      return e == begin + found.size() ||
             (plain.shortest && pattern.Match(text, begin, e, RE2::ANCHOR_BOTH, nullptr, 0));
    };
    while (!ends_at(end)) ++end;
    const bool denied =
        plain.unless && RE2::PartialMatch(sentence(text, begin, end), *plain.unless);
    if (!denied) {
      out.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    }
    at = end;
  }
  return out;
}

std::vector<std::string> corpus(std::size_t every) {
  std::vector<std::string> out;
  std::size_t n = 0;
  for (const auto& file : std::filesystem::directory_iterator(ANALYZER_ROOT "/data/corpus")) {
    if (file.path().extension() != ".jsonl") continue;
    std::ifstream lines(file.path());
    for (std::string line; std::getline(lines, line);) {
      if (n++ % every != 0) continue;
      const Result<json::Value> value = json::parse(line);
      REQUIRE(value);
      out.push_back(normalized(value->as_object().at("text").as_string()));
    }
  }
  return out;
}

// Halves of messages put together, which no one wrote with the rules in mind.
std::vector<std::string> mixed(const std::vector<std::string>& texts, std::size_t count) {
  std::mt19937 random(20260301);
  const auto half = [&](bool first) {
    const std::string& text = texts[random() % texts.size()];
    std::size_t middle = random() % (text.size() + 1);
    while (middle < text.size() && (static_cast<unsigned char>(text[middle]) & 0xC0) == 0x80) {
      ++middle;
    }
    return first ? text.substr(0, middle) : text.substr(middle);
  };
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i)
    out.push_back(half(true) + half(false) + half(i % 2 == 0));
  return out;
}

TEST_CASE("The shipped rules find in messages what RE2 alone finds") {
  const Result<RuleSet> rules = RuleSet::load(ANALYZER_ROOT "/data/rules", normalized);
  REQUIRE(rules);
  const std::vector<Plain> plain = plain_rules(*rules);
  std::vector<std::string> texts = corpus(23);
  REQUIRE(texts.size() > 100);
  for (std::string& text : mixed(texts, 100)) texts.push_back(std::move(text));
  std::size_t hits = 0;
  for (const std::string& text : texts) {
    const RuleText one{Scope::kText, text};
    const Result<std::vector<RuleMatch>> matches = rules->match({&one, 1});
    REQUIRE(matches);
    auto match = matches->begin();
    for (const Plain& p : plain) {
      const std::vector<Span> expected = spans_by_re2(p, text);
      std::vector<Span> found;
      if (match != matches->end() && match->rule == p.rule) found = (match++)->spans;
      if (found != expected) {
        INFO(p.rule->id << " in: " << text);
        CHECK(found == expected);
      }
      hits += expected.size();
    }
    CHECK(match == matches->end());
  }
  CHECK(hits > 300);
}

}  // namespace
}  // namespace analyzer
