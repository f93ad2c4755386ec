#include "models/card.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <set>

#include "analyzer/core/time.h"

namespace analyzer::models {
namespace {

constexpr std::size_t kColumnsShown = 12;
constexpr double kSuspicious = 0.95;  // a single column that parts the labels this well

std::string decimal(double value, int digits) {
  std::array<char, 48> out{};
  std::snprintf(out.data(), out.size(), "%.*f", digits, value);
  return out.data();
}

// "2017-01-01 to 2025-12-28 (13 % unknown)"
std::string dates(const Matrix& matrix) {
  Time first{};
  Time last{};
  std::size_t unknown = 0;
  for (const Time time : matrix.times) {
    if (time == Time{}) {
      ++unknown;
      continue;
    }
    if (first == Time{} || time < first) first = time;
    if (last == Time{} || time > last) last = time;
  }
  if (unknown == matrix.rows()) return "not known";
  std::string out = format_date(shanghai_date(first)) + " to " + format_date(shanghai_date(last));
  if (unknown > 0) {
    const double share = 100.0 * static_cast<double>(unknown) / static_cast<double>(matrix.rows());
    out += " (" + decimal(share, 0) + " % not known)";
  }
  return out;
}

std::string part_line(std::string_view name, const Matrix& part) {
  const std::set<std::string_view> groups(part.groups.begin(), part.groups.end());
  return "| " + std::string(name) + " | " + std::to_string(part.rows()) + " | " +
         std::to_string(part.positives()) + " | " + std::to_string(groups.size()) + " | " +
         dates(part) + " |\n";
}

// What the figures themselves say against the model.
std::vector<std::string> findings(const CardFacts& facts) {
  const Evaluation& judged = facts.tested ? *facts.tested : *facts.cross_fitted;
  std::vector<std::string> out;
  for (const SourceMetrics& source : judged.sources) {
    if (source.rows < 20) continue;
    if (!std::isnan(source.false_positives.value) && source.false_positives.low > 0.01) {
      out.push_back("On harmless rows of " + source.source + " it flags " +
                    decimal(100.0 * source.false_positives.value, 1) +
                    " % at the threshold set for 1 %.");
    }
    if (!std::isnan(source.recall.value) && source.recall.high < judged.recall_1.value) {
      out.push_back("It finds fewer frauds of " + source.source + " (" +
                    decimal(100.0 * source.recall.value, 0) + " %) than of the rest.");
    }
  }
  for (const ColumnPower& power : facts.powers) {
    if (power.roc_auc > kSuspicious) {
      out.push_back("Column " + power.column + " alone reaches a ROC-AUC of " +
                    decimal(power.roc_auc, 3) + ": look whether it knows the label.");
    }
  }
  return out;
}

std::string columns_table(std::vector<ColumnPower> powers) {
  std::stable_sort(powers.begin(), powers.end(), [](const ColumnPower& a, const ColumnPower& b) {
    return a.roc_auc > b.roc_auc;
  });
  powers.resize(std::min(powers.size(), kColumnsShown));
  std::string out = "| column | ROC-AUC alone | missing |\n|---|---|---|\n";
  for (const ColumnPower& power : powers) {
    out += "| " + power.column + " | " + decimal(power.roc_auc, 3) + " | " +
           decimal(100.0 * power.missing, 1) + " % |\n";
  }
  return out;
}

}  // namespace

std::string write_card(const CardFacts& facts) {
  const ModelNotes& notes = facts.notes;
  std::string out = "# Model card: " + notes.name + "\n\n" + notes.purpose + "\n\n";
  out +=
      "Written by the training command; training again from the same data writes the same "
      "files.\n\n    " +
      notes.command + "\n\n## Data\n\n";
  out += "| data | rows | SHA-256 | terms |\n|---|---|---|---|\n";
  for (const DataSource& data : notes.data) {
    out += "| " + data.name + " | " + std::to_string(data.rows) + " | `" + data.sha256 + "` | " +
           data.terms + " |\n";
  }
  out +=
      "\n" + notes.split + "\n\n| part | rows | fraud | groups | dates |\n|---|---|---|---|---|\n";
  out += part_line("training", facts.train);
  if (!facts.cross_fitted) out += part_line("calibration", facts.calibrate);
  if (facts.tested) out += part_line("test", facts.test);
  out += "\n## Model\n\n" + std::to_string(facts.rounds) + " trees of depth " +
         std::to_string(facts.params.max_depth) + ", eta " + decimal(facts.params.eta, 3) +
         ", seed " + std::to_string(facts.params.seed) + ", " +
         std::to_string(facts.train.columns.size()) + " columns; " +
         (facts.params.start.empty() ? "" : "starting from `" + facts.params.start + "`; ") +
         "calibration " + std::string(facts.calibration) +
         ". Margins at 1 % and 0.1 % false positives on the "
         "calibration rows: " +
         decimal(facts.thresholds.fpr_1, 3) + ", " + decimal(facts.thresholds.fpr_01, 3) +
         ".\n\nThe columns that part the training rows best "
         "by themselves:\n\n" +
         columns_table(facts.powers);
  if (facts.tested) {
    out += "\n## Figures on the test rows\n\n" + format_evaluation(*facts.tested);
  }
  if (facts.cross_fitted) {
    out += "\n## Figures of the training rows, cross-fitted by group\n\n" +
           format_evaluation(*facts.cross_fitted);
  }
  out +=
      "\nIntervals are 95 % bootstraps over groups. A source of one label only is set against "
      "all rows of the other label.\n\n## Where it fails\n\n";
  for (const std::string& line : findings(facts)) out += "- " + line + "\n";
  for (const std::string& line : notes.limits) out += "- " + line + "\n";
  return out;
}

}  // namespace analyzer::models
