// Connections kept between readers: used again, never more than allowed, never inside
// somebody's transaction.

#include "analyzer/store/db_pool.h"

#include <catch2/catch.hpp>
#include <vector>

#include "analyzer/store/sqlite.h"
#include "tests/unit/store/folder.h"

namespace analyzer::store {
namespace {

TEST_CASE("a reader's connection is used again, and at most as many are kept as allowed") {
  const Folder folder;
  const std::string path = folder.file("pool.db");
  REQUIRE(SqliteDb::open({.path = path, .create = true}).value()->run("CREATE TABLE t (x)"));
  std::size_t opened = 0;
  DbPool pool(
      [&] {
        ++opened;
        return SqliteDb::open({.path = path, .read_only = true});
      },
      2);
  {
    const DbPtr db = pool.take().value();
    CHECK(pool.kept() == 0);
    CHECK(db->number("SELECT count(*) FROM t").value() == 0);
  }
  CHECK(pool.kept() == 1);
  REQUIRE(SqliteDb::open({.path = path}).value()->run("INSERT INTO t VALUES (1)"));
  {
    const DbPtr db = pool.take().value();
    CHECK(db->number("SELECT count(*) FROM t").value() == 1);  // what was written meanwhile
    REQUIRE(db->begin(false));
    CHECK(db->number("SELECT count(*) FROM t").value() == 1);
  }
  CHECK(opened == 1);
  REQUIRE(SqliteDb::open({.path = path}).value()->run("INSERT INTO t VALUES (2)"));
  {
    std::vector<DbPtr> many;
    for (int i = 0; i < 4; ++i) many.push_back(pool.take().value());
    CHECK_FALSE(many.front()->in_transaction());
    CHECK(many.front()->number("SELECT count(*) FROM t").value() == 2);
  }
  CHECK(opened == 4);
  CHECK(pool.kept() == 2);
}

TEST_CASE("a connection that is out when its pool ends goes on, and then ends") {
  const Folder folder;
  const std::string path = folder.file("pool.db");
  REQUIRE(SqliteDb::open({.path = path, .create = true}).value()->run("CREATE TABLE t (x)"));
  DbPtr db;
  {
    DbPool pool([&] { return SqliteDb::open({.path = path, .read_only = true}); }, 2);
    db = pool.take().value();
  }
  CHECK(db->number("SELECT count(*) FROM t").value() == 0);
  db.reset();
}

TEST_CASE("a pool says why there is no connection") {
  const Folder folder;
  DbPool pool([&] { return SqliteDb::open({.path = folder.file("none.db")}); }, 2);
  CHECK_FALSE(pool.take());
  CHECK(pool.kept() == 0);
}

}  // namespace
}  // namespace analyzer::store
