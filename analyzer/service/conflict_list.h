// Conflicts of interest that staff state (回避): who pays or approves benefits of a place,
// has relatives there or lives in the village judges no case of it. The server passes
// such cases over and refuses claiming, deciding and confirming them.
//
// Any number of threads may call at once.

#ifndef ANALYZER_SERVICE_CONFLICT_LIST_H_
#define ANALYZER_SERVICE_CONFLICT_LIST_H_

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/core/case.h"
#include "analyzer/core/result.h"
#include "analyzer/service/actor.h"
#include "analyzer/service/service.h"
#include "analyzer/store/store.h"

namespace analyzer {

class ServiceImpl;

class ConflictList {
 public:
  explicit ConflictList(ServiceImpl& service) : service_(service) {}

  // One's own; of a supervisor also those of others whose region meets his.
  Result<Document> list(const Actor& actor);
  // States one for oneself, a supervisor also for another (openapi.yaml: NewConflict).
  Result<Document> add(const Actor& actor, std::string_view body);
  // By a supervisor who is not the person, with a reason: nobody frees himself.
  Result<Document> end(const Actor& actor, std::string_view id, std::string_view body);

 private:
  ServiceImpl& service_;
};

// The account's conflict in force that takes in the case: by its region, or by where the
// persons of its latest attempts live.
Result<std::optional<store::Conflict>> conflict_with(store::Session& session, const Case& c,
                                                     const std::string& account);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_CONFLICT_LIST_H_
