#include "analyzer/text/text_shape.h"

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

}  // namespace

std::string shape_of(std::string_view normalized) {
  const std::u32string wide = to_utf32(normalized);
  std::string shape;
  for (const char32_t c : without_name(without_signatures(wide))) {
    if (is_han_character(c) && !is_amount(c)) append_character(shape, c);
  }
  return shape;
}

}  // namespace analyzer::text
