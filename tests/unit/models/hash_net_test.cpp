#include "models/hash_net.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

namespace analyzer::models {
namespace {

// Well spread, as the callers' hashes are.
Feature feature(std::uint32_t number) { return number * 2654435761U; }

// Fraud is what has feature 1 or 2 but not both: no linear model can tell. Feature
// 3 is everywhere, 1000 + i in one row each.
struct Data {
  std::vector<std::vector<Feature>> features;
  std::vector<std::uint8_t> labels;
  std::vector<std::string> groups;
  std::vector<std::size_t> rows;

  explicit Data(std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) {
      std::vector<Feature> row = {feature(3), feature(1000 + i)};
      if ((i & 1U) != 0) row.push_back(feature(1));
      if ((i & 2U) != 0) row.push_back(feature(2));
      features.push_back(std::move(row));
      labels.push_back((i & 1U) != (i >> 1U & 1U) ? 1 : 0);
      groups.push_back(std::to_string(i));
      rows.push_back(i);
    }
  }
  operator HashNetData() const { return {features, labels, groups}; }
};

constexpr HashNetSpec kSpec{.bits = 12, .epochs = 60, .rate = 0.1, .dropout = 0.1};

Result<HashNet> trained(std::uint32_t count) {
  const Data data(count);
  return HashNet::train(data, data.rows, kSpec);
}

double margin(const HashNet& net, const std::vector<Feature>& features) {
  return net.margin(net.sum(features));
}

TEST_CASE("The network learns what features mean together") {
  const Data data(400);
  const auto net = HashNet::train(data, data.rows, kSpec);
  REQUIRE(net);
  CHECK(margin(*net, {feature(1), feature(3)}) > 1.0);
  CHECK(margin(*net, {feature(2), feature(3)}) > 1.0);
  CHECK(margin(*net, {feature(3)}) < -1.0);
  CHECK(margin(*net, {feature(1), feature(2), feature(3)}) < -1.0);
}

TEST_CASE("A feature of too few groups is not known") {
  const auto net = trained(400).value();
  CHECK(net.sum(std::vector{feature(3)}).known == 1);
  // Most rows of the table are free, so hardly any of them is met by chance.
  int known = 0;
  for (std::uint32_t i = 0; i < 400; ++i) {
    known += net.sum(std::vector{feature(1000 + i)}).known;
  }
  CHECK(known <= 4);
}

TEST_CASE("Features that nobody had are mostly not known even where the table is full") {
  // 12 features a row and 8 rows a feature on average: every row of the table is used.
  Data data(512);
  for (std::uint32_t i = 0; i < 512; ++i) {
    for (std::uint32_t k = 0; k < 8; ++k) {
      data.features[i].push_back(feature(50000 + (i + 64 * k) % 512));
    }
  }
  HashNetSpec small = kSpec;
  small.bits = 8;
  small.epochs = 1;
  const auto net = HashNet::train(data, data.rows, small).value();
  int known = 0;
  for (std::uint32_t i = 0; i < 1000; ++i) known += net.sum(std::vector{feature(90000 + i)}).known;
  CHECK(known < 400);  // without the marks nearly all
  CHECK(net.sum(std::vector{feature(50000)}).known == 1);
}

TEST_CASE("Sums of parts add up to the sum of the whole") {
  const auto net = trained(400).value();
  HashNet::Sum sum = net.sum(std::vector{feature(1)});
  sum.add(net.sum(std::vector{feature(2), feature(3)}));
  CHECK(net.margin(sum) == margin(net, {feature(3), feature(2), feature(1)}));
}

TEST_CASE("The same rows give the same bytes, which read back give the same margins") {
  const Data data(200);
  const auto net = HashNet::train(data, data.rows, kSpec).value();
  CHECK(HashNet::train(data, data.rows, kSpec).value().bytes() == net.bytes());
  const auto read = HashNet::parse(net.bytes());
  REQUIRE(read);
  CHECK(read->bytes() == net.bytes());
  for (const auto& features : data.features)
    CHECK(margin(*read, features) == margin(net, features));
}

TEST_CASE("Only the rows asked for are learnt from") {
  const Data data(400);
  std::vector<std::size_t> first;
  for (std::size_t i = 0; i < 200; ++i) first.push_back(i);
  CHECK(HashNet::train(data, first, kSpec).value().bytes() == trained(200).value().bytes());
}

TEST_CASE("What cannot be trained or read is refused") {
  const Data data(200);
  HashNetSpec wide = kSpec;
  wide.bits = 23;
  CHECK(HashNet::train(data, data.rows, wide).error().code == ErrorCode::kInvalid);
  HashNetSpec lost = kSpec;
  lost.dropout = 1.0;
  CHECK(HashNet::train(data, data.rows, lost).error().code == ErrorCode::kInvalid);
  CHECK(HashNet::train(data, std::vector<std::size_t>{1, 2}, kSpec).error().code ==
        ErrorCode::kInvalid);  // one label
  const std::string bytes = HashNet::train(data, data.rows, kSpec).value().bytes();
  for (const std::string& broken :
       {std::string(), bytes.substr(0, 40), bytes.substr(0, bytes.size() - 1), bytes + "x",
        "X" + bytes.substr(1)}) {
    const auto read = HashNet::parse(broken);
    REQUIRE(!read);
    CHECK(read.error().code == ErrorCode::kCorrupt);
  }
}

}  // namespace
}  // namespace analyzer::models
