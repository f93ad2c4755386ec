// Measures what the rules and computed signals say without the text model, on
// labelled messages: rules_eval FILE.jsonl [SPLIT] [--matches]
//
// Prints how often each signal speaks in scams and in harmless texts, then
// ROC-AUC and recall at given shares of false positives of the signals' own
// margin. With --matches it prints one line a message instead: label, margin and
// the codes that speak ('-' before those explained away), for fitting weights.

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "analyzer/core/json.h"
#include "analyzer/engine/assess.h"
#include "analyzer/engine/scoring.h"
#include "analyzer/text/read.h"

namespace analyzer {
namespace {

struct Scored {
  bool scam = false;
  double margin = 0.0;
  Signals signals;
};

Scored score(const std::string& message, const Snapshot& snapshot) {
  Report report;
  report.text = message;
  const Facts facts = text::read(message, {}, false);
  const Verdict verdict =
      assess(report, facts, prepare(report, facts, snapshot), History{}, snapshot);
  return {false, additive_margin(verdict.signals, snapshot.policy().report.base, snapshot.policy()),
          verdict.signals};
}

void print_quality(std::vector<Scored> rows) {
  std::sort(rows.begin(), rows.end(),
            [](const Scored& a, const Scored& b) { return a.margin > b.margin; });
  double pairs = 0.0;
  double scams = 0.0;
  for (const Scored& row : rows) scams += row.scam ? 1.0 : 0.0;
  const double harmless = static_cast<double>(rows.size()) - scams;
  for (const Scored& a : rows) {
    if (!a.scam) continue;
    for (const Scored& b : rows) {
      if (!b.scam) pairs += a.margin > b.margin ? 1.0 : a.margin == b.margin ? 0.5 : 0.0;
    }
  }
  for (const double allowed : {0.01, 0.05, 0.1}) {
    double wrong = 0.0;
    double right = 0.0;
    double best = 0.0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      (rows[i].scam ? right : wrong) += 1.0;
      const bool tie = i + 1 < rows.size() && rows[i + 1].margin == rows[i].margin;
      if (!tie && wrong <= allowed * harmless) best = right;
    }
    std::printf("recall at %.0f %% false positives %.3f\n", allowed * 100.0, best / scams);
  }
  std::printf("rows %zu, scams %.0f, ROC-AUC %.4f\n", rows.size(), scams,
              pairs / (scams * harmless));
}

void print_rules(const std::vector<Scored>& rows) {
  std::map<std::string, std::pair<int, int>> counts;
  for (const Scored& row : rows) {
    for (const Signal& signal : row.signals) {
      if (!signal.active()) continue;
      (row.scam ? counts[signal.code].first : counts[signal.code].second) += 1;
    }
  }
  for (const auto& [code, count] : counts) {
    std::printf("%-32s scams %4d  harmless %4d\n", code.c_str(), count.first, count.second);
  }
}

void print_matches(const std::vector<Scored>& rows) {
  for (const Scored& row : rows) {
    std::printf("%d\t%.2f", row.scam ? 1 : 0, row.margin);
    for (const Signal& signal : row.signals) {
      std::printf("\t%s%s", signal.active() ? "" : "-", signal.code.c_str());
    }
    std::printf("\n");
  }
}

int run(const std::string& file, const std::string& split, bool matches) {
  const auto snapshot = Snapshot::load(ANALYZER_ROOT);
  if (!snapshot) {
    for (const FieldError& field : snapshot.error().fields) {
      std::fprintf(stderr, "%s: %s\n", field.pointer.c_str(), field.message.c_str());
    }
    return 1;
  }
  std::vector<Scored> rows;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    const Result<json::Value> value = json::parse(line);
    if (!value) continue;
    const json::Object& object = value->as_object();
    if (!split.empty() && object.at("split").as_string() != split) continue;
    Scored row = score(std::string(object.at("text").as_string()), **snapshot);
    row.scam = object.at("label").to_number<int>() == 1;
    rows.push_back(std::move(row));
  }
  if (rows.empty()) return std::fprintf(stderr, "no rows in %s\n", file.c_str()), 1;
  if (matches) {
    print_matches(rows);
  } else {
    print_rules(rows);
    print_quality(rows);
  }
  return 0;
}

}  // namespace
}  // namespace analyzer

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: rules_eval FILE.jsonl [SPLIT] [--matches]\n");
    return 2;
  }
  const bool matches = std::strcmp(argv[argc - 1], "--matches") == 0;
  return analyzer::run(argv[1], argc > 2 && argv[2][0] != '-' ? argv[2] : "", matches);
}
