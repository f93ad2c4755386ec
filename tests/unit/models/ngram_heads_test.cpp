#include "models/ngram_heads.h"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "tests/unit/models/made_rows.h"

namespace analyzer::models {
namespace {

constexpr std::uint32_t kFee = 1U;   // head 0
constexpr std::uint32_t kCode = 2U;  // head 1

// Messages of filler and, by chance, of a clause that asks for money or for a code.
struct Messages {
  std::vector<std::string> texts;
  std::vector<float> extras;  // one a text: whether a rule saw that it asks for money
  std::vector<std::uint32_t> labels;
  std::vector<std::string> groups;
  NgramHeadsData view() const { return {texts, extras, labels, groups, 2}; }
};

Messages made_messages(std::size_t count, std::uint64_t seed) {
  const std::vector<std::string> filler = {"养老金认证", "您好", "请到社区", "不用着急",
                                           "年审提醒"};
  const std::vector<std::string> fee = {"交两百块钱", "先付工本费", "转二十块"};
  const std::vector<std::string> code = {"把六位数念给我", "短信里的码报一下", "念一下验证码"};
  Messages out;
  Numbers numbers(seed);
  const auto pick = [&](const std::vector<std::string>& words) {
    return words[static_cast<std::size_t>(numbers.next() * static_cast<double>(words.size()))];
  };
  for (std::size_t i = 0; i < count; ++i) {
    std::string text = pick(filler) + "," + pick(filler);
    std::uint32_t label = 0;
    if (numbers.next() < 0.3) {
      text += "," + pick(fee);
      label |= kFee;
    }
    if (numbers.next() < 0.3) {
      text += "," + pick(code);
      label |= kCode;
    }
    const bool told = numbers.next() < 0.2;  // asks for money in words nobody else uses
    if (told) label |= kFee;
    out.texts.push_back(text + "," + pick(filler));
    out.extras.push_back(told ? 1.0F : 0.0F);
    out.labels.push_back(label);
    out.groups.push_back(std::to_string(i / 4));
  }
  return out;
}

constexpr NgramHeadsSpec kSmall{.longest = 2, .bits = 12, .l2 = 0.1, .iterations = 40};

std::array<double, 2> margins(const NgramHeads& heads, const std::string& text, float extra = 0) {
  std::array<double, 2> out{};
  heads.margins(ngram_features(text, heads.longest()), std::array{extra}, out);
  return out;
}

const std::vector<std::size_t> kFirst = {0};  // heads

TEST_CASE("each head learns its own label, and extras beside the words") {
  const auto heads = NgramHeads::train(made_messages(600, 1).view(), kSmall);
  REQUIRE(heads);
  CHECK(heads->size() == 2);
  CHECK(heads->extras() == 1);
  const auto plain = margins(*heads, "您好,请到社区,不用着急");
  const auto fee = margins(*heads, "您好,交两百块钱,不用着急");
  const auto code = margins(*heads, "您好,念一下验证码,不用着急");
  CHECK(fee[0] > 0.0);
  CHECK(fee[1] < 0.0);
  CHECK(code[0] < 0.0);
  CHECK(code[1] > 0.0);
  CHECK(plain[0] < 0.0);
  CHECK(plain[1] < 0.0);
  CHECK(margins(*heads, "您好", 1)[0] > margins(*heads, "您好", 0)[0] + 1.0);
}

TEST_CASE("evidence is the words within one clause that speak for a head") {
  const auto heads = NgramHeads::train(made_messages(600, 1).view(), kSmall);
  REQUIRE(heads);
  const std::string text = "您好,念一下验证码,不用着急";
  const std::vector<std::size_t> asked = {0, 1};
  const auto evidence = heads->evidence(text, asked);
  REQUIRE(evidence.size() == 2);
  const auto [begin, end] = evidence[1];
  const std::string found = text.substr(begin, end - begin);
  INFO(found);
  CHECK(found.find("验证码") != std::string::npos);
  CHECK(found.find(',') == std::string::npos);
  const auto nothing = heads->evidence("", asked).front();
  CHECK(nothing.first == nothing.second);
}

TEST_CASE("the same texts give the same bytes, which read back as the same heads") {
  const Messages train = made_messages(300, 1);
  const auto first = NgramHeads::train(train.view(), kSmall);
  const auto second = NgramHeads::train(train.view(), kSmall);
  REQUIRE(first);
  REQUIRE(second);
  CHECK(first->bytes() == second->bytes());
  const auto back = NgramHeads::parse(first->bytes());
  REQUIRE(back);
  for (const std::string& text : train.texts) {
    CHECK(margins(*back, text, 1) == margins(*first, text, 1));
    CHECK(back->evidence(text, kFirst) == first->evidence(text, kFirst));
  }
}

TEST_CASE("an n-gram that one group alone has is not known") {
  Messages train = made_messages(300, 1);
  train.texts[0] += "独一份";
  train.labels[0] = kFee;
  const auto heads = NgramHeads::train(train.view(), kSmall);
  REQUIRE(heads);
  // None of its characters stands elsewhere: it says as little as an empty text.
  const auto unknown = margins(*heads, "独份");
  const auto empty = margins(*heads, "");
  CHECK(std::abs(unknown[0] - empty[0]) < 0.5);
}

TEST_CASE("any bytes are a text, and repeating says no more") {
  const auto heads = NgramHeads::train(made_messages(200, 1).view(), kSmall);
  REQUIRE(heads);
  for (const std::string& text : {std::string("\xff\xfe\x80"), std::string(3, '\0'),
                                  std::string(70000, ','), std::string("停\xe5")}) {
    CHECK(std::isfinite(margins(*heads, text)[0]));
    const auto [begin, end] = heads->evidence(text, kFirst).front();
    CHECK(begin <= end);
    CHECK(end <= text.size());
  }
  CHECK(margins(*heads, "停发停发停发停发") == margins(*heads, "停发停发停发停发停发"));
}

TEST_CASE("heads refuse specs, rows and bytes that do not fit") {
  Messages train = made_messages(50, 1);
  NgramHeadsSpec spec = kSmall;
  spec.l2 = 0.0;
  CHECK_FALSE(NgramHeads::train(train.view(), spec));
  NgramHeadsData many = train.view();
  many.heads = NgramHeads::kMost + 1;
  CHECK_FALSE(NgramHeads::train(many, kSmall));
  train.labels.pop_back();
  CHECK_FALSE(NgramHeads::train(train.view(), kSmall));

  const auto heads = NgramHeads::train(made_messages(50, 1).view(), kSmall);
  REQUIRE(heads);
  const std::string bytes = heads->bytes();
  CHECK_FALSE(NgramHeads::parse(""));
  CHECK_FALSE(NgramHeads::parse(bytes.substr(0, bytes.size() - 1)));
  CHECK_FALSE(NgramHeads::parse(bytes + "x"));
  for (std::size_t i = 0; i < 24; ++i) {
    std::string broken = bytes;
    broken[i] = static_cast<char>(broken[i] ^ 0x5A);
    INFO("byte " << i);
    CHECK_FALSE(NgramHeads::parse(broken));
  }
}

}  // namespace
}  // namespace analyzer::models
