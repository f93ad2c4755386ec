#include "analyzer/text/link_words.h"

#include <algorithm>
#include <iterator>

namespace analyzer::text {
namespace {

constexpr std::string_view kStrong[] = {
    "com",     "cn",     "net",  "org",    "gov",  "edu",   "top",  "xyz",    "vip",     "cc",
    "icu",     "club",   "info", "biz",    "pw",   "tk",    "cyou", "asia",   "ltd",     "ink",
    "lol",     "mom",    "sbs",  "cfd",    "bond", "buzz",  "wang", "ren",    "monster", "co",
    "io",      "tv",     "hk",   "tw",     "sh",   "pk",    "ch",   "pics",   "shop",    "site",
    "online",  "xin",    "tech", "wiki",   "fit",  "cam",   "kim",  "pub",    "vin",     "love",
    "website", "space",  "host", "fans",   "rest", "quest", "hair", "beauty", "autos",   "boats",
    "homes",   "yachts", "skin", "makeup", "life",
};

constexpr std::string_view kWords[] = {
    "in",   "to",   "me",   "so",  "it",   "is",  "at",  "my",   "be",  "no", "do",
    "am",   "as",   "us",   "hi",  "la",   "he",  "id",  "an",   "ad",  "by", "ai",
    "one",  "now",  "how",  "new", "here", "you", "gay", "app",  "win", "pm", "best",
    "only", "plus", "zero", "dog", "fun",  "men", "day", "live",
};

constexpr std::string_view kFiles[] = {"zip", "mov",  "md", "py",  "rs",  "pl",  "ps",
                                       "cab", "java", "so", "cat", "foo", "bar", "box"};

constexpr std::u32string_view kChinese[] = {
    U"中国", U"公司", U"网络",   U"网址", U"政务", U"公益", U"在线", U"中文网", U"网店", U"商城",
    U"手机", U"集团", U"我爱你", U"移动", U"游戏", U"信息", U"商标", U"网站",   U"商店", U"企业",
    U"香港", U"台湾", U"新闻",   U"慈善", U"时尚", U"娱乐", U"健康", U"广东",   U"佛山", U"餐厅",
};

constexpr std::u32string_view kBefore[] = {
    U"打开", U"登录",   U"登陆", U"点击", U"进入", U"访问", U"网址", U"网站",
    U"官网", U"浏览器", U"输入", U"搜索", U"请上", U"地址", U"链接", U"点开",
    U"进",   U"到",     U"上",   U"是",   U"为",   U"在",   U"请",   U"的",
    U"去",   U"看",     U"点",   U"和",   U"与",   U"或",   U"至",   U"叫",
};

constexpr std::u32string_view kAnnounce[] = {U"网址", U"域名", U"网站", U"官网", U"地址",
                                             U"输入", U"打开", U"登录", U"访问", U"链接"};

template <class List, class T>
bool contains(const List& list, const T& value) {
  return std::find(std::begin(list), std::end(list), value) != std::end(list);
}

}  // namespace

bool is_strong_top_level(std::string_view label) { return contains(kStrong, label); }
bool is_word_top_level(std::string_view label) { return contains(kWords, label); }
bool is_file_ending(std::string_view label) { return contains(kFiles, label); }
bool is_chinese_top_level(std::u32string_view label) { return contains(kChinese, label); }

std::size_t own_characters(std::u32string_view before) {
  std::size_t begin = 0;
  for (const std::u32string_view word : kBefore) {
    const std::size_t at = before.rfind(word);
    if (at != std::u32string_view::npos) begin = std::max(begin, at + word.size());
  }
  return before.size() - begin;
}

bool announces_address(std::u32string_view before) {
  while (!before.empty() &&
         std::u32string_view(U"是叫为:\"“「 ").find(before.back()) != std::u32string_view::npos) {
    before.remove_suffix(1);
  }
  return std::any_of(std::begin(kAnnounce), std::end(kAnnounce),
                     [before](std::u32string_view word) { return before.ends_with(word); });
}

}  // namespace analyzer::text
