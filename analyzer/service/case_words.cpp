// What the console needs to know before it can offer a reviewer anything: the words
// of data/casework.toml, and who there is to hand a case to.

#include "analyzer/service/case_words.h"

#include <algorithm>

#include "analyzer/service/case_rights.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {
namespace {

json::Object finding_view(const FindingWord& finding) {
  json::Array kinds;
  for (const CaseKind kind : finding.kinds) kinds.emplace_back(to_json(name_of(kind)));
  return {
      {"id", finding.id},
      {"name", sentence_view(finding.name)},
      {"kinds", std::move(kinds)},
      {"disposition", to_json(name_of(finding.disposition))},
      {"cause", to_json(name_of(finding.cause))},
      {"outcome", to_json(name_of(finding.outcome.value_or(review_outcome(finding.disposition))))},
      {"adverse", is_adverse(finding.disposition)},
      {"destinations", words_of(finding.destinations)}};
}

bool reviews(const store::User& user) {
  const auto has = [&](Role role) {
    return std::find(user.roles.begin(), user.roles.end(), name_of(role)) != user.roles.end();
  };
  return !user.disabled &&
         (has(Role::kReviewer) || has(Role::kSecondReviewer) || has(Role::kSupervisor));
}

}  // namespace

Result<Document> ServiceImpl::casework_words() {
  const auto snapshot = this->snapshot();
  const CaseworkWords& words = snapshot->casework();
  json::Array findings;
  for (const FindingWord& finding : words.findings) findings.push_back(finding_view(finding));
  json::Array destinations;
  for (const DestinationWord& one : words.destinations) {
    destinations.push_back(json::Object{{"id", one.id}, {"name", sentence_view(one.name)}});
  }
  return document(json::write(
      json::Object{{"findings", std::move(findings)},
                   {"destinations", std::move(destinations)},
                   {"bulk", json::Object{{"reviewer", words.bulk.reviewer},
                                         {"second_reviewer", words.bulk.second_reviewer},
                                         {"supervisor", words.bulk.supervisor}}},
                   {"report_yuan", words.report_yuan},
                   {"major_yuan", words.major_yuan}}));
}

Result<Document> ServiceImpl::reviewers(const Actor& actor) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  const auto users = (*session)->accounts().users();
  if (!users) return tl::unexpected(users.error());
  json::Array data;
  for (const store::User& user : *users) {
    const bool near =
        user.region.starts_with(actor.region) || actor.region.starts_with(user.region);
    if (!reviews(user) || !near) continue;
    data.push_back(json::Object{{"id", user.id},
                                {"name", user.display_name.empty() ? user.name : user.display_name},
                                {"roles", words_of(user.roles)},
                                {"region", user.region}});
  }
  return document(json::write(json::Object{{"data", std::move(data)}}));
}

}  // namespace analyzer
