// Numbers are invented: mobiles and identity numbers of ranges nobody holds
// (region 99), cards that only pass Luhn's check.

#include "analyzer/text/numbers.h"

#include <catch2/catch.hpp>

namespace analyzer::text {
namespace {

struct NumberCase {
  const char* text;
  NumberKind kind;
  const char* digits;
  const char* raw;
};

constexpr NumberCase kFound[] = {
    {"打13800001111联系", NumberKind::kMobile, "13800001111", "13800001111"},
    {"138 0000 1111", NumberKind::kMobile, "13800001111", "138 0000 1111"},
    {"138-0000-1111", NumberKind::kMobile, "13800001111", "138-0000-1111"},
    {"+8613800001111", NumberKind::kMobile, "13800001111", "+8613800001111"},
    {"+86 138 0000 1111", NumberKind::kMobile, "13800001111", "+86 138 0000 1111"},
    {"008613800001111", NumberKind::kMobile, "13800001111", "008613800001111"},
    {"１３８００００１１１１", NumberKind::kMobile, "13800001111", "１３８００００１１１１"},
    {"一三八零零零零幺幺幺幺", NumberKind::kMobile, "13800001111", "一三八零零零零幺幺幺幺"},
    {"壹叁捌00001111", NumberKind::kMobile, "13800001111", "壹叁捌00001111"},
    {"1 3 8 0 0 0 0 1 1 1 1", NumberKind::kMobile, "13800001111", "1 3 8 0 0 0 0 1 1 1 1"},
    {"138\u200b00001111", NumberKind::kMobile, "13800001111", "138\u200b00001111"},
    {"微信13800001111", NumberKind::kMobile, "13800001111", "13800001111"},
    {"010-12345678", NumberKind::kLandline, "01012345678", "010-12345678"},
    {"010-62345678转", NumberKind::kLandline, "01062345678", "010-62345678"},
    {"(0755)8888 6666", NumberKind::kLandline, "075588886666", "0755)8888 6666"},
    {"0931-8960000", NumberKind::kLandline, "09318960000", "0931-8960000"},
    {"400-800-1234", NumberKind::kLandline, "4008001234", "400-800-1234"},
    {"+85261234567", NumberKind::kLandline, "85261234567", "+85261234567"},
    {"0085261234567", NumberKind::kLandline, "85261234567", "0085261234567"},
    {"详询12333。", NumberKind::kHotline, "12333", "12333"},
    {"拨打幺二三三三", NumberKind::kHotline, "12333", "幺二三三三"},
    {"96110来电", NumberKind::kHotline, "96110", "96110"},
    {"打110报警", NumberKind::kHotline, "110", "110"},
    {"95588客服", NumberKind::kHotline, "95588", "95588"},
    {"身份证990101195001010015", NumberKind::kIdNumber, "990101195001010015", "990101195001010015"},
    {"990101 19500101 001x", NumberKind::kIdNumber, "99010119500101001X", "990101 19500101 001x"},
    {"99010119500101001Ｘ", NumberKind::kIdNumber, "99010119500101001X", "99010119500101001Ｘ"},
    {"卡 6222 0212 3456 7894", NumberKind::kBankCard, "6222021234567894", "6222 0212 3456 7894"},
    {"卡号6222021234567890", NumberKind::kBankCard, "6222021234567890", "6222021234567890"},
    {"打12333一次就行", NumberKind::kHotline, "12333", "12333"},
    {"打110一定要快", NumberKind::kHotline, "110", "110"},
    {"13800001111一个人的", NumberKind::kMobile, "13800001111", "13800001111"},
    {"1380000111一", NumberKind::kMobile, "13800001111", "1380000111一"},
    {"加QQ:1234567", NumberKind::kQq, "1234567", "1234567"},
    {"扣扣号12333", NumberKind::kQq, "12333", "12333"},
    {"微信号：rz_0077a", NumberKind::kWechat, "rz_0077a", "rz_0077a"},
    {"代认证　　＋Ｖ　ｒｚ００７７", NumberKind::kWechat, "rz0077", "ｒｚ００７７"},
    {"加微rz00771", NumberKind::kWechat, "rz00771", "rz00771"},
    {"vx: abc-123", NumberKind::kWechat, "abc-123", "abc-123"},
};

TEST_CASE("Numbers are found however they are written") {
  for (const NumberCase& c : kFound) {
    CAPTURE(c.text);
    const std::vector<FoundNumber> found = find_numbers(c.text);
    REQUIRE(found.size() == 1);
    CHECK(name_of(found[0].kind) == name_of(c.kind));
    CHECK(found[0].digits == c.digits);
    const Span span = found[0].span;
    CHECK(std::string_view(c.text).substr(span.begin, span.end - span.begin) == c.raw);
  }
}

TEST_CASE("Dates, amounts, codes and links hold no numbers") {
  for (const char* text : {"2026年1月2日前",
                           "2026-01-02 09:30",
                           "110元",
                           "120人",
                           "每月12345元",
                           "20一个",
                           "200一次",
                           "每人20一个,共100一位",
                           "si.12333.gov.cn",
                           "http://m12333.cn/",
                           "gs-2026-000123",
                           "验证码123456",
                           "第12333号",
                           "养老金三千五百元",
                           "1/2/3",
                           "微信公众号",
                           "微信支付",
                           "QQ群",
                           "编号20260102000123",
                           "12345678",
                           "3.1415926535"}) {
    CAPTURE(text);
    for (const FoundNumber& number : find_numbers(text)) {
      CAPTURE(number.digits, name_of(number.kind));
      CHECK(false);
    }
  }
}

TEST_CASE("Masking covers identity, card and telephone numbers byte for byte") {
  const std::string text =
      "请拨13800001111或12333,卡号６２２２021234567890,微信rz_0077,身份证990101195001010015";
  const std::string masked = mask(text, find_numbers(text));
  CHECK(masked.size() == text.size());
  CHECK(masked ==
        "请拨***********或12333,卡号************************,微信rz_0077,身份证******************");
}

}  // namespace
}  // namespace analyzer::text
