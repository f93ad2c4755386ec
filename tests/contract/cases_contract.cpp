// The contract of Cases.

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "tests/contract/store_contract.h"

namespace analyzer::store {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

std::vector<std::string> ids(const std::vector<Case>& cases) {
  std::vector<std::string> out;
  for (const Case& c : cases) out.push_back(c.id);
  return out;
}

// Claims the most urgent case for `actor`; its id, or empty if there is none.
std::string claim(Session& session, const std::string& actor, Time now) {
  must(session.begin());
  const auto found = must(session.cases().next({.now = now, .actor = actor}));
  if (!found) {
    must(session.rollback());
    return {};
  }
  CaseEvent event;
  event.kind = CaseEventKind::kClaimed;
  event.at = now;
  event.actor = actor;
  event.lease_until = now + minutes(30);
  const Case claimed = must(apply(*found, event));
  must(session.cases().put(claimed, found->version));
  must(session.cases().append_event(claimed.id, event));
  must(session.commit());
  return claimed.id;
}

}  // namespace

TEST_CASE("a case reads back with every field") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Case wanted = a_case("cas_1");
    wanted.kind = CaseKind::kRetro;
    wanted.state = CaseState::kDecided;
    wanted.priority = -3;
    wanted.held = true;
    wanted.escalated = true;
    wanted.decide_by = kNoon + hours(72);
    wanted.assignee = "usr_1";
    wanted.lease_until = kNoon + minutes(30);
    wanted.disposition = Disposition::kConfirmedDeath;
    wanted.cause = Cause::kEvidenceFound;
    wanted.proposed_by = "usr_2";
    wanted.decided_by = "usr_3";
    wanted.decided_at = kNoon + hours(1);
    wanted.observations = 4;
    must(session->cases().put(wanted, std::nullopt));
    const auto read = must(session->cases().find("cas_1"));
    REQUIRE(read.has_value());
    CHECK(read->kind == wanted.kind);
    CHECK(read->state == wanted.state);
    CHECK(read->region == wanted.region);
    CHECK(read->title == wanted.title);
    CHECK(read->score == wanted.score);
    CHECK(read->priority == -3);
    CHECK(read->held);
    CHECK(read->escalated);
    CHECK(read->decide_by == wanted.decide_by);
    CHECK(read->opened_at == wanted.opened_at);
    CHECK(read->updated_at == wanted.updated_at);
    CHECK(read->assignee == "usr_1");
    CHECK(read->lease_until == wanted.lease_until);
    CHECK(read->disposition == wanted.disposition);
    CHECK(read->cause == wanted.cause);
    CHECK(read->proposed_by == "usr_2");
    CHECK(read->decided_by == "usr_3");
    CHECK(read->decided_at == wanted.decided_at);
    CHECK(read->observations == 4);
    CHECK(read->version == 1);
    CHECK_FALSE(must(session->cases().find("cas_2")).has_value());
  }
}

TEST_CASE("a case is written only over the version it was read with") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Case c = a_case("cas_1");
    CHECK(code_of(session->cases().put(c, 1)) == ErrorCode::kNotFound);
    must(session->cases().put(c, std::nullopt));
    CHECK(code_of(session->cases().put(c, std::nullopt)) == ErrorCode::kConflict);
    c.version = 2;
    c.title = "第二版";
    must(session->cases().put(c, 1));
    c.title = "迟到的修改";
    CHECK(code_of(session->cases().put(c, 1)) == ErrorCode::kConflict);
    CHECK(must(session->cases().find("cas_1"))->title == "第二版");
  }
}

TEST_CASE("lists filter by what was asked and page without loss or repetition") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    for (int n = 0; n < 25; ++n) {
      Case c = a_case("cas_" + std::to_string(100 + n));
      c.kind = n % 2 == 0 ? CaseKind::kAttempt : CaseKind::kReport;
      c.state = n % 5 == 0 ? CaseState::kDecided : CaseState::kOpen;
      c.region = n < 20 ? "990102" : "440300";
      c.priority = n % 3;
      c.held = n % 7 == 0;
      if (c.held) c.decide_by = kNoon + hours(n);
      c.opened_at = kNoon + minutes(n / 2);
      c.updated_at = kNoon - minutes(n);
      c.assignee = n == 3 ? "usr_1" : "";
      if (n == 4) c.title = "100%的_手机";
      must(session->cases().put(c, std::nullopt));
    }
    struct Row {
      const char* what;
      CaseQuery query;
      std::size_t size;
    };
    for (const Row& row :
         {Row{"all", {}, 25}, Row{"undecided", {.states = {CaseState::kOpen}}, 20},
          Row{"reports", {.kinds = {CaseKind::kReport}}, 12},
          Row{"a region", {.region_prefix = "4403"}, 5},
          Row{"a person's", {.assignee = "usr_1"}, 1}, Row{"held", {.held = true}, 4},
          Row{"a percent sign in the title", {.text = "%"}, 1},
          Row{"a part of the title", {.text = "老人"}, 24}, Row{"an id", {.text = "cas_107"}, 1}}) {
      for (const CaseOrder order : {CaseOrder::kUrgent, CaseOrder::kNewest, CaseOrder::kUpdated}) {
        INFO(row.what << " in order " << static_cast<int>(order));
        CaseQuery query = row.query;
        query.order = order;
        query.limit = 100;
        const std::vector<std::string> whole = ids(must(session->cases().list(query)).cases);
        CHECK(whole.size() == row.size);
        query.limit = 4;
        std::vector<std::string> paged;
        for (int pages = 0; pages < 10; ++pages) {
          const CasePage page = must(session->cases().list(query));
          for (const Case& c : page.cases) paged.push_back(c.id);
          query.cursor = page.next_cursor;
          if (query.cursor.empty()) break;
        }
        CHECK(paged == whole);
      }
    }
    const auto newest = ids(must(session->cases().list({.order = CaseOrder::kNewest})).cases);
    CHECK(newest.front() == "cas_124");
    const auto updated = ids(must(session->cases().list({.order = CaseOrder::kUpdated})).cases);
    CHECK(updated.front() == "cas_100");
    CHECK(code_of(session->cases().list({.cursor = "nonsense"})) == ErrorCode::kInvalid);
    const std::string of_newest =
        must(session->cases().list({.order = CaseOrder::kNewest, .limit = 1})).next_cursor;
    CHECK(code_of(session->cases().list({.cursor = of_newest})) == ErrorCode::kInvalid);
  }
}

TEST_CASE("the next case is the held one due first, then the most important, then the oldest") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    const auto add = [&](const char* id, std::int64_t priority, int opened,
                         std::optional<int> held_for = {}) {
      Case c = a_case(id);
      c.priority = priority;
      c.opened_at = kNoon + minutes(opened);
      c.held = held_for.has_value();
      if (held_for) c.decide_by = kNoon + hours(*held_for);
      must(session->cases().put(c, std::nullopt));
    };
    add("old", 1, 0);
    add("important", 9, 5);
    add("older_important", 9, 3);
    add("held_late", 0, 9, 48);
    add("held_soon", 0, 9, 24);
    std::vector<std::string> order;
    for (;;) {
      const std::string id = claim(*session, "usr_1", kNoon);
      if (id.empty()) break;
      order.push_back(id);
    }
    CHECK(order == std::vector<std::string>{"held_soon", "held_late", "older_important",
                                            "important", "old"});
    CHECK(claim(*session, "usr_2", kNoon + minutes(29)).empty());
    CHECK(claim(*session, "usr_2", kNoon + minutes(30)) == "held_soon");
  }
}

TEST_CASE("next leaves out other regions, kinds, skipped cases and one's own findings") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Cases& cases = session->cases();
    Case first = a_case("cas_1");
    must(cases.put(first, std::nullopt));
    Case second = a_case("cas_2");
    second.state = CaseState::kSecondReview;
    second.proposed_by = "usr_1";
    must(cases.put(second, std::nullopt));

    const auto next = [&](const ClaimQuery& query) {
      const auto found = must(cases.next(query));
      return found ? found->id : std::string();
    };
    CHECK(next({.now = kNoon, .actor = "usr_1"}) == "cas_1");
    CHECK(next({.region_prefix = "99", .now = kNoon, .actor = "usr_1"}) == "cas_1");
    CHECK(next({.region_prefix = "44", .now = kNoon, .actor = "usr_1"}).empty());
    CHECK(next({.kinds = {CaseKind::kReport}, .now = kNoon, .actor = "usr_1"}).empty());
    must(cases.skip("cas_1", "usr_1", kNoon + hours(1)));
    CHECK(next({.now = kNoon, .actor = "usr_1"}).empty());
    CHECK(next({.now = kNoon, .actor = "usr_2"}) == "cas_1");
    CHECK(next({.now = kNoon + hours(1), .actor = "usr_1"}) == "cas_1");
    const auto second_for = [&](const char* actor) {
      return next({.now = kNoon, .actor = actor, .first_review = false, .second_review = true});
    };
    CHECK(second_for("usr_1").empty());
    CHECK(second_for("usr_2") == "cas_2");
    CHECK(code_of(cases.skip("cas_9", "usr_1", kNoon)) == ErrorCode::kNotFound);
  }
}

TEST_CASE("a case has the highest level of its reports, and is listed and taken by it") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Cases& cases = session->cases();
    Seq last = 0;
    const auto add = [&](const std::string& case_id, std::initializer_list<Level> levels) {
      must(cases.put(a_case(case_id), std::nullopt));
      for (const Level level : levels) {
        NewObservation o = report(case_id + std::string(name_of(level)));
        o.case_id = case_id;
        o.level = level;
        last = must(session->observations().append(o));
      }
    };
    add("cas_1", {Level::kCritical, Level::kMedium});
    add("cas_2", {Level::kMedium, Level::kHigh});
    add("cas_3", {});
    NewObservation attempted = attempt("a");
    attempted.case_id = "cas_3";
    must(session->observations().append(attempted));
    add("cas_4", {Level::kMedium});
    CHECK(must(cases.level("cas_1")) == Level::kCritical);
    CHECK(must(cases.level("cas_2")) == Level::kHigh);
    CHECK_FALSE(must(cases.level("cas_3")));
    CHECK_FALSE(must(cases.level("cas_none")));
    const auto listed = [&](std::vector<Level> levels) {
      return ids(must(cases.list({.levels = std::move(levels)})).cases);
    };
    CHECK(listed({}).size() == 4);
    CHECK(listed({Level::kMedium}) == std::vector<std::string>{"cas_4"});
    CHECK(listed({Level::kHigh, Level::kCritical}) == std::vector<std::string>{"cas_1", "cas_2"});
    CHECK(listed({Level::kLow}).empty());
    const auto next = [&](std::vector<Level> levels) {
      const auto found =
          must(cases.next({.levels = std::move(levels), .now = kNoon, .actor = "usr_1"}));
      return found ? found->id : std::string();
    };
    CHECK(next({Level::kHigh}) == "cas_2");
    CHECK(next({Level::kOfficial}).empty());
    // Judged again and found worse.
    must(session->observations().set_verdict(last, "{}", 0.9, "cas_4", Level::kCritical));
    CHECK(must(cases.level("cas_4")) == Level::kCritical);
    CHECK(listed({Level::kMedium}).empty());
  }
}

TEST_CASE("two sessions never claim the same case") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    constexpr int kCases = 40;
    {
      const auto session = open(*test);
      for (int n = 0; n < kCases; ++n) {
        must(session->cases().put(a_case("cas_" + std::to_string(n)), std::nullopt));
      }
    }
    std::vector<std::string> claimed[2];
    std::atomic<bool> failed{false};
    const auto work = [&](int who) {
      const Result<std::unique_ptr<Session>> session = test->store().open_session(Mode::kReadWrite);
      for (int n = 0; session && n <= kCases; ++n) {
        Session& s = **session;
        const std::string actor = "usr_" + std::to_string(who);
        CaseEvent event;
        event.kind = CaseEventKind::kClaimed;
        event.at = kNoon;
        event.actor = actor;
        event.lease_until = kNoon + minutes(30);
        if (!s.begin()) failed = true;
        const auto found = s.cases().next({.now = kNoon, .actor = actor});
        if (!found) failed = true;
        if (!found || !*found) {
          static_cast<void>(s.rollback());
          break;
        }
        const auto next = apply(**found, event);
        if (!next || !s.cases().put(*next, (*found)->version) || !s.commit()) failed = true;
        claimed[who].push_back((*found)->id);
      }
    };
    std::thread one(work, 0);
    std::thread two(work, 1);
    one.join();
    two.join();
    CHECK_FALSE(failed);
    std::set<std::string> all(claimed[0].begin(), claimed[0].end());
    all.insert(claimed[1].begin(), claimed[1].end());
    CHECK(all.size() == kCases);
    CHECK(claimed[0].size() + claimed[1].size() == kCases);
  }
}

TEST_CASE("the diary of a case keeps its events in order") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    must(session->cases().put(a_case("cas_1"), std::nullopt));
    CaseEvent noted{CaseEventKind::kNoted, kNoon, "usr_1", "已电话回访", {}, {}, {}};
    CaseEvent decided{
        CaseEventKind::kDecided, kNoon, "usr_1", "", Disposition::kCleared, Cause::kFamilyHelper,
        kNoon + minutes(1)};
    must(session->cases().append_event("cas_1", noted));
    must(session->cases().append_event("cas_1", decided));
    const auto events = must(session->cases().events("cas_1"));
    REQUIRE(events.size() == 2);
    CHECK(events[0].kind == CaseEventKind::kNoted);
    CHECK(events[0].note == "已电话回访");
    CHECK_FALSE(events[0].disposition.has_value());
    CHECK(events[1].disposition == Disposition::kCleared);
    CHECK(events[1].cause == Cause::kFamilyHelper);
    CHECK(events[1].lease_until == kNoon + minutes(1));
    CHECK(code_of(session->cases().append_event("cas_2", noted)) == ErrorCode::kNotFound);
  }
}

TEST_CASE("undecided cases are found by shared links, most in common first") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Cases& cases = session->cases();
    const Link device{LinkKind::kDevice, key(1)};
    const Link payee{LinkKind::kPayee, key(2)};
    const Link not_device{LinkKind::kSite, key(1)};
    Case one = a_case("cas_1");
    one.opened_at = kNoon + minutes(1);
    must(cases.put(one, std::nullopt));
    must(cases.put(a_case("cas_2"), std::nullopt));
    Case decided = a_case("cas_3");
    decided.state = CaseState::kDecided;
    must(cases.put(decided, std::nullopt));
    must(cases.add_links("cas_1", std::vector<Link>{device, payee, device}));
    must(cases.add_links("cas_1", std::vector<Link>{device}));
    must(cases.add_links("cas_2", std::vector<Link>{device}));
    must(cases.add_links("cas_3", std::vector<Link>{device, payee}));
    CHECK(must(cases.links("cas_1")).size() == 2);
    using Ids = std::vector<std::string>;
    const auto found = [&](const std::vector<Link>& links) {
      return must(cases.find_open_by_links(links));
    };
    CHECK(found({device, payee}) == Ids{"cas_1", "cas_2"});
    CHECK(found({device}) == Ids{"cas_2", "cas_1"});
    CHECK(found({not_device}).empty());
    CHECK(found({}).empty());
  }
}

TEST_CASE("lapsed holds and counts are told for the clock and the metrics") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Cases& cases = session->cases();
    CHECK(must(cases.counts()).rows.empty());
    CHECK_FALSE(must(cases.counts()).oldest_open.has_value());
    for (int n = 0; n < 6; ++n) {
      Case c = a_case("cas_" + std::to_string(n));
      c.held = n < 4;
      if (n != 3 && c.held) c.decide_by = kNoon + hours(n);
      c.state = n == 0 ? CaseState::kDecided : CaseState::kOpen;
      c.opened_at = kNoon + minutes(n);
      must(cases.put(c, std::nullopt));
    }
    CHECK(ids(must(cases.lapsed(kNoon + hours(2), 10))) ==
          std::vector<std::string>{"cas_1", "cas_2"});
    CHECK(must(cases.lapsed(kNoon + hours(1), 10)).size() == 1);
    CHECK(must(cases.lapsed(kNoon + hours(2), 1)).size() == 1);
    const CaseCounts counts = must(cases.counts());
    REQUIRE(counts.rows.size() == 2);
    CHECK(counts.rows[0].state == CaseState::kOpen);
    CHECK(counts.rows[0].count == 5);
    CHECK(counts.rows[0].held == 3);
    CHECK(counts.oldest_open == kNoon + minutes(1));
    CHECK(counts.next_decide_by == kNoon + hours(1));
  }
}

}  // namespace analyzer::store
