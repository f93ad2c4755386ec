// What the service's own files share of objections (异议).

#ifndef ANALYZER_SERVICE_OBJECTIONS_H_
#define ANALYZER_SERVICE_OBJECTIONS_H_

#include <string>
#include <string_view>

#include "analyzer/core/result.h"
#include "analyzer/service/keys.h"
#include "analyzer/store/store.h"

namespace analyzer {

inline constexpr const char* kObjectionSaid = "objection";  // kinds of secrets
inline constexpr const char* kObjectionContact = "contact";

// What the person said, in clear; "" where nothing is kept.
Result<std::string> objection_said(store::Session& session, const SiteKeys& keys,
                                   std::string_view case_id);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_OBJECTIONS_H_
