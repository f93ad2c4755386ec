// Two messages that differ in filled-in slots only are one message: no pair of
// the written files may be near copies of each other or of the first file.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "analyzer/text/utf8.h"
#include "tests/unit/corpus/corpus.h"

namespace analyzer {
namespace {

constexpr std::size_t kShingle = 5;         // characters
constexpr double kLimitWithin = 0.6;        // among the written files
constexpr double kLimitAgainstFirst = 0.7;  // against the first file

// The distinct 5-grams of `text` without its blanks; of a shorter text, itself.
std::vector<std::u32string> shingles(const std::string& text) {
  std::u32string characters;
  for (const char32_t c : text::to_utf32(text)) {
    if (c != ' ' && c != '\n') characters.push_back(c);
  }
  std::vector<std::u32string> out;
  for (std::size_t i = 0; i == 0 || i + kShingle <= characters.size(); ++i) {
    out.push_back(characters.substr(i, kShingle));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

struct Pair {
  double jaccard = 0;
  std::string what;
};

// Compares each text with those before it that share a shingle with it.
class NearCopies {
 public:
  // Returns the written record's worst likeness to earlier ones, first file's
  // likeness scaled so that one limit, kLimitWithin, fits both.
  Pair add(const CorpusRecord& record) {
    const auto mine = shingles(record.text);
    std::unordered_map<std::size_t, std::size_t> shared;
    for (const auto& shingle : mine) {
      for (const std::size_t earlier : index_[shingle]) ++shared[earlier];
      index_[shingle].push_back(sizes_.size());
    }
    Pair worst;
    for (const auto& [earlier, both] : shared) {
      double jaccard =
          static_cast<double>(both) / static_cast<double>(mine.size() + sizes_[earlier] - both);
      if (first_[earlier]) jaccard *= kLimitWithin / kLimitAgainstFirst;
      if (jaccard > worst.jaccard) worst = {jaccard, record.place + " and " + places_[earlier]};
    }
    sizes_.push_back(mine.size());
    first_.push_back(record.id.empty());
    places_.push_back(record.place);
    return record.id.empty() ? Pair{} : worst;
  }

 private:
  std::unordered_map<std::u32string, std::vector<std::size_t>> index_;
  std::vector<std::size_t> sizes_;
  std::vector<bool> first_;
  std::vector<std::string> places_;
};

TEST_CASE("No message of the corpus is a near copy of another") {
  NearCopies copies;
  for (const CorpusRecord& record : read_corpus()) {
    const Pair worst = copies.add(record);
    INFO(worst.what);
    CHECK(worst.jaccard <= kLimitWithin);
  }
}

TEST_CASE("A message with another number filled in is found to be a near copy") {
  NearCopies copies;
  CorpusRecord record;
  record.id = "a";
  record.text = "您的养老金认证将于本月二十日到期，请到社区办理，免费。";
  copies.add(record);
  record.text = "您的养老金认证将于本月三十日到期，请到社区办理，免费。";
  CHECK(copies.add(record).jaccard > kLimitWithin);
}

}  // namespace
}  // namespace analyzer
