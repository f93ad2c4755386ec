#include "analyzer/engine/text_columns.h"

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <utility>

#include "analyzer/core/written.h"

namespace analyzer {
namespace {

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

// What a column's function may look at.
struct Input {
  const TextFacts& text;
  std::span<const UrlFacts> urls;
  std::span<const UrlVerdict> judged;
  std::span<const Signal> signals;
  const WordingMargins& wording;
  std::size_t characters;  // of the normalized text
};

struct Column {
  std::string_view name;
  std::string_view unit;
  float (*measure)(const Input&);
};

template <class T>
float value(T number) {
  return static_cast<float>(number);
}

// By the last byte, which tells Chinese characters apart better than the first.
std::size_t occurrences(std::string_view text, std::string_view what) {
  const std::size_t before = what.size() - 1;
  std::size_t found = 0;
  std::size_t at = text.find(what.back(), before);
  while (at != std::string_view::npos) {
    const bool here = text.compare(at - before, what.size(), what) == 0;
    if (here) ++found;
    at = text.find(what.back(), at + (here ? what.size() : 1));
  }
  return found;
}

template <std::size_t N>
float count_any(std::string_view text, const std::array<std::string_view, N>& words) {
  std::size_t found = 0;
  for (const std::string_view word : words) found += occurrences(text, word);
  return value(found);
}

template <class Test>
float share_of_characters(const Input& input, Test test) {
  const std::string& text = input.text.normalized.text;
  const auto found = std::count_if(text.begin(), text.end(), test);
  return input.characters == 0 ? 0.0F : value(found) / value(input.characters);
}

float margin(const std::optional<LogOdds>& known) { return known ? value(*known) : kMissing; }

template <Disguise kDisguise>
float disguised(const Input& input) {
  return value(input.text.normalized.count(kDisguise));
}

template <NumberKind kKind>
float numbers(const Input& input) {
  return value(std::count_if(input.text.numbers.begin(), input.text.numbers.end(),
                             [](const FoundNumber& n) { return n.kind == kKind; }));
}

// Sum of the weights of active signals that `test` picks.
template <class Test>
float weights(const Input& input, Test test) {
  double sum = 0.0;
  for (const Signal& signal : input.signals) {
    if (signal.active() && test(signal)) sum += signal.weight;
  }
  return value(sum);
}

template <Tactic kTactic>
float tactic(const Input& input) {
  return weights(input, [](const Signal& s) { return s.tactic == kTactic && s.weight > 0.0; });
}

template <class Test>
float links(const Input& input, Test test) {
  return value(std::count_if(input.urls.begin(), input.urls.end(), test));
}

// Missing where nobody judged the links; 0 where there are none.
template <class Test>
float judged_links(const Input& input, Test test) {
  if (input.judged.size() != input.urls.size()) return kMissing;
  return value(std::count_if(input.judged.begin(), input.judged.end(), test));
}

constexpr auto kFirstPerson = std::to_array<std::string_view>({"我", "俺", "咱"});
constexpr auto kSecondPersonPolite = std::to_array<std::string_view>({"您", "尊敬"});
constexpr auto kKin =
    std::to_array<std::string_view>({"爸", "妈", "爷", "奶", "老伴", "儿子", "女儿", "闺女", "孙"});
constexpr auto kQuestions = std::to_array<std::string_view>({"?", "吗", "怎么", "真的假的"});
constexpr auto kQuotes = std::to_array<std::string_view>({"“", "\"", "「", "『", "‘"});
constexpr auto kTold =
    std::to_array<std::string_view>({"他说", "她说", "对方", "那边说", "打电话说"});

// To add a column: one row here; then train again.
constexpr auto kColumns = std::to_array<Column>({
    {"text.length", "characters", [](const Input& i) { return value(i.characters); }},
    {"text.digits", "share",
     [](const Input& i) {
       return share_of_characters(i, [](char c) { return c >= '0' && c <= '9'; });
     }},
    {"text.latin", "share",
     [](const Input& i) {
       return share_of_characters(i, [](char c) { return c >= 'a' && c <= 'z'; });
     }},
    {"text.exclamations", "count",
     [](const Input& i) { return value(occurrences(i.text.normalized.text, "!")); }},
    {"text.questions", "count",
     [](const Input& i) { return count_any(i.text.normalized.text, kQuestions); }},
    {"text.quotes", "count", [](const Input& i) { return count_any(i.text.original, kQuotes); }},
    {"text.signature", "flag",
     [](const Input& i) { return value(i.text.original.starts_with("【")); }},
    {"text.lines", "count",
     [](const Input& i) { return value(occurrences(i.text.original, "\n") + 1); }},
    {"text.first_person", "count",
     [](const Input& i) { return count_any(i.text.normalized.text, kFirstPerson); }},
    {"text.polite", "count",
     [](const Input& i) { return count_any(i.text.normalized.text, kSecondPersonPolite); }},
    {"text.kin", "count", [](const Input& i) { return count_any(i.text.normalized.text, kKin); }},
    {"text.told", "count", [](const Input& i) { return count_any(i.text.normalized.text, kTold); }},

    {"disguise.compatibility", "count", disguised<Disguise::kCompatibility>},
    {"disguise.invisible", "count", disguised<Disguise::kInvisible>},
    {"disguise.traditional", "count", disguised<Disguise::kTraditional>},
    {"disguise.confusable", "count", disguised<Disguise::kConfusable>},
    {"disguise.split", "count", disguised<Disguise::kSplit>},
    {"disguise.separated", "count", disguised<Disguise::kSeparated>},
    {"disguise.homophone", "count", disguised<Disguise::kHomophone>},
    {"disguise.emoji", "count", disguised<Disguise::kEmoji>},
    {"disguise.digit", "count", disguised<Disguise::kDigit>},

    {"numbers.mobile", "count", numbers<NumberKind::kMobile>},
    {"numbers.landline", "count", numbers<NumberKind::kLandline>},
    {"numbers.hotline", "count", numbers<NumberKind::kHotline>},
    {"numbers.account", "count",
     [](const Input& i) {
       return numbers<NumberKind::kQq>(i) + numbers<NumberKind::kWechat>(i) +
              numbers<NumberKind::kBankCard>(i);
     }},

    {"links.count", "count", [](const Input& i) { return value(i.urls.size()); }},
    {"links.disguised", "count",
     [](const Input& i) {
       return links(i, [](const UrlFacts& url) {
         return std::any_of(url.disguises.begin(), url.disguises.end(),
                            [](LinkDisguise d) { return d != LinkDisguise::kNoScheme; });
       });
     }},
    {"links.government", "count",
     [](const Input& i) {
       return links(i, [](const UrlFacts& url) { return url.public_suffix == "gov.cn"; });
     }},
    {"links.official", "count",
     [](const Input& i) {
       return judged_links(i, [](const UrlVerdict& url) { return url.official.has_value(); });
     }},
    {"links.worst", "probability",
     [](const Input& i) {
       if (i.judged.size() != i.urls.size()) return kMissing;
       double worst = 0.0;
       for (const UrlVerdict& url : i.judged) worst = std::max(worst, url.score);
       return value(worst);
     }},
    {"links.imitating", "count",
     [](const Input& i) {
       return judged_links(i, [](const UrlVerdict& url) { return url.imitates.has_value(); });
     }},

    {"tactic.suspension_threat", "log-odds", tactic<Tactic::kSuspensionThreat>},
    {"tactic.deadline", "log-odds", tactic<Tactic::kDeadline>},
    {"tactic.phishing_link", "log-odds", tactic<Tactic::kPhishingLink>},
    {"tactic.fee_request", "log-odds", tactic<Tactic::kFeeRequest>},
    {"tactic.paid_agent", "log-odds", tactic<Tactic::kPaidAgent>},
    {"tactic.credential_request", "log-odds", tactic<Tactic::kCredentialRequest>},
    {"tactic.otp_request", "log-odds", tactic<Tactic::kOtpRequest>},
    {"tactic.app_download", "log-odds", tactic<Tactic::kAppDownload>},
    {"tactic.qr_lure", "log-odds", tactic<Tactic::kQrLure>},
    {"tactic.subsidy_bait", "log-odds", tactic<Tactic::kSubsidyBait>},
    {"tactic.authority_impersonation", "log-odds", tactic<Tactic::kAuthorityImpersonation>},
    {"tactic.private_contact", "log-odds", tactic<Tactic::kPrivateContact>},
    {"tactic.face_harvest", "log-odds", tactic<Tactic::kFaceHarvest>},
    {"tactic.screen_share", "log-odds", tactic<Tactic::kScreenShare>},
    {"tactic.police_transfer", "log-odds", tactic<Tactic::kPoliceTransfer>},
    {"tactic.safe_account", "log-odds", tactic<Tactic::kSafeAccount>},
    {"tactic.secrecy", "log-odds", tactic<Tactic::kSecrecy>},
    {"tactic.loan_bait", "log-odds", tactic<Tactic::kLoanBait>},
    {"tactic.home_visit_fraud", "log-odds", tactic<Tactic::kHomeVisitFraud>},
    {"tactic.gift_bait", "log-odds", tactic<Tactic::kGiftBait>},
    {"tactic.fake_mini_program", "log-odds", tactic<Tactic::kFakeMiniProgram>},
    {"tactic.investment_bait", "log-odds", tactic<Tactic::kInvestmentBait>},
    {"tactic.identity_sale", "log-odds", tactic<Tactic::kIdentitySale>},
    {"tactics.named", "count",
     [](const Input& i) {
       std::set<Tactic> named;
       for (const Signal& s : i.signals) {
         if (s.active() && s.tactic && s.weight > 0.0) named.insert(*s.tactic);
       }
       return value(named.size());
     }},

    {"signals.for", "log-odds",
     [](const Input& i) { return weights(i, [](const Signal& s) { return s.weight > 0.0; }); }},
    {"signals.against", "log-odds",
     [](const Input& i) { return weights(i, [](const Signal& s) { return s.weight < 0.0; }); }},
    {"signals.explained", "log-odds",
     [](const Input& i) {
       double sum = 0.0;
       for (const Signal& s : i.signals) {
         if (!s.active() && s.weight > 0.0) sum += s.weight;
       }
       return value(sum);
     }},

    {"ngram.margin", "log-odds", [](const Input& i) { return margin(i.wording.ngram); }},
    {"net.margin", "log-odds", [](const Input& i) { return margin(i.wording.net); }},
});

constexpr auto kColumnNames = [] {
  std::array<std::string_view, kColumns.size()> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = kColumns[i].name;
  return names;
}();

}  // namespace

std::span<const std::string_view> text_column_names() { return kColumnNames; }

WordingMargins wording_margins(std::span<const models::Feature> ngrams,
                               const models::Tables& tables) {
  WordingMargins out;
  if (tables.ngram) out.ngram = tables.ngram->margin(ngrams);
  if (tables.net) out.net = tables.net->margin(tables.net->sum(ngrams));
  return out;
}

std::vector<float> text_row(const TextFacts& text, std::span<const UrlFacts> urls,
                            std::span<const UrlVerdict> judged, std::span<const Signal> signals,
                            const WordingMargins& wording) {
  const Input input{text, urls, judged, signals, wording, count_characters(text.normalized.text)};
  std::vector<float> row;
  row.reserve(kColumns.size());
  for (const Column& column : kColumns) row.push_back(column.measure(input));
  return row;
}

}  // namespace analyzer
