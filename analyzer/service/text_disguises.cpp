#include "analyzer/service/text_disguises.h"

#include <array>
#include <vector>

#include "analyzer/service/simulate/random.h"
#include "analyzer/text/disguise_material.h"
#include "analyzer/text/utf8.h"

namespace analyzer {
namespace {

using simulate::Random;

bool is_han(char32_t c) { return c >= 0x4E00 && c <= 0x9FFF; }
bool is_alnum(char32_t c) {
  return (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

// A text, and for each character whether it belongs to a link and to which of the
// words that frauds hide (counted from 1; 0 to none).
struct Plain {
  std::u32string text;
  std::vector<bool> link;
  std::vector<std::size_t> word;

  bool inside_word(std::size_t i) const {  // the place before character i
    return i > 0 && word[i] != 0 && word[i] == word[i - 1];
  }
  bool between_han(std::size_t i) const { return i > 0 && is_han(text[i]) && is_han(text[i - 1]); }
};

void mark_links(Plain& plain) {
  const std::u32string& text = plain.text;
  const auto in_link = [](char32_t c) {
    return is_alnum(c) || std::u32string_view(U".-_~:/?#&=%").find(c) != std::u32string_view::npos;
  };
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    std::size_t end = begin;
    bool dot = false;
    for (; end < text.size() && in_link(text[end]); ++end) {
      const bool letters = end > begin && end + 1 < text.size() && is_alnum(text[end - 1]);
      dot |= letters && text[end] == U'.' && text[end + 1] >= U'a' && text[end + 1] <= U'z';
    }
    for (std::size_t i = begin; dot && i < end; ++i) plain.link[i] = true;
    begin = end;
  }
}

void mark_words(Plain& plain) {
  std::size_t number = 0;
  for (std::size_t i = 0; i < plain.text.size();) {
    std::size_t length = 1;
    for (const std::u32string_view word : tricks::hidden_words()) {
      if (plain.text.compare(i, word.size(), word) != 0) continue;
      ++number;
      length = word.size();
      for (std::size_t k = i; k < i + length; ++k) plain.word[k] = number;
      break;
    }
    i += length;
  }
}

Plain read_plain(std::u32string text) {
  Plain plain{std::move(text), {}, {}};
  plain.link.assign(plain.text.size(), false);
  plain.word.assign(plain.text.size(), 0);
  mark_links(plain);
  mark_words(plain);
  return plain;
}

char32_t one_of(std::u32string_view characters, Random& dice) {
  return characters[dice.below(characters.size())];
}

// The character itself where `all` has nothing for it.
char32_t swapped(const tricks::Alternatives& all, char32_t c, Random& dice) {
  const auto found = all.find(c);
  return found == all.end() ? c : one_of(found->second, dice);
}

// Writes something between characters: before each character for which `here` holds.
template <class Here, class Write>
std::u32string between(const Plain& plain, Here here, Write write) {
  std::u32string out;
  for (std::size_t i = 0; i < plain.text.size(); ++i) {
    if (here(i)) write(out);
    out.push_back(plain.text[i]);
  }
  return out;
}

// Three habits of cutting words: the words that matter; every character; here and there.
template <class Write>
std::u32string cut_words(const Plain& plain, Random& dice, Write write) {
  const std::size_t habit = dice.below(3);
  const auto here = [&](std::size_t i) {
    if (!plain.between_han(i)) return false;
    return habit == 0 ? plain.inside_word(i) : habit == 1 || dice.chance(0.3);
  };
  return between(plain, here, write);
}

std::u32string zero_width(const Plain& plain, Random& dice) {
  const auto here = [&](std::size_t i) { return i > 0 && dice.chance(plain.link[i] ? 0.2 : 0.5); };
  return between(plain, here,
                 [&](std::u32string& out) { out.push_back(one_of(tricks::kZeroWidths, dice)); });
}

std::u32string full_width(const Plain& plain, Random& /*dice*/) {
  std::u32string out = plain.text;
  for (char32_t& c : out) {
    if (c > U' ' && c < 0x7F) c += 0xFEE0;
  }
  return out;
}

std::u32string traditional(const Plain& plain, Random& dice) {
  std::u32string out = tricks::traditional(plain.text);
  for (char32_t& c : out) {
    if (dice.chance(0.5)) c = swapped(tricks::traditional_variants(), c, dice);
  }
  return out;
}

std::u32string spaces(const Plain& plain, Random& dice) {
  const char32_t blank = one_of(tricks::kBlanks, dice);
  return cut_words(plain, dice, [&](std::u32string& out) {
    out.append(1 + dice.below(2), dice.chance(0.8) ? blank : one_of(tricks::kBlanks, dice));
  });
}

std::u32string symbols(const Plain& plain, Random& dice) {
  const char32_t symbol = one_of(tricks::kSymbols, dice);
  return cut_words(plain, dice, [&](std::u32string& out) {
    out.push_back(dice.chance(0.8) ? symbol : one_of(tricks::kSymbols, dice));
  });
}

std::u32string emoji(const Plain& plain, Random& dice) {
  std::u32string pictured;
  for (std::size_t i = 0; i < plain.text.size();) {
    std::vector<const tricks::Picture*> fitting;
    for (const tricks::Picture& picture : tricks::kPictures) {
      if (plain.text.compare(i, picture.word.size(), picture.word) == 0)
        fitting.push_back(&picture);
    }
    if (fitting.empty()) {
      pictured.push_back(plain.text[i++]);
      continue;
    }
    const tricks::Picture& picture = *fitting[dice.below(fitting.size())];
    pictured.push_back(picture.emoji);
    if (dice.chance(0.5)) pictured.push_back(U'\uFE0F');
    i += picture.word.size();
  }
  return cut_words(read_plain(std::move(pictured)), dice,
                   [&](std::u32string& out) { out.push_back(one_of(tricks::kLooseEmoji, dice)); });
}

// Whether character i belongs to the last label of a link's host. No such label in other
// letters exists: such a link would lead nowhere.
bool in_top_level(const Plain& plain, std::size_t i) {
  std::size_t end = i;
  while (end < plain.text.size() && plain.link[end] && is_alnum(plain.text[end])) ++end;
  std::size_t begin = i;
  while (begin > 0 && plain.link[begin - 1] && is_alnum(plain.text[begin - 1])) --begin;
  const bool behind_dot = begin > 0 && plain.link[begin - 1] && plain.text[begin - 1] == U'.';
  return behind_dot && !(end < plain.text.size() && plain.link[end] &&
                         (plain.text[end] == U'.' || plain.text[end] == U'-'));
}

std::u32string letters(const Plain& plain, Random& dice, bool change_targets) {
  std::u32string out = plain.text;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (plain.link[i] && (!change_targets || in_top_level(plain, i))) continue;
    const char32_t lower = out[i] >= U'A' && out[i] <= U'Z' ? out[i] + 32 : out[i];
    if (dice.chance(0.4)) out[i] = swapped(tricks::foreign_letters(), lower, dice);
  }
  return out;
}

std::u32string radicals(const Plain& plain, Random& dice) {
  std::u32string out = plain.text;
  for (char32_t& c : out) {
    if (dice.chance(0.5)) c = swapped(tricks::look_alikes(), c, dice);
  }
  return out;
}

std::u32string split(const Plain& plain, Random& dice) {
  std::u32string out;
  for (const char32_t c : plain.text) {
    std::size_t at = 0;
    while (at + 2 < tricks::kHalves.size() && tricks::kHalves[at] != c) at += 3;
    if (at + 2 < tricks::kHalves.size() && dice.chance(0.5)) {
      out.append(tricks::kHalves.substr(at + 1, 2));
    } else {
      out.push_back(c);
    }
  }
  return out;
}

std::u32string homophones(const Plain& plain, Random& dice) {
  std::u32string out = plain.text;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (plain.word[i] == 0 || !dice.chance(0.5)) continue;
    if (const std::u32string& same = tricks::same_sound(out[i]); !same.empty()) {
      out[i] = one_of(same, dice);
    }
  }
  return out;
}

std::u32string pinyin(const Plain& plain, Random& dice) {
  std::u32string out;
  bool whole = false;  // this word all in letters, or a part of it
  for (std::size_t i = 0; i < plain.text.size(); ++i) {
    if (plain.word[i] != 0 && !plain.inside_word(i)) whole = dice.chance(0.5);
    const bool spell = plain.word[i] != 0 && (whole || dice.chance(0.4));
    const std::string& sound = spell ? tricks::reading(plain.text[i]) : std::string();
    out.append(sound.begin(), sound.end());
    if (sound.empty()) out.push_back(plain.text[i]);
  }
  return out;
}

std::u32string digits(const Plain& plain, Random& dice) {
  const std::size_t habit = dice.below(3);
  std::u32string out;
  for (std::size_t i = 0; i < plain.text.size(); ++i) {
    const char32_t c = plain.text[i];
    if (c < U'0' || c > U'9' || plain.link[i]) {
      out.push_back(c);
    } else if (habit == 0) {
      out.append({c, U'\uFE0F', U'\u20E3'});
    } else {
      const std::u32string& ways = tricks::digit_writings().at(c);
      // The first are the Chinese ones; the rest circled, styled and of other scripts.
      out.push_back(habit == 1 ? ways[dice.below(2)] : ways[2 + dice.below(ways.size() - 2)]);
    }
  }
  return out;
}

std::u32string marks(const Plain& plain, Random& dice) {
  const auto here = [&](std::size_t i) { return i > 0 && !plain.link[i] && dice.chance(0.4); };
  return between(plain, here, [&](std::u32string& out) {
    for (std::size_t n = 1 + dice.below(3); n > 0; --n) out.push_back(one_of(tricks::kMarks, dice));
  });
}

std::u32string broken_links(const Plain& plain, Random& dice) {
  constexpr std::array<std::u32string_view, 9> kDots = {U"[.]",    U"。", U"点",  U" . ", U"(dot)",
                                                        U"【点】", U"．", U"{.}", U" 点 "};
  const std::u32string_view dot = kDots[dice.below(kDots.size())];
  std::u32string out;
  for (std::size_t i = 0; i < plain.text.size(); ++i) {
    const char32_t c = plain.text[i];
    const bool inside = i > 0 && plain.link[i] && plain.link[i - 1];
    if (inside && c == U'.') {
      out.append(dot);
    } else if (inside && c == U'/' && dice.chance(0.3)) {
      out.append(U"／");
    } else {
      out.push_back(c);
    }
  }
  return out;
}

std::u32string played(const Plain& plain, Trick trick, Random& dice, bool change_targets) {
  switch (trick) {
    case Trick::kZeroWidth:
      return zero_width(plain, dice);
    case Trick::kFullWidth:
      return full_width(plain, dice);
    case Trick::kTraditional:
      return traditional(plain, dice);
    case Trick::kSpaces:
      return spaces(plain, dice);
    case Trick::kSymbols:
      return symbols(plain, dice);
    case Trick::kEmoji:
      return emoji(plain, dice);
    case Trick::kLetters:
      return letters(plain, dice, change_targets);
    case Trick::kRadicals:
      return radicals(plain, dice);
    case Trick::kSplit:
      return split(plain, dice);
    case Trick::kHomophones:
      return homophones(plain, dice);
    case Trick::kPinyin:
      return pinyin(plain, dice);
    case Trick::kDigits:
      return digits(plain, dice);
    case Trick::kMarks:
      return marks(plain, dice);
    case Trick::kLinks:
      return broken_links(plain, dice);
    case Trick::kMixed:
      break;
  }
  // One that changes words, one that changes what is not Chinese, one between them.
  constexpr std::array kWords = {Trick::kHomophones, Trick::kPinyin, Trick::kSplit,
                                 Trick::kRadicals, Trick::kTraditional};
  constexpr std::array kOthers = {Trick::kLinks, Trick::kDigits, Trick::kFullWidth,
                                  Trick::kLetters};
  constexpr std::array kBetween = {Trick::kSymbols, Trick::kSpaces, Trick::kZeroWidth,
                                   Trick::kMarks, Trick::kEmoji};
  std::u32string out = plain.text;
  for (const Trick next : {kWords[dice.below(kWords.size())], kOthers[dice.below(kOthers.size())],
                           kBetween[dice.below(kBetween.size())]}) {
    out = played(read_plain(std::move(out)), next, dice, change_targets);
  }
  return out;
}

}  // namespace

std::string disguised(std::string_view text, Trick trick, bool change_targets) {
  Random seed = Random::named(static_cast<std::uint64_t>(trick), text);
  return text::to_utf8(played(read_plain(text::to_utf32(text)), trick, seed, change_targets));
}

}  // namespace analyzer
