// How much of a disguise normalization takes off, and that the disguises are not the
// tables of normalization read backwards.

#include "analyzer/service/text_disguises.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include "analyzer/service/text_corpus.h"
#include "analyzer/text/character_data.h"
#include "analyzer/text/disguise_material.h"
#include "analyzer/text/lexicon.h"
#include "analyzer/text/links.h"
#include "analyzer/text/normalize.h"
#include "analyzer/text/utf8.h"
#include "models/split.h"

namespace analyzer {
namespace {

constexpr std::size_t kMessages = 120;
constexpr std::size_t kLongest = 400;  // bytes; keeps the comparison quick

std::vector<std::string> plain_messages() {
  const auto corpus = read_corpus(std::string(ANALYZER_ROOT) + "/data/corpus");
  REQUIRE(corpus);
  std::vector<std::pair<std::size_t, std::string>> order;
  for (const Message& message : corpus->messages) {
    if (message.style != "none" || message.text.size() > kLongest) continue;
    order.emplace_back(models::fold_of(message.text, "disguises", std::size_t{1} << 30U),
                       message.text);
  }
  std::sort(order.begin(), order.end());
  std::vector<std::string> out;
  for (auto& [hash, text] : order) out.push_back(std::move(text));
  return out;
}

// Characters to be put in, taken out or exchanged to make one of the other.
std::size_t distance(const std::u32string& a, const std::u32string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t k = 1; k <= b.size(); ++k) {
      const std::size_t exchanged = diagonal + (a[i - 1] == b[k - 1] ? 0 : 1);
      diagonal = row[k];
      row[k] = std::min({row[k] + 1, row[k - 1] + 1, exchanged});
    }
  }
  return row[b.size()];
}

std::u32string normal(std::string_view text) { return text::to_utf32(text::normalize(text).text); }

TEST_CASE("Normalization takes off so much of each disguise") {
  // The share of what a disguise changed that is as in the plain message afterwards. Of
  // traditional writing 「」 and 著 stay, and the corpus is full of quotations.
  const struct {
    Trick trick;
    double least;
  } cases[] = {
      {Trick::kZeroWidth, 0.99},  {Trick::kFullWidth, 0.99}, {Trick::kTraditional, 0.90},
      {Trick::kSpaces, 0.97},     {Trick::kSymbols, 0.85},   {Trick::kEmoji, 0.80},
      {Trick::kLetters, 0.80},    {Trick::kRadicals, 0.88},  {Trick::kSplit, 0.60},
      {Trick::kHomophones, 0.34}, {Trick::kPinyin, 0.69},    {Trick::kDigits, 0.80},
      {Trick::kMarks, 0.99},      {Trick::kMixed, 0.88},
  };
  const std::vector<std::string> messages = plain_messages();
  for (const auto& c : cases) {
    std::size_t changed = 0;
    std::size_t left = 0;
    std::size_t count = 0;
    for (const std::string& message : messages) {
      const std::string other = disguised(message, c.trick);
      if (other == message || ++count > kMessages) continue;
      changed += distance(text::to_utf32(message), text::to_utf32(other));
      left += distance(normal(message), normal(other));
    }
    REQUIRE(changed > kMessages);
    const double undone = 1.0 - static_cast<double>(left) / static_cast<double>(changed);
    INFO(name_of(c.trick) << " " << undone);
    CHECK(undone >= c.least);
  }
}

TEST_CASE("A disguised message normalized twice is as normalized once, with its way back") {
  const std::vector<std::string> messages = plain_messages();
  for (std::size_t i = 0; i < kMessages && i < messages.size(); ++i) {
    for (const Trick trick :
         {Trick::kZeroWidth, Trick::kTraditional, Trick::kSymbols, Trick::kEmoji, Trick::kLetters,
          Trick::kRadicals, Trick::kSplit, Trick::kHomophones, Trick::kPinyin, Trick::kDigits,
          Trick::kMarks, Trick::kMixed}) {
      const std::string other = disguised(messages[i], trick);
      CAPTURE(other);
      const NormalizedText once = text::normalize(other);
      CHECK(text::normalize(once.text).text == once.text);
      CHECK(std::is_sorted(once.origin.begin(), once.origin.end()));
      CHECK(once.origin.back() == other.size());
    }
  }
}

TEST_CASE("The links of disguised messages are found as they lead") {
  const struct {
    Trick trick;
    double least;
  } cases[] = {
      {Trick::kZeroWidth, 0.98},
      {Trick::kFullWidth, 0.98},
      {Trick::kLinks, 0.80},
  };
  for (const auto& c : cases) {
    std::size_t plain = 0;
    std::size_t found = 0;
    for (const std::string& message : plain_messages()) {
      const std::vector<UrlFacts> others = text::find_links(disguised(message, c.trick), false);
      for (const UrlFacts& link : text::find_links(message, false)) {
        ++plain;
        found += std::any_of(others.begin(), others.end(),
                             [&](const UrlFacts& other) { return other.host == link.host; })
                     ? 1
                     : 0;
      }
    }
    REQUIRE(plain > 100);
    const double share = static_cast<double>(found) / static_cast<double>(plain);
    INFO(name_of(c.trick) << " " << share);
    CHECK(share >= c.least);
  }
}

TEST_CASE("The same message is disguised the same way") {
  const std::string text = "【社保】请认证养老金,点击 http://rz.example.top/a1 或拨打12333";
  for (std::size_t i = 0; i < kNames<Trick>.size(); ++i) {
    const auto trick = static_cast<Trick>(i);
    CAPTURE(name_of(trick));
    const std::string once = disguised(text, trick);
    CHECK(once == disguised(text, trick));
    CHECK(once != text);
    CHECK(text::is_valid_utf8(once));
  }
}

TEST_CASE("A message that must keep its target keeps the letters of its links") {
  const std::string text = "App里认证,或打开 si.gov.example 看";
  CHECK(disguised(text, Trick::kLetters, false).find("si.gov.example") != std::string::npos);
  CHECK(disguised(text, Trick::kLetters, true).find("si.gov.example") == std::string::npos);
}

TEST_CASE("At most half of what disguises are made of is known to normalization's own tables") {
  const auto share = [](const auto& all, auto known) {
    const auto count = static_cast<double>(std::count_if(all.begin(), all.end(), known));
    return count / static_cast<double>(all.size());
  };
  const auto in = [](std::u32string_view table) {
    return [table](char32_t c) { return table.find(c) != std::u32string_view::npos; };
  };
  CHECK(share(tricks::kSymbols, in(text::kSeparators)) <= 0.5);
  CHECK(share(tricks::kZeroWidths, in(text::kBlanks)) <= 0.5);

  std::set<std::u32string_view> sounded(text::sounded_words().begin(), text::sounded_words().end());
  CHECK(share(tricks::hidden_words(),
              [&](std::u32string_view word) { return sounded.contains(word); }) <= 0.5);

  CHECK(share(tricks::kPictures, [](const tricks::Picture& picture) {
          return std::any_of(text::kEmojiWords.begin(), text::kEmojiWords.end(),
                             [&](const auto& known) { return known.emoji == picture.emoji; });
        }) <= 0.5);

  std::vector<std::u32string> halves;
  for (std::size_t i = 0; i + 2 < tricks::kHalves.size(); i += 3) {
    halves.emplace_back(tricks::kHalves.substr(i + 1, 2));
  }
  CHECK(share(halves, [](const std::u32string& half) {
          return std::any_of(text::forms().begin(), text::forms().end(),
                             [&](const text::Form& form) { return form.from == half; });
        }) <= 0.5);
}

}  // namespace
}  // namespace analyzer
