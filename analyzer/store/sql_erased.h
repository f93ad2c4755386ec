// Notes of what was erased, for those who count in memory (erasing.h). Internal to this
// layer; inside the transaction that erases.

#ifndef ANALYZER_STORE_SQL_ERASED_H_
#define ANALYZER_STORE_SQL_ERASED_H_

#include <vector>

#include "analyzer/store/sql.h"

namespace analyzer::store {

// Something went, or changed, in the log from `first` to `last`; 0 to 0: anywhere.
Status note_erased(Db& db, Seq first, Seq last);
// The same of single numbers, in any order; none is nothing.
Status note_erased(Db& db, std::vector<Seq> seqs);

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_SQL_ERASED_H_
