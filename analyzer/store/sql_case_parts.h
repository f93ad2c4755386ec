// The roles beside a case (case_files.h, referrals.h, conflicts.h) over a Db. Internal
// to this layer.

#ifndef ANALYZER_STORE_SQL_CASE_PARTS_H_
#define ANALYZER_STORE_SQL_CASE_PARTS_H_

#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/store/case_files.h"
#include "analyzer/store/conflicts.h"
#include "analyzer/store/referrals.h"
#include "analyzer/store/sql.h"

namespace analyzer::store {

class SqlCaseFiles final : public CaseFiles {
 public:
  explicit SqlCaseFiles(Db& db) : db_(db) {}
  Status append(const CaseFile& file) override;
  Result<std::optional<CaseFile>> find(std::string_view id) override;
  Result<std::vector<CaseFile>> of_case(std::string_view case_id) override;
  Status withdraw(std::string_view id, std::string_view by, Time at, std::string_view why) override;

 private:
  Db& db_;
};

class SqlReferrals final : public Referrals {
 public:
  explicit SqlReferrals(Db& db) : db_(db) {}
  Status put(const Referral& referral) override;
  Result<std::optional<Referral>> find(std::string_view id) override;
  Result<std::vector<Referral>> of_case(std::string_view case_id) override;
  Result<ReferralPage> list(const ReferralQuery& query) override;

 private:
  Db& db_;
};

class SqlConflicts final : public Conflicts {
 public:
  explicit SqlConflicts(Db& db) : db_(db) {}
  Status put(const Conflict& conflict) override;
  Result<std::optional<Conflict>> find(std::string_view id) override;
  Result<std::vector<Conflict>> list(std::string_view account, std::size_t limit) override;
  Result<std::optional<Conflict>> against(std::string_view account,
                                          std::string_view region) override;

 private:
  Db& db_;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_SQL_CASE_PARTS_H_
