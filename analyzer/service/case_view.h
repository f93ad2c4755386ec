// Cases and what belongs to them as JSON (openapi.yaml: Case, CaseDetail ...).
//
// Pure but for what is read through the session given.

#ifndef ANALYZER_SERVICE_CASE_VIEW_H_
#define ANALYZER_SERVICE_CASE_VIEW_H_

#include <map>
#include <string>
#include <vector>

#include "analyzer/core/case.h"
#include "analyzer/core/json.h"
#include "analyzer/core/result.h"
#include "analyzer/engine/snapshot.h"
#include "analyzer/service/actor.h"
#include "analyzer/service/keys.h"
#include "analyzer/store/store.h"

namespace analyzer {

// Reads names of accounts and places once for a whole page.
class CaseViews {
 public:
  // `keys` open what a case's page shows of sealed notes.
  CaseViews(store::Session& session, const Snapshot& snapshot, const SiteKeys* keys = nullptr)
      : session_(session), snapshot_(snapshot), keys_(keys) {}

  json::Object summary(const Case& c);
  json::Object related(const Case& c, const std::vector<std::string>& shared);
  // The whole page of one case, as far as `actor` may see what it is related to.
  Result<json::Object> detail(const Case& c, const Actor& actor, Time now);
  // A person's name for display, else the id itself; null for an empty one.
  json::Value account_name(const std::string& id);

 private:
  Result<json::Array> observations(const Case& c);
  Result<json::Object> observation(const store::ObservationSummary& row, const Case& c);
  Result<json::Value> objection_of(const Case& c);
  Result<json::Array> objections_to(const Case& c);
  Result<json::Array> events(const Case& c);
  json::Array checklist(const Case& c, const json::Array& observations,
                        const std::vector<CaseEvent>& diary);
  json::Array recused(const Case& c);
  Result<json::Array> related_of(const Case& c, const std::vector<Link>& links, const Actor& actor);
  Result<json::Value> campaign_of(const Case& c);

  store::Session& session_;
  const Snapshot& snapshot_;
  const SiteKeys* keys_;
  std::map<std::string, std::string> names_;
  std::vector<CaseEvent> diary_;  // of the case that detail() reads
};

// What a case is about, oldest first: its observations, and those it mentions that stand
// in another one.
Result<std::vector<store::ObservationSummary>> seen_with(store::Session& session,
                                                         std::string_view case_id);

json::Object sentence_view(const Sentence& sentence);
json::Object campaign_view(const store::Campaign& campaign);

// null for an empty text or an absent value.
json::Value text_or_null(const std::string& text);
json::Value time_or_null(const std::optional<Time>& time);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_CASE_VIEW_H_
