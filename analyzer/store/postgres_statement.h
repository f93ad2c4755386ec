// A statement of a PostgresDb and its rows. Internal to this layer.

#ifndef ANALYZER_STORE_POSTGRES_STATEMENT_H_
#define ANALYZER_STORE_POSTGRES_STATEMENT_H_

#include <string>
#include <vector>

#include "analyzer/store/postgres.h"

namespace analyzer::store {

class PostgresStatement final : public Statement {
 public:
  PostgresStatement(PostgresDb& db, std::string_view sql);
  ~PostgresStatement() override;

  void bind_number(int parameter, std::int64_t value) override;
  void bind_real(int parameter, double value) override;
  void bind_text(int parameter, std::string_view text) override;
  void bind_blob(int parameter, std::string_view bytes) override;
  void bind_null(int parameter) override;
  Result<bool> step() override;
  Status run() override;
  void reset() override;
  void clear() override;

  bool is_null(int column) const override;
  std::int64_t number(int column) const override;
  double real(int column) const override;
  std::string_view bytes(int column) const override;

 private:
  PgValue& value(int parameter);

  PostgresDb& db_;
  const std::string sql_;
  const bool writes_;
  PostgresDb::Prepared prepared_;
  std::vector<PgValue> values_;
  PgResult rows_;  // null: not run
  int row_ = 0;    // the present one is row_ - 1
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_POSTGRES_STATEMENT_H_
