// The one description of a History's fields (see fields.h), by which it is
// stored with what is reviewed or held, and read back for a replay.

#ifndef ANALYZER_CORE_HISTORY_FIELDS_H_
#define ANALYZER_CORE_HISTORY_FIELDS_H_

#include "analyzer/core/fields.h"
#include "analyzer/core/helper_fields.h"
#include "analyzer/core/history.h"

namespace analyzer {

inline constexpr field::Rule kTally = field::range(0, 4294967295.0);
inline constexpr field::Rule kMeasure = field::range(0, 1e15);

template <class V, field::Either<Volume> T>
void fields(V& v, T& volume) {
  v("persons_1d", volume.persons_1d, kTally);
  v("persons_7d", volume.persons_7d, kTally);
  v("persons_30d", volume.persons_30d, kTally);
  v("persons_365d", volume.persons_365d, kTally);
  v("events_30d", volume.events_30d, kTally);
  v("operators_30d", volume.operators_30d, kTally);
  v("devices_7d", volume.devices_7d, kTally);
  v("villages_1d", volume.villages_1d, kTally);
  v("regions_30d", volume.regions_30d, kTally);
  v("unrelated_30d", volume.unrelated_30d, kTally);
  v("related_known_30d", volume.related_known_30d, kTally);
  v("not_due_30d", volume.not_due_30d, kTally);
  v("due_known_30d", volume.due_known_30d, kTally);
  v("night_7d", volume.night_7d, kTally);
  v("bind_cycles_30d", volume.bind_cycles_30d, kTally);
  v("median_gap_s", volume.median_gap_s, kMeasure);
  v("gap_spread", volume.gap_spread, kMeasure);
  v("failures_1d", volume.failures_1d, kTally);
  v("confirmed_bad", volume.confirmed_bad, kTally);
  v("cleared", volume.cleared, kTally);
  v("usual_week", volume.usual_week, kMeasure);
}

template <class V, field::Either<PersonHistory> T>
void fields(V& v, T& person) {
  v("failures_1d", person.failures_1d, kTally);
  v("failure_devices_7d", person.failure_devices_7d, kTally);
  v("channels_1d", person.channels_1d, kTally);
  v("passes_365d", person.passes_365d, kTally);
  v("devices_365d", person.devices_365d, kTally);
  v("same_device_before", person.same_device_before, field::kAny);
  v("hours_since_other_place", person.hours_since_other_place, kMeasure);
  v("days_since_strong_trace", person.days_since_strong_trace, kMeasure);
  v("cleared", person.cleared, kTally);
  v("captures_near_own", person.captures_near_own, kTally);
  v("captures_near_other", person.captures_near_other, kTally);
  v("capture_near_own_on", person.capture_near_own_on, field::kAny);
  v("death_on", person.death_on, field::kAny);
  v("death_sources", person.death_sources, kTally);
  v("death_name_only", person.death_name_only, field::kAny);
  v("prison_from", person.prison_from, field::kAny);
  v("prison_to", person.prison_to, field::kAny);
  v("on_probation", person.on_probation, field::kAny);
  v("missing", person.missing, field::kAny);
  v("duplicate_benefit", person.duplicate_benefit, field::kAny);
}

template <class V, field::Either<ReportHistory> T>
void fields(V& v, T& report) {
  v("same_shape_1d", report.same_shape_1d, kTally);
  v("same_shape_30d", report.same_shape_30d, kTally);
  v("same_shape_first_h", report.same_shape_first_h, kMeasure);
  v("regions_1d", report.regions_1d, kTally);
  v("domain_7d", report.domain_7d, kTally);
  v("number_30d", report.number_30d, kTally);
  v("domain_confirmed", report.domain_confirmed, kTally);
  v("number_confirmed", report.number_confirmed, kTally);
  v("cleared", report.cleared, kTally);
}

template <class V, field::Either<RingHistory> T>
void fields(V& v, T& ring) {
  v("operators", ring.operators, kTally);
  v("devices", ring.devices, kTally);
  v("payees", ring.payees, kTally);
  v("wifis", ring.wifis, kTally);
  v("hubs", ring.hubs, kTally);
  v("ties", ring.ties, kTally);
  v("persons_30d", ring.persons_30d, kTally);
  v("counties", ring.counties, kTally);
  v("villages", ring.villages, kTally);
  v("unrelated", ring.unrelated, kTally);
  v("related_known", ring.related_known, kTally);
  v("not_due", ring.not_due, kTally);
  v("due_known", ring.due_known, kTally);
  v("confirmed_persons", ring.confirmed_persons, kTally);
  v("cleared_persons", ring.cleared_persons, kTally);
  v("first_on", ring.first_on, field::kAny);
  v("last_on", ring.last_on, field::kAny);
  v("cut", ring.cut, field::kAny);
}

template <class V, field::Either<ListedLinks> T>
void fields(V& v, T& listed) {
  v("phone", listed.phone, field::text(1000));
  v("device", listed.device, field::text(1000));
  v("payee", listed.payee, field::text(1000));
  v("number", listed.number, field::text(1000));
  v("text", listed.text, field::text(1000));
  v("code", listed.code, field::text(1000));
}

template <class V, field::Either<History> T>
void fields(V& v, T& history) {
  v("available", history.available, field::required());
  v.object("device", history.device);
  v.object("operator", history.operator_);
  v.object("wifi", history.wifi);
  v.object("site", history.site);
  v.object("staff", history.staff);
  v.object("terminal", history.terminal);
  v.object("fee_payee", history.fee_payee);
  v.object("ip", history.ip);
  v.object("document", history.document);
  v.object("person", history.person);
  v("phone_reports_30d", history.phone_reports_30d, kTally);
  v("payee_reports_30d", history.payee_reports_30d, kTally);
  v("ring_persons", history.ring_persons, kTally);
  v("ring_confirmed", history.ring_confirmed, kTally);
  v.object("ring", history.ring);
  v.object("report", history.report);
  v.object("listed", history.listed);
  v.objects("helpers", history.helpers, field::list(16));
}

}  // namespace analyzer

#endif  // ANALYZER_CORE_HISTORY_FIELDS_H_
