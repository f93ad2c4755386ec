// What disguises do to recall and false alarms.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "analyzer/service/share_text.h"
#include "analyzer/service/text_disguises.h"
#include "analyzer/service/text_folds.h"
#include "analyzer/service/training.h"
#include "models/split.h"

namespace analyzer {
namespace {

constexpr std::size_t kMessages = 300;  // of each label, for each disguise
constexpr std::size_t kTricks = kNames<Trick>.size();

std::string disguise_of(const Message& message, Trick trick) {
  // A harmless message whose link leads elsewhere is no longer harmless.
  return disguised(message.text, trick, message.scam);
}

// The plain messages of a label in an order that chance alone gave.
std::vector<std::size_t> shuffled(const Corpus& corpus, bool scam) {
  std::vector<std::pair<std::size_t, std::size_t>> order;
  for (std::size_t i = 0; i < corpus.messages.size(); ++i) {
    const Message& message = corpus.messages[i];
    if (message.scam != scam || message.style != "none") continue;
    order.emplace_back(models::fold_of(message.text, "text-robustness", std::size_t{1} << 30U), i);
  }
  std::sort(order.begin(), order.end());
  std::vector<std::size_t> out;
  for (const auto& [hash, i] : order) out.push_back(i);
  return out;
}

// picked[trick][message]: whether the message is one of those that measure the trick.
using Picked = std::array<std::vector<bool>, kTricks>;

Picked pick(const Corpus& corpus) {
  Picked picked;
  for (const bool scam : {false, true}) {
    const std::vector<std::size_t> order = shuffled(corpus, scam);
    for (std::size_t trick = 0; trick < kTricks; ++trick) {
      picked[trick].resize(corpus.messages.size());
      std::size_t count = 0;
      for (std::size_t k = 0; k < order.size() && count < kMessages; ++k) {
        const Message& message = corpus.messages[order[k]];
        if (disguise_of(message, static_cast<Trick>(trick)) == message.text) continue;
        picked[trick][order[k]] = true;
        ++count;
      }
    }
  }
  return picked;
}

// The same messages judged twice.
struct Paired {
  std::size_t count = 0;
  std::size_t plain = 0;   // high or critical as they are
  std::size_t lost = 0;    // high plain, not so disguised
  std::size_t gained = 0;  // the other way round

  void add(bool before, bool after) {
    ++count;
    plain += before ? 1 : 0;
    lost += before && !after ? 1 : 0;
    gained += !before && after ? 1 : 0;
  }

  // Points by which the share rises, with the 95 % interval of Agresti and Min (2005).
  std::string change() const {
    if (count == 0) return "–";
    const auto n = static_cast<double>(count);
    const double up = static_cast<double>(gained);
    const double down = static_cast<double>(lost);
    const double middle = (up - down) / (n + 2.0);
    const double spread = up + down + 1.0 - (up - down) * (up - down) / (n + 2.0);
    const double half = 1.96 * std::sqrt(spread) / (n + 2.0);
    std::array<char, 64> out{};
    std::snprintf(out.data(), out.size(), "%+.1f [%+.1f, %+.1f]", 100.0 * (up - down) / n,
                  100.0 * (middle - half), 100.0 * (middle + half));
    return out.data();
  }

  std::string cells() const {
    return std::to_string(count) + " | " + share_with_interval(plain, count) + " | " +
           share_with_interval(plain + gained - lost, count) + " | " + change() + " | ";
  }
};

struct Effect {
  Paired fraud;
  Paired harmless;
};

std::string table(const std::array<Effect, kTricks>& effects) {
  std::string out =
      "High or critical, plain and disguised; the change in points.\n\n"
      "| disguise | fraud | plain | disguised | change | harmless | plain | disguised | change |\n"
      "|---|---|---|---|---|---|---|---|---|\n";
  for (std::size_t trick = 0; trick < kTricks; ++trick) {
    out += "| " + std::string(kNames<Trick>[trick]) + " | " + effects[trick].fraud.cells() +
           effects[trick].harmless.cells() + "\n";
  }
  return out;
}

}  // namespace

Result<std::string> text_robustness(const TextTraining& files, const models::Progress& progress) {
  const auto corpus = read_corpus(files.corpus);
  if (!corpus) return tl::unexpected(corpus.error());
  const auto shipped = Snapshot::load(files.root);
  if (!shipped) return tl::unexpected(shipped.error());
  const TextRows rows = text_rows(corpus->messages, **shipped, progress);
  const Picked picked = pick(*corpus);
  std::array<Effect, kTricks> effects;
  const auto measure = [&](const Message& message, std::size_t row, const Snapshot& snapshot) {
    const bool plain = judge_text(message.text, snapshot).high;
    for (std::size_t trick = 0; trick < kTricks; ++trick) {
      if (!picked[trick][row]) continue;
      const std::string text = disguise_of(message, static_cast<Trick>(trick));
      Effect& effect = effects[trick];
      (message.scam ? effect.fraud : effect.harmless).add(plain, judge_text(text, snapshot).high);
    }
  };
  const Status done = for_each_fold(files, rows, scenario_parts(*corpus), progress,
                                    [&](const FoldPart& part, const Snapshot& snapshot) {
                                      for (const std::size_t row : part.held)
                                        measure(corpus->messages[row], row, snapshot);
                                    });
  if (!done) return tl::unexpected(done.error());
  return table(effects);
}

}  // namespace analyzer
