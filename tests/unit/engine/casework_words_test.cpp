// data/casework.toml as shipped, what the loader refuses, and when a case is due.

#include "analyzer/engine/casework_words.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/unit/engine/attempt_world.h"

namespace analyzer {
namespace {

std::string shipped() {
  std::ostringstream out;
  out << std::ifstream(std::string(ANALYZER_ROOT) + "/data/casework.toml").rdbuf();
  return out.str();
}

Result<CaseworkWords> load(const std::string& text) {
  const auto path = std::filesystem::temp_directory_path() /
                    ("casework_" + std::to_string(std::hash<std::string>{}(text)) + ".toml");
  std::ofstream(path) << text;
  Result<CaseworkWords> out = CaseworkWords::load(path.string());
  std::filesystem::remove(path);
  return out;
}

}  // namespace

TEST_CASE("every kind of case has findings for the innocent and at most one key for each") {
  const CaseworkWords& words = shipped_snapshot().casework();
  constexpr std::size_t kKeys = 13;
  for (const CaseKind kind : {CaseKind::kAttempt, CaseKind::kReport, CaseKind::kRetro}) {
    std::size_t all = 0;
    std::size_t harmless = 0;
    for (const FindingWord& word : words.findings) {
      if (!word.is_for(kind)) continue;
      ++all;
      if (!is_adverse(word.disposition)) ++harmless;
    }
    CHECK(all <= kKeys);
    CHECK(harmless >= 2);
  }
  const FindingWord* fee = words.finding("fee_taken");
  REQUIRE(fee != nullptr);
  CHECK(fee->outcome == ReviewOutcome::kAccept);
  CHECK(words.finding("no_such") == nullptr);
}

TEST_CASE("the loader refuses what the console could not offer") {
  const std::string whole = shipped();
  REQUIRE(load(whole).has_value());
  const std::pair<const char*, std::string> mistakes[] = {
      {"a finding twice",
       whole + "\n[[finding]]\nid = \"alive\"\nzh = \"甲\"\nen = \"a\"\n"
               "kinds = [\"attempt\"]\ndisposition = \"cleared\"\ncause = \"other\"\n"},
      {"an unknown destination", whole + "\n[[finding]]\nid = \"x\"\nzh = \"甲\"\nen = \"a\"\n"
                                         "kinds = [\"attempt\"]\ndisposition = \"cleared\"\n"
                                         "cause = \"other\"\nto = [\"moon\"]\n"},
      {"an unknown disposition", whole + "\n[[finding]]\nid = \"x\"\nzh = \"甲\"\nen = \"a\"\n"
                                         "kinds = [\"attempt\"]\ndisposition = \"guilty\"\n"
                                         "cause = \"other\"\n"},
      {"a key that nobody reads",
       whole + "\n[[destination]]\nid = \"y\"\nzh = \"乙\"\nen = \"b\"\nx = 1\n"},
      {"nothing for reports",
       "[due]\nurgent=1\nhigh=3\nmedium=7\nlow=15\n[bulk]\nreviewer=1\n"
       "second_reviewer=1\nsupervisor=1\n[amount]\nreport_yuan=1\nmajor_yuan=2\n"},
  };
  for (const auto& [what, text] : mistakes) {
    INFO(what);
    const auto loaded = load(text);
    REQUIRE_FALSE(loaded.has_value());
    CHECK(loaded.error().code == ErrorCode::kInvalid);
  }
}

TEST_CASE("a checklist follows from the kind, the actions and the typologies") {
  const CaseworkWords& words = shipped_snapshot().casework();
  const auto ids = [&](const std::vector<std::string>& actions,
                       const std::vector<std::string>& typologies) {
    std::string out;
    for (const CheckWord* check : words.checklist(CaseKind::kAttempt, actions, typologies)) {
      out += check->id + " ";
    }
    return out;
  };
  CHECK(ids({}, {}) == "attitude ");
  CHECK(ids({"call_back"}, {"prison_claim"}) == "call_self second_source probation attitude ");
}

TEST_CASE("a case stands where its reason puts it, and is due in working days") {
  const Snapshot& snapshot = shipped_snapshot();
  struct Row {
    const char* what;
    std::int64_t priority;
    double score;
    bool held;
    OrderReason reason;
    const char* due;  // the day before which it should be decided, China's
  };
  // Opened on Wednesday 30 September 2026; the holiday lasts to 7 October, 10 October is worked.
  const Row rows[] = {
      {"held", 100, 0.2, true, OrderReason::kHoldEnds, "2026-10-01"},
      {"somebody pays", kMoneyPriority + 1, 0.2, false, OrderReason::kLosingMoney, "2026-10-09"},
      {"a code was told", kSecretsPriority + 1, 0.2, false, OrderReason::kSecretsGiven,
       "2026-10-11"},
      {"likely", 950, 0.95, false, OrderReason::kHarm, "2026-10-11"},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    Case c;
    c.opened_at = parse_time("2026-09-30T10:00:00+08:00").value();
    c.priority = row.priority;
    c.score = row.score;
    c.held = row.held;
    if (row.held) c.decide_by = parse_time("2026-10-01T00:00:00+08:00").value();
    CHECK(order_reason(c) == row.reason);
    const Time due = due_of(c, snapshot.casework().due, snapshot.working_days());
    CHECK(format_date(shanghai_date(due)) == row.due);
  }
}

}  // namespace analyzer
