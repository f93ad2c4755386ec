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

// One window of a text with what the patterns ask of it, looked up once. W is
// the machine words that a set of its positions takes.
template <std::size_t W>
class Window {
 public:
  using Set = Positions<W>;
  static constexpr std::size_t kNowhere = Set::kBits;  // Set::next() found none

  Window(const PhraseProgram& program, std::u32string_view text, bool first, bool last)
      : program_(program),
        text_(text),
        first_(first),
        last_(last),
        all_(Set::range(0, text.size() + 1)),
        head_(program.set_count(), kNoHit),
        classes_(program.classes().size()) {
    constexpr std::size_t kUsualWords = 128;
    constexpr std::size_t kUsualHits = 1024;
    found_.reserve(kUsualWords);
    hits_.reserve(kUsualHits);
    std::vector<std::int32_t> slot_of(program.words().size(), kNoHit);
    program.words().scan(text, [&](std::uint32_t word, std::size_t begin) {
      std::int32_t& slot = slot_of[word];
      if (slot == kNoHit) {
        slot = static_cast<std::int32_t>(found_.size());
        found_.push_back({Set(), program.words().length(word)});
        for (const std::uint32_t set : program.sets_of(word)) {
          hits_.push_back({slot, head_[set]});
          head_[set] = static_cast<std::int32_t>(hits_.size() - 1);
        }
      }
      found_[slot].begins.set(begin);
    });
  }

  std::u32string_view text() const { return text_; }
  const Set& all() const { return all_; }

  // True unless a word that `node` cannot do without does not occur.
  bool possible(const PhraseNode& node) const {
    for (const std::uint32_t set : node.required.all()) {
      if (head_[set] == kNoHit) return false;
    }
    return true;
  }

  // Where matches of `node`, which must be possible(), that begin in `from` end;
  // with kBack, where matches that end in `from` begin.
  template <bool kBack>
  Set walk(const PhraseNode& node, const Set& from);

 private:
  static constexpr std::int32_t kNoHit = -1;
  struct Occurrences {
    Set begins;
    std::uint32_t length;
  };
  struct Hit {
    std::int32_t slot;  // of found_
    std::int32_t next;  // of hits_, the same set's next
  };

  template <bool kBack>
  Set walk_words(const PhraseNode& node, const Set& from) const;
  template <bool kBack>
  Set walk_class(const PhraseNode& node, Set from);
  template <bool kBack>
  Set walk_gap(const PhraseNode& node, Set from) const;
  template <bool kBack>
  Set walk_concat(const PhraseNode& node, Set from);
  template <bool kBack>
  Set walk_repeat(const PhraseNode& node, const Set& from);

  const PhraseProgram& program_;
  std::u32string_view text_;
  bool first_;  // the window begins, ends the text
  bool last_;
  Set all_;
  std::vector<std::int32_t> head_;  // by set: its first hit
  std::vector<Hit> hits_;
  std::vector<Occurrences> found_;
  std::vector<std::optional<Set>> classes_;  // by class: before its characters
};

template <bool kBack, class Set>
void shift(Set& positions, std::size_t by) {
  if constexpr (kBack) {
    positions >>= by;
  } else {
    positions <<= by;
  }
}

template <std::size_t W>
template <bool kBack>
Positions<W> Window<W>::walk_words(const PhraseNode& node, const Set& from) const {
  Set out = node.nullable ? from : Set();
  for (std::int32_t hit = head_[node.id]; hit != kNoHit; hit = hits_[hit].next) {
    const Occurrences& word = found_[hits_[hit].slot];
    Set part = from;
    if constexpr (kBack) {
      part >>= word.length;
      part &= word.begins;
    } else {
      part &= word.begins;
      part <<= word.length;
    }
    out |= part;
  }
  return out;
}

template <std::size_t W>
template <bool kBack>
Positions<W> Window<W>::walk_class(const PhraseNode& node, Set from) {
  std::optional<Set>& before = classes_[node.id];
  if (!before) {
    before.emplace();
    const QuickClass& chars = program_.classes()[node.id];
    before->set_where(text_.size(), [&](std::size_t i) { return chars.contains(text_[i]); });
  }
  if constexpr (kBack) {
    from >>= 1;
    from &= *before;
  } else {
    from &= *before;
    from <<= 1;
  }
  return from;
}

// All shifts from min to max, by doubling.
template <std::size_t W>
template <bool kBack>
Positions<W> Window<W>::walk_gap(const PhraseNode& node, Set from) const {
  shift<kBack>(from, static_cast<std::size_t>(node.min));
  const std::size_t most = text_.size();
  std::size_t left = node.max == PatternNode::kNoLimit
                         ? most
                         : std::min(most, static_cast<std::size_t>(node.max - node.min));
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
      Set out = Set();
      if (begin ? first_ : last_) out.set(begin ? 0 : text_.size());
      return out &= from;
    }
  }
  return Set();
}

}  // namespace analyzer

#endif  // ANALYZER_RULES_PHRASE_WINDOW_H_
