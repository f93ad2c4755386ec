#include "analyzer/store/sql_leases.h"

#include <string>

namespace analyzer::store {

Result<bool> SqlLeases::take(std::string_view name, std::string_view holder,
                             std::chrono::milliseconds length) {
  const std::string clock(db_.clock());
  Query query(db_, "INSERT INTO leases (name, holder, ends) VALUES (?1, ?2, " + clock +
                       " + ?3) ON CONFLICT (name) DO UPDATE SET holder = excluded.holder,"
                       " ends = excluded.ends"
                       " WHERE leases.holder = excluded.holder OR leases.ends < " +
                       clock + " RETURNING ends");
  return query.bind(name).bind(holder).bind(length.count()).step();
}

Status SqlLeases::give_back(std::string_view name, std::string_view holder) {
  Query query(db_, "DELETE FROM leases WHERE name = ? AND holder = ?");
  return query.bind(name).bind(holder).run();
}

}  // namespace analyzer::store
