// Measures the pattern and condition rules alone, without any model, on labelled
// messages: rules_eval FILE.jsonl [SPLIT] [--matches]
//
// Prints ROC-AUC and recall at 1 % false positives, then how often each rule
// speaks in scams and in harmless texts. With --matches it prints one line a
// message instead: label and the codes that speak, for fitting weights.

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "analyzer/core/json.h"
#include "analyzer/rules/condition_rules.h"
#include "analyzer/rules/rule_set.h"
#include "analyzer/text/normalize.h"

namespace analyzer {
namespace {

struct Scored {
  bool scam = false;
  double margin = 0.0;
  Signals signals;
};

void explain(Signals& signals, const RuleSet& rules) {
  for (const Signal& context : signals) {
    const Rule* rule = rules.find(context.code);
    if (rule == nullptr) continue;
    for (Signal& signal : signals) {
      for (const std::string& pattern : rule->explains) {
        if (code_matches(pattern, signal.code)) signal.explained_by = context.code;
      }
    }
  }
}

double margin_of(const Signals& signals) {
  constexpr double kCap = 4.0;
  std::map<std::string, double> groups;
  for (const Signal& signal : signals) {
    if (signal.active()) groups[signal.group] += signal.weight;
  }
  double margin = 0.0;
  for (const auto& [group, sum] : groups) margin += std::clamp(sum, -kCap, kCap);
  return margin;
}

Signals signals_of(const std::string& message, const RuleSet& rules,
                   const ConditionRules& conditions) {
  Facts facts;
  facts.text = TextFacts{message, text::normalize(message), {}};
  Signals signals = match_report(rules, Report{}, facts).value_or(Signals{});
  for (Signal& found : conditions.evaluate(signals)) signals.push_back(std::move(found));
  explain(signals, rules);
  return signals;
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
  const std::string folder = std::string(ANALYZER_ROOT) + "/data/rules";
  const Result<RuleSet> rules =
      RuleSet::load(folder, [](std::string_view text) { return text::normalize(text).text; });
  const Result<ConditionRules> conditions = ConditionRules::load(folder);
  if (!rules || !conditions) {
    const Error& error = rules ? conditions.error() : rules.error();
    for (const FieldError& field : error.fields) {
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
    Scored row;
    row.scam = object.at("label").to_number<int>() == 1;
    row.signals = signals_of(std::string(object.at("text").as_string()), *rules, *conditions);
    row.margin = margin_of(row.signals);
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
