#include <charconv>
#include <cmath>

#include "analyzer/service/seal.h"
#include "analyzer/text/id_number.h"

namespace analyzer {
namespace {

constexpr std::string_view kSite;  // namespace of values that mean the same everywhere
constexpr double kNotDueDays = 180.0;
constexpr double kKilometresPerDegree = 111.0;

// What stands in place of a reference: it was sent, and says no more.
constexpr std::string_view kSealedMark = "*";
// In place of a second person's reference that is not the first one's, so that
// two sealed references are equal if and only if the raw ones were.
constexpr std::string_view kOtherMark = "**";

// Takes `text` out of the attempt and returns its key.
std::optional<LinkKey> take(Text& text, LinkKind kind, std::string_view name_space,
                            const SiteKeys& keys) {
  if (!text) return std::nullopt;
  const LinkKey key = keys.link(kind, name_space, *text);
  text = kSealedMark;
  return key;
}

std::optional<LinkKey> take_phone(Text& phone, const SiteKeys& keys) {
  if (!phone) return std::nullopt;
  const LinkKey key = reference_key(LinkKind::kPhone, *phone, kSite, keys);
  phone = kSealedMark;
  return key;
}

// The village by its 12-digit code, else the cell of a grid of one kilometre.
std::optional<LinkKey> village_of(const Attempt& attempt, const SiteKeys& keys) {
  constexpr std::size_t kVillageCode = 12;
  if (attempt.site_region && attempt.site_region->size() == kVillageCode) {
    return keys.link(LinkKind::kVillage, kSite, *attempt.site_region);
  }
  if (!attempt.location.lat || !attempt.location.lon) return std::nullopt;
  const double lat = std::floor(*attempt.location.lat * kKilometresPerDegree);
  const double lon = std::floor(*attempt.location.lon * kKilometresPerDegree *
                                std::cos(*attempt.location.lat * 3.14159265358979 / 180.0));
  return keys.link(
      LinkKind::kVillage, "grid",
      std::to_string(static_cast<long>(lat)) + ',' + std::to_string(static_cast<long>(lon)));
}

std::uint32_t county_of(std::string_view code) {
  std::uint32_t county = 0;
  if (code.size() >= 6) std::from_chars(code.data(), code.data() + 6, county);
  return county;
}

std::optional<bool> related(const Operator& op) {
  if (op.same_household.value_or(false) || op.same_surname.value_or(false)) return true;
  if (op.relation && *op.relation != Relation::kOther) return true;
  if (op.role == OperatorRole::kSelf) return true;
  if (op.same_household || op.same_surname) return false;
  return std::nullopt;
}

bool bind_cycle(const Attempt& attempt) {
  const Operator& op = attempt.operator_;
  if (!op.bound_at || !op.unbound_at) return false;
  return *op.bound_at <= attempt.occurred_at &&
         *op.unbound_at - *op.bound_at <= std::chrono::hours{24};
}

std::uint8_t strength_of(const Attempt& attempt) {
  if (attempt.evidence.id_chip_read.value_or(false)) return 5;
  if (!attempt.evidence.source) return 0;
  return static_cast<std::uint8_t>(trace_strength(*attempt.evidence.source));
}

std::optional<std::uint64_t> capture_of(const Biometric& biometric) {
  if (!biometric.capture_hash) return std::nullopt;
  std::uint64_t bits = 0;
  const std::string& hex = *biometric.capture_hash;
  const auto end = std::from_chars(hex.data(), hex.data() + hex.size(), bits, 16);
  if (end.ec != std::errc{} || end.ptr != hex.data() + hex.size()) return std::nullopt;
  return bits;
}

bool any_subject(const Subject& s) {
  return s.name || s.id_last4 || s.phone || s.backup_contact || s.address;
}

Result<std::optional<LinkKey>> id_key(const Text& id_number, bool synthetic_ids,
                                      const SiteKeys& keys) {
  if (!id_number) return std::optional<LinkKey>{};
  const Result<text::IdNumber> id = text::parse_id_number(*id_number, synthetic_ids);
  if (!id) {
    Error error{ErrorCode::kInvalid, "the id number is not valid", {}};
    error.fields.push_back({"/person/id_number", "format", "not a valid id number (GB 11643)"});
    return tl::unexpected(std::move(error));
  }
  return std::optional<LinkKey>(keys.link(LinkKind::kPerson, "id", id->number));
}

void add(std::vector<Link>& links, LinkKind kind, const std::optional<LinkKey>& key) {
  if (key) links.push_back({kind, *key});
}

// Moves every reference of the attempt into the event.
void take_references(Attempt& attempt, AttemptEvent& event, const std::string& ns,
                     const SiteKeys& keys) {
  Evidence& evidence = attempt.evidence;
  event.operator_ = take(attempt.operator_.ref, LinkKind::kOperator, ns, keys);
  event.operator_phone = take_phone(attempt.operator_.phone, keys);
  event.device = take(attempt.device.ref, LinkKind::kDevice, ns, keys);
  event.wifi = take(attempt.network.wifi_ref, LinkKind::kWifi, ns, keys);
  event.site = take(evidence.site_ref, LinkKind::kSite, ns, keys);
  event.staff = take(evidence.staff_ref, LinkKind::kStaff, ns, keys);
  event.terminal = take(evidence.terminal_ref, LinkKind::kTerminal, ns, keys);
  event.fee_payee = take(attempt.fee.payee_ref, LinkKind::kPayee, kSite, keys);
  event.ip = take(attempt.network.ip, LinkKind::kIp, kSite, keys);
  event.document = take(evidence.document_hash, LinkKind::kDocument, kSite, keys);
  event.work_order = take(evidence.work_order, LinkKind::kWorkOrder, ns, keys);
  const auto second = take(evidence.second_staff_ref, LinkKind::kStaff, ns, keys);
  if (second && event.staff && *second != *event.staff) evidence.second_staff_ref = kOtherMark;
  if (attempt.person.payee_ref) attempt.person.payee_ref = kSealedMark;
}

}  // namespace

std::string plain_phone(std::string_view phone) {
  std::string digits;
  for (const char c : phone) {
    if (c >= '0' && c <= '9') digits += c;
  }
  if (digits.starts_with("0086")) digits.erase(0, 2);
  if (digits.size() < 12 || !digits.starts_with("86")) return digits;
  digits.erase(0, 2);  // behind the country code a landline goes without its 0
  return digits.starts_with("1") || digits.starts_with("0") ? digits : "0" + digits;
}

LinkKey reference_key(LinkKind kind, std::string_view value, std::string_view name_space,
                      const SiteKeys& keys) {
  if (kind == LinkKind::kPhone) return keys.link(kind, kSite, plain_phone(value));
  return keys.link(kind, name_space, value);
}

std::vector<Link> links_of(const AttemptEvent& event) {
  std::vector<Link> links = {{LinkKind::kPerson, event.person}};
  add(links, LinkKind::kDevice, event.device);
  add(links, LinkKind::kOperator, event.operator_);
  add(links, LinkKind::kPhone, event.operator_phone);
  add(links, LinkKind::kPayee, event.fee_payee);
  add(links, LinkKind::kStaff, event.staff);
  add(links, LinkKind::kDocument, event.document);
  return links;
}

int trace_strength(EvidenceSource source) {
  switch (source) {
    case EvidenceSource::kHospitalInpatient:
    case EvidenceSource::kBorder:
    case EvidenceSource::kHomeVisit:
      return 5;
    case EvidenceSource::kTrain:
    case EvidenceSource::kFlight:
    case EvidenceSource::kVaccination:
    case EvidenceSource::kCheckup:
      return 4;
    case EvidenceSource::kOutpatient:
    case EvidenceSource::kBankCounter:
      return 3;
    case EvidenceSource::kFamilyDoctor:
      return 2;
    case EvidenceSource::kPharmacy:
    case EvidenceSource::kBus:
    case EvidenceSource::kPhoneTopup:
      return 1;
  }
  return 1;
}

Result<LinkKey> person_key(const Text& id_number, const Text& ref, const std::string& name_space,
                           bool synthetic_ids, const SiteKeys& keys) {
  const Result<std::optional<LinkKey>> by_id = id_key(id_number, synthetic_ids, keys);
  if (!by_id) return tl::unexpected(by_id.error());
  if (ref) return keys.link(LinkKind::kPerson, name_space, *ref);
  if (*by_id) return **by_id;
  return fail(ErrorCode::kInvalid, "a person needs ref or id_number");
}

Result<SealedAttempt> seal(Attempt attempt, const Due& due, const std::string& name_space,
                           bool synthetic_ids, const SiteKeys& keys) {
  SealedAttempt out;
  Result<std::optional<LinkKey>> by_id = id_key(attempt.person.id_number, synthetic_ids, keys);
  if (!by_id) return tl::unexpected(by_id.error());
  out.person_id = *by_id;
  out.person_ref = take(attempt.person.ref, LinkKind::kPerson, name_space, keys);
  if (attempt.person.id_number) attempt.person.id_number = kSealedMark;

  AttemptEvent& event = out.event;
  event.at = attempt.occurred_at;
  event.channel = attempt.channel;
  event.outcome = attempt.outcome;
  event.person = out.person_ref ? *out.person_ref : *out.person_id;
  take_references(attempt, event, name_space, keys);
  event.village = village_of(attempt, keys);
  event.county = county_of(attempt.site_region.value_or(attempt.region));
  event.related = related(attempt.operator_);
  if (due.days_left) event.not_due = *due.days_left > kNotDueDays;
  event.bind_cycle = bind_cycle(attempt);
  event.trace_strength = strength_of(attempt);
  event.capture = capture_of(attempt.biometric);
  out.links = links_of(event);
  if (any_subject(attempt.subject)) out.subject = std::move(attempt.subject);
  attempt.subject = {};
  out.attempt = std::move(attempt);
  return out;
}

}  // namespace analyzer
