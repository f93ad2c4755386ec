// Pictures.

#include "analyzer/store/sql_roles.h"

namespace analyzer::store {

Status SqlPictures::append(const PictureRow& row) {
  Query query(db_,
              "INSERT INTO pictures"
              " (id, sha256, owner, at, format, width, height, bytes, kept_until)"
              " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  query.bind(row.id).bind(Blob{row.sha256}).bind(row.owner).bind(row.at).bind(row.format);
  query.bind(row.width).bind(row.height).bind(row.bytes).bind(row.kept_until);
  return query.run();
}

Result<std::optional<PictureRow>> SqlPictures::find(std::string_view id) {
  Query query(db_,
              "SELECT sha256, owner, at, format, width, height, bytes, kept_until"
              " FROM pictures WHERE id = ?");
  const Result<bool> row = query.bind(id).step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<PictureRow>{};
  PictureRow out;
  out.id = id;
  out.sha256 = query.text(0);
  out.owner = query.text(1);
  out.at = query.time(2);
  out.format = query.text(3);
  out.width = static_cast<std::uint32_t>(query.number(4));
  out.height = static_cast<std::uint32_t>(query.number(5));
  out.bytes = static_cast<std::uint64_t>(query.number(6));
  out.kept_until = query.maybe_time(7);
  return std::optional<PictureRow>(std::move(out));
}

Result<std::vector<std::string>> SqlPictures::expired(Time now, std::size_t limit) {
  Query query(db_, "SELECT id FROM pictures WHERE kept_until < ? ORDER BY kept_until, id LIMIT ?");
  query.bind(now).bind(limit);
  std::vector<std::string> out;
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) out.emplace_back(query.text(0));
  if (!row) return tl::unexpected(row.error());
  return out;
}

Status SqlPictures::let_go(std::string_view id) {
  Query query(db_, "UPDATE pictures SET kept_until = NULL WHERE id = ?");
  return query.bind(id).run();
}

}  // namespace analyzer::store
