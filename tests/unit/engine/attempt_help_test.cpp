// What is shown to somebody whose attempt did not succeed.

#include <catch2/catch.hpp>

#include "analyzer/engine/assess.h"
#include "tests/unit/engine/attempt_world.h"

namespace analyzer {
namespace {

std::vector<std::string> help_of(const std::string& fields) {
  const Attempt attempt = attempt_of(fields);
  const Verdict verdict = assess(attempt, History{}, shipped_snapshot());
  CHECK(verdict.decision != Decision::kHold);
  std::vector<std::string> out;
  for (const Sentence& sentence : verdict.help) {
    CHECK_FALSE(sentence.en.empty());
    out.push_back(sentence.zh);
  }
  return out;
}

struct Row {
  const char* name;
  const char* fields;
  std::vector<const char*> says;  // one word a sentence, in their order
};

TEST_CASE("Help names what is wrong and who can come, then what the deadline means") {
  const Row rows[] = {
      {"in bad light", R"("outcome":"failed","failure_code":"light")", {"亮一点", "认证"}},
      {"bedridden: a visit comes before the light",
       R"("outcome":"failed","failure_code":"light","person":{"ref":"p","special":["bedridden"]})",
       {"上门", "亮一点", "认证"}},
      {"blind",
       R"("outcome":"failed","failure_code":"action_not_done",)"
       R"("person":{"ref":"p","special":["blind"]})",
       {"不用反复刷脸", "认证"}},
      {"very old after many tries: a visit",
       R"("outcome":"failed","failure_code":"low_similarity","biometric":{"tries":6},)"
       R"("person":{"ref":"p","age":88})",
       {"上门", "换新照片", "认证"}},
      {"abroad",
       R"("outcome":"failed","failure_code":"low_similarity","person":{"ref":"p","abroad":true})",
       {"中国领事", "换新照片", "认证"}},
      {"the app is old", R"("outcome":"failed","failure_code":"app_outdated")", {"更新", "认证"}},
      {"too early", R"("outcome":"failed","failure_code":"outside_window")", {"还没到"}},
      {"done already", R"("outcome":"failed","failure_code":"already_done")", {"不用再做"}},
      {"stopped half-way for the fifth time",
       R"("outcome":"abandoned","biometric":{"tries":5})",
       {"换个手机", "认证"}},
      {"blind after many tries: a visit, and no more tries",
       R"("outcome":"failed","failure_code":"action_not_done","biometric":{"tries":20},)"
       R"("person":{"ref":"p","age":70,"special":["blind"]})",
       {"上门", "不用反复刷脸", "认证"}},
      {"alone and without a smartphone of the own",
       R"("outcome":"failed","failure_code":"app_outdated","biometric":{"tries":5},)"
       R"("person":{"ref":"p","age":79,"special":["lives_alone","no_smartphone"]})",
       {"上门", "更新", "认证"}},
      {"steered from afar",
       R"("channel":"app_12333","outcome":"failed","failure_code":"liveness",)"
       R"("device":{"ref":"d","screen_shared":true},"biometric":{"tries":6})",
       {"关掉屏幕共享", "眨眼", "认证"}},
      {"nobody knows why", R"("outcome":"failed")", {"过一会儿再试", "认证"}},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    const auto help = help_of(row.fields);
    REQUIRE(help.size() == row.says.size());
    for (std::size_t i = 0; i < help.size(); ++i) {
      INFO(help[i]);
      CHECK(help[i].find(row.says[i]) != std::string::npos);
    }
  }
}

TEST_CASE("Nobody who passed or broke off once is told anything") {
  CHECK(help_of(R"("outcome":"passed")").empty());
  CHECK(help_of(R"("outcome":"abandoned")").empty());
  CHECK(help_of(R"("outcome":"passed","person":{"ref":"p","special":["bedridden"]})").empty());
}

TEST_CASE("The deadline is the person's own where it is known, else the region's cycle") {
  const std::string failed = R"("outcome":"failed","failure_code":"light",)";
  const auto own = help_of(failed + R"("person":{"ref":"p","due_on":"2026-04-02"})");
  CHECK(own.back().find("2026年4月2日前完成就行") != std::string::npos);
  const auto over = help_of(failed + R"("person":{"ref":"p","due_on":"2026-02-02"})");
  CHECK(over.back().find("2026年2月2日已经到期") != std::string::npos);
  const auto unknown = help_of(failed);
  CHECK(unknown.back().find("一年认证一次") != std::string::npos);
  const auto survivor =
      help_of(failed + R"("region":"150200","person":{"ref":"p","scheme":"survivor"})");
  CHECK(survivor.back().find("您这类待遇") != std::string::npos);
  const auto qingyang = help_of(failed + R"("region":"621000")");
  CHECK(qingyang.back().find("庆阳") != std::string::npos);
}

}  // namespace
}  // namespace analyzer
