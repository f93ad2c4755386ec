#include "analyzer/text/lexicon.h"

#include <algorithm>
#include <optional>

namespace analyzer::text {
namespace {

constexpr std::u32string_view kWords[] = {
    // pensions, cards, offices
    U"养老金",
    U"养老保险",
    U"养老待遇",
    U"养老补贴",
    U"养老账户",
    U"养老资格",
    U"养老",
    U"社保卡",
    U"社保局",
    U"社保中心",
    U"社保",
    U"社会保障卡",
    U"社会保障",
    U"社会保险",
    U"保障卡",
    U"电子社保卡",
    U"医保卡",
    U"医保局",
    U"医保",
    U"医疗保险",
    U"人社局",
    U"人社部",
    U"人社厅",
    U"劳动保障",
    U"公积金",
    U"退休金",
    U"退休人员",
    U"退休工资",
    U"退休",
    U"工资",
    U"待遇",
    U"待遇资格",
    U"高龄补贴",
    U"高龄津贴",
    U"补贴金",
    U"补贴",
    U"津贴",
    U"保障金",
    U"保证金",
    U"五险一金",
    // certification
    U"资格认证",
    U"人脸认证",
    U"人脸识别",
    U"人脸照片",
    U"生存认证",
    U"认证费",
    U"认证",
    U"资格",
    U"人脸",
    U"刷脸",
    U"年审",
    U"验证码",
    U"验证",
    U"核验",
    U"身份证",
    U"身份信息",
    U"身份",
    U"审核",
    U"报备",
    U"补录",
    U"复审",
    U"上传",
    U"电子审核",
    U"资料",
    U"信息",
    U"信息补全",
    // threats and deadlines
    U"停发",
    U"停用",
    U"停保",
    U"冻结",
    U"解冻",
    U"逾期",
    U"过期",
    U"暂停",
    U"注销",
    U"失效",
    U"截止",
    U"到期",
    U"激活",
    U"恢复",
    U"更新",
    U"清零",
    // what is asked for
    U"银行卡",
    U"银行",
    U"密码",
    U"账户",
    U"账号",
    U"卡号",
    U"转账",
    U"转账汇款",
    U"安全账户",
    U"手续费",
    U"服务费",
    U"工本费",
    U"代办费",
    U"押金",
    U"缴费",
    U"付款",
    U"扫码",
    U"二维码",
    U"点击",
    U"点击链接",
    U"链接",
    U"网址",
    U"登录",
    U"下载",
    U"下载软件",
    U"软件",
    U"小程序",
    U"共享屏幕",
    U"屏幕共享",
    U"共享",
    U"视频会议",
    U"客服微信",
    U"客服",
    U"微信",
    U"电话",
    U"手机",
    U"照片",
    U"个人信息",
    U"领取",
    U"领取资格",
    U"到账",
    U"名额",
    U"红包",
    // agents, loans, sales
    U"代办",
    U"代领",
    U"代缴",
    U"补缴",
    U"一次性补缴",
    U"提前退休",
    U"内部渠道",
    U"渠道",
    U"包过",
    U"贷款",
    U"放款",
    U"征信",
    U"投资养老",
    U"刑事拘留",
    U"公安局",
    U"检察院",
    U"涉案",
    U"洗钱",
    U"保密",
    U"短信",
    U"存折",
    U"存款",
    U"取款",
    U"证件",
    U"余额",
    U"退款",
    U"免费",
    U"打款",
    U"身份证号",
    U"身份证照片",
    U"远程控制",
    U"农业银行",
    U"储蓄卡",
    U"抚恤金",
    U"丧葬费",
    // offices, people and what is done
    U"社区",
    U"民政",
    U"民政局",
    U"警官",
    U"专员",
    U"工作人员",
    U"系统",
    U"名单",
    U"黑名单",
    U"办理",
    U"申请",
    U"填写",
    U"联系",
    U"绑定",
    U"补助",
    U"征地",
    U"档案",
    U"工龄",
    U"验资",
};

constexpr std::u32string_view kCommon =
    U"的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过"
    U"发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她"
    U"本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由"
    U"问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世"
    U"位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四"
    U"神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便"
    U"空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边"
    U"死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔吗妈嘛啊吧呢哦仅近尽紧进具拒"
    U"距局举据征整";

// A word and the ways of writing it that sound or look like it.
struct Spelling {
  std::u32string_view to;
  std::u32string_view from;  // separated by blanks
  std::optional<Disguise> counts_as = Disguise::kHomophone;
};

constexpr Spelling kSpellings[] = {
    {U"认证", U"忍证 认正 刃正 任证 仁证 忍正 纫证 韧证 刃证 认症 忍政"},
    {U"资格认证", U"资格人证 资格人正"},
    {U"待遇认证", U"待遇人证 待遇人正"},
    {U"未认证", U"未人正 未人证"},
    {U"养老", U"养佬 仰老 仰佬 氧老 痒老 仴老 养耂 养姥"},
    {U"社保", U"涉保 设保 射保 社堡 社宝 杜保 社呆 舍保 社褓 蛇保 涉堡 设堡"},
    {U"医保", U"医堡 衣保 医宝 医褓"},
    {U"退休", U"腿休 退修 退锈 推休 蜕休 腿修"},
    {U"补贴", U"补帖 卜贴 卜帖"},
    {U"津贴", U"津帖"},
    {U"停发", U"亭发 停伐 仃发"},
    {U"停用", U"亭用 仃用"},
    {U"密码", U"密马 蜜码 秘码 密玛"},
    {U"微信", U"薇信 徽信 溦信 v信"},
    {U"加微信", U"加威信 佳微信 佳威信 +威信 加维信"},
    {U"代办", U"袋办"},
    {U"资格", U"资恪 姿格 资铬"},
    {U"待遇", U"侍遇 待迂"},
    {U"账户", U"帐户", std::nullopt},
    {U"账号", U"帐号", std::nullopt},
    {U"转账", U"转帐", std::nullopt},
    {U"到账", U"到帐", std::nullopt},
    {U"到账", U"倒账 倒帐"},
    {U"登录", U"登陆", std::nullopt},
    {U"登录", U"登绿 登彔"},
    {U"链接", U"链结 裢接 涟接"},
    {U"银行卡", U"很行卡 垠行卡"},
    {U"身份证", U"身扮证 摄份证"},
    {U"补充", U"补冲"},
    {U"更新", U"更薪"},
    {U"完善", U"完膳"},
    {U"下载", U"下栽"},
    {U"征信", U"征性"},
    {U"贷款", U"代款"},
    {U"放款", U"妨款"},
    {U"逾期", U"愈期"},
    {U"qq", U"扣扣"},
    {U"110", U"一一零 幺幺零 妖妖零", Disguise::kDigit},
    {U"今日", U"今曰", Disguise::kConfusable},
    {U"次日", U"次曰", Disguise::kConfusable},
    {U"即日", U"即曰", Disguise::kConfusable},
    {U"当日", U"当曰", Disguise::kConfusable},
    {U"明日", U"明曰", Disguise::kConfusable},
};

// Ordinary wordings that hold one of the spellings above.
constexpr std::u32string_view kGuards[] = {
    U"确认正", U"承认正", U"默认正", U"公认正", U"认正确",   U"认正常", U"认正在",
    U"认正式", U"设保障", U"设保护", U"设保留", U"设保险",   U"设保安", U"涉保险",
    U"责任证", U"担任证", U"主任证", U"信任证", U"推休假",   U"舍保洁", U"舍保安",
    U"宿舍保", U"自己",   U"知己",   U"到账单", U"台风登陆", U"登陆舰", U"待认证",
};

// 己 and 巳 for 已, before these.
constexpr std::u32string_view kAfterAlready = U"经停过被冻失到逾暂欠超注锁关通审开发";

// A component that never stands alone and its other half, then the character.
constexpr std::u32string_view kSplits =
    U"讠人认讠正证讠殳设讠十计讠青请讠舌话讠亥该讠平评讠式试讠己记讠周调讠午许讠兑说讠果课讠只识"
    U"讠方访讠义议讠丁订讠川训讠寸讨讠乍诈氵去法氵主注氵肖消氵每海氵青清氵先洗氵工江氵可河氵气汽"
    U"钅戋钱钅艮银钅肖销亻弋代亻呆保亻言信亻介价亻分份亻牛件亻也他亻木休亻亭停亻尔你亻门们"
    U"亻建健亻昔借亻更便扌丁打扌召招扌是提扌安按扌妾接扌殳投扌旨指扌喿操扌巴把扌彐扫扌非排"
    U"扌奂换扌兆挑扌由抽礻土社礻申神礻畐福衤卜补纟内纳纟合给纟吉结纟冬终纟卖续纟敫缴"
    U"纟工红纟充统饣官馆饣反饭忄夬快忄生性忄青情阝付附阝佥险阝艮限冫东冻冫隹准辶车连辶寸过辶斤近"
    U"辶艮退辶关送辶首道艮辶退寸辶过车辶连马扁骗马佥验月佥脸彳亍行彳寺待米青精禾斗科方攵放牛寺特"
    U"讠斥诉讠射谢讠成诚讠仑论讠某谋讠戒诫讠羊详讠井讲讠寺诗讠卖读讠公讼讠吾语讠延诞"
    U"纟戋线纟田细纟且组纟邦绑纟责绩纟扁编纟宗综纟氏纸纟录绿纟及级纟者绪钅昔错钅中钟钅十针"
    U"钅令铃钅同铜钅失铁钅帛锦氵酉酒氵又汉氵中冲氵胡湖氵度渡氵聿津氵舌活"
    U"扌奉捧扌寺持扌隹推扌罙探扌甬捅扌戈找扌立拉扌白拍扌合拾扌出拙扌支技"
    U"忄白怕忄兄恍忄吾悟亻主住亻吏使亻可何亻本体亻直值亻寸付亻共供亻昌倡"
    U"阝章障阝日阳阝月阴阝车阵咅阝部者阝都君阝郡矢豆短丩攵收令页领耳只职木佥检木亥核"
    U"贝勾购禾兑税禾呈程礻见视礻兄祝饣欠饮饣包饱饣我饿";

// Halves that are words of their own, read as one only in texts that hold characters
// split as above.
constexpr std::u32string_view kDoubtfulSplits =
    U"土也地牛口告夕口名女子好日月明力口加石马码日疋是弓长张口未味口乞吃"
    U"口合哈女未妹女且姐女乃奶女夭妖女家嫁火丁灯火包炮米唐糖米分粉足各路足包跑走己起"
    U"山石岩田力男牛勿物牛攵牧目艮眼目垂睡日寸时日免晚日音暗言己记门口问门日间"
    U"门才闭禾火秋禾日香木风枫木公松木主柱木反板虫文蚊";

void add(std::vector<Form>& all, std::u32string_view from, std::u32string_view to,
         std::optional<Disguise> as) {
  all.push_back({std::u32string(from), std::u32string(to), as, false});
}

std::vector<Form> make_forms() {
  std::vector<Form> all;
  for (const Spelling& spelling : kSpellings) {
    std::u32string_view rest = spelling.from;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(U' '), rest.size());
      add(all, rest.substr(0, end), spelling.to, spelling.counts_as);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  for (const std::u32string_view guard : kGuards) add(all, guard, guard, Disguise::kHomophone);
  for (const char32_t next : kAfterAlready) {
    for (const char32_t wrong : {U'己', U'巳'}) {
      add(all, std::u32string{wrong, next}, std::u32string{U'已', next}, Disguise::kConfusable);
    }
  }
  for (std::size_t i = 0; i + 2 < kSplits.size(); i += 3) {
    add(all, kSplits.substr(i, 2), kSplits.substr(i + 2, 1), Disguise::kSplit);
  }
  for (std::size_t i = 0; i + 2 < kDoubtfulSplits.size(); i += 3) {
    add(all, kDoubtfulSplits.substr(i, 2), kDoubtfulSplits.substr(i + 2, 1), Disguise::kSplit);
    all.back().among_splits = true;
  }
  return all;
}

}  // namespace

bool is_name_character(char32_t c) {
  constexpr std::u32string_view kNames =
      U"婷玮炜薇莹妍琪娜瑶璐珂瑾瑜钰煜熠馨昕蓓茜琳翎嫣婕妮媛娅婧姣莉芸芷萱菲茹荔蕾蕙黛熙晗晖旭昊"
      U"琦玥璇璟瑄珺珮琬琰瑛璞霏雯霖霆韬彦晟晔旻昱曦祺祎禧淼滢潇沁泓洹澜浚骏鹏鑫铭锴栩楠桦柠梓柯杏"
      U"榕枫筱笛筠颖颀翊羿奕弈轩轶邵郗郝邢邬郜鄢阮隋佟仝俞倪僖俪俐侃伟";
  return kNames.find(c) != std::u32string_view::npos;
}

std::span<const std::u32string_view> sounded_words() { return kWords; }

std::u32string_view common_characters() { return kCommon; }

const std::vector<Form>& forms() {
  static const std::vector<Form> all = make_forms();
  return all;
}

}  // namespace analyzer::text
