#include "analyzer/rules/condition.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <utility>

namespace analyzer {
namespace {

constexpr std::string_view kAny = "any(";
constexpr std::string_view kBlank = " \t";

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) + 1 - begin);
}

// The comparisons as written and as kept; the longer ones first.
constexpr std::array<std::pair<std::string_view, char>, 5> kComparisons = {
    {{">=", 'g'}, {"<=", 'l'}, {"==", '='}, {">", '>'}, {"<", '<'}}};

// A code, with or without a final '*': [a-z0-9_.]+.
bool is_code_pattern(std::string_view text) {
  if (!text.empty() && text.back() == '*') text.remove_suffix(1);
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  });
}

bool compares(char comparison, double value, double number) {
  switch (comparison) {
    case 'g':
      return value >= number;
    case '>':
      return value > number;
    case 'l':
      return value <= number;
    case '<':
      return value < number;
    case '=':
      return value == number;
    default:
      return true;
  }
}

tl::unexpected<Error> bad(std::string_view text) {
  return fail(ErrorCode::kInvalid, "'" + std::string(text) + "' is not a condition");
}

}  // namespace

bool code_matches(std::string_view pattern, std::string_view code) {
  if (!pattern.empty() && pattern.back() == '*') {
    return code.starts_with(pattern.substr(0, pattern.size() - 1));
  }
  return pattern == code;
}

std::uint16_t Spoken::place_of(std::string_view code) {
  return static_cast<std::uint16_t>(std::hash<std::string_view>{}(code) % kBits);
}

Spoken::Spoken(std::span<const Signal> signals) {
  words_.reserve(signals.size());
  for (const Signal& signal : signals) {
    if (!signal.active()) continue;
    words_.push_back({signal.code, signal.value});
    mark(place_of(signal.code));
  }
  std::sort(words_.begin(), words_.end(),
            [](const Word& a, const Word& b) { return a.code < b.code; });
}

void Spoken::add(std::string_view code, std::optional<double> value) {
  const auto behind =
      std::upper_bound(words_.begin(), words_.end(), code,
                       [](std::string_view key, const Word& word) { return key < word.code; });
  words_.insert(behind, {code, value});
  mark(place_of(code));
}

Result<Condition::Term> Condition::parse_term(std::string_view text) {
  const std::string_view whole = trim(text);
  std::string_view rest = whole;
  Term term;
  if (rest.starts_with(kAny)) {
    if (rest.back() != ')') return bad(whole);
    rest = rest.substr(kAny.size(), rest.size() - kAny.size() - 1);
    while (true) {
      const std::size_t comma = rest.find(',');
      Result<Term> part = parse_term(rest.substr(0, comma));
      if (!part) return part;
      if (!part->any.empty()) return bad(whole);  // no nesting
      term.any.push_back(*std::move(part));
      if (comma == std::string_view::npos) return term;
      rest.remove_prefix(comma + 1);
    }
  }
  if (rest.starts_with('!')) {
    term.negated = true;
    rest = trim(rest.substr(1));
  }
  for (const auto& [word, comparison] : kComparisons) {
    const std::size_t at = rest.find(word);
    if (at == std::string_view::npos) continue;
    const std::string_view number = trim(rest.substr(at + word.size()));
    const auto [end, error] =
        std::from_chars(number.data(), number.data() + number.size(), term.number);
    if (error != std::errc() || end != number.data() + number.size()) return bad(whole);
    term.comparison = comparison;
    rest = trim(rest.substr(0, at));
    break;
  }
  if (!is_code_pattern(rest)) return bad(whole);
  term.prefix = rest.back() == '*';
  if (term.prefix) rest.remove_suffix(1);
  term.code = rest;
  term.place = Spoken::place_of(term.code);
  return term;
}

Result<Condition> Condition::parse(const std::vector<std::string>& terms) {
  Condition out;
  for (const std::string& text : terms) {
    Result<Term> term = parse_term(text);
    if (!term) return tl::unexpected(term.error());
    out.terms_.push_back(*std::move(term));
  }
  return out;
}

bool Condition::holds(const Term& term, const Spoken& spoken) {
  if (!term.any.empty()) {
    return std::any_of(term.any.begin(), term.any.end(),
                       [&](const Term& part) { return holds(part, spoken); });
  }
  if (!term.prefix && !spoken.may_speak(term.place)) return term.negated;
  auto word = std::lower_bound(
      spoken.words_.begin(), spoken.words_.end(), std::string_view(term.code),
      [](const Spoken::Word& known, std::string_view code) { return known.code < code; });
  // Codes that begin alike stand together.
  for (; word != spoken.words_.end(); ++word) {
    if (term.prefix ? !word->code.starts_with(term.code) : word->code != term.code) break;
    if (term.comparison == 0 ||
        (word->value && compares(term.comparison, *word->value, term.number))) {
      return !term.negated;
    }
  }
  return term.negated;
}

bool Condition::holds(const Spoken& spoken) const {
  return !terms_.empty() && std::all_of(terms_.begin(), terms_.end(),
                                        [&](const Term& term) { return holds(term, spoken); });
}

std::string Condition::pattern_of(const Term& term) {
  return term.prefix ? term.code + '*' : term.code;
}

std::vector<std::string> Condition::codes() const {
  std::vector<std::string> out;
  for (const Term& term : terms_) {
    if (term.any.empty()) out.push_back(pattern_of(term));
    for (const Term& part : term.any) out.push_back(pattern_of(part));
  }
  return out;
}

}  // namespace analyzer
