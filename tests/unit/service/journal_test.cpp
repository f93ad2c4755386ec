#include "analyzer/service/journal.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "analyzer/service/deadlines.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;
using Entries = std::vector<std::string>;

class JournalFile {
 public:
  JournalFile() { fs::remove(path); }
  ~JournalFile() { fs::remove(path); }
  std::unique_ptr<Journal> open(std::uint64_t most = 1U << 20U) const {
    return Journal::open(path, most).value();
  }
  std::string bytes() const {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write(const std::string& bytes) const {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }
  const std::string path =
      (fs::temp_directory_path() / ("analyzer_journal_" + std::to_string(::getpid()))).string();
};

}  // namespace

TEST_CASE("what the journal took is there when it is opened again, in its order") {
  const JournalFile file;
  const Entries all = {"one", std::string("\0two\n", 5), "", std::string(100'000, 'x')};
  {
    const auto journal = file.open();
    REQUIRE(journal->append({all[0], all[1]}));
    REQUIRE(journal->append({all[2], all[3]}));
    CHECK(Journal::open(file.path, 1U << 20U).error().code == ErrorCode::kConflict);
  }
  const auto journal = file.open();
  CHECK(journal->front(10) == all);
  CHECK(journal->front(1) == Entries{"one"});
  REQUIRE(journal->drop(3));
  CHECK(journal->front(10) == Entries{all[3]});
  REQUIRE(journal->drop(1));
  CHECK(journal->waiting() == 0);
  CHECK(file.bytes().empty());
}

TEST_CASE("a torn end of the journal is dropped, wherever it was torn, and no more") {
  const JournalFile file;
  {
    const auto journal = file.open();
    REQUIRE(journal->append({"first", "second"}));
  }
  const std::string whole = file.bytes();
  const std::size_t first = 8 + 5;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    INFO(size);
    file.write(whole.substr(0, size));
    const auto journal = file.open();
    CHECK(journal->waiting() == (size < first ? 0 : 1));
    REQUIRE(journal->append({"third"}));  // goes where the torn one began
  }
  for (std::size_t at = first; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    file.write(damaged);
    CHECK(file.open()->front(5) == Entries{"first"});
  }
}

TEST_CASE("a journal that drains slower than it fills has room while little of it waits") {
  const JournalFile file;
  const std::uint64_t most = 64U << 10U;
  const auto text = [](int n) { return std::to_string(n) + std::string(1000, 'x'); };
  Entries waiting;
  {
    const auto journal = file.open(most);
    for (int n = 0; n < 1000; ++n) {  // a megabyte goes through; three entries wait
      REQUIRE(journal->append({text(n)}));
      waiting.push_back(text(n));
      if (waiting.size() <= 3) continue;
      REQUIRE(journal->drop(1));
      waiting.erase(waiting.begin());
      REQUIRE(file.bytes().size() <= most);
    }
    CHECK(journal->front(10) == waiting);
    CHECK(Journal::open(file.path, most).error().code == ErrorCode::kConflict);
  }
  // What waits is in the file that has the name, at its end.
  const Entries there = file.open(most)->front(1000);
  REQUIRE(there.size() >= waiting.size());
  CHECK(Entries(there.end() - 3, there.end()) == waiting);
  CHECK_FALSE(fs::exists(file.path + ".new"));
}

TEST_CASE("a journal takes all of what it is given or nothing, up to its bound") {
  const JournalFile file;
  const auto journal = file.open(100);
  REQUIRE(journal->append({std::string(40, 'a')}));
  const Status full = journal->append({"b", std::string(60, 'c')});
  REQUIRE_FALSE(full);
  CHECK(full.error().code == ErrorCode::kUnavailable);
  CHECK(journal->waiting() == 1);
  REQUIRE(journal->append({std::string(40, 'd')}));
  REQUIRE(journal->drop(2));
  CHECK(journal->append({std::string(90, 'e')}));  // room again
}

TEST_CASE("an entry of the journal is read back as it was written, or not at all") {
  JournalEntry entry;
  entry.caller = {"alipay", "ns", "req", "usr_1"};
  entry.strict = true;
  entry.body = R"({"attempt_id":"甲"})";
  entry.given = {from_millis(1'767'240'000'123), Decision::kReview, 0.1 + 0.2, R"({"a":"\n"})"};
  const std::string bytes = write_entry(entry);
  const Result<JournalEntry> read = read_entry(bytes);
  REQUIRE(read);
  CHECK(read->caller.id == entry.caller.id);
  CHECK(read->caller.name_space == entry.caller.name_space);
  CHECK(read->caller.account == entry.caller.account);
  CHECK(read->strict);
  CHECK(read->body == entry.body);
  CHECK(read->given.arrived == entry.given.arrived);
  CHECK(read->given.decision == entry.given.decision);
  CHECK(read->given.score == entry.given.score);
  CHECK(read->given.answer == entry.given.answer);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CHECK_FALSE(read_entry(bytes.substr(0, size)));
  }
  CHECK_FALSE(read_entry("{}"));
}

}  // namespace analyzer
