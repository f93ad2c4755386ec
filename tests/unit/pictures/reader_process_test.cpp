// The process is played by small scripts: what they do, a decoder that was taken
// over or ran wild could do.

#include "analyzer/pictures/reader_process.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <thread>

namespace analyzer::pictures {
namespace {

const std::string kSaid = R"(echo '{"reading":{"width":1,"height":1,"codes":["x"],"lines":[]}}')";

// A script that is removed at the end.
class Script {
 public:
  explicit Script(const std::string& body) {
    static int number = 0;
    path_ = (std::filesystem::temp_directory_path() /
             ("analyzer_reader_" + std::to_string(getpid()) + "_" + std::to_string(number++)))
                .string();
    std::ofstream(path_) << "#!/bin/sh\n" << body << "\n";
    ::chmod(path_.c_str(), 0700);
  }
  ~Script() { std::filesystem::remove(path_); }
  Script(const Script&) = delete;
  Script& operator=(const Script&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

tl::expected<Reading, Trouble> run(const std::string& body, std::string_view picture = "picture",
                                   std::chrono::milliseconds longest = std::chrono::seconds{60}) {
  const Script script(body);
  const std::atomic<bool> stop{false};
  return read_picture(
      {script.path(), longest}, picture, [](double) {}, stop);
}

std::string outcome(const tl::expected<Reading, Trouble>& reading) {
  return reading ? "read" : std::string(name_of(reading.error()));
}

}  // namespace

TEST_CASE("the picture comes in, the reading and its progress come out") {
  const std::string body =
      "bytes=$(wc -c)\n"
      "echo '{\"progress\":0.25}'\n"
      "echo "
      "\"{\\\"reading\\\":{\\\"width\\\":$bytes,\\\"height\\\":2,\\\"codes\\\":[],\\\"lines\\\":[]}"
      "}\"";
  const Script script(body);
  const std::atomic<bool> stop{false};
  std::vector<double> progress;
  const std::string picture(900'000, 'x');  // more than a pipe holds
  const auto reading = read_picture(
      {script.path(), std::chrono::seconds{60}}, picture,
      [&](double done) { progress.push_back(done); }, stop);
  REQUIRE(reading.has_value());
  CHECK(reading->width == 900'000);
  CHECK(progress == std::vector<double>{0.25});
}

TEST_CASE("whatever happens to the reader is an answer") {
  struct Row {
    const char* what;
    std::string body;
    const char* expected;
  };
  const Row rows[] = {
      {"it reads", kSaid, "read"},
      {"it says that it cannot", R"(echo '{"trouble":"not_readable"}')", "not_readable"},
      {"it crashes", "kill -SEGV $$", "not_readable"},
      {"it is killed", "kill -KILL $$", "not_readable"},
      {"its processor time is up", "kill -XCPU $$", "too_costly"},
      {"it says nothing", "exit 0", "not_readable"},
      {"it says what is no message", "echo hello; echo '{\"x\":1}'", "not_readable"},
      {"it crashes after it has read", kSaid + "\nkill -SEGV $$", "read"},
      {"it never stops talking", "while :; do echo '{\"progress\":0.1}'; done", "not_readable"},
      {"its line never ends", "head -c 9000000 /dev/zero", "not_readable"},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    CHECK(outcome(run(row.body)) == row.expected);
  }
}

TEST_CASE("a reader that takes too long is killed, with all it started") {
  CHECK(outcome(run("sleep 1000", "x", std::chrono::milliseconds{200})) == "too_costly");
  CHECK(outcome(run("exec >&-; sleep 1000", "x")) == "not_readable");  // it hides and goes on
}

TEST_CASE("a reader that is not there is told from one that fails") {
  const std::atomic<bool> stop{false};
  for (const char* path : {"/nonexistent/reader", "/etc/passwd", ""}) {
    INFO(path);
    const ReaderProgram program{path, std::chrono::seconds{10}};
    CHECK(outcome(read_picture(
              program, "x", [](double) {}, stop)) == "no_reader");
    CHECK_FALSE(can_read(program, stop));
  }
}

TEST_CASE("stopping ends a reader at once") {
  const Script script("sleep 1000");
  std::atomic<bool> stop{false};
  std::thread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
    stop = true;
  });
  const ReaderProgram program{script.path(), std::chrono::hours{1}};
  CHECK(outcome(read_picture(
            program, "x", [](double) {}, stop)) == "not_readable");
  stopper.join();
}

TEST_CASE("the reader gets nothing of the service: no descriptor, no variable, no blocked signal") {
  ::setenv("ANALYZER_SECRET", "key", 1);
  const int kept = ::dup2(STDIN_FILENO, 57);  // open across exec
  REQUIRE(kept == 57);
  const std::string body =
      "[ -z \"$ANALYZER_SECRET\" ] || exit 1\n"
      "[ ! -e /proc/self/fd/57 ] || exit 1\n"
      "grep -q 'SigBlk:.0000000000000000' /proc/self/status || exit 1\n"
      "[ \"$OMP_THREAD_LIMIT\" = 1 ] || exit 1\n" +
      kSaid;
  CHECK(outcome(run(body)) == "read");
  ::close(kept);
  ::unsetenv("ANALYZER_SECRET");
}

}  // namespace analyzer::pictures
