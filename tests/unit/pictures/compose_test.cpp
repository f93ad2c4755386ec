#include "analyzer/pictures/compose.h"

#include <catch2/catch.hpp>

namespace analyzer::pictures {
namespace {

constexpr int kLine = 50;

Line line(int row, const char* text, int right, double confidence = 0.9, int left = 100) {
  return {text, confidence, {left, 500 + row * (kLine + 20), right - left, kLine}};
}

Composed of(std::vector<Line> lines, std::vector<std::string> codes = {}) {
  return compose({1080, 2400, std::move(codes), std::move(lines)});
}

}  // namespace

TEST_CASE("a line that ran to the end of its bubble goes on in the next one") {
  struct Row {
    const char* what;
    std::vector<Line> lines;
    const char* expected;
  };
  const Row rows[] = {
      {"wrapped Chinese",
       {line(0, "您的养老金认", 900), line(1, "证未完成", 500)},
       "您的养老金认证未完成"},
      {"a list keeps its lines",
       {line(0, "接龙:", 200), line(1, "1.王某3-201", 700), line(2, "2.刘某", 400)},
       "接龙:\n1.王某3-201\n2.刘某"},
      {"a link that ran to the end of its bubble is no link in disguise",
       {line(0, "http://12333-", 900), line(1, "gov.example.top/rz", 600)},
       "http://12333-gov.example.top/rz"},
      {"a host that was cut before a dot",
       {line(0, "请点12333-renzheng", 900), line(1, ".example.top", 400)},
       "请点12333-renzheng.example.top"},
      {"a link that ended before the end of its bubble",
       {line(0, "a.example.top", 400), line(1, "b.example.top/long/long", 900)},
       "a.example.top\nb.example.top/long/long"},
      {"words of another language",
       {line(0, "please call back", 900), line(1, "now", 300)},
       "please call back\nnow"},
      {"a link behind Chinese",
       {line(0, "请立即点击下面", 880), line(1, "a.example.top/rz", 600)},
       "请立即点击下面a.example.top/rz"},
      {"two bubbles", {line(0, "您的养老金认", 900), line(4, "好的", 300)}, "您的养老金认\n好的"},
      {"an answer on the other side",
       {line(0, "您的养老金认证", 700), line(1, "好的我看看", 980, 0.9, 600)},
       "您的养老金认证\n好的我看看"},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    CHECK(of(row.lines).text == row.expected);
  }
}

TEST_CASE("how sure the reading is, is told by its characters, and guesses are left out") {
  const Composed sure = of({line(0, "您的养老金认证未完成", 900, 0.9), line(5, "好", 300, 0.3)});
  CHECK(sure.confidence > 0.8);
  CHECK_FALSE(sure.unclear);
  const Composed blurred = of({line(0, "您的养老金认证未完成", 900, 0.6)});
  CHECK(blurred.unclear);
  const Composed guesses = of({line(0, "厂闪人", 900, 0.1)});
  CHECK(guesses.text.empty());
  CHECK(guesses.unclear);  // there was something
  const Composed nothing = of({});
  CHECK(nothing.text.empty());
  CHECK_FALSE(nothing.unclear);
}

TEST_CASE("codes that hold web addresses are links, others are lines of the text") {
  const Composed composed =
      of({line(0, "扫码认证", 400)},
         {"HTTP://A.example.top/rz", "https://b.invalid", "wxp://f2f0x", "加微信办理"});
  CHECK(composed.urls == std::vector<std::string>{"HTTP://A.example.top/rz", "https://b.invalid"});
  CHECK(composed.text == "扫码认证\nwxp://f2f0x\n加微信办理");
}

TEST_CASE("the text never grows beyond what a report may hold") {
  const std::string long_line(3000, 'x');
  std::vector<Line> lines;
  for (int i = 0; i < 20; ++i) lines.push_back(line(i * 3, long_line.c_str(), 900));
  const Composed composed = of(lines);
  CHECK(composed.text.size() <= kLongestText);
  CHECK(composed.text.size() > kLongestText / 2);
}

}  // namespace analyzer::pictures
