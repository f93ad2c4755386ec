#include "tests/servers/server_under_test.h"

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <utility>

#include "analyzer/store/open_store.h"

namespace analyzer::testing {

TestFolder::TestFolder() {
  static std::atomic<int> number{0};
  path_ = std::filesystem::temp_directory_path() /
          ("analyzer_servers_" + std::to_string(::getpid()) + "_" + std::to_string(number++));
  std::filesystem::create_directories(path_);
}

ChildTest::ChildTest(const char* name, const std::map<std::string, std::string>& settings) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const std::string pipe = std::to_string(ends[1]);
  child_ = ::fork();
  REQUIRE(child_ >= 0);
  if (child_ == 0) {
    for (const auto& [key, value] : settings) ::setenv(key.c_str(), value.c_str(), 1);
    ::setenv("SERVERS_TEST_PIPE", pipe.c_str(), 1);
    ::execl("/proc/self/exe", "servers_test", name, nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  pipe_ = ends[0];
}

ChildTest::~ChildTest() {
  kill();
  ::close(pipe_);
}

bool ChildTest::read(std::string& to) {
  char buffer[4096];
  const ssize_t size = ::read(pipe_, buffer, sizeof buffer);
  if (size > 0) to.append(buffer, static_cast<std::size_t>(size));
  return size > 0;
}

void ChildTest::kill() {
  if (child_ <= 0) return;
  ::kill(child_, SIGKILL);
  ::waitpid(child_, nullptr, 0);
  child_ = -1;
}

Time test_time() { return parse_time("2026-03-10T10:00:00+08:00").value(); }

std::function<Time()> going_clock() {
  const auto start = std::chrono::steady_clock::now();
  return [start] {
    return test_time() +
           std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - start);
  };
}

ServiceOptions server_options(const std::string& store, const std::string& key_file) {
  ServiceOptions options;
  options.root = ANALYZER_ROOT;
  options.store = store;
  options.key_file = key_file;
  options.synthetic_ids = true;
  options.clock = test_time;
  options.background_jobs = false;
  return options;
}

std::unique_ptr<Service> must_open(ServiceOptions options) {
  auto opened = Service::open(std::move(options));
  if (!opened) FAIL("no server: " << opened.error().message);
  return *std::move(opened);
}

Result<std::unique_ptr<Service>> open_server(const std::string& store, const std::string& key_file,
                                             bool background_jobs) {
  ServiceOptions options = server_options(store, key_file);
  options.background_jobs = background_jobs;
  return Service::open(std::move(options));
}

std::unique_ptr<Service> must_open_with_journal(const std::string& store,
                                                const std::string& key_file,
                                                std::uint64_t journal_bytes) {
  ServiceOptions options = server_options(store, key_file);
  options.journal_bytes = journal_bytes;
  options.clock = going_clock();
  options.background_jobs = true;
  return must_open(std::move(options));
}

std::unique_ptr<Service> must_open_server(const std::string& store, const std::string& key_file,
                                          bool background_jobs) {
  ServiceOptions options = server_options(store, key_file);
  options.background_jobs = background_jobs;
  return must_open(std::move(options));
}

std::string plain_attempt(int n, int devices) {
  const std::string id = std::to_string(n);
  // Few devices for many persons, so that each answer depends on those before it.
  const std::string device = std::to_string(n % devices);
  const std::string minute = std::to_string(10 + n % 50);
  return R"({"attempt_id":"s-)" + id + R"(","occurred_at":"2026-03-10T09:)" + minute +
         R"(:00+08:00","channel":"alipay","outcome":"passed","region":"990102","person":{"ref":"p)" +
         id + R"(","age":70},"operator":{"role":"relative","ref":"o)" + device +
         R"("},"device":{"ref":"d)" + device + R"("}})";
}

std::string reviewed_attempt(const std::string& id, const std::string& person) {
  return R"({"attempt_id":")" + id +
         R"(","occurred_at":"2026-03-10T09:31:11+08:00","channel":"alipay","outcome":"passed",)"
         R"("region":"990102","person":{"ref":")" +
         person +
         R"(","age":83},"registry":[{"kind":"death_medical","on":"2026-02-11","source":"医疗机构"}]})";
}

std::future<Result<Document>> send(Service& server, const std::string& attempt) {
  auto promise = std::make_shared<std::promise<Result<Document>>>();
  std::future<Result<Document>> out = promise->get_future();
  server.submit_attempt(kCaller, attempt, false, [promise](Result<Document> result) {
    promise->set_value(std::move(result));
  });
  return out;
}

json::Value answer(Service& server, const std::string& attempt) {
  const Result<Document> result = send(server, attempt).get();
  if (!result) FAIL("failed: " << result.error().message);
  return json::parse(*result->text).value();
}

std::string decision_of(json::Value answer) {
  json::Object& object = answer.as_object();
  object["case_id"] = object["case_id"].is_string() && !object["case_id"].as_string().empty();
  return json::write(answer);
}

Kept check_kept(const std::string& fault, const std::string& address, const std::string& key,
                const Given& given, int refused) {
  Kept kept;
  const auto fresh = must_open_server(address, key);
  {
    const auto store = store::open_store(address, false).value();
    const auto session = store->open_session(store::Mode::kReadOnly).value();
    std::set<std::string> ids;
    const auto rows = session->observations().recent({.limit = 1'000'000}).value();
    for (const store::ObservationSummary& row : rows) {
      ++kept.rows;
      if (!ids.insert(row.key.external_id).second) ++kept.doubled;
    }
  }
  if (fresh->counters().windows_events != kept.rows) ++kept.doubled;
  for (const auto& [body, text] : given) {
    const Result<Document> again = send(*fresh, body).get();
    if (!again || !again->replayed) ++kept.lost;
    if (again && *again->text != text) ++kept.changed;
  }
  std::printf("| %s | %zu | %d | %d | %d | %d |\n", fault.c_str(), given.size(), refused, kept.lost,
              kept.changed, kept.doubled);
  CHECK(kept.rows >= given.size());
  CHECK(kept.lost == 0);
  CHECK(kept.changed == 0);
  CHECK(kept.doubled == 0);
  return kept;
}

}  // namespace analyzer::testing
