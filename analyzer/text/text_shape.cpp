#include "analyzer/text/text_shape.h"

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>

#include "analyzer/text/character_table.h"
#include "analyzer/text/link_glyphs.h"
#include "analyzer/text/utf8.h"

namespace analyzer::text {
namespace {

constexpr std::size_t kLongestName = 4;

constexpr std::u32string_view kSalutations[] = {U"您好", U"你好", U"先生", U"女士", U"同志",
                                                U"老师", U"阿姨", U"大爷", U"大妈"};

// Takes a signature in 【】 off the front and the end.
std::u32string_view without_signatures(std::u32string_view text) {
  if (text.starts_with(U'【')) {
    const std::size_t close = text.find(U'】');
    if (close != std::u32string_view::npos) text.remove_prefix(close + 1);
  }
  if (text.ends_with(U'】')) {
    const std::size_t open = text.rfind(U'【');
    if (open != std::u32string_view::npos) text = text.substr(0, open);
  }
  return text;
}

// Takes the name before the first salutation off, where the text begins with it.
std::u32string_view without_name(std::u32string_view text) {
  if (text.starts_with(U"尊敬的")) text.remove_prefix(3);
  for (const std::u32string_view word : kSalutations) {
    const std::size_t at = text.substr(0, kLongestName + word.size()).find(word);
    if (at != std::u32string_view::npos && at > 0) return text.substr(at);
  }
  return text;
}

bool is_amount(char32_t c) {
  return han_digit(c) >= 0 ||
         std::u32string_view(U"十百千万亿").find(c) != std::u32string_view::npos;
}

// A well mixed hash of three characters (SplitMix64's finalizer).
std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 30U;
  x *= 0xBF58476D1CE4E5B9ULL;
  x ^= x >> 27U;
  x *= 0x94D049BB133111EBULL;
  return x ^ (x >> 31U);
}

}  // namespace

std::string shape_of(std::string_view normalized) {
  const std::u32string wide = to_utf32(normalized);
  std::string shape;
  for (const char32_t c : without_name(without_signatures(wide))) {
    if (is_han_character(c) && !is_amount(c)) append_character(shape, c);
  }
  return shape;
}

std::uint64_t fingerprint(std::string_view shape) {
  const std::u32string text = to_utf32(shape);
  std::array<int, 64> votes{};
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::uint64_t gram = 0;
    for (std::size_t k = i; k < std::min(i + 3, text.size()); ++k) {
      gram = gram << 21U | static_cast<std::uint64_t>(text[k]);
    }
    const std::uint64_t hash = mix(gram);
    for (std::size_t bit = 0; bit < 64; ++bit) votes[bit] += (hash >> bit & 1U) != 0 ? 1 : -1;
  }
  std::uint64_t out = 0;
  for (std::size_t bit = 0; bit < 64; ++bit) {
    if (votes[bit] > 0) out |= std::uint64_t{1} << bit;
  }
  return out;
}

int distance(std::uint64_t a, std::uint64_t b) { return std::popcount(a ^ b); }

}  // namespace analyzer::text
