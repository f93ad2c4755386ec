// Whether small edits leave a message in its campaign, and other scams out of it,
// measured over the frauds of the corpus.

#include "analyzer/text/text_sketch.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdio>
#include <string>
#include <vector>

#include "analyzer/text/normalize.h"
#include "analyzer/text/text_shape.h"
#include "analyzer/text/utf8.h"
#include "tests/unit/corpus/corpus.h"

namespace analyzer {
namespace {

constexpr std::uint64_t kSeed = 0x5EEDULL;

std::string shape(const std::string& text) { return text::shape_of(text::normalize(text).text); }

struct Message {
  std::string text;
  std::string shape;
  Sketch sketch;
};

const std::vector<Message>& frauds() {
  static const std::vector<Message> all = [] {
    std::vector<Message> out;
    for (const CorpusRecord& record : read_corpus()) {
      if (!record.fraud) continue;
      Message message{record.text, shape(record.text), {}};
      const auto sketch = text::sketch_of(message.shape, kSeed);
      if (!sketch) continue;
      message.sketch = *sketch;
      out.push_back(std::move(message));
    }
    return out;
  }();
  return all;
}

bool is_mark(char32_t c) {
  return std::u32string_view(U",，。;；!！?？\n").find(c) != std::u32string_view::npos;
}

// The clauses of a text, each with the mark behind it.
std::vector<std::u32string> clauses(const std::string& text) {
  std::vector<std::u32string> out(1);
  for (const char32_t c : text::to_utf32(text)) {
    out.back().push_back(c);
    if (is_mark(c)) out.emplace_back();
  }
  if (out.back().empty()) out.pop_back();
  return out;
}

std::string joined(const std::vector<std::u32string>& parts) {
  std::u32string all;
  for (const std::u32string& part : parts) all += part;
  return text::to_utf8(all);
}

// The n-th message with its middle clause taken from another one.
std::string with_other_clause(std::size_t n) {
  std::vector<std::u32string> parts = clauses(frauds()[n].text);
  const auto other = clauses(frauds()[(n + 7) % frauds().size()].text);
  parts[parts.size() / 2] = other[other.size() / 2];
  return joined(parts);
}

std::string with_other_facts(std::size_t n) {
  std::u32string out;
  for (const char32_t c : text::to_utf32(frauds()[n].text)) {
    out.push_back(c >= U'0' && c <= U'9' ? U'0' + (c - U'0' + 3) % 10 : c);
  }
  return "【东河县】" + text::to_utf8(out) + " http://q7z.example.top/k";
}

std::string with_other_place(std::size_t n) { return "东河县柳树乡的" + frauds()[n].text; }

// Zero-width characters, blanks and traditional characters.
std::string disguised(std::size_t n) {
  std::u32string out;
  for (const char32_t c : text::to_utf32(frauds()[n].text)) {
    const std::u32string_view plain = U"养认证发点链", fancy = U"養認證發點鏈";
    const std::size_t at = plain.find(c);
    out.push_back(at == plain.npos ? c : fancy[at]);
    if (out.size() % 5 == 0) out.push_back(U'\u200b');
  }
  return text::to_utf8(out);
}

// An index finds one by the other.
bool found_by_bands(const Sketch& a, const Sketch& b) {
  const auto of_a = bands(a);
  const auto of_b = bands(b);
  for (std::size_t i = 0; i < of_a.size(); ++i) {
    if (of_a[i] == of_b[i]) return true;
  }
  return false;
}

// Share of the messages with at least `least` clauses whose edited text is alike
// the original and found by it.
double share_alike(std::string (*edit)(std::size_t), std::size_t least) {
  std::size_t alike = 0;
  std::size_t all = 0;
  for (std::size_t n = 0; n < frauds().size(); ++n) {
    if (clauses(frauds()[n].text).size() < least) continue;
    ++all;
    const auto sketch = text::sketch_of(shape(edit(n)), kSeed);
    const Sketch& original = frauds()[n].sketch;
    const bool joins =
        sketch && likeness(*sketch, original) >= text::kAlike && found_by_bands(*sketch, original);
    alike += joins ? 1 : 0;
  }
  REQUIRE(all > 100);
  return static_cast<double>(alike) / static_cast<double>(all);
}

}  // namespace

TEST_CASE("a message with small edits stays alike itself") {
  struct Row {
    const char* sentence;
    std::string (*edit)(std::size_t);
    std::size_t least_clauses;
    double at_least;
  };
  const Row rows[] = {
      {"other sums, dates, names of offices and links", with_other_facts, 1, 0.99},
      {"another place in front", with_other_place, 1, 0.97},
      {"one clause of three or more", with_other_clause, 3, 0.82},
      {"one clause of five or more", with_other_clause, 5, 0.95},
      {"disguised", disguised, 1, 0.97},
  };
  for (const Row& row : rows) {
    INFO(row.sentence);
    const double share = share_alike(row.edit, row.least_clauses);
    std::printf("alike after %s: %.3f\n", row.sentence, share);
    CHECK(share >= row.at_least);
  }
}

TEST_CASE("different scams are hardly ever alike") {
  const std::vector<Message>& all = frauds();
  std::size_t alike = 0;
  std::size_t pairs = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = i + 1; j < all.size(); ++j) {
      if (all[i].shape == all[j].shape) continue;
      ++pairs;
      if (likeness(all[i].sketch, all[j].sketch) < text::kAlike) continue;
      ++alike;
      if (alike <= 5)
        std::printf("alike: %s\n   and %s\n", all[i].text.c_str(), all[j].text.c_str());
    }
  }
  std::printf("alike: %zu of %zu pairs\n", alike, pairs);
  CHECK(pairs > 500'000);
  CHECK(alike <= pairs / 100'000);
}

TEST_CASE("a sketch is of its seed, and a short text has none") {
  const std::string one = shape("您的养老金资格认证已经过期,请在今天内点击链接补充银行卡信息");
  CHECK(text::sketch_of(one, 1) == text::sketch_of(one, 1));
  CHECK(likeness(*text::sketch_of(one, 1), *text::sketch_of(one, 2)) < 0.1);
  CHECK_FALSE(text::sketch_of(shape("点击认证"), 1));
  CHECK_FALSE(text::sketch_of("", 1));
}

TEST_CASE("bands are shared by alike sketches and told apart by their place") {
  Sketch same;
  const auto keys = bands(same);
  CHECK(keys[0] != keys[1]);
  Sketch other = same;
  other.values[Sketch::kBandValues] = 1;  // one value of the second band
  const auto changed = bands(other);
  CHECK(changed[0] == keys[0]);
  CHECK(changed[1] != keys[1]);
  CHECK(changed[2] == keys[2]);
  CHECK(likeness(same, other) < 1.0);
}

}  // namespace analyzer
