// What a settled scam puts on our own list: the links, codes, messages, numbers and accounts
// that its reports show. As data/feeds.toml says, some go there by themselves, others wait for
// another person than who decided the case. Never what is official, a shared platform, a
// brand's own, a place of the benign corpus, allowed, or taken back by a person before.
//
// All of it is the opinion of the source "disposition" (feeds/own_sources.h), and counts for
// its kind's time. A case that a person opens again, or that settles otherwise, takes its own
// back; what another case lists too stays. One that new reports open again keeps them until it
// is decided anew.
//
// Any number of threads may call at once.

#ifndef ANALYZER_SERVICE_CASE_LISTINGS_H_
#define ANALYZER_SERVICE_CASE_LISTINGS_H_

#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/core/case.h"
#include "analyzer/core/result.h"
#include "analyzer/service/actor.h"
#include "analyzer/service/case_shown.h"
#include "analyzer/service/service.h"
#include "analyzer/store/store.h"

namespace analyzer {

class ServiceImpl;

class CaseListings {
 public:
  explicit CaseListings(Service& service);

  // What the case lists, proposes or leaves out and why; before it settles what it will
  // (openapi.yaml: CaseListings). Fails with kNotFound for those who may not see the case.
  Result<Document> of_case(const Actor& actor, std::string_view case_id);

  // What waits for another person, oldest first (openapi.yaml: WaitingListings).
  Result<Document> waiting(const Actor& actor);

  // Lists one value that waits, or leaves it: body {"kind", "value", "list", "note"},
  // `if_match` the version that was looked at. Fails with kConflict, code "same_person" for who
  // decided the case, "stale" where it was changed meanwhile, "withdrawn" where a person took the
  // value back since, and with kInvalid, code "protected", where it must not be listed by now.
  Result<Document> decide(const Actor& actor, std::string_view case_id, std::int64_t if_match,
                          std::string_view body);

 private:
  ServiceImpl& service_;
};

// What `c` will list once it settles, read before others wait for it: of hundreds of reports
// that takes a tenth of a second. Nothing if it is no scam, or could not be read.
std::optional<std::vector<ShownValue>> read_shown(ServiceImpl& service, store::Session& session,
                                                  const Case& c);

// Lists and proposes what a case that settled just now shows if it is a scam; takes back what
// it listed before if it is none. `shown`: as read_shown() of the case as it was decided; where
// it is missing it is read here. In the transaction of the settlement; the indicators are to be
// refreshed after it.
Status list_settled(ServiceImpl& service, store::Session& session, const Case& settled,
                    std::optional<std::vector<ShownValue>> shown);

// Takes back what the case put on the list and what it proposes; as above.
Status take_back_listings(ServiceImpl& service, store::Session& session, std::string_view case_id);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_CASE_LISTINGS_H_
