// The chain of the audit log, proved at the console.

#include "analyzer/service/audit_check.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "analyzer/store/store.h"
#include "tests/unit/service/world.h"

namespace analyzer {
namespace {

Actor auditor() {
  Actor out;
  out.id = "usr_auditor";
  out.roles = role_bit(Role::kAuditAdmin);
  return out;
}

void add_rows(World& world, int rows) {
  REQUIRE(world.service().write([&](store::Session& session) -> Status {
    for (int n = 0; n < rows; ++n) {
      const auto row =
          session.audit().append({world.now, "usr_1", "case.noted", "cas_1", "", "ok", "", ""});
      if (!row) return tl::unexpected(row.error());
    }
    return {};
  }));
}

json::Value read(const Result<Document>& answer) {
  REQUIRE(answer.has_value());
  return json::parse(*answer->text).value();
}

// How it stands once no check runs any more.
json::Value ended(AuditCheck& check) {
  for (int n = 0; n < 2000; ++n) {
    json::Value state = read(check.state(auditor()));
    if (state.at("running").is_null()) return state;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  FAIL("the check does not end");
  return nullptr;
}

}  // namespace

TEST_CASE("the audit log is proved from the first entry to the last, and that is an entry") {
  World world;
  add_rows(world, 50);
  AuditCheck check(world.service());
  const json::Value before = read(check.state(auditor()));
  CHECK(before.at("last").is_null());
  const std::int64_t rows = before.at("head").at("number").as_int64();
  CHECK(rows >= 50);
  (void)read(check.start(auditor(), ""));
  const json::Value after = ended(check);
  CHECK_FALSE(after.at("failed").as_bool());
  CHECK(text_at(after, "/last/state") == "whole");
  CHECK(at(after, "/last/through").as_int64() == rows);
  CHECK(at(after, "/last/first_bad").is_null());
  CHECK(at(after, "/last/seal").is_null());
  CHECK(text_at(after, "/last/hash") == text_at(before, "/head/hash"));
  CHECK_FALSE(text_at(after, "/last/first_at").empty());
  CHECK(at(after, "/head/number").as_int64() == rows + 1);
  // Another server, or a start later, says the same of the last one.
  AuditCheck other(world.service());
  CHECK(read(other.state(auditor())).at("last") == after.at("last"));
}

TEST_CASE("a number and hash written down earlier tell a log that was made anew") {
  World world;
  add_rows(world, 5);
  AuditCheck check(world.service());
  const json::Value head = read(check.state(auditor())).at("head");
  const std::string number = std::to_string(head.at("number").as_int64());
  const std::string hash(head.at("hash").as_string());
  add_rows(world, 5);
  const auto told = [&](const std::string& said) {
    (void)read(check.start(auditor(), said));
    return ended(check).at("last");
  };
  const json::Value same = told("{\"number\":" + number + ",\"hash\":\"" + hash + "\"}");
  CHECK(text_at(same, "/state") == "whole");
  CHECK(text_at(same, "/seal/found") == "same");
  const json::Value other =
      told("{\"number\":" + number + ",\"hash\":\"" + std::string(64, 'a') + "\"}");
  CHECK(text_at(other, "/state") == "broken");
  CHECK(text_at(other, "/seal/found") == "other");
  CHECK(at(other, "/first_bad").is_null());
  const json::Value none = told("{\"number\":100000,\"hash\":\"" + hash + "\"}");
  CHECK(text_at(none, "/seal/found") == "none");
  for (const char* wrong : {R"({"number":1})", R"({"hash":"aa"})", R"({"number":0,"hash":"aa"})",
                            R"({"number":3,"hash":"zz"})", R"({"count":1})"}) {
    INFO(wrong);
    const auto refused = check.start(auditor(), wrong);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == ErrorCode::kInvalid);
    CHECK_FALSE(refused.error().fields.empty());
  }
}

TEST_CASE("only who looks after the log may prove it") {
  World world;
  AuditCheck check(world.service());
  CHECK_FALSE(check.state(supervisor()).has_value());
  CHECK_FALSE(check.start(supervisor(), "").has_value());
}

}  // namespace analyzer
