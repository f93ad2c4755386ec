// Objections of those who are listed. Another person than whoever listed the value and
// whoever took the objection in decides; what is granted is taken back, and closed only
// once no export holds it or covers it any more.
//
// Any number of threads may call at once.

#ifndef ANALYZER_SERVICE_DISPUTES_H_
#define ANALYZER_SERVICE_DISPUTES_H_

#include <string>
#include <string_view>

#include "analyzer/core/result.h"
#include "analyzer/service/actor.h"
#include "analyzer/service/published_lists.h"
#include "analyzer/service/service.h"
#include "analyzer/store/disputes.h"

namespace analyzer {

class Disputes {
 public:
  // Both must outlive it.
  Disputes(Service& service, PublishedLists& lists) : service_(service), lists_(lists) {}

  // Takes an objection in (openapi.yaml: NewDispute); `by` is an account or a caller. One
  // that is open about the same value takes in what else is said about it, and is answered.
  Result<Document> open(const std::string& by, std::string_view body);
  // Those of a state, or all, oldest first (DisputeList).
  Result<Document> list(std::string_view state);
  // Whom to tell, of each who objected and left it (DisputeContacts); the look is logged.
  Result<Document> contacts(const Actor& actor, std::string_view id);
  // Grants or refuses (DisputeDecision). Fails with kConflict, code "same_person" or
  // "stale" (`if_match` is the version the actor saw).
  Result<Document> decide(const Actor& actor, std::string_view id, std::int64_t if_match,
                          std::string_view body);
  // Closes what was granted and is gone from every export by now.
  Status tend();

 private:
  Result<store::Dispute> find(std::string_view id);
  Status may_decide(const Actor& actor, const store::Dispute& dispute);
  Status take_back(store::Session& session, const store::Dispute& dispute, const Actor& actor);
  Result<store::Dispute> close(store::Dispute dispute);

  Service& service_;
  PublishedLists& lists_;
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_DISPUTES_H_
