#include "feeds/index.h"

#include <algorithm>
#include <catch2/catch.hpp>

namespace analyzer::feeds {
namespace {

Statement host(const std::string& value, const std::string& source = "list") {
  Statement s;
  s.kind = IndicatorKind::kHost;
  s.value = value;
  s.source = source;
  s.at = s.valid_from = from_millis(1'767'240'000'000);
  return s;
}

}  // namespace

TEST_CASE("A value is found by its kind and its whole text") {
  const std::vector<Statement> said = {host("a.invalid"), host("a.invalid", "other"),
                                       host("b.invalid")};
  const IndicatorIndex index = IndicatorIndex::build(said);
  CHECK(index.size() == 2);
  REQUIRE(index.find(IndicatorKind::kHost, "a.invalid") != nullptr);
  CHECK(index.find(IndicatorKind::kHost, "a.invalid")->latest().size() == 2);
  CHECK(index.find(IndicatorKind::kDomain, "a.invalid") == nullptr);
  CHECK(index.find(IndicatorKind::kHost, "x.a.invalid") == nullptr);
  CHECK(index.find(IndicatorKind::kHost, "") == nullptr);
}

TEST_CASE("An index is named by what it holds, not by the order it came in") {
  std::vector<Statement> said = {host("a.invalid"), host("b.invalid"), host("a.invalid", "other")};
  const IndicatorIndex one = IndicatorIndex::build(said);
  std::reverse(said.begin(), said.end());
  CHECK(IndicatorIndex::build(said).digest() == one.digest());
  said.pop_back();
  CHECK(IndicatorIndex::build(said).digest() != one.digest());
  CHECK(IndicatorIndex().digest() == IndicatorIndex::build({}).digest());
}

}  // namespace analyzer::feeds
