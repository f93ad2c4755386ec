// The one description of a Report's fields: names as in the API, members and
// limits (see fields.h). wire reads and writes reports and checks by it.

#ifndef ANALYZER_CORE_REPORT_FIELDS_H_
#define ANALYZER_CORE_REPORT_FIELDS_H_

#include "analyzer/core/fields.h"
#include "analyzer/core/report.h"

namespace analyzer {

template <class V, field::Either<CallerInfo> C>
void fields(V& v, C& caller) {
  v("age_band", caller.age_band, field::text(16));
  v("relation", caller.relation, field::text(32));
  v("contact_ref", caller.contact_ref, field::kRef);
  v("callback_ok", caller.callback_ok, field::kAny);
}

template <class V, field::Either<Suspect> S>
void fields(V& v, S& suspect) {
  v("phones", suspect.phones, field::list(16, field::text(32)));
  v("wechat", suspect.wechat, field::text(64));
  v("payee_account", suspect.payee_account, field::text(64));
  v("shop", suspect.shop, field::text(256));
  v("app_name", suspect.app_name, field::text(256));
  v("mini_program", suspect.mini_program, field::text(256));
  v("public_account", suspect.public_account, field::text(256));
  v("vehicle", suspect.vehicle, field::text(256));
  v("place", suspect.place, field::text(256));
}

template <class V, field::Either<Harm> H>
void fields(V& v, H& harm) {
  v("clicked", harm.clicked, field::kAny);
  v("entered_card", harm.entered_card, field::kAny);
  v("entered_password", harm.entered_password, field::kAny);
  v("entered_code", harm.entered_code, field::kAny);
  v("gave_id", harm.gave_id, field::kAny);
  v("gave_face", harm.gave_face, field::kAny);
  v("installed_app", harm.installed_app, field::kAny);
  v("shared_screen", harm.shared_screen, field::kAny);
  v("certified", harm.certified, field::kAny);
  v("paid_yuan", harm.paid_yuan, field::kYuan);
  v("paid_at", harm.paid_at, field::kAny);
  v("pay_method", harm.pay_method, field::text(64));
  v("police_called", harm.police_called, field::kAny);
}

// report_id, received_at and source are required of a report, not of a check.
template <class V, field::Either<Report> R>
void fields(V& v, R& report) {
  v("report_id", report.report_id, field::kId);
  v("received_at", report.received_at, field::required());
  v("source", report.source, field::required());
  v("medium", report.medium, field::kAny);
  v("wording", report.wording, field::kAny);
  v("region", report.region, field::kRegion);
  v("text", report.text, field::Rule{.shape = field::Shape::kFree, .max_length = 20'000});
  v("urls", report.urls,
    field::list(50, field::Rule{.shape = field::Shape::kFree, .max_length = 4096}));
  v("sender", report.sender, field::text(128));
  v("kind", report.kind, field::kAny);
  v("agent_ref", report.agent_ref, field::text(64));
  v.object("caller", report.caller);
  v.object("suspect", report.suspect);
  v("asked_for", report.asked_for, field::list(16, field::text(32)));
  v.object("harm", report.harm);
}

}  // namespace analyzer

#endif  // ANALYZER_CORE_REPORT_FIELDS_H_
