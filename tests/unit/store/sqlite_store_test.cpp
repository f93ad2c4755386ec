// What only the SQLite store can be asked: tampering, full disks, kill -9, files
// that are something else.

#include "analyzer/store/sqlite_store.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "analyzer/store/audit_walk.h"
#include "analyzer/store/migrations.h"
#include "analyzer/store/sqlite.h"
#include "tests/unit/store/folder.h"

namespace analyzer::store {
namespace {

namespace fs = std::filesystem;

template <class T>
T must(Result<T> result) {
  if (!result) FAIL("failed: " << result.error().message);
  return std::move(*result);
}
void must(const Status& status) {
  if (!status) FAIL("failed: " << status.error().message);
}

std::unique_ptr<Store> open(const std::string& path, SqliteOptions options = {}) {
  return must(open_sqlite_store(path, options));
}

NewObservation attempt(std::uint64_t n, std::size_t bytes = 400) {
  NewObservation o;
  o.key = {ObservationKind::kAttempt, "alipay", "gs-" + std::to_string(n)};
  o.region = "990102";
  o.event = AttemptEvent{};
  o.answer = std::string(bytes, 'x');
  return o;
}

std::size_t count(Session& session) {
  return must(session.observations().recent({.limit = 1'000'000})).size();
}

// A connection as an intruder has who holds the file.
std::unique_ptr<SqliteDb> raw(const std::string& path) {
  return must(SqliteDb::open({.path = path}));
}

void add_audit(Store& store, int rows) {
  const auto session = must(store.open_session(Mode::kReadWrite));
  for (int n = 0; n < rows; ++n) {
    must(session->audit().append(
        {from_millis(n), "usr_1", "case.decide", "cas_1", "", "ok", "", ""}));
  }
}

AuditReport verify_audit(Store& store) {
  return must(must(store.open_session(Mode::kReadOnly))->audit().verify());
}

constexpr const char* kWithoutTriggers =
    "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; DROP TRIGGER audit_in_order;"
    "DROP TRIGGER audit_head_no_delete; DROP TRIGGER audit_head_onwards;";

}  // namespace

TEST_CASE("the database itself refuses to change the audit log") {
  const Folder folder;
  const std::string path = folder.file("a.db");
  const auto store = open(path);
  add_audit(*store, 3);
  const auto db = raw(path);
  for (const char* sql :
       {"UPDATE audit SET actor = 'x'", "DELETE FROM audit WHERE number = 3",
        "INSERT OR REPLACE INTO audit SELECT 2, at, 'x', action, object, cause, result,"
        " request_id, detail, hash FROM audit WHERE number = 2",
        "DELETE FROM audit_head", "UPDATE audit_head SET number = 1"}) {
    INFO(sql);
    const Status status = db->run(sql);
    REQUIRE_FALSE(status.has_value());
    CHECK(status.error().code == ErrorCode::kConflict);
  }
  CHECK(verify_audit(*store).rows == 3);
  CHECK_FALSE(verify_audit(*store).first_bad.has_value());
}

TEST_CASE("tampering with the audit log by someone who may drop the triggers is detected") {
  struct Row {
    const char* what;
    const char* sql;
    std::uint64_t first_bad;
  };
  for (const Row& row :
       {Row{"a changed actor", "UPDATE audit SET actor = 'x' WHERE number = 3", 3},
        Row{"a changed time", "UPDATE audit SET at = at + 1 WHERE number = 1", 1},
        Row{"text moved between fields",
            "UPDATE audit SET actor = 'usr_', action = '1case.decide' WHERE number = 2", 2},
        Row{"a row removed", "DELETE FROM audit WHERE number = 2", 2},
        Row{"the first row removed", "DELETE FROM audit WHERE number = 1", 1},
        Row{"the end cut off", "DELETE FROM audit WHERE number > 3", 4},
        Row{"two rows exchanged",
            "UPDATE audit SET number = -number WHERE number IN (2, 3);"
            "UPDATE audit SET number = 5 + number WHERE number < 0",
            2},
        Row{"all removed", "DELETE FROM audit", 1}}) {
    INFO(row.what);
    const Folder folder;
    const std::string path = folder.file("a.db");
    const auto store = open(path);
    add_audit(*store, 5);
    must(raw(path)->run(std::string(kWithoutTriggers) + row.sql));
    const AuditReport report = verify_audit(*store);
    REQUIRE(report.first_bad.has_value());
    CHECK(*report.first_bad == row.first_bad);
    CHECK_FALSE(report.problem.empty());
    // Read two at a time the same is found.
    AuditWalk walk;
    while (!walk.done) {
      must(walk_on(must(store->open_session(Mode::kReadOnly))->audit(), walk, 2));
    }
    CHECK(walk.first_bad == report.first_bad);
    CHECK(walk.fault.has_value());
  }
}

TEST_CASE("a full database refuses the group, keeps the rest and goes on with more space") {
  const Folder folder;
  const std::string path = folder.file("a.db");
  std::size_t committed = 0;
  {
    const auto store = open(path, {.max_pages = 240});
    const auto session = must(store->open_session(Mode::kReadWrite));
    ErrorCode refused{};
    for (std::uint64_t group = 0; group < 100; ++group) {
      must(session->begin());
      Status status;
      for (std::uint64_t n = 0; n < 16 && status; ++n) {
        const Result<Seq> seq = session->observations().append(attempt(group * 16 + n, 4000));
        if (!seq) status = tl::unexpected(seq.error());
      }
      if (status) status = session->commit();
      if (!status) {
        refused = status.error().code;
        must(session->rollback());
        break;
      }
      committed += 16;
    }
    CHECK(refused == ErrorCode::kUnavailable);
    CHECK(committed > 0);
    CHECK(count(*session) == committed);
    const auto reader = must(store->open_session(Mode::kReadOnly));
    CHECK(count(*reader) == committed);
    must(store->checkpoint());
  }
  const auto store = open(path);
  const auto session = must(store->open_session(Mode::kReadWrite));
  must(session->observations().append(attempt(9999, 4000)));
  CHECK(count(*session) == committed + 1);
  must(store->verify());
}

TEST_CASE("after writes that the system refused the same session goes on once there is space") {
  const Folder folder;
  const auto store = open(folder.file("a.db"));
  const auto session = must(store->open_session(Mode::kReadWrite));
  must(session->observations().append(attempt(1)));

  // A limit on file sizes stands in for a full disk: writes beyond it fail.
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit old_limit{};
  REQUIRE(getrlimit(RLIMIT_FSIZE, &old_limit) == 0);
  rlimit limit = old_limit;
  limit.rlim_cur = 200'000;
  REQUIRE(setrlimit(RLIMIT_FSIZE, &limit) == 0);
  std::vector<ErrorCode> codes;
  std::size_t committed = 1;
  for (std::uint64_t n = 2; n < 60; ++n) {
    Status status = session->begin();
    if (status) {
      const Result<Seq> seq = session->observations().append(attempt(n, 8000));
      status = seq ? session->commit() : Status(tl::unexpected(seq.error()));
    }
    if (status) {
      ++committed;
    } else {
      codes.push_back(status.error().code);
      static_cast<void>(session->rollback());
    }
  }
  REQUIRE(setrlimit(RLIMIT_FSIZE, &old_limit) == 0);
  static_cast<void>(std::signal(SIGXFSZ, old_handler));

  REQUIRE_FALSE(codes.empty());
  for (const ErrorCode code : codes) CHECK(code == ErrorCode::kUnavailable);
  CHECK(count(*session) == committed);
  must(session->begin());
  must(session->observations().append(attempt(100, 8000)));
  must(session->commit());
  CHECK(count(*session) == committed + 1);
  must(store->verify());
}

TEST_CASE("a process killed at any moment leaves every committed group and no part of another") {
  const Folder folder;
  const std::string path = folder.file("a.db");
  { const auto store = open(path); }
  constexpr std::uint64_t kGroup = 5;
  std::uint64_t acknowledged = 0;
  std::uint64_t next = 0;
  for (int round = 0; round < 6; ++round) {
    int pipe_ends[2];
    REQUIRE(::pipe(pipe_ends) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      // Commits groups and says so, until it is killed.
      const auto opened = open_sqlite_store(path, {});
      if (!opened) ::_exit(1);
      const auto session = (*opened)->open_session(Mode::kReadWrite);
      if (!session) ::_exit(1);
      for (std::uint64_t n = next;; n += kGroup) {
        if (!(*session)->begin()) ::_exit(1);
        for (std::uint64_t i = 0; i < kGroup; ++i) {
          if (!(*session)->observations().append(attempt(n + i))) ::_exit(1);
        }
        if (!(*session)->commit()) ::_exit(1);
        const std::uint64_t done = n + kGroup;
        if (::write(pipe_ends[1], &done, sizeof done) != sizeof done) ::_exit(1);
      }
    }
    ::close(pipe_ends[1]);
    std::uint64_t done = 0;
    const int acknowledgements = 3 + round * 7;
    for (int n = 0; n < acknowledgements; ++n) {
      REQUIRE(::read(pipe_ends[0], &done, sizeof done) == sizeof done);
      acknowledged = done;
    }
    ::kill(child, SIGKILL);
    int ended = 0;
    REQUIRE(::waitpid(child, &ended, 0) == child);
    REQUIRE(WIFSIGNALED(ended));
    while (::read(pipe_ends[0], &done, sizeof done) == sizeof done) acknowledged = done;
    ::close(pipe_ends[0]);

    const auto store = open(path);
    must(store->verify());
    const auto session = must(store->open_session(Mode::kReadOnly));
    const std::size_t there = count(*session);
    CHECK(there >= acknowledged);
    CHECK(there <= acknowledged + kGroup);  // committed, but not told any more
    CHECK(there % kGroup == 0);
    next = there;
  }
}

TEST_CASE("a copy of the files taken in the middle of a group holds the groups before") {
  const Folder folder;
  const std::string path = folder.file("a.db");
  const auto store = open(path);
  const auto session = must(store->open_session(Mode::kReadWrite));
  for (std::uint64_t n = 0; n < 10; ++n) must(session->observations().append(attempt(n)));
  must(session->begin());
  for (std::uint64_t n = 10; n < 500; ++n) must(session->observations().append(attempt(n)));
  const std::string copy = folder.file("copy.db");
  fs::copy_file(path, copy);
  fs::copy_file(path + "-wal", copy + "-wal");
  must(session->commit());
  const auto copied = open(copy);
  must(copied->verify());
  CHECK(count(*must(copied->open_session(Mode::kReadOnly))) == 10);
}

TEST_CASE("files that are no database of this program are refused and not changed") {
  const Folder folder;
  const auto code = [](const Result<std::unique_ptr<Store>>& result) {
    return result ? std::optional<ErrorCode>{} : result.error().code;
  };
  CHECK(code(open_sqlite_store(folder.file("none.db"), {.create = false})) == ErrorCode::kNotFound);
  CHECK(code(open_sqlite_store(folder.file("no/such/folder.db"), {})) == ErrorCode::kUnavailable);

  const std::string text = folder.file("text.db");
  std::ofstream(text) << std::string(9000, 'x');
  CHECK(code(open_sqlite_store(text, {})) == ErrorCode::kCorrupt);
  CHECK(fs::file_size(text) == 9000);

  const std::string foreign = folder.file("foreign.db");
  must(must(SqliteDb::open({.path = foreign, .create = true}))->run("CREATE TABLE t (x)"));
  CHECK(code(open_sqlite_store(foreign, {})) == ErrorCode::kCorrupt);

  const std::string newer = folder.file("newer.db");
  { const auto store = open(newer); }
  must(raw(newer)->run("PRAGMA user_version = 9999"));
  CHECK(code(open_sqlite_store(newer, {})) == ErrorCode::kCorrupt);
}

TEST_CASE("a damaged page is told as corrupt") {
  const Folder folder;
  const std::string path = folder.file("a.db");
  {
    const auto store = open(path);
    const auto session = must(store->open_session(Mode::kReadWrite));
    for (std::uint64_t n = 0; n < 200; ++n) must(session->observations().append(attempt(n, 4000)));
  }
  {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    // The tables and what opening reads stand at the front, the observations behind.
    const auto pages = static_cast<long>(fs::file_size(path)) / 8192L;
    for (long page = pages / 2; page < pages * 9 / 10; ++page) {
      file.seekp(page * 8192L);
      file << std::string(64, '\xEE');
    }
  }
  const auto store = open(path);
  const Status status = store->verify();
  REQUIRE_FALSE(status.has_value());
  CHECK(status.error().code == ErrorCode::kCorrupt);
}

TEST_CASE("the database and its copies can be read by their owner alone") {
  const Folder folder;
  const auto store = open(folder.file("a.db"));
  const auto session = must(store->open_session(Mode::kReadWrite));
  must(session->observations().append(attempt(1)));
  must(store->backup(folder.file("b.db")));
  for (const char* name : {"a.db", "a.db-wal", "b.db"}) {
    INFO(name);
    struct stat info {};
    REQUIRE(::stat(folder.file(name).c_str(), &info) == 0);
    CHECK((info.st_mode & 077U) == 0);
  }
}

TEST_CASE("a writer waits for another one no longer than the busy time") {
  const Folder folder;
  const auto store = open(folder.file("a.db"), {.busy_time = std::chrono::milliseconds(20)});
  const auto one = must(store->open_session(Mode::kReadWrite));
  const auto two = must(store->open_session(Mode::kReadWrite));
  must(one->begin());
  const Status status = two->begin();
  REQUIRE_FALSE(status.has_value());
  CHECK(status.error().code == ErrorCode::kUnavailable);
  must(one->commit());
  must(two->begin());
  must(two->commit());
}

TEST_CASE("checkpoints and reads run beside the writer") {
  const Folder folder;
  const auto store = open(folder.file("a.db"));
  std::atomic<bool> stop{false};
  std::atomic<int> failures{0};
  std::thread checkpoints([&] {
    while (!stop) {
      if (!store->checkpoint()) ++failures;
    }
  });
  std::thread reads([&] {
    const auto session = store->open_session(Mode::kReadOnly);
    while (!stop) {
      if (!(*session)->observations().recent({})) ++failures;
    }
  });
  const auto session = must(store->open_session(Mode::kReadWrite));
  for (std::uint64_t group = 0; group < 100; ++group) {
    must(session->begin());
    for (std::uint64_t n = 0; n < 16; ++n) {
      must(session->observations().append(attempt(group * 16 + n)));
    }
    must(session->commit());
  }
  stop = true;
  checkpoints.join();
  reads.join();
  CHECK(failures == 0);
  CHECK(count(*session) == 1600);
  must(store->verify());
}

TEST_CASE("the write-ahead log begins anew in place, also while commits go on") {
  constexpr std::uintmax_t kPage = 8192 + 24;
  const Folder folder;
  const auto store = open(folder.file("a.db"), {.log_pages = 64});
  const auto session = must(store->open_session(Mode::kReadWrite));
  const auto write = [&](std::uint64_t from, std::uint64_t groups) {
    for (std::uint64_t group = from; group < from + groups; ++group) {
      must(session->begin());
      for (std::uint64_t n = 0; n < 4; ++n) {
        must(session->observations().append(attempt(group * 4 + n, 8000)));
      }
      must(session->commit());
    }
  };
  const auto log_bytes = [&] { return fs::file_size(folder.file("a.db-wal")); };

  write(0, 100);
  const std::uintmax_t before = log_bytes();
  CHECK(before > 400 * kPage);
  must(store->checkpoint());
  write(100, 50);
  CHECK(log_bytes() == before);

  // The writer hardly ever pauses, so that no checkpoint comes to the log's end by luck.
  std::atomic<bool> stop{false};
  std::atomic<int> begun{0};
  std::thread checkpoints([&] {
    while (!stop) {
      if (store->checkpoint()) ++begun;
    }
  });
  write(150, 600);
  stop = true;
  checkpoints.join();
  CHECK(begun > 0);
  CHECK(log_bytes() < before + 3000 * kPage);  // of some 5,000 written
  CHECK(count(*session) == 3000);

  SECTION("a transaction that stays open keeps it from that, and is not disturbed") {
    must(session->begin());
    must(session->observations().append(attempt(9000, 8000)));
    must(session->commit());
    write(800, 20);
    must(session->begin());
    must(session->observations().append(attempt(9001, 8000)));
    const Status kept = store->checkpoint();
    REQUIRE_FALSE(kept.has_value());
    CHECK(kept.error().code == ErrorCode::kUnavailable);
    must(session->commit());
    must(store->checkpoint());
    CHECK(count(*session) == 3082);
  }
  must(store->verify());
}

TEST_CASE("schema steps are run once, in order, and the schema tells its number") {
  const Folder folder;
  const std::string path = folder.file("a.db");
  const auto store = open(path);
  CHECK(store->schema_version() == static_cast<int>(migrations().size()));
  CHECK(must(raw(path)->number("PRAGMA user_version")) == store->schema_version());
  const auto again = open(path);
  CHECK(again->schema_version() == store->schema_version());
}

}  // namespace analyzer::store
