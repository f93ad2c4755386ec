// Objections.

#include "analyzer/store/sql_roles.h"

namespace analyzer::store {
namespace {

constexpr std::string_view kObjection =
    "SELECT case_id, about, way, at, region, taken_by, callback FROM objections ";

Objection read_objection(const Query& query) {
  Objection out;
  out.case_id = query.text(0);
  out.about = query.text(1);
  out.way = query.word<ObjectionWay>(2);
  out.at = query.time(3);
  out.region = query.text(4);
  out.taken_by = query.text(5);
  out.callback = query.word<Callback>(6);
  return out;
}

}  // namespace

Status SqlObjections::add(const Objection& objection) {
  Query query(db_,
              "INSERT INTO objections (case_id, about, way, at, region, taken_by, callback)"
              " VALUES (?, ?, ?, ?, ?, ?, ?)");
  query.bind(objection.case_id).bind(objection.about).bind(objection.way).bind(objection.at);
  return query.bind(objection.region).bind(objection.taken_by).bind(objection.callback).run();
}

Result<std::optional<Objection>> SqlObjections::find(std::string_view case_id) {
  Query query(db_, std::string(kObjection) + "WHERE case_id = ?");
  const Result<bool> row = query.bind(case_id).step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<Objection>{};
  return std::optional<Objection>(read_objection(query));
}

Result<std::vector<Objection>> SqlObjections::about(std::string_view case_id) {
  Query query(db_, std::string(kObjection) + "WHERE about = ? ORDER BY case_id");
  return all_rows(query.bind(case_id), read_objection);
}

Result<std::vector<Objection>> SqlObjections::list(const ObjectionQuery& wanted) {
  std::string sql(kObjection);
  sql += "WHERE (region = '' OR substr(region, 1, ?) = ?)";
  if (wanted.callback) sql += " AND callback = ?";
  if (!wanted.before.empty()) sql += " AND case_id < ?";
  Query query(db_, sql + " ORDER BY case_id DESC LIMIT ?");
  query.bind(wanted.region.size()).bind(wanted.region);
  if (wanted.callback) query.bind(*wanted.callback);
  if (!wanted.before.empty()) query.bind(wanted.before);
  return all_rows(query.bind(wanted.limit), read_objection);
}

Status SqlObjections::set_callback(std::string_view case_id, Callback callback) {
  Query query(db_, "UPDATE objections SET callback = ? WHERE case_id = ?");
  return query.bind(callback).bind(case_id).run();
}

}  // namespace analyzer::store
