// One window of a text while PhraseSet searches it: where each word occurs, and
// the walk of a pattern over sets of positions.

#ifndef ANALYZER_RULES_PHRASE_WINDOW_H_
#define ANALYZER_RULES_PHRASE_WINDOW_H_

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/rules/phrase_program.h"
#include "analyzer/rules/positions.h"

namespace analyzer {

// Tables as large as a program, which a window of a thread finds empty and leaves
// empty: to clear them for each text would cost more than the search.
struct WindowScratch {
  static constexpr std::int32_t kNone = -1;

  // One window at a time uses it.
  static WindowScratch& of_thread() {
    thread_local WindowScratch scratch;
    return scratch;
  }
  void fit(std::size_t words, std::size_t sets) {
    if (slot_of.size() < words) slot_of.resize(words, kNone);
    if (head.size() < sets) head.resize(sets, kNone);
  }

  std::vector<std::int32_t> slot_of;  // by word: where in the window it is kept
  std::vector<std::int32_t> head;     // by word set: its first hit
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
    constexpr std::size_t kUsualHits = 2048;
    found_.reserve(kUsualWords);
    hits_.reserve(kUsualHits);
    scratch_.fit(program.words().size(), program.set_count());
    program.words().scan(text, [&](std::uint32_t word, std::size_t begin) {
      std::int32_t& slot = scratch_.slot_of[word];
      if (slot == kNoHit) {
        found_.push_back({Set(), word});
        slot = static_cast<std::int32_t>(found_.size() - 1);
        for (const std::uint32_t set : program.sets_of(word)) {
          std::int32_t& head = scratch_.head[set];
          hits_.push_back({slot, head, set});
          head = static_cast<std::int32_t>(hits_.size() - 1);
        }
      }
      found_[slot].begins.set(begin);
    });
  }
  ~Window() {
    for (const Occurrences& word : found_) scratch_.slot_of[word.word] = kNoHit;
    for (const Hit& hit : hits_) scratch_.head[hit.set] = kNoHit;
  }
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  std::u32string_view text() const { return text_; }
  const Set& all() const { return all_; }

  // True unless a word that `node` cannot do without does not occur.
  bool possible(const PhraseNode& node) const {
    for (const std::uint32_t set : node.required.all()) {
      if (scratch_.head[set] == kNoHit) return false;
    }
    return true;
  }

  // Where matches of `node`, which must be possible(), that begin in `from` end;
  // with kBack, where matches that end in `from` begin.
  template <bool kBack>
  Set walk(const PhraseNode& node, const Set& from);

  // Where matches end that lie within [begin, end), whose ends are those of the text
  // to it: what RE2 finds in that part alone.
  Set walk_within(const PhraseNode& node, std::size_t begin, std::size_t end) {
    const Anchors whole = anchors_;
    if (begin > 0) anchors_.begin = begin;
    if (end < text_.size()) anchors_.end = end;
    Set out = walk<false>(node, Set::range(begin, end + 1));
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

  static constexpr std::int32_t kNoHit = WindowScratch::kNone;
  struct Occurrences {
    Set begins;
    std::uint32_t word;
  };
  struct Hit {
    std::int32_t slot;  // of found_
    std::int32_t next;  // of hits_, the same set's next
    std::uint32_t set;
  };

  const Set& before_class(std::uint32_t id);
  std::size_t most_steps(const PhraseNode& node) const;
  template <bool kBack>
  Set walk_words(const PhraseNode& node, const Set& from) const;
  template <bool kBack>
  Set walk_class(const PhraseNode& node, Set from);
  template <bool kBack>
  Set walk_run(const PhraseNode& node, Set from);
  template <bool kBack>
  Set walk_gap(const PhraseNode& node, Set from) const;
  template <bool kBack>
  Set walk_concat(const PhraseNode& node, Set from);
  template <bool kBack>
  Set walk_repeat(const PhraseNode& node, const Set& from);

  const PhraseProgram& program_;
  std::u32string_view text_;
  Anchors anchors_;
  Set all_;
  WindowScratch& scratch_ = WindowScratch::of_thread();
  std::vector<Hit> hits_;
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
Set step(Set from, const Set& begins, std::size_t length) {
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
Positions<W> Window<W>::walk_words(const PhraseNode& node, const Set& from) const {
  Set out = node.nullable ? from : Set();
  for (std::int32_t hit = scratch_.head[node.id]; hit != kNoHit; hit = hits_[hit].next) {
    const Occurrences& word = found_[hits_[hit].slot];
    out |= step<kBack>(from, word.begins, program_.words().length(word.word));
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
Positions<W> Window<W>::walk_class(const PhraseNode& node, Set from) {
  return step<kBack>(from, before_class(node.id), 1);
}

// How many characters more than its least a gap or run may take here.
template <std::size_t W>
std::size_t Window<W>::most_steps(const PhraseNode& node) const {
  return node.max == PatternNode::kNoLimit
             ? text_.size()
             : std::min(text_.size(), static_cast<std::size_t>(node.max - node.min));
}

// All shifts from min to max, by doubling.
template <std::size_t W>
template <bool kBack>
Positions<W> Window<W>::walk_gap(const PhraseNode& node, Set from) const {
  shift<kBack>(from, static_cast<std::size_t>(node.min));
  std::size_t left = most_steps(node);
  for (std::size_t covered = 0; left > 0;) {
    const std::size_t by = std::min(covered + 1, left);
    Set moved = from;
    shift<kBack>(moved, by);
    from |= moved;
    covered += by;
    left -= by;
  }
  return from &= all_;
}

// The same through characters of one class only.
template <std::size_t W>
template <bool kBack>
Positions<W> Window<W>::walk_run(const PhraseNode& node, Set from) {
  const Set& one = before_class(node.id);
  for (int i = 0; i < node.min && !from.empty(); ++i) from = step<kBack>(from, one, 1);
  if (from.empty()) return from;
  Set run = one;  // where `length` characters of the class begin
  std::size_t length = 1;
  const auto stretch = [&](std::size_t to) {  // at most twice as long
    Set behind = run;
    behind >>= to - length;
    run &= behind;
    length = to;
  };
  std::size_t left = most_steps(node);
  for (std::size_t covered = 0; left > 0;) {
    const std::size_t by = std::min(covered + 1, left);
    if (by > length) stretch(by);
    // A rest shorter than the run is walked one by one.
    const Set before = from;
    if (by == length) {
      from |= step<kBack>(from, run, by);
    } else {
      for (std::size_t i = 0; i < by; ++i) from |= step<kBack>(from, one, 1);
    }
    if (from == before) break;
    covered += by;
    left -= by;
  }
  return from;
}

template <std::size_t W>
template <bool kBack>
Positions<W> Window<W>::walk_concat(const PhraseNode& node, Set from) {
  const std::size_t count = node.children.size();
  for (std::size_t i = 0; i < count && !from.empty(); ++i) {
    from = walk<kBack>(node.children[kBack ? count - 1 - i : i], from);
  }
  return from;
}

template <std::size_t W>
template <bool kBack>
Positions<W> Window<W>::walk_repeat(const PhraseNode& node, const Set& from) {
  Set reached = from;
  for (int i = 0; i < node.min && !reached.empty(); ++i) {
    reached = walk<kBack>(node.children.front(), reached);
  }
  Set out = reached;
  for (int i = node.min; (node.max == PatternNode::kNoLimit || i < node.max) && !reached.empty();
       ++i) {
    reached = walk<kBack>(node.children.front(), reached);
    reached -= out;
    out |= reached;
  }
  return out;
}

template <std::size_t W>
template <bool kBack>
Positions<W> Window<W>::walk(const PhraseNode& node, const Set& from) {
  switch (node.kind) {
    case PhraseNode::Kind::kWords:
      return walk_words<kBack>(node, from);
    case PhraseNode::Kind::kClass:
      return walk_class<kBack>(node, from);
    case PhraseNode::Kind::kGap:
      return walk_gap<kBack>(node, from);
    case PhraseNode::Kind::kRun:
      return walk_run<kBack>(node, from);
    case PhraseNode::Kind::kConcat:
      return walk_concat<kBack>(node, from);
    case PhraseNode::Kind::kRepeat:
      return walk_repeat<kBack>(node, from);
    case PhraseNode::Kind::kAlternate: {
      Set out = Set();
      for (const PhraseNode& child : node.children) {
        if (possible(child)) out |= walk<kBack>(child, from);
      }
      return out;
    }
    case PhraseNode::Kind::kBegin:
    case PhraseNode::Kind::kEnd: {
      const bool begin = node.kind == PhraseNode::Kind::kBegin;
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
