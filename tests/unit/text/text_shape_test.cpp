#include "analyzer/text/text_shape.h"

#include <catch2/catch.hpp>

#include "analyzer/text/normalize.h"

namespace analyzer::text {
namespace {

std::string shape(std::string_view text) { return shape_of(normalize(text).text); }
std::uint64_t print(std::string_view text) { return fingerprint(shape(text)); }

TEST_CASE("Messages of one template have one shape") {
  const char* const messages[] = {
      "【社保局】王秀英您好，您的养老金认证将于7月7日截止，请点击 rz.a1.top 办理，逾期停发。",
      "【人社中心】李建国您好，您的養老金認證将于12月31日截止，请点击 zg。b2。icu 办理，逾期停发!",
      "您好，您的养 老 金认证将于3月1日截止，请点击 https://x.example.cc/a?b=3 办理，逾期停发。",
  };
  for (const char* message : messages) CHECK(shape(message) == shape(messages[0]));
  CHECK(shape(messages[0]).size() > 40);
}

TEST_CASE("A few other words change a few bits, another message changes many") {
  const char* one =
      "您的养老金资格认证已经过期，请在二十四小时内点击链接补充银行卡信息，否则停发养老金";
  const char* near =
      "您的养老金资格认证已经过期，请在今天内点击链接补充银行卡信息，否则将停发养老金";
  const char* far =
      "各位村民，明天上午九点村委会集中办理医保缴费，请带身份证和户口本，不收取任何费用";
  CHECK(distance(print(one), print(one)) == 0);
  CHECK(distance(print(one), print(near)) <= kSimilarBits);
  CHECK(distance(print(one), print(far)) > 2 * kSimilarBits);
  CHECK(fingerprint("") == 0);
}

}  // namespace
}  // namespace analyzer::text
