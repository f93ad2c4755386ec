// What PostgreSQL's answers mean as failures. Internal to this layer.

#ifndef ANALYZER_STORE_POSTGRES_ERROR_H_
#define ANALYZER_STORE_POSTGRES_ERROR_H_

#include "analyzer/core/result.h"

struct pg_result;

namespace analyzer::store {

// Whether the statement was done.
bool good(const pg_result* result);

// Why it was not. The message names state, table and constraint, which are no data;
// never a value.
Error error_of(const pg_result* result);

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_POSTGRES_ERROR_H_
