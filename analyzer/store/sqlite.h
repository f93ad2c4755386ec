// The only wrapper round SQLite's C API: a connection with cached statements,
// and one running statement.
//
// A Db is used by one thread at a time.
//
// Example:
//   Query query(db, "SELECT title FROM cases WHERE id = ?");
//   query.bind(id);
//   Result<bool> row = query.step();          // true: a row is there
//   if (row && *row) use(query.text(0));

#ifndef ANALYZER_STORE_SQLITE_H_
#define ANALYZER_STORE_SQLITE_H_

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

struct sqlite3;
struct sqlite3_stmt;

namespace analyzer::store {

class Db {
 public:
  struct Open {
    std::string path;
    bool create = false;
    bool read_only = false;
    int busy_ms = 5000;
    std::uint64_t max_pages = 0;  // 0: no bound of ours
  };

  // Opens a connection with the settings every one of ours has: write-ahead
  // log, synchronous=FULL, foreign keys, no automatic checkpoint.
  static Result<std::unique_ptr<Db>> open(const Open& options);
  ~Db();
  Db(const Db&) = delete;
  Db& operator=(const Db&) = delete;

  // Runs one or more statements without parameters.
  Status run(const std::string& sql);

  // The one value of a statement, 0 if it has no row.
  Result<std::int64_t> number(const std::string& sql);

  Status begin(bool write);
  Status commit();
  Status rollback();
  bool in_transaction() const { return in_transaction_; }

  // Rows changed by the last statement.
  std::uint64_t changes() const;

  // Checkpoints the write-ahead log; `restart` makes the writer wait until the
  // log can begin anew.
  Status checkpoint(bool restart);

  sqlite3* handle() const { return handle_; }

  // The failure that a result code of SQLite stands for. The message names what
  // failed, never a value or a path.
  tl::unexpected<Error> failure(int code) const;

 private:
  friend class Query;
  using Statements = std::multimap<std::string, sqlite3_stmt*, std::less<>>;
  Db() = default;
  // Returns an empty node and sets `code` if `sql` cannot be prepared.
  Statements::node_type take_statement(std::string_view sql, int& code);
  void give_back(Statements::node_type node);
  Status configure(const Open& options);

  sqlite3* handle_ = nullptr;
  bool in_transaction_ = false;
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
  // Lets the statement be bound and run again.
  void reset();

  // Columns of the row, from 0. Views end with the next step().
  bool is_null(int column) const;
  std::int64_t number(int column) const;
  double real(int column) const;
  std::string_view text(int column) const;  // blobs too
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
  void note(int code);

  Db& db_;
  Db::Statements::node_type node_;
  sqlite3_stmt* statement_ = nullptr;  // of node_
  int next_ = 1;
  int code_ = 0;
};

// "(?, ?, ?)" with `size` marks.
std::string marks(std::size_t size);

// Words of a list in one column, separated by blanks; the words hold none.
std::string join_words(const std::vector<std::string>& words);
std::vector<std::string> split_words(std::string_view text);

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_SQLITE_H_
