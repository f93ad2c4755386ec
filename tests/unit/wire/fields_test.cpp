#include <catch2/catch.hpp>

#include "analyzer/core/attempt_fields.h"
#include "analyzer/wire/parse.h"
#include "tests/unit/wire/bodies.h"

namespace analyzer {
namespace {

TEST_CASE("fields are known by their dotted names") {
  for (const std::string_view name :
       {"region", "site_region", "person.age", "operator.role", "biometric.injection",
        "evidence.source_at", "registry", "subject.address"}) {
    CAPTURE(name);
    CHECK(known_attempt_field(name));
  }
  for (const std::string_view name : {"", ".", "person", "person.", "person.agee", "age", "Region",
                                      "person.age.x", "personage", "registry.kind", "ext"}) {
    CAPTURE(name);
    CHECK_FALSE(known_attempt_field(name));
  }
}

TEST_CASE("a field is there only if it was sent") {
  const Attempt full =
      wire::parse_attempt(wire::test::parsed(wire::test::kFullAttempt), {.synthetic_ids = true})
          ->value;
  const Attempt plain = wire::parse_attempt(wire::test::parsed(wire::test::kPlainAttempt))->value;
  for (const std::string_view name :
       {"person.age", "person.abroad", "device.ref", "biometric.step_ms", "evidence.source",
        "registry", "location.lat", "recorded_at", "operator.registered"}) {
    CAPTURE(name);
    CHECK(has_field(full, name));
    CHECK_FALSE(has_field(plain, name));
  }
  CHECK(has_field(plain, "region"));
  CHECK(has_field(plain, "person.ref"));
  CHECK_FALSE(has_field(full, "person.unknown"));
}

}  // namespace
}  // namespace analyzer
