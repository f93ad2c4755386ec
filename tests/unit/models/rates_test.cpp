#include "models/rates.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

namespace analyzer::models {
namespace {

struct Data {
  std::vector<std::string> values;
  std::vector<std::uint8_t> labels;
  std::vector<std::string> groups;
  std::vector<std::size_t> rows;

  void add(const std::string& value, bool fraud, const std::string& group) {
    rows.push_back(values.size());
    values.push_back(value);
    labels.push_back(fraud ? 1 : 0);
    groups.push_back(group);
  }
  Rates learn(double prior) const { return Rates::learn({values, labels, groups}, rows, prior); }
};

TEST_CASE("A value's log-odds are its rate, pulled towards the whole's") {
  Data data;
  for (int i = 0; i < 30; ++i) data.add("top", true, "t" + std::to_string(i));
  for (int i = 0; i < 30; ++i) data.add("com", false, "c" + std::to_string(i));
  data.add("rare", true, "r");
  data.add("fair", false, "f");
  const Rates rates = data.learn(5.0);
  CHECK(rates.log_odds("top") == Approx(std::log(32.5 / 2.5)).margin(0.001));
  CHECK(rates.log_odds("com") == Approx(std::log(2.5 / 32.5)).margin(0.001));
  CHECK(rates.log_odds("rare") < 0.5);
  CHECK(rates.log_odds("rare") > rates.log_odds("fair"));
  CHECK(rates.log_odds("never seen") == 0.0);
}

TEST_CASE("A group counts once however many rows it has") {
  Data few;
  Data many;
  for (Data* data : {&few, &many}) {
    for (int i = 0; i < 10; ++i) data->add("com", i < 5, std::to_string(i));
  }
  few.add("com", true, "site");
  for (int i = 0; i < 100; ++i) many.add("com", true, "site");
  CHECK(few.learn(2.0).bytes() == many.learn(2.0).bytes());
}

TEST_CASE("Rates read back are the same; broken ones are refused") {
  Data data;
  data.add("com.cn", true, "a");
  data.add("top", false, "b");
  const Rates rates = data.learn(1.0);
  const auto read = Rates::parse(rates.bytes());
  REQUIRE(read);
  CHECK(read->bytes() == rates.bytes());
  CHECK(read->log_odds("com.cn") == rates.log_odds("com.cn"));
  for (const char* broken : {"", "com\t1\n", "\t1\n\t2\n", "\t1\ncom\t1\ncom\t1\n", "\t1\ncom 1\n",
                             "\t1\ncom\tx\n", "\t1\ncom\t1"}) {
    INFO(broken);
    const auto refused = Rates::parse(broken);
    REQUIRE(!refused);
    CHECK(refused.error().code == ErrorCode::kCorrupt);
  }
}

}  // namespace
}  // namespace analyzer::models
