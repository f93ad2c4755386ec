#include "analyzer/engine/look_alike.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "analyzer/text/confusable.h"
#include "analyzer/text/utf8.h"

namespace analyzer {
namespace {

// What looks alike within ASCII, and what stands for it; longer ones before their
// parts. "m" and "w" stand for the pairs that UTS 39 writes them as.
constexpr auto kAlike = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"rn", "m"},
    {"vv", "w"},
    {"cl", "d"},
    {"0", "o"},
    {"1", "l"},
    {"i", "l"},
    {"5", "s"},
});

// What UTS 39 keeps apart, but who does not read Cyrillic takes for Latin.
constexpr auto kUnread = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"в", "b"},
    {"г", "r"},
    {"к", "k"},
    {"м", "m"},
    {"п", "n"},
    {"т", "t"},
    {"τ", "t"},
});

std::string read_as_latin(std::string_view host) {
  std::string out;
  while (!host.empty()) {
    const auto* unread = std::find_if(kUnread.begin(), kUnread.end(), [&](const auto& pair) {
      return host.starts_with(pair.first);
    });
    const std::size_t size = unread == kUnread.end() ? 1 : unread->first.size();
    out += unread == kUnread.end() ? host.substr(0, 1) : unread->second;
    host.remove_prefix(size);
  }
  return out;
}

std::string ascii_skeleton(std::string_view host) {
  constexpr std::string_view kBegins = "rvc01i5";  // of what kAlike holds
  std::string out;
  out.reserve(host.size());
  std::size_t i = 0;
  while (i < host.size()) {
    if (kBegins.find(host[i]) == std::string_view::npos) {
      out += host[i++];
      continue;
    }
    const auto alike = std::find_if(kAlike.begin(), kAlike.end(), [&](const auto& pair) {
      return host.substr(i, pair.first.size()) == pair.first;
    });
    if (alike == kAlike.end()) {
      out += host[i++];
    } else {
      out += alike->second;
      i += alike->first.size();
    }
  }
  return out;
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > limit) return limit + 1;
  // Optimal string alignment over three rows, [row][column of b].
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    std::size_t least = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({replaced, last[j] + 1, row[j - 1] + 1});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
      least = std::min(least, row[j]);
    }
    if (least > limit) return limit + 1;
    std::swap(before, last);
    std::swap(last, row);
  }
  return std::min(last[b.size()], limit + 1);
}

std::string skeleton(std::string_view host) {
  if (text::is_ascii(host)) return ascii_skeleton(host);
  return ascii_skeleton(text::confusable_skeleton(read_as_latin(host)));
}

std::vector<ForeignLetter> foreign_letters(std::string_view host) {
  std::vector<ForeignLetter> out;
  if (text::is_ascii(host)) return out;
  std::size_t place = 0;
  for (const char32_t character : text::to_utf32(host)) {
    ++place;
    const std::string letter = text::to_utf8(std::u32string(1, character));
    if (text::is_ascii(letter)) continue;
    const std::string plain = text::confusable_skeleton(read_as_latin(letter));
    if (plain.size() == 1 && text::is_ascii(plain)) out.push_back({place, plain.front()});
  }
  return out;
}

}  // namespace analyzer
