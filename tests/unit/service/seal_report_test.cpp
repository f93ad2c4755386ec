// Whom a report points to, and what of it may be stored. Numbers are invented.

#include <algorithm>
#include <catch2/catch.hpp>

#include "analyzer/core/json.h"
#include "analyzer/service/seal.h"
#include "analyzer/text/read.h"

namespace analyzer {
namespace {

const Register& official() {
  static const Register loaded = [] {
    auto result = Register::load(std::string(ANALYZER_ROOT) + "/data/official.toml");
    if (!result) FAIL(result.error().message);
    return *std::move(result);
  }();
  return loaded;
}

const SiteKeys& keys() {
  static const SiteKeys built_in = SiteKeys::built_in();
  return built_in;
}

SealedReport sealed(Report report) {
  const Facts facts =
      text::read(report.text.value_or(""), report.urls, report.wording == Wording::kDictated);
  return seal(std::move(report), facts, official(), keys());
}

Report told(std::string text) {
  Report report;
  report.wording = Wording::kDictated;
  report.text = std::move(text);
  return report;
}

bool joins_by(const SealedReport& report, LinkKind kind, std::string_view value) {
  const Link link{kind, keys().link(kind, {}, value)};
  return std::find(report.joins.begin(), report.joins.end(), link) != report.joins.end();
}

bool has_kind(const std::vector<Link>& links, LinkKind kind) {
  return std::any_of(links.begin(), links.end(), [&](const Link& l) { return l.kind == kind; });
}

}  // namespace

TEST_CASE("what points to the suspect becomes links, from the form and from the text") {
  Report report = told(
      "13800001111打来,让我加微信rz_0077a,把二百块转到卡号6222021234567890,收款人:王小二,"
      "要下载“银发通”APP,来收钱的车是鲁A·D5432。我的手机号13900002222");
  report.suspect.phones = {{"+86 137-0000-3333", "12333"}};
  report.suspect.wechat = "RZ_9988";
  report.suspect.vehicle = "豫R 5b21k";
  report.suspect.shop = "夕阳红服务部";
  report.suspect.app_name = "掌上12333";
  report.sender = "+85261234567";
  const SealedReport out = sealed(report);
  for (const char* phone : {"13800001111", "13700003333", "85261234567"}) {
    CAPTURE(phone);
    CHECK(joins_by(out, LinkKind::kPhone, phone));
  }
  CHECK(joins_by(out, LinkKind::kContact, "rz_0077a"));
  CHECK(joins_by(out, LinkKind::kContact, "rz_9988"));
  CHECK(joins_by(out, LinkKind::kPayee, "6222021234567890"));
  CHECK(joins_by(out, LinkKind::kVehicle, "鲁AD5432"));
  CHECK(joins_by(out, LinkKind::kVehicle, "豫R5B21K"));
  CHECK_FALSE(joins_by(out, LinkKind::kPhone, "13900002222"));
  CHECK_FALSE(joins_by(out, LinkKind::kPhone, "12333"));
  CHECK(has_kind(out.links, LinkKind::kName));
  CHECK_FALSE(has_kind(out.joins, LinkKind::kName));
  CHECK(out.event.numbers.size() == 6);

  const json::Value clear = json::parse(out.suspects).value();
  CHECK(json::write(clear.at("payees")) == R"(["王小二"])");
  CHECK(json::write(clear.at("apps")) == R"(["银发通"])");
  CHECK(json::write(clear.at("shops")) == R"(["夕阳红服务部"])");
  CHECK(out.suspects.find("13900002222") == std::string::npos);
  CHECK(out.suspects.find("12333") == std::string::npos);
}

TEST_CASE("nothing of anybody's number is left in what is stored") {
  Report report = told("13800001111打来,我的手机号13900002222,我的微信是lao_wang66,车鲁A12345");
  report.suspect.phones = {{"13700003333", "96110"}};
  report.suspect.vehicle = "鲁A12345";
  report.sender = "13800001111";
  const Report stored = sealed(report).report;
  CHECK(*stored.text == "***********打来,我的手机号***********,我的微信是**********,车*********");
  CHECK(stored.suspect.phones == std::vector<std::string>{"*", "96110"});
  CHECK(stored.suspect.vehicle == "*");
  CHECK(stored.sender == "138********");
}

TEST_CASE("a number that may be anybody's is a key that ties nothing together") {
  const SealedReport out = sealed(told("13800001111,就是这么回事"));
  CHECK(has_kind(out.links, LinkKind::kNumber));
  CHECK_FALSE(has_kind(out.joins, LinkKind::kNumber));
  CHECK(out.event.numbers.empty());
  CHECK(out.suspects == R"({"unclear":["138*****111"]})");
}

TEST_CASE("what the caller calls their own is theirs wherever it stands") {
  const SealedReport out =
      sealed(told("我的手机号13900002222,骗子说要把13900002222转给客服,让我转账13900002222"));
  CHECK_FALSE(has_kind(out.links, LinkKind::kPhone));
  CHECK(out.suspects.empty());
}

TEST_CASE("a form's suspect stays one, whatever the text says of the number") {
  Report report = told("我的手机号13900002222");
  report.suspect.phones = {{"13900002222"}};
  CHECK(joins_by(sealed(report), LinkKind::kPhone, "13900002222"));
}

TEST_CASE("links on shared platforms tie by the whole link, others by their domain") {
  struct Row {
    const char* sentence;
    const char* url;
    LinkKind kind;
    const char* value;
  };
  const Row rows[] = {
      {"a domain of one's own", "https://a.rz8-cert.example/rz?x=1", LinkKind::kDomain,
       "rz8-cert.example"},
      {"a short link", "http://t.cn/A6abcdef", LinkKind::kAddress, "t.cn/A6abcdef"},
      {"a page where anyone may publish", "https://mp.weixin.qq.com/s/AbCd1234xyz",
       LinkKind::kAddress, "mp.weixin.qq.com/s/AbCd1234xyz"},
      {"a payment code", "https://qr.alipay.com/fkx12345abcde", LinkKind::kAddress,
       "qr.alipay.com/fkx12345abcde"},
      {"a payment code that no browser opens", "wxp://f2f0AbCdEfGh", LinkKind::kAddress,
       "wxp://f2f0AbCdEfGh"},
  };
  for (const Row& row : rows) {
    INFO(row.sentence);
    Report report;
    report.urls = {row.url};
    const SealedReport out = sealed(report);
    CHECK(out.joins.size() == 1);
    CHECK(joins_by(out, row.kind, row.value));
  }
  CHECK(joins_by(sealed(told("扫了这个 wxp://f2f0AbCdEfGh 付款")), LinkKind::kAddress,
                 "wxp://f2f0AbCdEfGh"));
  Report none;
  none.urls = {"https://mp.weixin.qq.com/", "https://si.12333.gov.cn/any/page", "not a link"};
  CHECK(sealed(none).joins.empty());
}

TEST_CASE("who speaks follows from the form where the wording is not told") {
  Report sms;
  sms.text = "养老认证加急,我的电话13800001111";
  sms.medium = Medium::kSms;
  CHECK(joins_by(sealed(sms), LinkKind::kPhone, "13800001111"));
  Report call = sms;
  call.medium = Medium::kCall;
  CHECK(sealed(call).event.numbers.empty());
  Report unknown = sms;
  unknown.medium.reset();
  CHECK(has_kind(sealed(unknown).links, LinkKind::kNumber));
}

TEST_CASE("what a form holds that names nobody ties no reports together") {
  Report report;
  report.suspect.phones = {{"12", "0931-12333"}};
  report.suspect.wechat = "不知道";
  report.suspect.payee_account = "无";
  report.suspect.vehicle = "没看清";
  const SealedReport out = sealed(report);
  CHECK(out.joins.empty());
  CHECK(out.suspects.find("不知道") != std::string::npos);
  CHECK(out.suspects.find("12333") == std::string::npos);
}

TEST_CASE("one number is one key however it is written") {
  Report sender;
  sender.sender = "+8653188887777";
  Report form;
  form.suspect.phones = {{"0531-8888 7777"}};
  Report mobile;
  mobile.sender = "008613800001111";
  CHECK(sealed(sender).event.numbers == sealed(form).event.numbers);
  CHECK(joins_by(sealed(mobile), LinkKind::kPhone, "13800001111"));
  // An attempt's number is the same one.
  for (const std::string_view written : {"13800001111", "+86 138-0000-1111", "008613800001111"}) {
    CHECK(plain_phone(written) == "13800001111");
  }
  CHECK(plain_phone("+86 531 88887777") == plain_phone("0531-88887777"));
  CHECK(plain_phone("12333") == "12333");
}

TEST_CASE("the caller's own number is nobody else's") {
  Report report = told("他打来的,我说我电话是13900002222,后来他又拨13900002222");
  report.caller.contact_ref = "139 0000 2222";
  CHECK(sealed(report).event.numbers.empty());
  Report retold;
  retold.medium = Medium::kSms;
  retold.text = "我收到一条短信说养老金要停发,我的手机号13900002222,你们查一下";
  CHECK(sealed(retold).event.numbers.empty());
}

TEST_CASE("of the numbers those of the form come first and are told apart") {
  Report report = told("他让我加微信rz_0077a,从17000001111打来");
  report.suspect.phones = {{"13800001111"}};
  const SealedReport out = sealed(report);
  CHECK(out.form_numbers == 1);
  CHECK(out.event.numbers.size() == 3);
}

}  // namespace analyzer
