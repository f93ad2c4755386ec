// The shipped data hold together: the tables of signals and the catalogue, what
// conditions and contexts name, what every sentence fills in.

#include <catch2/catch.hpp>

#include "analyzer/engine/snapshot.h"

namespace analyzer {
namespace {

// Loaded anew by each test: models must not outlive main().
std::shared_ptr<const Snapshot> shipped() {
  auto loaded = Snapshot::load(ANALYZER_ROOT);
  if (!loaded) {
    for (const FieldError& field : loaded.error().fields) {
      UNSCOPED_INFO(field.pointer << ": " << field.message);
    }
    FAIL(loaded.error().message);
  }
  return *std::move(loaded);
}

bool known(const Snapshot& snapshot, std::string_view pattern) {
  if (!pattern.ends_with('*')) return snapshot.sentence(pattern) != nullptr;
  for (const Rule& rule : snapshot.rules().rules()) {
    if (code_matches(pattern, rule.id)) return true;
  }
  for (const ConditionRule& rule : snapshot.conditions().rules()) {
    if (code_matches(pattern, rule.id)) return true;
  }
  for (const std::string& code : snapshot.catalog().codes()) {
    if (code_matches(pattern, code)) return true;
  }
  return false;
}

TEST_CASE("Every signal that a condition or a context names is made by someone") {
  const auto snapshot = shipped();
  for (const std::string& code : snapshot->conditions().codes()) {
    INFO(code);
    CHECK(known(*snapshot, code));
  }
  for (const Rule& rule : snapshot->rules().rules()) {
    for (const std::string& code : rule.explains) {
      INFO(rule.id << " explains " << code);
      CHECK(known(*snapshot, code));
    }
  }
}

TEST_CASE("No code is given by two of rules, conditions and the catalogue") {
  const auto snapshot = shipped();
  for (const Rule& rule : snapshot->rules().rules()) {
    INFO(rule.id);
    CHECK(snapshot->catalog().find(rule.id) == nullptr);
    CHECK(snapshot->conditions().find(rule.id) == nullptr);
  }
  for (const ConditionRule& rule : snapshot->conditions().rules()) {
    INFO(rule.id);
    CHECK(snapshot->catalog().find(rule.id) == nullptr);
  }
}

TEST_CASE("Sentences accuse nobody and promise nothing") {
  const auto snapshot = shipped();
  const auto fair = [](const Sentence& sentence) {
    for (const std::string_view word : {"骗子", "冒领犯", "确认诈骗", "安全链接", "放心"}) {
      if (sentence.zh.find(word) != std::string::npos) return false;
    }
    return !sentence.zh.empty() && !sentence.en.empty();
  };
  for (const Rule& rule : snapshot->rules().rules()) {
    INFO(rule.id);
    CHECK(fair(rule.reason));
  }
  for (const std::string& code : snapshot->catalog().codes()) {
    INFO(code);
    CHECK(fair(snapshot->catalog().find(code)->reason));
  }
}

}  // namespace
}  // namespace analyzer
