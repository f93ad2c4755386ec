#include "analyzer/rules/phrase_set.h"

#include <algorithm>
#include <optional>

#include "analyzer/rules/phrase_program.h"
#include "analyzer/rules/phrase_window.h"

namespace analyzer {
namespace {

constexpr std::size_t kWindow = 4095;  // characters
constexpr std::size_t kOverlap = 512;

struct Pattern {
  PhraseNode root;
  std::optional<PhraseNode> unless;
};

// Characters [begin, end) of a window.
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
};

bool ends_sentence(char32_t c) {
  return c == U'\n' || c == U'!' || c == U'?' || c == U';' || c == U'。' || c == U'！' ||
         c == U'？' || c == U'；';
}

Range sentence_around(std::u32string_view text, Range range) {
  while (range.begin > 0 && !ends_sentence(text[range.begin - 1])) --range.begin;
  while (range.end < text.size() && !ends_sentence(text[range.end])) ++range.end;
  return range;
}

// True if `unless` is found inside the sentence around `range`.
template <std::size_t W>
bool denied(Window<W>& window, const PhraseNode& unless, Range range) {
  if (!window.possible(unless)) return false;
  const Range sentence = sentence_around(window.text(), range);
  const auto from = Positions<W>::range(sentence.begin, sentence.end + 1);
  return window.template walk<false>(unless, from).next(sentence.begin) <= sentence.end;
}

template <std::size_t W>
std::vector<Range> find(Window<W>& window, const Pattern& pattern, std::size_t limit) {
  std::vector<Range> out;
  if (!window.possible(pattern.root)) return out;
  const Positions<W> begins = window.template walk<true>(pattern.root, window.all());
  std::size_t begin = begins.next(0);
  while (begin != Window<W>::kNowhere && out.size() < limit) {
    const auto from = Positions<W>::range(begin, begin + 1);
    const std::size_t end = window.template walk<false>(pattern.root, from).next(begin + 1);
    if (end == Window<W>::kNowhere) {  // only the empty text matches here
      begin = begins.next(begin + 1);
      continue;
    }
    if (!pattern.unless || !denied(window, *pattern.unless, {begin, end})) {
      out.push_back({begin, end});
    }
    begin = begins.next(end);
  }
  return out;
}

// Adds what one window found to `out`; offsets[i] is the byte of character i.
void collect(std::vector<PhraseMatch>& out, std::size_t pattern, const std::vector<Range>& found,
             const std::uint32_t* offsets, std::size_t limit) {
  if (found.empty()) return;
  auto it = std::find_if(out.begin(), out.end(),
                         [&](const PhraseMatch& match) { return match.pattern == pattern; });
  if (it == out.end()) it = out.insert(out.end(), PhraseMatch{pattern, {}});
  for (const Range& range : found) {
    const Span span{offsets[range.begin], offsets[range.end]};
    const bool later = it->spans.empty() || span.begin >= it->spans.back().end;
    if (later && it->spans.size() < limit) it->spans.push_back(span);
  }
}

}  // namespace

struct PhraseSet::Impl {
  PhraseProgram program;
  std::vector<Pattern> patterns;

  template <std::size_t W>
  void search(std::u32string_view text, bool first, bool last, const std::uint32_t* offsets,
              std::size_t limit, std::vector<PhraseMatch>& out) const {
    Window<W> window(program, text, first, last);
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      collect(out, i, find(window, patterns[i], limit), offsets, limit);
    }
  }
};

PhraseSet::PhraseSet() : impl_(std::make_unique<Impl>()) {}
PhraseSet::PhraseSet(PhraseSet&&) noexcept = default;
PhraseSet& PhraseSet::operator=(PhraseSet&&) noexcept = default;
PhraseSet::~PhraseSet() = default;

std::size_t PhraseSet::add(const PatternNode& pattern, const PatternNode* unless) {
  Pattern compiled{impl_->program.compile(pattern), std::nullopt};
  if (unless != nullptr) compiled.unless = impl_->program.compile(*unless);
  impl_->patterns.push_back(std::move(compiled));
  return impl_->patterns.size() - 1;
}

void PhraseSet::build() { impl_->program.build(); }

std::size_t PhraseSet::size() const { return impl_->patterns.size(); }

std::vector<PhraseMatch> PhraseSet::search(std::string_view text, std::size_t limit) const {
  std::vector<PhraseMatch> out;
  if (size() == 0) return out;
  std::vector<std::uint32_t> offsets;
  offsets.reserve(text.size() + 1);
  const std::u32string decoded = decode_utf8(text, &offsets);
  for (std::size_t at = 0; at < decoded.size(); at += kWindow - kOverlap) {
    const std::u32string_view part = std::u32string_view(decoded).substr(at, kWindow);
    const bool first = at == 0;
    const bool last = at + part.size() == decoded.size();
    // The fewest machine words that hold the window's positions.
    if (part.size() < Positions<4>::kBits) {
      impl_->search<4>(part, first, last, &offsets[at], limit, out);
    } else if (part.size() < Positions<8>::kBits) {
      impl_->search<8>(part, first, last, &offsets[at], limit, out);
    } else if (part.size() < Positions<16>::kBits) {
      impl_->search<16>(part, first, last, &offsets[at], limit, out);
    } else {
      impl_->search<64>(part, first, last, &offsets[at], limit, out);
    }
    if (last) break;
  }
  std::sort(out.begin(), out.end(),
            [](const PhraseMatch& a, const PhraseMatch& b) { return a.pattern < b.pattern; });
  return out;
}

}  // namespace analyzer
