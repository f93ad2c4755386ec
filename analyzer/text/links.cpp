#include "analyzer/text/links.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "analyzer/text/link_glyphs.h"
#include "analyzer/text/link_reader.h"
#include "analyzer/text/percent.h"
#include "analyzer/text/url.h"
#include "analyzer/text/utf8.h"

namespace analyzer::text {
namespace {

constexpr std::size_t kLongestLocalPart = 64;  // of an e-mail address, letters
constexpr std::size_t kMaxEmbedded = 8;        // links inside one link

class LinkFinder {
 public:
  LinkFinder(std::string_view original, bool dictated)
      : original_(original),
        glyphs_(read_glyphs(original)),
        reader_(glyphs_, dictated),
        dictated_(dictated) {}

  std::vector<UrlFacts> find() {
    for (std::size_t at = 0; at < glyphs_.size();) at = step(at);
    return std::move(found_);
  }

 private:
  // Looks at one place; returns the next.
  std::size_t step(std::size_t at) {
    if (may_be_dot(at) && at > 0 && is_han_character(glyphs_[at - 1].c)) {
      if (const auto link = reader_.read_chinese(at, taken_); link && take(*link)) {
        return taken_ = link->end;
      }
    }
    if (!may_begin(at)) return at + 1;
    if (const std::size_t behind = email_end(at); behind != 0) return behind;
    std::size_t resume = at + 1;
    if (const auto link = reader_.read(at, &resume); link && take(*link)) {
      return taken_ = link->end;
    }
    while (resume < glyphs_.size() && is_ascii_alnum(glyphs_[resume].c) &&
           is_ascii_alnum(glyphs_[resume - 1].c)) {
      ++resume;
    }
    return std::max(resume, at + 1);
  }

  bool may_be_dot(std::size_t at) const {
    const char32_t c = glyphs_[at].c;
    if (c == U'.') return true;
    return dictated_ && c >= 0x80 && read_item(glyphs_, at, dictated_).kind == LinkItem::Kind::kDot;
  }

  bool may_begin(std::size_t at) const {
    const char32_t c = glyphs_[at].c;
    if (c == U'#') return true;
    const bool word = is_ascii_alnum(c) || (dictated_ && is_letter(at)) || is_foreign_letter(c);
    return word && !(at > 0 && is_ascii_alnum(glyphs_[at - 1].c) && is_ascii_alnum(c));
  }

  bool is_letter(std::size_t at) const {
    return read_item(glyphs_, at, dictated_).kind == LinkItem::Kind::kLetter;
  }

  // The glyph behind an e-mail address that begins at `at`, or 0. With a path
  // behind it it is a link with a user name.
  std::size_t email_end(std::size_t at) const {
    const auto is = [&](std::size_t i, char32_t c) {
      return i < glyphs_.size() && glyphs_[i].c == c;
    };
    std::size_t end = at;
    while (end < glyphs_.size() && end - at < kLongestLocalPart &&
           (is_ascii_alnum(glyphs_[end].c) || is(end, U'.') || is(end, U'_') || is(end, U'%') ||
            is(end, U'+') || is(end, U'-'))) {
      ++end;
    }
    if (!is(end, U'@') || end + 1 >= glyphs_.size() || !is_ascii_alnum(glyphs_[end + 1].c)) {
      return 0;
    }
    ++end;
    while (end < glyphs_.size() &&
           (is_ascii_alnum(glyphs_[end].c) || is(end, U'.') || is(end, U'-'))) {
      ++end;
    }
    return end;
  }

  Span bytes(std::size_t begin, std::size_t end) const {
    return {glyphs_[begin].begin, glyphs_[end - 1].end};
  }

  bool take(const LinkDraft& draft) {
    Result<UrlFacts> parsed =
        draft.url.starts_with('#') ? mini_program(draft) : parse_url(draft.url);
    if (!parsed && !draft.has_scheme) return false;
    add(parsed ? *std::move(parsed) : UrlFacts{}, bytes(draft.begin, draft.end), draft.disguises);
    if (found_.back().valid) take_embedded(draft);
    return true;
  }

  static Result<UrlFacts> mini_program(const LinkDraft& draft) {
    UrlFacts facts;
    facts.valid = true;
    facts.scheme = "mini_program";
    facts.url = draft.url;
    facts.path = draft.url.substr(draft.url.find("//"));
    return facts;
  }

  void add(UrlFacts facts, Span span, std::uint32_t disguises) {
    facts.span = span;
    facts.raw = original_.substr(span.begin, span.end - span.begin);
    for (std::size_t i = 0; i < kNames<LinkDisguise>.size(); ++i) {
      if ((disguises >> i & 1U) != 0) facts.disguises.push_back(static_cast<LinkDisguise>(i));
    }
    found_.push_back(std::move(facts));
  }

  // Links inside the path, query or fragment of `draft`, plain or escaped.
  void take_embedded(const LinkDraft& draft) {
    const std::string& url = draft.url;
    std::size_t from = url.find_first_of("/?#", url.find("//") + 2);
    for (std::size_t n = 0; n < kMaxEmbedded && from < url.size(); ++n) {
      const std::size_t begin = url.find("http", from);
      if (begin == std::string::npos) return;
      from = begin + 4;
      const bool plain = is_plain_scheme(std::string_view(url).substr(begin, 8));
      const std::string target = embedded_target(std::string_view(url).substr(begin), plain);
      if (target.empty()) continue;
      Result<UrlFacts> parsed = parse_url(target);
      if (!parsed) continue;
      const std::size_t end = plain ? begin + target.size() : url.find_first_of("&#", begin);
      const std::size_t last = std::min(end, url.size()) - 1;
      add(*std::move(parsed), bytes(draft.glyphs[begin], draft.glyphs[last] + 1),
          1U << static_cast<unsigned>(LinkDisguise::kEmbedded));
      from = last + 1;
    }
  }

  static bool is_plain_scheme(std::string_view text) {
    return text.starts_with("http://") || text.starts_with("https://");
  }

  // The link that `rest` begins with, percent-decoded if its scheme is escaped
  // (up to twice); empty if there is none.
  static std::string embedded_target(std::string_view rest, bool plain) {
    if (plain) return std::string(rest.substr(0, rest.find_first_of("&")));
    std::string value(rest.substr(0, rest.find_first_of("&#")));
    for (int round = 0; round < 2; ++round) {
      value = percent_decode(value);
      if (is_plain_scheme(value)) return value;
    }
    return {};
  }

  std::string_view original_;
  std::vector<Glyph> glyphs_;
  LinkReader reader_;
  bool dictated_;
  std::size_t taken_ = 0;  // the glyph behind the last link found
  std::vector<UrlFacts> found_;
};

}  // namespace

namespace {

// Whether a hyphen or slash is written out (杠) between two Latin letters or digits:
// nobody types that who does not write down what is read out.
bool is_read_out(std::string_view text) {
  constexpr std::string_view kBar = "杠";
  constexpr std::string_view kBars[] = {"横", "斜", "减", "中", "反", "双", "下"};
  const auto alnum = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  for (std::size_t at = text.find(kBar); at != text.npos; at = text.find(kBar, at + 1)) {
    std::string_view before = text.substr(0, at);
    for (const std::string_view bar : kBars) {
      if (before.ends_with(bar)) before.remove_suffix(bar.size());
    }
    while (before.ends_with(' ')) before.remove_suffix(1);
    std::string_view behind = text.substr(at + kBar.size());
    while (behind.starts_with(' ')) behind.remove_prefix(1);
    if (!before.empty() && alnum(before.back()) && !behind.empty() && alnum(behind.front())) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::vector<UrlFacts> find_links(std::string_view original, bool dictated) {
  return LinkFinder(original, dictated || is_read_out(original)).find();
}

bool says_more_than_links(std::string_view text, bool dictated) {
  const std::vector<UrlFacts> urls = find_links(text, dictated);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_character(text, &at);
    if (c == kReplacement || !u_isalnum(static_cast<UChar32>(c))) continue;
    const bool linked = std::any_of(urls.begin(), urls.end(), [begin](const UrlFacts& url) {
      return url.span && url.span->begin <= begin && begin < url.span->end;
    });
    if (!linked) return true;
  }
  return false;
}

}  // namespace analyzer::text
