// The query parameters that each route takes, as openapi.yaml lists them.

#ifndef ANALYZER_SERVER_PARAMETERS_H_
#define ANALYZER_SERVER_PARAMETERS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/server/http.h"

namespace analyzer::server {

class Parameters {
 public:
  // Takes nothing at all.
  Parameters() = default;

  // Reads them of every route from the document. Fails with kCorrupt if it lacks
  // one.
  static Result<Parameters> read(std::string_view openapi_json);

  // One entry each parameter that the route (an index into routes()) does not
  // take or that is given twice: a misspelt filter must not vanish. The pointer
  // is "?" and its name, made printable.
  std::vector<FieldError> mistakes(std::size_t route, const Query& query) const;

 private:
  std::vector<std::vector<std::string>> names_;  // of each route
};

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_PARAMETERS_H_
