#include "analyzer/wire/helper_body.h"

#include <utility>

#include "analyzer/core/fields.h"
#include "analyzer/wire/reader.h"

namespace analyzer::wire {
namespace {

constexpr field::Rule kClock = field::text(5);
constexpr field::Rule kPersons = field::range(1, 100'000);

}  // namespace

template <class V, field::Either<HelperBodyLink> T>
void fields(V& v, T& link) {
  v("kind", link.kind, field::required());
  v("value", link.value, field::kRef);
  v("id", link.id, field::text(32));
  v("label", link.label, field::text(64));
}

template <class V, field::Either<HelperBody> T>
void fields(V& v, T& body) {
  v("kind", body.kind, field::required());
  v("name", body.name, field::required(field::text(64)));
  v("area", body.area, field::required(field::list(64, field::text(12))));
  v("valid_from", body.valid_from, field::kAny);
  v("valid_until", body.valid_until, field::kAny);
  v("weekdays", body.weekdays, field::list(7));
  v("opens", body.opens, kClock);
  v("closes", body.closes, kClock);
  v("persons_day", body.persons_day, kPersons);
  v("persons_week", body.persons_week, kPersons);
  v("beds", body.beds, kPersons);
  v("note", body.note, field::text(1000));
  v("case_id", body.case_id, field::text(64));
  v("link_namespace", body.link_namespace, field::text(64));
  v.objects("links", body.links, field::required(field::list(64)));
}

Result<HelperBody> parse_helper(const json::Value& body) {
  const ParseOptions options;
  Findings findings(options);
  const Place root;
  HelperBody out;
  if (const json::Object* object = body.if_object(); object == nullptr) {
    findings.add(root, "type", "must be an object");
  } else {
    Reader reader(*object, root, findings);
    fields(reader, out);
    reader.done(out);
  }
  if (findings.clean()) return out;
  return tl::unexpected(
      Error{ErrorCode::kInvalid, "the body has mistakes", findings.take_errors()});
}

}  // namespace analyzer::wire
