#include "analyzer/text/normalize.h"

#include "analyzer/text/character_table.h"
#include "analyzer/text/normalize_steps.h"

namespace analyzer::text {
namespace {

// Each round of the steps that changes something makes the text plainer; two
// rounds do for nearly all texts. The bound only guards against a table that
// contradicts itself.
constexpr int kMaxRounds = 16;

Draft decode(std::string_view utf8) {
  Draft draft;
  draft.units.reserve(utf8.size() / 2 + 8);
  for (std::size_t at = 0; at < utf8.size();) {
    const auto origin = static_cast<std::uint32_t>(at);
    draft.units.push_back({next_character(utf8, &at), origin, 0});
  }
  draft.spare.reserve(draft.units.size() + 8);
  return draft;
}

// Returns whether a step on neighbours changed anything, so that another round
// could find more.
bool run_round(Draft& draft) {
  bool changed = map_characters(draft);
  changed |= read_emoji(draft);
  changed |= replace_look_alikes(draft);
  changed |= squeeze_separators(draft);
  changed |= replace_forms(draft);
  changed |= replace_digits(draft);
  changed |= replace_sounds(draft);
  return changed;
}

NormalizedText encode(const Draft& draft, std::size_t original_size) {
  NormalizedText out;
  out.changed = draft.changed;
  std::size_t size = 0;
  for (const Unit& unit : draft.units) size += utf8_length(unit.c);
  out.text.resize(size);
  out.origin.resize(size + 1);
  char* text = out.text.data();
  std::uint32_t* origin = out.origin.data();
  for (const Unit& unit : draft.units) {
    char* const end = write_character(text, unit.c);
    for (; text < end; ++text) *origin++ = unit.origin;
  }
  *origin = static_cast<std::uint32_t>(original_size);
  return out;
}

}  // namespace

NormalizedText normalize(std::string_view utf8) {
  Draft draft = decode(utf8);
  for (int round = 0; round < kMaxRounds && run_round(draft); ++round) {
  }
  return encode(draft, utf8.size());
}

}  // namespace analyzer::text
