// Reads one link at a given place of a text: the grammar of the link finder.

#ifndef ANALYZER_TEXT_LINK_READER_H_
#define ANALYZER_TEXT_LINK_READER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/text/link_glyphs.h"

namespace analyzer::text {

// A link put together from the text, not yet parsed.
struct LinkDraft {
  std::string url;                    // ASCII but for hosts in other scripts; with a scheme
  std::vector<std::uint32_t> glyphs;  // for each byte of `url`, the glyph it came from
  std::size_t begin = 0;              // glyphs
  std::size_t end = 0;
  bool has_scheme = false;      // one was written
  std::uint32_t disguises = 0;  // bits by LinkDisguise

  void append(char32_t c, std::size_t glyph);
  void mark(LinkDisguise disguise) { disguises |= 1U << static_cast<unsigned>(disguise); }
  bool marked(LinkDisguise disguise) const {
    return (disguises >> static_cast<unsigned>(disguise) & 1U) != 0;
  }
};

class LinkReader {
 public:
  // `glyphs` must outlive the reader.
  LinkReader(const std::vector<Glyph>& glyphs, bool dictated)
      : glyphs_(glyphs), dictated_(dictated) {}

  // Reads the link that begins at glyph `at`. If there is none, `*resume` is
  // where the next may begin.
  std::optional<LinkDraft> read(std::size_t at, std::size_t* resume) const;

  // Reads a domain name of Chinese characters whose first dot (in dictated text
  // also a word for one) is at glyph `dot` and that does not begin before glyph
  // `floor`.
  std::optional<LinkDraft> read_chinese(std::size_t dot, std::size_t floor) const;

 private:
  static constexpr std::size_t kMaxBlanks = 2;  // around a dot

  // One label of a host and how the dot before it was written.
  struct Label {
    std::vector<std::pair<char32_t, std::uint32_t>> letters;  // with their glyphs
    std::size_t end = 0;
    bool has_han = false;
    bool spoken = false;
    bool open = false;      // ends in a spoken hyphen: more must follow
    std::size_t joins = 0;  // blanks between its letters
    bool dot_word = false;
    bool hyphened = false;  // a spoken hyphen stands in it
    bool dot_spaced = false;
    bool dot_bracketed = false;  // [.] (dot): nothing else is written so

    std::string ascii() const;  // lower case; other characters as '?'
  };
  using Labels = std::vector<Label>;

  std::optional<LinkDraft> read_app(std::size_t at) const;
  std::optional<LinkDraft> read_mini_program(std::size_t at) const;
  std::optional<LinkDraft> read_escaped(std::size_t at) const;
  bool is_spoken_domain(std::size_t begin, std::size_t dot, std::size_t end) const;
  std::size_t read_scheme(std::size_t at, LinkDraft& draft) const;
  std::size_t match_letters(std::size_t at, std::u32string_view word) const;
  std::size_t read_credentials(std::size_t at, LinkDraft& draft) const;
  std::size_t read_ipv6(std::size_t at, LinkDraft& draft) const;
  Labels read_labels(std::size_t at, bool has_scheme) const;
  Label read_label(std::size_t at, bool has_scheme, bool first) const;
  bool joins_letters(const Label& label, bool first_label, std::size_t piece, std::size_t blank,
                     std::size_t* next) const;
  bool breaks_line(const Label& label, std::size_t at, std::size_t* next) const;
  bool is_escape(std::size_t at) const;
  bool begins_scheme(std::size_t at) const;
  std::size_t read_dot(std::size_t at, bool has_scheme, Label& next) const;
  std::size_t skip_blanks(std::size_t at, std::size_t most) const;

  std::size_t usable_labels(const Labels& labels, bool has_scheme) const;
  static bool is_address(const Labels& labels);
  bool ends_host(const Labels& labels, std::size_t count) const;
  bool is_plausible(const Labels& labels, std::size_t count, std::size_t at) const;
  bool is_address_version(std::size_t begin, std::size_t end) const;

  void append_labels(const Labels& labels, std::size_t count, LinkDraft& draft) const;
  // Port, path, query and fragment behind a draft's host, and how all was written.
  void read_behind_host(LinkDraft& draft) const;
  void read_port(LinkDraft& draft) const;
  bool read_spoken_port(LinkDraft& draft) const;
  void read_tail(LinkDraft& draft) const;
  std::size_t spoken_tail_begin(const LinkDraft& draft) const;
  void read_spoken_tail(LinkDraft& draft, std::size_t at) const;
  std::size_t next_spoken(std::size_t at) const;
  bool begins_tail(const LinkDraft& draft) const;
  bool in_tail(std::size_t at) const;
  bool begins_next(std::size_t at) const;
  void trim_tail(LinkDraft& draft, std::size_t host_size) const;
  void mark_glyphs(LinkDraft& draft) const;

  bool is(std::size_t at, char32_t c) const { return at < glyphs_.size() && glyphs_[at].c == c; }
  LinkItem item(std::size_t at) const {
    return at < glyphs_.size() ? read_item(glyphs_, at, dictated_) : LinkItem{};
  }

  const std::vector<Glyph>& glyphs_;
  bool dictated_;
};

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_LINK_READER_H_
