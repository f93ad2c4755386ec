// Objections, visits, trials, what cases mention, campaigns made one.

#include <catch2/catch.hpp>

#include "analyzer/store/register_marks.h"
#include "tests/contract/store_contract.h"

namespace analyzer::store {

TEST_CASE("a case mentions observations of another one, each once") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    must(session->cases().put(a_case("cas_1"), std::nullopt));
    const Seq seq = must(session->observations().append(attempt("a-1")));
    for (int again = 0; again < 2; ++again) must(session->cases().mention("cas_1", seq));
    must(session->cases().mention("cas_1", seq + 1000));
    must(session->cases().mention("cas_none", seq));
    CHECK(must(session->cases().mentions("cas_1")) == std::vector<Seq>{seq});
    CHECK(must(session->cases().mentions("cas_none")).empty());
  }
}

TEST_CASE("settled cases that are old enough are done with, filed ones are not") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    const auto put = [&](const char* id, std::optional<Time> settles, std::optional<Time> filed) {
      Case c = a_case(id);
      c.state = CaseState::kDecided;
      c.decided_at = kNoon;
      c.settles_at = settles;
      c.archived_at = filed;
      must(session->cases().put(c, std::nullopt));
    };
    put("cas_done", {}, {});
    put("cas_fresh", kNoon + kUndoTime, {});
    put("cas_filed", {}, kNoon);
    const auto done = must(session->cases().done_with(kNoon + std::chrono::hours{1}, 10));
    REQUIRE(done.size() == 1);
    CHECK(done.front().id == "cas_done");
    CHECK(must(session->cases().done_with(kNoon, 10)).empty());
    CaseQuery query;
    query.archived = true;
    CHECK(must(session->cases().list(query)).cases.size() == 1);
    query.archived = false;
    CHECK(must(session->cases().list(query)).cases.size() == 2);
  }
}

TEST_CASE("objections are found by their case, by what they are about, and by who is to be told") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Objections& objections = session->objections();
    for (const char* id : {"cas_1", "cas_2", "cas_3"}) {
      must(session->cases().put(a_case(id), std::nullopt));
    }
    Objection one{"cas_2", "cas_1", ObjectionWay::kHotline, kNoon, "621002", "usr_1", {}};
    must(objections.add(one));
    CHECK(code_of(objections.add(one)) == ErrorCode::kConflict);
    must(objections.add({"cas_3", "cas_1", ObjectionWay::kWindow, kNoon, "", "usr_1", {}}));
    CHECK(must(objections.find("cas_2")) == one);
    CHECK_FALSE(must(objections.find("cas_1")));
    CHECK(must(objections.about("cas_1")).size() == 2);
    must(objections.set_callback("cas_2", Callback::kDue));
    ObjectionQuery due;
    due.callback = Callback::kDue;
    REQUIRE(must(objections.list(due)).size() == 1);
    ObjectionQuery all;
    all.region = "41";
    CHECK(must(objections.list(all)).size() == 1);  // that of no place is everybody's
    all.region = "62";
    all.limit = 1;
    const auto first = must(objections.list(all));
    REQUIRE(first.size() == 1);
    all.before = first.front().case_id;
    CHECK(must(objections.list(all)).front().case_id == "cas_2");
  }
}

TEST_CASE("what is said of a register's entry is kept with its history, once a version") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    RegisterMarks& marks = register_marks(*session);
    CHECK(must(marks.revision()) == 0);
    RegisterMark one;
    one.id = "mrk_1";
    one.entry = "0123456789abcdef";
    one.name = "社保平台";
    one.bureau = "某市社保中心";
    one.evidence = "对照了平台首页的公告";
    one.by = "usr_1";
    one.at = kNoon;
    must(marks.put(one, std::nullopt));
    CHECK(code_of(marks.put(one, std::nullopt)) == ErrorCode::kConflict);
    RegisterMark two = one;
    two.id = "mrk_2";
    two.kind = MarkKind::kCorrection;
    must(marks.put(two, std::nullopt));
    CHECK(must(marks.find("mrk_1")) == one);
    CHECK_FALSE(must(marks.find("mrk_3")));
    CHECK(must(marks.current()) == std::vector{one, two});
    const std::uint64_t before = must(marks.revision());
    one.state = MarkState::kInForce;
    one.decided_by = "usr_2";
    one.decided_at = kNoon + std::chrono::hours{1};
    one.version = 2;
    must(marks.put(one, 1));
    CHECK(code_of(marks.put(one, 1)) == ErrorCode::kConflict);
    CHECK(must(marks.revision()) > before);
    two.state = MarkState::kRefused;
    two.note = "与公告不符";
    two.version = 2;
    must(marks.put(two, 1));
    CHECK(must(marks.current()) == std::vector{one});
    CHECK(must(marks.of_entry(one.entry)) == std::vector{two, one});
    CHECK(must(marks.of_entry("another")).empty());
  }
}

TEST_CASE("whom to visit stands by village, most failures first, and each person once") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Visits& visits = session->visits();
    const auto need = [](const char* id, std::uint64_t person, const char* region,
                         std::uint32_t failures) {
      VisitNeed out;
      out.id = id;
      out.person = key(person);
      out.region = region;
      out.age = 86;
      out.special = "blind deaf";
      out.failures = failures;
      out.days = 2;
      out.first_at = kNoon;
      out.last_at = kNoon;
      out.last_receipt = "r-1";
      out.due_on = shanghai_date(kNoon);
      return out;
    };
    const VisitNeed first = need("vis_1", 1, "621002003001", 2);
    must(visits.put(first));
    must(visits.put(need("vis_2", 2, "621002003001", 5)));
    must(visits.put(need("vis_3", 3, "410103002001", 9)));
    CHECK(must(visits.find("vis_1")) == first);
    CHECK(must(visits.open_of(key(1))) == first);
    VisitQuery query;
    query.limit = 1;
    std::string order;
    do {
      const VisitPage page = must(visits.list(query));
      for (const VisitNeed& one : page.needs) order += one.id + " ";
      query.cursor = page.next_cursor;
    } while (!query.cursor.empty());
    CHECK(order == "vis_3 vis_2 vis_1 ");
    VisitNeed done = first;
    done.done_at = kNoon;
    done.done_by = "usr_1";
    must(visits.put(done));
    CHECK_FALSE(must(visits.open_of(key(1))));
    must(visits.put(need("vis_4", 1, "621002003001", 1)));  // it begins anew
    VisitQuery over;
    over.done = true;
    REQUIRE(must(visits.list(over)).needs.size() == 1);
    VisitQuery often;
    often.least_days = 3;
    CHECK(must(visits.list(often)).needs.empty());
    query.cursor = "nonsense";
    CHECK(code_of(visits.list(query)) == ErrorCode::kInvalid);
  }
}

TEST_CASE("of trials the latest stand first, and one is in force") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Trials& trials = session->trials();
    CHECK_FALSE(must(trials.in_force()));
    Trial one{"tri_1", kNoon, "usr_1", "积压", R"({"review":0.2})", {}, "", "", {}};
    must(trials.put(one));
    must(trials.put({"tri_2", kNoon, "usr_1", "积压", R"({"review":0.3})", {}, "", "", {}}));
    one.state = TrialState::kInForce;
    one.switched_by = "usr_2";
    one.switched_at = kNoon;
    one.result = "{}";
    must(trials.put(one));
    CHECK(must(trials.in_force()) == one);
    REQUIRE(must(trials.list(10)).size() == 2);
    CHECK(must(trials.list(10)).front().id == "tri_2");
  }
}

TEST_CASE(
    "a part of a campaign is counted and found with the whole, and as itself once taken out") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Campaigns& campaigns = session->campaigns();
    const auto put = [&](const char* id, const char* title, int hours) {
      Campaign out;
      out.id = id;
      out.title = title;
      out.domains = {std::string(id) + ".invalid"};
      out.reports = 1;
      out.first_seen = out.last_seen = kNoon + std::chrono::hours{hours};
      must(campaigns.put(out));
      must(campaigns.count(id, shanghai_date(kNoon), 621002));
      const std::string case_id = "cas_" + std::string(id);
      must(session->cases().put(a_case(case_id), std::nullopt));
      must(campaigns.set_case(id, hours == 1 ? "6210" : "4101", case_id));
      return out;
    };
    const Campaign whole = put("cam_a", "停发_威胁", 1);
    Campaign part = put("cam_b", "钓鱼链接", 2);
    part.merged_into = whole.id;
    must(campaigns.put(part));
    REQUIRE(must(campaigns.list({})).campaigns.size() == 1);
    CHECK(must(campaigns.parts("cam_a")).front().id == "cam_b");
    CHECK(must(campaigns.counts("cam_a")).front().reports == 2);
    CHECK(must(campaigns.cases("cam_a")).size() == 2);
    CHECK(must(campaigns.case_of("cam_a", "4101")) == "cas_cam_b");
    CHECK(must(campaigns.of_case("cas_cam_b")) == "cam_a");
    part.merged_into.clear();
    must(campaigns.put(part));
    CHECK(must(campaigns.cases("cam_a")).size() == 1);
    CHECK(must(campaigns.of_case("cas_cam_b")) == "cam_b");

    CampaignPage page = must(campaigns.list({"", "", 1}));
    REQUIRE(page.campaigns.size() == 1);
    CHECK(page.campaigns.front().id == "cam_b");  // latest seen
    page = must(campaigns.list({"", page.next_cursor, 1}));
    CHECK(page.campaigns.front().id == "cam_a");
    CHECK(page.next_cursor.empty());
    CHECK(must(campaigns.list({"发_威", "", 10})).campaigns.size() == 1);
    CHECK(must(campaigns.list({"发%威", "", 10})).campaigns.empty());  // no wildcard
    CHECK(must(campaigns.list({"cam_b.inv", "", 10})).campaigns.size() == 1);
    CHECK(code_of(campaigns.list({"", "x", 10})) == ErrorCode::kInvalid);

    const Link link{LinkKind::kDomain, key(7)};
    must(campaigns.add_links("cam_a", std::vector<Link>{link}));
    must(campaigns.remove_links("cam_a", std::vector<Link>{link}));
    CHECK(must(campaigns.links("cam_a")).empty());
  }
}

TEST_CASE("the audit log is searched by words of an entry, or by who did it") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    const auto add = [&](const char* actor, const char* cause) {
      must(session->audit().append({kNoon, actor, "case.noted", "cas_1", cause, "ok", "", ""}));
    };
    add("usr_1", "缺火化证明 100%");
    add("usr_2", "已电话核实");
    AuditQuery query;
    query.text = "火化";
    CHECK(must(session->audit().list(query)).size() == 1);
    query.text = "100%证";
    CHECK(must(session->audit().list(query)).empty());
    query.text = "李";
    query.named = {"usr_2"};
    REQUIRE(must(session->audit().list(query)).size() == 1);
    CHECK(must(session->audit().list(query)).front().entry.actor == "usr_2");
    query.text = "noted";
    CHECK(must(session->audit().list(query)).size() == 2);
  }
}

TEST_CASE("tips with nothing left to do go after their time, with what was told; others stay") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    const auto put = [&](const char* id, TipState state, bool named, int days_ago) {
      const Date day = shanghai_date(kNoon);
      must(session->tips().put({id, kNoon, "62", state, named, day, day, 1}, {}));
      must(session->tips().append_event(id, {state, kNoon - std::chrono::days{days_ago}, "", ""}));
      must(session->secrets().put({id, "tip", 1, "x", kNoon}));
    };
    put("tip-answered", TipState::kAnswered, true, 40);
    put("tip-refused", TipState::kRefused, true, 5);
    put("tip-waits", TipState::kReceived, false, 40);
    put("tip-named", TipState::kAccepted, true, 40);
    put("tip-nameless", TipState::kAccepted, false, 40);
    PurgePolicy policy;
    policy.tips_done_before = kNoon - std::chrono::days{30};
    for (const bool dry : {true, false}) {
      const PurgeReport report = must(session->retention().purge(policy, dry));
      for (const auto& row : report.rows) {
        if (row.table == "tips" || row.table == "tip_events" || row.table == "secrets") {
          INFO(row.table << (dry ? " counted" : " removed"));
          CHECK(row.rows == 2);
        }
      }
    }
    CHECK_FALSE(must(session->tips().find("tip-answered")));
    CHECK_FALSE(must(session->secrets().find("tip-nameless", "tip")));
    CHECK(must(session->tips().find("tip-named")));
    CHECK(must(session->tips().find("tip-waits")));
    CHECK(must(session->tips().find("tip-refused")));
  }
}

}  // namespace analyzer::store
