// The columns of the attempt model: what each one is called, its unit, and how
// it is read off an attempt, its history and its signals. A missing value is
// NaN, never zero. Nothing here identifies a person: no reference, no hash, no
// region, no day of the year.
//
// To add a column: one row in attempt_columns.cpp, then train again; an artifact
// names the columns it uses, and one that is not known here fails its load.
//
// Pure; any number of threads may call these at once.

#ifndef ANALYZER_ENGINE_ATTEMPT_COLUMNS_H_
#define ANALYZER_ENGINE_ATTEMPT_COLUMNS_H_

#include <span>
#include <string_view>
#include <vector>

#include "analyzer/core/signal.h"
#include "analyzer/engine/signal_tables.h"

namespace analyzer {

struct AttemptColumn {
  std::string_view name;
  std::string_view unit;  // "persons", "days", "log-odds", "share", "flag" ...
  float (*value)(const AttemptContext&, const Signals&);
};

std::span<const AttemptColumn> attempt_columns();

// The columns' names, in their order.
std::span<const std::string_view> attempt_column_names();

// One value a column, in their order. `signals` are those after context has
// explained some of them away.
std::vector<float> attempt_row(const AttemptContext& context, const Signals& signals);

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_ATTEMPT_COLUMNS_H_
