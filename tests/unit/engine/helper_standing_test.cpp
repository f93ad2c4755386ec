// What our own register of helpers explains, and what it never does.

#include "analyzer/engine/helper_standing.h"

#include <algorithm>
#include <functional>

#include "analyzer/engine/assess.h"
#include "analyzer/wire/history.h"
#include "tests/unit/engine/attempt_world.h"

namespace analyzer {
namespace {

Date date(std::string_view text) { return *parse_date(text); }

// A village's cadre with a registered phone, on a Tuesday at ten.
Registration a_registration() {
  Registration out;
  out.id = "hlp_1";
  out.terms.kind = HelperKind::kStaff;
  out.terms.name = "李村协办员";
  out.terms.area = {"990101001202"};
  out.terms.valid_from = date("2026-01-01");
  out.terms.valid_until = date("2026-12-31");
  out.terms.opens = 8 * 60;
  out.terms.closes = 18 * 60;
  out.terms.persons_day = 20;
  out.terms.persons_week = 40;
  out.matched = {LinkKind::kDevice};
  return out;
}

using Change = std::function<void(Registration&)>;

struct Row {
  const char* sentence;
  Change registration;
  std::string attempt;  // more of its fields
  std::uint32_t persons_day;
  const char* departs;  // the signal that says so; empty: covered
};

std::string fields_of(const std::string& more) {
  std::string out = R"("device":{"ref":"d"},"operator":{"role":"village","ref":"o"},)";
  if (more.find("site_region") == std::string::npos) out += R"("site_region":"990101001202",)";
  if (more.find("person") == std::string::npos) {
    out += R"("person":{"ref":"p","due_on":"2026-09-01"},)";
  }
  return out + more;
}

History busy(std::uint32_t persons_day) {
  History history;
  history.device.persons_1d = persons_day;
  history.device.persons_7d = persons_day;
  history.device.persons_365d = persons_day;
  history.device.operators_30d = persons_day;
  return history;
}

const Signal* find(const Verdict& verdict, std::string_view code) {
  const auto it = std::find_if(verdict.signals.begin(), verdict.signals.end(),
                               [&](const Signal& each) { return each.code == code; });
  return it == verdict.signals.end() ? nullptr : &*it;
}

bool speaks(const Verdict& verdict, std::string_view code) {
  const Signal* signal = find(verdict, code);
  return signal != nullptr && signal->active();
}

constexpr const char* kDepartures[] = {"helper.outside_area", "helper.outside_hours",
                                       "helper.over_volume",  "helper.over_beds",
                                       "helper.expired",      "helper.revoked"};

TEST_CASE("What is registered explains volume within what was agreed alone") {
  const Change as_is = [](Registration&) {};
  const auto at = [](const char* time) {
    return std::string(R"("occurred_at":"2026-03-10T)") + time + R"(+08:00",)";
  };
  const std::string due = R"("person":{"ref":"p","due_on":"2026-03-20"},)";
  const std::vector<Row> rows = {
      {"as agreed", as_is, "", 15, ""},
      {"half as many again", as_is, "", 29, ""},
      {"one more than that", as_is, "", 30, "helper.over_volume"},
      {"twice as many before the deadline", as_is, due, 39, ""},
      {"one more than that before the deadline", as_is, due, 40, "helper.over_volume"},
      {"no number was agreed",
       [](Registration& r) { r.terms.persons_day = r.terms.persons_week = {}; }, "", 300, ""},
      {"too many in a week", [](Registration& r) { r.terms.persons_day = {}; }, "", 60,
       "helper.over_volume"},
      {"half an hour early", as_is, at("07:30:00"), 15, ""},
      {"earlier", as_is, at("07:29:59"), 15, "helper.outside_hours"},
      {"half an hour late", as_is, at("18:29:59"), 15, ""},
      {"later", as_is, at("18:30:00"), 15, "helper.outside_hours"},
      {"a Tuesday is agreed", [](Registration& r) { r.terms.weekdays = {Weekday::kTue}; }, "", 15,
       ""},
      {"a Tuesday is not agreed",
       [](Registration& r) {
         r.terms.weekdays = {Weekday::kMon, Weekday::kWed};
       },
       "", 15, "helper.outside_hours"},
      {"on the first day", [](Registration& r) { r.terms.valid_from = date("2026-03-10"); }, "", 15,
       ""},
      {"before it", [](Registration& r) { r.terms.valid_from = date("2026-03-11"); }, "", 15,
       "helper.expired"},
      {"on the last day", [](Registration& r) { r.terms.valid_until = date("2026-03-10"); }, "", 15,
       ""},
      {"after it", [](Registration& r) { r.terms.valid_until = date("2026-03-09"); }, "", 15,
       "helper.expired"},
      {"before it is revoked", [](Registration& r) { r.revoked_on = date("2026-03-11"); }, "", 15,
       ""},
      {"once it is revoked", [](Registration& r) { r.revoked_on = date("2026-03-10"); }, "", 15,
       "helper.revoked"},
      {"the neighbouring village", as_is, R"("site_region":"990101001203",)", 15,
       "helper.outside_area"},
      {"within the county that is agreed", [](Registration& r) { r.terms.area = {"990101"}; }, "",
       15, ""},
      {"only the county is known", as_is, R"("site_region":"990101000000",)", 15, ""},
      {"another county", as_is, R"("site_region":"990102",)", 15, "helper.outside_area"},
      {"as many residents as beds and a fifth",
       [](Registration& r) {
         r.terms.persons_day = r.terms.persons_week = {};
         r.terms.beds = 100;
       },
       "", 119, ""},
      {"one more than that",
       [](Registration& r) {
         r.terms.persons_day = r.terms.persons_week = {};
         r.terms.beds = 100;
       },
       "", 120, "helper.over_beds"},
  };
  for (const Row& row : rows) {
    INFO(row.sentence);
    Registration registration = a_registration();
    row.registration(registration);
    History history = busy(row.persons_day);
    history.helpers = {registration};
    const Verdict verdict = assess(attempt_of(fields_of(row.attempt)), history, shipped_snapshot());
    for (const char* code : kDepartures) {
      INFO(code);
      CHECK(speaks(verdict, code) == (std::string_view(row.departs) == code));
    }
    const bool covered = *row.departs == '\0';
    CHECK(speaks(verdict, "context.in_register") == covered);
    CHECK(speaks(verdict, "device.persons_1d") != covered);
    CHECK(speaks(verdict, "device.operators_30d") != covered);
  }
}

TEST_CASE("A departure's sentence names the helper, and says when it is normal") {
  Registration registration = a_registration();
  registration.terms.area = {"990102"};
  History history = busy(15);
  history.helpers = {registration};
  const Verdict verdict = assess(attempt_of(fields_of("")), history, shipped_snapshot());
  const auto it =
      std::find_if(verdict.reasons.begin(), verdict.reasons.end(),
                   [](const Reason& reason) { return reason.code == "helper.outside_area"; });
  REQUIRE(it != verdict.reasons.end());
  CHECK(it->text.zh.find("李村协办员") != std::string::npos);
  CHECK(it->text.zh.find("属正常") != std::string::npos);
  CHECK(it->text.zh.find("()") == std::string::npos);
  CHECK(it->text.en.find("normal when") != std::string::npos);
  CHECK(it->text.zh.find('{') == std::string::npos);
}

TEST_CASE("A registration never explains captures, records, fees or what was found before") {
  History history = busy(15);
  history.helpers = {a_registration()};
  history.device.confirmed_bad = 1;
  history.person.captures_near_own = 1;
  history.ring_confirmed = 2;
  const std::string more =
      R"("biometric":{"mode":"blink","injection":0.95},"fee":{"yuan":20},)"
      R"("registry":[{"kind":"death_medical","on":"2026-02-01","source":"x"}],)";
  const Verdict verdict = assess(attempt_of(fields_of(more)), history, shipped_snapshot());
  REQUIRE(speaks(verdict, "context.in_register"));
  for (const char* code : {"capture.injection", "capture.replay_own", "fee.charged",
                           "registry.death_before", "device.confirmed_bad", "ring.confirmed"}) {
    INFO(code);
    CHECK(speaks(verdict, code));
  }
  CHECK_FALSE(speaks(verdict, "device.persons_1d"));
}

TEST_CASE("Our register wins over the caller's claim, the Wi-Fi alone over nothing but itself") {
  struct Claim {
    const char* sentence;
    LinkKind matched;
    bool expired;
    const char* claimed;
    bool registered;  // context.registered_helper speaks
  };
  const Claim claims[] = {
      {"ours holds, the caller says no", LinkKind::kDevice, false, "false", true},
      {"ours is over, the caller says yes", LinkKind::kDevice, true, "true", false},
      {"only the Wi-Fi is ours, the caller says no", LinkKind::kWifi, false, "false", false},
      {"only the Wi-Fi is ours, the caller says yes", LinkKind::kWifi, true, "true", true},
  };
  for (const Claim& claim : claims) {
    INFO(claim.sentence);
    Registration registration = a_registration();
    registration.matched = {claim.matched};
    if (claim.expired) registration.terms.valid_until = date("2026-03-09");
    History history = busy(15);
    history.wifi.persons_7d = 15;
    history.helpers = {registration};
    std::string fields = fields_of(R"("network":{"wifi_ref":"w"},)");
    fields.replace(fields.find(R"("ref":"o")"), 9,
                   R"("ref":"o","registered":)" + std::string(claim.claimed));
    const Verdict verdict = assess(attempt_of(fields), history, shipped_snapshot());
    CHECK(speaks(verdict, "context.registered_helper") == claim.registered);
    CHECK(speaks(verdict, "device.persons_1d") != claim.registered);
    if (claim.matched == LinkKind::kWifi) {
      CHECK(speaks(verdict, "context.registered_wifi") != claim.expired);
      CHECK_FALSE(speaks(verdict, "helper.expired"));
    }
  }
}

TEST_CASE("A registered home above its beds is not explained by being a home") {
  for (const std::uint32_t beds : {100U, 20U}) {
    INFO(beds);
    Registration home = a_registration();
    home.terms.kind = HelperKind::kNursingHome;
    home.terms.persons_day = home.terms.persons_week = std::nullopt;
    home.terms.beds = beds;
    History history = busy(60);
    history.helpers = {home};
    std::string fields = fields_of("");
    fields.replace(fields.find(R"("role":"village")"), 16, R"("role":"nursing_home")");
    const Verdict verdict = assess(attempt_of(fields), history, shipped_snapshot());
    CHECK(speaks(verdict, "helper.over_beds") == (beds == 20));
    CHECK(speaks(verdict, "context.nursing_home") == (beds == 100));
    CHECK(speaks(verdict, "device.persons_1d") == (beds == 20));
  }
}

TEST_CASE("Of several entries the one that covers the attempt counts") {
  Registration over = a_registration();
  over.id = "hlp_over";
  over.terms.valid_until = date("2026-03-09");
  Registration wifi = a_registration();
  wifi.id = "hlp_wifi";
  wifi.matched = {LinkKind::kWifi};
  Registration far = over;
  far.id = "hlp_far";
  far.terms.area = {"98"};
  const Attempt attempt = attempt_of(fields_of(""));
  const auto best = [&](std::vector<Registration> entries) {
    History history = busy(15);
    history.helpers = std::move(entries);
    const HelperStanding standing = helper_standing(attempt, history, std::nullopt, {});
    return standing.entry == nullptr ? std::string() : standing.entry->id;
  };
  CHECK(best({}).empty());
  CHECK(best({over, wifi, a_registration()}) == "hlp_1");
  CHECK(best({wifi, over}) == "hlp_over");
  CHECK(best({far, over}) == "hlp_over");
}

TEST_CASE("A verdict is replayed from the history that was stored with it") {
  Registration registration = a_registration();
  registration.terms.weekdays = {Weekday::kMon, Weekday::kWed};
  registration.revoked_on = date("2026-05-01");
  History history = busy(15);
  history.helpers = {registration};
  std::string text;
  wire::write_history(text, history);
  const auto read = wire::parse_history(json::parse(text).value());
  REQUIRE(read.has_value());
  CHECK(read->helpers == history.helpers);
  const Attempt attempt = attempt_of(fields_of(""));
  const Verdict first = assess(attempt, history, shipped_snapshot());
  const Verdict again = assess(attempt, *read, shipped_snapshot());
  CHECK(first.margin == again.margin);
  CHECK(first.reasons.size() == again.reasons.size());
  CHECK(speaks(again, "helper.outside_hours"));
}

TEST_CASE("Who works as a helper does is to be registered rather than suspected") {
  struct Look {
    const char* sentence;
    const char* op;    // inside of operator
    std::string more;  // of the attempt
    std::function<void(History&)> history;
    bool likely;
  };
  const auto none = [](History&) {};
  const std::vector<Look> looks = {
      {"a village doctor", R"("role":"village_doctor")", "", none, true},
      {"a volunteer among strangers", R"("role":"volunteer")", "",
       [](History& h) { h.operator_.related_known_30d = h.operator_.unrelated_30d = 14; }, true},
      {"a relative", R"("role":"relative","relation":"child")", "", none, false},
      {"nobody said who", R"("account_age_days":500)", "", none, false},
      {"a stranger on a registered point's Wi-Fi", R"("role":"other")", "",
       [](History& h) {
         Registration wifi = a_registration();
         wifi.matched = {LinkKind::kWifi};
         h.helpers = {wifi};
       },
       true},
      {"in three villages", R"("role":"volunteer")", "",
       [](History& h) { h.device.villages_1d = 3; }, false},
      {"in two counties", R"("role":"volunteer")", "",
       [](History& h) { h.operator_.regions_30d = 2; }, false},
      {"mostly not due", R"("role":"volunteer")", "",
       [](History& h) {
         h.device.due_known_30d = 14;
         h.device.not_due_30d = 9;
       },
       false},
      {"by night too", R"("role":"volunteer")", "", [](History& h) { h.device.night_7d = 1; },
       false},
      {"before six", R"("role":"volunteer")", R"("occurred_at":"2026-03-10T05:59:00+08:00",)", none,
       false},
      {"binding and unbinding", R"("role":"volunteer")", "",
       [](History& h) { h.operator_.bind_cycles_30d = 1; }, false},
      {"a family's number", R"("role":"volunteer")", "",
       [](History& h) { h.device.persons_7d = 4; }, false},
      {"for a fee", R"("role":"volunteer")", R"("fee":{"yuan":20},)", none, false},
      {"reported for fees", R"("role":"volunteer")", "",
       [](History& h) { h.phone_reports_30d = 1; }, false},
      {"found before", R"("role":"volunteer")", "", [](History& h) { h.device.confirmed_bad = 1; },
       false},
      {"with an injected picture", R"("role":"volunteer")",
       R"("biometric":{"mode":"blink","injection":0.95},)", none, false},
  };
  for (const Look& look : looks) {
    INFO(look.sentence);
    History history = busy(14);
    history.device.operators_30d = 0;
    look.history(history);
    std::string fields = fields_of(look.more);
    fields.replace(fields.find(R"("role":"village")"), 16, look.op);
    const Verdict verdict = assess(attempt_of(fields), history, shipped_snapshot());
    CHECK(speaks(verdict, "context.likely_helper") == look.likely);
    const auto named = [&](const char* id) {
      const auto& all = verdict.typologies;
      return std::find(all.begin(), all.end(), id) != all.end();
    };
    if (!look.likely) continue;
    CHECK(named("unregistered_helper"));
    CHECK_FALSE(named("paid_agent"));
  }
}

}  // namespace
}  // namespace analyzer
