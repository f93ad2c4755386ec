// Feeds over a Db.

#ifndef ANALYZER_STORE_SQL_FEEDS_H_
#define ANALYZER_STORE_SQL_FEEDS_H_

#include "analyzer/store/feeds.h"
#include "analyzer/store/sql.h"

namespace analyzer::store {

class SqlFeeds final : public Feeds {
 public:
  explicit SqlFeeds(Db& db) : db_(db) {}
  Result<std::optional<std::string>> state(std::string_view feed) override;
  Status set_state(std::string_view feed, std::string_view body) override;
  Result<std::optional<std::string>> held(std::string_view feed) override;
  Status set_held(std::string_view feed, const std::optional<std::string>& body) override;
  Result<std::vector<std::string>> named() override;
  Result<std::vector<FeedRow>> rows() override;
  Status put_row(const FeedRow& row, std::optional<std::int64_t> expected) override;
  Status drop_row(std::string_view name, std::int64_t expected) override;
  Result<std::uint64_t> change(std::string_view list, const ListChange& change) override;
  Result<std::vector<ListChange>> entries(std::string_view list) override;
  Result<std::vector<ListChange>> changes(std::string_view list, std::uint64_t after,
                                          std::size_t limit) override;
  Result<ListRange> range(std::string_view list) override;
  Status forget_changes(std::string_view list, std::size_t keep) override;

 private:
  Db& db_;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_SQL_FEEDS_H_
