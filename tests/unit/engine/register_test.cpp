#include "analyzer/engine/register.h"

#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "analyzer/text/url.h"

namespace analyzer {
namespace {

const Register& shipped() {
  static const Register official = [] {
    Result<Register> loaded = Register::load(std::string(ANALYZER_ROOT) + "/data/official.toml");
    if (!loaded) FAIL(loaded.error().message);
    return *std::move(loaded);
  }();
  return official;
}

UrlFacts url(const std::string& text) {
  Result<UrlFacts> facts =
      text::parse_url(text.find("://") == std::string::npos ? "http://" + text : text);
  if (!facts) FAIL(text << ": " << facts.error().message);
  return *facts;
}

Result<Register> load(const std::string& content) {
  const std::string path =
      (std::filesystem::temp_directory_path() / "analyzer_register_test.toml").string();
  std::ofstream(path) << content;
  Result<Register> out = Register::load(path);
  std::remove(path.c_str());
  return out;
}

TEST_CASE("A host belongs to the entry that names it, whatever the port or 'www.'") {
  const auto [link, kind] = GENERATE(table<std::string, std::string>({
      {"https://si.12333.gov.cn/zgrz", "national"},
      {"http://mohrss.gov.cn", "ministry"},
      {"www.gx12333.net/wechat/html/zgrz/zgrz.html", "province"},
      {"http://ggfw.nn12333.com:8081/", "province"},
      {"rsj.beijing.gov.cn", "province"},
      {"osaka.china-consulate.gov.cn", "consulate"},
      {"rsj.someverysmalltown.gov.cn", "government"},
      {"kyfw.12306.cn", "service"},
  }));
  const auto entry = shipped().official(url(link));
  INFO(link);
  REQUIRE(entry);
  CHECK(entry->kind == kind);
  CHECK_FALSE(shipped().imitated(url(link)));
}

TEST_CASE("Nobody is official who only looks like it") {
  const std::string link =
      GENERATE(as<std::string>{}, "https://si.12333.gov.cn.renzheng.top/",
               "https://si.12333.gov.cn@evil.xyz/", "http://si.12333.cn",
               "http://12333.gov.cn.xx.top", "http://si-12333gov.cn", "http://fakegov.cn",
               "http://gx12333.net.cn", "http://nn12333.com.top", "http://1.2.3.4/gov.cn");
  INFO(link);
  CHECK_FALSE(shipped().official(url(link)));
}

TEST_CASE("Whom a host imitates, and how") {
  struct Row {
    std::string link;
    Imitation how;
    std::string host;
  };
  const Row row = GENERATE(values<Row>({
      {"https://si.12333.gov.cn.renzheng.top/", Imitation::kGovOutOfPlace, "si.12333.gov.cn"},
      {"https://si.12333.gov.cn@yanglao.example.xyz/", Imitation::kGovOutOfPlace,
       "si.12333.gov.cn"},
      {"https://rsj-gov-cn.zomuwe.shop/", Imitation::kGovOutOfPlace, "gov.cn"},
      {"https://www.icbc.com.cn.abcd.top/", Imitation::kEmbeddedHost, "icbc.com.cn"},
      {"https://www.mohrss.qov.cn/", Imitation::kMisspelt, "mohrss.gov.cn"},
      {"https://www.95588.corn.cn/", Imitation::kHotline, "icbc.com.cn"},
      {"https://www.cmbchlna.com/", Imitation::kLookAlike, "cmbchina.com"},
      {"https://tаobao.com/", Imitation::kLookAlike, "taobao.com"},
      {"https://my12333.top/", Imitation::kHotline, "gov.cn"},
      {"https://m-95588.club/", Imitation::kHotline, "icbc.com.cn"},
      {"https://mohrss.example.icu/", Imitation::kToken, "gov.cn"},
      {"https://chinapost-cn.vip/", Imitation::kToken, "chinapost.com.cn"},
      {"https://todesk-download.com.cn/", Imitation::kToken, "todesk.com"},
  }));
  INFO(row.link);
  const auto found = shipped().imitation(url(row.link));
  REQUIRE(found);
  CHECK(found->how == row.how);
  CHECK(found->whom.host == row.host);
}

TEST_CASE("Honest hosts imitate nobody") {
  const std::string link =
      GENERATE(as<std::string>{}, "https://www.icbc.com.cn/", "https://mybank.icbc.com.cn/",
               "https://b.qq.com/", "https://mp.weixin.qq.com/s/abc", "https://t.cn/A6abc",
               "https://www.example.com/", "https://abc.net.au/", "https://www.boc.org/",
               "https://liuyin-shitang.icu/", "https://nongzi-gx.vip/", "https://9123334.com/",
               "https://www.people.com.cn/", "https://movie.douban.com/", "https://www.fetch.com/",
               "https://123330.com/", "https://www.vivo.com.br/", "https://www.hyundai.com/",
               "https://substack.com/");
  INFO(link);
  const auto found = shipped().imitated(url(link));
  INFO((found ? found->name + " " + found->host : ""));
  CHECK_FALSE(found);
}

TEST_CASE("Shared platforms, short links and free hosting are told apart") {
  CHECK(shipped().is_neutral(url("https://mp.weixin.qq.com/s/abc")));
  CHECK(shipped().is_neutral(url("https://www.wjx.cn/vm/1.aspx")));
  CHECK_FALSE(shipped().is_neutral(url("https://weixin.example.top")));
  CHECK(shipped().is_short_link(url("http://t.cn/A6abc")));
  CHECK_FALSE(shipped().is_short_link(url("http://it.cn/A6abc")));
  CHECK(shipped().is_free_hosting(url("https://rsj-shebao.pages.dev")));
  CHECK_FALSE(shipped().is_free_hosting(url("https://pages.example.com")));
}

TEST_CASE("What a list may not call bad: honest hosts, and domains that lie over one") {
  const Register& known = shipped();
  CHECK(known.honest_host("si.12333.gov.cn", false) == "si.12333.gov.cn");
  CHECK(known.honest_host("www.gx12333.net", false) == "gx12333.net");
  CHECK_FALSE(known.honest_host("12333.gov", true));
  CHECK_FALSE(known.honest_host("12333.net", true));
  CHECK_FALSE(known.honest_host("renzheng.invalid", true));
  // Everything below it would be hit, honest ones among them.
  CHECK(known.honest_host("com", true));
  CHECK_FALSE(known.honest_host("com", false));
  const auto hit = known.honest_host("12306.cn", true);
  REQUIRE(hit);
  CHECK(hit->ends_with("12306.cn"));
  for (const RegisterEntry& entry : known.entries()) {
    for (const std::string& host : entry.hosts) {
      INFO(host);
      CHECK(known.honest_host(host, false));
      CHECK(known.honest_host(host.substr(host.find('.') + 1), true));
      CHECK_FALSE(known.honest_host("x-" + host + ".invalid", true));
    }
  }
}

TEST_CASE("Names of apps and numbers are official only as they stand") {
  CHECK(shipped().official_name("掌上12333")->kind == "app");
  CHECK(shipped().official_name("12333")->kind == "hotline");
  CHECK_FALSE(shipped().official_name("掌上12333助手"));
  CHECK(shipped().near_name("掌上12333助手")->name == "掌上12333");
  CHECK(shipped().near_name("电子社保咔")->name == "电子社保卡");
  CHECK_FALSE(shipped().near_name("掌上12333"));
  CHECK_FALSE(shipped().near_name("微信"));
}

TEST_CASE("Entries are as they stand in the file, with their source and who confirmed them") {
  const Result<Register> loaded = load(
      "[[entry]]\nname='a'\nowner='o'\nkind='app'\nregion='370000'\nsource='s'\n"
      "hosts=['www.a.cn']\nbelow=true\nnames=['x','y']\n"
      "confirmed_by='b'\nconfirmed_at='2026-01-02'\n"
      "[[entry]]\nname='c'\nowner='o'\nkind='hotline'\nsource='t'\nnames=['1']\n");
  REQUIRE(loaded);
  REQUIRE(loaded->entries().size() == 2);
  const RegisterEntry& first = loaded->entries()[0];
  CHECK(first.hosts == std::vector<std::string>{"www.a.cn"});
  CHECK(first.names == std::vector<std::string>{"x", "y"});
  CHECK(first.below);
  CHECK(first.shown.confirmed);
  CHECK(first.shown.confirmed_by == "b");
  CHECK(first.shown.confirmed_at == "2026-01-02");
  CHECK(first.shown.source == "s");
  CHECK_FALSE(loaded->entries()[1].shown.confirmed);
  CHECK(loaded->official(url("http://x.a.cn/"))->source == "s");
}

TEST_CASE("A register that does not hold together is refused with file and line") {
  const auto [content, message] = GENERATE(table<std::string, std::string>({
      {"[[entry]]\nname='a'\nowner='b'\nkind='app'\nnames=['x']\n", "'source' is missing"},
      {"[[entry]]\nname='a'\nowner='b'\nkind='app'\nsource='s'\n", "is needed"},
      {"[[entry]]\nname='a'\nowner='b'\nkind='app'\nsource='s'\nhosts=['Not A Host']\n",
       "not a host"},
      {"[[entry]]\nname='a'\nowner='b'\nkind='app'\nsource='s'\nhosts=['a.cn']\n"
       "[[entry]]\nname='c'\nowner='b'\nkind='app'\nsource='s'\nhosts=['www.a.cn']\n",
       "given twice"},
      {"[[entry]]\nname='a'\nowner='b'\nkind='app'\nsource='s'\nhosts=['a.cn']\nconfirmed_by='b'\n",
       "go together"},
      {"[[brand]]\nname='a'\nkind='bank'\ndomains=['a.cn']\n", "needs tokens"},
      {"[[entry]]\nname='a'\nowner='b'\nkind='x'\nsource='s'\nhosts=['a.cn']\n", "not a kind"},
  }));
  const Result<Register> loaded = load(content);
  INFO(content);
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().message.find(message) != std::string::npos);
  CHECK(loaded.error().fields.front().pointer.find(".toml:") != std::string::npos);
}

}  // namespace
}  // namespace analyzer
