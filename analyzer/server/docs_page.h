// The contract as a page to read: made of openapi.json, with no script and
// nothing from elsewhere.

#ifndef ANALYZER_SERVER_DOCS_PAGE_H_
#define ANALYZER_SERVER_DOCS_PAGE_H_

#include <string>
#include <string_view>

#include "analyzer/core/result.h"
#include "analyzer/server/problem.h"

namespace analyzer::server {

// Returns one HTML page. Fails with kCorrupt if `openapi` is not a document of
// that kind.
//
// Takes some milliseconds: made once at start.
Result<std::string> docs_page_of(std::string_view openapi, Language language);

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_DOCS_PAGE_H_
