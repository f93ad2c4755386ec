// Links in running text, both kinds: what must be found, and what must not be
// taken for a link. Hosts are invented or reserved, but for official ones.

#include "analyzer/text/links.h"

#include <catch2/catch.hpp>

namespace analyzer::text {
namespace {

struct LinkCase {
  const char* text;
  const char* url;  // of the first link found; null: no link
};

void check(const LinkCase& c, bool dictated) {
  CAPTURE(c.text);
  const std::vector<UrlFacts> links = find_links(c.text, dictated);
  if (c.url == nullptr) {
    for (const UrlFacts& link : links) {
      CAPTURE(link.url);
      CHECK(link.url.empty());
    }
    CHECK(links.empty());
    return;
  }
  REQUIRE_FALSE(links.empty());
  CHECK(links[0].url == c.url);
  CHECK(links[0].valid);
  const Span span = *links[0].span;
  CHECK(std::string_view(c.text).substr(span.begin, span.end - span.begin) == links[0].raw);
}

constexpr LinkCase kPlain[] = {
    {"请点击https://rz.example-a.top/a?b=1#c办理", "https://rz.example-a.top/a?b=1#c"},
    {"请点击http://rz.example.top，逾期停发", "http://rz.example.top/"},
    {"(http://rz.example.top/a)", "http://rz.example.top/a"},
    {"见 http://rz.example.top/a_(b) 。", "http://rz.example.top/a_(b)"},
    {"网址：https://si.12333.gov.cn/。", "https://si.12333.gov.cn/"},
    {"<a href=\"https://rz.example.cc/x\">认证</a>", "https://rz.example.cc/x"},
    {"http://203.0.113.7:8080/rz", "http://203.0.113.7:8080/rz"},
    {"http://0xCB007107/rz", "http://203.0.113.7/rz"},
    {"http://3405803783", "http://203.0.113.7/"},
    {"http://[2001:db8::7]/a 打开", "http://[2001:db8::7]/a"},
    {"HTTP://RZ.EXAMPLE.TOP/AbC", "http://rz.example.top/AbC"},
    {"ftp://rz.example.top/a", "ftp://rz.example.top/a"},
    {"wss://rz.example.top/a", "wss://rz.example.top/a"},
    {"http://si.12333.gov.cn@rz.example.top/a", "http://si.12333.gov.cn@rz.example.top/a"},
    {"http:\\\\rz.example.top\\a", "http://rz.example.top/a"},
    {"http://社保.中国/rz", "http://xn--ruqr22h.xn--fiqs8s/rz"},
    {"http://аpple.example.top", "http://xn--pple-43d.example.top/"},
    {"https://rz.example.top/路径", "https://rz.example.top/"},
    {"https://rz.example.top完成认证", "https://rz.example.top/"},
    {"https://rz.example.top:8443完成", "https://rz.example.top:8443/"},
    {"https://rz.example.top?id=7请办理", "https://rz.example.top/?id=7"},
    {"https://a.example.tophttps://b.example.top", "https://a.example.top/"},
    {"链接https://rz.example.top/a;请尽快", "https://rz.example.top/a"},
    {"“https://rz.example.top/a”", "https://rz.example.top/a"},
    {"[看](https://rz.example.top/a)这里", "https://rz.example.top/a"},
    {"[rz.example.top/a](http://b.example.top)", "http://rz.example.top/a"},
    {"https://rz.example.top/a...", "https://rz.example.top/a"},
    {"https://rz.example.top/#/login", "https://rz.example.top/#/login"},
};

constexpr LinkCase kBare[] = {
    {"请登录rz.weobi.top办理", "http://rz.weobi.top/"},
    {"请进 rst.pevoq.icu 申换", "http://rst.pevoq.icu/"},
    {"前往a8k.wupi.bond/x7恢复", "http://a8k.wupi.bond/x7"},
    {"入口gx.mabtur.top。", "http://gx.mabtur.top/"},
    {"【社保】www.shebao-rz.com.cn", "http://www.shebao-rz.com.cn/"},
    {"si.12333.gov.cn", "http://si.12333.gov.cn/"},
    {"点开dwz.cn/AbC123看", "http://dwz.cn/AbC123"},
    {"去3.cn/1AbC", "http://3.cn/1AbC"},
    {"hr.nn12333.com:9100", "http://hr.nn12333.com:9100/"},
    {"打开203.0.113.7办理", "http://203.0.113.7/"},
    {"打开203.0.113.7/rz办理", "http://203.0.113.7/rz"},
    {"gongre-fw.com.cn →", "http://gongre-fw.com.cn/"},
    {"回xn--ruqr22h.com", "http://xn--ruqr22h.com/"},
    {"登录社保认证.com办理", "http://xn--ruqr22h0hmld.com/"},
    {"访问养老金.公司", "http://xn--l6q174i4fl.xn--55qx5d/"},
    {"rz.example.top?id=7", "http://rz.example.top/?id=7"},
    {"RZ.EXAMPLE.TOP", "http://rz.example.top/"},
    {"是不是rz.example.top?", "http://rz.example.top/"},
    {"rz.example.top,快点", "http://rz.example.top/"},
    {"cs12333.com/revision/#/", "http://cs12333.com/revision/#/"},
    {"si.12333.gov.cn.rz.example.top", "http://si.12333.gov.cn.rz.example.top/"},
    {"gov-cn.tuvo.cc（连起来）", "http://gov-cn.tuvo.cc/"},
    {"jd-12333.zuvo6a.lol", "http://jd-12333.zuvo6a.lol/"},
    {"zg.r2z8dw.co 老得不能用", "http://zg.r2z8dw.co/"},
    {"①点 gaige.nybo5b.site④本周日截止", "http://gaige.nybo5b.site/"},
};

constexpr LinkCase kDisguised[] = {
    {"hxxp://rz.example[.]top/a", "http://rz.example.top/a"},
    {"hxxps://rz.example.top", "https://rz.example.top/"},
    {"h**p://rz.example.top/a", "http://rz.example.top/a"},
    {"rz[.]example[.]top", "http://rz.example.top/"},
    {"hxxps://pay[.]x[.]invalid", "https://pay.x.invalid/"},
    {"http://rz.office(dot)corp/a", "http://rz.office.corp/a"},
    {"rz(.)example(.)top", "http://rz.example.top/"},
    {"rz(dot)example(dot)top", "http://rz.example.top/"},
    {"rz[dot]example[dot]top/a", "http://rz.example.top/a"},
    {"rz dot example dot top", "http://rz.example.top/"},
    {"b9t（点）rovqa（点）monster", "http://b9t.rovqa.monster/"},
    {"进8yiwe点cc办理", "http://8yiwe.cc/"},
    {"yl点huvo点club", "http://yl.huvo.club/"},
    {"yb 小圆点 gx 小圆点 club 申换", "http://yb.gx.club/"},
    {"办理bb。rovu6。top", "http://bb.rovu6.top/"},
    {"→ bt｡rofun｡club ←", "http://bt.rofun.club/"},
    {"tf·hoxu·cc", "http://tf.hoxu.cc/"},
    {"tf•hoxu•cc", "http://tf.hoxu.cc/"},
    {"rz．example．top", "http://rz.example.top/"},
    {"ｈｔｔｐ：／／ｕｐ．ｄｏｖｋｉｔ．ｃｃ完成", "http://up.dovkit.cc/"},
    {"ｕｐ．ｄｏｖｋｉｔ．ｃｃ／ａｂ？ｃ＝１", "http://up.dovkit.cc/ab?c=1"},
    {"ⓤⓟ.ⓓⓞⓥⓚⓘⓣ.ⓒⓒ", "http://up.dovkit.cc/"},
    {"𝐮𝐩.𝐝𝐨𝐯𝐤𝐢𝐭.𝐜𝐜", "http://up.dovkit.cc/"},
    {"u\u200bp.dov\u200bkit.cc", "http://up.dovkit.cc/"},
    {"http://rz.exam\u2060ple.top/a\u200bb", "http://rz.example.top/ab"},
    {"www . abc . com", "http://www.abc.com/"},
    {"rz.example .top 打开", "http://rz.example.top/"},
    {"rz.example\n.top", "http://rz.example.top/"},
    {"http:// rz.example.top/a", "http://rz.example.top/a"},
    {"http : / / rz.example.top", "http://rz.example.top/"},
    {"r z . e x a m p l e . t o p", "http://rz.example.top/"},
    {"h t t p : / / r z . e x . t o p 打开", "http://rz.ex.top/"},
    {"http：//rz.example.top", "http://rz.example.top/"},
    {"http:／／rz.example.top／a", "http://rz.example.top/a"},
    {"http://rz。example。top/a", "http://rz.example.top/a"},
    {"http:/rz.example.top", "http://rz.example.top/"},
    {"http:////rz.example.top", "http://rz.example.top/"},
    {"http%3A%2F%2Frz.example.top%2Fa 打开", "http://rz.example.top/a"},
    {"https%253A%252F%252Frz.example.top%252Fa", "https://rz.example.top/a"},
    {"http://rz.exa\nmple.top/a", "http://rz.example.top/a"},
    {"http://rz.example.top\n2.带证", "http://rz.example.top/"},
    {"http://203.0.113.7\n8.带证", "http://203.0.113.7/"},
    {"http://%72z.example.top", "http://rz.example.top/"},
};

constexpr LinkCase kApps[] = {
    {"点weixin://dl/business/?t=AbC打开", "weixin://dl/business/?t=AbC"},
    {"alipays://platformapi/startapp?appId=2021", "alipays://platformapi/startapp?appId=2021"},
    {"复制#小程序://养老认证/AbCdEf 到微信", "#小程序://养老认证/AbCdEf"},
    {"itms-services://?action=download-manifest", "itms-services://?action=download-manifest"},
};

constexpr LinkCase kNone[] = {
    {"养老金涨了3.5%", nullptr},
    {"请于2026.1.2前完成", nullptr},
    {"价格19.9元", nullptr},
    {"版本v3.2.1", nullptr},
    {"升级到V10.0.1.2", nullptr},
    {"iOS 16.5.1", nullptr},
    {"版本号 1.2.3.4", nullptr},
    {"见3.1.2.1条", nullptr},
    {"联系zhang.san@example.com", nullptr},
    {"邮箱：rsj_12333@example.gov.cn。", nullptr},
    {"附件通知.docx", nullptr},
    {"名单list.xlsx请查收", nullptr},
    {"下载rz.apk", nullptr},
    {"附件rz.zip", nullptr},
    {"photo.jpg", nullptr},
    {"done.It was ok", nullptr},
    {"Hello.So we", nullptr},
    {"A.B.C三项", nullptr},
    {"U.S. citizens", nullptr},
    {"e.g. this", nullptr},
    {"早上9点app开放", nullptr},
    {"下午3点pk", nullptr},
    {"9点半到10点", nullptr},
    {"No.12333", nullptr},
    {"热线12333", nullptr},
    {"电话010-12345678.", nullptr},
    {"微信公众号：甘肃人社", nullptr},
    {"认证。Thanks", nullptr},
    {"完成。OK", nullptr},
    {"http协议", nullptr},
    {"https://", nullptr},
    {"www是什么", nullptr},
    {"ASP.NET课程", nullptr},
    {"node.js", nullptr},
    {"3.14159", nullptr},
    {"1.认证 2.领取", nullptr},
    {"A.社保卡 B.医保卡", nullptr},
    {"快点top是什么", nullptr},
    {"一二三三三", nullptr},
    {"......", nullptr},
    {"@所有人", nullptr},
    {"1/2/3", nullptr},
    {"10:30:15", nullptr},
    {"三个w点gx一二三三三点net", nullptr},
    {"社保局.人社局", nullptr},
    {"Mr.Li说", nullptr},
    {"如“点cc”“点top”这种", nullptr},
    {"", nullptr},
};

constexpr LinkCase kDictated[] = {
    {"三个w点 一二三三三 rz 点 example 点 vip，是吧", "http://www.12333rz.example.vip/"},
    {"三个w点 si 点 一二三三三 ok 点 cn", "http://www.si.12333ok.cn/"},
    {"地址是 三个w点gx一二三三三点net，我没继续", "http://www.gx12333.net/"},
    {"三个w点hrss点shandong点gov点cn，山东人社的", "http://www.hrss.shandong.gov.cn/"},
    {"网站叫 rsj 点 sh 点 gov 点 cn，奶奶", "http://rsj.sh.gov.cn/"},
    {"s i 点 一二三三三 点 gov 点 cn ？", "http://si.12333.gov.cn/"},
    {"是 s i 点 1 2 3 3 3 点 g o v 点 c n，我说对", "http://si.12333.gov.cn/"},
    {"那个si点幺二三三三点gov点cn怎么", "http://si.12333.gov.cn/"},
    {"three w点mohrss点gov点cn。", "http://www.mohrss.gov.cn/"},
    {"补充网址 三个w点 q7ho 点 xyz", "http://www.q7ho.xyz/"},
    {"r s 杠 z g 点 t o p，说今天", "http://rs-zg.top/"},
    {"打「三个达不溜 点 sbk 二零二六 点 cc」", "http://www.sbk2026.cc/"},
    {"s d 横杠 k 点 top", "http://sd-k.top/"},
    {"y、l、j、点、c、c，大写小写都行", "http://ylj.cc/"},
    {"h t t p 冒号两道杠，y l 点 g o v 点 c n 点 w u p o 点 c c，填完",
     "http://yl.gov.cn.wupo.cc/"},
    {"w w w 点 g x 一二三三三 点 net", "http://www.gx12333.net/"},
    {"ub九点shop", "http://ub9.shop/"},
    {"xahrss点xa点gov点cn", "http://xahrss.xa.gov.cn/"},
    {"八八六六点top", "http://8866.top/"},
    {"rz点example点top斜杠abc", "http://rz.example.top/abc"},
    {"官网是不是念“西安一二三三三”？", nullptr},
    {"微信搜“点睛——电子社保卡”，电视机的电", nullptr},
    {"他说「按九」，我打个九", nullptr},
    {"二零三点零点一一三点七斜杠rz", "http://203.0.113.7/rz"},
    {"一点一点一点一点来", nullptr},
    {"三点到五点去", nullptr},
    {"一点也不难，十二点前", nullptr},
    {"三个w点 rz8 点 com 斜杠 rz", "http://www.rz8.com/rz"},
    {"rz 点 top 斜杠 a 幺 八 斜杠 b", "http://rz.top/a18/b"},
    {"rz 点 top 斜杠 一个框", "http://rz.top/"},
    {"rz 点 top，点一下就行", "http://rz.top/"},
    {"rz 点 top 问号 id 等于 三", "http://rz.top/?id=3"},
    {"sb 横杠 rz 点 vip", "http://sb-rz.vip/"},
    {"rz 点 top 冒号 8 0 8 0 斜杠 a", "http://rz.top:8080/a"},
    {"网址叫 养老认证点网址", "http://xn--l6q174imkhld.xn--ses554g/"},
    {"这是重点信息", nullptr},
    {"打开服务点网站", nullptr},
};

TEST_CASE("Links with a scheme are found and end where the sentence goes on") {
  for (const LinkCase& c : kPlain) check(c, false);
}
TEST_CASE("Links without a scheme are found") {
  for (const LinkCase& c : kBare) check(c, false);
}
TEST_CASE("Disguised links are found") {
  for (const LinkCase& c : kDisguised) check(c, false);
}
TEST_CASE("Links that open an app are found") {
  for (const LinkCase& c : kApps) check(c, false);
}
TEST_CASE("What only looks like a link is left alone") {
  for (const LinkCase& c : kNone) check(c, false);
}
TEST_CASE("Links read out aloud are found in dictated text") {
  for (const LinkCase& c : kDictated) check(c, true);
}

TEST_CASE("How a link was written is told") {
  const struct {
    const char* text;
    std::vector<LinkDisguise> disguises;
    bool dictated = false;
  } cases[] = {
      {"https://rz.example.top", {}},
      {"rz.example.top", {LinkDisguise::kNoScheme}},
      {"hxxp://rz.example.top", {LinkDisguise::kHxxp}},
      {"rz[.]example.top", {LinkDisguise::kNoScheme, LinkDisguise::kDotWord}},
      {"rz.example .top", {LinkDisguise::kNoScheme, LinkDisguise::kSpaced}},
      {"http://ｒｚ.example.top", {LinkDisguise::kFullWidth}},
      {"http://r\u200bz.example.top", {LinkDisguise::kInvisible}},
      {"三个w点gx一二三三三点net",
       {LinkDisguise::kNoScheme, LinkDisguise::kDotWord, LinkDisguise::kSpoken},
       true},
  };
  for (const auto& c : cases) {
    CAPTURE(c.text);
    const std::vector<UrlFacts> links = find_links(c.text, c.dictated);
    REQUIRE(links.size() == 1);
    CHECK(links[0].disguises == c.disguises);
  }
}

TEST_CASE("The target inside another link is found too, with its own bytes") {
  const struct {
    const char* text;
    const char* target;
    const char* raw;
  } cases[] = {
      {"https://a.example.com/go?to=http://rz.example.top/x&k=1", "http://rz.example.top/x",
       "http://rz.example.top/x"},
      {"https://a.example.com/go?to=https%3A%2F%2Frz.example.top%2Fx&k=1",
       "https://rz.example.top/x", "https%3A%2F%2Frz.example.top%2Fx"},
      {"https://a.example.com/http://rz.example.top/x", "http://rz.example.top/x",
       "http://rz.example.top/x"},
      {"alipays://platformapi/startapp?url=https%253A%252F%252Frz.example.top",
       "https://rz.example.top/", "https%253A%252F%252Frz.example.top"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.text);
    const std::vector<UrlFacts> links = find_links(c.text);
    REQUIRE(links.size() == 2);
    CHECK(links[1].url == c.target);
    CHECK(links[1].raw == c.raw);
    CHECK(links[1].disguises == std::vector{LinkDisguise::kEmbedded});
  }
}

TEST_CASE("Several links come in their order") {
  const std::vector<UrlFacts> links = find_links(
      "先开a.example.top再开b.example.cc，邮箱c@example.com，最后http://d.example.icu/。");
  REQUIRE(links.size() == 3);
  CHECK(links[0].host == "a.example.top");
  CHECK(links[1].host == "b.example.cc");
  CHECK(links[2].host == "d.example.icu");
}

TEST_CASE("A Chinese domain name does not reach back into the one before it") {
  const std::vector<UrlFacts> links = find_links("访问养老金.公司社保认证.com");
  REQUIRE(links.size() == 2);
  CHECK(links[0].raw == "养老金.公司");
  CHECK(links[1].raw == "社保认证.com");
}

TEST_CASE("A link with a scheme that no browser opens is kept as it was written") {
  const std::vector<UrlFacts> links = find_links("打开http://rz.example.top:99999999/a试试");
  REQUIRE(links.size() == 1);
  CHECK(links[0].raw.starts_with("http://rz.example.top"));
}

TEST_CASE("A link read out is found whole or not at all, whether or not anybody says so") {
  const auto [text, dictated, host] = GENERATE(table<const char*, bool, const char*>({
      {"三个w点 s h e b a o 杠 tui fei 点 com", true, "www.shebao-tuifei.com"},
      {"www点shebao杠tuifei点com", false, "www.shebao-tuifei.com"},
      {"三个w点shebao杠tuifei点com斜杠rz", false, "www.shebao-tuifei.com"},
      {"si点一二三三三点gov点cn点rz8横杠cert点top", false, "si.12333.gov.cn.rz8-cert.top"},
      {"s i 点 一二三三三 点 gov 点 cn 点 rz8 横杠 cert 点 top", false,
       "si.12333.gov.cn.rz8-cert.top"},
  }));
  INFO(text);
  const std::vector<UrlFacts> links = find_links(text, dictated);
  REQUIRE(links.size() == 1);
  CHECK(links[0].host == host);
}

TEST_CASE("A text that is links alone says nothing else") {
  const auto [text, more] = GENERATE(table<const char*, bool>({
      {"https://a.example.top/x", false},
      {"  https://a.example.top/x\nb.example.cc/y 。", false},
      {"(http://a.example.top)", false},
      {"http://a.example.top/x http://a.example.top/x", false},
      {"", false},
      {"https://a.example.top/x 看看", true},
      {"打开http://a.example.top/x", true},
      {"1. https://a.example.top/x", true},
  }));
  INFO(text);
  CHECK(says_more_than_links(text) == more);
}

}  // namespace
}  // namespace analyzer::text
