#include "analyzer/service/simulate/simulate.h"

#include <algorithm>
#include <cstdio>

#include "analyzer/core/json.h"
#include "analyzer/service/simulate/stage.h"
#include "analyzer/wire/write.h"

namespace analyzer::simulate {
namespace {

Time arrival(const Attempt& attempt) {
  const Time recorded = attempt.recorded_at.value_or(attempt.occurred_at);
  return std::max(recorded, attempt.occurred_at);
}

void play(Stage& stage) {
  // Frauds take their people first, then what looks like them; the rest lives
  // an ordinary life.
  play_office_frauds(stage);
  play_personal_frauds(stage);
  play_group_frauds(stage);
  play_group_confounders(stage);
  play_confounders(stage);
  play_ordinary(stage);
}

void sort_and_number(Stage& stage, std::uint64_t seed) {
  std::stable_sort(
      stage.records.begin(), stage.records.end(),
      [](const Record& a, const Record& b) { return arrival(a.attempt) < arrival(b.attempt); });
  for (std::size_t i = 0; i < stage.records.size(); ++i) {
    char id[48];
    std::snprintf(id, sizeof id, "sim-%llu-%07zu", static_cast<unsigned long long>(seed), i + 1);
    stage.records[i].attempt.attempt_id = id;
  }
  std::stable_sort(
      stage.registry.begin(), stage.registry.end(),
      [](const RegistryRow& a, const RegistryRow& b) { return a.received_at < b.received_at; });
}

void append_pair(std::string& out, std::string_view key, std::string_view value) {
  if (out.back() != '{') out += ',';
  json::append_string(out, key);
  out += ':';
  json::append_string(out, value);
}

}  // namespace

Status simulate(const Parameters& parameters, std::uint64_t seed, const Sinks& sinks) {
  Stage stage(parameters, seed);
  play(stage);
  sort_and_number(stage, seed);
  auto row = stage.registry.begin();
  for (const Record& record : stage.records) {
    for (; row != stage.registry.end() && row->received_at <= arrival(record.attempt); ++row) {
      if (!sinks.registry) continue;
      if (Status status = sinks.registry(*row); !status) return status;
    }
    if (Status status = sinks.attempt(record.attempt, record.label); !status) return status;
  }
  return {};
}

std::string attempt_line(const Attempt& attempt) {
  std::string out = "{\"attempt\":";
  wire::write_attempt(out, attempt);
  return out + "}";
}

std::string registry_line(const RegistryRow& row) {
  std::string out = "{\"registry_event\":{";
  append_pair(out, "event_id", row.event_id);
  out += ",\"person\":{";
  append_pair(out, "ref", row.person_ref);
  out += '}';
  append_pair(out, "kind", name_of(row.kind));
  append_pair(out, "from", format_date(row.from));
  if (row.to) append_pair(out, "to", format_date(*row.to));
  append_pair(out, "source", row.source);
  append_pair(out, "source_id", row.event_id);
  append_pair(out, "match", row.name_only ? "name" : "id");
  append_pair(out, "status", "confirmed");
  append_pair(out, "received_at", format_time(row.received_at));
  return out + "}}";
}

std::string truth_line(const Attempt& attempt, const Label& label) {
  std::string out = "{";
  append_pair(out, "attempt_id", attempt.attempt_id);
  append_pair(out, "truth", name_of(label.truth));
  append_pair(out, "scenario", label.scenario);
  append_pair(out, "group", label.group);
  out += label.confirmed ? ",\"confirmed\":true}" : ",\"confirmed\":false}";
  return out;
}

}  // namespace analyzer::simulate
