#include "analyzer/text/percent.h"

#include <algorithm>
#include <array>

namespace analyzer::text {
namespace {

constexpr std::string_view kFragmentSet = " \"<>`";
constexpr std::string_view kQuerySet = " \"#<>'";
constexpr std::string_view kPathSet = " \"#<>?^`{}";
constexpr std::string_view kUserinfoSet = " \"#<>?^`{}/:;=@[\\]|";

using ByteSet = std::array<bool, 256>;

constexpr ByteSet make_set(std::string_view characters) {
  ByteSet set{};
  for (std::size_t i = 0; i < set.size(); ++i) set[i] = i < 0x20 || i > 0x7E;
  for (const char c : characters) set[static_cast<unsigned char>(c)] = true;
  return set;
}

constexpr std::array<ByteSet, 4> kSets = {make_set(kFragmentSet), make_set(kQuerySet),
                                          make_set(kPathSet), make_set(kUserinfoSet)};

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

void append_escaped(std::string& out, std::string_view text, EscapeSet set) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  const ByteSet& escaped = kSets[static_cast<std::size_t>(set)];
  const auto stays = [&](char c) { return !escaped[static_cast<unsigned char>(c)]; };
  while (!text.empty()) {
    const auto end = std::find_if_not(text.begin(), text.end(), stays);
    out.append(text.begin(), end);
    text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
    if (text.empty()) return;
    const auto byte = static_cast<unsigned char>(text.front());
    text.remove_prefix(1);
    const char escape[] = {'%', kHex[byte >> 4U], kHex[byte & 0x0FU]};
    out.append(escape, sizeof escape);
  }
}

std::string percent_decode(std::string_view text) {
  if (text.find('%') == std::string_view::npos) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = i + 2 < text.size() && text[i] == '%' ? hex_value(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    if (low < 0) {
      out.push_back(text[i]);
      continue;
    }
    out.push_back(static_cast<char>(high << 4 | low));
    i += 2;
  }
  return out;
}

}  // namespace analyzer::text
