#include "analyzer/text/character_table.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>

#include <algorithm>
#include <array>
#include <utility>

#include "analyzer/text/character_data.h"
#include "analyzer/text/lexicon.h"

namespace analyzer::text {
namespace {

constexpr char32_t kTableEnd = 0x20000;

// By the low byte of the character, in which they all differ.
struct HanDigit {
  char32_t c = 0;
  int digit = -1;
};
constexpr std::array<HanDigit, 256> kHanDigitTable = [] {
  std::array<HanDigit, 256> table{};
  for (const auto& [characters, first] :
       {std::pair{std::u32string_view(U"零一二三四五六七八九"), 0},
        std::pair{std::u32string_view(U"〇壹贰叁肆伍陆柒捌玖"), 0},
        std::pair{std::u32string_view(U"幺两"), 1}}) {
    int digit = first;
    for (const char32_t c : characters) table[c & 0xFFU] = {c, digit++};
  }
  return table;
}();

const icu::Normalizer2& nfkc_casefold() {
  UErrorCode status = U_ZERO_ERROR;
  // Part of ICU's own data; it cannot fail where ICU is installed.
  return *icu::Normalizer2::getNFKCCasefoldInstance(status);
}

std::u32string nfkc_casefold(std::u32string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString in = icu::UnicodeString::fromUTF32(
      reinterpret_cast<const UChar32*>(text.data()), static_cast<std::int32_t>(text.size()));
  const icu::UnicodeString out = nfkc_casefold().normalize(in, status);
  std::u32string result;
  for (std::int32_t i = 0; i < out.length(); i = out.moveIndex32(i, 1)) {
    result.push_back(static_cast<char32_t>(out.char32At(i)));
  }
  return result;
}

bool is_han(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == U'〇' || c == U'々' ||
         (c >= 0x20000 && c <= 0x3FFFF);
}

// Overlays, accents and tone marks that belong to no script of their own, so that
// people can put them on any character to break it up.
bool is_loose_mark(char32_t c) {
  const auto code = static_cast<UChar32>(c);
  if (c < 0x300 || (U_GET_GC_MASK(code) & (U_GC_MN_MASK | U_GC_ME_MASK)) == 0) return false;
  if (c >= 0x483 && c <= 0x489) return true;  // Cyrillic ones, met everywhere
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(code, &status);
  return U_SUCCESS(status) != 0 && script == USCRIPT_INHERITED;
}

// Symbols and marks that no Chinese text needs between two characters. What lists,
// sentences, sums and quotations are written with is not among them.
bool is_odd_mark(char32_t c) {
  if (c < 0x80) return c == U'`';
  if (c == U'〆' || (c >= U'〡' && c <= U'〩') || c == U'\uA78F' || c == U'¤') return true;
  if (std::u32string_view(U"、。〈〉…‥℃×±√©®™№\uFFFD").find(c) != std::u32string_view::npos)
    return false;
  if (c >= 0x2B0 && c <= 0x2FF) return true;  // spacing accents
  constexpr std::uint32_t kMarks =
      U_GC_SO_MASK | U_GC_SK_MASK | U_GC_SM_MASK | U_GC_PO_MASK | U_GC_PC_MASK | U_GC_PD_MASK;
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & kMarks) != 0;
}

// The Latin letter that UTS 39 takes a Greek, Cyrillic, Armenian, Cherokee or phonetic
// letter for, by letter.
void add_confusable_letters(std::unordered_map<char32_t, char32_t>& map) {
  UErrorCode status = U_ZERO_ERROR;
  USpoofChecker* const spoof = uspoof_open(&status);
  const auto skeleton = [&](char32_t c) {
    icu::UnicodeString bones;
    uspoof_getSkeletonUnicodeString(spoof, 0, icu::UnicodeString(static_cast<UChar32>(c)), bones,
                                    &status);
    return bones;
  };
  std::array<icu::UnicodeString, 26> latin;
  for (std::size_t i = 0; i < latin.size(); ++i)
    latin[i] = skeleton(U'a' + static_cast<char32_t>(i));
  for (const auto& [first, last] : {std::pair(0x250, 0x2AF), std::pair(0x370, 0x58F),
                                    std::pair(0x13A0, 0x13FF), std::pair(0xAB70, 0xABBF)}) {
    for (UChar32 c = first; c <= last && U_SUCCESS(status) != 0; ++c) {
      if (u_isalpha(c) == 0) continue;
      const auto found = std::find(latin.begin(), latin.end(), skeleton(static_cast<char32_t>(c)));
      if (found == latin.end()) continue;
      map.emplace(c, U'a' + static_cast<char32_t>(found - latin.begin()));
    }
  }
  uspoof_close(spoof);
}

bool is_control(char32_t c) {
  return (c < 0x20 && c != U'\t' && c != U'\n' && c != U'\r') || (c >= 0x7F && c <= 0x9F);
}

std::unordered_map<char32_t, char32_t> pairs(std::u32string_view data) {
  std::unordered_map<char32_t, char32_t> map;
  for (std::size_t i = 0; i + 1 < data.size(); i += 2) map.emplace(data[i], data[i + 1]);
  return map;
}

char32_t find_or_zero(const std::unordered_map<char32_t, char32_t>& map, char32_t c) {
  const auto found = map.find(c);
  return found == map.end() ? 0 : found->second;
}

}  // namespace

int han_digit(char32_t c) {
  const HanDigit& found = kHanDigitTable[c & 0xFFU];
  return found.c == c ? found.digit : -1;
}

const CharacterTable& CharacterTable::get() {
  static const CharacterTable table;
  return table;
}

CharacterTable::CharacterTable()
    : own_(pairs(kLookAlikes)),
      traditional_(pairs(kTraditionalSimplified)),
      latin_(pairs(kLatinLookAlikes)),
      kana_(pairs(kKanaLookAlikes)) {
  add_confusable_letters(latin_);
  own_.insert(traditional_.begin(), traditional_.end());
  for (const char32_t c : kBlanks) own_[c] = 0;
  for (const EmojiWord& word : kEmojiWords) emoji_.emplace(word.emoji, word.word);
  entries_.reserve(kTableEnd);
  for (char32_t c = 0; c < kTableEnd; ++c) entries_.push_back(make_entry(c));
  for (const Form& form : forms()) {
    if (form.from.front() < kTableEnd) entries_[form.from.front()].kind |= kFormStart;
  }
}

std::optional<char32_t> CharacterTable::own_map(char32_t c) const {
  if (is_loose_mark(c) || is_control(c)) return std::nullopt;
  if (c >= 0x80 && u_charType(static_cast<UChar32>(c)) == U_DECIMAL_DIGIT_NUMBER) {
    return U'0' + static_cast<char32_t>(u_charDigitValue(static_cast<UChar32>(c)));
  }
  const auto found = own_.find(c);
  if (found == own_.end()) return c;
  return found->second == 0 ? std::nullopt : std::optional(found->second);
}

std::u32string CharacterTable::map_group(std::u32string_view group) const {
  std::u32string text(group);
  std::erase(text, U'\u0345');  // a mark that case folding would make a letter
  // A traditional character may decompose to another one; three rounds suffice
  // for every character there is, and normalize() repeats until nothing changes.
  for (int round = 0; round < 3; ++round) {
    std::u32string next;
    for (const char32_t c : nfkc_casefold(text)) {
      if (const auto mapped = own_map(c)) next.push_back(*mapped);
    }
    if (next == text) break;
    text = std::move(next);
  }
  return text;
}

std::uint16_t CharacterTable::kind_of(char32_t c) const {
  if (c >= U'a' && c <= U'z') return kLatin;
  if (c >= U'0' && c <= U'9') return kDigitKind;
  if (c == U' ' || c == U'\t' || c == U'\n' || c == U'\r') return kBlank;
  if (kSeparators.find(c) != std::u32string_view::npos) return kSeparator;
  if (std::u32string_view(U"()[]{}【】「」『』〔〕《》").find(c) != std::u32string_view::npos) {
    return kBracket;
  }
  if (kana_.contains(c)) return kKana;
  if (c >= 0x3040 && c <= 0x30FF) return kKana;
  if (latin_.contains(c)) return kForeignLetter;
  if (emoji_.contains(c)) return kEmojiKind;
  if (is_han(c)) return static_cast<std::uint16_t>(han_digit(c) >= 0 ? kHan | kHanDigit : kHan);
  if ((c >= 0x1F1E6 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x27BF)) return kEmojiKind;
  if (u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_EMOJI_PRESENTATION) != 0) {
    return kEmojiKind;
  }
  return is_odd_mark(c) ? kOddMark : kOtherKind;
}

std::uint8_t CharacterTable::disguise_of(char32_t from, const std::u32string& to) const {
  const auto code = [](Disguise d) { return static_cast<std::uint8_t>(d); };
  if (to.empty()) return from == U'\uFE0F' ? kNoDisguise : code(Disguise::kInvisible);
  if (traditional_.contains(from)) return code(Disguise::kTraditional);
  if (from >= 0x80 && u_charType(static_cast<UChar32>(from)) == U_DECIMAL_DIGIT_NUMBER) {
    return code(from >= 0xFF10 && from <= 0x1D7FF ? Disguise::kCompatibility : Disguise::kDigit);
  }
  if (from == U'仟' || from == U'佰') return code(Disguise::kDigit);
  if (own_.contains(from) || (from >= 0x2E80 && from <= 0x2FDF)) {
    return code(Disguise::kConfusable);
  }
  // Plain upper case and the punctuation of Chinese typography are no disguise.
  if (to.size() == 1 && u_tolower(static_cast<UChar32>(from)) == static_cast<UChar32>(to[0])) {
    return kNoDisguise;
  }
  return u_isalnum(static_cast<UChar32>(to[0])) != 0 ? code(Disguise::kCompatibility) : kNoDisguise;
}

CharacterTable::Entry CharacterTable::make_entry(char32_t c) const {
  Entry entry;
  entry.kind = kind_of(c);
  if (c >= 0xD800 && c <= 0xDFFF) return entry;  // never met: decoding yields U+FFFD
  const std::u32string mapped = map_group(std::u32string_view(&c, 1));
  entry.disguise = disguise_of(c, mapped);
  if (nfkc_casefold().hasBoundaryBefore(static_cast<UChar32>(c)) == 0) {
    entry.action = mapped.empty() && u_getCombiningClass(static_cast<UChar32>(c)) == 0
                       ? Action::kDrop
                       : Action::kCombine;
  } else if (mapped.empty()) {
    entry.action = Action::kDrop;
  } else if (mapped.size() > 1) {
    entry.action = Action::kExpand;
  } else if (mapped[0] != c) {
    entry.action = Action::kReplace;
    entry.target = mapped[0];
  }
  return entry;
}

CharacterTable::Entry CharacterTable::rare_entry(char32_t c) const { return make_entry(c); }

std::u32string CharacterTable::expansion(char32_t c) const {
  return map_group(std::u32string_view(&c, 1));
}

char32_t CharacterTable::latin_look_alike(char32_t c) const { return find_or_zero(latin_, c); }
char32_t CharacterTable::han_look_alike(char32_t c) const { return find_or_zero(kana_, c); }

std::u32string_view CharacterTable::emoji_word(char32_t c) const {
  const auto found = emoji_.find(c);
  return found == emoji_.end() ? std::u32string_view{} : found->second;
}

}  // namespace analyzer::text
