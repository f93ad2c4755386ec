// Words of the lexicon that marks cut into pieces.

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_set>

#include "analyzer/text/character_table.h"
#include "analyzer/text/lexicon.h"
#include "analyzer/text/normalize_steps.h"

namespace analyzer::text {
namespace {

constexpr std::size_t kLongestPart = 7;  // characters on one side of the gap
constexpr std::size_t kLongestGap = 4;   // as in squeeze_separators

bool is_gap(const Unit& unit) {
  return (unit.kind & (kBlank | kSeparator | kEmojiKind | kOddMark)) != 0;
}

const std::unordered_set<std::u32string_view>& words() {
  static const std::unordered_set<std::u32string_view> all(sounded_words().begin(),
                                                           sounded_words().end());
  return all;
}

// The Chinese characters from `at` on in steps of `step`, gaps left out, in their
// order in the text; `alone` becomes how many stand before the next gap.
std::u32string part(const std::vector<Unit>& units, std::size_t at, bool forward,
                    std::size_t* alone) {
  std::u32string out;
  std::size_t gap = 0;
  *alone = 0;
  const auto outside = [&] { return at >= units.size(); };  // also below zero
  for (; !outside() && out.size() < kLongestPart; at += forward ? 1 : ~std::size_t{0}) {
    if ((units[at].kind & kHan) != 0) {
      if (gap == 0 && *alone == out.size()) ++*alone;
      gap = 0;
      out.push_back(units[at].c);
    } else if (!is_gap(units[at]) || ++gap > kLongestGap) {
      break;
    }
  }
  if (!forward) std::reverse(out.begin(), out.end());
  return out;
}

}  // namespace

bool word_cut_at(const std::vector<Unit>& units, std::size_t begin, std::size_t end) {
  std::size_t before_alone = 0;
  std::size_t after_alone = 0;
  const std::u32string before = part(units, begin - 1, false, &before_alone);
  const std::u32string after = part(units, end, true, &after_alone);
  for (std::size_t left = 1; left <= before.size(); ++left) {
    for (std::size_t right = 1; right <= after.size(); ++right) {
      const std::u32string word = before.substr(before.size() - left) + after.substr(0, right);
      const bool single = (left == 1) || (right == 1) || before_alone == 1 || after_alone == 1;
      if (single && words().contains(word)) return true;
    }
  }
  return false;
}

}  // namespace analyzer::text
