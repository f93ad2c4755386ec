#include "analyzer/text/disguise_material.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/uspoof.h>

#include <memory>
#include <vector>

namespace analyzer::tricks {
namespace {

constexpr std::u32string_view kHidden[] = {
    U"养老保险", U"养老金", U"养老",     U"社保卡", U"社保局", U"社保",   U"医保", U"资格认证",
    U"认证",     U"人脸",   U"退休",     U"补贴",   U"停发",   U"冻结",   U"逾期", U"银行卡",
    U"密码",     U"账户",   U"验证码",   U"链接",   U"点击",   U"转账",   U"微信", U"客服",
    U"身份证",   U"二维码", U"手续费",   U"下载",   U"领取",   U"代办",   U"存折", U"余额",
    U"短信",     U"截图",   U"拍照",     U"远程",   U"会议",   U"投屏",   U"警官", U"民警",
    U"拘留",     U"通缉",   U"传票",     U"罚款",   U"补发",   U"退款",   U"返还", U"理赔",
    U"理财",     U"利息",   U"收益",     U"投资",   U"中奖",   U"快递",   U"积分", U"兑换",
    U"充值",     U"流水",   U"绑定",     U"取消",   U"会员",   U"扣费",   U"欠费", U"营业厅",
    U"专员",     U"主任",   U"工作人员", U"财政",   U"民政",   U"社区",   U"补助", U"抚恤金",
    U"丧葬费",   U"遗属",   U"加好友",   U"添加",   U"联系",   U"转发",   U"拨打", U"办理",
    U"申请",     U"提交",   U"填写",     U"免费",   U"体检",   U"保健品", U"讲座", U"抵押",
    U"借款",     U"额度",   U"担保",     U"证件",   U"存单",   U"现金",   U"汇款", U"名单",
    U"专项",     U"福利",   U"礼包",     U"奖励",   U"系统",   U"升级",   U"异常", U"关闭",
};

constexpr Picture kPictureTable[] = {
    {U'📞', U"电话"},    {U'📱', U"手机"}, {U'💰', U"钱"},      {U'💳', U"卡"},   {U'🏦', U"银行"},
    {U'🔗', U"链接"},    {U'🔑', U"密码"}, {U'📩', U"短信"},    {U'💌', U"短信"}, {U'📷', U"照片"},
    {U'📸', U"拍照"}, {U'⏰', U"时间"}, {U'🕒', U"时间"},    {U'👮', U"民警"}, {U'🏠', U"家"},
    {U'🏡', U"家"},      {U'🌐', U"网址"}, {U'🖥', U"电脑"}, {U'💻', U"电脑"}, {U'🚫', U"停"},
    {U'🛑', U"停"},   {U'👇', U"下"},   {U'🈚', U"无"},      {U'🈶', U"有"},   {U'🈲', U"禁"},
    {U'🈸', U"申"},      {U'🈷', U"月"},   {U'🈳', U"空"},      {U'🈯', U"指"},   {U'🀄', U"中"},
    {U'🏥', U"医院"},    {U'📹', U"视频"}, {U'🎥', U"视频"},    {U'🚗', U"车"},   {U'📦', U"包裹"},
    {U'📝', U"填写"},    {U'🎁', U"礼品"}, {U'🧧', U"红包"}, {U'🆓', U"免费"}, {U'👵', U"老人"},
};

template <class Visit>
void each_character(const icu::UnicodeString& text, Visit visit) {
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    visit(static_cast<char32_t>(text.char32At(i)));
  }
}

icu::UnicodeString of(std::u32string_view text) {
  return icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(text.data()),
                                       static_cast<std::int32_t>(text.size()));
}

void add_pairs(Alternatives& all, std::u32string_view pairs) {
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) all[pairs[i]].push_back(pairs[i + 1]);
}

std::unique_ptr<icu::Transliterator> transliterator(const char* id) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::Transliterator> made(
      icu::Transliterator::createInstance(id, UTRANS_FORWARD, status));
  return U_SUCCESS(status) != 0 ? std::move(made) : nullptr;
}

// What NFKC makes of one character, if it is one other character; else 0.
char32_t compatible(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2& nfkc = *icu::Normalizer2::getNFKCInstance(status);
  const icu::UnicodeString mapped =
      nfkc.normalize(icu::UnicodeString(static_cast<UChar32>(c)), status);
  const auto to = static_cast<char32_t>(mapped.char32At(0));
  return U_SUCCESS(status) != 0 && mapped.countChar32() == 1 && to != c ? to : 0;
}

Alternatives make_foreign_letters() {
  Alternatives all;
  add_pairs(all, U"aɑbЬbвcсdԁeәgɡhнiіiɪkкlӏmмnηnпoоpрqԛrгrяsѕtтuυuцvνwшwԝxхxжyуzʐ");
  UErrorCode status = U_ZERO_ERROR;
  USpoofChecker* const spoof = uspoof_open(&status);
  const auto skeleton = [&](char32_t c) {
    icu::UnicodeString bones;
    uspoof_getSkeletonUnicodeString(spoof, 0, icu::UnicodeString(static_cast<UChar32>(c)), bones,
                                    &status);
    return bones;
  };
  for (char32_t latin = U'a'; latin <= U'z' && U_SUCCESS(status) != 0; ++latin) {
    const icu::UnicodeString bones = skeleton(latin);
    for (const auto& [first, last] : {std::pair(0x370, 0x58F), std::pair(0x13A0, 0x13F5)}) {
      for (auto c = static_cast<char32_t>(first); c <= static_cast<char32_t>(last); ++c) {
        if (c != 0x37A && u_isalpha(static_cast<UChar32>(c)) != 0 && skeleton(c) == bones)
          all[latin].push_back(c);
      }
    }
  }
  uspoof_close(spoof);
  return all;
}

Alternatives make_look_alikes() {
  Alternatives all;
  for (const auto& [first, last] :
       {std::pair(0x2E80, 0x2FDF), std::pair(0x3190, 0x319F), std::pair(0x3220, 0x32B0),
        std::pair(0xF900, 0xFAD9), std::pair(0x1F210, 0x1F23B), std::pair(0x2F800, 0x2FA1D)}) {
    for (auto c = static_cast<char32_t>(first); c <= static_cast<char32_t>(last); ++c) {
      if (const char32_t to = compatible(c); to >= 0x4E00 && to <= 0x9FFF) all[to].push_back(c);
    }
  }
  // Strokes, bopomofo, kana and characters that a quick eye takes for another.
  add_pairs(all,
            U"口囗日曰已己末未人入土士一㇐一ー一ㄧ丨㇑丿㇒乙㇠工エ口ロ二ニ力カ夕タ卜ト八ハ三ミ千チ"
            U"幺ㄠ又ㄡ也ㄝ儿ㄦ日ㄖ力ㄌ厂ㄏ尸ㄕ丫ㄚ了ㄋ金⾦长⻓门⻔见⻅车⻋页⻚贝⻉鱼⻥马⻢"
            U"停仃社杜待侍贴帖账帐账賬格恪卡咔码玛微徽微薇载栽录彔更吏名各代伐上丄下丅不丕大太");
  return all;
}

Alternatives make_digit_writings() {
  Alternatives all;
  add_pairs(all, U"0零0〇1一1壹1幺2二2贰3三3叁4四4肆5五5伍6六6陆7七7柒8八8捌9九9玖");
  add_pairs(all, U"1❶2❷3❸4❹5❺6❻7❼8❽9❾1➀2➁3➂4➃5➄6➅7➆8➇9➈");
  for (char32_t c = 0x80; c < 0x20000; ++c) {
    const int digit = u_charDigitValue(static_cast<UChar32>(c));
    const char32_t to = compatible(c);
    if (to >= U'0' && to <= U'9') {
      all[to].push_back(c);
    } else if (digit >= 0 && digit <= 9 &&
               u_charType(static_cast<UChar32>(c)) == U_DECIMAL_DIGIT_NUMBER) {
      all[U'0' + static_cast<char32_t>(digit)].push_back(c);
    }
  }
  return all;
}

struct Sounds {
  std::map<char32_t, std::string> reading;
  std::map<std::string, std::u32string> characters;
};

const Sounds& sounds() {
  static const Sounds all = [] {
    Sounds made;
    UErrorCode status = U_ZERO_ERROR;
    UConverter* const gb = ucnv_open("EUC-CN", &status);
    const auto latin = transliterator("Han-Latin; Latin-ASCII");
    if (latin == nullptr || U_FAILURE(status) != 0) return made;
    for (unsigned lead = 0xB0; lead <= 0xF7; ++lead) {
      for (unsigned trail = 0xA1; trail <= 0xFE; ++trail) {
        const char bytes[] = {static_cast<char>(lead), static_cast<char>(trail)};
        icu::UnicodeString text(bytes, 2, gb, status);
        if (text.length() != 1 || text[0] < 0x4E00 || text[0] > 0x9FFF) continue;
        const auto c = static_cast<char32_t>(text[0]);
        latin->transliterate(text);
        std::string sound;
        text.toUTF8String(sound);
        made.reading[c] = sound;
        made.characters[sound].push_back(c);
      }
    }
    ucnv_close(gb);
    return made;
  }();
  return all;
}

}  // namespace

std::span<const std::u32string_view> hidden_words() { return kHidden; }

const std::u32string_view kZeroWidths =
    U"\u200B\u200C\u200D\u2060\uFEFF\u00AD\u200E\u200F\u180E\u034F\u061C\u2061\u2062\u2063\u2064"
    U"\u202A\u202C\u2066\u2069\u3164\U000E0020\U000E0061\U0001D173";
const std::u32string_view kBlanks =
    U"  \u3000\u00A0\u2002\u2003\u2005\u2006\u2009\u200A\u202F\u205F\t";
const std::u32string_view kSymbols =
    U"・*-.|·_/~丶、`'^°¤╱┃▪◦‣⁕※§¦×÷╳ˉ﹒ꞏ⸱۞〆〃╋┆〡,";
const std::u32string_view kMarks =
    U"\uFE00\uFE01\uFE0E\uFE0F\U000E0100\U000E0101\u0301\u0302\u0307\u0308\u030A\u0323\u0331\u0332"
    U"\u0335\u0336\u0337\u0338\u033F\u0345\u0483\u0489\u20D0\u20D2\u20DD\u20DE\u20E0\u20E3\u1AB0"
    U"\u1DC4\u302A\u302D\uFE20\u064B\u0651\U000101FD\u3099";
const std::u32string_view kLooseEmoji =
    U"😊🌹🙏❗❤⭐🔥💎🌸🍀👍🎉🔴✅☀❄🟢🐉🧿🪄🫶🌈🚩⚡➕"
    U"♦"
    U"♻";
const std::span<const Picture> kPictures = kPictureTable;

const std::u32string_view kHalves =
    U"想相心念今心认讠人证讠正设讠殳社礻土银钅艮停亻亭保亻呆代亻弋信亻言件亻牛他亻也休亻木注氵主清"
    U"氵青打扌丁"
    U"授扌受绑纟邦线纟戋组纟且细纟田障阝章码石马格木各核木亥验马佥期其月明日月贴贝占财贝才账贝长"
    U"购贝勾好女子妈女马如女口始女台姓女生理王里现王见职耳只取耳又领令页项工页政正攵收丩攵改己攵"
    U"新亲斤所户斤部咅阝都者阝机木几权木又检木佥标木示校木交材木才村木寸种禾中和禾口积禾只税禾兑"
    U"程禾呈移禾多场土昜地土也址土止填土真增土曾短矢豆知矢口视礻见款壴欠欠勹人卡上卜联耳关院阝完"
    U"快忄夬情忄青怕忄白钱钅戋锁钅肖错钅昔诉讠斥说讠兑请讠青话讠舌查木旦名夕口告牛口男田力早日十"
    U"星日生是日疋美羊大善羊口岁山夕分八刀只口八呈口王加力口助且力动云力功工力";

const Alternatives& foreign_letters() {
  static const Alternatives all = make_foreign_letters();
  return all;
}

const Alternatives& look_alikes() {
  static const Alternatives all = make_look_alikes();
  return all;
}

const Alternatives& digit_writings() {
  static const Alternatives all = make_digit_writings();
  return all;
}

const Alternatives& traditional_variants() {
  static const Alternatives all = [] {
    Alternatives made;
    add_pairs(made,
              U"啟啓為爲線綫裡裏眾衆群羣臺台麼麽賬帳擊撃查査戶户說説銀銀沒没內内錄録產産強强");
    return made;
  }();
  return all;
}

const std::u32string& same_sound(char32_t c) {
  static const std::u32string kNone;
  const auto& [readings, characters] = sounds();
  const auto found = readings.find(c);
  return found == readings.end() ? kNone : characters.at(found->second);
}

const std::string& reading(char32_t c) {
  static const std::string kNone;
  const auto found = sounds().reading.find(c);
  return found == sounds().reading.end() ? kNone : found->second;
}

std::u32string traditional(std::u32string_view text) {
  static const std::unique_ptr<const icu::Transliterator> to = transliterator("Hans-Hant");
  icu::UnicodeString written = of(text);
  if (to != nullptr) to->transliterate(written);
  std::u32string out;
  each_character(written, [&](char32_t c) { out.push_back(c); });
  return out;
}

}  // namespace analyzer::tricks
