// With what an attempt is made: the family's phone, a helper's, an office's
// machine.

#include <algorithm>

#include "analyzer/service/simulate/stage.h"

namespace analyzer::simulate {

using std::chrono::days;

Channel Stage::mobile_channel() {
  constexpr Channel kChannels[] = {Channel::kWechat,      Channel::kAlipay,
                                   Channel::kProvinceApp, Channel::kApp12333,
                                   Channel::kPartnerApp,  Channel::kNationalPlatform};
  const Channel channel = kChannels[random.weighted(p.mobile_channels)];
  return channel == Channel::kApp12333 && random.chance(0.5) ? Channel::kECard : channel;
}

void Stage::by_phone(Attempt& attempt, const Phone& phone, OperatorRole role) {
  Operator& op = attempt.operator_;
  op.role = role;
  op.ref = phone.account;
  op.phone = phone.number;
  op.phone_kind = PhoneKind::kMobile;
  op.account_age_days = std::max<std::int64_t>(
      0, phone.account_age + (shanghai_date(attempt.occurred_at) - p.first_day).count());
  Device& device = attempt.device;
  device.ref = phone.device;
  device.os = "android";
  device.rooted = phone.rooted;
  device.emulator = false;
  device.hooked = false;
  device.virtual_camera = false;
  device.screen_shared = random.chance(0.004);
  device.remote_control = false;
  device.accessibility_on = random.chance(0.02);
  Network& network = attempt.network;
  network.ip = phone.ip;
  network.kind = random.chance(0.4) ? NetworkKind::kHome : NetworkKind::kMobile;
  if (random.chance(0.02)) network.kind = NetworkKind::kVpn;
  if (random.chance(0.004)) network.kind = NetworkKind::kDatacenter;
  network.country = "CN";
  network.region = attempt.region;
  if (network.kind == NetworkKind::kHome) network.wifi_ref = phone.wifi;
  if (random.chance(0.15)) {  // some systems report both times, and clocks differ
    const double late = random.chance(0.03) ? random.between(-5400, -300) : random.normal(4, 8);
    attempt.recorded_at =
        attempt.occurred_at + Milliseconds{static_cast<std::int64_t>(late * 1000)};
  }
}

void Stage::by_family(Attempt& attempt, std::size_t index) {
  const SimPerson& person = world.people[index];
  by_phone(attempt, world.families[person.family], OperatorRole::kRelative);
  Operator& op = attempt.operator_;
  op.relation = person.relation;
  op.same_household = person.same_household;
  op.same_surname = person.same_surname;
  op.bound_count = random.chance(0.1) ? random.integer(4, 9) : random.integer(1, 4);
  op.registered = false;
  if (person.relation == Relation::kOther) {  // a neighbour, a former colleague
    op.role = random.chance(0.6) ? OperatorRole::kNeighbour : OperatorRole::kOther;
    op.relation.reset();
    op.same_household = false;
  }
  const Village& village = world.villages[person.village];
  if (person.elsewhere) {
    attempt.site_region = "440300";
    attempt.network.region = "440300";
  } else {
    attempt.site_region = village.code;
  }
}

void Stage::by_self(Attempt& attempt, std::size_t index) {
  by_family(attempt, index);
  attempt.operator_.role = OperatorRole::kSelf;
  attempt.operator_.relation.reset();
  attempt.operator_.same_household = true;
  attempt.operator_.same_surname = true;
}

void Stage::by_helper(Attempt& attempt, const Helper& helper) {
  constexpr OperatorRole kRoles[] = {OperatorRole::kVillage, OperatorRole::kVolunteer,
                                     OperatorRole::kVillageDoctor};
  by_phone(attempt, helper.phone, kRoles[static_cast<std::size_t>(helper.kind)]);
  const Village& village = world.villages[helper.village];
  attempt.operator_.registered = helper.registered;
  if (!helper.registered && random.chance(0.4)) {  // nobody told the caller who helps
    constexpr OperatorRole kUntold[] = {OperatorRole::kOther, OperatorRole::kNeighbour,
                                        OperatorRole::kRelative};
    attempt.operator_.role = kUntold[random.below(3)];
    attempt.operator_.bound_count = random.integer(4, 10);
  }
  attempt.operator_.same_household = false;
  attempt.operator_.same_surname = random.chance(0.15);
  attempt.site_region = village.code;
  attempt.location.lat = village.lat + random.between(-0.004, 0.004);
  attempt.location.lon = village.lon + random.between(-0.004, 0.004);
  if (helper.kind == HelperKind::kVillage) attempt.evidence.staff_ref = helper.staff;
}

void Stage::by_nursing_home(Attempt& attempt, const NursingHome& home) {
  by_phone(attempt, home.phone, OperatorRole::kNursingHome);
  const Village& village = world.villages[home.village];
  attempt.operator_.same_household = false;
  attempt.operator_.same_surname = false;
  attempt.operator_.registered = random.chance(0.7);
  attempt.network.kind = NetworkKind::kHome;
  attempt.network.wifi_ref = home.wifi;
  attempt.site_region = village.code;
}

void Stage::at_window(Attempt& attempt, std::size_t person) {
  const std::string code = world.villages[world.people[person].village].code;
  const auto county = static_cast<std::size_t>(std::stoi(code.substr(4, 2)) - 1);
  const Office& office = world.windows[county % world.windows.size()];
  attempt.channel = Channel::kWindow;
  attempt.operator_.role = OperatorRole::kWindow;
  attempt.evidence.site_ref = office.site;
  attempt.evidence.terminal_ref = office.terminal;
  attempt.evidence.staff_ref = random.pick(office.staff);
  attempt.evidence.second_staff_ref = random.pick(office.staff);
  if (attempt.evidence.second_staff_ref == attempt.evidence.staff_ref && random.chance(0.8)) {
    attempt.evidence.second_staff_ref.reset();
  }
  attempt.evidence.id_chip_read = random.chance(0.92);
  if (!*attempt.evidence.id_chip_read) attempt.evidence.document_kind = "认证表";
  attempt.network.ip = office.ip;
  attempt.network.kind = NetworkKind::kGovernment;
  if (random.chance(0.9)) attempt.biometric.mode = BiometricMode::kInPerson;
  attempt.site_region = attempt.region;
}

void Stage::at_bank(Attempt& attempt) {
  const Office& office = random.pick(world.banks);
  attempt.channel = random.chance(0.6)   ? Channel::kBank
                    : random.chance(0.5) ? Channel::kPost
                                         : Channel::kKiosk;
  attempt.operator_.role =
      attempt.channel == Channel::kKiosk ? OperatorRole::kSelf : OperatorRole::kBank;
  attempt.evidence.site_ref = office.site;
  attempt.evidence.terminal_ref = office.terminal;
  attempt.evidence.id_chip_read = random.chance(0.85);
  attempt.biometric.mode = BiometricMode::kInPerson;
  attempt.site_region = attempt.region;
}

void Stage::by_visit(Attempt& attempt, const Phone& team, std::size_t index, bool work_order) {
  const Village& village = world.villages[world.people[index].village];
  attempt.channel = Channel::kHomeVisit;
  by_phone(attempt, team, OperatorRole::kHomeVisit);
  attempt.operator_.registered = true;
  attempt.evidence.staff_ref = team.account;
  attempt.evidence.second_staff_ref = team.account + "-2";
  if (work_order) attempt.evidence.work_order = "wo-" + std::to_string(random.bits() >> 40U);
  attempt.evidence.id_chip_read = random.chance(0.5);
  attempt.location.lat = village.lat + random.between(-0.01, 0.01);
  attempt.location.lon = village.lon + random.between(-0.01, 0.01);
  attempt.site_region = village.code;
  attempt.recorded_at =
      attempt.occurred_at + Milliseconds{static_cast<std::int64_t>(random.exponential(3.6e6))};
  attempt.biometric.mode = BiometricMode::kInPerson;
}

void Stage::by_employer(Attempt& attempt, std::size_t person) {
  attempt.channel = Channel::kEmployer;
  attempt.operator_.role = OperatorRole::kEmployer;
  attempt.evidence.site_ref = "unit-" + std::to_string(world.people[person].village % 40);
  attempt.evidence.staff_ref = "hr-" + std::to_string(world.people[person].village % 40);
  attempt.evidence.document_kind = "批量名单";
}

void Stage::by_mail(Attempt& attempt) {
  const Office& office = random.pick(world.windows);
  attempt.channel = Channel::kMail;
  attempt.operator_.role = OperatorRole::kWindow;
  attempt.evidence.staff_ref = random.pick(office.staff);
  if (random.chance(0.9)) {
    attempt.evidence.document_kind = random.chance(0.6) ? "异地协助认证表" : "住院材料";
    attempt.evidence.document_hash = "doc-" + std::to_string(random.bits() >> 16U);
    // A form printed in one copy shop looks like another.
    if (random.chance(0.08)) attempt.evidence.document_hash = "doc-form";
  }
  attempt.recorded_at = attempt.occurred_at + days(static_cast<int>(random.exponential(6)));
  attempt.biometric.mode = BiometricMode::kInPerson;
}

void Stage::abroad(Attempt& attempt, std::size_t index) {
  static constexpr const char* kCountries[] = {"US", "CA", "AU", "JP", "SG", "NZ",
                                               "GB", "FR", "DE", "IT", "TH", "MY"};
  attempt.channel = Channel::kConsulate;
  by_phone(attempt, world.families[world.people[index].family], OperatorRole::kSelf);
  attempt.network.country = kCountries[random.below(12)];
  attempt.network.kind = NetworkKind::kForeign;
  attempt.network.region.reset();
  attempt.person.abroad = true;
  if (random.chance(0.6)) {
    attempt.registry.push_back({RegistryKind::kExit,
                                shanghai_date(attempt.occurred_at) - days(random.integer(60, 2000)),
                                "出入境"});
  }
}

}  // namespace analyzer::simulate
