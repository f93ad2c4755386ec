// Offices, home visits, paper, and silent certification.

#include "analyzer/engine/attempt_signals.h"

namespace analyzer {
namespace {

using namespace attempt;  // NOLINT(google-build-using-namespace): the topic's own helpers

constexpr double kHomeVisitGapSeconds = 180;
constexpr std::uint32_t kFewestVisits = 4;
constexpr int kOfficeOpens = 7;
constexpr int kOfficeCloses = 20;
constexpr double kBackdatedDays = 7;

bool on(const AttemptContext& context, Channel channel) {
  return context.attempt.channel == channel;
}

// Judged by the time of capture; records without an upload time may carry that
// of a late upload, and say nothing of the pace.
std::optional<Measured> visit_pace(const AttemptContext& context) {
  const Volume& staff = context.history.staff;
  if (!context.history.available || !on(context, Channel::kHomeVisit)) return std::nullopt;
  if (!context.attempt.recorded_at || !staff.median_gap_s) return std::nullopt;
  if (staff.persons_1d < kFewestVisits || *staff.median_gap_s >= kHomeVisitGapSeconds) {
    return std::nullopt;
  }
  return measured(*staff.median_gap_s);
}

std::optional<Measured> no_work_order(const AttemptContext& context) {
  return speaks(on(context, Channel::kHomeVisit) && !context.attempt.evidence.work_order);
}

std::optional<Measured> off_hours(const AttemptContext& context) {
  const bool office = on(context, Channel::kWindow) || on(context, Channel::kMail);
  const bool open = context.hour >= kOfficeOpens && context.hour < kOfficeCloses;
  if (!office || open) return std::nullopt;
  return Measured{std::nullopt, {{"hour", std::to_string(context.hour)}}, {}};
}

std::optional<Measured> backdated(const AttemptContext& context) {
  const auto& recorded = context.attempt.recorded_at;
  if (!context.offline || !recorded) return std::nullopt;
  const double days =
      days_between(shanghai_date(context.attempt.occurred_at), shanghai_date(*recorded));
  if (days <= kBackdatedDays) return std::nullopt;
  return measured(days);
}

std::optional<Measured> same_staff(const AttemptContext& context) {
  const Evidence& evidence = context.attempt.evidence;
  if (!evidence.staff_ref || evidence.staff_ref->empty()) return std::nullopt;
  return speaks(evidence.staff_ref == evidence.second_staff_ref);
}

std::optional<Measured> manual_without_document(const AttemptContext& context) {
  const Evidence& evidence = context.attempt.evidence;
  const bool by_hand = on(context, Channel::kMail) ||
                       (on(context, Channel::kWindow) && !context.attempt.biometric.mode &&
                        !evidence.id_chip_read.value_or(false));
  return speaks(by_hand && certifies(context) && !evidence.document_kind &&
                !evidence.document_hash);
}

std::string_view source_word(EvidenceSource source) {
  switch (source) {
    case EvidenceSource::kPharmacy:
      return "药店购药";
    case EvidenceSource::kBus:
      return "公交刷卡";
    case EvidenceSource::kPhoneTopup:
      return "手机缴费";
    case EvidenceSource::kOutpatient:
      return "门诊刷卡";
    case EvidenceSource::kFamilyDoctor:
      return "家庭医生随访";
    case EvidenceSource::kHospitalInpatient:
      return "住院";
    default:
      return "办事";
  }
}

bool is_weak(EvidenceSource source) {
  return source == EvidenceSource::kPharmacy || source == EvidenceSource::kBus ||
         source == EvidenceSource::kPhoneTopup;
}

std::optional<Measured> weak_source(const AttemptContext& context) {
  const auto& source = context.attempt.evidence.source;
  if (!on(context, Channel::kSilent) || !source || !is_weak(*source)) return std::nullopt;
  return Measured{std::nullopt, {{"source", std::string(source_word(*source))}}, {}};
}

std::optional<Measured> event_after_death(const AttemptContext& context) {
  const Evidence& evidence = context.attempt.evidence;
  if (!on(context, Channel::kSilent) || !evidence.source_at) return std::nullopt;
  const auto death = known_death(context);
  if (!death || shanghai_date(*evidence.source_at) <= death->on) return std::nullopt;
  const std::string_view source = evidence.source ? source_word(*evidence.source) : "使用凭证";
  return Measured{
      std::nullopt, {{"date", format_date(death->on)}, {"source", std::string(source)}}, {}};
}

std::optional<Measured> terminal_burst(const AttemptContext& context) {
  const auto& source = context.attempt.evidence.source;
  if (!context.history.available || !on(context, Channel::kSilent)) return std::nullopt;
  if (!source || !is_weak(*source)) return std::nullopt;
  return measured(with_this(context, context.history.terminal.persons_1d));
}

std::optional<Measured> old_source(const AttemptContext& context) {
  const auto& at = context.attempt.evidence.source_at;
  if (!on(context, Channel::kSilent) || !at) return std::nullopt;
  return measured(days_between(shanghai_date(*at), shanghai_date(context.attempt.occurred_at)));
}

constexpr AttemptSignal kOffice[] = {
    {"home_visit.pace", visit_pace},
    {"home_visit.no_work_order", no_work_order},
    {"office.off_hours", off_hours},
    {"office.backdated", backdated},
    {"office.same_staff", same_staff},
    {"office.manual_without_document", manual_without_document},
    {"silent.weak_source", weak_source},
    {"silent.event_after_death", event_after_death},
    {"silent.terminal_burst", terminal_burst},
    {"silent.old_source", old_source},
};

}  // namespace

std::span<const AttemptSignal> office_signals() { return kOffice; }

}  // namespace analyzer
