#include "analyzer/engine/clearing.h"

#include <algorithm>
#include <optional>

#include "analyzer/engine/attempt_passes.h"

namespace analyzer {
namespace {

constexpr std::size_t kMostTried = 8;
constexpr std::size_t kMostSignals = 3;
constexpr std::size_t kMostSets = 5;

// The heaviest signals that speak for fraud, the heaviest first.
std::vector<std::string> suspects(Signals signals) {
  std::erase_if(signals, [](const Signal& s) { return !s.active() || s.weight <= 0.0; });
  std::sort(signals.begin(), signals.end(), [](const Signal& a, const Signal& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.code < b.code;
  });
  std::vector<std::string> out;
  for (const Signal& signal : signals) {
    if (out.size() < kMostTried) out.push_back(signal.code);
  }
  return out;
}

// All sets of `size` of the codes, each in the codes' order, in lexical order of places.
std::vector<std::vector<std::string>> sets_of(const std::vector<std::string>& codes,
                                              std::size_t size) {
  std::vector<std::vector<std::string>> out;
  if (size > codes.size()) return out;
  std::vector<bool> chosen(codes.size(), false);
  std::fill_n(chosen.begin(), size, true);
  do {
    std::vector<std::string> set;
    for (std::size_t i = 0; i < codes.size(); ++i) {
      if (chosen[i]) set.push_back(codes[i]);
    }
    out.push_back(std::move(set));
  } while (std::prev_permutation(chosen.begin(), chosen.end()));
  return out;
}

bool holds_all(const std::vector<std::string>& set, const std::vector<std::string>& part) {
  return std::all_of(part.begin(), part.end(), [&](const std::string& code) {
    return std::find(set.begin(), set.end(), code) != set.end();
  });
}

bool is_minimal(const std::vector<Clearing>& found, const Clearing& next) {
  return std::none_of(found.begin(), found.end(), [&](const Clearing& one) {
    return one.decision <= next.decision && holds_all(next.codes, one.codes);
  });
}

}  // namespace

std::vector<Clearing> what_would_clear(const Attempt& sent, const History& history,
                                       const Snapshot& snapshot) {
  const std::optional<Attempt> corrected = as_registered(sent, history, snapshot);
  const Attempt& attempt = corrected ? *corrected : sent;
  const AttemptContext context = attempt_context(attempt, history, snapshot);
  const auto decide_without = [&](const std::vector<std::string>& codes, Verdict& verdict) {
    verdict.signals = attempt_evidence(context, codes);
    judge_evidence(verdict, context, attempt.occurred_at);
    return *verdict.decision;
  };
  Verdict now;
  const Decision decision = decide_without({}, now);
  std::vector<Clearing> out;
  if (decision == Decision::kPass) return out;
  const std::vector<std::string> codes = suspects(now.signals);
  for (std::size_t size = 1; size <= kMostSignals; ++size) {
    for (std::vector<std::string>& set : sets_of(codes, size)) {
      Verdict verdict;
      Clearing next{std::move(set), Decision::kPass};
      next.decision = decide_without(next.codes, verdict);
      if (next.decision < decision && is_minimal(out, next)) out.push_back(std::move(next));
    }
  }
  std::stable_sort(out.begin(), out.end(), [](const Clearing& a, const Clearing& b) {
    return a.decision != b.decision ? a.decision < b.decision : a.codes.size() < b.codes.size();
  });
  if (out.size() > kMostSets) out.resize(kMostSets);
  return out;
}

}  // namespace analyzer
