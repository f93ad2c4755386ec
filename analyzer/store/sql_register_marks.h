// The role of a Session that keeps marks, over a Db. Internal to this layer.

#ifndef ANALYZER_STORE_SQL_REGISTER_MARKS_H_
#define ANALYZER_STORE_SQL_REGISTER_MARKS_H_

#include "analyzer/store/register_marks.h"
#include "analyzer/store/sql.h"

namespace analyzer::store {

class SqlRegisterMarks final : public RegisterMarks {
 public:
  explicit SqlRegisterMarks(Db& db) : db_(db) {}
  Status put(const RegisterMark& mark, std::optional<std::int64_t> expected) override;
  Result<std::optional<RegisterMark>> find(std::string_view id) override;
  Result<std::vector<RegisterMark>> current() override;
  Result<std::vector<RegisterMark>> of_entry(std::string_view entry) override;
  Result<std::uint64_t> revision() override;

 private:
  Db& db_;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_SQL_REGISTER_MARKS_H_
