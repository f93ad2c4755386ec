#include "models/ngram.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "models/metrics.h"
#include "tests/unit/models/made_rows.h"

namespace analyzer::models {
namespace {

// Messages put together from words of two lists with some shared ones.
struct Messages {
  std::vector<std::string> texts;
  std::vector<std::uint8_t> labels;
  std::vector<std::string> groups;
  NgramData view() const { return {texts, labels, {}}; }
};

Messages made_messages(std::size_t count, std::uint64_t seed) {
  const std::vector<std::string> bad = {"停发", "点击链接", "缴费", "补领", "过期"};
  const std::vector<std::string> good = {"免费", "社区", "窗口", "提醒", "年审"};
  const std::vector<std::string> both = {"养老金", "认证", "您好", "请", "社保"};
  Messages out;
  Numbers numbers(seed);
  const auto pick = [&](const std::vector<std::string>& words) {
    return words[static_cast<std::size_t>(numbers.next() * static_cast<double>(words.size()))];
  };
  for (std::size_t i = 0; i < count; ++i) {
    const bool scam = numbers.next() < 0.5;
    std::string text;
    for (int word = 0; word < 8; ++word) {
      const double which = numbers.next();
      text += pick(which < 0.6 ? both : (which < 0.92) == scam ? bad : good);
    }
    out.texts.push_back(text);
    out.labels.push_back(scam ? 1 : 0);
    out.groups.push_back(std::to_string(i / 4));
  }
  return out;
}

constexpr NgramSpec kSmall{.longest = 2, .bits = 12, .l2 = 1.0, .iterations = 40};

TEST_CASE("a model learns which words speak for a scam and tells new texts apart") {
  const Messages train = made_messages(600, 1);
  const auto model = Ngram::train(train.view(), kSmall);
  REQUIRE(model);
  CHECK(model->margin("养老金停发请点击链接缴费") >
        model->margin("养老金认证免费到社区窗口") + 1.0);

  const Messages fresh = made_messages(400, 2);
  std::vector<double> margins;
  for (const std::string& text : fresh.texts) margins.push_back(model->margin(text));
  CHECK(roc_auc(margins, fresh.labels) > 0.75);
}

TEST_CASE("the same texts give the same bytes, which read back as the same model") {
  const Messages train = made_messages(300, 1);
  const auto first = Ngram::train(train.view(), kSmall);
  const auto second = Ngram::train(train.view(), kSmall);
  REQUIRE(first);
  REQUIRE(second);
  CHECK(first->bytes() == second->bytes());
  const auto back = Ngram::parse(first->bytes());
  REQUIRE(back);
  for (const std::string& text : train.texts) CHECK(back->margin(text) == first->margin(text));
}

TEST_CASE("saying a thing twice says no more") {
  const auto model = Ngram::train(made_messages(300, 1).view(), kSmall);
  REQUIRE(model);
  const double once = model->margin("停发停发停发");
  CHECK(model->margin("停发停发停发停发停发停发停发") == once);
}

TEST_CASE("any bytes are a text") {
  const auto model = Ngram::train(made_messages(100, 1).view(), kSmall);
  REQUIRE(model);
  for (const std::string& text : {std::string(), std::string("\xff\xfe\x80"), std::string(1, '\0'),
                                  std::string("\xe5\x81"), std::string("\xf4\xbf\xbf\xbf")}) {
    CHECK(std::isfinite(model->margin(text)));
  }
}

TEST_CASE("margins for stacking come from models that have not seen the text's group") {
  // Labels that nothing in the text explains, two equal texts in each group: a
  // model that had seen the group would know them.
  Messages rows;
  Numbers numbers(9);
  for (int group = 0; group < 150; ++group) {
    std::string text;
    for (int i = 0; i < 6; ++i) text += static_cast<char>('a' + numbers.next() * 26.0);
    const bool label = numbers.next() < 0.5;
    for (int copy = 0; copy < 2; ++copy) {
      rows.texts.push_back(text);
      rows.labels.push_back(label ? 1 : 0);
      rows.groups.push_back(std::to_string(group));
    }
  }
  const NgramSpec spec{.longest = 6, .bits = 14, .l2 = 0.1, .iterations = 40};
  const auto seen = Ngram::train(rows.view(), spec);
  REQUIRE(seen);
  std::vector<double> own;
  for (const std::string& text : rows.texts) own.push_back(seen->margin(text));
  CHECK(roc_auc(own, rows.labels) > 0.95);  // learnt by heart

  const auto fresh = Ngram::cross_fit(rows.view(), rows.groups, 5, spec);
  REQUIRE(fresh);
  CHECK(roc_auc(*fresh, rows.labels) < 0.65);
  const auto again = Ngram::cross_fit(rows.view(), rows.groups, 5, spec);
  REQUIRE(again);
  CHECK(*again == *fresh);
}

TEST_CASE("a spec or data out of range is refused") {
  const Messages rows = made_messages(20, 1);
  for (const NgramSpec& spec :
       {NgramSpec{.longest = 0}, NgramSpec{.longest = 9},
        NgramSpec{.bits = 30}, NgramSpec{.l2 = 0}}) {
    CHECK_FALSE(Ngram::train(rows.view(), spec));
  }
  const std::vector<std::uint8_t> one_label(rows.texts.size(), 1);
  const auto result = Ngram::train({rows.texts, one_label, {}}, kSmall);
  REQUIRE_FALSE(result);
  CHECK(result.error().code == ErrorCode::kInvalid);
}

TEST_CASE("bytes that are not a model are refused as corrupt") {
  const auto model = Ngram::train(made_messages(100, 1).view(), kSmall);
  REQUIRE(model);
  const std::string good = model->bytes();
  std::string wrong_magic = good;
  wrong_magic[0] = 'x';
  std::string wrong_bits = good;
  wrong_bits[12] = 30;
  for (const std::string& bytes :
       {std::string(), good.substr(0, 20), good.substr(0, good.size() - 1), good + "x", wrong_magic,
        wrong_bits}) {
    const auto result = Ngram::parse(bytes);
    REQUIRE_FALSE(result);
    CHECK(result.error().code == ErrorCode::kCorrupt);
  }
}

}  // namespace
}  // namespace analyzer::models
