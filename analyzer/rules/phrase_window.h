// One window of a text while PhraseSet searches it: where each word occurs, and
// the walk of a pattern over sets of positions.

#ifndef ANALYZER_RULES_PHRASE_WINDOW_H_
#define ANALYZER_RULES_PHRASE_WINDOW_H_

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "analyzer/rules/phrase_program.h"
#include "analyzer/rules/positions.h"

namespace analyzer {

// Tables as large as a program, kept by a thread from window to window. The slots
// of words are left empty, since to clear them for each text would cost more than
// the search.
struct WindowScratch {
  static constexpr std::int32_t kNone = -1;

  // One window at a time uses it.
  static WindowScratch& of_thread() {
    thread_local WindowScratch scratch;
    return scratch;
  }
  void fit(std::size_t words, std::size_t sets) {
    if (slot_of.size() < words) slot_of.resize(words, kNone);
    present.assign(sets, 0);
    present[PhraseProgram::kAlways] = 1;
  }

  std::vector<std::int32_t> slot_of;  // by word: where in the window it is kept
  std::vector<std::uint8_t> present;  // by word set: whether one of its words occurs
};

// One window of a text with what the patterns ask of it, looked up once. W is
// the machine words that a set of its positions takes.
template <std::size_t W>
class Window {
 public:
  using Set = Positions<W>;
  static constexpr std::size_t kNowhere = Set::kBits;  // Set::next() found none

  // Delegates, so that the scratch is left empty even where finding the words fails.
  Window(const PhraseProgram& program, std::u32string_view text, bool first, bool last)
      : Window(program, text, Ends{first, last}) {
    constexpr std::size_t kUsualWords = 256;
    found_.reserve(kUsualWords);
    scratch_.fit(program.words().size(), program.set_count());
    program.words().scan(text, [&](std::uint32_t word, std::size_t begin) {
      std::int32_t& slot = scratch_.slot_of[word];
      if (slot == kAbsent) {
        slot = static_cast<std::int32_t>(found_.size());
        found_.push_back({Set(), word});
        for (const std::uint32_t set : program.sets_of(word)) scratch_.present[set] = 1;
      }
      found_[slot].begins.set(begin);
    });
  }
  ~Window() {
    for (const Occurrences& word : found_) scratch_.slot_of[word.word] = kAbsent;
  }
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  std::u32string_view text() const { return text_; }
  const Set& all() const { return all_; }

  // True unless one of the sets has no word in the text.
  bool possible(const PhraseStep::Required& required) const {
    std::uint8_t all = 1;
    for (const std::uint32_t set : required) all &= scratch_.present[set];
    return all != 0;
  }

  // Where matches of `step`, whose `required` must be possible(), that begin in `from` end;
  // with kBack, where matches that end in `from` begin.
  template <bool kBack>
  Set walk(const PhraseStep& step, const Set& from);

  // Where matches end that lie within [begin, end), whose ends are those of the text
  // to it: what RE2 finds in that part alone.
  Set walk_within(const PhraseStep& step, std::size_t begin, std::size_t end) {
    const Anchors whole = anchors_;
    if (begin > 0) anchors_.begin = begin;
    if (end < text_.size()) anchors_.end = end;
    Set out = walk<false>(step, Set::range(begin, end + 1));
    anchors_ = whole;
    return out &= Set::range(begin, end + 1);
  }

 private:
  // Whether the window begins and ends the text.
  struct Ends {
    bool first;
    bool last;
  };
  // Where '^' and '$' match.
  struct Anchors {
    std::size_t begin = kNowhere;
    std::size_t end = kNowhere;
  };
  Window(const PhraseProgram& program, std::u32string_view text, Ends ends)
      : program_(program),
        text_(text),
        anchors_{ends.first ? 0 : kNowhere, ends.last ? text.size() : kNowhere},
        all_(Set::range(0, text.size() + 1)),
        classes_(program.class_count()) {}

  static constexpr std::int32_t kAbsent = WindowScratch::kNone;
  struct Occurrences {
    Set begins;
    std::uint32_t word;
  };

  const Set& before_class(std::uint32_t id);
  std::size_t most_steps(const PhraseStep& step) const;
  template <bool kBack>
  Set walk_words(const PhraseStep& step, const Set& from) const;
  template <bool kBack>
  Set walk_class(const PhraseStep& step, Set from);
  template <bool kBack>
  Set walk_run(const PhraseStep& step, Set from);
  template <bool kBack>
  Set walk_gap(const PhraseStep& step, Set from) const;
  template <bool kBack>
  Set walk_concat(const PhraseStep& step, Set from);
  template <bool kBack>
  Set walk_repeat(const PhraseStep& step, const Set& from);

  const PhraseProgram& program_;
  std::u32string_view text_;
  Anchors anchors_;
  Set all_;
  WindowScratch& scratch_ = WindowScratch::of_thread();
  std::vector<Occurrences> found_;
  std::vector<std::optional<Set>> classes_;  // by class: before its characters
  std::vector<CharKinds::Kind> kinds_;       // of the text's characters, once asked for
};

template <bool kBack, class Set>
void shift(Set& positions, std::size_t by) {
  if constexpr (kBack) {
    positions >>= by;
  } else {
    positions <<= by;
  }
}

// `from` moved over `length` characters where `begins` lets it.
template <bool kBack, class Set>
Set moved(Set from, const Set& begins, std::size_t length) {
  if constexpr (kBack) {
    from >>= length;
    from &= begins;
  } else {
    from &= begins;
    from <<= length;
  }
  return from;
}

template <std::size_t W>
template <bool kBack>
Positions<W> Window<W>::walk_words(const PhraseStep& step, const Set& from) const {
  Set out = step.nullable ? from : Set();
  for (const PhraseProgram::Member& member : program_.members(step.id)) {
    const std::int32_t slot = scratch_.slot_of[member.word];
    if (slot != kAbsent) out |= moved<kBack>(from, found_[slot].begins, member.length);
  }
  return out;
}

template <std::size_t W>
const Positions<W>& Window<W>::before_class(std::uint32_t id) {
  std::optional<Set>& before = classes_[id];
  if (!before) {
    before.emplace();
    const CharKinds& kinds = program_.char_kinds();
    if (kinds_.empty()) {
      kinds_.reserve(text_.size());
      for (const char32_t c : text_) kinds_.push_back(kinds.kind(c));
    }
    before->set_where(kinds_.size(), [&](std::size_t i) { return kinds.in(id, kinds_[i]); });
  }
  return *before;
}

template <std::size_t W>
template <bool kBack>
Positions<W> Window<W>::walk_class(const PhraseStep& step, Set from) {
  return moved<kBack>(from, before_class(step.id), 1);
}

// How many characters more than its least a gap or run may take here.
template <std::size_t W>
std::size_t Window<W>::most_steps(const PhraseStep& step) const {
  return step.max == PhraseStep::kNoLimit
             ? text_.size()
             : std::min(text_.size(), static_cast<std::size_t>(step.max - step.min));
}

// All shifts from min to max, by doubling.
template <std::size_t W>
template <bool kBack>
Positions<W> Window<W>::walk_gap(const PhraseStep& step, Set from) const {
  shift<kBack>(from, static_cast<std::size_t>(step.min));
  std::size_t left = most_steps(step);
  for (std::size_t covered = 0; left > 0;) {
    const std::size_t by = std::min(covered + 1, left);
    Set further = from;
    shift<kBack>(further, by);
    from |= further;
    covered += by;
    left -= by;
  }
  return from &= all_;
}

// The same through characters of one class only.
template <std::size_t W>
template <bool kBack>
Positions<W> Window<W>::walk_run(const PhraseStep& step, Set from) {
  const Set& one = before_class(step.id);
  for (std::uint16_t i = 0; i < step.min && !from.empty(); ++i) from = moved<kBack>(from, one, 1);
  if (from.empty()) return from;
  Set run = one;  // where `length` characters of the class begin
  std::size_t length = 1;
  const auto stretch = [&](std::size_t to) {  // at most twice as long
    Set behind = run;
    behind >>= to - length;
    run &= behind;
    length = to;
  };
  std::size_t left = most_steps(step);
  for (std::size_t covered = 0; left > 0;) {
    const std::size_t by = std::min(covered + 1, left);
    if (by > length) stretch(by);
    // A rest shorter than the run is walked one by one.
    const Set before = from;
    if (by == length) {
      from |= moved<kBack>(from, run, by);
    } else {
      for (std::size_t i = 0; i < by; ++i) from |= moved<kBack>(from, one, 1);
    }
    if (from == before) break;
    covered += by;
    left -= by;
  }
  return from;
}

template <std::size_t W>
template <bool kBack>
Positions<W> Window<W>::walk_concat(const PhraseStep& step, Set from) {
  const std::span<const PhraseStep> parts = program_.children(step);
  for (std::size_t i = 0; i < parts.size() && !from.empty(); ++i) {
    from = walk<kBack>(parts[kBack ? parts.size() - 1 - i : i], from);
  }
  return from;
}

template <std::size_t W>
template <bool kBack>
Positions<W> Window<W>::walk_repeat(const PhraseStep& step, const Set& from) {
  const PhraseStep& once = program_.step(step.id);
  Set reached = from;
  for (std::uint16_t i = 0; i < step.min && !reached.empty(); ++i) {
    reached = walk<kBack>(once, reached);
  }
  Set out = reached;
  for (std::uint16_t i = step.min;
       (step.max == PhraseStep::kNoLimit || i < step.max) && !reached.empty(); ++i) {
    reached = walk<kBack>(once, reached);
    reached -= out;
    out |= reached;
  }
  return out;
}

template <std::size_t W>
template <bool kBack>
Positions<W> Window<W>::walk(const PhraseStep& step, const Set& from) {
  switch (step.kind) {
    case PhraseStep::Kind::kWords:
      return walk_words<kBack>(step, from);
    case PhraseStep::Kind::kClass:
      return walk_class<kBack>(step, from);
    case PhraseStep::Kind::kGap:
      return walk_gap<kBack>(step, from);
    case PhraseStep::Kind::kRun:
      return walk_run<kBack>(step, from);
    case PhraseStep::Kind::kConcat:
      return walk_concat<kBack>(step, from);
    case PhraseStep::Kind::kRepeat:
      return walk_repeat<kBack>(step, from);
    case PhraseStep::Kind::kAlternate: {
      Set out = Set();
      for (const PhraseStep& child : program_.children(step)) {
        if (possible(child.required)) out |= walk<kBack>(child, from);
      }
      return out;
    }
    case PhraseStep::Kind::kBegin:
    case PhraseStep::Kind::kEnd: {
      const bool begin = step.kind == PhraseStep::Kind::kBegin;
      const std::size_t at = begin ? anchors_.begin : anchors_.end;
      Set out = Set();
      if (at != kNowhere) out.set(at);
      return out &= from;
    }
  }
  return Set();
}

}  // namespace analyzer

#endif  // ANALYZER_RULES_PHRASE_WINDOW_H_
