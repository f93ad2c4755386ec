// Numbers, names and plates are invented.

#include "analyzer/text/mentions.h"

#include <catch2/catch.hpp>

#include "analyzer/text/numbers.h"

namespace analyzer::text {
namespace {

std::vector<Mention> mentions(std::string_view text, Voice voice) {
  return find_mentions(text, find_numbers(text), voice);
}

const char* word(Owner owner) {
  return owner == Owner::kSuspect ? "suspect" : owner == Owner::kVictim ? "victim" : "unclear";
}

// "13800001111 suspect, 13900002222 victim"
std::string owners(std::string_view text, Voice voice) {
  std::string out;
  for (const Mention& mention : mentions(text, voice)) {
    if (mention.kind > MentionKind::kAccount) continue;
    out += (out.empty() ? "" : ", ") + mention.value + " " + word(mention.owner);
  }
  return out;
}

TEST_CASE("The nearest words tell whose a number is") {
  struct Row {
    const char* sentence;
    Voice voice;
    const char* text;
    const char* owners;
  };
  constexpr Voice kTold = Voice::kTold;
  constexpr Voice kWritten = Voice::kWritten;
  const Row rows[] = {
      {"the caller's own beside the one that rang", kTold,
       "我的手机号13900002222,打来的是13800001111,说我养老金要停",
       "13900002222 victim, 13800001111 suspect"},
      {"the words behind the number", kTold, "今天13800001111打来电话说要停发",
       "13800001111 suspect"},
      {"behind it in the same clause only", kTold, "我的电话13900002222,打来的人没说名字",
       "13900002222 victim"},
      {"a number that is mine, said behind it", kTold, "13900002222是我的,你们有事打这个",
       "13900002222 victim"},
      {"given to me is not mine", kTold, "他给我的电话是13800001111", "13800001111 suspect"},
      {"a chat id that I was told to add", kTold, "让我加微信rz_0077a办认证", "rz_0077a suspect"},
      {"my own chat id", kTold, "我的微信是lao_wang66,他发过来的", "lao_wang66 victim"},
      {"a number to be called back at", kTold, "查到了请回访我,我电话13900002222",
       "13900002222 victim"},
      {"the scammer's number to ring back", kTold, "让我回拨010-62345678核实",
       "01062345678 suspect"},
      {"where the money went", kTold, "叫我把钱转到卡号6222021234567890上",
       "6222021234567890 suspect"},
      {"my own card", kTold, "我把我的卡号6222021234567890报给他了", "6222021234567890 victim"},
      {"told without a word of whose it is", kTold, "13800001111,就是这么回事",
       "13800001111 unclear"},
      {"where a caller may be reached or the other: unclear", kTold, "联系电话13800001111",
       "13800001111 unclear"},
      {"a message gives its sender's number", kWritten,
       "【社保局】认证已逾期,请致电010-62345678办理", "01062345678 suspect"},
      {"a message without such words too", kWritten, "养老认证加急 13800001111",
       "13800001111 suspect"},
      {"in a message I am the sender", kWritten, "我的微信是rz_0077a,加我办理", "rz_0077a suspect"},
      {"in a message you are the victim", kWritten,
       "尊敬的13900002222用户,您的认证逾期,请联系13800001111",
       "13900002222 victim, 13800001111 suspect"},
      {"your number in a message", kWritten, "您的手机13900002222已停机,回拨010-62345678",
       "13900002222 victim, 01062345678 suspect"},
      {"where the voice is not known, 'my' says nothing", Voice::kUnknown, "我的手机13900002222",
       "13900002222 unclear"},
      {"where the voice is not known, deeds still speak", Voice::kUnknown,
       "13800001111打来让我转账", "13800001111 suspect"},
      {"an Alipay account that is a telephone is both", kTold, "他让我转到支付宝13800001111",
       "13800001111 suspect, 13800001111 suspect"},
      {"an Alipay account that is an address", kTold, "让我付到支付宝rz77@mail.example,我没付",
       "rz77@mail.example suspect"},
      {"an address without money is none", kTold, "发到邮箱rz77@mail.example", ""},
      {"hotlines and identity numbers are nobody's", kTold,
       "我打12333和96110问过,身份证990101195001010015", ""},
  };
  for (const Row& row : rows) {
    INFO(row.sentence);
    CHECK(owners(row.text, row.voice) == row.owners);
  }
}

TEST_CASE("Names of apps, accounts, shops, payees and plates are found") {
  struct Row {
    const char* text;
    MentionKind kind;
    const char* value;
  };
  const Row rows[] = {
      {"让我下载社保通办APP才行", MentionKind::kApp, "社保通办"},
      {"发来一个叫“养老助手”的软件,在“银发通”APP里认证", MentionKind::kApp, "银发通"},
      {"那个小程序叫个啥“银发年检”,图标蓝的", MentionKind::kMiniProgram, "银发年检"},
      {"打开《晚年认证》小程序", MentionKind::kMiniProgram, "晚年认证"},
      {"请关注公众号:养老在线办,每天推送", MentionKind::kPublicAccount, "养老在线办"},
      {"收款人:王小二,别写错", MentionKind::kPayee, "王小二"},
      {"户名是兴农信息咨询有限公司", MentionKind::kPayee, "兴农信息咨询有限公司"},
      {"开的车是鲁A·D5432,收了钱就走", MentionKind::kVehicle, "鲁AD5432"},
      {"车牌 豫r5b21k 的面包车", MentionKind::kVehicle, "豫R5B21K"},
      {"在“夕阳红”店铺交的钱", MentionKind::kShop, "夕阳红"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    bool found = false;
    for (const Mention& mention : mentions(row.text, Voice::kTold)) {
      found = found || (mention.kind == row.kind && mention.value == row.value);
    }
    CHECK(found);
  }
}

TEST_CASE("What only speaks of apps, payees and letters names nobody") {
  for (const char* text : {
           "请到社区办理,或用手机APP自助认证",
           "不要下载陌生APP,不要点开小程序里的链接",
           "柜员说医保局的户名怎么是个人名字",
           "您填写的收款银行户名为“刘桂”与身份证不一致",
           "收款人确认一栏空着,退回重填",
           "本月豫A股上涨,编号K12345",
           "网址 myapp.example/app 打不开",
           "京A1234567890",
       }) {
    CAPTURE(text);
    for (const Mention& mention : mentions(text, Voice::kTold)) {
      CAPTURE(mention.value);
      CHECK(false);
    }
  }
}

TEST_CASE("Chat ids, plates and payment addresses are masked, whosesoever they are") {
  const std::string text = "我的微信lao_wang66,对方加微rz_0077a,车鲁A12345,支付宝rz77@mail.example";
  std::string masked = text;
  mask(masked, mentions(text, Voice::kTold));
  CHECK(masked == "我的微信**********,对方加微********,车*********,支付宝*****************");
}

}  // namespace
}  // namespace analyzer::text
