#include "analyzer/store/event_codec.h"

#include <catch2/catch.hpp>

namespace analyzer::store {
namespace {

LinkKey key(std::uint64_t n) { return {n * 0x0102030405060708ULL, ~n}; }

AttemptEvent full_attempt() {
  AttemptEvent e;
  e.at = from_millis(-1);
  e.arrival = 77;
  e.channel = Channel::kSilent;
  e.outcome = Outcome::kAbandoned;
  e.person = key(1);
  e.operator_ = key(2);
  e.operator_phone = key(3);
  e.device = key(4);
  e.wifi = key(5);
  e.site = key(6);
  e.staff = key(7);
  e.terminal = key(8);
  e.fee_payee = key(9);
  e.ip = key(10);
  e.document = key(11);
  e.village = key(12);
  e.work_order = key(13);
  e.county = 990102;
  e.related = false;
  e.not_due = true;
  e.bind_cycle = true;
  e.trace_strength = 5;
  e.capture = 0xC3F1000000000001ULL;
  return e;
}

// Every alternative, once with all it may hold and once with the least.
std::vector<WindowChange> examples() {
  ReportEvent report;
  report.at = from_millis(1'767'225'600'000);
  report.arrival = 77;
  report.county = 110105;
  report.shape = key(20);
  report.domains = {key(21), key(22)};
  report.numbers = {key(23)};
  RegistryFact fact{77,
                    key(30),
                    RegistryKind::kPrison,
                    Date{std::chrono::days{-5}},
                    Date{std::chrono::days{20'000}},
                    key(31),
                    true};
  RegistryFact short_fact;
  short_fact.arrival = 77;
  DispositionEvent disposition{from_millis(5), true, false, {{LinkKind::kDomain, key(40)}}};
  AttemptEvent least;
  least.arrival = 77;
  ReportEvent least_report;
  least_report.arrival = 77;
  return {full_attempt(),
          least,
          report,
          least_report,
          fact,
          short_fact,
          disposition,
          DispositionEvent{},
          Withdrawn{fact},
          Withdrawn{disposition}};
}

}  // namespace

TEST_CASE("a change reads back as it was written") {
  for (const WindowChange& change : examples()) {
    INFO("alternative " << change.index());
    const std::string bytes = encode(change);
    const Result<WindowChange> read = decode(bytes, 77);
    REQUIRE(read.has_value());
    CHECK(read->index() == change.index());
    CHECK(encode(*read) == bytes);
  }
}

TEST_CASE("every field of an attempt survives") {
  const AttemptEvent wanted = full_attempt();
  const Result<WindowChange> read = decode(encode(wanted), 77);
  REQUIRE(read.has_value());
  const auto& e = std::get<AttemptEvent>(*read);
  CHECK(e.at == wanted.at);
  CHECK(e.arrival == 77);
  CHECK(e.channel == wanted.channel);
  CHECK(e.outcome == wanted.outcome);
  CHECK((e.person == wanted.person && e.operator_ == wanted.operator_ &&
         e.operator_phone == wanted.operator_phone && e.device == wanted.device &&
         e.wifi == wanted.wifi && e.site == wanted.site && e.staff == wanted.staff &&
         e.terminal == wanted.terminal && e.fee_payee == wanted.fee_payee && e.ip == wanted.ip &&
         e.document == wanted.document && e.village == wanted.village &&
         e.work_order == wanted.work_order));
  CHECK(e.county == wanted.county);
  CHECK(e.related == wanted.related);
  CHECK(e.not_due == wanted.not_due);
  CHECK(e.bind_cycle);
  CHECK(e.trace_strength == 5);
  CHECK(e.capture == wanted.capture);
}

TEST_CASE("bytes cut short, too long or of another format are refused") {
  for (const WindowChange& change : examples()) {
    INFO("alternative " << change.index());
    const std::string bytes = encode(change);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      const Result<WindowChange> read = decode(bytes.substr(0, size), 1);
      REQUIRE_FALSE(read.has_value());
      REQUIRE(read.error().code == ErrorCode::kCorrupt);
    }
    CHECK_FALSE(decode(bytes + '\0', 1).has_value());
    std::string other = bytes;
    other[0] = 2;
    CHECK_FALSE(decode(other, 1).has_value());
    other = bytes;
    other[1] = 99;
    CHECK_FALSE(decode(other, 1).has_value());
  }
}

}  // namespace analyzer::store
