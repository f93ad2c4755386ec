#include "analyzer/core/toml_leaves.h"

#include <catch2/catch.hpp>

namespace analyzer::toml {
namespace {

TEST_CASE("What a file sets is told with its line and what is said about it") {
  const auto leaves = leaves_of(R"(# The file.

a = 0.2  # a share, not "a # b"
[part]
# First line,
# second line.
name = "x # no comment"
list = ["a", 'b']
inner = {one = 1, two = true}
[[part.floor]]
id = "first"
[[part.floor]]
id = "second"
[[place]]
code = 3
)",
                                "f.toml");
  REQUIRE(leaves);
  REQUIRE(leaves->size() == 6);
  const Leaf& a = (*leaves)[0];
  CHECK(a.path == "a");
  CHECK(a.value == "0.2");
  CHECK(a.line == 3);
  CHECK(a.comment == "a share, not \"a # b\"");
  CHECK((*leaves)[1].path == "part.name");
  CHECK((*leaves)[1].value == "x # no comment");
  CHECK((*leaves)[1].comment == "First line, second line.");
  CHECK((*leaves)[2].value == "[a, b]");
  CHECK((*leaves)[3].value == "{one = 1, two = true}");
  CHECK((*leaves)[4].path == "part.floor");
  CHECK((*leaves)[4].value == "first, second");
  CHECK((*leaves)[4].tables == 2);
  CHECK((*leaves)[5].value.empty());
  CHECK((*leaves)[5].tables == 1);
}

TEST_CASE("A file that cannot be parsed is named with its line") {
  const auto leaves = leaves_of("a = 1\nb = = 2\n", "f.toml");
  REQUIRE_FALSE(leaves);
  CHECK(leaves.error().message.find("f.toml:2") == 0);
}

}  // namespace
}  // namespace analyzer::toml
