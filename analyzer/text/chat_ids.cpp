#include "analyzer/text/chat_ids.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>

namespace analyzer::text {
namespace {

constexpr std::size_t kMostFiller = 6;  // characters between the word and the id

struct Announcement {
  std::u32string_view word;  // lower case
  NumberKind kind;
  bool latin;  // needs something between itself and an id that begins with letters
};
constexpr Announcement kAnnouncements[] = {
    {U"qq", NumberKind::kQq, true},         {U"扣扣", NumberKind::kQq, false},
    {U"q群", NumberKind::kQq, false},       {U"企鹅号", NumberKind::kQq, false},
    {U"微信", NumberKind::kWechat, false},  {U"威信", NumberKind::kWechat, false},
    {U"薇信", NumberKind::kWechat, false},  {U"徽信", NumberKind::kWechat, false},
    {U"溦信", NumberKind::kWechat, false},  {U"v信", NumberKind::kWechat, false},
    {U"加微", NumberKind::kWechat, false},  {U"加薇", NumberKind::kWechat, false},
    {U"+微", NumberKind::kWechat, false},   {U"+薇", NumberKind::kWechat, false},
    {U"加v", NumberKind::kWechat, true},    {U"+v", NumberKind::kWechat, true},
    {U"vx", NumberKind::kWechat, true},     {U"wx", NumberKind::kWechat, true},
    {U"wechat", NumberKind::kWechat, true}, {U"weixin", NumberKind::kWechat, true},
};

// The first characters of those, and a bit for the last six bits of each.
constexpr std::u32string_view kStarts = U"q扣企微威薇徽溦v加+wx";
constexpr std::uint64_t kStartMarks = [] {
  std::uint64_t out = 0;
  for (const char32_t c : kStarts) out |= std::uint64_t{1} << (c & 63U);
  return out;
}();

// Words that stand behind 微信 and are no id.
constexpr std::string_view kNoIds[] = {"wechat",   "weixin", "android",  "iphone", "windows",
                                       "official", "alipay", "renzheng", "pay"};

bool is_letter(char32_t c) { return is_ascii_alnum(c) && !is_digit(c); }

bool is_filler(char32_t c) {
  return std::u32string_view(U"号码群:是为加id, 、(【>→=账帐就这个的").find(lower(c)) !=
         std::u32string_view::npos;
}

class ChatIdFinder {
 public:
  explicit ChatIdFinder(const std::vector<Glyph>& glyphs) : glyphs_(glyphs) {}

  std::vector<ChatId> find() const {
    std::vector<ChatId> found;
    for (std::size_t at = 0; at < glyphs_.size();) {
      const auto id = read(at);
      if (id) found.push_back(*id);
      at = id ? id->end : at + 1;
    }
    return found;
  }

 private:
  char32_t at(std::size_t i) const { return i < glyphs_.size() ? lower(glyphs_[i].c) : 0; }

  std::optional<ChatId> read(std::size_t begin) const {
    const char32_t first = at(begin);
    if ((kStartMarks >> (first & 63U) & 1U) == 0) return std::nullopt;
    if (kStarts.find(first) == std::u32string_view::npos) return std::nullopt;
    for (const Announcement& a : kAnnouncements) {
      if (!matches(begin, a.word)) continue;
      if (is_letter(a.word[0]) && begin > 0 && is_ascii_alnum(at(begin - 1))) continue;
      if (auto id = read_behind(begin + a.word.size(), a)) return id;
    }
    return std::nullopt;
  }

  bool matches(std::size_t begin, std::u32string_view word) const {
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (at(begin + i) != word[i]) return false;
    }
    return true;
  }

  // Skips 号, 是, colons and blanks, then reads the id.
  std::optional<ChatId> read_behind(std::size_t from, const Announcement& a) const {
    std::size_t begin = from;
    while (begin - from < kMostFiller && begin < glyphs_.size() && is_filler(at(begin)) &&
           !(is_letter(at(begin)) && !matches(begin, U"id:"))) {
      ++begin;
    }
    if (matches(begin, U"id:")) begin += 3;
    if (a.latin && begin == from && is_letter(at(begin))) return std::nullopt;
    return a.kind == NumberKind::kQq ? read_qq(begin) : read_wechat(begin);
  }

  std::optional<ChatId> read_qq(std::size_t begin) const {
    ChatId id{NumberKind::kQq, begin, begin, {}};
    while (is_digit(at(id.end))) id.text.push_back(static_cast<char>(at(id.end++)));
    const bool fits = id.text.size() >= 5 && id.text.size() <= 11 && id.text[0] != '0';
    return fits && !is_letter(at(id.end)) ? std::optional(id) : std::nullopt;
  }

  std::optional<ChatId> read_wechat(std::size_t begin) const {
    ChatId id{NumberKind::kWechat, begin, begin, {}};
    while (is_ascii_alnum(at(id.end)) || at(id.end) == U'_' || at(id.end) == U'-') {
      id.text.push_back(static_cast<char>(at(id.end++)));
    }
    while (!id.text.empty() && (id.text.back() == '-' || id.text.back() == '_')) {
      id.text.pop_back();
      --id.end;
    }
    const bool all_digits =
        std::all_of(id.text.begin(), id.text.end(), [](char c) { return c >= '0' && c <= '9'; });
    const std::size_t shortest = all_digits ? 5 : 6;
    if (id.text.size() < shortest || id.text.size() > 20) return std::nullopt;
    if (at(id.end) == U'.' || at(id.end) == U':' || at(id.end) == U'@') {
      if (is_ascii_alnum(at(id.end + 1)) || at(id.end + 1) == U'/') return std::nullopt;  // a link
    }
    const bool word = std::find(std::begin(kNoIds), std::end(kNoIds), id.text) != std::end(kNoIds);
    return word ? std::nullopt : std::optional(id);
  }

  const std::vector<Glyph>& glyphs_;
};

}  // namespace

std::vector<ChatId> find_chat_ids(const std::vector<Glyph>& glyphs) {
  return ChatIdFinder(glyphs).find();
}

}  // namespace analyzer::text
