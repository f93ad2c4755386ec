// One server of several on a shared database: a Service with windows and connections
// of its own, the project's data and rules, and a clock that all of a test share.

#ifndef ANALYZER_TESTS_SERVERS_SERVER_UNDER_TEST_H_
#define ANALYZER_TESTS_SERVERS_SERVER_UNDER_TEST_H_

#include <filesystem>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <string>

#include "analyzer/core/json.h"
#include "analyzer/service/service.h"

namespace analyzer::testing {

// A folder that goes with the test.
class TestFolder {
 public:
  TestFolder();
  ~TestFolder() { std::filesystem::remove_all(path_); }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

// A test of this program, run in a process of its own; killed with the object, as by kill -9.
class ChildTest {
 public:
  // `name`: of the test; `settings` stand in its environment, and SERVERS_TEST_PIPE there is
  // what it writes to for read() here.
  ChildTest(const char* name, const std::map<std::string, std::string>& settings);
  ~ChildTest();
  ChildTest(const ChildTest&) = delete;
  ChildTest& operator=(const ChildTest&) = delete;

  // Waits for bytes and appends them; false once it has ended and all was read.
  bool read(std::string& to);
  // Waits for its end; what it wrote by then can be read.
  void kill();

 private:
  int child_ = -1;
  int pipe_ = -1;
};

inline const Caller kCaller{"desk", "", "req"};

// 2026-03-10T10:00+08:00, which every server of a test takes for now.
Time test_time();

// A clock that goes from test_time() on.
std::function<Time()> going_clock();

// What every server of a test is opened with, no background threads.
ServiceOptions server_options(const std::string& store, const std::string& key_file);
// Ends the test if it does not open.
std::unique_ptr<Service> must_open(ServiceOptions options);

// Fails as Service::open() does.
Result<std::unique_ptr<Service>> open_server(const std::string& store, const std::string& key_file,
                                             bool background_jobs = false);
// With a clock that goes, its background threads and a local journal of that size.
std::unique_ptr<Service> must_open_with_journal(const std::string& store,
                                                const std::string& key_file,
                                                std::uint64_t journal_bytes);
// Ends the test if it does not open.
std::unique_ptr<Service> must_open_server(const std::string& store, const std::string& key_file,
                                          bool background_jobs = false);

// A plain attempt by one of so many helpers and devices: the same numbers are the same bytes.
std::string plain_attempt(int n, int devices = 7);
// One of a person whose death was reported: it opens a case.
std::string reviewed_attempt(const std::string& id, const std::string& person);

std::future<Result<Document>> send(Service& server, const std::string& attempt);
// Sends it and waits; ends the test if it fails.
json::Value answer(Service& server, const std::string& attempt);

// The answer without ids that are drawn anew each time.
std::string decision_of(json::Value answer);

// Attempts as they were sent, and the answers that were given.
using Given = std::map<std::string, std::string>;

// What became of what was answered, as a server that was not there says.
struct Kept {
  std::size_t rows = 0;  // observations in the database
  int lost = 0;          // answered, and not there
  int changed = 0;       // answered otherwise now
  int doubled = 0;       // there twice, or counted twice
};
// Ends the test unless nothing is lost, changed or doubled, and prints a row of the fault
// table. `refused` were told that nothing is recorded.
Kept check_kept(const std::string& fault, const std::string& address, const std::string& key,
                const Given& given, int refused = 0);

}  // namespace analyzer::testing

#endif  // ANALYZER_TESTS_SERVERS_SERVER_UNDER_TEST_H_
