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
  std::uint32_t root = 0;  // its step
  std::optional<std::uint32_t> unless;
  std::uint32_t branches = 0;  // how many of all branches are its own
};

// One way in which a pattern may match. Those of all patterns stand in one row, so
// that those which cannot match are passed over without a look at their steps.
struct Branch {
  PhraseStep::Required required{};
  std::uint32_t step = 0;
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
bool denied(Window<W>& window, const PhraseStep& unless, Range range) {
  if (!window.possible(unless.required)) return false;
  const Range sentence = sentence_around(window.text(), range);
  return window.walk_within(unless, sentence.begin, sentence.end).next(0) != Window<W>::kNowhere;
}

// A branch that some place of the text matches, and where its matches begin.
template <std::size_t W>
struct LiveBranch {
  const PhraseStep* step;
  Positions<W> begins;
};

// The end of the shortest match that begins at `begin` and is not empty.
template <std::size_t W>
std::size_t first_end(Window<W>& window, const std::vector<LiveBranch<W>>& branches,
                      std::size_t begin) {
  const auto from = Positions<W>::range(begin, begin + 1);
  std::size_t out = Window<W>::kNowhere;
  for (const LiveBranch<W>& branch : branches) {
    if (!branch.begins.has(begin)) continue;
    out = std::min(out, window.template walk<false>(*branch.step, from).next(begin + 1));
  }
  return out;
}

// The first `limit` matches of `branches` that `unless`, which may be null, leaves.
template <std::size_t W>
std::vector<Range> find(Window<W>& window, const std::vector<LiveBranch<W>>& branches,
                        const PhraseStep* unless, std::size_t limit) {
  std::vector<Range> out;
  Positions<W> begins;
  for (const LiveBranch<W>& branch : branches) begins |= branch.begins;
  std::size_t begin = begins.next(0);
  while (begin != Window<W>::kNowhere && out.size() < limit) {
    const std::size_t end = first_end(window, branches, begin);
    if (end == Window<W>::kNowhere) {  // only the empty text matches here
      begin = begins.next(begin + 1);
      continue;
    }
    if (unless == nullptr || !denied(window, *unless, {begin, end})) out.push_back({begin, end});
    begin = begins.next(end);
  }
  return out;
}

// Adds what one window found to `spans`; offsets[i] is the byte of character i.
void collect(std::vector<Span>& spans, const std::vector<Range>& found,
             const std::uint32_t* offsets, std::size_t limit) {
  for (const Range& range : found) {
    const Span span{offsets[range.begin], offsets[range.end]};
    const bool later = spans.empty() || span.begin >= spans.back().end;
    if (later && spans.size() < limit) spans.push_back(span);
  }
}

}  // namespace

struct PhraseSet::Impl {
  PhraseProgram program;
  std::vector<Pattern> patterns;
  std::vector<Branch> branches;  // by pattern

  // Adds each pattern's matches in one window to its `spans`.
  template <std::size_t W>
  void search(std::u32string_view text, bool first, bool last, const std::uint32_t* offsets,
              std::size_t limit, std::vector<std::vector<Span>>& spans, PatternTimes times) const {
    Window<W> window(program, text, first, last);
    std::vector<LiveBranch<W>> live;
    auto branch = branches.begin();
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      const auto begin = branch;
      branch += patterns[i].branches;
      if (spans[i].size() >= limit) continue;
      const Lap lap(times, i);
      live.clear();
      for (auto it = begin; it != branch; ++it) {
        if (!window.possible(it->required)) continue;
        const PhraseStep& step = program.step(it->step);
        const Positions<W> begins = window.template walk<true>(step, window.all());
        if (!begins.empty()) live.push_back({&step, begins});
      }
      if (live.empty()) continue;
      const PhraseStep* unless = patterns[i].unless ? &program.step(*patterns[i].unless) : nullptr;
      collect(spans[i], find(window, live, unless, limit), offsets, limit);
    }
  }

  // The same with the fewest machine words of `W`, ascending, that hold the
  // window's positions.
  template <std::size_t... W, class... Arguments>
  void search_narrowest(std::u32string_view text, Arguments&&... arguments) const {
    static_cast<void>(
        ((text.size() < Positions<W>::kBits && (search<W>(text, arguments...), true)) || ...));
  }
};

PhraseSet::PhraseSet() : impl_(std::make_unique<Impl>()) {}
PhraseSet::PhraseSet(PhraseSet&&) noexcept = default;
PhraseSet& PhraseSet::operator=(PhraseSet&&) noexcept = default;
PhraseSet::~PhraseSet() = default;

std::size_t PhraseSet::add(const PatternNode& pattern, const PatternNode* unless) {
  Pattern compiled;
  compiled.root = impl_->program.add(pattern);
  if (unless != nullptr) compiled.unless = impl_->program.add(*unless);
  impl_->patterns.push_back(compiled);
  return impl_->patterns.size() - 1;
}

void PhraseSet::build() {
  impl_->program.build();
  impl_->branches.clear();
  for (Pattern& pattern : impl_->patterns) {
    const PhraseStep& root = impl_->program.step(pattern.root);
    const bool several = root.kind == PhraseStep::Kind::kAlternate;
    pattern.branches = several ? root.children : 1;
    for (std::uint32_t i = 0; i < pattern.branches; ++i) {
      const std::uint32_t step = several ? root.id + i : pattern.root;
      impl_->branches.push_back({impl_->program.step(step).required, step});
    }
  }
}

std::size_t PhraseSet::size() const { return impl_->patterns.size(); }

std::vector<PhraseMatch> PhraseSet::search(std::string_view text, std::size_t limit,
                                           PatternTimes times) const {
  if (size() == 0 || text.empty()) return {};
  std::vector<std::uint32_t> offsets;
  const std::u32string decoded = decode_utf8(text, &offsets);
  std::vector<std::vector<Span>> spans(size());
  for (std::size_t at = 0; at < decoded.size(); at += kWindow - kOverlap) {
    const std::u32string_view part = std::u32string_view(decoded).substr(at, kWindow);
    const bool first = at == 0;
    const bool last = at + part.size() == decoded.size();
    impl_->search_narrowest<1, 2, 4, 8, 16, 64>(part, first, last, &offsets[at], limit, spans,
                                                times);
    if (last) break;
  }
  std::vector<PhraseMatch> out;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    if (!spans[i].empty()) out.push_back({i, std::move(spans[i])});
  }
  return out;
}

}  // namespace analyzer
