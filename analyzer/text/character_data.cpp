#include "analyzer/text/character_data.h"

namespace analyzer::text {
namespace {

constexpr EmojiWord kEmojiWordTable[] = {
    {U'☎', U"电话"}, {U'✆', U"电话"},    {U'📞', U"电话"},      {U'📱', U"手机"}, {U'📲', U"手机"},
    {U'💰', U"钱"},   {U'💵', U"钱"},      {U'💴', U"钱"},        {U'💸', U"钱"},   {U'🧧', U"红包"},
    {U'💳', U"卡"},   {U'🆔', U"身份证"},  {U'🪪', U"身份证"}, {U'🏦', U"银行"}, {U'🔒', U"锁"},
    {U'🎁', U"礼品"}, {U'🥚', U"鸡蛋"}, {U'🆓', U"免费"},      {U'🔗', U"链接"}, {U'🔑', U"密码"},
    {U'👴', U"老人"}, {U'👵', U"老人"},    {U'🧓', U"老人"},   {U'🔟', U"10"},   {U'💬', U"微信"},
    {U'📩', U"短信"}, {U'📧', U"邮件"},    {U'🏥', U"医院"},      {U'👮', U"民警"}, {U'🀄', U"中"},
    {U'📹', U"视频"}, {U'📮', U"邮箱"},    {U'🪙', U"金币"},
};

}  // namespace

// Radicals of the block U+2E80, which NFKC keeps, components written for the
// whole, and lettered dingbats.
const std::u32string_view kLookAlikes =
    U"囗口⺅亻⺘扌⺡氵⺢水⺣灬⺧牛⺩王⺬示⺭礻⺮竹⺯糸⺰纟⺱网⺲罒⺶羊⺷羊⺸羊⺹老⺼肉⺾艹⺿艹⻀艹"
    U"⻁虎⻂衤⻃西⻅见⻆角⻈讠⻉贝⻋车⻌辶⻍辶⻐钅⻑长⻒长⻓长⻔门⻖阝⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食"
    U"⻟食⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟"
    U"ㄋ了㇐一㇑丨㇒丿丄上丅下査查撃击旳的仟千佰百❶1❷2❸3❹4❺5❻6❼7❽8❾9➀1➁2➂3➃4➄5➅6➆7➇8➈9➊1➋2➌3➍4➎5➏6➐"
    U"7➑8➒9⓿0"
    U"⓵1⓶2⓷3⓸4⓹5⓺6⓻7⓼8⓽9🄋0🄌0"
    U"🅐a🅑b🅒c🅓d🅔e🅕f🅖g🅗h🅘i🅙j🅚k🅛l🅜m🅝n🅞o🅟p🅠q🅡r🅢s🅣t🅤u🅥v🅦w🅧x🅨y🅩z"
    U"🅰a🅱b🅲c🅳d🅴e🅵f🅶g🅷h🅸i🅹j🅺k🅻l🅼m🅽n🅾o🅿p🆀q🆁r🆂s🆃t🆄u🆅v🆆w🆇x🆈y🆉z"
    U"ᴀaʙbᴄcᴅdᴇeɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpʀrᴛtᴜuᴠvᴡwʏyᴢz";

const std::u32string_view kLatinLookAlikes =
    U"аaвbсcԁdеeɡgһhіiїiјjкkӏlмmнhоoрpԛqгrѕsтtуyѵvԝwхxύuαaβbεeγyηnικiκkνvοoρpσoτtυuχxωwíiɩi";

const std::u32string_view kKanaLookAlikes =
    U"エ工ロ口ニ二カ力タ夕ト卜ハ八ミ三チ千ー一ㄧ一ㄝ也ㄦ儿ㄡ又ㄖ日ㄏ厂ㄌ力ㄕ尸ㄚ丫ㄠ幺ㄇ冂ㄙ厶";

const std::u32string_view kBlanks =
    U"\u2800\u3164\uFFA0\u115F\u1160\u17B4\u17B5\u180E\u200B\u2060\uFEFF\u20E3\uFFF9\uFFFA\uFFFB";

const std::u32string_view kSeparators =
    U".·•・‧∙⋅●○◎◆◇■□▲△▼▽★☆※→←↑↓⇒➔➜»«<>|‖¦/\\*_~^+=#@$!:-–—―‐‑‒−─━▍▶◀☞✂✦✧❤♥♡✿❀☀丨丶 \t\n\r";

const std::span<const EmojiWord> kEmojiWords = kEmojiWordTable;

}  // namespace analyzer::text
