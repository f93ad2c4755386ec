// The head of a request, from what a parser found to a Request.

#ifndef ANALYZER_SERVER_REQUEST_HEAD_H_
#define ANALYZER_SERVER_REQUEST_HEAD_H_

#include <string_view>

#include "analyzer/server/http.h"

namespace analyzer::server {

// "GET" and so on; kOther for what no route knows.
Method method_of(std::string_view name);

// Keeps the header if something here reads it. False if it is one that must not
// be given twice and was.
bool add_header(Request& request, std::string_view name, std::string_view value);

// Splits a request target into path and query. False if it is not a path
// ("/a?b") nor a whole address ("http://host/a?b").
bool set_target(Request& request, std::string_view target);

// 1 to 64 of [A-Za-z0-9._-].
bool valid_request_id(std::string_view id);

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_REQUEST_HEAD_H_
