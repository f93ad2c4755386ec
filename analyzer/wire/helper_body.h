// Body of POST /v1/helpers and of PUT /v1/helpers/{helper_id}.

#ifndef ANALYZER_WIRE_HELPER_BODY_H_
#define ANALYZER_WIRE_HELPER_BODY_H_

#include <optional>
#include <string>
#include <vector>

#include "analyzer/core/attempt.h"
#include "analyzer/core/helper.h"
#include "analyzer/core/json.h"
#include "analyzer/core/result.h"

namespace analyzer::wire {

// By what a helper is known: a reference as callers send it, or the id under which
// the service showed a link.
struct HelperBodyLink {
  LinkKind kind = LinkKind::kDevice;
  Text value;
  Text id;
  Text label;
};

struct HelperBody {
  HelperKind kind = HelperKind::kPoint;
  std::string name;
  std::vector<std::string> area;
  std::optional<Date> valid_from;
  std::optional<Date> valid_until;
  std::vector<Weekday> weekdays;
  Text opens;   // "08:00"
  Text closes;  // "18:00"
  Count persons_day;
  Count persons_week;
  Count beds;
  Text note;
  Text case_id;         // from whose observations links are named by id
  Text link_namespace;  // of `value`s; the whole site's where absent
  std::vector<HelperBodyLink> links;
};

// Fails as the functions of parse.h do. What fields mean together is checked by
// service/helper_terms.h.
Result<HelperBody> parse_helper(const json::Value& body);

}  // namespace analyzer::wire

#endif  // ANALYZER_WIRE_HELPER_BODY_H_
