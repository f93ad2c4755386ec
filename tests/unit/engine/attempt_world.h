// What the engine's tests of attempts share: the shipped snapshot, and attempts
// written as JSON.

#ifndef TESTS_UNIT_ENGINE_ATTEMPT_WORLD_H_
#define TESTS_UNIT_ENGINE_ATTEMPT_WORLD_H_

#include <catch2/catch.hpp>
#include <string>

#include "analyzer/core/json.h"
#include "analyzer/engine/snapshot.h"
#include "analyzer/wire/parse.h"

namespace analyzer {

inline const Snapshot& shipped_snapshot() {
  // Never destroyed: a model must not outlive main(), where XGBoost's own statics end.
  static const auto* const snapshot = [] {
    auto loaded = Snapshot::load(ANALYZER_ROOT);
    if (!loaded) FAIL(loaded.error().message);
    return new std::shared_ptr<const Snapshot>(*loaded);
  }();
  return **snapshot;
}

// An attempt from `fields`, the inside of a JSON object; the required fields are
// added where they do not stand in it.
inline Attempt attempt_of(const std::string& fields) {
  std::string body = "{";
  const auto add = [&](const std::string& key, const std::string& value) {
    if (fields.find('"' + key + '"') == std::string::npos) {
      body += '"' + key + "\":" + value + ',';
    }
  };
  add("attempt_id", R"("t-1")");
  add("occurred_at", R"("2026-03-10T10:00:00+08:00")");
  add("channel", R"("province_app")");
  add("outcome", R"("passed")");
  add("region", R"("990101")");
  add("person", R"({"ref":"p"})");
  body += fields;
  if (body.back() == ',') body.pop_back();
  const auto value = json::parse(body + "}");
  if (!value) FAIL(body + ": " + value.error().message);
  const auto parsed = wire::parse_attempt(*value);
  if (!parsed) {
    FAIL(body + ": " + parsed.error().message +
         (parsed.error().fields.empty() ? "" : parsed.error().fields.front().pointer));
  }
  return parsed->value;
}

}  // namespace analyzer

#endif  // TESTS_UNIT_ENGINE_ATTEMPT_WORLD_H_
