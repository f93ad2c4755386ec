// The head of an answer as bytes.

#ifndef ANALYZER_SERVER_RESPONSE_HEAD_H_
#define ANALYZER_SERVER_RESPONSE_HEAD_H_

#include <string>
#include <string_view>

#include "analyzer/server/http.h"

namespace analyzer::server {

// Returns status line and headers with the empty line that ends them. A header
// whose value holds a control character is left out.
//
// `fixed` is a block of whole header lines; `date` the value of Date.
std::string response_head(const Response& response, std::string_view request_id,
                          std::string_view fixed, std::string_view date, bool keep_alive);

// Now in the form of the Date header; computed once a second for each thread.
std::string_view http_date();

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_RESPONSE_HEAD_H_
