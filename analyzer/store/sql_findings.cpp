// Labels and aliases.

#include <utility>

#include "analyzer/store/sql_roles.h"

namespace analyzer::store {
namespace {

constexpr std::string_view kLabel =
    "SELECT observation, case_id, disposition, cause, at, by_whom FROM labels ";

Label read_label(const Query& query) {
  return {static_cast<Seq>(query.number(0)),
          std::string(query.text(1)),
          query.word<Disposition>(2),
          query.word<Cause>(3),
          query.time(4),
          std::string(query.text(5))};
}

}  // namespace

Status SqlLabels::append(const Label& label) {
  Query query(db_,
              "INSERT INTO labels (observation, case_id, disposition, cause, at, by_whom)"
              " VALUES (?, ?, ?, ?, ?, ?)");
  query.bind(label.observation).bind(label.case_id).bind(label.disposition).bind(label.cause);
  return query.bind(label.at).bind(label.by).run();
}

Result<std::vector<Label>> SqlLabels::of(Seq observation) {
  Query query(db_, std::string(kLabel) + "WHERE observation = ? ORDER BY id");
  query.bind(observation);
  return all_rows(query, read_label);
}

Status SqlLabels::scan(const std::function<Status(const Label&)>& each) {
  Query query(db_, std::string(kLabel) +
                       "WHERE id IN (SELECT max(id) FROM labels GROUP BY observation)"
                       " ORDER BY observation");
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) {
    if (Status status = each(read_label(query)); !status) return status;
  }
  if (!row) return tl::unexpected(row.error());
  return {};
}

Result<LinkKey> SqlAliases::canonical(LinkKey key) {
  Query query(db_, "SELECT target FROM aliases WHERE alias = ?");
  const Result<bool> row = query.bind(key).step();
  if (!row) return tl::unexpected(row.error());
  return *row ? query.key(0) : key;
}

Status SqlAliases::join(LinkKey alias, LinkKey target) {
  const Result<LinkKey> from = canonical(alias);
  if (!from) return tl::unexpected(from.error());
  const Result<LinkKey> to = canonical(target);
  if (!to) return tl::unexpected(to.error());
  if (*from == *to) return {};
  // Chains stay one step long: whatever was counted as `from` follows it.
  // The next number is later than whatever another server has seen.
  const Seq changed = seqs_.last() + 1;
  Query move(db_, "UPDATE aliases SET target = ?, changed = ? WHERE target = ?");
  if (Status status = move.bind(*to).bind(changed).bind(*from).run(); !status) return status;
  Query add(db_, "INSERT INTO aliases (alias, target, changed) VALUES (?, ?, ?)");
  return add.bind(*from).bind(*to).bind(changed).run();
}

Status SqlAliases::scan(Seq from,
                        const std::function<Status(LinkKey alias, LinkKey target)>& each) {
  Query query(db_, "SELECT alias, target FROM aliases WHERE changed >= ? ORDER BY alias");
  query.bind(from);
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) {
    if (Status status = each(query.key(0), query.key(1)); !status) return status;
  }
  if (!row) return tl::unexpected(row.error());
  return {};
}

}  // namespace analyzer::store
