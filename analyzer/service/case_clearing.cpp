// What would clear a case's attempts, from the attempt and the history that were
// stored with its verdict.

#include "analyzer/engine/clearing.h"
#include "analyzer/service/case_rights.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/case_words.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/service/stored_verdict.h"
#include "analyzer/wire/parse.h"

namespace analyzer {
namespace {

constexpr std::size_t kMostAttempts = 5;  // of a case, the latest
constexpr json::Limits kStored{.max_depth = 32, .max_bytes = 8U << 20U};

json::Object set_view(const Clearing& clearing, const Snapshot& snapshot) {
  json::Array signals;
  for (const std::string& code : clearing.codes) {
    const Sentence* normal = snapshot.normal(code);
    signals.push_back(json::Object{
        {"code", code},
        {"normal", normal ? json::Value(sentence_view(*normal)) : json::Value(nullptr)}});
  }
  return {{"decision", to_json(name_of(clearing.decision))}, {"signals", std::move(signals)}};
}

}  // namespace

Result<Document> ServiceImpl::case_clearing(const Actor& actor, std::string_view id) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  const Result<Case> found = visible_case(**session, actor, id);
  if (!found) return tl::unexpected(found.error());
  const auto rows = seen_with(**session, id);
  if (!rows) return tl::unexpected(rows.error());
  const auto snapshot = this->snapshot();
  json::Array data;
  for (auto row = rows->rbegin(); row != rows->rend() && data.size() < kMostAttempts; ++row) {
    if (row->key.kind != store::ObservationKind::kAttempt) continue;
    const auto stored = (*session)->observations().get(row->seq);
    if (!stored) return tl::unexpected(stored.error());
    const store::NewObservation& o = stored->observation;
    const Result<json::Value> facts = json::parse(o.facts, kStored);
    if (!facts) return tl::unexpected(facts.error());
    const auto attempt = wire::parse_attempt(*facts, {.synthetic_ids = true, .sealed = true});
    const Result<json::Value> verdict = json::parse(o.verdict, kStored);
    if (!attempt || !verdict) continue;  // damaged: nothing can be said of it
    const Result<History> history = stored_history(*verdict);
    if (!history) continue;
    json::Array sets;
    for (const Clearing& one : what_would_clear(attempt->value, *history, *snapshot)) {
      sets.push_back(set_view(one, *snapshot));
    }
    data.push_back(json::Object{{"observation_id", o.key.external_id}, {"sets", std::move(sets)}});
  }
  return document(json::write(json::Object{{"data", std::move(data)}}));
}

}  // namespace analyzer
