// The contracts of Desk, Tips and DailyCounts.

#include <catch2/catch.hpp>

#include "tests/contract/store_contract.h"

namespace analyzer::store {
namespace {

Seq record(Session& session, const std::string& id, const std::string& region) {
  NewObservation row;
  row.key = {ObservationKind::kReport, "console", id};
  row.occurred_at = row.arrived_at = kNoon;
  row.region = region;
  row.level = Level::kHigh;
  row.verdict = "{}";
  return must(session.observations().append(row));
}

DeskReport desk_report(Session& session, const std::string& id, const std::string& region) {
  DeskReport report;
  report.seq = record(session, id, region);
  report.report_id = id;
  report.at = kNoon;
  report.region = region;
  report.level = Level::kHigh;
  report.source = "12333";
  report.missing = "region harm";
  return report;
}

std::vector<std::string> ids(const std::vector<DeskReport>& reports) {
  std::vector<std::string> out;
  for (const DeskReport& report : reports) out.push_back(report.report_id);
  return out;
}

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("the desk's reports are found again after a crash, and by what they are asked for") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    auto session = open(*test);
    DeskReport first = desk_report(*session, "a-000001", "621002");
    first.caller = LinkKey{1, 2};
    first.paid_yuan = 3000.0;
    first.callback = Callback::kDue;
    DeskReport second = desk_report(*session, "a-000002", "410103");
    DeskReport third = desk_report(*session, "a-000003", "");
    third.callback = Callback::kDue;
    for (const DeskReport& report : {first, second, third}) must(session->desk().add(report));
    CHECK(code_of(session->desk().add(first)) == ErrorCode::kConflict);
    session.reset();
    test->reopen();
    session = open(*test);
    Desk& desk = session->desk();

    CHECK(must(desk.find("a-000001")) == first);
    CHECK_FALSE(must(desk.find("a-000009")).has_value());
    CHECK(ids(must(desk.list({}))) == Ids{"a-000003", "a-000002", "a-000001"});
    DeskQuery query;
    query.callback = Callback::kDue;
    CHECK(ids(must(desk.list(query))) == Ids{"a-000001", "a-000003"});  // who waits longest
    query.before = first.seq;
    CHECK(ids(must(desk.list(query))) == Ids{"a-000003"});
    query = {};
    query.region = "62";
    CHECK(ids(must(desk.list(query))) == Ids{"a-000003", "a-000001"});  // no place is everybody's
    query = {};
    query.caller = LinkKey{1, 2};
    CHECK(ids(must(desk.list(query))) == Ids{"a-000001"});
    query = {};
    query.text = "0002";
    CHECK(ids(must(desk.list(query))) == Ids{"a-000002"});
    query = {};
    query.limit = 1;
    query.before = third.seq;
    CHECK(ids(must(desk.list(query))) == Ids{"a-000002"});
  }
}

TEST_CASE("what was done about a report stands in its order, and settles what was open") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Desk& desk = session->desk();
    DeskReport report = desk_report(*session, "a-000001", "621002");
    report.callback = Callback::kDue;
    must(desk.add(report));
    const DeskEntry passed{DeskEntryKind::kReferral, kNoon, "usr_1", "96110", "FZ-77", {}, ""};
    const DeskEntry rung{DeskEntryKind::kCallback, kNoon, "usr_2", "", "", false, "无人接听"};
    must(desk.append(report.seq, passed));
    must(desk.append(report.seq, rung));
    CHECK(must(desk.entries(report.seq)) == std::vector<DeskEntry>{passed, rung});
    must(desk.set_callback(report.seq, Callback::kDone));
    must(desk.set_missing(report.seq, ""));
    report.callback = Callback::kDone;
    report.missing = "";
    CHECK(must(desk.find("a-000001")) == report);
  }
}

TEST_CASE("tips stand in the order in which something is due, and change once by version") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Tips& tips = session->tips();
    const Date day = shanghai_date(kNoon);
    const auto tip = [&](const std::string& id, int examine, int answer, bool named) {
      return Tip{id,
                 kNoon,
                 "621000",
                 TipState::kReceived,
                 named,
                 day + std::chrono::days{examine},
                 day + std::chrono::days{answer},
                 1};
    };
    must(tips.put(tip("tip-1", 9, 14, false), {}));
    must(tips.put(tip("tip-2", 7, 14, true), {}));
    CHECK(code_of(tips.put(tip("tip-2", 7, 14, true), {})) == ErrorCode::kConflict);
    CHECK(must(tips.count("tip-")) == 2);
    const auto order = [&] {
      Ids out;
      TipQuery query{"62", false, "", 1};
      do {  // a page of one each
        const TipPage page = must(tips.list(query));
        for (const Tip& one : page.tips) out.push_back(one.id);
        query.cursor = page.next_cursor;
      } while (!query.cursor.empty());
      return out;
    };
    CHECK(order() == Ids{"tip-2", "tip-1"});
    Tip changed = tip("tip-2", 7, 14, true);
    changed.state = TipState::kAccepted;
    changed.version = 2;
    must(tips.put(changed, 1));
    CHECK(must(tips.find("tip-2")) == changed);
    CHECK(code_of(tips.put(changed, 1)) == ErrorCode::kConflict);
    CHECK(order() == Ids{"tip-1", "tip-2"});  // now the day on which to answer counts
    CHECK(must(tips.list({"41", false, "", 10})).tips.empty());
    Tip nowhere = tip("tip-3", 9, 16, false);
    nowhere.region.clear();
    must(tips.put(nowhere, {}));
    CHECK(must(tips.list({"41", false, "", 10})).tips.empty());
    CHECK(must(tips.list({"41", true, "", 10})).tips == std::vector<Tip>{nowhere});
    CHECK(code_of(tips.list({"62", false, "elsewhere", 10})) == ErrorCode::kInvalid);
    const TipEvent event{TipState::kAccepted, kNoon, "usr_1", std::string("\0\xFF", 2)};
    must(tips.append_event("tip-2", event));
    CHECK(must(tips.events("tip-2")) == std::vector<TipEvent>{event});
  }
}

TEST_CASE("counts add up by day, county, measure and word, and are read by days and region") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    DailyCounts& counts = session->daily_counts();
    const Date day = shanghai_date(kNoon);
    const DailyCount gansu{day, "621002", "level", "high", 2};
    const DailyCount henan{day, "410103", "level", "high", 1};
    const DailyCount nowhere{day + std::chrono::days{1}, "", "level", "low", 1};
    must(counts.add({gansu, henan}));
    must(counts.add({gansu, nowhere}));
    const DailyCount twice{day, "621002", "level", "high", 4};
    CHECK(must(counts.list(day, day, "62")) == std::vector<DailyCount>{twice});
    CHECK(must(counts.list(day, day + std::chrono::days{1}, "")) ==
          std::vector<DailyCount>{henan, twice, nowhere});
    // What has no region is in the whole alone: the parts add up to no more.
    CHECK(must(counts.list(day, day + std::chrono::days{1}, "62")) ==
          std::vector<DailyCount>{twice});

    // Within a township by what is finer than the county, and signals are apart.
    const DailyCount village{day, "621002003", "level", "high", 3};
    const DailyCount code{day, "", "signal", "text.x", 7};
    must(counts.add({village, code}));
    const DailyCount county{day, "621002", "level", "high", 7};
    CHECK(must(counts.list(day, day, "6210")) == std::vector<DailyCount>{county});
    CHECK(must(counts.list(day, day, "621002003")) == std::vector<DailyCount>{village});
    CHECK(must(counts.list(day, day, "621002004")).empty());
    CHECK(must(counts.signals(day, day)) == std::vector<DailyCount>{code});

    const Seq first = record(*session, "a-1", "621002");
    const Seq second = record(*session, "a-2", "621002");
    CHECK(must(counts.uncounted(0, 10)).size() == 2);
    const auto behind = must(counts.uncounted(first, 10));
    REQUIRE(behind.size() == 1);
    CHECK(behind.front().seq == second);
    CHECK(behind.front().level == Level::kHigh);
    CHECK(must(counts.uncounted(0, 1)).size() == 1);
  }
}

}  // namespace analyzer::store
