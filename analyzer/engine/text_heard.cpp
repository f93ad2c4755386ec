#include "analyzer/engine/text_heard.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "analyzer/engine/text_columns.h"
#include "models/ngram_heads.h"

namespace analyzer {
namespace {

constexpr std::size_t kTactics = kNames<Tactic>.size();
constexpr LogOdds kWide = 4.0;   // beyond it more margin says nothing of tactics
constexpr LogOdds kBend = -2.0;  // below it a text is hardly fraud

// Where the column of each tactic stands in a row.
const std::array<std::size_t, kTactics>& tactic_columns() {
  static const auto columns = [] {
    std::array<std::size_t, kTactics> out{};
    const auto names = text_column_names();
    for (std::size_t t = 0; t < kTactics; ++t) {
      const std::string name = "tactic." + std::string(kNames<Tactic>[t]);
      out[t] =
          static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
    }
    return out;
  }();
  return columns;
}

// The words of the original that `evidence` of the wording comes from.
std::vector<Span> spans_of(std::pair<std::size_t, std::size_t> evidence, const TextFacts& text,
                           const TextWording& wording) {
  if (evidence.first == evidence.second) return {};
  const std::uint32_t begin = wording.places[evidence.first];
  const std::uint32_t end = wording.places[evidence.second];
  return {text.normalized.original({begin, end})};
}

}  // namespace

std::uint32_t head_labels(const Heard& labelled) {
  std::uint32_t out = 0;
  for (const Tactic tactic : labelled.tactics) out |= 1U << static_cast<unsigned>(tactic);
  for (const ToldHarm harm : labelled.harm) out |= 1U << (kTactics + static_cast<unsigned>(harm));
  return out;
}

const std::vector<std::string>& heard_codes() {
  static const std::vector<std::string> codes = [] {
    std::vector<std::string> out;
    for (const std::string_view name : kNames<Tactic>)
      out.push_back("wording." + std::string(name));
    for (const std::string_view name : kNames<ToldHarm>) out.push_back("told." + std::string(name));
    return out;
  }();
  return codes;
}

std::vector<float> head_extras(std::span<const float> row, LogOdds margin) {
  std::vector<float> out;
  out.reserve(kTactics + 2);
  for (const std::size_t column : tactic_columns()) out.push_back(row[column] > 0.0F ? 1.0F : 0.0F);
  out.push_back(static_cast<float>(std::clamp(margin, -kWide, kWide)));
  out.push_back(static_cast<float>(std::clamp(margin - kBend, 0.0, kWide)));
  return out;
}

Heard hear(const models::NgramHeads& heads, const TextWording& wording, std::span<const float> row,
           LogOdds margin, const LeastHeard& least) {
  Heard out;
  const std::vector<float> extras = head_extras(row, margin);
  if (heads.size() != kTextHeads || heads.extras() != extras.size()) return out;
  std::array<double, kTextHeads> margins{};
  heads.margins(wording.ngrams, extras, margins);
  for (std::size_t h = 0; h < kTextHeads; ++h) {
    const double bar = h < kTactics ? least.tactic : least.harm[h - kTactics];
    if (margins[h] < std::log(bar / (1.0 - bar))) continue;
    if (h < kTactics) {
      out.tactics.push_back(static_cast<Tactic>(h));
    } else {
      out.harm.push_back(static_cast<ToldHarm>(h - kTactics));
    }
  }
  return out;
}

Signals heard_signals(const models::NgramHeads& heads, const TextFacts& text,
                      const TextWording& wording, const Heard& heard, const Signals& signals,
                      const Catalog& catalog) {
  std::vector<std::size_t> unsaid;
  for (const Tactic tactic : heard.tactics) {
    const bool told = std::any_of(signals.begin(), signals.end(), [&](const Signal& s) {
      return s.active() && s.weight > 0.0 && s.tactic == tactic;
    });
    if (!told) unsaid.push_back(static_cast<std::size_t>(tactic));
  }
  for (const ToldHarm harm : heard.harm) {
    unsaid.push_back(kTactics + static_cast<std::size_t>(harm));
  }
  Signals out;
  if (unsaid.empty()) return out;
  const auto evidence = heads.evidence(wording.text, unsaid);
  for (std::size_t i = 0; i < unsaid.size(); ++i) {
    auto signal = catalog.make(heard_codes()[unsaid[i]],
                               {std::nullopt, {}, spans_of(evidence[i], text, wording)});
    if (signal) out.push_back(*std::move(signal));
  }
  return out;
}

std::vector<ToldHarm> harm_of(const Signals& signals) {
  std::vector<ToldHarm> out;
  for (std::size_t h = kTactics; h < kTextHeads; ++h) {
    const bool told = std::any_of(signals.begin(), signals.end(), [h](const Signal& signal) {
      return signal.code == heard_codes()[h];
    });
    if (told) out.push_back(static_cast<ToldHarm>(h - kTactics));
  }
  return out;
}

bool is_heard(const Signal& signal) {
  const std::vector<std::string>& codes = heard_codes();
  return std::find(codes.begin(), codes.end(), signal.code) != codes.end();
}

std::vector<Tactic> tactics_of(std::span<const Tactic> named, const Signals& signals,
                               const Catalog& catalog) {
  std::vector<Tactic> out(named.begin(), named.end());
  for (const Signal& signal : signals) {
    const bool computed = signal.tactic && catalog.find(signal.code) != nullptr;
    if (computed && signal.active() && signal.weight > 0.0) out.push_back(*signal.tactic);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace analyzer
