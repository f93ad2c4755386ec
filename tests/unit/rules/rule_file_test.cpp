#include "analyzer/rules/rule_file.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

namespace analyzer {
namespace {

// A folder of rule files that goes with the test.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / "analyzer_rule_file_test") {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  void write(const std::string& name, const std::string& content) const {
    std::ofstream(path_ / name) << content;
  }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

constexpr const char* kRule =
    "[[rule]]\nid='fee.x'\ntitle='t'\nzh='中'\nen='e'\npattern='{{pay}}.{0,4}费'\nweight=1.0\n"
    "group='fee'\ntactic='fee_request'\nsource='T11'\nhits=['a']\nmisses=['b']\n";

TEST_CASE("Files are read by name; words stand for themselves in groups") {
  const Folder folder;
  folder.write("00.toml", "[words]\npay='交|付'\n");
  folder.write("01.toml", "[words]\npaid='(?:{{pay}})了'\n");
  folder.write("fee.toml", kRule);
  folder.write("note.txt", "not a rule");
  const Result<RuleFolder> read = read_rule_folder(folder.path());
  REQUIRE(read);
  REQUIRE(read->rules.size() == 1);
  CHECK(read->rules[0].pattern == "(?:交|付).{0,4}费");
  CHECK(read->rules[0].tactic == Tactic::kFeeRequest);
  CHECK(read->rules[0].scope == Scope::kText);
  CHECK(read->rules[0].where.ends_with("fee.toml:1"));
  CHECK(read->digest.size() == 64);
}

TEST_CASE("The digest follows the bytes") {
  const Folder folder;
  folder.write("a.toml", "[words]\npay='交|付'\n");
  const std::string before = read_rule_folder(folder.path())->digest;
  folder.write("a.toml", "[words]\npay='交|付|缴'\n");
  CHECK(read_rule_folder(folder.path())->digest != before);
}

TEST_CASE("What a file cannot mean is refused with file and line") {
  const Folder folder;
  folder.write("00.toml", "[words]\npay='交|付'\n");
  std::string rule = kRule;
  std::string wanted;
  SECTION("unknown word") {
    rule.replace(rule.find("{{pay}}"), 7, "{{sell}}");
    wanted = "fee.toml:6: '{{sell}}' is not among [words]";
  }
  SECTION("unknown tactic") {
    rule.replace(rule.find("fee_request"), 11, "fee_demand_");
    wanted = "fee.toml:9: 'fee_demand_' is not a tactic";
  }
  SECTION("unknown key") {
    rule += "colour='red'\n";
    wanted = "fee.toml:13: 'colour' is not known here";
  }
  SECTION("unknown scope") {
    rule += "scope='face'\n";
    wanted = "'face' is not a scope";
  }
  SECTION("word given twice") {
    rule = "[words]\npay='缴'\n" + rule;
    wanted = "given twice";
  }
  SECTION("condition without terms") {
    rule += "[[condition]]\nid='a.b'\ntitle='t'\nzh='z'\nen='e'\nweight=1\ngroup='g'\nwhen=[]\n";
    wanted = "must name at least one term";
  }
  folder.write("fee.toml", rule);
  const Result<RuleFolder> read = read_rule_folder(folder.path());
  REQUIRE_FALSE(read);
  CHECK(read.error().code == ErrorCode::kInvalid);
  INFO(read.error().message);
  CHECK(read.error().message.find(wanted) != std::string::npos);
}

TEST_CASE("A folder without rules is not found") {
  const Result<RuleFolder> read = read_rule_folder("no/such/folder");
  REQUIRE_FALSE(read);
  CHECK(read.error().code == ErrorCode::kNotFound);
}

}  // namespace
}  // namespace analyzer
