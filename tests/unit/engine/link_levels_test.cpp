// What the shipped tables and model make of links: a level explains itself.

#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <string>

#include "analyzer/engine/assess.h"
#include "analyzer/text/url.h"

namespace analyzer {
namespace {

const Snapshot& shipped() {
  // Never destroyed: a model must not outlive main(), where XGBoost's statics end.
  static const auto* const loaded = [] {
    auto snapshot = Snapshot::load(ANALYZER_ROOT);
    if (!snapshot) FAIL(snapshot.error().message);
    return new std::shared_ptr<const Snapshot>(*std::move(snapshot));
  }();
  return **loaded;
}

UrlVerdict judge(const std::string& link) {
  Result<UrlFacts> url = text::parse_url(link);
  if (!url) FAIL(link << ": " << url.error().message);
  Facts facts;
  facts.urls = {*std::move(url)};
  return prepare(Report{}, facts, shipped()).urls.front();
}

bool is_wording(const Reason& reason) {
  return reason.code == "url.host_wording" || reason.code == "url.path_wording";
}

TEST_CASE("A flagged link says why, and no link is critical for its wording alone") {
  const std::string link = GENERATE(
      as<std::string>{}, "https://www.xinyu-hospital.com/guahao",
      "http://www.liuyin-shitang.com/a/b?id=1", "https://www.jd-express-service.com/",
      "https://secure-login-account.example.com/signin/verify.php", "http://qz7w.kuvbex.cc/a",
      "http://k3.fuvota.top/rz?u=88", "http://203.0.113.7/login", "https://m.zubek.icu/s",
      "https://allegro-lokalnie.pay-oferta.example.net/item/1");
  const UrlVerdict verdict = judge(link);
  INFO(link << " " << verdict.score);
  if (verdict.level >= Level::kHigh) CHECK_FALSE(verdict.reasons.empty());
  if (verdict.level == Level::kCritical) {
    CHECK_FALSE(std::all_of(verdict.reasons.begin(), verdict.reasons.end(), is_wording));
  }
}

TEST_CASE("A host that joins the office with what it pretends to do is at least high") {
  const std::string link =
      GENERATE(as<std::string>{}, "http://shebao-tuifei.com/", "http://yanglaorenzheng.net/",
               "https://ylj-butie.com/a", "http://lingqu.sbk-fw.example.com/",
               "http://12333-jihuo.example.com/");
  const UrlVerdict verdict = judge(link);
  INFO(link << " " << verdict.score);
  CHECK(verdict.level >= Level::kHigh);
  CHECK_FALSE(verdict.reasons.empty());
}

TEST_CASE("One word of social security in a host alone makes it no lure") {
  const std::string link =
      GENERATE(as<std::string>{}, "https://www.yanglaoyuan-zhijia.com/", "https://shebaotong.com/",
               "https://www.renzhengwang.org/", "https://ylj.example.com/",
               "https://tuixiu-shenghuo.com/bbs", "https://rsjob.example.com/lingqu.html");
  const UrlVerdict verdict = judge(link);
  INFO(link << " " << verdict.score);
  CHECK(std::none_of(verdict.reasons.begin(), verdict.reasons.end(),
                     [](const Reason& reason) { return reason.code == "url.office_act"; }));
  CHECK(verdict.level < Level::kHigh);
}

TEST_CASE("Where the register knows whose place a host is, its letters are not asked") {
  const std::string link = GENERATE(as<std::string>{}, "https://mp.weixin.qq.com/s/abcDEF",
                                    "https://www.gx12333.net/wechat/html/zgrz/zgrz.html",
                                    "https://dx.10086.cn/abc", "https://dwz.cn/login-verify");
  const UrlVerdict verdict = judge(link);
  INFO(link << " " << verdict.score);
  CHECK(verdict.score < 0.25);
  CHECK((verdict.level < Level::kHigh || verdict.level == Level::kOfficial));
}

TEST_CASE("Whoever puts on an owner's address is at least high") {
  const std::string link = GENERATE(
      as<std::string>{}, "https://si.12333.gov.cn.renzheng.top/", "https://gov-cn.renzheng-fw.com/",
      "https://www.icbc.com.cn@abcd.example.com/", "https://www.icbc.com.cn.example.net/",
      "https://tаobao.com/", "http://si.12333.ɡov.cn.top/");
  const UrlVerdict verdict = judge(link);
  INFO(link);
  CHECK(verdict.level >= Level::kHigh);
  CHECK(verdict.imitates);
  CHECK_FALSE(verdict.reasons.empty());
}

const Reason* reason_of(const UrlVerdict& verdict, std::string_view code) {
  const auto at = std::find_if(verdict.reasons.begin(), verdict.reasons.end(),
                               [code](const Reason& reason) { return reason.code == code; });
  return at == verdict.reasons.end() ? nullptr : &*at;
}

TEST_CASE("A foreign letter is pointed out where it stands") {
  const UrlVerdict verdict = judge("https://t\u0430ob\u0430o.com/");  // two Cyrillic letters
  const Reason* const reason = reason_of(verdict, "url.foreign_letters");
  REQUIRE(reason != nullptr);
  CHECK(reason->text.zh.find("第2、5个字符看着像英文字母aa") != std::string::npos);
  CHECK(reason_of(judge("https://почта.рф/"), "url.foreign_letters") == nullptr);
  CHECK(reason_of(judge("https://社保.中国/"), "url.foreign_letters") == nullptr);
  CHECK(reason_of(judge("https://taobao.com/"), "url.foreign_letters") == nullptr);
}

TEST_CASE("An address of a local network is no scam and says why") {
  const std::string link = GENERATE(as<std::string>{}, "http://192.168.1.1/login",
                                    "http://10.0.0.8:8080/shebao/renzheng", "http://[fd00::1]/a");
  const UrlVerdict verdict = judge(link);
  INFO(link << " " << verdict.score);
  CHECK(verdict.level == Level::kLow);
  CHECK(reason_of(verdict, "url.local_address") != nullptr);
  CHECK(judge("http://203.0.113.7/login").level > Level::kLow);
}

TEST_CASE("Scheme, www. and a trailing slash tell nothing") {
  const std::string rest = GENERATE(as<std::string>{}, "liuyin-shitang.com/a/b",
                                    "jd-express-service.com", "kuvbex.cc/a");
  const double score = judge("https://" + rest).score;
  for (const char* begin : {"http://", "http://www.", "https://www."}) {
    for (const char* end : {"", "/"}) {
      INFO(begin << rest << end);
      CHECK(judge(begin + rest + end).score == score);
    }
  }
}

}  // namespace
}  // namespace analyzer
