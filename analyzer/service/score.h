// `analyzer score`: the service's work on lines of JSON, without the server. The
// same lines give the same bytes.

#ifndef ANALYZER_SERVICE_SCORE_H_
#define ANALYZER_SERVICE_SCORE_H_

#include <functional>
#include <istream>
#include <ostream>
#include <string>

#include "analyzer/core/result.h"

namespace analyzer {

struct ScoreOptions {
  std::string root;      // folder that holds data/ and models/
  std::string store;     // begin from this store, which is not changed; empty: from nothing
  std::string key_file;  // empty: the built-in keys
  // Called now and then with the lines answered so far.
  std::function<void(std::size_t)> progress;
};

// Reads one {"attempt":…}, {"report":…}, {"check":…} or {"registry_event":…} a
// line and writes exactly one answer a line, in order; a bad line is answered
// by {"problem":…}. Checks between two other lines run on all cores.
//
// Fails if the snapshot or the store cannot be opened or `out` cannot be
// written; never because of a line.
Status score(std::istream& in, std::ostream& out, const ScoreOptions& options);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_SCORE_H_
