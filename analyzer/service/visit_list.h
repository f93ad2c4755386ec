// The list from which visits at home are made (上门名单): old and disabled people whom
// certification failed on several days and did not pass since.
//
// Any number of threads may call at once.

#ifndef ANALYZER_SERVICE_VISIT_LIST_H_
#define ANALYZER_SERVICE_VISIT_LIST_H_

#include <string>
#include <string_view>

#include "analyzer/core/result.h"
#include "analyzer/service/actor.h"
#include "analyzer/service/service.h"

namespace analyzer {

class ServiceImpl;

struct VisitFilter {
  std::string region = {};  // code prefix
  bool done = false;
  std::string cursor = {};
  int limit = 50;  // 1 to 200
};

class VisitList {
 public:
  explicit VisitList(ServiceImpl& service) : service_(service) {}

  Result<Document> list(const Actor& actor, const VisitFilter& filter);
  // Notes that the person was visited, or need not be; with what came of it.
  Result<Document> finish(const Actor& actor, std::string_view id, std::string_view body);
  // The list as a table, at most 5,000 rows; logged.
  Result<Export> file(const Actor& actor, const VisitFilter& filter, SheetFormat format);

  // One round in the background: takes in what came since the last.
  void tend();

 private:
  ServiceImpl& service_;
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_VISIT_LIST_H_
