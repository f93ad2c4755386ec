#include "analyzer/rules/phrase_set.h"

#include <algorithm>
#include <optional>

#include "analyzer/rules/phrase_program.h"
#include "analyzer/rules/positions.h"

namespace analyzer {
namespace {

constexpr std::size_t kWindow = Positions::kBits - 1;  // characters
constexpr std::size_t kOverlap = 512;
constexpr std::int32_t kNone = -1;

bool ends_sentence(char32_t c) {
  return c == U'\n' || c == U'!' || c == U'?' || c == U';' || c == U'。' || c == U'！' ||
         c == U'？' || c == U'；';
}

// One window of a text with what the patterns ask of it, looked up once.
class Window {
 public:
  Window(const PhraseProgram& program, std::u32string_view text, bool first, bool last)
      : program_(program),
        text_(text),
        first_(first),
        last_(last),
        head_(program.set_count(), kNone),
        classes_(program.classes().size()) {
    std::vector<std::int32_t> slot_of(program.words().size(), kNone);
    program.words().scan(text, [&](std::uint32_t word, std::size_t begin) {
      std::int32_t& slot = slot_of[word];
      if (slot == kNone) {
        slot = static_cast<std::int32_t>(found_.size());
        found_.push_back({Positions(text.size() + 1), program.words().length(word)});
        for (const std::uint32_t set : program.sets_of(word)) {
          hits_.push_back({slot, head_[set]});
          head_[set] = static_cast<std::int32_t>(hits_.size() - 1);
        }
      }
      found_[slot].begins.set(begin);
    });
  }

  std::u32string_view text() const { return text_; }
  Positions none() const { return Positions(text_.size() + 1); }
  Positions all() const {
    Positions out = none();
    out.set(0, text_.size() + 1);
    return out;
  }

  // True unless a word that `node` cannot do without does not occur.
  bool possible(const PhraseNode& node) const {
    return std::all_of(node.required.begin(), node.required.end(),
                       [&](std::uint32_t set) { return head_[set] != kNone; });
  }

  // Where matches of `node` that begin in `from` end; with kBack, where matches
  // that end in `from` begin.
  template <bool kBack>
  Positions walk(const PhraseNode& node, const Positions& from);

 private:
  struct Occurrences {
    Positions begins;
    std::uint32_t length;
  };
  struct Hit {
    std::int32_t slot;  // of found_
    std::int32_t next;  // of hits_, the same set's next
  };

  template <bool kBack>
  Positions walk_words(const PhraseNode& node, const Positions& from) const;
  template <bool kBack>
  Positions walk_class(const PhraseNode& node, Positions from);
  template <bool kBack>
  Positions walk_gap(const PhraseNode& node, Positions from) const;
  template <bool kBack>
  Positions walk_concat(const PhraseNode& node, Positions from);
  template <bool kBack>
  Positions walk_repeat(const PhraseNode& node, const Positions& from);

  const PhraseProgram& program_;
  std::u32string_view text_;
  bool first_;  // the window begins, ends the text
  bool last_;
  std::vector<std::int32_t> head_;  // by set: its first hit
  std::vector<Hit> hits_;
  std::vector<Occurrences> found_;
  std::vector<std::optional<Positions>> classes_;  // by class: before its characters
};

template <bool kBack>
void shift(Positions& positions, std::size_t by) {
  if constexpr (kBack) {
    positions >>= by;
  } else {
    positions <<= by;
  }
}

template <bool kBack>
Positions Window::walk_words(const PhraseNode& node, const Positions& from) const {
  Positions out = node.nullable ? from : none();
  for (std::int32_t hit = head_[node.id]; hit != kNone; hit = hits_[hit].next) {
    const Occurrences& word = found_[hits_[hit].slot];
    Positions part = from;
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

template <bool kBack>
Positions Window::walk_class(const PhraseNode& node, Positions from) {
  std::optional<Positions>& before = classes_[node.id];
  if (!before) {
    before = none();
    for (std::size_t i = 0; i < text_.size(); ++i) {
      if (program_.classes()[node.id].contains(text_[i])) before->set(i);
    }
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
template <bool kBack>
Positions Window::walk_gap(const PhraseNode& node, Positions from) const {
  shift<kBack>(from, static_cast<std::size_t>(node.min));
  const std::size_t most = text_.size();
  std::size_t left = node.max == PatternNode::kNoLimit
                         ? most
                         : std::min(most, static_cast<std::size_t>(node.max - node.min));
  for (std::size_t covered = 0; left > 0;) {
    const std::size_t by = std::min(covered + 1, left);
    Positions moved = from;
    shift<kBack>(moved, by);
    from |= moved;
    covered += by;
    left -= by;
  }
  return from;
}

template <bool kBack>
Positions Window::walk_concat(const PhraseNode& node, Positions from) {
  if (!possible(node)) return none();
  const std::size_t count = node.children.size();
  for (std::size_t i = 0; i < count && !from.empty(); ++i) {
    from = walk<kBack>(node.children[kBack ? count - 1 - i : i], from);
  }
  return from;
}

template <bool kBack>
Positions Window::walk_repeat(const PhraseNode& node, const Positions& from) {
  Positions reached = from;
  for (int i = 0; i < node.min && !reached.empty(); ++i) {
    reached = walk<kBack>(node.children.front(), reached);
  }
  Positions out = reached;
  for (int i = node.min; (node.max == PatternNode::kNoLimit || i < node.max) && !reached.empty();
       ++i) {
    reached = walk<kBack>(node.children.front(), reached);
    reached -= out;
    out |= reached;
  }
  return out;
}

template <bool kBack>
Positions Window::walk(const PhraseNode& node, const Positions& from) {
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
      Positions out = none();
      for (const PhraseNode& child : node.children) {
        if (possible(child)) out |= walk<kBack>(child, from);
      }
      return out;
    }
    case PhraseNode::Kind::kBegin:
    case PhraseNode::Kind::kEnd: {
      const bool begin = node.kind == PhraseNode::Kind::kBegin;
      Positions out = none();
      if (begin ? first_ : last_) out.set(begin ? 0 : text_.size());
      return out &= from;
    }
  }
  return none();
}

// The characters [begin, end) of the sentence around [begin, end).
std::pair<std::size_t, std::size_t> sentence(std::u32string_view text, std::size_t begin,
                                             std::size_t end) {
  while (begin > 0 && !ends_sentence(text[begin - 1])) --begin;
  while (end < text.size() && !ends_sentence(text[end])) ++end;
  return {begin, end};
}

// True if `unless` is found inside the sentence around [begin, end).
bool denied(Window& window, const PhraseNode& unless, std::size_t begin, std::size_t end) {
  if (!window.possible(unless)) return false;
  const auto [first, last] = sentence(window.text(), begin, end);
  Positions from = window.none();
  from.set(first, last + 1);
  return window.walk<false>(unless, from).next(first) <= last;
}

}  // namespace

struct PhraseSet::Impl {
  struct Pattern {
    PhraseNode root;
    std::optional<PhraseNode> unless;
  };
  PhraseProgram program;
  std::vector<Pattern> patterns;

  // Matches of one pattern as characters [begin, end) of the window.
  static std::vector<std::pair<std::size_t, std::size_t>> find(Window& window,
                                                               const Pattern& pattern,
                                                               std::size_t limit) {
    std::vector<std::pair<std::size_t, std::size_t>> out;
    if (!window.possible(pattern.root)) return out;
    const Positions begins = window.walk<true>(pattern.root, window.all());
    const std::size_t none = begins.size();
    for (std::size_t begin = begins.next(0); begin != none && out.size() < limit;) {
      Positions from = window.none();
      from.set(begin);
      const std::size_t end = window.walk<false>(pattern.root, from).next(begin + 1);
      if (end == none) break;  // only the empty text matches here
      if (!pattern.unless || !denied(window, *pattern.unless, begin, end)) {
        out.emplace_back(begin, end);
      }
      begin = begins.next(end);
    }
    return out;
  }
};

PhraseSet::PhraseSet() : impl_(std::make_unique<Impl>()) {}
PhraseSet::PhraseSet(PhraseSet&&) noexcept = default;
PhraseSet& PhraseSet::operator=(PhraseSet&&) noexcept = default;
PhraseSet::~PhraseSet() = default;

std::size_t PhraseSet::add(const PatternNode& pattern, const PatternNode* unless) {
  Impl::Pattern compiled{impl_->program.compile(pattern), std::nullopt};
  if (unless != nullptr) compiled.unless = impl_->program.compile(*unless);
  impl_->patterns.push_back(std::move(compiled));
  return impl_->patterns.size() - 1;
}

void PhraseSet::build() { impl_->program.build(); }

std::size_t PhraseSet::size() const { return impl_->patterns.size(); }

std::vector<PhraseMatch> PhraseSet::search(std::string_view text, std::size_t limit) const {
  std::vector<PhraseMatch> out;
  std::vector<std::uint32_t> offsets;
  const std::u32string decoded = decode_utf8(text, &offsets);
  for (std::size_t at = 0; at < decoded.size(); at += kWindow - kOverlap) {
    const std::u32string_view part = std::u32string_view(decoded).substr(at, kWindow);
    const bool last = at + part.size() == decoded.size();
    Window window(impl_->program, part, at == 0, last);
    for (std::size_t i = 0; i < impl_->patterns.size(); ++i) {
      const auto found = Impl::find(window, impl_->patterns[i], limit);
      if (found.empty()) continue;
      auto it = std::find_if(out.begin(), out.end(), [&](const auto& m) { return m.pattern == i; });
      if (it == out.end()) it = out.insert(out.end(), PhraseMatch{i, {}});
      for (const auto& [begin, end] : found) {
        const Span span{offsets[at + begin], offsets[at + end]};
        const bool later = it->spans.empty() || span.begin >= it->spans.back().end;
        if (later && it->spans.size() < limit) it->spans.push_back(span);
      }
    }
    if (last) break;
  }
  std::sort(out.begin(), out.end(),
            [](const PhraseMatch& a, const PhraseMatch& b) { return a.pattern < b.pattern; });
  return out;
}

}  // namespace analyzer
