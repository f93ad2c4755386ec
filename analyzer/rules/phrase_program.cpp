#include "analyzer/rules/phrase_program.h"

#include <algorithm>
#include <utility>

namespace analyzer {
namespace {

using Kind = PatternNode::Kind;

// A part that can only be one of so many words is kept as those words: more
// words tell texts apart better, too many fill the trie.
constexpr std::size_t kMostWords = 48;
// Classes of at most so many characters count as words of one character.
constexpr std::size_t kSmallClass = 12;

std::size_t class_size(const CharClass& chars) {
  std::size_t out = 0;
  for (const auto& [low, high] : chars.ranges) out += high - low + 1;
  return out;
}

bool is_digits(const CharClass& chars) {
  return !chars.ranges.empty() && chars.ranges.front() == std::pair(U'0', U'9');
}

}  // namespace

// The words that `pattern` stands for, if they are few.
std::optional<PhraseProgram::Strings> PhraseProgram::exact(const PatternNode& pattern) {
  Strings out;
  switch (pattern.kind) {
    case Kind::kChars:
      if (pattern.chars.negated || is_digits(pattern.chars) ||
          class_size(pattern.chars) > kSmallClass) {
        return std::nullopt;
      }
      for (const auto& [low, high] : pattern.chars.ranges) {
        for (char32_t c = low; c <= high; ++c) out.emplace(1, c);
      }
      return out;
    case Kind::kAlternate:
      for (const PatternNode& child : pattern.children) {
        std::optional<Strings> part = exact(child);
        if (!part) return std::nullopt;
        out.merge(*part);
      }
      return out;
    case Kind::kConcat:
      out.emplace();
      for (const PatternNode& child : pattern.children) {
        const std::optional<Strings> part = exact(child);
        if (!part || part->size() * out.size() > kMostWords) return std::nullopt;
        Strings longer;
        for (const std::u32string& head : out) {
          for (const std::u32string& tail : *part) longer.insert(head + tail);
        }
        out = std::move(longer);
      }
      return out;
    case Kind::kRepeat: {
      if (pattern.min != 0 || pattern.max != 1) return std::nullopt;
      std::optional<Strings> part = exact(pattern.children.front());
      if (part) part->emplace();
      return part;
    }
    case Kind::kBegin:
    case Kind::kEnd:
      return std::nullopt;
  }
  return std::nullopt;
}

std::uint32_t PhraseProgram::intern_set(const Strings& strings) {
  const auto [it, fresh] = sets_.emplace(strings, static_cast<std::uint32_t>(sets_.size()));
  if (fresh) {
    members_.push_back(strings);
    for (const std::u32string& word : strings) words_.add(word);
  }
  return it->second;
}

std::uint32_t PhraseProgram::intern_class(const CharClass& chars) {
  const auto it = std::find(classes_.begin(), classes_.end(), chars);
  const auto index = static_cast<std::uint32_t>(it - classes_.begin());
  if (it == classes_.end()) classes_.push_back(chars);
  return index;
}

std::uint32_t PhraseProgram::united(const std::vector<std::uint32_t>& sets) {
  Strings all;
  for (const std::uint32_t set : sets) all.insert(members_[set].begin(), members_[set].end());
  return intern_set(all);
}

PhraseProgram::Node PhraseProgram::words_node(Strings strings) {
  Node out;
  out.step.kind = PhraseStep::Kind::kWords;
  out.step.nullable = strings.erase(std::u32string()) > 0;
  out.step.id = intern_set(strings);
  if (!out.step.nullable) out.required = {out.step.id};
  return out;
}

PhraseProgram::Node PhraseProgram::chars_node(const CharClass& chars) {
  Node out;
  if (chars.any()) {
    out.step.kind = PhraseStep::Kind::kGap;
    out.step.min = out.step.max = 1;
  } else {
    out.step.kind = PhraseStep::Kind::kClass;
    out.step.id = intern_class(chars);
  }
  return out;
}

// Neighbours that together still are few words become one set of longer words.
PhraseProgram::Node PhraseProgram::concat_node(const PatternNode& pattern) {
  Node out;
  PatternNode run;  // the exact children not yet put out
  const auto flush = [&] {
    if (!run.children.empty()) out.children.push_back(words_node(*exact(run)));
    run.children.clear();
  };
  for (const PatternNode& child : pattern.children) {
    run.children.push_back(child);
    if (exact(run)) continue;
    run.children.pop_back();
    flush();
    run.children.push_back(child);
    if (exact(run)) continue;
    run.children.clear();
    out.children.push_back(compile(child));
  }
  flush();
  for (const Node& child : out.children) {
    out.required.insert(out.required.end(), child.required.begin(), child.required.end());
  }
  // The sets of fewer words first: they fail sooner.
  std::stable_sort(
      out.required.begin(), out.required.end(),
      [this](std::uint32_t a, std::uint32_t b) { return members_[a].size() < members_[b].size(); });
  return out;
}

PhraseProgram::Node PhraseProgram::alternate_node(const PatternNode& pattern) {
  Node out;
  out.step.kind = PhraseStep::Kind::kAlternate;
  Strings words;
  for (const PatternNode& child : pattern.children) {
    if (std::optional<Strings> part = exact(child)) {
      words.merge(*part);
    } else {
      out.children.push_back(compile(child));
    }
  }
  if (!words.empty()) out.children.push_back(words_node(std::move(words)));
  // One of what each branch requires.
  std::vector<std::uint32_t> each;
  for (const Node& child : out.children) {
    if (child.required.empty()) return out;
    each.push_back(child.required.front());
  }
  out.required = {united(each)};
  return out;
}

PhraseProgram::Node PhraseProgram::repeat_node(const PatternNode& pattern) {
  Node child = compile(pattern.children.front());
  Node out;
  const PhraseStep& once = child.step;
  const bool gap = once.kind == PhraseStep::Kind::kGap && once.min == 1 && once.max == 1;
  const bool run = once.kind == PhraseStep::Kind::kClass;
  out.step.kind = gap   ? PhraseStep::Kind::kGap
                  : run ? PhraseStep::Kind::kRun
                        : PhraseStep::Kind::kRepeat;
  out.step.id = once.id;
  out.step.min = static_cast<std::uint16_t>(pattern.min);
  out.step.max = pattern.max == PatternNode::kNoLimit ? PhraseStep::kNoLimit
                                                      : static_cast<std::uint16_t>(pattern.max);
  if (gap || run) return out;
  if (pattern.min > 0) out.required = child.required;
  out.children.push_back(std::move(child));
  return out;
}

PhraseProgram::Node PhraseProgram::compile(const PatternNode& pattern) {
  if (std::optional<Strings> words = exact(pattern)) return words_node(std::move(*words));
  Node out;
  switch (pattern.kind) {
    case Kind::kChars:
      return chars_node(pattern.chars);
    case Kind::kConcat:
      return concat_node(pattern);
    case Kind::kAlternate:
      return alternate_node(pattern);
    case Kind::kRepeat:
      return repeat_node(pattern);
    case Kind::kBegin:
      out.step.kind = PhraseStep::Kind::kBegin;
      return out;
    case Kind::kEnd:
      out.step.kind = PhraseStep::Kind::kEnd;
      return out;
  }
  return out;
}

void PhraseProgram::lay_out(const Node& node, std::uint32_t index) {
  PhraseStep step = node.step;
  for (std::size_t i = 0; i < std::min(node.required.size(), step.required.size()); ++i) {
    step.required[i] = node.required[i];
  }
  const auto first = static_cast<std::uint32_t>(steps_.size());
  if (!node.children.empty()) {
    step.id = first;
    step.children = static_cast<std::uint16_t>(node.children.size());
    steps_.resize(steps_.size() + node.children.size());
  }
  steps_[index] = step;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    lay_out(node.children[i], first + static_cast<std::uint32_t>(i));
  }
}

std::uint32_t PhraseProgram::add(const PatternNode& pattern) {
  const auto index = static_cast<std::uint32_t>(steps_.size());
  steps_.emplace_back();
  lay_out(compile(pattern), index);
  return index;
}

void PhraseProgram::build() {
  std::vector<std::vector<std::uint32_t>> sets(words_.size());
  first_word_.assign(1, 0);
  words_of_.clear();
  for (std::uint32_t set = 0; set < members_.size(); ++set) {
    for (const std::u32string& text : members_[set]) {
      const std::uint32_t word = words_.add(text);
      sets[word].push_back(set);
      words_of_.push_back({word, static_cast<std::uint32_t>(text.size())});
    }
    first_word_.push_back(static_cast<std::uint32_t>(words_of_.size()));
  }
  first_set_.assign(1, 0);
  sets_of_.clear();
  for (const std::vector<std::uint32_t>& of_word : sets) {
    sets_of_.insert(sets_of_.end(), of_word.begin(), of_word.end());
    first_set_.push_back(static_cast<std::uint32_t>(sets_of_.size()));
  }
  words_.build();
  char_kinds_.build(classes_);
}

}  // namespace analyzer
