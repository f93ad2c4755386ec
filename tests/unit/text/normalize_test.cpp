#include "analyzer/text/normalize.h"

#include <catch2/catch.hpp>

namespace analyzer::text {
namespace {

std::string norm(std::string_view text) { return normalize(text).text; }

TEST_CASE("What a person reads as the same text is the same text afterwards") {
  const struct {
    const char* written;
    const char* read;
    Disguise counted;
  } cases[] = {
      {"ＨＴＴＰ：／／ＡＢＣ１２３", "http://abc123", Disguise::kCompatibility},
      {"①②③ⓐⓑ𝐚𝒃", "123abab", Disguise::kCompatibility},
      {"养\u200b老\u2060金", "养老金", Disguise::kInvisible},
      {"认\u0336证\u0336", "认证", Disguise::kInvisible},
      {"養老金認證", "养老金认证", Disguise::kTraditional},
      {"⼈脸", "人脸", Disguise::kConfusable},
      {"gоv.cn", "gov.cn", Disguise::kConfusable},
      {"арр里看", "app里看", Disguise::kConfusable},
      {"ㄧ次也ㄝ行", "一次也也行", Disguise::kConfusable},
      {"エ本费", "工本费", Disguise::kConfusable},
      {"逾期己停发", "逾期已停发", Disguise::kConfusable},
      {"讠人讠正", "认证", Disguise::kSplit},
      {"养 老 金 认 证", "养老金认证", Disguise::kSeparated},
      {"养.老.金", "养老金", Disguise::kSeparated},
      {"养老*金未认*证", "养老金未认证", Disguise::kSeparated},
      {"会§议室里╋讲", "会议室里讲", Disguise::kSeparated},
      {"养⭐老金", "养老金", Disguise::kSeparated},
      {"【邮★储】", "【邮储】", Disguise::kSeparated},
      {"未/报/备/人/员", "未报备人员", Disguise::kSeparated},
      {"养佬金", "养老金", Disguise::kHomophone},
      {"忍证", "认证", Disguise::kHomophone},
      {"簖信", "短信", Disguise::kHomophone},
      {"认拯", "认证", Disguise::kHomophone},
      {"荭苞", "红包", Disguise::kHomophone},
      {"射区", "社区", Disguise::kHomophone},
      {"讠人证女子", "认证好", Disguise::kSplit},
      {"设保咔", "社保卡", Disguise::kHomophone},
      {"yanglaojin", "养老金", Disguise::kHomophone},
      {"renzheng", "认证", Disguise::kHomophone},
      {"shebao", "社保", Disguise::kHomophone},
      {"shebaoka", "社保卡", Disguise::kHomophone},
      {"yanglaojinrenzheng", "养老金认证", Disguise::kHomophone},
      {"认zheng", "认证", Disguise::kHomophone},
      {"您的yang老金", "您的养老金", Disguise::kHomophone},
      {"💰", "钱", Disguise::kEmoji},
      {"养\u302a老\u064b金\u0345", "养老金", Disguise::kInvisible},
      {"١२๓", "123", Disguise::kDigit},
      {"壹贰月", "12月", Disguise::kDigit},
      {"幺贰叁叁叁", "12333", Disguise::kDigit},
      {"二零二六年", "2026年", Disguise::kDigit},
      {"3️⃣天", "3天", Disguise::kInvisible},
      {"一三八00001111一定要打", "13800001111一定要打", Disguise::kDigit},
  };
  for (const auto& c : cases) {
    CAPTURE(c.written);
    const NormalizedText text = normalize(c.written);
    CHECK(text.text == c.read);
    CHECK(text.count(c.counted) > 0);
  }
}

TEST_CASE("What is not a disguise stays as it was") {
  for (const char* text : {"确认正确",
                           "养老今年涨了",
                           "需要验证吗",
                           "本人证件",
                           "三千五百元",
                           "一五一十",
                           "20一个",
                           "200一次",
                           "13800001111一定要打",
                           "http://yanglaojin.com/renzheng",
                           "自己停的",
                           "爸-认证",
                           "日本へ行く",
                           "привет мир",
                           "内退★病退★特岗",
                           "设保障基金",
                           "社保/医保",
                           "女子日月",
                           "李婷发来",
                           "捐一棵银杏",
                           "材料不全",
                           "认郑叔叔作干爹",
                           "почта和αβπ",
                           "手机-银行卡",
                           "壹元"}) {
    CAPTURE(text);
    const NormalizedText normalized = normalize(text);
    CHECK(normalized.text == text);
    for (const std::uint32_t count : normalized.changed) CHECK(count == 0);
  }
}

TEST_CASE("Each byte knows the character it came from") {
  const NormalizedText text = normalize("㈱讠人A\u200b");
  CHECK(text.text == "(株)认a");
  const std::uint32_t origins[] = {0, 0, 0, 0, 0, 3, 3, 3, 9};
  for (std::size_t i = 0; i < std::size(origins); ++i) CHECK(text.origin[i] == origins[i]);
  CHECK(text.origin.back() == 13);
}

TEST_CASE("Bytes that are not UTF-8 become U+FFFD") {
  CHECK(norm("a\xff\x62") == "a\xEF\xBF\xBD\x62");
  CHECK_FALSE(is_valid_utf8("\xED\xA0\x80"));
  CHECK(is_valid_utf8("认证"));
}

}  // namespace
}  // namespace analyzer::text
