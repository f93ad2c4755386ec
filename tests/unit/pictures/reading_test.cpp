#include "analyzer/pictures/reading.h"

#include <catch2/catch.hpp>

namespace analyzer::pictures {

TEST_CASE("what the reader says is read as it was written") {
  Reading reading{1080, 2400, {"http://a.invalid/", "加微信\n办理"}, {}};
  reading.lines.push_back({"您的养老金 认证", 0.875, {10, 20, 300, 40}});
  const auto back = read_message(write_message(reading));
  REQUIRE(back.has_value());
  const auto* read = std::get_if<Reading>(&*back);
  REQUIRE(read != nullptr);
  CHECK(read->width == 1080);
  CHECK(read->height == 2400);
  CHECK(read->codes == reading.codes);
  REQUIRE(read->lines.size() == 1);
  CHECK(read->lines[0].text == "您的养老金 认证");
  CHECK(read->lines[0].confidence == 0.875);
  CHECK(read->lines[0].box.top == 20);
  CHECK(read->lines[0].box.width == 300);

  const auto progress = read_message(write_message(0.5));
  REQUIRE(progress.has_value());
  CHECK(std::get<double>(*progress) == 0.5);
  for (const Trouble trouble : {Trouble::kNotReadable, Trouble::kTooCostly, Trouble::kNoReader}) {
    const auto told = read_message(write_message(trouble));
    REQUIRE(told.has_value());
    CHECK(std::get<Trouble>(*told) == trouble);
  }
}

TEST_CASE("a message has no line break inside, whatever was read") {
  Reading reading{1, 1, {"a\nb\r\n"}, {{"c\nd", 1.0, {}}}};
  CHECK(write_message(reading).find('\n') == std::string::npos);
}

TEST_CASE("what a reader that was taken over might say is refused") {
  const char* const lines[] = {
      "",
      "reading",
      "[]",
      "{}",
      R"({"progress":2})",
      R"({"progress":-0.1})",
      R"({"progress":"0.5"})",
      R"({"trouble":"owned"})",
      R"({"reading":{}})",
      R"({"reading":{"width":1,"height":1,"codes":[1],"lines":[]}})",
      R"({"reading":{"width":1,"height":1,"codes":[],"lines":[{"text":"a"}]}})",
      R"({"reading":{"width":1,"height":1,"codes":[],"lines":[{"text":"a","confidence":2,"box":[0,0,1,1]}]}})",
      R"({"reading":{"width":1,"height":1,"codes":[],"lines":[{"text":"a","confidence":1,"box":[0,0,1]}]}})",
      R"({"reading":{"width":99999999999,"height":1,"codes":[],"lines":[]}})",
      "{\"reading\":{\"width\":1,\"height\":1,\"codes\":[\"\xFF\"],\"lines\":[]}}",
  };
  for (const char* line : lines) {
    INFO(line);
    const auto message = read_message(line);
    REQUIRE_FALSE(message.has_value());
    CHECK(message.error().code == ErrorCode::kCorrupt);
  }
  const std::string many(5000, 'x');
  CHECK_FALSE(
      read_message(R"({"reading":{"width":1,"height":1,"lines":[],"codes":[")" + many + R"("]}})")
          .has_value());
}

TEST_CASE("more than a report may hold is left out, not refused") {
  Reading reading{1, 1, std::vector<std::string>(60, "x"), {}};
  reading.lines.assign(3000, {"y", 1.0, {}});
  reading.lines.push_back({std::string(5000, 'z'), 1.0, {}});
  const auto back = read_message(write_message(reading));
  REQUIRE(back.has_value());
  CHECK(std::get<Reading>(*back).codes.size() == 50);
  CHECK(std::get<Reading>(*back).lines.size() == 2000);
}

}  // namespace analyzer::pictures
