// What was counted about an observation's links before it, in event time. Read
// by the shell from store/windows, handed to assess() as a value, and stored
// with what is reviewed or held, so that a verdict can be replayed.
//
// Windows are (t - N * 24 h, t]; events are ordered by (occurred_at, arrival)
// and the history of X holds what was accepted before and ordered before X.
// Outcomes `failed` and `abandoned` count as failures and tries, not as persons.

#ifndef ANALYZER_CORE_HISTORY_H_
#define ANALYZER_CORE_HISTORY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/core/helper.h"
#include "analyzer/core/time.h"

namespace analyzer {

// Counts about one link that operates or serves (device, operator, Wi-Fi,
// site, staff, terminal, payee, IP, document). Persons are distinct and exclude
// the person of the observation itself.
struct Volume {
  std::uint32_t persons_1d = 0;
  std::uint32_t persons_7d = 0;
  std::uint32_t persons_30d = 0;
  std::uint32_t persons_365d = 0;
  std::uint32_t events_30d = 0;         // accepted attempts
  std::uint32_t operators_30d = 0;      // distinct operators (accounts) seen on it
  std::uint32_t devices_7d = 0;         // distinct devices seen with it
  std::uint32_t villages_1d = 0;        // distinct villages
  std::uint32_t regions_30d = 0;        // distinct counties (6 digits)
  std::uint32_t unrelated_30d = 0;      // persons said not to be of one household or surname
  std::uint32_t related_known_30d = 0;  // persons of whom that was said at all
  std::uint32_t not_due_30d = 0;        // persons with more than 180 days left
  std::uint32_t due_known_30d = 0;      // persons whose due date was known
  std::uint32_t night_7d = 0;           // persons between 23 and 5 o'clock
  std::uint32_t bind_cycles_30d = 0;    // bind - certify - unbind within 24 h
  std::optional<double> median_gap_s;   // between the last day's persons, from 3 persons on
  std::optional<double> gap_spread;     // its interquartile range / median
  std::uint32_t failures_1d = 0;
  std::uint32_t confirmed_bad = 0;   // cases decided adversely, 24 months
  std::uint32_t cleared = 0;         // cases decided as harmless, 12 months
  std::optional<double> usual_week;  // persons a week, mean of the 8 weeks before
};

struct PersonHistory {
  std::uint32_t failures_1d = 0;  // failed tries
  std::uint32_t failure_devices_7d = 0;
  std::uint32_t channels_1d = 0;  // distinct channels tried
  std::uint32_t passes_365d = 0;
  std::uint32_t devices_365d = 0;   // distinct devices that certified the person
  bool same_device_before = false;  // this device certified the person in an earlier cycle
  std::optional<double> hours_since_other_place;  // to the last attempt in another prefecture
  std::optional<double> days_since_strong_trace;  // strength >= 4
  std::uint32_t cleared = 0;                      // cases decided as harmless, 12 months
  // Captures of the last 36 months within Hamming distance 4.
  std::uint32_t captures_near_own = 0;    // own, of an earlier session (over 5 minutes before)
  std::uint32_t captures_near_other = 0;  // of other persons
  std::optional<Date> capture_near_own_on;
  // Confirmed registry events known before the attempt.
  std::optional<Date> death_on;
  std::uint32_t death_sources = 0;  // distinct origins
  bool death_name_only = false;
  std::optional<Date> prison_from;
  std::optional<Date> prison_to;
  bool on_probation = false;
  bool missing = false;
  bool duplicate_benefit = false;
};

// What others reported about a report's links.
struct ReportHistory {
  std::uint32_t same_shape_1d = 0;  // reports with this text's shape or a near one
  std::uint32_t same_shape_30d = 0;
  std::optional<double> same_shape_first_h;  // hours since the earliest of the day's
  std::uint32_t regions_1d = 0;              // distinct counties of the day's
  std::uint32_t domain_7d = 0;               // reports with one of these domains
  std::uint32_t number_30d = 0;              // reports naming one of these phones or accounts
  std::uint32_t domain_confirmed = 0;        // cases on these domains decided as scam
  std::uint32_t number_confirmed = 0;
  std::uint32_t cleared = 0;  // cases of this shape decided as harmless
};

// The ring: what hangs together with the attempt over devices, operators, fee
// payees and Wi-Fi within 365 days (store/ring.h says how). Of other persons
// only; counted over the attempts that certified them on the ring's links.
struct RingHistory {
  std::uint32_t operators = 0;  // links that hold another person
  std::uint32_t devices = 0;
  std::uint32_t payees = 0;
  std::uint32_t wifis = 0;
  std::uint32_t hubs = 0;               // links touched that too many share: they join nobody
  std::uint32_t ties = 0;               // pairs of a person and a link that certified her
  std::uint32_t persons_30d = 0;        // persons certified within 30 days
  std::uint32_t counties = 0;           // distinct (6 digits)
  std::uint32_t villages = 0;           // distinct
  std::uint32_t unrelated = 0;          // persons said not to be of one household or surname
  std::uint32_t related_known = 0;      // persons of whom that was said at all
  std::uint32_t not_due = 0;            // persons with more than 180 days left
  std::uint32_t due_known = 0;          // persons whose due date was known
  std::uint32_t confirmed_persons = 0;  // with a case decided adversely, 24 months
  std::uint32_t cleared_persons = 0;    // with a case decided as harmless, 12 months
  std::optional<Date> first_on;         // of those attempts
  std::optional<Date> last_on;
  bool cut = false;  // larger than counted: a bound was reached

  std::uint32_t links() const { return operators + devices + payees + wifis; }
};

// Who calls a link of the observation bad, as a list or a person of ours has it: names
// of sources, separated by ", "; absent: nobody, or a list that may only inform.
struct ListedLinks {
  std::optional<std::string> phone;  // the operator's
  std::optional<std::string> device;
  std::optional<std::string> payee;   // of the fee
  std::optional<std::string> number;  // a number or account that a report names
  std::optional<std::string> text;    // a report's own wording
  std::optional<std::string> code;    // what a QR code of a report says
};

struct History {
  bool available = true;  // false: could not be read; nothing here is known
  Volume device;
  Volume operator_;
  Volume wifi;
  Volume site;
  Volume staff;
  Volume terminal;
  Volume fee_payee;
  Volume ip;
  Volume document;
  PersonHistory person;
  std::uint32_t phone_reports_30d = 0;  // reports on the operator's phone
  std::uint32_t payee_reports_30d = 0;  // reports on the fee's payee
  std::uint32_t ring_persons = 0;       // other persons of the ring
  std::uint32_t ring_confirmed = 0;     // its persons and links with an adverse case, 24 months
  RingHistory ring;

  // Of the pairs of a person and a link of the ring that could be, those that
  // are, in (0, 1]: 1 where each link certified everybody. Nothing without a ring.
  std::optional<double> ring_density() const {
    if (ring_persons == 0 || ring.links() == 0) return std::nullopt;
    return static_cast<double>(ring.ties) /
           (static_cast<double>(ring_persons) * static_cast<double>(ring.links()));
  }
  ReportHistory report;
  // Read from the indicators, not from the windows.
  ListedLinks listed;
  // What our own register holds of the attempt's links; read from the register, not
  // from the windows.
  std::vector<Registration> helpers;
};

}  // namespace analyzer

#endif  // ANALYZER_CORE_HISTORY_H_
