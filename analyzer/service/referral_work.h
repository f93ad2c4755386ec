// Cases handed down to a township or village and given back (下发、回收). A case waits for
// the unit until its day and then comes back to who handed it down. The unit's people
// (accounts of its region) see what is asked of them, not the case; their return is
// entered by them or by the county for them.
//
// Any number of threads may call at once.

#ifndef ANALYZER_SERVICE_REFERRAL_WORK_H_
#define ANALYZER_SERVICE_REFERRAL_WORK_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/core/case.h"
#include "analyzer/core/json.h"
#include "analyzer/core/result.h"
#include "analyzer/service/actor.h"
#include "analyzer/service/keys.h"
#include "analyzer/service/service.h"
#include "analyzer/store/store.h"

namespace analyzer {

class CaseViews;
class ServiceImpl;

struct ReferralFilter {
  std::string state = {};   // word of store::ReferralState, or empty
  std::string region = {};  // code prefix of the units
  std::string cursor = {};
  int limit = 50;  // 1 to 200
};

class ReferralWork {
 public:
  explicit ReferralWork(ServiceImpl& service) : service_(service) {}

  // Hands a case down (openapi.yaml: NewReferral); answers the case. By who holds it.
  // `if_match` as in Service::act().
  Result<Document> send(const Actor& actor, std::string_view case_id, std::int64_t if_match,
                        std::string_view body);
  // Takes it back before it was returned, with a reason; answers the case.
  Result<Document> recall(const Actor& actor, std::string_view id, std::string_view body);
  // What the unit found (openapi.yaml: ReferralReturn); answers the referral.
  Result<Document> give_back(const Actor& actor, std::string_view id, std::string_view body);
  // Those of units within the actor's region, what is due first; nothing of persons.
  Result<Document> list(const Actor& actor, const ReferralFilter& filter);
  // One with what is asked and what was found; the look is logged.
  Result<Document> find(const Actor& actor, std::string_view id);

 private:
  ServiceImpl& service_;
};

// A case's referrals for its page, with what was asked and found (openapi.yaml: Referral).
Result<json::Array> referrals_view(store::Session& session, const Case& c, CaseViews& views,
                                   const SiteKeys& keys, Time now);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_REFERRAL_WORK_H_
