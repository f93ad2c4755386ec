#include "analyzer/wire/field_text.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace analyzer::wire {
namespace {

struct CodeText {
  std::string_view code;
  std::string_view zh;
  std::string_view en;
};

constexpr auto kCodes = std::to_array<CodeText>({
    {"required", "必填", "is required"},
    {"type", "类型不正确", "has the wrong type"},
    {"range", "超出允许范围", "is out of range"},
    {"cursor", "不是本列表的翻页标记", "is not a cursor of this list"},
    {"protected", "属于官方登记或多人共用的网址,不能整体列入",
     "is official or shared by many: it cannot be listed as a whole"},
    {"too_long", "过长", "is too long"},
    {"too_short", "过短", "is too short"},
    {"too_many", "项目过多", "has too many items"},
    {"too_few", "项目过少", "has too few items"},
    {"format", "格式不正确", "has the wrong form"},
    {"unknown_word", "不在允许的取值之内", "is not one of the words allowed"},
    {"unknown_field", "未知字段", "no such field"},
    {"unknown_parameter", "未知查询参数", "no such query parameter"},
    {"contradiction", "与其他字段矛盾", "contradicts another field"},
    {"site_wide", "影响全部地区,须由管全部地区的人员办理", "counts for every region"},
    {"ambiguous", "不止一次认证用了这个编号,请改报核查编号",
     "is the number of several attempts: give the case number"},
    {"outside_scope", "超出本人管辖区域", "lies outside your own region"},
    {"registered_already", "已经登记过", "is registered already"},
    {"not_utf8", "不是有效的UTF-8", "is not UTF-8"},
    {"duplicate_key", "同一字段出现多次", "is given twice"},
    {"common", "密码过于简单", "is too easy to guess"},
    {"contains_name", "密码不能包含用户名", "contains the account's name"},
    {"wrong", "原密码不正确", "is not the present password"},
    {"unchanged", "新密码须与原密码不同", "is the present password"},
    {"picture_format", "图片须为PNG、JPEG或WebP", "must be a PNG, JPEG or WebP"},
    {"picture_broken", "图片不完整或已损坏", "is cut short or broken"},
    {"picture_small", "图片太小,每边至少16像素", "is too small: each side needs 16 pixels"},
    {"picture_large", "图片太大,最多10MB、5000万像素、每边3万像素",
     "is too large: at most 10 MB, 50 million pixels, 30,000 a side"},
    {"beyond_hold", "有认证被暂缓采信,不能搁置到期限之后",
     "would put a held attempt off beyond the end of its hold"},
    {"not_in_bulk", "不利结论不能批量作出", "is never found in bulk"},
    {"may_not", "对方的岗位或辖区不能办理此案", "may not take this case"},
    {"unknown", "没有这个人员", "is nobody known"},
    {"was_reached", "已联系上,不能按暂未核实办结", "does not fit: somebody was reached"},
    {"contact_call", "须先再打本人电话(至少三次)", "needs three calls to the person first"},
    {"contact_call_another_day", "须先换一天再打电话(至少分两天)",
     "needs a call on another day first"},
    {"contact_spare_phone", "须先联系备用联系人", "needs a try of the spare contact first"},
    {"contact_village", "须先请村(社区)核实", "needs the village or community to be asked first"},
    {"contact_visit", "须先上门", "needs a visit first"},
    {"file_empty", "文件是空的", "is empty"},
    {"file_large", "文件太大,最多10MB", "is too large: at most 10 MB"},
    {"file_type",
     "不接受这类文件:请用图片(PNG、JPEG、WebP)、PDF、录音录像(MP3、M4A、WAV、AMR、MP4)、"
     "不含宏的docx或xlsx、UTF-8文本",
     "is of no kind that is taken: pictures, PDF, recordings, docx or xlsx without macros, text"},
    {"file_known", "同一文件已上传过", "was laid in already"},
    {"file_many", "每案最多40个文件", "is one too many: at most 40 a case"},
    {"file_unknown", "不是本案的证据材料,或已撤回", "is no file of the case, or was withdrawn"},
    {"evidence", "现有结论以此材料为依据,不能撤回", "is what the standing finding rests on"},
    {"archived", "已归档", "is archived"},
    {"referred", "已下发,须先回收或收回", "is with a unit: it must come back first"},
    {"conflict_of_interest", "已声明对该地案件回避", "stated a conflict of interest"},
    {"recused", "应当回避此案", "is recused from the case"},
    {"checksum", "校验位不正确", "has a wrong check digit"},
});

// How messages that say more than their code begin and end, and the same in
// Chinese; what stands between (numbers, words of the API) is kept.
struct Telling {
  std::string_view en;
  std::string_view en_end;
  std::string_view zh;
  std::string_view zh_end;
};

constexpr auto kTelling = std::to_array<Telling>({
    {"must lie in [", "]", "须在[", "]之内"},
    {"must have at most ", " characters", "最多", "个字符"},
    {"must have at most ", " bytes", "最多", "字节"},
    {"must have at most ", " items", "最多", "项"},
    {"at most ", " characters", "最多", "个字符"},
    {"at most ", " bytes", "最多", "字节"},
    {"must be one of:", "", "须为其中之一:", ""},
    {"no such field; did you mean ", "?", "是否应为", "?"},
    {"must be a text: an RFC 3339 time with offset", "", "须为带时区的RFC 3339时间文本", ""},
    {"must be an RFC 3339 time with offset", "", "须为带时区的RFC 3339时间", ""},
    {"must be an RFC 3339 time", "", "须为RFC 3339时间", ""},
    {"not an RFC 3339 time", "", "须为RFC 3339时间", ""},
    {"must be a text: a date as 2026-02-28", "", "须为日期文本,如2026-02-28", ""},
    {"must be a date as 2026-02-28", "", "须为日期,如2026-02-28", ""},
    {"must be a text: one word of a closed list", "", "须为文本,取自固定的取值", ""},
    {"must be a text", "", "须为文本", ""},
    {"must be a string", "", "须为文本", ""},
    {"must be a whole number", "", "须为整数", ""},
    {"must be a number", "", "须为数值", ""},
    {"must be true or false", "", "须为true或false", ""},
    {"true or false", "", "须为true或false", ""},
    {"must be an object", "", "须为对象", ""},
    {"must be a list", "", "须为数组", ""},
    {"must be an array", "", "须为数组", ""},
    {"must lie in the years 1900 to 2200", "", "须在1900至2200年之间", ""},
    {"must not lie more than 24 hours ahead", "", "不得晚于当前时间24小时以上", ""},
    {"must not lie before from", "", "不得早于from", ""},
    {"must hold no control characters", "", "不得含控制字符", ""},
    {"must not hold control characters", "", "不得含控制字符", ""},
    {"must be an administrative code of 6, 9 or 12 digits", "", "须为6、9或12位行政区划代码", ""},
    {"2, 4, 6, 9 or 12 digits, or none", "", "须为2、4、6、9或12位数字,或留空", ""},
    {"must be an administrative code of 2, 4, 6, 9 or 12 digits", "",
     "须为2、4、6、9或12位行政区划代码", ""},
    {"must be a time of day as 08:00", "", "须为时刻,如08:00", ""},
    {"must not lie before valid_from", "", "不得早于valid_from", ""},
    {"must lie after opens", "", "须晚于opens", ""},
    {"must not be less than persons_day", "", "不得少于persons_day", ""},
    {"belongs to a nursing_home only", "", "仅用于nursing_home", ""},
    {"at least one code is needed", "", "至少填一个区划代码", ""},
    {"at least one link is needed", "", "至少填一个识别依据", ""},
    {"one of value and id is needed", "", "value与id须填其一", ""},
    {"no link of this case or helper", "", "不是本案或本登记的识别依据", ""},
    {"must be a telephone number", "", "须为电话号码", ""},
    {"must not repeat the value", "", "不得重复原值", ""},
    {"must say something", "", "不得为空白", ""},
    {"no such case", "", "没有这个案件", ""},
    {"must be an IPv4 or IPv6 address", "", "须为IPv4或IPv6地址", ""},
    {"must be 16 hex digits", "", "须为16位十六进制数", ""},
    {"must be a country of two capital letters (ISO 3166-1)", "",
     "须为两个大写字母的国家代码(ISO 3166-1)", ""},
    {"must be an id number of 15 or 18 places", "", "须为15或18位身份证号", ""},
    {"not a valid id number (GB 11643)", "", "不是有效的身份证号(GB 11643)", ""},
    {"is of a synthetic region, which is not accepted here", "", "虚构地区的号码,此处不接受", ""},
    {"ref or id_number is required", "", "ref与id_number须填其一", ""},
    {"text or urls is required", "", "text与urls须填其一", ""},
    {"belongs to the outcomes failed, manual and abandoned only", "",
     "仅用于outcome为failed、manual、abandoned时", ""},
    {"an administrator's role goes with no other", "", "管理员角色不得与其他角色兼任", ""},
    {"lower-case letters, digits, '.', '_' and '-'", "", "限小写字母、数字及 . _ -", ""},
    {"active or disabled", "", "active或disabled", ""},
    {"must be 'confirm' or 'reject'", "", "confirm或reject", ""},
    {"1 to 500 attempts", "", "每批1至500条", ""},
    {"1 to 200", "", "1至200", ""},
    {"at least ten characters", "", "至少10个字符", ""},
    {"a disposition is needed", "", "请选择结论", ""},
    {"a cause is needed", "", "请选择依据", ""},
    {"a note is needed", "", "请填写说明", ""},
    {"a reason is needed", "", "请填写事由", ""},
    {"a list of attempts is needed", "", "须有attempts数组", ""},
    {"nothing to change", "", "没有要修改的内容", ""},
});

// The Chinese of `message`; empty where it says nothing beyond its code.
std::string told_in_chinese(std::string_view message) {
  for (const Telling& telling : kTelling) {
    const std::size_t fixed = telling.en.size() + telling.en_end.size();
    if (message.size() < fixed || !message.starts_with(telling.en) ||
        !message.ends_with(telling.en_end)) {
      continue;
    }
    const std::string_view between = message.substr(telling.en.size(), message.size() - fixed);
    // A whole sentence is one only as a whole.
    const bool open = !telling.en_end.empty() || telling.en.ends_with(':');
    if (!open && !between.empty()) continue;
    return std::string(telling.zh).append(between).append(telling.zh_end);
  }
  return {};
}

const CodeText* find(std::string_view code) {
  const auto* const known = std::find_if(kCodes.data(), kCodes.data() + kCodes.size(),
                                         [&](const CodeText& text) { return text.code == code; });
  return known == kCodes.data() + kCodes.size() ? nullptr : known;
}

}  // namespace

bool knows_code(std::string_view code) { return find(code) != nullptr; }

std::string field_text(const FieldError& field, Lang lang) {
  const CodeText* known = find(field.code);
  if (known == nullptr) return field.message;
  if (lang == Lang::kEn) return field.message.empty() ? std::string(known->en) : field.message;
  const std::string more = told_in_chinese(field.message);
  std::string out(known->zh);
  if (!more.empty()) out.append(":").append(more);
  return out;
}

}  // namespace analyzer::wire
