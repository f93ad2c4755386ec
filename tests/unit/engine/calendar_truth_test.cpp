// What is read out against a threat of suspension.

#include "analyzer/engine/calendar_truth.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/unit/engine/shipped_calendar.h"

namespace analyzer {
namespace {

const Date kDay = *parse_date("2026-03-10");
constexpr const char* kRestored = ",过了期补认证就能恢复,停发的也会补发。";

}  // namespace

TEST_CASE("against a threat stands what is true of the caller's region") {
  struct Row {
    const char* sentence;
    const char* region;
    const char* truth;
  };
  const Row rows[] = {
      {"all schemes alike", "120101", "天津市每12个月认证一次"},
      {"the calendar year", "420106", "湖北省武汉市每年1月1日至12月31日认证一次"},
      {"another scheme differs, so the two are named", "411302",
       "河南省企业退休人员和城乡居民每365天认证一次"},
      {"the province's code", "410000", "河南省企业退休人员和城乡居民每365天认证一次"},
      {"the two differ, both are sure", "130106",
       "河北省企业退休人员每12个月认证一次,城乡居民上半年、下半年各认证一次"},
      {"one is sure", "621000",
       "甘肃省庆阳市企业退休人员每180天认证一次,城乡居民一般一年认证一次,以当地社保为准"},
      {"what is sure comes first", "350102",
       "福建省城乡居民每365天认证一次,企业退休人员一般一年认证一次,以当地社保为准"},
      {"neither is sure", "230127",
       "黑龙江省哈尔滨市木兰县企业退休人员一般每年1月1日至10月20日认证一次,"
       "城乡居民一般每个季度认证一次,以当地社保为准"},
      {"two windows of its own", "130708",
       "河北省张家口市企业退休人员每12个月认证一次,城乡居民一般每年1月1日至4月30日、"
       "7月1日至10月31日各认证一次,以当地社保为准"},
      {"residence makes a difference, and a county decides", "150202",
       "内蒙古自治区包头市住在当地的企业退休人员每12个月认证一次,"
       "城乡居民的认证时间由旗县区社保定"},
      {"second-hand", "440106", "广东省一般一年认证一次,以当地社保为准"},
      {"second-hand, half a year", "150802",
       "内蒙古自治区巴彦淖尔市临河区一般每6个月认证一次,以当地社保为准"},
      {"by the month of birth", "450403",
       "广西壮族自治区梧州市一般从生日当月算起每年认证一次,以当地社保为准"},
      {"assumed", "110105", "养老金一般一年认证一次,以当地社保为准"},
      {"nothing known of the place", "621100", "养老金一般一年认证一次,以当地社保为准"},
      {"an invented code", "990102", "养老金一般一年认证一次,以当地社保为准"},
      {"no region", "", "养老金一般一年认证一次,以当地社保为准"},
  };
  for (const Row& row : rows) {
    INFO(row.sentence);
    CHECK(truth_of(row.region, kDay, calendar()).zh == row.truth + std::string(kRestored));
  }
  CHECK(truth_of("360402", kDay, calendar()).zh ==
        "江西省九江市一般一年认证一次,以当地社保为准,过了期到窗口补办就能恢复,停发的也会补发。");
}

TEST_CASE("no place is called sure that its rules do not call so, in one sentence each") {
  for (int code = 1100; code < 6600; ++code) {
    const std::string region = std::to_string(code) + "00";
    if (!calendar().known_region(region)) continue;
    CAPTURE(region);
    const Sentence truth = truth_of(region, kDay, calendar());
    bool certain = true;
    for (const Scheme scheme : {Scheme::kEmployee, Scheme::kResident}) {
      CalendarQuestion question;
      question.region = region;
      question.scheme = scheme;
      question.residence = Residence::kLocal;
      question.on = kDay;
      certain = certain && calendar().explain(question).certain;
    }
    CHECK((truth.zh.find("以当地社保为准") == std::string::npos) == certain);
    CHECK((truth.en.find("usually") == std::string::npos) == certain);
    CHECK(truth.zh.find("。") == truth.zh.size() - std::string("。").size());
    CHECK(truth.en.find(". ") == std::string::npos);
  }
}

TEST_CASE("nothing is promised that a rule does not say") {
  const std::string path =
      (std::filesystem::temp_directory_path() / "analyzer_calendar_truth_test.toml").string();
  {
    std::ofstream out(path);
    out << "[[rule]]\nid = \"default\"\nregion = \"\"\nmonths = 12\nrestored = true\n"
           "paid_back = true\nrestored_at_window = false\nsource = \"s\"\ngrade = \"V\"\n"
           "[[rule]]\nid = \"a\"\nregion = \"98\"\nmonths = 12\nrestored = false\n"
           "source = \"s\"\ngrade = \"V\"\n"
           "[[rule]]\nid = \"b\"\nregion = \"97\"\nmonths = 12\npaid_back = false\n"
           "source = \"s\"\ngrade = \"V\"\n"
           "[[rule]]\nid = \"c\"\nregion = \"97\"\nschemes = [\"resident\"]\ndays = 180\n"
           "source = \"s\"\ngrade = \"V\"\n"
           "[names]\n\"97\" = [\"乙省\", \"01 乙市\"]\n\"98\" = [\"甲省\", \"01 甲市\"]\n";
  }
  const Result<Calendar> loaded = Calendar::load(path);
  std::filesystem::remove(path);
  if (!loaded) FAIL(loaded.error().message);
  CHECK(truth_of("980100", kDay, *loaded).zh == "甲省每12个月认证一次。");
  CHECK(truth_of("970100", kDay, *loaded).zh ==
        "乙省企业退休人员每12个月认证一次,城乡居民每180天认证一次,过了期补认证就能恢复。");
}

}  // namespace analyzer
