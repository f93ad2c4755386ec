#include "analyzer/service/data_files.h"

#include <unistd.h>
#include <zlib.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "analyzer/core/digest.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

// A file that is gone afterwards.
class TempFile {
 public:
  explicit TempFile(const std::string& bytes)
      : path_((fs::temp_directory_path() / ("data_files_test_" + std::to_string(::getpid())))
                  .string()) {
    std::ofstream(path_, std::ios::binary) << bytes;
  }
  TempFile(const TempFile&) = delete;
  TempFile& operator=(const TempFile&) = delete;
  ~TempFile() { fs::remove(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string gzip(const std::string& text) {
  const TempFile file("");
  gzFile out = gzopen(file.path().c_str(), "wb");
  gzwrite(out, text.data(), static_cast<unsigned>(text.size()));
  gzclose(out);
  return *read_file(file.path());
}

TEST_CASE("a file is read whether it is packed or not, and named by its own bytes") {
  const std::string text = "url,label\nexample.com,0\n";
  for (const std::string& bytes : {text, gzip(text)}) {
    const TempFile file(bytes);
    const auto read = read_data_file(file.path());
    REQUIRE(read);
    CHECK(read->text == text);
    CHECK(read->sha256 == sha256_hex(bytes));
  }
}

TEST_CASE("a packed file that is cut short or broken is corrupt, one that is absent not found") {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += std::to_string(i * i) + "\n";
  const std::string packed = gzip(text);
  std::string broken = packed;
  broken[broken.size() / 2] = static_cast<char>(broken[broken.size() / 2] ^ 0x55);
  for (const std::string& bytes : {packed.substr(0, packed.size() / 2), broken}) {
    const TempFile file(bytes);
    const auto read = read_data_file(file.path());
    REQUIRE_FALSE(read);
    CHECK(read.error().code == ErrorCode::kCorrupt);
  }
  CHECK(read_data_file("/nowhere/at/all").error().code == ErrorCode::kNotFound);
}

TEST_CASE("CSV is read with its quotes") {
  using Records = std::vector<std::vector<std::string>>;
  struct Row {
    const char* text;
    Records expected;
  };
  const std::vector<Row> rows = {
      {"", {}},
      {"a,b\n1,2\n", {{"a", "b"}, {"1", "2"}}},
      {"a,b\r\n1,2", {{"a", "b"}, {"1", "2"}}},
      {"\"x,y\",2\n", {{"x,y", "2"}}},
      {"\"say \"\"no\"\"\",2\n", {{"say \"no\"", "2"}}},
      {"\"two\nlines\",2\n", {{"two\nlines", "2"}}},
      {"a,,\n\nb,c,d\n", {{"a", "", ""}, {"b", "c", "d"}}},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const auto records = parse_csv(row.text);
    REQUIRE(records);
    CHECK(*records == row.expected);
  }
  CHECK_FALSE(parse_csv("a,\"b\n"));
}

TEST_CASE("dates of lists may lack the day or the month") {
  CHECK(format_time(parse_loose_date("2025-04-13")) == "2025-04-12T16:00:00.000Z");
  CHECK(parse_loose_date("2025-04") == parse_loose_date("2025-04-01"));
  CHECK(parse_loose_date("2021") == parse_loose_date("2021-01-01"));
  for (const char* text : {"", "soon", "2016-2018", "2025-13-01"}) {
    INFO(text);
    CHECK(parse_loose_date(text) == Time{});
  }
}

TEST_CASE("lines are what lies between line breaks") {
  CHECK(lines_of("a\nb\r\n\nc") == std::vector<std::string_view>{"a", "b", "c"});
  CHECK(lines_of("").empty());
}

}  // namespace
}  // namespace analyzer
