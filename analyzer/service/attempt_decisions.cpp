#include "analyzer/service/attempt_decisions.h"

#include <array>
#include <cstdio>
#include <map>
#include <set>

namespace analyzer {
namespace {

using simulate::Truth;

struct Tally {
  FlaggedKind counts;
  std::set<std::string> groups;
  std::vector<std::set<std::string>> found;
};
using Tallies = std::map<std::string, Tally>;

bool is_fraud(const AttemptRow& row) { return row.label.truth != Truth::kLegit; }

bool has_role(const AttemptRow& row, OperatorRole role) { return row.role == role; }

// Who is helped by whom; a row is in every kind that takes it.
struct Kind {
  std::string_view name;
  bool (*takes)(const AttemptRow&);
};
bool interactive(const AttemptRow& row) { return row.channel != Channel::kSilent; }

// Those behind "all but silent" are without silent certification too, which
// hardly ever flags anybody and would hide who is flagged more often.
constexpr Kind kOrdinary[] = {
    {"all", [](const AttemptRow&) { return true; }},
    {"silent", [](const AttemptRow& r) { return !interactive(r); }},
    {"all but silent", interactive},
    {"family", [](const AttemptRow& r) { return has_role(r, OperatorRole::kRelative); }},
    {"by oneself", [](const AttemptRow& r) { return has_role(r, OperatorRole::kSelf); }},
    {"neighbour or other",
     [](const AttemptRow& r) {
       return has_role(r, OperatorRole::kNeighbour) || has_role(r, OperatorRole::kOther);
     }},
    {"village cadre", [](const AttemptRow& r) { return has_role(r, OperatorRole::kVillage); }},
    {"volunteer", [](const AttemptRow& r) { return has_role(r, OperatorRole::kVolunteer); }},
    {"rural doctor", [](const AttemptRow& r) { return has_role(r, OperatorRole::kVillageDoctor); }},
    {"nursing home", [](const AttemptRow& r) { return has_role(r, OperatorRole::kNursingHome); }},
    {"home visitor", [](const AttemptRow& r) { return r.channel == Channel::kHomeVisit; }},
    {"window", [](const AttemptRow& r) { return r.channel == Channel::kWindow; }},
    {"bank, post, kiosk", [](const AttemptRow& r) { return has_role(r, OperatorRole::kBank); }},
    {"mail", [](const AttemptRow& r) { return r.channel == Channel::kMail; }},
    {"abroad", [](const AttemptRow& r) { return r.channel == Channel::kConsulate; }},
    {"disabled", [](const AttemptRow& r) { return r.label.disabled && interactive(r); }},
    {"blind", [](const AttemptRow& r) { return r.label.blind && interactive(r); }},
    {"age 85 and more", [](const AttemptRow& r) { return r.age >= 85 && interactive(r); }},
    {"rural", [](const AttemptRow& r) { return r.label.rural && interactive(r); }},
    {"urban", [](const AttemptRow& r) { return !r.label.rural && interactive(r); }},
};

void add(Tally& tally, const AttemptRow& row, const std::string& group, double probability,
         std::span<const double> thresholds) {
  FlaggedKind& counts = tally.counts;
  counts.flagged.resize(thresholds.size());
  tally.found.resize(thresholds.size());
  ++counts.rows;
  counts.floors += row.floored ? 1 : 0;
  tally.groups.insert(group);
  for (std::size_t i = 0; i < thresholds.size(); ++i) {
    if (!row.queued(probability, thresholds[i])) continue;
    ++counts.flagged[i];
    tally.found[i].insert(group);
  }
}

FlaggedKind finished(const std::string& name, Tally tally) {
  FlaggedKind out = std::move(tally.counts);
  out.kind = name;
  out.groups = tally.groups.size();
  for (const auto& groups : tally.found) out.found.push_back(groups.size());
  return out;
}

std::vector<FlaggedKind> finished(Tallies tallies) {
  std::vector<FlaggedKind> out;
  for (auto& [name, tally] : tallies) out.push_back(finished(name, std::move(tally)));
  return out;
}

std::vector<FloorCount> count_floors(std::span<const AttemptRow> rows) {
  std::map<std::string, FloorCount> counts;
  for (const AttemptRow& row : rows) {
    for (const std::string& id : row.floors) {
      FloorCount& count = counts[id];
      if (is_fraud(row)) {
        ++count.fraud;
      } else if (row.label.scenario.empty() && !row.tainted) {
        ++count.ordinary;
      } else {
        ++count.likenesses;
      }
    }
  }
  std::vector<FloorCount> out;
  for (auto& [id, count] : counts) {
    count.id = id;
    out.push_back(count);
  }
  return out;
}

void append_percent(std::string& out, std::size_t part, std::size_t whole, const char* format) {
  std::array<char, 40> text{};
  const double share =
      whole == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  std::snprintf(text.data(), text.size(), format, share);
  out += text.data();
}

void append_table(std::string& out, const char* title, const std::vector<FlaggedKind>& kinds,
                  const std::vector<double>& thresholds, bool groups) {
  out += std::string("### ") + title + "\n\n| kind | rows | groups | floors |";
  std::string rule = "\n|---|---|---|---|";
  for (const double threshold : thresholds) {
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), " %g |", threshold);
    out += text.data();
    rule += "---|";
  }
  out += rule + "\n";
  for (const FlaggedKind& kind : kinds) {
    out += "| " + kind.kind + " | " + std::to_string(kind.rows) + " | " +
           std::to_string(kind.groups) + " |";
    append_percent(out, kind.floors, kind.rows, " %.2f %% |");
    for (std::size_t i = 0; i < thresholds.size(); ++i) {
      append_percent(out, kind.flagged[i], kind.rows, groups ? " %.0f %%" : " %.2f %%");
      if (groups) append_percent(out, kind.found[i], kind.groups, " (%.0f %%)");
      out += " |";
    }
    out += "\n";
  }
  out += "\n";
}

}  // namespace

Result<DecisionTable> count_decisions(std::span<const AttemptRow> rows,
                                      std::span<const std::string> cities,
                                      const models::Scorer& model,
                                      std::span<const double> thresholds) {
  Tallies frauds;
  Tallies likenesses;
  std::array<Tally, std::size(kOrdinary)> ordinary;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const AttemptRow& row = rows[i];
    const auto margin = model.margin(row.values);
    if (!margin) return tl::unexpected(margin.error());
    const double probability = model.probability(*margin);
    const std::string group = cities[i] + "/" + row.label.group;
    if (is_fraud(row)) {
      add(frauds[row.label.scenario], row, group, probability, thresholds);
    } else if (row.tainted) {  // a helper who took part in a fraud is rightly looked at
      add(likenesses["helper of a fraud"], row, group, probability, thresholds);
    } else if (!row.label.scenario.empty()) {
      add(likenesses[row.label.scenario], row, group, probability, thresholds);
    } else {
      for (std::size_t kind = 0; kind < ordinary.size(); ++kind) {
        if (kOrdinary[kind].takes(row)) {
          add(ordinary[kind], row, group, probability, thresholds);
        }
      }
    }
  }
  DecisionTable out;
  out.floors = count_floors(rows);
  out.thresholds.assign(thresholds.begin(), thresholds.end());
  out.frauds = finished(std::move(frauds));
  out.likenesses = finished(std::move(likenesses));
  for (std::size_t kind = 0; kind < ordinary.size(); ++kind) {
    ordinary[kind].counts.flagged.resize(thresholds.size());
    ordinary[kind].found.resize(thresholds.size());
    out.ordinary.push_back(finished(std::string(kOrdinary[kind].name), std::move(ordinary[kind])));
  }
  return out;
}

std::string format_decisions(const DecisionTable& table) {
  std::string out = "## Sent to a person, by threshold of the probability\n\n";
  append_table(out, "Fraud: share of attempts (and of gangs or persons with at least one)",
               table.frauds, table.thresholds, true);
  append_table(out, "Ordinary life: share of attempts", table.ordinary, table.thresholds, false);
  append_table(out, "Honest, though they look odd (drawn more often than in life)",
               table.likenesses, table.thresholds, false);
  out += "### Floors of the policy: rows each holds for\n\n";
  out += "| floor | fraud | ordinary | honest, odd |\n|---|---|---|---|\n";
  for (const FloorCount& floor : table.floors) {
    out += "| " + floor.id + " | " + std::to_string(floor.fraud) + " | " +
           std::to_string(floor.ordinary) + " | " + std::to_string(floor.likenesses) + " |\n";
  }
  return out;
}

}  // namespace analyzer
