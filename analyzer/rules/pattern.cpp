#include "analyzer/rules/pattern.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <optional>

#include "analyzer/rules/pattern_syntax.h"
#include "analyzer/rules/phrase_set.h"

namespace analyzer {
namespace {

// An automaton that outgrows this searches slower and finds the same.
constexpr std::int64_t kAutomatonBytes = 4 << 20;

RE2::Options options() {
  RE2::Options out;
  out.set_log_errors(false);
  out.set_dot_nl(true);
  out.set_never_capture(true);
  out.set_max_mem(kAutomatonBytes);
  return out;
}

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

constexpr std::array<std::string_view, 8> kSentenceEnds = {"\n", "!",  "?",  ";",
                                                           "。", "！", "？", "；"};

// Length of the sentence end at `at`, or 0.
std::size_t end_length(std::string_view text, std::size_t at) {
  for (const std::string_view mark : kSentenceEnds) {
    if (text.substr(at, mark.size()) == mark) return mark.size();
  }
  return 0;
}

std::string_view sentence_around(std::string_view text, std::size_t begin, std::size_t end) {
  std::size_t first = 0;
  for (std::size_t i = 0; i < begin; ++i) {
    const std::size_t length = end_length(text, i);
    if (length > 0 && i + length <= begin) first = i + length;
  }
  while (end < text.size() && end_length(text, end) == 0) ++end;
  return text.substr(first, end - first);
}

// Fails unless `pattern` compiles and does not match the empty text.
Result<std::unique_ptr<RE2>> checked(const std::string& pattern, const std::string& name) {
  auto out = std::make_unique<RE2>(pattern, options());
  if (!out->ok()) return fail(ErrorCode::kInvalid, name + ": " + out->error());
  if (RE2::PartialMatch("", *out)) {
    return fail(ErrorCode::kInvalid, name + " matches the empty text");
  }
  return out;
}

struct Automaton {
  std::size_t index = 0;
  std::unique_ptr<RE2> pattern;
  std::unique_ptr<RE2> unless;  // null where there is none

  std::vector<Span> search(std::string_view text, std::size_t limit) const {
    std::vector<Span> out;
    re2::StringPiece found;
    for (std::size_t at = 0;
         out.size() < limit && at < text.size() &&
         pattern->Match(piece(text), at, text.size(), RE2::UNANCHORED, &found, 1);) {
      const auto begin = static_cast<std::size_t>(found.data() - text.data());
      const std::size_t end = begin + found.size();
      at = std::max(end, begin + 1);
      if (found.empty()) continue;
      if (unless && RE2::PartialMatch(piece(sentence_around(text, begin, end)), *unless)) continue;
      out.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    }
    return out;
  }
};

}  // namespace

struct PatternSet::Impl {
  PhraseSet phrases;
  std::vector<std::size_t> phrase_index;  // index of each phrase among all patterns
  std::vector<Automaton> automata;
};

PatternSet::PatternSet() : impl_(std::make_unique<Impl>()) {}
PatternSet::PatternSet(PatternSet&&) noexcept = default;
PatternSet& PatternSet::operator=(PatternSet&&) noexcept = default;
PatternSet::~PatternSet() = default;

Result<std::size_t> PatternSet::add(const std::string& pattern, const std::string& unless) {
  Result<std::unique_ptr<RE2>> searched = checked(pattern, "pattern");
  if (!searched) return tl::unexpected(searched.error());
  std::unique_ptr<RE2> denial;
  if (!unless.empty()) {
    Result<std::unique_ptr<RE2>> compiled = checked(unless, "unless");
    if (!compiled) return tl::unexpected(compiled.error());
    denial = *std::move(compiled);
  }
  const std::size_t index = size();
  const std::optional<PatternNode> tree = parse_pattern(pattern);
  const std::optional<PatternNode> denied = parse_pattern(unless);
  if (tree && denied) {
    impl_->phrases.add(*tree, unless.empty() ? nullptr : &*denied);
    impl_->phrase_index.push_back(index);
  } else {
    impl_->automata.push_back({index, *std::move(searched), std::move(denial)});
  }
  return index;
}

void PatternSet::build() { impl_->phrases.build(); }

std::vector<PatternMatch> PatternSet::search(std::string_view text, std::size_t limit,
                                             PatternTimes times) const {
  std::vector<PatternMatch> out;
  std::vector<std::uint64_t> of_phrases(times.empty() ? 0 : impl_->phrases.size());
  for (PhraseMatch& match : impl_->phrases.search(text, limit, of_phrases)) {
    out.push_back({impl_->phrase_index[match.pattern], std::move(match.spans)});
  }
  for (std::size_t i = 0; i < of_phrases.size(); ++i) {
    times[impl_->phrase_index[i]] += of_phrases[i];
  }
  for (const Automaton& automaton : impl_->automata) {
    const Lap lap(times, automaton.index);
    std::vector<Span> spans = automaton.search(text, limit);
    if (!spans.empty()) out.push_back({automaton.index, std::move(spans)});
  }
  std::sort(out.begin(), out.end(),
            [](const PatternMatch& a, const PatternMatch& b) { return a.pattern < b.pattern; });
  return out;
}

std::size_t PatternSet::size() const { return impl_->phrase_index.size() + impl_->automata.size(); }

std::size_t PatternSet::left_to_re2() const { return impl_->automata.size(); }

}  // namespace analyzer
