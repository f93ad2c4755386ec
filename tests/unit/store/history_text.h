// A History as text, one field after the other, so that two can be compared and
// a difference be read.

#ifndef ANALYZER_TESTS_UNIT_STORE_HISTORY_TEXT_H_
#define ANALYZER_TESTS_UNIT_STORE_HISTORY_TEXT_H_

#include <optional>
#include <sstream>
#include <string>

#include "analyzer/core/history.h"

namespace analyzer::store {

template <class T>
std::string field(const char* name, const T& value) {
  std::ostringstream out;
  out.precision(9);
  out << " " << name << "=" << value;
  return out.str();
}
template <class T>
std::string field(const char* name, const std::optional<T>& value) {
  return value ? field(name, *value) : field(name, "-");
}
inline std::string field(const char* name, const std::optional<Date>& value) {
  return field(name, value ? format_date(*value) : std::string("-"));
}

inline std::string to_text(const char* name, const Volume& v) {
  if (v.persons_365d + v.events_30d + v.failures_1d + v.confirmed_bad + v.cleared + v.persons_30d ==
          0 &&
      !v.usual_week && !v.median_gap_s) {
    return "";
  }
  return std::string("\n") + name + field("p1", v.persons_1d) + field("p7", v.persons_7d) +
         field("p30", v.persons_30d) + field("p365", v.persons_365d) + field("e30", v.events_30d) +
         field("op30", v.operators_30d) + field("dev7", v.devices_7d) +
         field("vil1", v.villages_1d) + field("reg30", v.regions_30d) +
         field("unrel", v.unrelated_30d) + field("rel", v.related_known_30d) +
         field("notdue", v.not_due_30d) + field("due", v.due_known_30d) +
         field("night", v.night_7d) + field("bind", v.bind_cycles_30d) +
         field("gap", v.median_gap_s) + field("spread", v.gap_spread) +
         field("fail", v.failures_1d) + field("bad", v.confirmed_bad) +
         field("cleared", v.cleared) + field("week", v.usual_week);
}

inline std::string to_text(const PersonHistory& p) {
  return "\nperson" + field("f1", p.failures_1d) + field("fd7", p.failure_devices_7d) +
         field("ch1", p.channels_1d) + field("pass", p.passes_365d) + field("dev", p.devices_365d) +
         field("same", p.same_device_before) + field("place_h", p.hours_since_other_place) +
         field("trace_d", p.days_since_strong_trace) + field("cleared", p.cleared) +
         field("own", p.captures_near_own) + field("other", p.captures_near_other) +
         field("own_on", p.capture_near_own_on) + field("death", p.death_on) +
         field("sources", p.death_sources) + field("name_only", p.death_name_only) +
         field("prison", p.prison_from) + field("prison_to", p.prison_to) +
         field("probation", p.on_probation) + field("missing", p.missing) +
         field("duplicate", p.duplicate_benefit);
}

inline std::string to_text(const ReportHistory& r) {
  return "\nreport" + field("s1", r.same_shape_1d) + field("s30", r.same_shape_30d) +
         field("first", r.same_shape_first_h) + field("reg1", r.regions_1d) +
         field("dom7", r.domain_7d) + field("num30", r.number_30d) +
         field("dom_bad", r.domain_confirmed) + field("num_bad", r.number_confirmed) +
         field("cleared", r.cleared);
}

inline std::string to_text(const RingHistory& r) {
  return "\nring" + field("op", r.operators) + field("dev", r.devices) + field("pay", r.payees) +
         field("wifi", r.wifis) + field("hubs", r.hubs) + field("ties", r.ties) +
         field("p30", r.persons_30d) + field("counties", r.counties) +
         field("villages", r.villages) + field("unrel", r.unrelated) +
         field("rel", r.related_known) + field("notdue", r.not_due) + field("due", r.due_known) +
         field("bad", r.confirmed_persons) + field("cleared", r.cleared_persons) +
         field("first", r.first_on) + field("last", r.last_on) + field("cut", r.cut);
}

inline std::string to_text(const History& h) {
  return to_text("device", h.device) + to_text("operator", h.operator_) + to_text("wifi", h.wifi) +
         to_text("site", h.site) + to_text("staff", h.staff) + to_text("terminal", h.terminal) +
         to_text("payee", h.fee_payee) + to_text("ip", h.ip) + to_text("document", h.document) +
         to_text(h.person) + field("\nphone", h.phone_reports_30d) +
         field("payee_reports", h.payee_reports_30d) + field("ring", h.ring_persons) +
         field("ring_bad", h.ring_confirmed) + to_text(h.ring) + to_text(h.report);
}

}  // namespace analyzer::store

#endif  // ANALYZER_TESTS_UNIT_STORE_HISTORY_TEXT_H_
