// The rules as shipped: they compile, their examples hold, and texts that elders
// get every day stay quiet.

#include <catch2/catch.hpp>

#include "analyzer/rules/condition_rules.h"
#include "analyzer/rules/pattern_syntax.h"
#include "analyzer/rules/rule_set.h"
#include "analyzer/text/normalize.h"

namespace analyzer {
namespace {

constexpr const char* kFolder = ANALYZER_ROOT "/data/rules";

const RuleSet& shipped() {
  static const RuleSet rules = [] {
    Result<RuleSet> loaded =
        RuleSet::load(kFolder, [](std::string_view text) { return text::normalize(text).text; });
    if (!loaded) {
      for (const FieldError& field : loaded.error().fields) {
        UNSCOPED_INFO(field.pointer << " " << field.message);
      }
      FAIL(loaded.error().message);
    }
    return *std::move(loaded);
  }();
  return rules;
}

// Sum of the weights of what speaks after contexts have explained.
double margin(const std::string& message) {
  Facts facts;
  facts.text = TextFacts{message, text::normalize(message), {}};
  const Result<Signals> signals = match_report(shipped(), Report{}, facts);
  REQUIRE(signals);
  double out = 0.0;
  for (const Signal& signal : *signals) {
    bool explained = false;
    for (const Signal& context : *signals) {
      for (const std::string& pattern : shipped().find(context.code)->explains) {
        explained = explained || code_matches(pattern, signal.code);
      }
    }
    if (!explained) out += signal.weight;
  }
  return out;
}

TEST_CASE("The shipped files load") {
  CHECK(shipped().size() >= 80);
  CHECK(ConditionRules::load(kFolder));
}

TEST_CASE("No shipped rule of a text asks for more than the quick search knows") {
  // RE2 alone takes as long for one such rule as the search for all the others.
  for (const Rule& rule : shipped().rules()) {
    if (rule.scope != Scope::kText) continue;
    INFO(rule.id << ": " << rule.where);
    CHECK(parse_pattern(rule.pattern));
    CHECK(parse_pattern(rule.unless));
  }
}

TEST_CASE("Every tactic has a rule that speaks of it") {
  // Investment schemes and the like are told by their words alone; nothing is
  // left to the model without a reason that a reviewer can read.
  for (std::size_t i = 0; i < kNames<Tactic>.size(); ++i) {
    const auto tactic = static_cast<Tactic>(i);
    const auto speaks = [&](const Rule& rule) {
      return rule.tactic == tactic && rule.weight > 0.0;
    };
    INFO(name_of(tactic));
    CHECK(std::any_of(shipped().rules().begin(), shipped().rules().end(), speaks));
  }
}

TEST_CASE("Ordinary messages do not add up to suspicion") {
  const std::string message =
      GENERATE(as<std::string>{},
               "【某某市12333】您的待遇领取资格认证将于3月31日到期,请通过掌上12333或电子社保卡办理,"
               "逾期将暂停发放,补认后补发。",
               "【某某社保】经数据比对,已自动为您完成认证,无需另行办理。",
               "民警提醒:凡是自称社保局要求转账、索要验证码的都是诈骗,请立即挂断并拨打96110。",
               "妈,认证的验证码发你手机了,念给我,我帮你弄。", "请问老人瘫痪在床,养老金认证怎么办?",
               "村会计来家里给我照的相,一分钱没要。",
               "【电子社保卡】验证码 482913,5分钟内有效,请勿告诉他人。",
               "社区通知:行动不便的老人我们上门认证,免费,带好身份证。",
               "高龄津贴已发放到您的社保卡,请查收。", "今天天气不错,晚上来家里包饺子吧。");
  INFO(message);
  CHECK(margin(message) < 0.5);
}

TEST_CASE("Lures add up to suspicion however they are dressed") {
  const std::string message = GENERATE(
      as<std::string>{}, "【社保局】您的社会保护卡已被暂停使用,请于今日18点前进 www.8abcd.pk 签署",
      "您的養老金賬戶未上傳電子審核,逾期將註銷,請點擊鏈接辦理",
      "代认证,不用本人到场,20一个,加微信详聊",
      "他说我养老金账户涉嫌洗钱,转到公安,让我把钱转到安全账户,不许告诉家人",
      "让我下载会议软件共享屏幕,再报验证码", "扫码领取五险一金补贴,填银行卡号、密码和余额",
      "把老人身份证照片和一段眨眼的视频发我,我来办认证,收费25元");
  INFO(message);
  CHECK(margin(message) > 2.0);
}

}  // namespace
}  // namespace analyzer
