#include "analyzer/engine/look_alike.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace analyzer {
namespace {

// What looks alike, and what stands for it; longer ones before their parts.
constexpr auto kAlike = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"rn", "m"}, {"vv", "w"}, {"cl", "d"}, {"0", "o"}, {"1", "l"}, {"i", "l"}, {"5", "s"},
    {"а", "a"},  {"ɑ", "a"},  {"α", "a"},  {"в", "b"}, {"с", "c"}, {"ϲ", "c"}, {"ԁ", "d"},
    {"е", "e"},  {"ё", "e"},  {"ɡ", "g"},  {"һ", "h"}, {"і", "l"}, {"ı", "l"}, {"ӏ", "l"},
    {"ι", "l"},  {"ј", "j"},  {"к", "k"},  {"м", "m"}, {"п", "n"}, {"ո", "n"}, {"о", "o"},
    {"ο", "o"},  {"օ", "o"},  {"р", "p"},  {"ρ", "p"}, {"ԛ", "q"}, {"г", "r"}, {"ѕ", "s"},
    {"т", "t"},  {"τ", "t"},  {"υ", "u"},  {"ս", "u"}, {"ν", "v"}, {"ѵ", "v"}, {"ԝ", "w"},
    {"х", "x"},  {"χ", "x"},  {"у", "y"},  {"γ", "y"}, {"ʏ", "y"}, {"ź", "z"}, {"á", "a"},
    {"à", "a"},  {"ä", "a"},  {"é", "e"},  {"è", "e"}, {"í", "l"}, {"ó", "o"}, {"ö", "o"},
    {"ú", "u"},  {"ü", "u"},  {"ñ", "n"},  {"ç", "c"},
});

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
  constexpr std::string_view kAsciiBegins = "rvc01i5";  // of what kAlike holds in ASCII
  std::string out;
  out.reserve(host.size());
  std::size_t i = 0;
  while (i < host.size()) {
    const bool ascii = static_cast<unsigned char>(host[i]) < 0x80;
    if (ascii && kAsciiBegins.find(host[i]) == std::string_view::npos) {
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

}  // namespace analyzer
