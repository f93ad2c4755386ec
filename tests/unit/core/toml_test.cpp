#include <catch2/catch.hpp>

#include "analyzer/core/toml.h"

namespace analyzer::toml {
namespace {

TEST_CASE("Every mistake of a file is named with its line") {
  const Result<Table> root = parse("a = 1\nb = 'x'\nstray = 2\n[[rule]]\nid = 3\n", "f.toml");
  REQUIRE(root);
  CHECK(root->number("a") == 1.0);
  CHECK(root->number("b") == 0.0);
  for (const Table& rule : root->tables("rule")) {
    CHECK(rule.text("id").empty());
    CHECK(rule.text("title").empty());
  }
  root->done();
  const Status status = root->finish();
  REQUIRE_FALSE(status);
  std::vector<std::string> found;
  for (const FieldError& e : status.error().fields) found.push_back(e.pointer + " " + e.code);
  CHECK(found == std::vector<std::string>{"f.toml:2 type", "f.toml:5 type", "f.toml:4 required",
                                          "f.toml:3 unknown_field"});
}

TEST_CASE("A file that is not TOML names its line") {
  const Result<Table> root = parse("a = 1\nb = = 2\n", "f.toml");
  REQUIRE_FALSE(root);
  CHECK(root.error().fields.at(0).pointer == "f.toml:2");
}

TEST_CASE("Absent optional values take their defaults") {
  const Result<Table> root = parse("on = 2026-01-02\nlist = ['a','b']\n", "f.toml");
  REQUIRE(root);
  CHECK(root->flag("x", true));
  CHECK(root->texts("list") == std::vector<std::string>{"a", "b"});
  CHECK(root->texts("none").empty());
  CHECK(format_date(*root->maybe_date("on")) == "2026-01-02");
  CHECK_FALSE(root->maybe_number("none"));
  CHECK(root->table("none").keys().empty());
  root->done();
  CHECK(root->finish());
}

}  // namespace
}  // namespace analyzer::toml
