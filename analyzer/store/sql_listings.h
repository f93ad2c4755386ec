// Listings over a Db.

#ifndef ANALYZER_STORE_SQL_LISTINGS_H_
#define ANALYZER_STORE_SQL_LISTINGS_H_

#include "analyzer/store/listings.h"
#include "analyzer/store/sql.h"

namespace analyzer::store {

class SqlListings final : public Listings {
 public:
  explicit SqlListings(Db& db) : db_(db) {}
  Status put(const Listing& listing, std::optional<std::int64_t> expected) override;
  Result<std::optional<Listing>> find(std::string_view case_id, feeds::IndicatorKind kind,
                                      std::string_view value) override;
  Result<std::vector<Listing>> of_case(std::string_view case_id) override;
  Result<std::vector<Listing>> listed_by(feeds::IndicatorKind kind,
                                         std::string_view value) override;
  Result<std::vector<Listing>> listed() override;
  Result<std::vector<Listing>> waiting(std::string_view region, std::size_t limit) override;

 private:
  Db& db_;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_SQL_LISTINGS_H_
