#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "analyzer/text/character_data.h"
#include "analyzer/text/character_table.h"
#include "analyzer/text/lexicon.h"
#include "analyzer/text/normalize_steps.h"
#include "analyzer/text/utf8.h"

namespace analyzer::text {
namespace {

constexpr std::size_t kLongestLatinRun = 48;  // letters; longer runs are no pinyin
constexpr std::size_t kLongestWord = 8;       // characters
constexpr char32_t kReadEnd = 0xA000;

using Syllable = std::uint16_t;  // 1-based index of kReadings; 0: no reading known

// A word heard in the text.
struct Match {
  std::size_t end = 0;
  const std::u32string_view* word = nullptr;          // null: none
  std::array<std::size_t, kLongestWord> starts = {};  // the unit where each character begins
};

using Units = std::vector<Unit>;

bool is_latin(const Units& units, std::size_t at) {
  return at < units.size() && (units[at].kind & kLatin) != 0;
}

// Length of `syllable` if the text spells it at `at`, else 0.
std::size_t spelled(const Units& units, std::size_t at, std::string_view syllable) {
  for (std::size_t i = 0; i < syllable.size(); ++i) {
    if (at + i >= units.size() || units[at + i].c != static_cast<char32_t>(syllable[i])) return 0;
  }
  return syllable.size();
}

// A prefix tree over the sounds of lexicon.h's words. Immutable once built.
class SoundTree {
 public:
  static const SoundTree& get() {
    static const SoundTree tree;
    return tree;
  }

  // Returns the longest word heard at `at`. A word in Latin letters ends where
  // their run ends, or where another such word begins.
  Match longest(const Units& units, std::size_t at) const {
    Match best;
    Match path;
    if (is_latin(units, at)) {
      walk(units, at, 0, 0, path, best);
    } else if (const std::uint32_t node = root_[reading(units[at].c)]; node != 0) {
      path.starts[0] = at;
      walk(units, at + 1, node, 1, path, best);
    }
    return best;
  }

 private:
  struct Node {
    std::vector<std::pair<Syllable, std::uint32_t>> next;
    std::vector<const std::u32string_view*> words;
  };

  SoundTree();
  Syllable reading(char32_t c) const { return c < kReadEnd ? reading_[c] : Syllable{0}; }
  void walk(const Units& units, std::size_t at, std::uint32_t node, std::size_t depth, Match& path,
            Match& best) const;
  void consider(const Units& units, std::size_t end, std::uint32_t node, const Match& path,
                Match& best) const;
  bool accepts(const Units& units, const std::u32string_view& word, const Match& path) const;

  std::vector<Syllable> reading_;    // by character below kReadEnd
  std::vector<std::uint32_t> root_;  // by syllable: the root's children, 0 none
  std::vector<Node> nodes_;
  std::unordered_set<char32_t> common_;
  std::unordered_set<char32_t> rare_;
};

// The characters of level 2 of GB 2312, by radical and rare, and the seldom ones of
// level 1, unless names are fond of them. Source of level 2: ICU's converter.
std::unordered_set<char32_t> rare_characters() {
  std::unordered_set<char32_t> rare;
  UErrorCode status = U_ZERO_ERROR;
  UConverter* const gb = ucnv_open("EUC-CN", &status);
  for (unsigned lead = 0xD8; lead <= 0xF7 && U_SUCCESS(status) != 0; ++lead) {
    for (unsigned trail = 0xA1; trail <= 0xFE; ++trail) {
      const std::array<char, 2> bytes = {static_cast<char>(lead), static_cast<char>(trail)};
      const icu::UnicodeString text(bytes.data(), 2, gb, status);
      const auto c = static_cast<char32_t>(text.char32At(0));
      if (text.length() == 1 && c != kReplacement && !is_name_character(c)) rare.insert(c);
    }
  }
  if (gb != nullptr) ucnv_close(gb);
  for (const char32_t c : seldom_characters()) {
    if (!is_name_character(c)) rare.insert(c);
  }
  return rare;
}

SoundTree::SoundTree()
    : reading_(kReadEnd, 0), root_(kReadings.size() + 1), nodes_(1), rare_(rare_characters()) {
  for (std::size_t i = 0; i < kReadings.size(); ++i) {
    for (const char32_t c : kReadings[i].characters) reading_[c] = static_cast<Syllable>(i + 1);
  }
  for (const char32_t c : common_characters()) common_.insert(c);
  for (const std::u32string_view& word : sounded_words()) {
    std::uint32_t node = 0;
    for (const char32_t c : word) {
      const Syllable syllable = reading(c);
      const auto& edges = nodes_[node].next;
      const auto edge = std::find_if(edges.begin(), edges.end(),
                                     [&](const auto& e) { return e.first == syllable; });
      if (edge != edges.end()) {
        node = edge->second;
        continue;
      }
      const auto fresh = static_cast<std::uint32_t>(nodes_.size());
      nodes_[node].next.emplace_back(syllable, fresh);
      nodes_.emplace_back();
      node = fresh;
    }
    nodes_[node].words.push_back(&word);
  }
  for (const auto& [syllable, node] : nodes_[0].next) root_[syllable] = node;
}

void SoundTree::walk(const Units& units, std::size_t at, std::uint32_t node, std::size_t depth,
                     Match& path, Match& best) const {
  if (depth > 0) consider(units, at, node, path, best);
  if (nodes_[node].next.empty() || at >= units.size()) return;
  // One blank may stand between two syllables in Latin letters.
  const bool joint =
      depth > 0 && units[at].c == U' ' && is_latin(units, at - 1) && is_latin(units, at + 1);
  const std::size_t from = joint ? at + 1 : at;
  const bool latin = is_latin(units, from);
  const Syllable heard = latin ? Syllable{0} : reading(units[from].c);
  if (!latin && heard == 0) return;
  for (const auto& [syllable, next] : nodes_[node].next) {
    const std::size_t length =
        latin ? spelled(units, from, kReadings[syllable - 1U].syllable) : heard == syllable;
    if (length == 0) continue;
    path.starts[depth] = from;
    walk(units, from + length, next, depth + 1, path, best);
  }
}

void SoundTree::consider(const Units& units, std::size_t end, std::uint32_t node, const Match& path,
                         Match& best) const {
  if (end <= best.end || nodes_[node].words.empty()) return;
  const bool inside_run = is_latin(units, end) && is_latin(units, end - 1);
  for (const std::u32string_view* word : nodes_[node].words) {
    if (!accepts(units, *word, path)) continue;
    if (inside_run && longest(units, end).word == nullptr) return;
    best = {end, word, path.starts};
    return;
  }
}

bool SoundTree::accepts(const Units& units, const std::u32string_view& word,
                        const Match& path) const {
  bool rare = true;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char32_t c = units[path.starts[i]].c;
    if (is_latin(units, path.starts[i]) || c == word[i]) continue;
    if (common_.contains(c)) return false;
    rare = rare && rare_.contains(c);
  }
  return word.size() >= 3 || rare;
}

// Letters that belong to a link, an address or a mixed token are no pinyin.
bool joins_token(char32_t c) {
  return (c >= U'0' && c <= U'9') ||
         std::u32string_view(U"@/_&%=:").find(c) != std::u32string_view::npos;
}

// Whether the run of Latin letters that begins at `begin` stands by itself.
bool is_free_run(const Units& units, std::size_t begin) {
  std::size_t end = begin;
  while (is_latin(units, end)) ++end;
  if (end - begin > kLongestLatinRun) return false;
  if (begin > 0) {
    const char32_t before = units[begin - 1].c;
    if (joins_token(before) || before == U'.' || before == U'-') return false;
  }
  if (end == units.size()) return true;
  const char32_t after = units[end].c;
  const bool dot_inside = (after == U'.' || after == U'-') && end + 1 < units.size() &&
                          (units[end + 1].kind & (kLatin | kDigitKind)) != 0;
  return !joins_token(after) && !dot_inside;
}

// Whether `match` may be read as its word, and differs from it.
bool replaces(const Units& units, const Match& match) {
  bool differs = false;
  for (std::size_t i = 0; i < match.word->size(); ++i) {
    const std::size_t at = match.starts[i];
    differs |= units[at].c != (*match.word)[i];
    const bool run_begins = is_latin(units, at) && !(at > 0 && is_latin(units, at - 1));
    if (run_begins && !is_free_run(units, at)) return false;
  }
  return differs;
}

}  // namespace

bool replace_sounds(Draft& draft) {
  const SoundTree& tree = SoundTree::get();
  const Units& units = draft.units;
  bool changed = false;
  std::size_t copied = 0;  // units already written to spare
  std::size_t word_end = 0;
  for (std::size_t i = 0; i < units.size();) {
    const bool run_inside = is_latin(units, i) && i > 0 && is_latin(units, i - 1);
    if ((units[i].kind & (kHan | kLatin)) == 0 || (run_inside && i != word_end)) {
      ++i;
      continue;
    }
    const Match match = tree.longest(units, i);
    if (match.word == nullptr) {
      ++i;
      continue;
    }
    if (replaces(units, match)) {
      if (!changed) draft.spare.clear();
      changed = true;
      for (; copied < i; ++copied) draft.spare.push_back(units[copied]);
      for (std::size_t k = 0; k < match.word->size(); ++k) {
        draft.emit((*match.word)[k], units[match.starts[k]].origin);
      }
      copied = match.end;
      draft.count(Disguise::kHomophone);
      word_end = match.end;
    }
    i = match.end;
  }
  if (!changed) return false;
  for (; copied < units.size(); ++copied) draft.spare.push_back(units[copied]);
  draft.accept_spare();
  return true;
}

}  // namespace analyzer::text
