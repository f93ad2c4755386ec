#include "analyzer/text/text_shape.h"

#include <catch2/catch.hpp>

#include "analyzer/text/normalize.h"

namespace analyzer::text {
namespace {

std::string shape(std::string_view text) { return shape_of(normalize(text).text); }

TEST_CASE("Messages of one template have one shape") {
  const char* const messages[] = {
      "【社保局】王秀英您好，您的养老金认证将于7月7日截止，请点击 rz.a1.top 办理，逾期停发。",
      "【人社中心】李建国您好，您的養老金認證将于12月31日截止，请点击 zg。b2。icu 办理，逾期停发!",
      "您好，您的养 老 金认证将于3月1日截止，请点击 https://x.example.cc/a?b=3 办理，逾期停发。",
  };
  for (const char* message : messages) CHECK(shape(message) == shape(messages[0]));
  CHECK(shape(messages[0]).size() > 40);
}

}  // namespace
}  // namespace analyzer::text
