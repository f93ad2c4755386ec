#include "analyzer/store/move_tables.h"

#include <algorithm>
#include <cstring>
#include <set>

#include "analyzer/store/move.h"

namespace analyzer::store {
namespace {

ColumnType type_of(std::string_view declared) {
  if (declared == "REAL") return ColumnType::kReal;
  if (declared == "TEXT") return ColumnType::kText;
  return declared == "BLOB" ? ColumnType::kBlob : ColumnType::kInteger;
}

Result<MoveTable> describe(Db& db, const std::string& name) {
  MoveTable out;
  out.name = name;
  std::vector<MoveColumn> others;
  // Generated columns (hidden) make themselves.
  Query columns(db,
                "SELECT name, type, pk FROM pragma_table_xinfo(?) WHERE hidden = 0"
                " ORDER BY CASE pk WHEN 0 THEN 1000 + cid ELSE pk END");
  columns.bind(name);
  Result<bool> row = columns.step();
  for (; row && *row; row = columns.step()) {
    out.columns.push_back({std::string(columns.text(0)), type_of(columns.text(1))});
    if (columns.number(2) > 0) ++out.key;
  }
  if (!row) return tl::unexpected(row.error());
  if (out.key == 0) return fail(ErrorCode::kCorrupt, name + ": a table without a primary key");
  Query parents(db, "SELECT DISTINCT \"table\" FROM pragma_foreign_key_list(?)");
  auto names = all_rows(parents.bind(name), [](const Query& q) { return std::string(q.text(0)); });
  if (!names) return tl::unexpected(names.error());
  out.parents = *std::move(names);
  return out;
}

void bind_value(Query& query, ColumnType type, const MoveValue& value) {
  if (value.null) {
    query.bind_null();
    return;
  }
  switch (type) {
    case ColumnType::kInteger:
      query.bind(value.number);
      return;
    case ColumnType::kReal:
      query.bind(value.real);
      return;
    case ColumnType::kText:
      query.bind(std::string_view(value.bytes));
      return;
    case ColumnType::kBlob:
      query.bind(Blob{value.bytes});
      return;
  }
}

MoveRow row_of(const Query& query, const MoveTable& table, std::size_t count) {
  MoveRow out(count);
  for (std::size_t i = 0; i < count; ++i) {
    const int column = static_cast<int>(i);
    MoveValue& value = out[i];
    value.null = query.is_null(column);
    if (value.null) continue;
    const ColumnType type = table.columns[i].type;
    if (type == ColumnType::kInteger) value.number = query.number(column);
    if (type == ColumnType::kReal) value.real = query.real(column);
    if (type == ColumnType::kText || type == ColumnType::kBlob) {
      value.bytes = std::string(query.text(column));
    }
  }
  return out;
}

void add_number(std::string& out, std::uint64_t number) {
  for (unsigned shift = 0; shift < 64; shift += 8) out += static_cast<char>(number >> shift);
}

}  // namespace

std::string MoveTable::which() const {
  if (name != "meta") return "1 = 1";
  return "name NOT IN ('database_id', '" + std::string(kMoving) + "')";
}

std::string MoveTable::column_names(std::size_t count) const {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += (i == 0 ? "" : ", ") + columns[i].name;
  return out;
}

Result<std::vector<MoveTable>> move_tables(Db& sqlite) {
  Query query(sqlite,
              "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%'"
              " ESCAPE '\\' AND name <> 'leases' ORDER BY name");
  const auto names = all_rows(query, [](const Query& q) { return std::string(q.text(0)); });
  if (!names) return tl::unexpected(names.error());
  std::vector<MoveTable> waiting;
  for (const std::string& name : *names) {
    Result<MoveTable> table = describe(sqlite, name);
    if (!table) return tl::unexpected(table.error());
    waiting.push_back(*std::move(table));
  }
  std::vector<MoveTable> out;
  std::set<std::string> placed;
  while (!waiting.empty()) {
    const auto ready = std::find_if(waiting.begin(), waiting.end(), [&](const MoveTable& table) {
      return std::all_of(table.parents.begin(), table.parents.end(), [&](const std::string& p) {
        return p == table.name || placed.contains(p);
      });
    });
    if (ready == waiting.end()) return fail(ErrorCode::kCorrupt, "tables point to one another");
    placed.insert(ready->name);
    out.push_back(std::move(*ready));
    waiting.erase(ready);
  }
  return out;
}

Result<std::vector<MoveRow>> read_rows(Db& db, const MoveTable& table, const MoveRow& after,
                                       std::size_t limit) {
  const std::string key = table.column_names(table.key);
  std::string sql = "SELECT " + table.column_names(table.columns.size()) + " FROM " + table.name +
                    " WHERE " + table.which();
  if (!after.empty()) sql += " AND (" + key + ") > " + marks(table.key);
  Query query(db, sql + " ORDER BY " + key + " LIMIT ?");
  for (std::size_t i = 0; i < std::min(after.size(), table.key); ++i) {
    bind_value(query, table.columns[i].type, after[i]);
  }
  query.bind(limit);
  return all_rows(query, [&](const Query& q) { return row_of(q, table, table.columns.size()); });
}

Result<MoveRow> last_key(Db& db, const MoveTable& table) {
  std::string order;
  for (std::size_t i = 0; i < table.key; ++i) {
    order += (i == 0 ? "" : ", ") + table.columns[i].name + " DESC";
  }
  Query query(db, "SELECT " + table.column_names(table.key) + " FROM " + table.name + " WHERE " +
                      table.which() + " ORDER BY " + order + " LIMIT 1");
  auto row = first_row(query, [&](const Query& q) { return row_of(q, table, table.key); });
  if (!row) return tl::unexpected(row.error());
  return row->value_or(MoveRow{});
}

Status write_row(Db& db, const MoveTable& table, const MoveRow& row) {
  Query query(db, "INSERT INTO " + table.name + " (" + table.column_names(table.columns.size()) +
                      ") VALUES " + marks(table.columns.size()));
  for (std::size_t i = 0; i < row.size(); ++i) bind_value(query, table.columns[i].type, row[i]);
  return query.run();
}

Result<std::uint64_t> count_rows(Db& db, const MoveTable& table) {
  const auto count = db.number("SELECT count(*) FROM " + table.name + " WHERE " + table.which());
  if (!count) return tl::unexpected(count.error());
  return static_cast<std::uint64_t>(*count);
}

void add_to(Sha256& digest, const MoveTable& table, const MoveRow& row) {
  std::string bytes;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const MoveValue& value = row[i];
    bytes += value.null ? '0' : static_cast<char>('1' + static_cast<int>(table.columns[i].type));
    if (value.null) continue;
    std::uint64_t number = static_cast<std::uint64_t>(value.number);
    if (table.columns[i].type == ColumnType::kReal) {
      std::memcpy(&number, &value.real, sizeof number);
    }
    if (table.columns[i].type >= ColumnType::kText) number = value.bytes.size();
    add_number(bytes, number);
    bytes += value.bytes;
  }
  digest.add(bytes);
}

}  // namespace analyzer::store
