#include "analyzer/text/normalize_steps.h"

#include <algorithm>

#include "analyzer/text/character_table.h"

namespace analyzer::text {
namespace {

constexpr std::size_t kMostMarks = 30;  // on one character; those beyond are dropped
constexpr std::size_t kLongestGap = 4;  // separators between two Chinese characters

// Reads one group (a character and those that combine with it) as NFKC does.
bool map_group(Draft& draft, const CharacterTable& table, std::size_t begin, std::size_t end) {
  std::u32string group;
  for (std::size_t i = begin; i < end; ++i) {
    const Unit& unit = draft.units[i];
    group.push_back(unit.c);
    const auto entry = table.entry(unit.c);
    if (entry.action != CharacterTable::Action::kKeep &&
        entry.disguise != CharacterTable::kNoDisguise) {
      draft.count(static_cast<Disguise>(entry.disguise));
    }
  }
  if (group.size() > kMostMarks) group.resize(kMostMarks);
  const std::u32string mapped = table.map_group(group);
  for (const char32_t c : mapped) draft.emit(c, draft.units[begin].origin);
  return mapped.size() != end - begin || mapped != group;
}

bool combines(const CharacterTable& table, char32_t c) {
  return table.entry(c).action == CharacterTable::Action::kCombine;
}

}  // namespace

void Draft::emit(char32_t c, std::uint32_t origin) {
  const std::uint32_t kind = CharacterTable::get().kind(c);
  kinds |= kind;
  spare.push_back({c, origin, kind});
}

bool map_characters(Draft& draft) {
  using Action = CharacterTable::Action;
  const CharacterTable& table = CharacterTable::get();
  draft.spare.clear();
  draft.kinds = 0;
  bool again = false;
  const std::size_t size = draft.units.size();
  CharacterTable::Entry next = size > 0 ? table.entry(draft.units[0].c) : CharacterTable::Entry{};
  for (std::size_t i = 0; i < size;) {
    const Unit unit = draft.units[i];
    const CharacterTable::Entry entry = next;
    next = i + 1 < size ? table.entry(draft.units[i + 1].c) : CharacterTable::Entry{};
    if (entry.action == Action::kCombine || next.action == Action::kCombine) {
      std::size_t end = i + 1;
      while (end < size && combines(table, draft.units[end].c)) ++end;
      again |= map_group(draft, table, i, end);
      i = end;
      if (i < size) next = table.entry(draft.units[i].c);
      continue;
    }
    ++i;
    if (entry.action == Action::kKeep) {
      draft.kinds |= entry.kind;
      draft.spare.push_back({unit.c, unit.origin, entry.kind});
      continue;
    }
    if (entry.disguise != CharacterTable::kNoDisguise) {
      draft.count(static_cast<Disguise>(entry.disguise));
    }
    if (entry.action == Action::kReplace) draft.emit(entry.target, unit.origin);
    if (entry.action == Action::kExpand) {
      for (const char32_t c : table.expansion(unit.c)) draft.emit(c, unit.origin);
    }
    again |= entry.action == Action::kDrop;
  }
  draft.accept_spare();
  return again;
}

bool read_emoji(Draft& draft) {
  if (!draft.has(kEmojiKind)) return false;
  const CharacterTable& table = CharacterTable::get();
  draft.spare.clear();
  bool changed = false;
  for (const Unit& unit : draft.units) {
    const auto word = unit.kind == kEmojiKind ? table.emoji_word(unit.c) : std::u32string_view{};
    if (word.empty()) {
      draft.spare.push_back(unit);
      continue;
    }
    for (const char32_t c : word) draft.emit(c, unit.origin);
    draft.count(Disguise::kEmoji);
    changed = true;
  }
  draft.accept_spare();
  return changed;
}

namespace {

bool in_word(const Unit& unit) {
  return (unit.kind & (kLatin | kForeignLetter | kDigitKind)) != 0 || unit.c == U'.' ||
         unit.c == U'-';
}

// Whether a word in a Chinese text is written in look-alikes alone (арр): two or more,
// and no letter of theirs beside them that looks like nothing else (почта).
bool is_foreign_look(const std::vector<Unit>& units, std::size_t begin, std::size_t end) {
  const auto letter = [&](std::size_t i) {
    return units[i].kind == kOtherKind && units[i].c >= 0x250 && units[i].c <= 0x58F;
  };
  if (begin > 0 && letter(begin - 1)) return false;
  if (end < units.size() && letter(end)) return false;
  const auto first = units.begin() + static_cast<std::ptrdiff_t>(begin);
  const auto last = units.begin() + static_cast<std::ptrdiff_t>(end);
  return std::count_if(first, last, [](const Unit& u) { return u.kind == kForeignLetter; }) >= 2;
}

bool replace_latin(Draft& draft) {
  bool changed = false;
  std::vector<Unit>& units = draft.units;
  for (std::size_t begin = 0; begin < units.size();) {
    std::size_t end = begin;
    std::uint32_t kinds = 0;
    while (end < units.size() && in_word(units[end])) kinds |= units[end++].kind;
    const bool beside_latin = (kinds & kLatin) != 0;
    if ((kinds & kForeignLetter) != 0 &&
        (beside_latin || (draft.has(kHan) && is_foreign_look(units, begin, end)))) {
      for (std::size_t i = begin; i < end; ++i) {
        if (units[i].kind != kForeignLetter) continue;
        units[i].c = CharacterTable::get().latin_look_alike(units[i].c);
        units[i].kind = kLatin;
        draft.count(Disguise::kConfusable);
        changed = true;
      }
    }
    begin = end + 1;
  }
  return changed;
}

bool replace_kana(Draft& draft) {
  bool changed = false;
  std::vector<Unit>& units = draft.units;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (units[i].kind != kKana) continue;
    const char32_t han = CharacterTable::get().han_look_alike(units[i].c);
    const std::uint32_t before = i > 0 ? units[i - 1].kind : 0;
    const std::uint32_t after = i + 1 < units.size() ? units[i + 1].kind : 0;
    if (han == 0 || ((before | after) & kKana) != 0 || ((before | after) & kHan) == 0) continue;
    units[i].c = han;
    units[i].kind = CharacterTable::get().kind(han);
    draft.kinds |= units[i].kind;
    draft.count(Disguise::kConfusable);
    changed = true;
  }
  return changed;
}

}  // namespace

bool replace_look_alikes(Draft& draft) {
  bool changed = false;
  if (draft.has(kForeignLetter) && draft.has(kLatin | kHan)) changed |= replace_latin(draft);
  if (draft.has(kKana) && draft.has(kHan)) changed |= replace_kana(draft);
  return changed;
}

namespace {

// A run of Chinese characters and the separators that follow it, if the next
// thing after them is Chinese again.
struct Run {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t gap_end = 0;  // == end: nothing to squeeze
  std::uint32_t gap = 0;    // kinds of the separators
  bool line_break = false;
  std::size_t size() const { return end - begin; }
};

bool is_separator(const Unit& unit) {
  return (unit.kind & (kBlank | kSeparator | kBracket | kEmojiKind | kOddMark)) != 0;
}

Run read_run(const std::vector<Unit>& units, std::size_t begin) {
  Run run;
  run.begin = begin;
  run.end = begin;
  while (run.end < units.size() && (units[run.end].kind & kHan) != 0) ++run.end;
  std::size_t i = run.end;
  while (i < units.size() && i - run.end < kLongestGap && is_separator(units[i])) {
    run.gap |= units[i].kind;
    run.line_break |= units[i].c == U'\n' || units[i].c == U'\r';
    ++i;
  }
  const bool joins = i > run.end && i < units.size() && (units[i].kind & kHan) != 0;
  run.gap_end = joins ? i : run.end;
  return run;
}

// Blanks, and marks that mean nothing there, go wherever they stand between
// Chinese characters. Other marks and line breaks go only where they cut words into single
// characters: between two single characters, or beside one that is cut off on both sides.
bool squeezes(const Run* before, const Run& run, const Run* after) {
  if (run.gap_end == run.end) return false;
  if ((run.gap & ~(kBlank | kOddMark)) == 0 && !run.line_break) return true;
  const bool next_single = after != nullptr && after->size() == 1;
  const bool cut_before = before != nullptr && before->gap_end == run.begin;
  const bool cut_after = after != nullptr && after->gap_end > after->end;
  if ((run.gap & kBracket) != 0) {
    return run.size() == 1 && next_single && (cut_before || cut_after);
  }
  if (run.size() == 1 && next_single) return true;
  return (run.size() == 1 && cut_before) || (next_single && cut_after);
}

std::vector<Run> chinese_runs(const std::vector<Unit>& units) {
  std::vector<Run> runs;
  for (std::size_t i = 0; i < units.size();) {
    if ((units[i].kind & kHan) == 0) {
      ++i;
      continue;
    }
    runs.push_back(read_run(units, i));
    i = runs.back().gap_end;
  }
  return runs;
}

// Whether marks or emoji stand inside one of lexicon.h's words (养*老金). Not where
// they part what may be two: 社保/医保.
bool cuts_word(const std::vector<Unit>& units, const Run& run) {
  if (run.gap_end == run.end || run.line_break || (run.gap & (kSeparator | kEmojiKind)) == 0 ||
      (run.gap & kBracket) != 0) {
    return false;
  }
  for (std::size_t i = run.end; i < run.gap_end; ++i) {
    if (std::u32string_view(U"/\\:!-+=<>→").find(units[i].c) != std::u32string_view::npos)
      return false;
  }
  return word_cut_at(units, run.end, run.gap_end);
}

}  // namespace

bool squeeze_separators(Draft& draft) {
  if (!draft.has(kBlank | kSeparator | kBracket | kEmojiKind | kOddMark)) return false;
  const std::vector<Run> runs = chinese_runs(draft.units);
  draft.spare.clear();
  std::size_t copied = 0;
  for (std::size_t r = 0; r < runs.size(); ++r) {
    const Run* before = r > 0 && runs[r - 1].gap_end == runs[r].begin ? &runs[r - 1] : nullptr;
    const Run* after = r + 1 < runs.size() ? &runs[r + 1] : nullptr;
    if (!squeezes(before, runs[r], after) && !cuts_word(draft.units, runs[r])) continue;
    for (; copied < runs[r].end; ++copied) draft.spare.push_back(draft.units[copied]);
    copied = runs[r].gap_end;
    draft.count(Disguise::kSeparated);
  }
  if (copied == 0) return false;
  for (; copied < draft.units.size(); ++copied) draft.spare.push_back(draft.units[copied]);
  draft.accept_spare();
  return true;
}

namespace {

struct DigitRun {
  std::size_t end = 0;
  std::size_t han = 0;
};

DigitRun read_digits(const std::vector<Unit>& units, std::size_t begin) {
  DigitRun run{begin, 0};
  while (run.end < units.size() && (units[run.end].kind & (kHanDigit | kDigitKind)) != 0 &&
         units[run.end].c != U'两') {
    if ((units[run.end].kind & kHanDigit) != 0) ++run.han;
    ++run.end;
  }
  // One Chinese numeral behind other digits begins the next word (13800001111一定).
  const auto kind = [&](std::size_t i) { return units[i].kind; };
  const bool word_follows = run.end < units.size() && (kind(run.end) & kHan) != 0;
  if (run.end - begin > 1 && (kind(run.end - 1) & kHanDigit) != 0 &&
      (kind(run.end - 2) & kDigitKind) != 0 && word_follows) {
    --run.end;
    --run.han;
  }
  return run;
}

// Counting words and amounts (三千五, 十一) are not digits written out.
bool is_written_out(const std::vector<Unit>& units, std::size_t begin, const DigitRun& run) {
  constexpr std::u32string_view kScale = U"十百千万亿拾";
  const auto scale = [&](std::size_t i) {
    return i < units.size() && kScale.find(units[i].c) != std::u32string_view::npos;
  };
  const std::size_t size = run.end - begin;
  // Two of the formal ones side by side are never an amount.
  constexpr std::u32string_view kFormal = U"零壹贰叁肆伍陆柒捌玖";
  const auto first = units.begin() + static_cast<std::ptrdiff_t>(begin);
  const bool formal =
      std::all_of(first, first + static_cast<std::ptrdiff_t>(size),
                  [&](const Unit& u) { return kFormal.find(u.c) != std::u32string_view::npos; });
  const std::size_t fewest = formal ? 2 : 4;
  const bool long_enough = run.han == size ? size >= fewest : run.han >= 2 && size >= 5;
  return long_enough && !scale(run.end) && !(begin > 0 && scale(begin - 1));
}

}  // namespace

bool replace_digits(Draft& draft) {
  if (!draft.has(kHanDigit)) return false;
  bool changed = false;
  for (std::size_t i = 0; i < draft.units.size();) {
    const DigitRun run = read_digits(draft.units, i);
    if (run.han > 0 && is_written_out(draft.units, i, run)) {
      for (std::size_t k = i; k < run.end; ++k) {
        Unit& unit = draft.units[k];
        if ((unit.kind & kHanDigit) == 0) continue;
        unit.c = U'0' + static_cast<char32_t>(han_digit(unit.c));
        unit.kind = kDigitKind;
      }
      draft.count(Disguise::kDigit, static_cast<std::uint32_t>(run.han));
      changed = true;
    }
    i = run.end + 1;
  }
  return changed;
}

}  // namespace analyzer::text
