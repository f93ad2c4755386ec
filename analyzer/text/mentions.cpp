#include "analyzer/text/mentions.h"

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>

#include "analyzer/text/link_glyphs.h"
#include "analyzer/text/mention_names.h"
#include "analyzer/text/utf8.h"

namespace analyzer::text {
namespace {

constexpr std::size_t kReachBefore = 14;  // characters in which words tell whose it is
constexpr std::size_t kReachBehind = 8;
constexpr std::size_t kMoneyReach = 12;  // characters between 支付宝 and its account

// What a word beside a number says.
enum class Cue : std::uint8_t {
  kSuspect,
  kFirstPerson,   // whoever speaks: the sender of a message, the caller who tells
  kSecondPerson,  // whoever is spoken to: the one a message was sent to
  kContact,       // where to reach the one who speaks; says nothing where that is told
};

struct CueWord {
  std::u32string_view word;
  Cue cue;
};

constexpr auto kBefore = std::to_array<CueWord>({
    {U"打来", Cue::kSuspect},        {U"来电", Cue::kSuspect},
    {U"接到", Cue::kSuspect},        {U"打给我", Cue::kSuspect},
    {U"给我打", Cue::kSuspect},      {U"给我的", Cue::kSuspect},
    {U"发给我", Cue::kSuspect},      {U"发来", Cue::kSuspect},
    {U"留的", Cue::kSuspect},        {U"留了", Cue::kSuspect},
    {U"加微", Cue::kSuspect},        {U"加我", Cue::kSuspect},
    {U"加他", Cue::kSuspect},        {U"加她", Cue::kSuspect},
    {U"加v", Cue::kSuspect},         {U"加qq", Cue::kSuspect},
    {U"加个", Cue::kSuspect},        {U"加了", Cue::kSuspect},
    {U"加群", Cue::kSuspect},        {U"添加", Cue::kSuspect},
    {U"加好友", Cue::kSuspect},      {U"回拨", Cue::kSuspect},
    {U"回电", Cue::kSuspect},        {U"回复", Cue::kSuspect},
    {U"让我打", Cue::kSuspect},      {U"叫我打", Cue::kSuspect},
    {U"让打", Cue::kSuspect},        {U"转到", Cue::kSuspect},
    {U"转给", Cue::kSuspect},        {U"转至", Cue::kSuspect},
    {U"转账", Cue::kSuspect},        {U"转入", Cue::kSuspect},
    {U"汇到", Cue::kSuspect},        {U"汇至", Cue::kSuspect},
    {U"汇款", Cue::kSuspect},        {U"汇给", Cue::kSuspect},
    {U"打到", Cue::kSuspect},        {U"打款", Cue::kSuspect},
    {U"打钱", Cue::kSuspect},        {U"存到", Cue::kSuspect},
    {U"存入", Cue::kSuspect},        {U"付到", Cue::kSuspect},
    {U"付给", Cue::kSuspect},        {U"收款", Cue::kSuspect},
    {U"安全账户", Cue::kSuspect},    {U"对方", Cue::kSuspect},
    {U"他的", Cue::kSuspect},        {U"她的", Cue::kSuspect},
    {U"他们", Cue::kSuspect},        {U"骗子", Cue::kSuspect},
    {U"那人", Cue::kSuspect},        {U"那个人", Cue::kSuspect},
    {U"那边", Cue::kSuspect},        {U"自称", Cue::kSuspect},
    {U"客服", Cue::kSuspect},        {U"专员", Cue::kSuspect},
    {U"经办人", Cue::kSuspect},      {U"业务员", Cue::kSuspect},
    {U"代办", Cue::kSuspect},        {U"代认证", Cue::kSuspect},
    {U"我留的", Cue::kFirstPerson},  {U"我留了", Cue::kFirstPerson},
    {U"我的", Cue::kFirstPerson},    {U"我手机", Cue::kFirstPerson},
    {U"我电话", Cue::kFirstPerson},  {U"我号码", Cue::kFirstPerson},
    {U"我卡号", Cue::kFirstPerson},  {U"我微信", Cue::kFirstPerson},
    {U"我这个", Cue::kFirstPerson},  {U"我这边", Cue::kFirstPerson},
    {U"我叫", Cue::kFirstPerson},    {U"我是", Cue::kFirstPerson},
    {U"我用", Cue::kFirstPerson},    {U"我家", Cue::kFirstPerson},
    {U"我妈", Cue::kFirstPerson},    {U"我爸", Cue::kFirstPerson},
    {U"我爹", Cue::kFirstPerson},    {U"我娘", Cue::kFirstPerson},
    {U"我老伴", Cue::kFirstPerson},  {U"我儿子", Cue::kFirstPerson},
    {U"我女儿", Cue::kFirstPerson},  {U"我姑娘", Cue::kFirstPerson},
    {U"我爷爷", Cue::kFirstPerson},  {U"我奶奶", Cue::kFirstPerson},
    {U"俺的", Cue::kFirstPerson},    {U"俺手机", Cue::kFirstPerson},
    {U"本人", Cue::kFirstPerson},    {U"自己的", Cue::kFirstPerson},
    {U"联系我", Cue::kFirstPerson},  {U"回访", Cue::kFirstPerson},
    {U"打我", Cue::kFirstPerson},    {U"您的", Cue::kSecondPerson},
    {U"你的", Cue::kSecondPerson},   {U"您手机", Cue::kSecondPerson},
    {U"您名下", Cue::kSecondPerson}, {U"您尾号", Cue::kSecondPerson},
    {U"你手机", Cue::kSecondPerson}, {U"尊敬的", Cue::kSecondPerson},
    {U"机主", Cue::kSecondPerson},   {U"用户", Cue::kSecondPerson},
    {U"请拨", Cue::kContact},        {U"拨打", Cue::kContact},
    {U"致电", Cue::kContact},        {U"详询", Cue::kContact},
    {U"咨询", Cue::kContact},        {U"联系", Cue::kContact},
    {U"热线", Cue::kContact},
});

constexpr auto kBehind = std::to_array<CueWord>({
    {U"打来", Cue::kSuspect},         {U"打的", Cue::kSuspect},
    {U"打过来", Cue::kSuspect},       {U"给我打", Cue::kSuspect},
    {U"给我发", Cue::kSuspect},       {U"发来", Cue::kSuspect},
    {U"发的", Cue::kSuspect},         {U"来电", Cue::kSuspect},
    {U"让我", Cue::kSuspect},         {U"叫我", Cue::kSuspect},
    {U"说我", Cue::kSuspect},         {U"骗", Cue::kSuspect},
    {U"加微", Cue::kSuspect},         {U"加我", Cue::kSuspect},
    {U"转了", Cue::kSuspect},         {U"打了", Cue::kSuspect},
    {U"汇了", Cue::kSuspect},         {U"收款", Cue::kSuspect},
    {U"自称", Cue::kSuspect},         {U"冒充", Cue::kSuspect},
    {U"是他的", Cue::kSuspect},       {U"是我的", Cue::kFirstPerson},
    {U"是我本人", Cue::kFirstPerson}, {U"是我妈", Cue::kFirstPerson},
    {U"是我爸", Cue::kFirstPerson},   {U"联系我", Cue::kFirstPerson},
    {U"找我", Cue::kFirstPerson},     {U"是您", Cue::kSecondPerson},
    {U"的用户", Cue::kSecondPerson},  {U"机主", Cue::kSecondPerson},
});

constexpr std::u32string_view kSentenceEnds = U"。!?！？;；\n\r";
// Characters between a cue and its number that put no distance between them.
constexpr std::u32string_view kBetween = U"号码是为: 电话手机微信qQ账户卡,";

struct Place {
  std::size_t begin = 0;  // glyphs
  std::size_t end = 0;
};

class MentionFinder {
 public:
  MentionFinder(std::string_view original, Voice voice)
      : glyphs_(read_glyphs(original)), voice_(voice) {}

  std::vector<Mention> find(const std::vector<FoundNumber>& numbers) {
    std::size_t previous_end = 0;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const Place place = place_of(numbers[i].span);
      const std::size_t next =
          i + 1 < numbers.size() ? place_of(numbers[i + 1].span).begin : glyphs_.size();
      add(numbers[i], place, previous_end, next);
      previous_end = place.end;
    }
    find_plates();
    find_addresses();
    find_names(glyphs_, found_);
    std::stable_sort(found_.begin(), found_.end(), [](const Mention& a, const Mention& b) {
      return std::tie(a.span.begin, a.kind) < std::tie(b.span.begin, b.kind);
    });
    return std::move(found_);
  }

 private:
  char32_t c(std::size_t at) const { return at < glyphs_.size() ? lower(glyphs_[at].c) : 0; }

  Place place_of(Span span) const {
    const auto by_begin = [](const Glyph& g, std::uint32_t offset) { return g.begin < offset; };
    const auto begin =
        std::lower_bound(glyphs_.begin(), glyphs_.end(), span.begin, by_begin) - glyphs_.begin();
    const auto end =
        std::lower_bound(glyphs_.begin(), glyphs_.end(), span.end, by_begin) - glyphs_.begin();
    return {static_cast<std::size_t>(begin), static_cast<std::size_t>(end)};
  }

  void add(const FoundNumber& number, Place place, std::size_t from, std::size_t to) {
    switch (number.kind) {
      case NumberKind::kMobile:
      case NumberKind::kLandline:
        found_.push_back(
            {MentionKind::kPhone, owner_of(place, from, to), number.span, number.digits});
        if (money_word_before(place.begin)) {
          found_.push_back(
              {MentionKind::kAccount, found_.back().owner, number.span, number.digits});
        }
        return;
      case NumberKind::kBankCard:
        found_.push_back(
            {MentionKind::kAccount, owner_of(place, from, to), number.span, number.digits});
        return;
      case NumberKind::kQq:
      case NumberKind::kWechat:
        found_.push_back(
            {MentionKind::kChatId, owner_of(place, from, to), number.span, number.digits});
        return;
      case NumberKind::kIdNumber:
      case NumberKind::kHotline:
        return;
    }
  }

  // Whose the number at `place` is, by the words in [from, to).
  Owner owner_of(Place place, std::size_t from, std::size_t to) const {
    const auto before = cue_before(place.begin, from);
    const auto behind = cue_behind(place.end, to);
    if (before && (!behind || before->second <= behind->second)) return owner_by(before->first);
    if (behind) return owner_by(behind->first);
    return voice_ == Voice::kWritten ? Owner::kSuspect : Owner::kUnclear;
  }

  Owner owner_by(Cue cue) const {
    const bool written = voice_ == Voice::kWritten;
    const bool told = voice_ == Voice::kTold;
    switch (cue) {
      case Cue::kSuspect:
        return Owner::kSuspect;
      case Cue::kFirstPerson:
        return written ? Owner::kSuspect : told ? Owner::kVictim : Owner::kUnclear;
      case Cue::kSecondPerson:
        // A caller speaks so to the agent, or repeats what was said to them.
        return told ? Owner::kUnclear : Owner::kVictim;
      case Cue::kContact:
        return written ? Owner::kSuspect : Owner::kUnclear;
    }
    return Owner::kUnclear;
  }

  using Found = std::optional<std::pair<Cue, std::size_t>>;  // with its distance

  // The cue that ends nearest before `end`; of two that end together the longer
  // (给我的, not 我的).
  Found cue_before(std::size_t end, std::size_t from) const {
    std::size_t begin = end;
    while (begin > from && end - begin < kReachBefore &&
           kSentenceEnds.find(c(begin - 1)) == kSentenceEnds.npos) {
      --begin;
    }
    for (std::size_t at = end; at > begin; --at) {
      const CueWord* best = nullptr;
      for (const CueWord& cue : kBefore) {
        if (cue.word.size() > at - begin || (best && best->word.size() >= cue.word.size()))
          continue;
        if (stands_at(glyphs_, at - cue.word.size(), cue.word)) best = &cue;
      }
      if (best == nullptr) continue;
      return std::pair(best->cue, distance(at, end));
    }
    return std::nullopt;
  }

  std::size_t distance(std::size_t from, std::size_t to) const {
    std::size_t count = 0;
    for (std::size_t at = from; at < to; ++at) {
      if (kBetween.find(c(at)) == kBetween.npos) ++count;
    }
    return count;
  }

  // The cue that begins nearest behind `begin`, in the same clause.
  Found cue_behind(std::size_t begin, std::size_t to) const {
    for (std::size_t at = begin; at < to && at - begin < kReachBehind; ++at) {
      if (kSentenceEnds.find(c(at)) != kSentenceEnds.npos || c(at) == U',' || c(at) == U'、') break;
      for (const CueWord& cue : kBehind) {
        if (stands_at(glyphs_, at, cue.word)) return std::pair(cue.cue, distance(begin, at));
      }
    }
    return std::nullopt;
  }

  bool money_word_before(std::size_t end) const {
    const std::size_t lowest = end - std::min(end, kMoneyReach);
    for (std::size_t at = end; at-- > lowest;) {
      if (kSentenceEnds.find(c(at)) != kSentenceEnds.npos) return false;
      if (stands_at(glyphs_, at, U"支付宝") || stands_at(glyphs_, at, U"收款账") ||
          stands_at(glyphs_, at, U"收款帐")) {
        return true;
      }
    }
    return false;
  }

  // 鲁A12345, 鲁A·D12345: one of the provinces' signs, a letter, five or six
  // letters and digits without I and O, two digits among them at least.
  void find_plates() {
    constexpr std::u32string_view kProvinces =
        U"京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
    for (std::size_t at = 0; at < glyphs_.size(); ++at) {
      if (kProvinces.find(c(at)) == kProvinces.npos) continue;
      if (!is_ascii_alnum(c(at + 1)) || is_digit(c(at + 1))) continue;
      std::size_t next = at + 2;
      if (c(next) == U'·' || c(next) == U'•' || c(next) == U' ' || c(next) == U'-') ++next;
      Mention plate{MentionKind::kVehicle, Owner::kSuspect, {}, {}};
      append_character(plate.value, glyphs_[at].c);
      append_upper(plate.value, c(at + 1));
      const std::size_t begin = next;
      std::size_t digits = 0;
      for (; is_ascii_alnum(c(next)) && c(next) != U'i' && c(next) != U'o'; ++next) {
        digits += is_digit(c(next)) ? 1 : 0;
        append_upper(plate.value, c(next));
      }
      if (next - begin < 5 || next - begin > 6 || digits < 2 || is_ascii_alnum(c(next))) continue;
      plate.span = {glyphs_[at].begin, glyphs_[next - 1].end};
      if (owner_of({at, next}, 0, glyphs_.size()) == Owner::kVictim) plate.owner = Owner::kVictim;
      found_.push_back(std::move(plate));
      at = next - 1;
    }
  }

  static void append_upper(std::string& out, char32_t letter) {
    out += static_cast<char>(letter >= U'a' && letter <= U'z' ? letter - 32 : letter);
  }

  bool is_local(std::size_t at) const {
    return is_ascii_alnum(c(at)) || c(at) == U'.' || c(at) == U'_' || c(at) == U'-';
  }

  // An e-mail address behind 支付宝 or 收款账号.
  void find_addresses() {
    for (std::size_t at = 1; at + 1 < glyphs_.size(); ++at) {
      if (c(at) != U'@' || !is_ascii_alnum(c(at - 1)) || !is_ascii_alnum(c(at + 1))) continue;
      std::size_t begin = at;
      while (begin > 0 && is_local(begin - 1)) --begin;
      std::size_t end = at + 1;
      while (is_local(end)) ++end;
      while (!is_ascii_alnum(c(end - 1))) --end;
      if (!money_word_before(begin)) continue;
      Mention address{MentionKind::kAccount,
                      owner_of({begin, end}, 0, glyphs_.size()),
                      {glyphs_[begin].begin, glyphs_[end - 1].end},
                      {}};
      for (std::size_t i = begin; i < end; ++i) append_character(address.value, c(i));
      found_.push_back(std::move(address));
      at = end - 1;
    }
  }

  std::vector<Glyph> glyphs_;
  Voice voice_;
  std::vector<Mention> found_;
};

bool is_address(const Mention& mention) {
  return mention.kind == MentionKind::kAccount && mention.value.find('@') != std::string::npos;
}

}  // namespace

std::vector<Mention> find_mentions(std::string_view original,
                                   const std::vector<FoundNumber>& numbers, Voice voice) {
  return MentionFinder(original, voice).find(numbers);
}

void mask(std::string& masked, const std::vector<Mention>& mentions) {
  for (const Mention& mention : mentions) {
    if (mention.kind != MentionKind::kChatId && mention.kind != MentionKind::kVehicle &&
        !is_address(mention))
      continue;
    std::fill(masked.begin() + mention.span.begin, masked.begin() + mention.span.end, '*');
  }
}

}  // namespace analyzer::text
