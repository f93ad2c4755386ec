#include "analyzer/text/numbers.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "analyzer/text/character_table.h"
#include "analyzer/text/chat_ids.h"
#include "analyzer/text/link_glyphs.h"
#include "analyzer/text/number_kinds.h"

namespace analyzer::text {
namespace {

constexpr std::size_t kFewestDigits = 8;    // of one number but hotlines
constexpr std::size_t kMostDigits = 20;     // of one number, country code included
constexpr std::size_t kWidestGap = 2;       // characters between two groups
constexpr std::size_t kCardWordReach = 10;  // characters before a card number

using Glyphs = std::vector<Glyph>;

// The digit at `at`, 'X' for the last place of an identity number, or 0.
char digit_at(const Glyphs& glyphs, std::size_t at) {
  if (at >= glyphs.size()) return 0;
  const char32_t c = glyphs[at].c;
  if (c >= U'0' && c <= U'9') return static_cast<char>(c);
  const int han = c == U'两' ? -1 : han_digit(c);
  return han < 0 ? '\0' : static_cast<char>('0' + han);
}

bool is_cross(char32_t c) {
  return std::u32string_view(U"xX×✕хХ").find(c) != std::u32string_view::npos;
}

// Digits that stand together.
struct Group {
  std::size_t begin = 0;  // glyphs
  std::size_t end = 0;
  std::string digits;
  bool joins_next = false;  // only a blank, dash or the like before the next group
  // One Chinese numeral stands behind other digits: perhaps it begins the next
  // word (打12333一次, 20一个) and is none of the number's.
  bool doubtful_end = false;
};

bool is_gap(char32_t c) {
  return std::u32string_view(U" -.·()_‐‑‒–—―−、,").find(c) != std::u32string_view::npos;
}

std::vector<Group> read_groups(const Glyphs& glyphs) {
  std::vector<Group> groups;
  for (std::size_t i = 0; i < glyphs.size();) {
    if (digit_at(glyphs, i) == 0) {
      ++i;
      continue;
    }
    Group group;
    group.begin = i;
    while (digit_at(glyphs, i) != 0) group.digits.push_back(digit_at(glyphs, i++));
    group.end = i;
    group.doubtful_end =
        group.digits.size() > 1 && glyphs[i - 1].c > U'9' && glyphs[i - 2].c <= U'9';
    std::size_t gap = i;
    while (gap < glyphs.size() && gap - i < kWidestGap && is_gap(glyphs[gap].c)) ++gap;
    group.joins_next = gap > i && digit_at(glyphs, gap) != 0;
    groups.push_back(std::move(group));
  }
  return groups;
}

class NumberFinder {
 public:
  explicit NumberFinder(std::string_view original)
      : glyphs_(read_glyphs(original)), groups_(read_groups(glyphs_)) {}

  std::vector<FoundNumber> find() {
    for (std::size_t g = 0; g < groups_.size();) g = step(g);
    for (const ChatId& id : find_chat_ids(glyphs_)) add_chat_id(id);
    std::sort(found_.begin(), found_.end(), [](const FoundNumber& a, const FoundNumber& b) {
      return a.span.begin < b.span.begin;
    });
    return std::move(found_);
  }

 private:
  // Reads the longest number that begins with group `g`; returns the next group.
  std::size_t step(std::size_t g) {
    const std::size_t next = read(g);
    if (next != g) return next;
    if (!groups_[g].doubtful_end) return g + 1;
    groups_[g].doubtful_end = false;
    groups_[g].joins_next = false;
    groups_[g].digits.pop_back();
    --groups_[g].end;
    return std::max(read(g), g + 1);
  }

  // The same, and `g` itself if no number begins there.
  std::size_t read(std::size_t g) {
    DigitRow row;
    std::vector<std::size_t> sizes;
    std::optional<NumberShape> best;
    std::size_t best_end = g;
    row.plus = plus_before(g);
    row.after_card_word = card_word_before(groups_[g].begin);
    for (std::size_t h = g; h < groups_.size() && row.digits.size() <= kMostDigits; ++h) {
      row.digits += groups_[h].digits;
      sizes.push_back(groups_[h].digits.size());
      row.groups = sizes;
      const bool cross = row.digits.size() == 17 && crossed(h);
      if (cross) row.digits.push_back('X');
      if (auto shape = row.digits.size() >= kFewestDigits ? number_shape(row) : std::nullopt) {
        best = std::move(shape);
        best_end = h;
      }
      if (cross) break;
      if (!groups_[h].joins_next) break;
    }
    if (best) {
      const bool cross = best->kind == NumberKind::kIdNumber && best->digits.back() == 'X';
      const std::size_t begin = groups_[g].begin - (row.plus ? 1 : 0);
      add(std::move(*best), begin, groups_[best_end].end + (cross ? 1 : 0));
      return best_end + 1;
    }
    if (is_hotline(groups_[g].digits) && stands_alone(groups_[g])) {
      add({NumberKind::kHotline, groups_[g].digits}, groups_[g].begin, groups_[g].end);
      return g + 1;
    }
    return g;
  }

  bool crossed(std::size_t h) const {
    return groups_[h].end < glyphs_.size() && is_cross(glyphs_[groups_[h].end].c);
  }

  bool plus_before(std::size_t g) const {
    return groups_[g].begin > 0 && glyphs_[groups_[g].begin - 1].c == U'+';
  }

  bool card_word_before(std::size_t at) const {
    const std::size_t from = at - std::min(at, kCardWordReach);
    for (std::size_t i = from; i + 1 < at; ++i) {
      const char32_t first = glyphs_[i].c;
      const char32_t second = glyphs_[i + 1].c;
      const bool account =
          (first == U'账' || first == U'帐') && (second == U'号' || second == U'户');
      if (account || (first == U'卡' && second == U'号')) return true;
    }
    return false;
  }

  // A short number inside a link, a longer token or an amount is not a hotline.
  bool stands_alone(const Group& group) const {
    const char32_t before = group.begin > 0 ? glyphs_[group.begin - 1].c : U' ';
    const char32_t after = group.end < glyphs_.size() ? glyphs_[group.end].c : U' ';
    if (is_ascii_alnum(before) || is_ascii_alnum(after)) return false;
    if (std::u32string_view(U"./@_-+*#$￥¥%=&").find(before) != std::u32string_view::npos)
      return false;
    if (std::u32string_view(U"元块个名人天年月日号楼室岁分秒万千百%*@_斤米户条份张次")
            .find(after) != std::u32string_view::npos) {
      return false;
    }
    const bool dotted = (after == U'.' || after == U'-' || after == U'/') &&
                        group.end + 1 < glyphs_.size() && is_ascii_alnum(glyphs_[group.end + 1].c);
    return !dotted;
  }

  void add(NumberShape shape, std::size_t begin, std::size_t end) {
    found_.push_back(
        {shape.kind, {glyphs_[begin].begin, glyphs_[end - 1].end}, std::move(shape.digits)});
  }

  // A chat id that is a telephone number has been found as that already; what
  // looked like a hotline behind "QQ" was none.
  void add_chat_id(const ChatId& id) {
    const Span span{glyphs_[id.begin].begin, glyphs_[id.end - 1].end};
    const auto overlaps = [&](const FoundNumber& n) {
      return n.span.begin < span.end && span.begin < n.span.end;
    };
    std::erase_if(found_, [&](const FoundNumber& n) {
      return n.kind == NumberKind::kHotline && overlaps(n);
    });
    if (std::any_of(found_.begin(), found_.end(), overlaps)) return;
    found_.push_back({id.kind, span, id.text});
  }

  Glyphs glyphs_;
  std::vector<Group> groups_;
  std::vector<FoundNumber> found_;
};

bool is_masked(NumberKind kind) {
  return kind == NumberKind::kMobile || kind == NumberKind::kLandline ||
         kind == NumberKind::kIdNumber || kind == NumberKind::kBankCard;
}

}  // namespace

std::vector<FoundNumber> find_numbers(std::string_view original) {
  return NumberFinder(original).find();
}

std::string mask(std::string_view original, const std::vector<FoundNumber>& numbers) {
  std::string out(original);
  for (const FoundNumber& number : numbers) {
    if (!is_masked(number.kind)) continue;
    std::fill(out.begin() + number.span.begin, out.begin() + number.span.end, '*');
  }
  return out;
}

}  // namespace analyzer::text
