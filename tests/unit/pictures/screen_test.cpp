#include "analyzer/pictures/screen.h"

#include <catch2/catch.hpp>

namespace analyzer::pictures {
namespace {

constexpr int kWidth = 1080;
constexpr int kHeight = 2400;

Line at(int top, const char* text, int left = 60, int width = 600) {
  return {text, 0.9, {left, top, width, 50}};
}

std::vector<std::string> texts(const Screen& screen) {
  std::vector<std::string> out;
  for (const Line& line : screen.lines) out.push_back(line.text);
  return out;
}

}  // namespace

TEST_CASE("spaces beside Chinese go, one stays between other words") {
  struct Row {
    const char* sent;
    const char* expected;
  };
  const Row rows[] = {
      {"您 的 养老 金", "您的养老金"},
      {"请 打 12333", "请打12333"},
      {"1069 0000 0000", "1069 0000 0000"},
      {"call   me  now", "call me now"},
      {"【县社保所】 夏季", "【县社保所】夏季"},
      {"他说 “认证” 吗", "他说“认证”吗"},
      {"  两头  ", "两头"},
      {"fd.zuvo8a.bar", "fd.zuvo8a.bar"},
      {"", ""},
  };
  for (const Row& row : rows) CHECK(spaced(row.sent) == row.expected);
}

TEST_CASE("what is the phone's own goes, and the name above a conversation is told apart") {
  const std::vector<Line> lines = {at(40, "9:41"),
                                   at(42, "5G 87%", 900, 120),
                                   at(150, "1069 0000 0000", 350, 380),
                                   at(310, "昨天 16:23", 500, 160),
                                   at(430, "您的养老金认证未完成"),
                                   at(2300, "短信/彩信", 90, 220)};
  const Screen screen = read_screen(lines, kWidth, kHeight);
  CHECK(screen.title == "1069 0000 0000");
  CHECK(texts(screen) == std::vector<std::string>{"您的养老金认证未完成"});
}

TEST_CASE("nothing that could be part of a message goes") {
  struct Row {
    const char* what;
    std::vector<Line> lines;
    int width;
    int height;
  };
  const Row rows[] = {
      {"a page of the web is no conversation",
       {at(150, "国家社会保险公共服务平台"), at(400, "请输入银行卡号")},
       kWidth,
       kHeight},
      {"no title without a status line above it",
       {at(150, "点这里"), at(400, "一会儿就好")},
       kWidth,
       kHeight},
      {"a link at the very top",
       {at(40, "a.example-rz.top 9:41"), at(400, "认证")},
       kWidth,
       kHeight},
      {"Chinese at the very top", {at(40, "今天 9:41 来认证"), at(400, "好")}, kWidth, kHeight},
      {"an hour in a sentence", {at(400, "明天 9:30 到村委会")}, kWidth, kHeight},
      {"a code of four digits at the top", {at(40, "4321"), at(400, "是验证码")}, kWidth, kHeight},
      {"a short message in the middle", {at(1200, "发送")}, kWidth, kHeight},
      {"a picture that is wider than high", {at(10, "9:41"), at(100, "认证")}, 1200, 600},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    const Screen screen = read_screen(row.lines, row.width, row.height);
    CHECK(screen.title.empty());
    CHECK(screen.lines.size() == row.lines.size());
  }
}

TEST_CASE("a message right below the bar is no title") {
  const std::vector<Line> lines = {at(40, "9:41"), at(250, "第一行"), at(305, "第二行"),
                                   at(2300, "发消息…")};
  const Screen screen = read_screen(lines, kWidth, kHeight);
  CHECK(screen.title.empty());
  CHECK(texts(screen) == std::vector<std::string>{"第一行", "第二行"});
}

TEST_CASE("lines that are nothing but a time go, in every way that phones write one") {
  for (const char* line : {"16:23", "昨天 16:23", "星期三 上午9:05", "2026年3月2日 下午 3:20",
                           "03-02 08:00", "周日 20:15"}) {
    INFO(line);
    CHECK(read_screen({at(600, line), at(900, "认证")}, kWidth, kHeight).lines.size() == 1);
  }
}

}  // namespace analyzer::pictures
