#include "analyzer/core/json.h"
#include "analyzer/server/api.h"
#include "analyzer/server/handlers.h"

namespace analyzer::server {
namespace {

std::string health_json(std::string_view status, const Health* health) {
  json::Object out;
  out["status"] = status;
  if (health != nullptr) {
    json::Array checks;
    for (const Health::Check& check : health->checks) {
      json::Object row;
      row["name"] = check.name;
      row["ok"] = check.ok;
      row["detail"] = check.detail;
      checks.push_back(std::move(row));
    }
    out["checks"] = std::move(checks);
  }
  return json::write(out);
}

void write_totals(MetricsText& text, const Counters& counters) {
  const auto one = [&](std::string_view name, std::string_view type, std::string_view help,
                       double value) {
    text.family(name, type, help);
    text.sample(name, {}, value);
  };
  const auto number = [](std::uint64_t value) { return static_cast<double>(value); };
  text.family("analyzer_decisions_total", "counter", "Answers by decision or level.");
  for (const auto& [decision, count] : counters.decisions) {
    text.sample("analyzer_decisions_total", {{"decision", decision}}, number(count));
  }
  one("analyzer_replayed_total", "counter", "Submissions that had come before.",
      number(counters.replayed));
  one("analyzer_not_recorded_total", "counter", "Submissions answered 503.",
      number(counters.not_recorded));
  one("analyzer_degraded_total", "counter", "Answers that a part could not speak to.",
      number(counters.degraded));
  one("analyzer_journal_waiting", "gauge", "Answered from the local journal, not yet recorded.",
      number(counters.journal_waiting));
  one("analyzer_commits_total", "counter", "Groups on disk.", number(counters.groups));
  one("analyzer_queue_depth", "gauge", "Submissions that wait for the sequencer.",
      number(counters.queue_depth));
  one("analyzer_cases_open", "gauge", "Cases without a decision.", number(counters.cases_open));
  one("analyzer_cases_oldest_seconds", "gauge", "Age of the oldest open case.",
      counters.oldest_open_seconds);
  one("analyzer_windows_events", "gauge", "Events held in the windows.",
      number(counters.windows_events));
  one("analyzer_retention_erased_total", "counter", "Rows that retention erased.",
      number(counters.erased_rows));
  one("analyzer_retention_failing", "gauge", "1: retention's last run did not end.",
      counters.retention_failing ? 1 : 0);
  one("analyzer_parts_failing", "gauge", "1: the next month's part could not be made.",
      counters.parts_failing ? 1 : 0);
}

void write_versions(MetricsText& text, const Counters& counters) {
  text.family("analyzer_snapshot_info", "gauge", "The snapshot that decides now.");
  text.sample("analyzer_snapshot_info", {{"snapshot", counters.snapshot}}, 1);
  text.family("analyzer_model_info", "gauge", "The models loaded, or absent.");
  for (const auto& [name, digest] : counters.models) {
    text.sample("analyzer_model_info", {{"model", name}, {"digest", digest}},
                digest == "absent" ? 0 : 1);
  }
  text.family("analyzer_stage_seconds", "histogram", "Time of each stage of a submission.");
  for (const Counters::Stage& stage : counters.stages) {
    text.histogram("analyzer_stage_seconds", {{"stage", stage.name}}, kStageBounds, stage.counts,
                   stage.sum_seconds);
  }
}

void write_connections(MetricsText& text, const ListenerCounts& counts) {
  const auto one = [&](std::string_view name, std::string_view type, std::string_view help,
                       std::uint64_t value) {
    text.family(name, type, help);
    text.sample(name, {}, static_cast<double>(value));
  };
  one("analyzer_connections_open", "gauge", "Connections now.", counts.open);
  one("analyzer_connections_total", "counter", "Connections accepted.", counts.accepted);
  one("analyzer_connections_refused_total", "counter", "Connections above a limit.",
      counts.refused);
  one("analyzer_connections_timed_out_total", "counter", "Connections closed for slowness.",
      counts.timed_out);
}

void write_pictures(MetricsText& text, const PictureCounts& counts) {
  text.family("analyzer_pictures_total", "counter", "Pictures by what came of them.");
  text.sample("analyzer_pictures_total", {{"outcome", "done"}}, static_cast<double>(counts.done));
  text.sample("analyzer_pictures_total", {{"outcome", "failed"}},
              static_cast<double>(counts.failed));
  text.sample("analyzer_pictures_total", {{"outcome", "refused"}},
              static_cast<double>(counts.refused));
  text.family("analyzer_pictures_waiting", "gauge", "Pictures that wait for a reader.");
  text.sample("analyzer_pictures_waiting", {}, static_cast<double>(counts.waiting));
}

}  // namespace

std::string Api::metrics_text() {
  MetricsText text;
  request_metrics_.write(text);
  const Counters counters = service_.counters();
  write_totals(text, counters);
  write_versions(text, counters);
  text.family("analyzer_deciders_waiting", "gauge", "Checks, reports and batches that wait.");
  text.sample("analyzer_deciders_waiting", {}, static_cast<double>(deciders_.waiting()));
  text.family("analyzer_workers_waiting", "gauge", "Other requests that wait for a worker.");
  text.sample("analyzer_workers_waiting", {}, static_cast<double>(workers_.waiting()));
  if (options_.pictures != nullptr) write_pictures(text, options_.pictures->counts());
  if (options_.listener_counts) write_connections(text, options_.listener_counts());
  write_process(text);
  return text.take();
}

void live(Api&, const CallPtr&, const Respond& respond) {
  respond(json_response(200, health_json("ok", nullptr)));
}

void ready(Api& api, const CallPtr&, const Respond& respond) {
  Health health = api.service().health();
  if (Pictures* pictures = api.pictures()) {
    if (auto check = pictures->health()) health.checks.push_back(*std::move(check));
  }
  bool all = true;
  for (const Health::Check& check : health.checks) all = all && check.ok;
  const std::string_view status = !health.ready ? "unavailable" : all ? "ok" : "degraded";
  respond(json_response(health.ready ? 200 : 503, health_json(status, &health)));
}

void metrics(Api& api, const CallPtr&, const Respond& respond) {
  Response response;
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = api.metrics_text();
  respond(std::move(response));
}

void get_openapi(Api& api, const CallPtr&, const Respond& respond) {
  Response response;
  response.content_type = "application/json";
  response.shared_body = api.openapi_bytes();
  respond(std::move(response));
}

void get_docs(Api& api, const CallPtr& call, const Respond& respond) {
  Response response;
  response.content_type = "text/html; charset=utf-8";
  response.headers.emplace_back("Content-Security-Policy", kContentSecurityPolicy);
  response.shared_body = api.docs_page(call->language);
  respond(std::move(response));
}

}  // namespace analyzer::server
