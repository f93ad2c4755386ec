#include "analyzer/store/postgres_error.h"

#include <libpq-fe.h>

#include <string>
#include <string_view>

namespace analyzer::store {
namespace {

ErrorCode code_of(std::string_view state) {
  if (state == "23505" || state == "P0001") return ErrorCode::kConflict;  // unique; our triggers
  if (state == "23503") return ErrorCode::kNotFound;                      // foreign key
  if (state.starts_with("23") || state.starts_with("22")) return ErrorCode::kInvalid;
  if (state.starts_with("XX")) return ErrorCode::kCorrupt;
  return ErrorCode::kUnavailable;
}

std::string field(const PGresult* result, int which) {
  const char* text = PQresultErrorField(result, which);
  return text == nullptr ? "" : text;
}

}  // namespace

bool good(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

Error error_of(const PGresult* result) {
  const std::string state = field(result, PG_DIAG_SQLSTATE);
  std::string message = "store: the database refused it (" + (state.empty() ? "lost" : state);
  for (const int which : {PG_DIAG_TABLE_NAME, PG_DIAG_CONSTRAINT_NAME}) {
    if (const std::string name = field(result, which); !name.empty()) message += ", " + name;
  }
  return {code_of(state), message + ")", {}};
}

}  // namespace analyzer::store
