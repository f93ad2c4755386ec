// The contracts of Outbox, Disputes and of what is found by its place.

#include <catch2/catch.hpp>

#include "tests/contract/store_contract.h"

namespace analyzer::store {
namespace {

using Texts = std::vector<std::string>;

OutboxEvent event(const std::string& id, const std::string& subject) {
  return {0, id, "case.opened", subject, kNoon, "{\"id\":\"" + id + "\"}"};
}

Delivery waiting(const std::string& hook, const OutboxEvent& event, Time next_at) {
  Delivery out;
  out.hook = hook;
  out.event = event;
  out.next_at = next_at;
  return out;
}

Texts ids(const std::vector<Delivery>& deliveries) {
  Texts out;
  for (const Delivery& d : deliveries) out.push_back(d.event.id);
  return out;
}

}  // namespace

TEST_CASE("events of the outbox are kept in their order, and each hook's place among them") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    auto session = open(*test);
    CHECK(must(session->outbox().latest()) == 0);
    const auto one = must(session->outbox().add(event("msg_1", "cas_1")));
    const auto two = must(session->outbox().add(event("msg_2", "cas_2")));
    CHECK(one < two);
    CHECK(must(session->outbox().latest()) == two);
    const auto all = must(session->outbox().events(0, 10));
    REQUIRE(all.size() == 2);
    CHECK(all[0].number == one);
    CHECK(all[0].id == "msg_1");
    CHECK(all[0].subject == "cas_1");
    CHECK(all[0].body == "{\"id\":\"msg_1\"}");
    CHECK(all[0].at == kNoon);
    CHECK(must(session->outbox().events(one, 10)).size() == 1);
    CHECK_FALSE(must(session->outbox().cursor("them")));
    REQUIRE(session->outbox().set_cursor("them", one));
    REQUIRE(session->outbox().set_cursor("them", two));
    CHECK(must(session->outbox().cursor("them")) == two);
    // What is undone was never told.
    REQUIRE(session->begin());
    must(session->outbox().add(event("msg_3", "cas_1")));
    REQUIRE(session->rollback());
    CHECK(must(session->outbox().latest()) == two);
  }
}

TEST_CASE("a lease is one holder's until it ends or is given back") {
  using namespace std::chrono_literals;
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    auto session = open(*test);
    Leases& leases = session->leases();
    CHECK(must(leases.take("lists", "one", 60s)));
    CHECK_FALSE(must(leases.take("lists", "other", 60s)));
    CHECK(must(leases.take("webhooks", "other", 60s)));
    CHECK(must(leases.take("lists", "one", 60s)));  // prolonged
    must(leases.give_back("lists", "other"));       // not its own
    CHECK_FALSE(must(leases.take("lists", "other", 60s)));
    must(leases.give_back("lists", "one"));
    CHECK(must(leases.take("lists", "other", 0s)));
    bool taken = false;  // once the clock has moved on
    while (!taken) taken = must(leases.take("lists", "one", 60s));
    CHECK_FALSE(must(leases.take("lists", "other", 60s)));
  }
}

TEST_CASE("an answer is replaced by the one that was given") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    auto session = open(*test);
    const Seq seq = must(session->observations().append(attempt("a")));
    must(session->observations().set_answer(seq, "{\"given\":1}"));
    CHECK(must(session->observations().find(attempt("a").key))->answer == "{\"given\":1}");
    CHECK(code_of(session->observations().set_answer(seq + 1, "{}")) == ErrorCode::kNotFound);
  }
}

TEST_CASE("of one subject only the earliest delivery that waits is due") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    auto session = open(*test);
    Outbox& outbox = session->outbox();
    for (const auto& [id, subject] :
         {std::pair{"msg_1", "cas_1"}, std::pair{"msg_2", "cas_1"}, std::pair{"msg_3", "cas_2"}}) {
      must(outbox.add(event(id, subject)));
    }
    for (const OutboxEvent& e : must(outbox.events(0, 10))) {
      REQUIRE(outbox.put(waiting("them", e, kNoon)));
      REQUIRE(outbox.put(waiting("others", e, kNoon)));
    }
    CHECK(ids(must(outbox.due("them", kNoon, 10))) == Texts{"msg_1", "msg_3"});
    CHECK(must(outbox.due("them", kNoon - std::chrono::seconds{1}, 10)).empty());
    CHECK(ids(must(outbox.due("them", kNoon, 1))) == Texts{"msg_1"});
    Delivery first = must(outbox.delivery("them", "msg_1")).value();
    first.tries = 3;
    first.status = 500;
    first.detail = "answers 500";
    first.tried_at = kNoon;
    first.next_at = kNoon + std::chrono::hours{1};
    REQUIRE(outbox.put(first));
    CHECK(ids(must(outbox.due("them", kNoon, 10))) == Texts{"msg_3"});  // it blocks the second
    CHECK(ids(must(outbox.deliveries("them", DeliveryState::kWaiting, 10))) ==
          Texts{"msg_1", "msg_3", "msg_2"});
    CHECK(ids(must(outbox.deliveries("them", DeliveryState::kWaiting, 1))) == Texts{"msg_1"});
    first.state = DeliveryState::kGivenUp;
    REQUIRE(outbox.put(first));
    CHECK(ids(must(outbox.due("them", kNoon, 10))) == Texts{"msg_2", "msg_3"});
    CHECK(ids(must(outbox.deliveries("them", DeliveryState::kGivenUp, 10))) == Texts{"msg_1"});
    CHECK(ids(must(outbox.deliveries("them", std::nullopt, 10))) ==
          Texts{"msg_3", "msg_2", "msg_1"});
    const Delivery kept = must(outbox.delivery("them", "msg_1")).value();
    CHECK(kept.tries == 3);
    CHECK(kept.status == 500);
    CHECK(kept.detail == "answers 500");
    CHECK(kept.tried_at == kNoon);
    CHECK(must(outbox.count("them", DeliveryState::kWaiting)) == 2);
    CHECK(must(outbox.count("others", DeliveryState::kWaiting)) == 3);
    CHECK_FALSE(must(outbox.delivery("them", "msg_9")));
    REQUIRE(outbox.forget(kNoon + std::chrono::seconds{1}));
    CHECK(must(outbox.deliveries("them", std::nullopt, 10)).empty());
    const auto last = must(outbox.add(event("msg_4", "cas_1")));
    CHECK(last > first.event.number + 2);  // numbers are not given twice
  }
}

TEST_CASE("a dispute is changed only from the version that was seen") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    auto session = open(*test);
    Disputes& disputes = session->disputes();
    Dispute one{"dsp_1",
                DisputeState::kOpen,
                feeds::IndicatorKind::kHost,
                "a.invalid",
                "a.invalid",
                "我们是正规网站",
                "usr_1",
                kNoon};
    REQUIRE(disputes.put(one, std::nullopt));
    CHECK(must(disputes.open_of(feeds::IndicatorKind::kHost, "a.invalid"))->id == "dsp_1");
    CHECK_FALSE(must(disputes.open_of(feeds::IndicatorKind::kDomain, "a.invalid")));
    one.state = DisputeState::kGranted;
    one.decided_by = "usr_2";
    one.decided_at = kNoon;
    one.note = "核实";
    one.detail = "confirmed.txt";
    one.version = 2;
    CHECK(disputes.put(one, 7).error().code == ErrorCode::kConflict);
    REQUIRE(disputes.put(one, 1));
    const Dispute kept = must(disputes.find("dsp_1")).value();
    CHECK(kept.state == DisputeState::kGranted);
    CHECK(kept.reason == "我们是正规网站");
    CHECK(kept.decided_by == "usr_2");
    CHECK(kept.decided_at == kNoon);
    CHECK(kept.note == "核实");
    CHECK(kept.detail == "confirmed.txt");
    CHECK(kept.version == 2);
    CHECK_FALSE(kept.closed_at);
    CHECK_FALSE(must(disputes.open_of(feeds::IndicatorKind::kHost, "a.invalid")));
    CHECK(must(disputes.list(DisputeState::kGranted, 10)).size() == 1);
    CHECK(must(disputes.list(DisputeState::kOpen, 10)).empty());
    CHECK(must(disputes.list(std::nullopt, 10)).size() == 1);
    CHECK_FALSE(must(disputes.find("dsp_2")));

    REQUIRE(disputes.add_handover({"hnd_1", kNoon, "police", "某市公安局", "1", "侦查", 3}));
    REQUIRE(disputes.add_handover(
        {"hnd_2", kNoon + std::chrono::hours{1}, "police", "某市公安局", "2", "侦查", 4}));
    const auto handed = must(disputes.handovers(10));
    REQUIRE(handed.size() == 2);
    CHECK(handed[0].id == "hnd_2");
    CHECK(handed[0].entries == 4);
    CHECK(handed[1].reference == "1");
  }
}

TEST_CASE("observations are found by their places, and gone from there with a purge") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    auto session = open(*test);
    const LinkKey here{1, 2};
    const LinkKey there{1, 3};
    std::vector<Seq> seqs;
    for (int i = 0; i < 3; ++i) {
      NewObservation row = attempt("a" + std::to_string(i));
      row.places = {i == 1 ? there : here};
      if (i == 2) row.places.push_back(here);  // twice is once
      seqs.push_back(must(session->observations().append(row)));
    }
    using Seqs = std::vector<Seq>;
    CHECK(must(session->observations().at_place(here, 0, 10)) == Seqs{seqs[0], seqs[2]});
    CHECK(must(session->observations().at_place(here, seqs[0], 10)) == Seqs{seqs[2]});
    CHECK(must(session->observations().at_place(here, 0, 1)) == Seqs{seqs[0]});
    CHECK(must(session->observations().at_place(there, 0, 10)) == Seqs{seqs[1]});
    CHECK(must(session->observations().at_place({9, 9}, 0, 10)).empty());
    PurgePolicy all;
    all.observations_before = kNoon + std::chrono::hours{24 * 365};
    must(session->retention().purge(all, false));
    CHECK(must(session->observations().at_place(here, 0, 10)).empty());
  }
}

TEST_CASE("statements are read from a number on, of one source, and only those of persons") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    auto session = open(*test);
    Indicators& indicators = session->indicators();
    const auto add = [&](const std::string& value, const std::string& source, feeds::Origin origin,
                         feeds::Opinion opinion) {
      feeds::Statement s;
      s.kind = feeds::IndicatorKind::kHost;
      s.value = value;
      s.source = source;
      s.origin = origin;
      s.opinion = opinion;
      s.at = kNoon;
      return must(indicators.append(s, value, kNoon));
    };
    using feeds::Opinion;
    using feeds::Origin;
    const auto first = add("a", "market", Origin::kAutomatic, Opinion::kBad);
    add("b", "usr_1", Origin::kManual, Opinion::kBad);
    add("c", "market", Origin::kAutomatic, Opinion::kAllow);
    add("d", "other", Origin::kAutomatic, Opinion::kBad);
    const auto values = [&](const StatementRange& range) {
      Texts out;
      must(indicators.scan(range, [&](std::uint64_t, const feeds::Statement& s) -> Status {
        out.push_back(s.value);
        return {};
      }));
      return out;
    };
    CHECK(values({}) == Texts{"a", "b", "c", "d"});
    CHECK(values({.after = first}) == Texts{"b", "c", "d"});
    CHECK(values({.source = "market"}) == Texts{"a", "c"});
    CHECK(values({.after = first, .source = "market"}) == Texts{"c"});
    CHECK(values({.spoken = true}) == Texts{"b", "c"});
    CHECK(values({.limit = 2}) == Texts{"a", "b"});
    CHECK(must(indicators.count()) == 4);
  }
}

}  // namespace analyzer::store
