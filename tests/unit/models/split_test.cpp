#include "models/split.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <set>

#include "tests/unit/models/made_rows.h"

namespace analyzer::models {
namespace {

std::set<std::string> groups_of(const Matrix& matrix, const std::vector<std::size_t>& rows) {
  std::set<std::string> out;
  for (const std::size_t row : rows) out.insert(matrix.groups[row]);
  return out;
}

bool share_a_group(const Matrix& matrix, const Split& split) {
  const auto held = groups_of(matrix, split.held);
  for (const std::string& group : groups_of(matrix, split.fit)) {
    if (held.contains(group)) return true;
  }
  return false;
}

TEST_CASE("a split by group holds out about its share and keeps groups whole") {
  const Matrix rows = made_rows(3000, "g", 1);
  const Split split = split_by_group(rows, 0.2, "salt");
  CHECK(split.fit.size() + split.held.size() == rows.rows());
  CHECK(static_cast<double>(split.held.size()) / 3000.0 == Approx(0.2).margin(0.04));
  CHECK_FALSE(share_a_group(rows, split));
  CHECK(split_by_group(rows, 0.2, "salt").held == split.held);
  CHECK(split_by_group(rows, 0.2, "pepper").held != split.held);
  CHECK(split_by_group(rows, 0.0, "salt").held.empty());
  CHECK(split_by_group(rows, 1.0, "salt").fit.empty());
}

TEST_CASE("a split by time leaves out late rows of a group already seen") {
  Matrix rows;
  rows.columns = {"x"};
  const float x = 0.0F;
  const Time day1 = *parse_time("2026-01-01T00:00:00Z");
  const Time day2 = *parse_time("2026-01-02T00:00:00Z");
  rows.add({&x, 1}, false, "both", "s", day1);
  rows.add({&x, 1}, false, "both", "s", day2);
  rows.add({&x, 1}, false, "early", "s", day1);
  rows.add({&x, 1}, false, "late", "s", day2);
  rows.add({&x, 1}, false, "undated", "s", Time{});
  const Split split = split_by_time(rows, day2);
  CHECK(split.fit == std::vector<std::size_t>{0, 2, 4});
  CHECK(split.held == std::vector<std::size_t>{3});
}

TEST_CASE("a quantile of time looks at dated rows alone") {
  Matrix rows = made_rows(100, "g", 1);
  const Time last = rows.times.back();
  CHECK(time_quantile(rows, 0.8) == rows.times[80]);
  CHECK(time_quantile(rows, 1.0) == last);
  for (Time& time : rows.times) time = Time{};
  CHECK(time_quantile(rows, 0.8) == Time{});
}

TEST_CASE("folds are all used") {
  std::set<std::size_t> used;
  for (int i = 0; i < 200; ++i) used.insert(fold_of(std::to_string(i), "x", 5));
  CHECK(used == std::set<std::size_t>{0, 1, 2, 3, 4});
}

TEST_CASE("an unsound matrix is refused with what is wrong") {
  struct Row {
    const char* what;
    void (*spoil)(Matrix&);
  };
  const std::vector<Row> rows = {
      {"rows", [](Matrix& m) { m.groups.pop_back(); }},
      {"twice", [](Matrix& m) { m.columns[1] = m.columns[0]; }},
      {"no name", [](Matrix& m) { m.columns[1] = ""; }},
      {"label", [](Matrix& m) { m.labels[3] = 2; }},
      {"help", [](Matrix& m) { m.values[4] = std::numeric_limits<float>::infinity(); }},
      {"weight", [](Matrix& m) { m.weights.assign(m.rows(), -1.0F); }},
  };
  for (const Row& row : rows) {
    Matrix matrix = made_rows(20, "g", 1);
    REQUIRE(matrix.check());
    row.spoil(matrix);
    const Status status = matrix.check();
    REQUIRE_FALSE(status);
    INFO(status.error().message);
    CHECK(status.error().message.find(row.what) != std::string::npos);
  }
}

}  // namespace
}  // namespace analyzer::models
