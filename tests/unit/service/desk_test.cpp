// What the hotline's desk keeps of reports, and sealed tips.

#include <catch2/catch.hpp>

#include "analyzer/store/store.h"
#include "analyzer/service/conflict_list.h"
#include "tests/unit/service/world.h"

namespace analyzer {
namespace {

constexpr const char* kNumber = "199 0000 0001";

Actor agent(const std::string& region = "") {
  return {"usr_agent", "agent", role_bit(Role::kHotline), region, "req"};
}

Actor reviewer() { return {"usr_reviewer", "reviewer", role_bit(Role::kReviewer), "", "req"}; }

// Records a report as the console does.
void take(World& world, const std::string& id, const std::string& more = "") {
  const std::string body =
      R"({"report_id":")" + id +
      R"(","received_at":"2026-01-02T09:30:00+08:00","source":"12333",)" +
      R"("agent_ref":"8021","text":"养老金将停发,点击 http://a1.example.top/x")" + more + "}";
  bool recorded = false;
  world.service().submit_report({"console", "", "req"}, body, true, [&](Result<Document> result) {
    REQUIRE(result);
    recorded = true;
  });
  REQUIRE(world.service().write([](store::Session&) { return Status{}; }));
  REQUIRE(recorded);
}

json::Value read(const Result<Document>& document) {
  REQUIRE(document);
  return *json::parse(*document->text);
}

std::string caller(const std::string& number, bool callback) {
  return R"(,"caller":{"contact_ref":")" + number + R"(","callback_ok":)" +
         (callback ? "true" : "false") + "}";
}

void add_supervisor(World& world, const std::string& id, const std::string& region) {
  store::User user;
  user.id = user.name = id;
  user.roles = {"supervisor"};
  user.region = region;
  REQUIRE(world.service().write(
      [&](store::Session& s) { return s.accounts().put_user(user, std::nullopt); }));
}

std::string code_of(const Result<Document>& document) {
  REQUIRE_FALSE(document);
  return document.error().fields.empty() ? "" : document.error().fields.front().code;
}

std::string all_text(World& world, const char* action) {
  const Actor auditor{"usr_audit", "audit", role_bit(Role::kAuditAdmin), "", "req"};
  AuditFilter filter;
  filter.action = action;
  return *world.service().audit(auditor, filter)->text;
}

}  // namespace

TEST_CASE("a caller who rang before is known by the number, and the number is not kept") {
  World world;
  take(world, "12333-20260102-000001", caller(kNumber, false));
  take(world, "12333-20260102-000002", caller("19900000002", false));
  const auto known =
      read(world.service().known_caller(agent(), R"({"contact_ref":"+86 19900000001"})"));
  REQUIRE(at(known, "/data").get_array().size() == 1);
  CHECK(text_at(known, "/data/0/report_id") == "12333-20260102-000001");
  CHECK(world.service().desk_contact(agent(), "12333-20260102-000001").error().code ==
        ErrorCode::kNotFound);
  CHECK(code_of(world.service().known_caller(agent(), R"({"contact_ref":"nobody"})")) == "format");
}

TEST_CASE("a call back is due while the caller agreed, is told with the look logged, and ends") {
  World world;
  const std::string id = "12333-20260102-000001";
  take(world, id, caller(kNumber, true));
  take(world, "12333-20260102-000002", caller("19900000002", false));
  DeskFilter due;
  due.callback = "due";
  CHECK(at(read(world.service().desk_reports(agent(), due)), "/data").get_array().size() == 1);
  CHECK(text_at(read(world.service().desk_contact(agent(), id)), "/contact") == kNumber);
  CHECK(all_text(world, "report.contact").find(id) != std::string::npos);

  const auto missed = world.service().add_desk_entry(
      agent(), id, R"({"kind":"callback","reached":false,"note":"无人接听"})");
  CHECK(text_at(read(missed), "/callback") == "due");
  const auto reached =
      world.service().add_desk_entry(agent(), id, R"({"kind":"callback","reached":true})");
  CHECK(text_at(read(reached), "/callback") == "done");
  CHECK(at(read(reached), "/entries").get_array().size() == 2);
  CHECK(world.service().desk_contact(agent(), id).error().code == ErrorCode::kNotFound);
  CHECK(world.service()
            .add_desk_entry(agent(), id, R"({"kind":"callback","reached":true})")
            .error()
            .code == ErrorCode::kConflict);
  CHECK(at(read(world.service().desk_reports(agent(), due)), "/data").get_array().empty());
}

TEST_CASE("a referral keeps the recipient's receipt, and stands in the audit log") {
  World world;
  const std::string id = "12333-20260102-470815";
  take(world, id);
  const auto noted = world.service().add_desk_entry(
      agent(), id, R"({"kind":"referral","to":"96110","receipt":"FZ-77"})");
  CHECK(text_at(read(noted), "/entries/0/receipt") == "FZ-77");
  CHECK(all_text(world, "report.referral").find("96110 FZ-77") != std::string::npos);

  DeskFilter by_digits;
  by_digits.text = "470815";
  CHECK(at(read(world.service().desk_reports(agent(), by_digits)), "/data").get_array().size() ==
        1);
  by_digits.text = "470816";
  CHECK(at(read(world.service().desk_reports(agent(), by_digits)), "/data").get_array().empty());
}

TEST_CASE("notes of the desk are sealed, also those written in clear before, and shown opened") {
  World world;
  const std::string id = "12333-20260102-000001";
  const std::string secret = "shouhu-XYZZY-7731";
  take(world, id, R"(,"region":"621000","harm":{"paid_yuan":300})");
  read(world.service().add_desk_entry(agent(), id,
                                      R"({"kind":"supplement","note":")" + secret + R"("})"));
  auto session = world.service().store().open_session(store::Mode::kReadWrite);
  const auto report = (*session)->desk().find(id);
  REQUIRE((report && *report));
  const auto kept = (*session)->desk().entries((*report)->seq);
  REQUIRE(kept);
  REQUIRE(kept->size() == 1);
  CHECK_FALSE(kept->front().note.empty());
  CHECK(kept->front().note.find(secret) == std::string::npos);
  CHECK((*session)->desk().clear_notes(10)->empty());
  CHECK(text_at(read(world.service().desk_report(agent(), id)), "/entries/0/note") == secret);
  // The reviewer sees on the case's page what the desk did.
  const auto detail = world.case_detail(reviewer(), (*report)->case_id);
  CHECK(text_at(detail, "/observations/0/desk/0/note") == secret);
}

TEST_CASE("an entry that does not say what its kind needs is refused") {
  World world;
  take(world, "12333-20260102-000001");
  const struct {
    const char* body;
    const char* code;
  } kRefused[] = {
      {R"({})", "required"},
      {R"({"kind":"gossip"})", "unknown_word"},
      {R"({"kind":"referral"})", "unknown_word"},
      {R"({"kind":"referral","to":"119"})", "unknown_word"},
      {R"({"kind":"callback"})", "required"},
      {R"({"kind":"supplement","note":""})", "required"},
      {R"({"kind":"supplement","note":"x","more":1})", "unknown_field"},
  };
  for (const auto& [body, code] : kRefused) {
    INFO(body);
    CHECK(code_of(world.service().add_desk_entry(agent(), "12333-20260102-000001", body)) == code);
  }
  CHECK(world.service()
            .add_desk_entry(agent(), "no such", R"({"kind":"supplement","note":"x"})")
            .error()
            .code == ErrorCode::kNotFound);
}

TEST_CASE("what was not asked is told, and a supplement settles it; another region's is not seen") {
  World world;
  take(world, "12333-20260102-000001", R"(,"region":"621000","harm":{"clicked":true})");
  const auto list = read(world.service().desk_reports(agent("62"), {}));
  const std::string missing = json::write(at(list, "/data/0/missing"));
  CHECK(missing.find("\"callback\"") != std::string::npos);
  CHECK(missing.find("\"region\"") == std::string::npos);
  CHECK(missing.find("\"harm\"") == std::string::npos);
  CHECK(at(read(world.service().desk_reports(agent("41"), {})), "/data").get_array().empty());
  const char* added = R"({"kind":"supplement","note":"收款户名张某"})";
  CHECK(world.service().add_desk_entry(agent("41"), "12333-20260102-000001", added).error().code ==
        ErrorCode::kNotFound);
  const auto after =
      read(world.service().add_desk_entry(agent("62"), "12333-20260102-000001", added));
  CHECK(at(after, "/missing").get_array().empty());
}

TEST_CASE("a tip is due in five and ten working days, and sealed from all but supervisors") {
  World world;
  // A Friday before the Spring Festival of 2026 (15 to 23 February off, 14 and 28 worked).
  world.now = *parse_time("2026-02-13T10:00:00+08:00");
  const std::string body = R"({"about":"某镇经办人员","clue":"替去世的人做认证","region":"621000",)"
                           R"("informant_name":"李某某","informant_phone":"19900000001"})";
  const auto added = world.service().add_tip(agent(), body);
  const auto tip = read(added);
  const std::string id = text_at(tip, "/tip_id");
  CHECK(id == "tip-20260213-001");
  CHECK(text_at(tip, "/examine_by") == "2026-02-27");
  CHECK(text_at(tip, "/answer_by") == "2026-03-05");
  CHECK(text_at(tip, "/clue").empty());  // not even told back

  for (const Actor& other : {agent(), reviewer()}) {
    CHECK(code_of(world.service().tips(other, "")) == "forbidden");
    CHECK(code_of(world.service().tip(other, id, "")) == "forbidden");
    CHECK(code_of(world.service().tip(other, id, "核实")) == "forbidden");
  }
  const auto open = read(world.service().tip(supervisor(), id, ""));
  CHECK(text_at(open, "/clue") == "替去世的人做认证");
  CHECK(at(open, "/informant").is_null());
  const auto named = read(world.service().tip(supervisor(), id, "告知办理情况"));
  CHECK(text_at(named, "/informant/phone") == "19900000001");
  CHECK(all_text(world, "tip.informant").find("告知办理情况") != std::string::npos);
  CHECK(world.service().tip(supervisor("41"), id, "").error().code == ErrorCode::kNotFound);
}

TEST_CASE("a tip of no place is the whole site's, and who stated a conflict reads none") {
  World world;
  add_supervisor(world, "usr_county", "990102");
  add_supervisor(world, "usr_other", "990203");
  Actor county = supervisor("990102");
  county.id = "usr_county";
  const auto told = [&](const Actor& by, const std::string& region) {
    const std::string body =
        R"({"about":"某经办","clue":"收好处费","informant_name":"李某某","region":")" + region +
        R"("})";
    return text_at(read(world.service().add_tip(by, body)), "/tip_id");
  };
  const std::string nowhere = told(agent(), "");
  CHECK(world.service().tip(county, nowhere, "核实").error().code == ErrorCode::kNotFound);
  CHECK(at(read(world.service().tips(county, "")), "/data").get_array().empty());
  CHECK(text_at(read(world.service().tip(supervisor(), nowhere, "核实")), "/informant/name") ==
        "李某某");
  // Told to an agent of the county it is the county's.
  Actor here = agent();
  here.region = "990102";
  const std::string ours = told(here, "");
  CHECK(text_at(read(world.service().tip(county, ours, "告知结果")), "/region") == "990102");
  CHECK(code_of(world.service().tip(county, ours, "  ")) == "required");
  CHECK(code_of(world.service().tip(county, ours, "　 \u200b")) == "required");

  REQUIRE(world.service().conflict_list().add(
      county, R"({"kind":"relatives","region":"990102","note":"亲属在经办岗"})"));
  CHECK(code_of(world.service().tip(county, ours, "告知结果")) == "conflict_of_interest");
  CHECK(code_of(world.service().act_on_tip(county, ours, 1, R"({"state":"accepted"})")) ==
        "conflict_of_interest");
}

TEST_CASE("a tip is settled in order, each step against the version that was seen") {
  World world;
  const std::string body = R"({"about":"x","clue":"y","informant_name":"李某某"})";
  const std::string id = text_at(read(world.service().add_tip(agent(), body)), "/tip_id");
  const auto act = [&](std::int64_t version, const char* step) {
    return world.service().act_on_tip(supervisor(), id, version, step);
  };
  CHECK(act(1, R"({"state":"answered"})").error().code == ErrorCode::kConflict);
  CHECK(code_of(act(1, R"({"state":"transferred"})")) == "required");  // with a note
  CHECK(text_at(read(act(1, R"({"state":"transferred","note":"转县基金监督科"})")), "/state") ==
        "transferred");
  CHECK(code_of(act(1, R"({"state":"answered"})")) == "stale");
  CHECK(text_at(read(act(2, R"({"state":"answered","note":"已电话告知"})")), "/state") ==
        "answered");
  CHECK(act(3, R"({"state":"accepted"})").error().code == ErrorCode::kConflict);
  const auto events = at(read(world.service().tip(supervisor(), id, "")), "/events");
  REQUIRE(events.get_array().size() == 3);
  CHECK(text_at(events, "/1/note") == "转县基金监督科");
}

TEST_CASE("nothing of a tip stands in clear in the database") {
  World world;
  const std::string secret = "bianhao-XYZZY-7731";
  read(world.service().add_tip(
      agent(), R"({"about":"x","clue":")" + secret + R"(","informant_name":")" + secret + "\"}"));
  CHECK(world.service().store().open_session(store::Mode::kReadOnly));
  CHECK(all_text(world, "tip").find(secret) == std::string::npos);
  auto session = world.service().store().open_session(store::Mode::kReadOnly);
  for (const char* kind : {"tip", "informant"}) {
    const auto tips = (*session)->tips().list({"", true, "", 10});
    REQUIRE(tips);
    const auto sealed = (*session)->secrets().find(tips->tips.front().id, kind);
    REQUIRE(sealed);
    REQUIRE(*sealed);
    CHECK((*sealed)->bytes.find(secret) == std::string::npos);
  }
}

TEST_CASE("the figures count by day, county and word, once each, within the reader's region") {
  World world;
  world.now = *parse_time("2026-01-02T10:00:00+08:00");
  take(world, "12333-20260102-000001", R"(,"region":"621002")");
  take(world, "12333-20260102-000002", R"(,"region":"621002003")");
  take(world, "12333-20260102-000003", R"(,"region":"410103")");
  world.service().tend();
  world.service().tend();  // counts nothing twice
  const StatisticsFilter day{"2026-01-01", "2026-01-02"};
  const auto all = read(world.service().statistics(supervisor(), day));
  CHECK(at(all, "/days").get_array().size() == 2);
  std::uint64_t reports = 0;
  const json::Value levels = at(all, "/days/1/reports");
  for (const auto& item : levels.get_object()) {
    reports += item.value().to_number<std::uint64_t>();
  }
  CHECK(reports == 3);
  REQUIRE(at(all, "/counties").get_array().size() == 2);
  CHECK(text_at(all, "/counties/1/region") == "621002");
  CHECK(at(all, "/counties/1/reports").to_number<int>() == 2);
  CHECK(at(all, "/tactics/phishing_link").to_number<int>() == 3);
  const auto gansu = read(world.service().statistics(supervisor("62"), day));
  CHECK(at(gansu, "/counties").get_array().size() == 1);
  CHECK(code_of(world.service().statistics(supervisor(), {"2026-01-02", "2026-01-01"})) == "range");
  CHECK(code_of(world.service().statistics(supervisor(), {"gestern", ""})) == "format");
}

TEST_CASE("the figures tell what became of cases: confirmed, false alarms by cause, and how long") {
  World world;
  world.now = *parse_time("2026-01-02T10:00:00+08:00");
  take(world, "12333-20260102-000001", R"(,"region":"621002")");
  const Actor who = supervisor();
  const auto list = world.cases(who);
  const std::string id = text_at(list, "/data/0/id");
  REQUIRE_FALSE(id.empty());
  const auto claimed = world.service().act(who, id, CaseAction::kClaim, 1, "");
  REQUIRE(claimed);
  world.now += std::chrono::hours{2};
  REQUIRE(world.service().act(who, id, CaseAction::kDecide, *claimed->version,
                              R"({"disposition":"not_scam","cause":"rule_too_wide"})"));
  // What can still be taken back is not counted.
  CHECK(at(read(world.service().statistics(who, {})), "/outcomes/decided").to_number<int>() == 0);
  world.now += kUndoTime;
  world.service().tend();
  const auto figures = read(world.service().statistics(who, {}));
  CHECK(at(figures, "/outcomes/decided").to_number<int>() == 1);
  CHECK(at(figures, "/outcomes/false_alarm_causes/rule_too_wide").to_number<int>() == 1);
  CHECK(at(figures, "/outcomes/confirmed_share").to_number<double>() == 0.0);
  CHECK(at(figures, "/outcomes/median_hours").to_number<double>() == Approx(2.0));
  CHECK(at(figures, "/outcomes/hours/1/cases").to_number<int>() == 1);  // one hour to four
}

}  // namespace analyzer
