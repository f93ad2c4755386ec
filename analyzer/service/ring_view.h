// The ring of a case as JSON (openapi.yaml: Ring): nodes under neutral labels,
// never hashes or references. Pure.

#ifndef ANALYZER_SERVICE_RING_VIEW_H_
#define ANALYZER_SERVICE_RING_VIEW_H_

#include <cstddef>
#include <string>

#include "analyzer/core/json.h"
#include "analyzer/store/ring.h"

namespace analyzer {

// "人员3", "手机B", "收款账户AA": what the n-th node of its kind is called, n
// counted from 1 in the picture's order.
std::string ring_label(LinkKind kind, std::size_t n);

json::Object ring_view(const store::RingPicture& picture, int steps);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_RING_VIEW_H_
