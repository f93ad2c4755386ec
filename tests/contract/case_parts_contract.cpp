// The contract of CaseFiles, Referrals and Conflicts, of what a case holds beside its
// state, and of how long cases wait.

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/contract/store_contract.h"

namespace analyzer::store {
namespace {

using std::chrono::hours;

CaseFile file(const std::string& id, const std::string& case_id) {
  CaseFile out;
  out.id = id;
  out.case_id = case_id;
  out.name = "火化证明.pdf";
  out.type = "application/pdf";
  out.bytes = 9;
  out.sha256 = std::string(31, '\x01') + '\0';
  out.purpose = "死亡证明";
  out.added_by = "usr_1";
  out.added_at = kNoon;
  return out;
}

Referral referral(const std::string& id, const std::string& case_id, const std::string& unit,
                  Time due) {
  Referral out;
  out.id = id;
  out.case_id = case_id;
  out.unit_region = unit;
  out.unit_name = "示例镇";
  out.sent_by = "usr_1";
  out.sent_at = kNoon;
  out.due_at = due;
  return out;
}

}  // namespace

TEST_CASE("a case reads back with its parts, and an event with its own") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Case wanted = a_case("cas_1");
    wanted.referred_until = kNoon + hours(48);
    wanted.letter_since = kNoon;
    wanted.files = {"fil_1", "fil_2"};
    wanted.saved_yuan = 1200.5;
    wanted.saved_by = "usr_2";
    wanted.saved_at = kNoon + hours(1);
    wanted.group = {Scheme::kResident, AgeBand::k80s, true};
    must(session->cases().put(wanted, std::nullopt));
    const Case read = *must(session->cases().find("cas_1"));
    CHECK(read.referred_until == wanted.referred_until);
    CHECK(read.letter_since == wanted.letter_since);
    CHECK(read.files == wanted.files);
    CHECK(read.saved_yuan == wanted.saved_yuan);
    CHECK(read.saved_by == "usr_2");
    CHECK(read.saved_at == wanted.saved_at);
    CHECK(read.group == wanted.group);
    CaseEvent event;
    event.kind = CaseEventKind::kSaved;
    event.at = kNoon;
    event.companion = "王某";
    event.files = {"fil_1"};
    event.saved_yuan = 3.5;
    must(session->cases().append_event("cas_1", event));
    const auto events = must(session->cases().events("cas_1"));
    REQUIRE(events.size() == 1);
    CHECK(events.front().companion == "王某");
    CHECK(events.front().files == event.files);
    CHECK(events.front().saved_yuan == 3.5);
  }
}

TEST_CASE("cases are listed by whom they wait for") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    const auto put = [&](const char* id, std::optional<Time> unit, std::optional<Time> letter) {
      Case c = a_case(id);
      c.referred_until = unit;
      c.letter_since = letter;
      must(session->cases().put(c, std::nullopt));
    };
    put("cas_plain", {}, {});
    put("cas_unit", kNoon + hours(1), {});
    put("cas_late", kNoon, {});
    put("cas_letter", {}, kNoon - hours(9));
    const auto waits = [&](CaseWait wait) {
      const auto page = must(session->cases().list({.now = kNoon, .waits = wait}));
      return page.cases.size() == 1 ? page.cases.front().id : std::to_string(page.cases.size());
    };
    CHECK(waits(CaseWait::kUnit) == "cas_unit");
    CHECK(waits(CaseWait::kUnitOverdue) == "cas_late");
    CHECK(waits(CaseWait::kLetter) == "cas_letter");
  }
}

TEST_CASE("files stay with their hash when they are withdrawn or their time is over") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Case c = a_case("cas_1");
    c.state = CaseState::kDecided;
    c.decided_at = kNoon;
    must(session->cases().put(c, std::nullopt));
    CaseFiles& files = session->case_files();
    CaseFile one = file("fil_1", "cas_1");
    must(files.append(one));
    CHECK(code_of(files.append(one)) == ErrorCode::kConflict);
    must(files.append(file("fil_2", "cas_1")));
    CHECK(must(files.find("fil_1")) == one);  // nothing is kept of it yet
    must(session->secrets().put({"fil_1", "file", 1, "sealed", kNoon}));
    must(session->secrets().put({"fil_2", "file", 1, "sealed", kNoon}));
    one.kept = true;
    CHECK(must(files.find("fil_1")) == one);
    CHECK_FALSE(must(files.find("fil_9")));

    must(files.withdraw("fil_1", "usr_2", kNoon + hours(1), "传错"));
    must(files.withdraw("fil_1", "usr_3", kNoon + hours(2), "再次"));
    CHECK(must(session->secrets().erase("fil_1")) == 1);
    one.kept = false;
    one.withdrawn_by = "usr_2";
    one.withdrawn_at = kNoon + hours(1);
    one.withdrawn_why = "传错";
    CHECK(must(files.of_case("cas_1")).front() == one);

    must(session->referrals().put(referral("ref_1", "cas_1", "990101001", kNoon)));
    must(session->secrets().put({"ref_1", "asked", 1, "sealed", kNoon}));
    const auto gone = must(
        session->retention().purge({.secrets_of_cases_decided_before = kNoon + hours(1)}, false));
    const auto secrets = std::find_if(gone.rows.begin(), gone.rows.end(),
                                      [](const auto& row) { return row.table == "secrets"; });
    REQUIRE(secrets != gone.rows.end());
    CHECK(secrets->rows == 2);
    const auto left = must(files.of_case("cas_1"));
    REQUIRE(left.size() == 2);
    CHECK_FALSE(left.back().kept);
    CHECK(left.back().sha256 == one.sha256);

    must(session->secrets().put({"fil_2", "file", 1, "sealed", kNoon}));
    must(session->retention().purge({.cases_decided_before = kNoon + hours(1)}, false));
    CHECK(must(files.of_case("cas_1")).empty());
    CHECK(must(session->referrals().of_case("cas_1")).empty());
    CHECK_FALSE(must(session->secrets().find("fil_2", "file")));
  }
}

TEST_CASE("referrals are listed by unit and state, what is due first") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    must(session->cases().put(a_case("cas_1"), std::nullopt));
    Referrals& referrals = session->referrals();
    must(referrals.put(referral("ref_1", "cas_1", "990101001", kNoon + hours(9))));
    must(referrals.put(referral("ref_2", "cas_1", "990101001203", kNoon + hours(3))));
    must(referrals.put(referral("ref_3", "cas_1", "990102001", kNoon + hours(1))));
    ReferralQuery query;
    query.unit_prefix = "990101";
    query.limit = 1;
    std::vector<std::string> seen;
    do {
      const ReferralPage page = must(referrals.list(query));
      for (const Referral& one : page.referrals) seen.push_back(one.id);
      query.cursor = page.next_cursor;
    } while (!query.cursor.empty());
    CHECK(seen == std::vector<std::string>{"ref_2", "ref_1"});
    query.cursor = "nonsense";
    CHECK(code_of(referrals.list(query)) == ErrorCode::kInvalid);

    Referral back = *must(referrals.find("ref_1"));
    back.state = ReferralState::kReturned;
    back.ended_by = "usr_2";
    back.ended_at = kNoon + hours(2);
    back.found_by = "示例干部";
    back.found_on = Date{std::chrono::days{20454}};
    must(referrals.put(back));
    CHECK(must(referrals.find("ref_1")) == back);
    ReferralQuery out;
    out.state = ReferralState::kSent;
    CHECK(must(referrals.list(out)).referrals.size() == 2);
    CHECK(must(referrals.of_case("cas_1")).size() == 3);
  }
}

TEST_CASE("a conflict stands against its region until it is ended") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Conflicts& conflicts = session->conflicts();
    Conflict one{"cfl_1", "usr_1", ConflictKind::kPaying, "990101", "发放岗", "usr_1", kNoon, "",
                 {},      {}};
    must(conflicts.put(one));
    CHECK(must(conflicts.against("usr_1", "990101001")) == one);
    CHECK_FALSE(must(conflicts.against("usr_1", "9901")));
    CHECK_FALSE(must(conflicts.against("usr_1", "")));
    CHECK_FALSE(must(conflicts.against("usr_2", "990101")));
    one.ended_by = "usr_9";
    one.ended_at = kNoon + hours(1);
    one.ended_why = "调离";
    must(conflicts.put(one));
    CHECK_FALSE(must(conflicts.against("usr_1", "990101001")));
    CHECK(must(conflicts.list("usr_1", 10)) == std::vector<Conflict>{one});
    CHECK(must(conflicts.list("", 10)).size() == 1);
    CHECK(must(conflicts.list("usr_2", 10)).empty());
  }
}

TEST_CASE("decided cases are found by what they share, and figures tell whose they were") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    const Link device{LinkKind::kDevice, {7, 7}};
    const Link person{LinkKind::kPerson, {8, 8}};
    const auto put = [&](const char* id, CaseState state, int hour, std::vector<Link> links) {
      Case c = a_case(id);
      c.state = state;
      c.region = "990101";
      c.group = {Scheme::kEmployee, {}, false};
      if (state == CaseState::kDecided) {
        c.decided_at = kNoon + hours(hour);
        c.disposition = Disposition::kCleared;
        c.saved_yuan = 10.0 * hour;
        c.saved_by = "usr_1";
        c.saved_at = c.decided_at;
      }
      must(session->cases().put(c, std::nullopt));
      must(session->cases().add_links(id, links));
    };
    put("cas_open", CaseState::kOpen, 0, {device});
    put("cas_old", CaseState::kDecided, 1, {device});
    put("cas_new", CaseState::kDecided, 2, {device});
    put("cas_both", CaseState::kDecided, 0, {device, person});
    const std::vector<Link> links{device, person};
    CHECK(must(session->cases().find_decided_by_links(links, 10)) ==
          std::vector<std::string>{"cas_both", "cas_new", "cas_old"});
    CHECK(must(session->cases().find_decided_by_links(links, 1)).size() == 1);
    CHECK(must(session->cases().find_open_by_links(links)) == std::vector<std::string>{"cas_open"});

    DailyCounts& counts = session->daily_counts();
    std::size_t decided = 0;
    must(counts.decided(kNoon, kNoon + hours(9), "99", [&](const DecidedCase& c) {
      ++decided;
      CHECK(c.group == CaseGroup{Scheme::kEmployee, {}, false});
    }));
    CHECK(decided == 3);
    std::vector<std::string> waiting;
    must(counts.waiting("9901", [&](const WaitingCase& c) { waiting.push_back(c.region); }));
    CHECK(waiting == std::vector<std::string>{"990101"});
    must(counts.waiting("41", [&](const WaitingCase&) { waiting.clear(); }));
    CHECK(waiting.size() == 1);
    const auto saved = must(counts.saved(kNoon + hours(1), kNoon + hours(9), "99"));
    REQUIRE(saved.size() == 2);
    CHECK(saved.front().case_id == "cas_new");
    CHECK(saved.front().yuan == 20.0);
    CHECK(saved.front().by == "usr_1");
    CHECK(must(counts.saved(kNoon, kNoon + hours(9), "41")).empty());
  }
}

TEST_CASE("what is counted of cases counts each, those of no region with every region") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    int number = 0;
    const auto put = [&](const char* region, CaseState state, const auto& set) {
      Case c = a_case("cas_" + std::to_string(++number));
      c.region = region;
      c.state = state;
      c.opened_at = kNoon - hours(number);
      set(c);
      must(session->cases().put(c, std::nullopt));
    };
    const auto due = [](int in) {
      return [in](Case& c) {
        c.held = true;
        c.decide_by = kNoon + hours(in);
      };
    };
    const auto decided = [](int ago, const char* by, bool settles) {
      return [=](Case& c) {
        c.disposition = Disposition::kCleared;
        c.decided_by = by;
        c.decided_at = kNoon - hours(ago);
        if (settles) c.settles_at = kNoon + hours(1);
      };
    };
    put("990101", CaseState::kOpen, due(-1));
    put("990101", CaseState::kClaimed, due(0));
    put("", CaseState::kOpen, due(24));
    put("990201", CaseState::kSecondReview, due(1));
    put("990101", CaseState::kDecided, decided(1, "usr_1", true));
    put("990101", CaseState::kDecided, decided(6, "usr_1", false));
    put("", CaseState::kDecided, decided(2, "usr_2", false));
    put("990101", CaseState::kDecided, decided(900, "usr_1", false));

    FigureQuery query{"9901",           "usr_1",           kNoon, kNoon + hours(24),
                      kNoon - hours(4), kNoon - hours(720)};
    const CaseFigures part = must(session->cases().figures(query));
    REQUIRE(part.open.size() == 2);
    CHECK(part.open[0].state == CaseState::kOpen);
    CHECK(part.open[0].count == 2);
    CHECK(part.open[0].held == 2);
    CHECK(part.open[0].overdue == 1);
    CHECK(part.open[0].due_soon == 0);  // in 24 hours, not before
    CHECK(part.open[1].due_soon == 1);
    CHECK(part.oldest_open == kNoon - hours(3));
    REQUIRE(part.decided.size() == 1);
    CHECK(part.decided[0].disposition == Disposition::kCleared);
    CHECK(part.decided[0].count == 3);
    CHECK(part.decided[0].settled == 2);
    CHECK(part.decided[0].today == 2);
    CHECK(part.decided[0].today_by_actor == 1);
    query.region_prefix = "";
    CHECK(must(session->cases().figures(query)).open.size() == 3);
    query.region_prefix = "41";
    CHECK(must(session->cases().figures(query)).open.size() == 1);
    CHECK(must(session->cases().figures(query)).oldest_open == kNoon - hours(3));
  }
}

TEST_CASE("statistics of a region leave out what has none") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    for (const bool is_decided : {false, true}) {
      Case c = a_case(is_decided ? "cas_1" : "cas_2");
      c.region = "";
      c.state = is_decided ? CaseState::kDecided : CaseState::kOpen;
      c.saved_yuan = 10.0;
      c.saved_at = kNoon;
      if (is_decided) {
        c.disposition = Disposition::kCleared;
        c.decided_at = kNoon;
      }
      must(session->cases().put(c, std::nullopt));
    }
    DailyCounts& counts = session->daily_counts();
    const auto told = [&](const char* region) {
      std::size_t number = must(counts.saved(kNoon, kNoon + hours(1), region)).size();
      must(counts.decided(kNoon, kNoon + hours(1), region, [&](const DecidedCase&) { ++number; }));
      must(counts.waiting(region, [&](const WaitingCase&) { ++number; }));
      return number;
    };
    CHECK(told("") == 4);
    CHECK(told("99") == 0);
  }
}

}  // namespace analyzer::store
