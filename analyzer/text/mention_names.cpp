#include "analyzer/text/mention_names.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "analyzer/text/utf8.h"

namespace analyzer::text {
namespace {

constexpr std::size_t kLongestName = 20;
constexpr std::size_t kLongestCompany = 30;
constexpr std::size_t kMostFiller = 5;  // characters between a word and its name
constexpr std::size_t kOwnerReach = 8;  // characters between 您 and 户名
constexpr std::size_t kVerbReach = 14;  // characters between 下载 and APP

struct RoleWord {
  std::u32string_view word;
  MentionKind kind;
};
constexpr auto kRoleWords = std::to_array<RoleWord>({
    {U"小程序", MentionKind::kMiniProgram},
    {U"公众号", MentionKind::kPublicAccount},
    {U"订阅号", MentionKind::kPublicAccount},
    {U"服务号", MentionKind::kPublicAccount},
    {U"视频号", MentionKind::kPublicAccount},
    {U"抖音号", MentionKind::kPublicAccount},
    {U"应用软件", MentionKind::kApp},
    {U"app", MentionKind::kApp},
    {U"软件", MentionKind::kApp},
    {U"应用", MentionKind::kApp},
    {U"店铺", MentionKind::kShop},
    {U"门店", MentionKind::kShop},
    {U"网店", MentionKind::kShop},
    {U"店名", MentionKind::kShop},
});
constexpr auto kPayeeWords = std::to_array<std::u32string_view>(
    {U"收款账户名", U"收款户名", U"收款人", U"收款方", U"账户名称", U"账户名", U"开户名", U"户名"});

// A bit of 64 for a character; the words above begin with one of kStarts.
constexpr std::uint64_t mark(char32_t c) { return std::uint64_t{1} << (c % 64); }
constexpr std::uint64_t kStarts = [] {
  std::uint64_t marks = 0;
  for (const RoleWord& role : kRoleWords) marks |= mark(role.word.front());
  for (const std::u32string_view word : kPayeeWords) marks |= mark(word.front());
  return marks;
}();

constexpr auto kVerbs = std::to_array<std::u32string_view>(
    {U"下载安装", U"下载", U"安装", U"装了个", U"装个", U"登录", U"打开", U"搜索", U"关注"});
constexpr auto kPrefixes = std::to_array<std::u32string_view>(
    {U"他们的", U"我们的", U"一个", U"这个", U"那个", U"官方", U"指定", U"新版", U"最新", U"叫"});
// Words that say what kind of program it is and name none.
constexpr auto kNoNames = std::to_array<std::u32string_view>(
    {U"手机", U"认证",     U"社保",     U"养老",   U"相关",     U"银行",    U"视频",
     U"会议", U"聊天",     U"办公",     U"杀毒",   U"远程",     U"控制",    U"政务",
     U"官方", U"对应",     U"支付",     U"购物",   U"您的",     U"任何",    U"陌生",
     U"不明", U"来历不明", U"手机银行", U"第三方", U"屏幕共享", U"远程控制"});
constexpr auto kCompanyEnds = std::to_array<std::u32string_view>(
    {U"有限公司", U"公司", U"工作室", U"经营部", U"商行", U"服务部", U"超市", U"药店"});
// What stands behind 户名 in people's talk and is nobody's name.
constexpr std::u32string_view kNoPayeeStart =
    U"您我你他她它是不和与或及外谁有为怎的这那本自一必应须要人栏";

constexpr std::u32string_view kOpen = U"“\"「『《【‘'〈";
constexpr std::u32string_view kClose = U"”\"」』》】’'〉";
constexpr std::u32string_view kFillers = U": 是叫做为名的个啥称(";

struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t size() const { return end - begin; }
};

class NameFinder {
 public:
  NameFinder(const std::vector<Glyph>& glyphs, std::vector<Mention>& out)
      : glyphs_(glyphs), out_(out) {}

  void find() {
    for (std::size_t at = 0; at < glyphs_.size();) at = std::max(step(at), at + 1);
  }

 private:
  char32_t c(std::size_t at) const { return at < glyphs_.size() ? lower(glyphs_[at].c) : 0; }
  bool is_name_glyph(std::size_t at) const {
    return is_han_character(c(at)) || is_ascii_alnum(c(at));
  }

  std::size_t step(std::size_t at) {
    if ((kStarts & mark(c(at))) == 0) return at + 1;
    for (const RoleWord& role : kRoleWords) {
      if (!stands_at(glyphs_, at, role.word)) continue;
      const std::size_t end = at + role.word.size();
      // "apply", "myapp.com": no word of its own.
      if (role.word == U"app" && (is_ascii_alnum(c(end)) || c(end) == U'.')) return end;
      if (const auto name = name_of({at, end})) add(role.kind, *name);
      return end;
    }
    for (const std::u32string_view word : kPayeeWords) {
      if (!stands_at(glyphs_, at, word)) continue;
      const auto name = payee_behind(at + word.size());
      if (name && !speaks_to_owner(at)) add(MentionKind::kPayee, *name);
      return at + word.size();
    }
    return at + 1;
  }

  std::optional<Range> name_of(Range role) const {
    if (const auto name = quoted_behind(role.end)) return name;
    if (const auto name = quoted_before(role.begin)) return name;
    if (const auto name = behind_colon(role.end)) return name;
    return behind_verb(role.begin);
  }

  std::size_t skip_filler(std::size_t at) const {
    const std::size_t limit = at + kMostFiller;
    while (at < limit && at < glyphs_.size() && kFillers.find(c(at)) != kFillers.npos) ++at;
    return at;
  }

  std::optional<Range> quoted_behind(std::size_t from) const {
    const std::size_t open = skip_filler(from);
    const std::size_t which = open < glyphs_.size() ? kOpen.find(c(open)) : kOpen.npos;
    if (which == kOpen.npos) return std::nullopt;
    std::size_t end = open + 1;
    while (end < glyphs_.size() && end - open <= kLongestName && is_name_glyph(end)) ++end;
    const bool closed = c(end) == kClose[which] && end > open + 2;
    return closed ? std::optional(Range{open + 1, end}) : std::nullopt;
  }

  std::optional<Range> quoted_before(std::size_t end) const {
    if (end == 0) return std::nullopt;
    const std::size_t which = kClose.find(c(end - 1));
    if (which == kClose.npos) return std::nullopt;
    std::size_t begin = end - 1;
    while (begin > 0 && end - begin <= kLongestName && is_name_glyph(begin - 1)) --begin;
    const bool opened = begin > 0 && c(begin - 1) == kOpen[which] && end - 1 > begin + 1;
    return opened ? std::optional(Range{begin, end - 1}) : std::nullopt;
  }

  std::optional<Range> behind_colon(std::size_t from) const {
    if (c(from) != U':') return std::nullopt;
    std::size_t begin = from + 1;
    while (c(begin) == U' ') ++begin;
    std::size_t end = begin;
    while (end - begin <= kLongestName && is_name_glyph(end)) ++end;
    const bool fits = end - begin >= 2 && end - begin <= kLongestName;
    return fits ? std::optional(Range{begin, end}) : std::nullopt;
  }

  // 下载社保通APP: what stands between the verb and the word.
  std::optional<Range> behind_verb(std::size_t end) const {
    const std::size_t lowest = end - std::min(end, kVerbReach);
    std::size_t begin = end;
    while (begin > lowest && is_name_glyph(begin - 1)) --begin;
    for (std::size_t at = end; at-- > begin;) {
      for (const std::u32string_view verb : kVerbs) {
        if (at + verb.size() > end || !stands_at(glyphs_, at, verb)) continue;
        return without_prefixes({at + verb.size(), end});
      }
    }
    return std::nullopt;
  }

  std::optional<Range> without_prefixes(Range name) const {
    for (bool more = true; more;) {
      more = false;
      for (const std::u32string_view prefix : kPrefixes) {
        if (prefix.size() > name.size() || !stands_at(glyphs_, name.begin, prefix)) continue;
        name.begin += prefix.size();
        more = true;
      }
    }
    const bool none = std::any_of(kNoNames.begin(), kNoNames.end(), [&](auto word) {
      return word.size() == name.size() && stands_at(glyphs_, name.begin, word);
    });
    return none || name.size() < 2 ? std::nullopt : std::optional(name);
  }

  // 您填写的收款银行户名为: the account of the one who is spoken to.
  bool speaks_to_owner(std::size_t at) const {
    for (std::size_t back = 1; back <= kOwnerReach && back <= at; ++back) {
      if (c(at - back) == U'您' || c(at - back) == U'你') return true;
    }
    return false;
  }

  std::optional<Range> payee_behind(std::size_t from) const {
    std::size_t begin = skip_filler(from);
    if (kOpen.find(c(begin)) != kOpen.npos) ++begin;
    if (begin == from || !is_han_character(c(begin))) return std::nullopt;
    if (kNoPayeeStart.find(c(begin)) != kNoPayeeStart.npos) return std::nullopt;
    std::size_t end = begin;
    while (end - begin < kLongestCompany && is_name_glyph(end)) {
      for (const std::u32string_view word : kCompanyEnds) {
        if (stands_at(glyphs_, end, word)) return Range{begin, end + word.size()};
      }
      ++end;
    }
    const bool person = end - begin >= 2 && end - begin <= 4;
    return person ? std::optional(Range{begin, end}) : std::nullopt;
  }

  void add(MentionKind kind, Range name) {
    Mention mention{
        kind, Owner::kSuspect, {glyphs_[name.begin].begin, glyphs_[name.end - 1].end}, {}};
    for (std::size_t i = name.begin; i < name.end; ++i) {
      append_character(mention.value, glyphs_[i].c);
    }
    out_.push_back(std::move(mention));
  }

  const std::vector<Glyph>& glyphs_;
  std::vector<Mention>& out_;
};

}  // namespace

bool stands_at(const std::vector<Glyph>& glyphs, std::size_t at, std::u32string_view word) {
  if (at > glyphs.size() || glyphs.size() - at < word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (lower(glyphs[at + i].c) != word[i]) return false;
  }
  return true;
}

void find_names(const std::vector<Glyph>& glyphs, std::vector<Mention>& out) {
  NameFinder(glyphs, out).find();
}

}  // namespace analyzer::text
