// An Error as a problem (RFC 9457), for answers that are lines or items rather
// than HTTP responses: `analyzer score` and the results of a batch.

#ifndef ANALYZER_WIRE_PROBLEM_H_
#define ANALYZER_WIRE_PROBLEM_H_

#include <string>
#include <string_view>

#include "analyzer/core/result.h"
#include "analyzer/wire/write.h"

namespace analyzer::wire {

// The HTTP status that `error` is answered with: 422 where fields are named,
// 400 for input that could not be read at all, 404, 409, 503, 500.
int http_status(const Error& error);

// The stable type, a URI reference: "/problems/invalid" and so on.
std::string_view problem_type(const Error& error);

// One sentence that belongs to the type, never to the error.
std::string_view problem_title(const Error& error, Lang lang = Lang::kZh);

// Appends {"type","title","status","errors":[{"pointer","code","message"}]};
// `errors` only where fields are named. Of the error's own message nothing is
// written: it is for the log.
void append_problem(std::string& out, const Error& error, Lang lang = Lang::kZh);

// Returns {"problem":{...}}, the line of `analyzer score` for a bad line.
std::string write_problem(const Error& error, Lang lang = Lang::kZh);

}  // namespace analyzer::wire

#endif  // ANALYZER_WIRE_PROBLEM_H_
