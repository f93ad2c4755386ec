// The one description of a registration's fields as it is kept with a History
// (see fields.h).

#ifndef ANALYZER_CORE_HELPER_FIELDS_H_
#define ANALYZER_CORE_HELPER_FIELDS_H_

#include "analyzer/core/fields.h"
#include "analyzer/core/helper.h"

namespace analyzer {

template <class V, field::Either<Registration> T>
void fields(V& v, T& registration) {
  auto& terms = registration.terms;
  v("id", registration.id, field::kId);
  v("kind", terms.kind, field::required());
  v("name", terms.name, field::kRef);
  v("area", terms.area, field::list(256, field::text(12)));
  v("valid_from", terms.valid_from, field::required());
  v("valid_until", terms.valid_until, field::kAny);
  v("weekdays", terms.weekdays, field::list(7));
  v("opens", terms.opens, field::range(0, kDayMinutes));
  v("closes", terms.closes, field::range(0, kDayMinutes));
  v("persons_day", terms.persons_day, field::kSmallCount);
  v("persons_week", terms.persons_week, field::kSmallCount);
  v("beds", terms.beds, field::kSmallCount);
  v("revoked_on", registration.revoked_on, field::kAny);
  v("matched", registration.matched, field::list(16));
}

}  // namespace analyzer

#endif  // ANALYZER_CORE_HELPER_FIELDS_H_
