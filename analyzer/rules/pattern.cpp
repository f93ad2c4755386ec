#include "analyzer/rules/pattern.h"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "analyzer/rules/atoms.h"

namespace analyzer {
namespace {

// Automata are built while searching; a gap pattern's can grow without a bound
// on fresh texts. This budget keeps 300 of them under 300 MB in the worst case.
constexpr std::int64_t kAutomatonBytes = 1 << 20;
// One Chinese character, or three letters.
constexpr int kShortestAtom = 3;

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

}  // namespace

struct PatternSet::Impl {
  re2::FilteredRE2 filter{kShortestAtom};
  std::vector<std::unique_ptr<RE2>> unless;  // null where there is none
  Atoms atoms;
};

PatternSet::PatternSet() : impl_(std::make_unique<Impl>()) {}
PatternSet::PatternSet(PatternSet&&) noexcept = default;
PatternSet& PatternSet::operator=(PatternSet&&) noexcept = default;
PatternSet::~PatternSet() = default;

Result<std::size_t> PatternSet::add(const std::string& pattern, const std::string& unless) {
  std::unique_ptr<RE2> denial;
  if (!unless.empty()) {
    denial = std::make_unique<RE2>(unless, options());
    if (!denial->ok()) return fail(ErrorCode::kInvalid, "unless: " + denial->error());
  }
  const RE2 probe(pattern, options());
  if (!probe.ok()) return fail(ErrorCode::kInvalid, "pattern: " + probe.error());
  if (RE2::PartialMatch("", probe)) {
    return fail(ErrorCode::kInvalid, "the pattern matches the empty text");
  }
  int id = 0;
  if (impl_->filter.Add(pattern, options(), &id) != RE2::NoError) {
    return fail(ErrorCode::kInvalid, "the pattern does not compile");
  }
  impl_->unless.push_back(std::move(denial));
  return static_cast<std::size_t>(id);
}

void PatternSet::build() {
  if (size() == 0) return;  // FilteredRE2 complains of compiling nothing
  std::vector<std::string> strings;
  impl_->filter.Compile(&strings);
  impl_->atoms = Atoms(strings);
}

std::vector<int> PatternSet::candidates(std::string_view text) const {
  std::vector<int> out;
  if (size() == 0) return out;
  impl_->filter.AllPotentials(impl_->atoms.find(text), &out);
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<Span> PatternSet::search(std::size_t index, std::string_view text,
                                     std::size_t limit) const {
  const RE2& pattern = impl_->filter.GetRE2(static_cast<int>(index));
  const RE2* unless = impl_->unless[index].get();
  std::vector<Span> out;
  std::size_t at = 0;
  re2::StringPiece found;
  while (out.size() < limit && at < text.size() &&
         pattern.Match(piece(text), at, text.size(), RE2::UNANCHORED, &found, 1)) {
    const auto begin = static_cast<std::size_t>(found.data() - text.data());
    const Span span{static_cast<std::uint32_t>(begin),
                    static_cast<std::uint32_t>(begin + found.size())};
    at = begin + std::max<std::size_t>(found.size(), 1);
    if (unless != nullptr && RE2::PartialMatch(piece(sentence_around(text, span)), *unless)) {
      continue;
    }
    out.push_back(span);
  }
  return out;
}

std::size_t PatternSet::size() const { return impl_->unless.size(); }

std::string_view sentence_around(std::string_view text, Span span) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < span.begin; ++i) {
    if (const std::size_t length = end_length(text, i); length > 0 && i + length <= span.begin) {
      begin = i + length;
    }
  }
  std::size_t end = span.end;
  while (end < text.size() && end_length(text, end) == 0) ++end;
  return text.substr(begin, end - begin);
}

}  // namespace analyzer
