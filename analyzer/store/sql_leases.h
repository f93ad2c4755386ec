// Leases over a Db.

#ifndef ANALYZER_STORE_SQL_LEASES_H_
#define ANALYZER_STORE_SQL_LEASES_H_

#include "analyzer/store/leases.h"
#include "analyzer/store/sql.h"

namespace analyzer::store {

class SqlLeases final : public Leases {
 public:
  explicit SqlLeases(Db& db) : db_(db) {}
  Result<bool> take(std::string_view name, std::string_view holder,
                    std::chrono::milliseconds length) override;
  Status give_back(std::string_view name, std::string_view holder) override;

 private:
  Db& db_;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_SQL_LEASES_H_
