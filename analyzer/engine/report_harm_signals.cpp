// Signals of what was asked for and what has already happened.

#include <algorithm>
#include <array>

#include "analyzer/engine/report_signals.h"

namespace analyzer {
namespace {

using Found = std::optional<Measured>;

constexpr auto kSecrets =
    std::to_array<std::string_view>({"card", "password", "pin", "code", "otp", "cvv", "balance",
                                     "银行卡", "密码", "验证码", "余额"});
constexpr auto kMoney = std::to_array<std::string_view>(
    {"fee", "money", "transfer", "payment", "费用", "转账", "汇款"});
constexpr auto kFace = std::to_array<std::string_view>({"face", "video", "人脸", "视频"});
constexpr auto kControl = std::to_array<std::string_view>(
    {"screen", "remote", "app", "install", "屏幕共享", "远程", "安装"});

Found said(bool it) { return it ? Found(Measured{}) : std::nullopt; }

template <const auto& kWords>
Found asked(const ReportContext& c) {
  if (!c.report.asked_for) return std::nullopt;
  const auto& asked = *c.report.asked_for;
  const auto number = std::count_if(asked.begin(), asked.end(), [](const std::string& word) {
    return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
  });
  if (number == 0) return std::nullopt;
  return Measured{static_cast<double>(number), {}, {}};
}

Found paid(const ReportContext& c) {
  const Number& yuan = c.report.harm.paid_yuan;
  if (!yuan || *yuan <= 0.0) return std::nullopt;
  return Measured{*yuan, {}, {}};
}

// Money is gone, and nobody said yet how much.
bool paid_without_sum(const ReportContext& c) {
  const Harm& harm = c.report.harm;
  return !harm.paid_yuan && (harm.paid_at || harm.pay_method);
}

Found paid_unsaid(const ReportContext& c) { return said(paid_without_sum(c)); }

Found entered_secrets(const ReportContext& c) {
  const Harm& harm = c.report.harm;
  return said(harm.entered_card == true || harm.entered_password == true ||
              harm.entered_code == true);
}

Found gave_identity(const ReportContext& c) {
  return said(c.report.harm.gave_id == true || c.report.harm.gave_face == true);
}

Found lost_control(const ReportContext& c) {
  return said(c.report.harm.installed_app == true || c.report.harm.shared_screen == true);
}

Found police_called(const ReportContext& c) { return said(c.report.harm.police_called == true); }

// By the form's words (wechat, alipay) and as people write them.
Found paid_by_wallet(const ReportContext& c) {
  constexpr auto kWallets = std::to_array<std::string_view>({"wechat", "alipay", "微信", "支付宝"});
  const Text& method = c.report.harm.pay_method;
  return said((paid(c) || paid_without_sum(c)) && method &&
              std::any_of(kWallets.begin(), kWallets.end(), [&](std::string_view word) {
                return method->find(word) != std::string::npos;
              }));
}

// A payment later than the call is a slip of the form and tells nothing.
Found paid_minutes(const ReportContext& c) {
  const std::optional<Time>& at = c.report.harm.paid_at;
  if ((!paid(c) && !paid_without_sum(c)) || !at || *at > c.report.received_at) return std::nullopt;
  const auto past = std::chrono::floor<std::chrono::minutes>(c.report.received_at - *at);
  return Measured{static_cast<double>(past.count()), {}, {}};
}

Found clicked(const ReportContext& c) { return said(c.report.harm.clicked == true); }

constexpr auto kTable = std::to_array<ReportSignal>({
    {"asked.secrets", asked<kSecrets>},
    {"asked.money", asked<kMoney>},
    {"asked.face", asked<kFace>},
    {"asked.control", asked<kControl>},
    {"harm.paid", paid},
    {"harm.paid_unsaid", paid_unsaid},
    {"harm.entered_secrets", entered_secrets},
    {"harm.gave_identity", gave_identity},
    {"harm.lost_control", lost_control},
    {"harm.police_called", police_called},
    {"harm.paid_by_wallet", paid_by_wallet},
    {"harm.paid_minutes", paid_minutes},
    {"harm.clicked", clicked},
});

}  // namespace

std::span<const ReportSignal> harm_signals() { return kTable; }

}  // namespace analyzer
