// found_at(): recall of attempts and of entities with bootstrapped intervals.

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "analyzer/service/attempt_study.h"
#include "analyzer/service/simulate/random.h"

namespace analyzer {
namespace {

constexpr int kDraws = 200;

// Rows in the order of their margin, highest first, with what counts of each.
class Ranking {
 public:
  Ranking(const JudgedRows& judged, const std::function<bool(std::size_t)>& takes) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < judged.from.rows.size(); ++i) {
      if (takes(i)) order.push_back(i);
    }
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return judged.rank(a) != judged.rank(b) ? judged.rank(a) > judged.rank(b) : a < b;
    });
    std::unordered_map<std::string, std::uint32_t> numbers;
    for (const std::size_t i : order) {
      const AttemptRow& row = judged.from.rows[i];
      const auto number =
          numbers.try_emplace(judged.from.group(i), static_cast<std::uint32_t>(numbers.size()))
              .first->second;
      entries_.push_back({judged.rank(i), number, is_fraud(row),
                          static_cast<float>(weight_of(row, judged.scale))});
    }
    groups_ = numbers.size();
    fraud_group_.assign(groups_, false);
    for (const Entry& entry : entries_) {
      if (entry.fraud) fraud_group_[entry.group] = true;
    }
  }

  std::size_t groups() const { return groups_; }

  // How often each group is drawn, once by default.
  Found at(double fpr, const std::vector<int>& drawn) const {
    double harmless = 0.0;
    double frauds = 0.0;
    double entities = 0.0;
    for (const Entry& entry : entries_) {
      (entry.fraud ? frauds : harmless) += weight(entry, drawn);
    }
    for (std::size_t g = 0; g < groups_; ++g) entities += fraud_group_[g] ? drawn[g] : 0;
    Found out;
    out.threshold = std::numeric_limits<double>::infinity();
    std::vector<bool> seen(groups_, false);
    double alarms = 0.0;
    double found = 0.0;
    double caught = 0.0;
    for (std::size_t i = 0; i < entries_.size();) {
      // Rows of one margin go in together or not at all.
      std::size_t end = i;
      double more = 0.0;
      for (; end < entries_.size() && entries_[end].margin == entries_[i].margin; ++end) {
        if (!entries_[end].fraud) more += weight(entries_[end], drawn);
      }
      if (alarms + more > fpr * harmless) break;
      alarms += more;
      for (; i < end; ++i) {
        const Entry& entry = entries_[i];
        if (!entry.fraud) continue;
        found += weight(entry, drawn);
        if (!seen[entry.group]) caught += drawn[entry.group];
        seen[entry.group] = true;
      }
      out.threshold = entries_[end - 1].margin;
    }
    out.attempts.value = frauds > 0.0 ? found / frauds : 0.0;
    out.entities.value = entities > 0.0 ? caught / entities : 0.0;
    return out;
  }

  void areas(Found& out) const {
    std::vector<double> scores;
    std::vector<std::uint8_t> labels;
    std::vector<float> weights;
    for (const Entry& entry : entries_) {
      scores.push_back(entry.margin);
      labels.push_back(entry.fraud ? 1 : 0);
      weights.push_back(entry.weight);
    }
    out.roc_auc.value = models::roc_auc(scores, labels, weights);
    out.pr_auc.value = models::pr_auc(scores, labels, weights);
  }

 private:
  struct Entry {
    double margin;
    std::uint32_t group;
    bool fraud;
    float weight;
  };
  static double weight(const Entry& entry, const std::vector<int>& drawn) {
    return static_cast<double>(entry.weight) * drawn[entry.group];
  }

  std::vector<Entry> entries_;
  std::vector<bool> fraud_group_;
  std::size_t groups_ = 0;
};

void set_ends(models::Interval& interval, std::vector<double> draws) {
  std::sort(draws.begin(), draws.end());
  interval.low = draws[draws.size() / 40];
  interval.high = draws[draws.size() - 1 - draws.size() / 40];
}

}  // namespace

Found found_at(const JudgedRows& judged, double fpr,
               const std::function<bool(std::size_t)>& takes) {
  const Ranking ranking(judged, takes);
  Found out = ranking.at(fpr, std::vector<int>(ranking.groups(), 1));
  ranking.areas(out);
  simulate::Random random = simulate::Random::named(1, "found_at");
  std::vector<double> attempts;
  std::vector<double> entities;
  for (int draw = 0; draw < kDraws; ++draw) {
    std::vector<int> drawn(ranking.groups(), 0);
    for (std::size_t i = 0; i < ranking.groups(); ++i) ++drawn[random.below(ranking.groups())];
    const Found one = ranking.at(fpr, drawn);
    attempts.push_back(one.attempts.value);
    entities.push_back(one.entities.value);
  }
  set_ends(out.attempts, std::move(attempts));
  set_ends(out.entities, std::move(entities));
  return out;
}

Found found_at(const JudgedRows& judged, double fpr) {
  return found_at(judged, fpr, [](std::size_t) { return true; });
}

}  // namespace analyzer
