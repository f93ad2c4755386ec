// One connection to a relational database, whichever it is, and one running
// statement. The roles (sql_*.cpp) use nothing else; sqlite.h and postgres.h
// implement it.
//
// A Db is used by one thread at a time.
//
// SQL is written once, as both understand it: `?` (or `?1`, to name one twice) for
// parameters, ON CONFLICT with its columns, RETURNING for numbers given out, IS
// DISTINCT FROM, conditions that are comparisons (`held = 1`), sums cast to BIGINT.
// Integers have 64 bits; text compares by its bytes.
//
// Example:
//   Query query(db, "SELECT title FROM cases WHERE id = ?");
//   query.bind(id);
//   Result<bool> row = query.step();          // true: a row is there
//   if (row && *row) use(query.text(0));

#ifndef ANALYZER_STORE_SQL_H_
#define ANALYZER_STORE_SQL_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "analyzer/core/link.h"
#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "analyzer/store/observations.h"
#include "analyzer/store/pace.h"

namespace analyzer::store {

// A prepared statement of a back-end. Parameters count from 1, columns from 0.
// What is bound is copied. Failures of bind are told by step().
class Statement {
 public:
  virtual ~Statement() = default;

  virtual void bind_number(int parameter, std::int64_t value) = 0;
  virtual void bind_real(int parameter, double value) = 0;
  virtual void bind_text(int parameter, std::string_view text) = 0;
  virtual void bind_blob(int parameter, std::string_view bytes) = 0;
  virtual void bind_null(int parameter) = 0;

  // Moves to the next row; false: there is none.
  virtual Result<bool> step() = 0;
  // Runs a statement whose rows nobody reads. A back-end may send it later, with
  // others (Pace::kGroup); its failure is then told by a later call.
  virtual Status run() = 0;
  // Ends the run; what is bound stays.
  virtual void reset() = 0;
  // Forgets what is bound as well.
  virtual void clear() = 0;

  // Of the row. Views end with the next step().
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t number(int column) const = 0;
  virtual double real(int column) const = 0;
  virtual std::string_view bytes(int column) const = 0;
};

class Db {
 public:
  virtual ~Db();
  Db(const Db&) = delete;
  Db& operator=(const Db&) = delete;

  // Runs one or more statements without parameters.
  virtual Status run(const std::string& sql) = 0;

  // The one value of a statement, 0 if it has no row.
  Result<std::int64_t> number(std::string_view sql);

  // `write`: with the right to write, which one connection has at a time.
  virtual Status begin(bool write, Pace pace) = 0;
  Status begin(bool write) { return begin(write, Pace::kStep); }
  virtual Status commit() = 0;
  virtual Status rollback() = 0;
  virtual bool in_transaction() const = 0;

  // `name` is of [a-z0-9_].
  virtual Status savepoint(const std::string& name) = 0;
  virtual Status release(const std::string& name) = 0;
  virtual Status rollback_to(const std::string& name) = 0;

  // Rows changed by the last statement.
  virtual std::uint64_t changes() = 0;

  // SQL for milliseconds since 1970 by the database's clock.
  virtual std::string_view clock() const = 0;

  // Whether each question costs a round trip.
  virtual bool is_far() const { return false; }

  // Whether observations lie in parts (postgres_parts.h).
  virtual bool has_parts() const { return false; }

  // Moves what was committed from the log into the database and leaves nothing of it in
  // the log's file. Waits for writer and readers, and the writer for it.
  virtual Status empty_log() = 0;

 protected:
  Db() = default;
  // Fails as step() would.
  virtual Result<std::unique_ptr<Statement>> prepare(std::string_view sql) = 0;
  // Before the connection ends.
  void forget_statements() { idle_.clear(); }

 private:
  friend class Query;
  using Statements = std::multimap<std::string, std::unique_ptr<Statement>, std::less<>>;
  Result<Statements::node_type> take_statement(std::string_view sql);
  void give_back(Statements::node_type node);

  Statements idle_;  // prepared, not running
};

// Bytes that are no text.
struct Blob {
  std::string_view bytes;
};

// One run of a statement. What is bound is copied. Failures of prepare and bind
// are told by step().
class Query {
 public:
  Query(Db& db, std::string_view sql);
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  // Binds the next parameter.
  Query& bind(std::int64_t value);
  Query& bind(double value);
  Query& bind(std::string_view text);
  Query& bind(Blob blob);
  Query& bind_null();
  Query& bind(const char* text) { return bind(std::string_view(text)); }
  Query& bind(const std::string& text) { return bind(std::string_view(text)); }
  Query& bind(Time time) { return bind(to_millis(time)); }
  Query& bind(const Digest& digest);
  Query& bind(LinkKey key);
  template <class T>
  requires(std::is_enum_v<T> || std::is_integral_v<T>) Query& bind(T value) {
    return bind(static_cast<std::int64_t>(value));
  }
  template <class T>
  Query& bind(const std::optional<T>& value) {
    return value ? bind(*value) : bind_null();
  }

  // Moves to the next row; false: there is none.
  Result<bool> step();
  // Runs a statement that gives no rows.
  Status run();
  // Runs an INSERT … RETURNING the number that the row was given.
  Result<std::int64_t> given_number();
  // Lets the statement be bound and run again.
  void reset();

  // Columns of the row, from 0. Views end with the next step().
  bool is_null(int column) const { return statement_->is_null(column); }
  std::int64_t number(int column) const { return statement_->number(column); }
  double real(int column) const { return statement_->real(column); }
  std::string_view text(int column) const { return statement_->bytes(column); }  // blobs too
  Digest digest(int column) const;
  LinkKey key(int column) const;
  Time time(int column) const { return from_millis(number(column)); }
  std::optional<Time> maybe_time(int column) const {
    if (is_null(column)) return std::nullopt;
    return time(column);
  }
  template <class E>
  E word(int column) const {
    return static_cast<E>(number(column));
  }
  template <class E>
  std::optional<E> maybe_word(int column) const {
    if (is_null(column)) return std::nullopt;
    return word<E>(column);
  }

 private:
  Db& db_;
  Db::Statements::node_type node_;
  Statement* statement_ = nullptr;  // of node_
  std::optional<Error> error_;      // of prepare
  int next_ = 1;
};

// Every row, by `read(query)`, in the order they come.
template <class Read>
auto all_rows(Query& query, const Read& read) -> Result<std::vector<decltype(read(query))>> {
  std::vector<decltype(read(query))> out;
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) out.push_back(read(query));
  if (!row) return tl::unexpected(row.error());
  return out;
}

// The first row, by `read(query)`; nothing if there is none.
template <class Read>
auto first_row(Query& query, const Read& read) -> Result<std::optional<decltype(read(query))>> {
  const Result<bool> row = query.step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::nullopt;
  return std::optional(read(query));
}

// "(?, ?, ?)" with `size` marks.
std::string marks(std::size_t size);

// What LIKE … ESCAPE '\' takes for "has this text in it": % and _ mean themselves.
std::string contains(std::string_view text);

// Words of a list in one column, separated by blanks; the words hold none.
std::string join_words(const std::vector<std::string>& words);
std::vector<std::string> split_words(std::string_view text);

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_SQL_H_
