// The contract of Audit, Secrets, Meta, Retention and of a Store as a whole.

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "analyzer/store/audit_walk.h"
#include "analyzer/store/parts.h"
#include "tests/contract/store_contract.h"

namespace analyzer::store {
namespace {

using std::chrono::hours;

AuditEntry entry(const std::string& actor, const std::string& action, int minute) {
  return {kNoon + std::chrono::minutes(minute),
          actor,
          action,
          "cas_1",
          "复核",
          "ok",
          "req-1",
          R"({"n":1})"};
}

std::map<std::string, std::uint64_t> rows(const PurgeReport& report) {
  std::map<std::string, std::uint64_t> out;
  for (const PurgeReport::Row& row : report.rows) {
    if (row.rows > 0) out[row.table] = row.rows;
  }
  return out;
}

using Rows = std::map<std::string, std::uint64_t>;

}  // namespace

TEST_CASE("the audit log numbers its rows, lists them and agrees with itself") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Audit& audit = session->audit();
    CHECK(must(audit.head()).number == 0);
    CHECK_FALSE(must(audit.verify()).first_bad.has_value());
    CHECK(must(audit.append(entry("usr_1", "case.decide", 1))) == 1);
    must(session->begin());
    CHECK(must(audit.append(entry("usr_2", "case.claim", 2))) == 2);
    must(session->rollback());
    CHECK(must(audit.append(entry("usr_2", "casework.x", 3))) == 2);
    CHECK(must(audit.append(entry("usr_1", "user.unlock", 4))) == 3);

    const auto all = must(audit.list({}));
    REQUIRE(all.size() == 3);
    CHECK(all[0].number == 3);
    CHECK(all[2].entry == entry("usr_1", "case.decide", 1));
    CHECK(must(audit.head()).hash == all[0].hash);
    const auto size = [&](const AuditQuery& query) { return must(audit.list(query)).size(); };
    CHECK(size({.actor = "usr_1"}) == 2);
    CHECK(size({.action = "case"}) == 1);
    CHECK(size({.action = "case.decide"}) == 1);
    CHECK(size({.object = "cas_2"}) == 0);
    CHECK(size({.from = kNoon + std::chrono::minutes(3)}) == 2);
    CHECK(size({.to = kNoon + std::chrono::minutes(3)}) == 1);
    CHECK(size({.before = 3, .limit = 1}) == 1);
    const AuditReport report = must(audit.verify());
    CHECK(report.rows == 3);
    CHECK_FALSE(report.first_bad.has_value());
    CHECK(report.head == all[0].hash);
    // A piece at a time.
    AuditWalk walk;
    must(walk_on(audit, walk, 2));
    CHECK(walk.through.number == 2);
    CHECK(walk.of == 3);
    CHECK_FALSE(walk.done);
    CHECK_FALSE(walk.first_bad.has_value());
    must(walk_on(audit, walk, 2));
    CHECK(walk.done);
    CHECK(walk.through.hash == all[0].hash);
    CHECK(walk.first_at == all[2].entry.at);
    CHECK(walk.last_at == all[0].entry.at);
    // From a row that never stood there.
    AuditWalk other;
    other.through = {2, digest(9)};
    must(walk_on(audit, other, 2));
    CHECK(other.done);
    CHECK(other.first_bad == 3);
    CHECK(other.fault == AuditFault::kChanged);
  }
}

TEST_CASE("secrets are replaced by kind and erased by owner") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Secrets& secrets = session->secrets();
    Secret subject{"cas_1", "subject", 1, std::string("\0\xff bytes", 8), kNoon};
    must(secrets.put(subject));
    subject.key_version = 2;
    must(secrets.put(subject));
    must(secrets.put({"cas_1", "suspect", 1, "x", kNoon}));
    must(secrets.put({"7", "subject", 1, "y", kNoon}));
    CHECK(must(secrets.find("cas_1", "subject")) == subject);
    CHECK_FALSE(must(secrets.find("cas_1", "other")).has_value());
    CHECK(must(secrets.erase("cas_1")) == 2);
    CHECK(must(secrets.erase("cas_1")) == 0);
    CHECK_FALSE(must(secrets.find("cas_1", "subject")).has_value());
    CHECK(must(secrets.find("7", "subject")).has_value());
  }
}

TEST_CASE("small settings are kept by name") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    CHECK_FALSE(must(session->meta().get("key.check")).has_value());
    must(session->meta().set("key.check", "a"));
    must(session->meta().set("key.check", std::string("b\0c", 3)));
    CHECK(must(session->meta().get("key.check")) == std::string("b\0c", 3));
  }
}

TEST_CASE("a purge removes what its policy names, spares undecided cases and counts first") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Observations& observations = session->observations();
    Case decided = a_case("cas_done");
    decided.state = CaseState::kDecided;
    decided.decided_at = kNoon;
    must(session->cases().put(decided, std::nullopt));
    must(session->cases().put(a_case("cas_open"), std::nullopt));
    for (const char* id : {"cas_done", "cas_open"}) {
      must(session->cases().append_event(id, {}));
      must(session->cases().add_links(id, std::vector<Link>{{LinkKind::kDevice, key(1)}}));
      must(session->secrets().put({id, "subject", 1, "x", kNoon}));
    }
    const auto add = [&](const char* id, std::uint64_t person, const char* case_id) {
      NewObservation o = attempt(id, person);
      o.case_id = case_id;
      return must(observations.append(o));
    };
    add("plain", 1, "");
    const Seq done = add("done", 1, "cas_done");
    const Seq open_one = add("open", 1, "cas_open");
    add("other", 2, "");
    must(session->labels().append({done, "cas_done", Disposition::kCleared, {}, kNoon, "usr_1"}));
    must(observations.set_outcome(done, {"passed", kNoon, "x"}));
    must(session->secrets().put({std::to_string(open_one), "subject", 1, "x", kNoon}));
    RegistryEvent event;
    event.event_id = "e";
    event.caller = "c";
    event.person = key(1);
    must(session->registry().append(0, event));
    RegistryFact fact;
    fact.person = key(1);
    must(session->window_log().append(0, fact));
    must(session->aliases().join(key(9), key(1)));
    must(session->audit().append(entry("usr_1", "purge", 1)));

    const auto dry = [&](const PurgePolicy& policy) {
      return rows(must(session->retention().purge(policy, true)));
    };
    const auto purge = [&](const PurgePolicy& policy) {
      return rows(must(session->retention().purge(policy, false)));
    };
    const Time later = kNoon + hours(1);
    CHECK(dry({}).empty());
    CHECK(dry({.observations_before = kNoon}).empty());
    CHECK(dry({.observations_before = later}) == Rows{{"observations", 2}});
    CHECK(dry({.captures_before = later}) == Rows{{"captures", 3}});
    CHECK(dry({.secrets_of_cases_decided_before = later}) == Rows{{"secrets", 1}});
    const Rows of_case{{"case_events", 1}, {"case_links", 1},   {"cases", 1},  {"labels", 1},
                       {"outcomes", 1},    {"observations", 1}, {"secrets", 1}};
    CHECK(dry({.cases_decided_before = later}) == of_case);
    Rows of_person = of_case;
    of_person["observations"] = 2;
    of_person["aliases"] = 1;
    of_person["registry_events"] = 1;
    of_person["window_changes"] = 1;
    CHECK(dry({.person = key(1)}) == of_person);

    must(session->begin());
    CHECK(code_of(session->retention().purge({}, true)) == ErrorCode::kConflict);
    must(session->rollback());

    CHECK(purge({.captures_before = later}) == Rows{{"captures", 3}});
    CHECK(purge({.captures_before = later}).empty());
    CHECK_FALSE(
        std::get<AttemptEvent>(must(observations.get(done)).observation.event).capture.has_value());
    CHECK(std::get<AttemptEvent>(must(observations.get(open_one)).observation.event)
              .capture.has_value());
    CHECK(purge({.person = key(1)}) == of_person);
    CHECK(must(observations.of_person(key(1), 10)).size() == 1);
    CHECK(must(observations.of_person(key(2), 10)).size() == 1);
    CHECK_FALSE(must(session->cases().find("cas_done")).has_value());
    CHECK(must(session->cases().find("cas_open")).has_value());
    CHECK(purge({.observations_before = later}) == Rows{{"observations", 1}});
    CHECK(must(observations.get(open_one)).observation.case_id == "cas_open");
    CHECK(must(session->secrets().find("cas_open", "subject")).has_value());
    CHECK(must(session->audit().verify()).rows == 1);
    must(test->store().verify());
  }
}

TEST_CASE("observations of several months are one log, and what was purged may come again") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Observations& observations = session->observations();
    const auto reading = open(*test, Mode::kReadOnly);
    std::vector<Seq> seqs;
    for (int month = 0; month < 3; ++month) {
      const Time at = kNoon + month * hours(24 * 30) + hours(24 * 2);
      must(tend_parts(test->store(), *reading, at));
      for (int n = 0; n < 5; ++n) {
        NewObservation o = attempt("m" + std::to_string(month) + "-" + std::to_string(n));
        o.arrived_at = at;
        o.places = {key(77)};
        seqs.push_back(must(observations.append(o)));
        must(observations.set_outcome(seqs.back(), {"passed", at, "x"}));
      }
    }
    const auto logged = [&](Seq from) {
      std::vector<Seq> out;
      must(session->window_log().scan(from, [&](Seq seq, const WindowChange&) -> Status {
        out.push_back(seq);
        return {};
      }));
      return out;
    };
    CHECK(std::is_sorted(seqs.begin(), seqs.end()));
    CHECK(logged(0) == seqs);
    CHECK(must(observations.at_place(key(77), 0, 100)) == seqs);
    const auto recent = must(observations.recent({.limit = 100}));
    REQUIRE(recent.size() == seqs.size());
    CHECK(recent.front().seq == seqs.back());
    CHECK(must(observations.of_person(key(1), 100)).size() == seqs.size());

    const NewObservation gone = attempt("m0-1");
    const Rows all{{"observations", 5}, {"observation_places", 5}, {"outcomes", 5}};
    const Time february = kNoon + hours(24 * 30);
    CHECK(rows(must(session->retention().purge({.observations_before = february}, true))) == all);
    Rows done = rows(must(session->retention().purge({.observations_before = february}, false)));
    done.erase("observation_parts");  // of the store that has some
    CHECK(done == all);
    const std::vector<Seq> stay(seqs.begin() + 5, seqs.end());
    CHECK(logged(0) == stay);
    CHECK(must(observations.at_place(key(77), 0, 100)) == stay);
    CHECK_FALSE(must(observations.find(gone.key)).has_value());
    CHECK(must(observations.find(attempt("m1-1").key))->seq == seqs[6]);
    CHECK(code_of(observations.append(attempt("m1-1"))) == ErrorCode::kConflict);
    CHECK(code_of(observations.get(seqs[1])) == ErrorCode::kNotFound);
    CHECK(code_of(observations.set_outcome(seqs[1], {"failed", kNoon, "x"})) ==
          ErrorCode::kNotFound);
    const Seq again = must(observations.append(gone));
    CHECK(again > seqs.back());
    CHECK(must(observations.find(gone.key))->seq == again);
    must(test->store().verify());
    test->reopen();
    CHECK(must(open(*test)->observations().find(gone.key))->seq == again);
  }
}

TEST_CASE("a purge removes campaigns not seen since, and all that hangs on them") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Campaigns& campaigns = session->campaigns();
    const auto add = [&](const std::string& id, Time last_seen, std::uint16_t n) {
      must(campaigns.put({id, "社保卡停用", {}, {990102}, 1, kNoon, last_seen, std::nullopt}));
      must(campaigns.add_links(id, std::vector<Link>{{LinkKind::kPhone, key(n)}}));
      Sketch sketch;
      for (std::size_t i = 0; i < Sketch::kValues; ++i) {
        sketch.values[i] = static_cast<std::uint16_t>(n * 1000 + i);
      }
      must(campaigns.add_sketch(id, sketch));
      must(campaigns.count(id, Date{std::chrono::days{20'000}}, 990102));
      return sketch;
    };
    const Sketch gone = add("cam_b", kNoon, 1);
    add("cam_d", kNoon, 2);                                 // goes as well
    add("cam_open", kNoon, 3);                              // has an undecided case
    const Sketch kept = add("cam_a", kNoon + hours(2), 4);  // seen since
    must(campaigns.relate("cam_b", "cam_d"));
    must(campaigns.relate("cam_a", "cam_b"));
    must(campaigns.relate("cam_d", "cam_open"));
    must(campaigns.relate("cam_a", "cam_open"));
    Case decided = a_case("cas_done");
    decided.state = CaseState::kDecided;
    decided.decided_at = kNoon;
    must(session->cases().put(decided, std::nullopt));
    must(session->cases().put(a_case("cas_open"), std::nullopt));
    must(campaigns.set_case("cam_b", "9901", "cas_done"));
    must(campaigns.set_case("cam_open", "9901", "cas_open"));

    const Time later = kNoon + hours(1);
    const std::uint64_t band_count = bands(gone).size();
    const Rows all{{"campaigns", 2},         {"campaign_links", 2},
                   {"campaign_sketches", 2}, {"campaign_bands", 2 * band_count},
                   {"campaign_counts", 2},   {"campaign_relations", 3},
                   {"campaign_cases", 1}};
    const auto purge = [&](Time before, bool dry_run) {
      return rows(must(session->retention().purge({.campaigns_seen_before = before}, dry_run)));
    };
    CHECK(purge(kNoon, true).empty());
    CHECK(purge(later, true) == all);
    CHECK(must(campaigns.find("cam_b")).has_value());
    CHECK(purge(later, false) == all);
    CHECK(purge(later, false).empty());

    CHECK_FALSE(must(campaigns.find("cam_b")).has_value());
    CHECK_FALSE(must(campaigns.find("cam_d")).has_value());
    CHECK(must(campaigns.ties(std::vector<Link>{{LinkKind::kPhone, key(1)}})).empty());
    CHECK(must(campaigns.alike(gone, 0.5)).empty());
    CHECK(must(campaigns.alike(kept, 0.5)).size() == 1);
    CHECK(must(campaigns.ties(std::vector<Link>{{LinkKind::kPhone, key(4)}})).size() == 1);
    CHECK(must(campaigns.case_of("cam_open", "9901")) == "cas_open");
    CHECK(must(campaigns.related("cam_a")) == std::vector<std::string>{"cam_open"});
    CHECK(must(session->cases().find("cas_done")).has_value());
    must(test->store().verify());
  }
}

TEST_CASE("a backup taken in use is one state and opens as a store") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    if (!test->copies()) {
      CHECK(code_of(test->store().backup(test->scratch_path())) == ErrorCode::kInvalid);
      continue;
    }
    const auto session = open(*test);
    must(session->observations().append(attempt("a")));
    must(session->audit().append(entry("usr_1", "x", 1)));
    must(session->begin());
    must(session->observations().append(attempt("b")));
    const std::string path = test->scratch_path();
    must(test->store().backup(path));
    must(session->commit());
    CHECK(code_of(test->store().backup(path)) == ErrorCode::kConflict);
    const auto copy = test->open_copy(path);
    must(copy->verify());
    CHECK(copy->schema_version() == test->store().schema_version());
    const auto read = must(copy->open_session(Mode::kReadWrite));
    CHECK(must(read->observations().recent({})).size() == 1);
    CHECK(must(read->audit().verify()).rows == 1);
    CHECK(must(read->audit().append(entry("usr_1", "x", 2))) == 2);
  }
}

TEST_CASE("a checkpoint in the middle of a transaction neither waits nor loses anything") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    {
      const auto session = open(*test);
      must(session->observations().append(attempt("a")));
      must(session->begin());
      must(session->observations().append(attempt("b")));
      must(test->store().checkpoint());
      must(session->commit());
      must(test->store().checkpoint());
    }
    test->reopen();
    CHECK(must(open(*test)->observations().recent({})).size() == 2);
    must(test->store().verify());
  }
}

TEST_CASE("what an open objection is about, or an open case names, stays whatever its age") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    const auto put = [&](const char* id, CaseState state) {
      Case c = must(session->cases().find(id)).value_or(a_case(id));
      const auto before = c.version;
      const bool fresh = !must(session->cases().find(id));
      c.state = state;
      c.decided_at = state == CaseState::kDecided ? std::optional(kNoon) : std::nullopt;
      if (!fresh) ++c.version;
      must(session->cases().put(c, fresh ? std::nullopt : std::optional(before)));
    };
    const auto add = [&](const char* id, const char* case_id) {
      NewObservation o = attempt(id, 1);
      o.case_id = case_id;
      const Seq seq = must(session->observations().append(o));
      must(session->secrets().put({std::to_string(seq), "subject", 1, "x", kNoon}));
      return seq;
    };
    put("cas_old", CaseState::kDecided);  // objected to
    put("cas_objection", CaseState::kOpen);
    put("cas_named", CaseState::kDecided);  // an open case names what is in it
    put("cas_retro", CaseState::kOpen);
    must(session->secrets().put({"cas_old", "subject:a", 1, "x", kNoon}));
    const Seq objected = add("a", "cas_old");
    const Seq named = add("b", "cas_named");
    must(session->objections().add(
        {"cas_objection", "cas_old", ObjectionWay::kWindow, kNoon, "", "usr_1", {}}));
    must(session->cases().mention("cas_objection", objected));
    must(session->cases().mention("cas_retro", named));

    const Time later = kNoon + hours(1);
    PurgePolicy all;
    all.observations_before = all.captures_before = all.cases_decided_before = later;
    all.secrets_of_cases_decided_before = later;
    all.person = key(1);
    CHECK(rows(must(session->retention().purge(all, true))).empty());
    CHECK(rows(must(session->retention().purge(all, false))).empty());
    CHECK(must(session->observations().of_case("cas_old")).size() == 1);
    CHECK(must(session->observations().of_case("cas_named")).size() == 1);
    CHECK(must(session->secrets().find("cas_old", "subject:a")).has_value());
    CHECK(must(session->secrets().find(std::to_string(objected), "subject")).has_value());
    CHECK(must(session->secrets().find(std::to_string(named), "subject")).has_value());

    put("cas_objection", CaseState::kDecided);
    put("cas_retro", CaseState::kDecided);
    const Rows gone = rows(must(session->retention().purge(all, false)));
    CHECK(gone.at("observations") == 2);
    CHECK(gone.at("cases") == 4);
    CHECK(gone.at("secrets") == 3);
  }
}

TEST_CASE("a person is erased under every key that was theirs, and from the list of visits") {
  for (const Maker& maker : makers()) {
    for (const std::uint64_t told : {1, 2, 3}) {
      INFO(maker.name << ", told " << told);
      const auto test = maker.make();
      const auto session = open(*test);
      // What was recorded under 1 and 2 before they were known to be 3, and since.
      for (const std::uint64_t one : {1, 2, 3, 4}) {
        must(session->observations().append(attempt(std::to_string(one), one)));
        VisitNeed visit;
        visit.id = "vis_" + std::to_string(one);
        visit.person = key(one);
        visit.last_at = kNoon;
        must(session->visits().put(visit));
      }
      must(session->aliases().join(key(1), key(3)));
      must(session->aliases().join(key(2), key(3)));
      const std::uint64_t before = must(session->retention().erasures());
      const Rows all{{"observations", 3}, {"visits", 3}, {"aliases", 2}};
      CHECK(rows(must(session->retention().purge({.person = key(told)}, true))) == all);
      CHECK(must(session->retention().erasures()) == before);
      CHECK(rows(must(session->retention().purge({.person = key(told)}, false))) == all);
      CHECK(must(session->retention().erasures()) != before);
      CHECK(must(session->observations().of_person(key(4), 9)).size() == 1);
      CHECK(must(session->visits().find("vis_4")).has_value());
    }
  }
}

TEST_CASE("visits and answered objections of the listed go by their age") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    const auto visit = [&](const char* id, std::uint64_t person, Time last,
                           std::optional<Time> done) {
      VisitNeed need;
      need.id = id;
      need.person = key(person);
      need.last_at = last;
      need.done_at = done;
      must(session->visits().put(need));
    };
    const Time later = kNoon + hours(2);
    visit("vis_old", 1, kNoon, std::nullopt);
    visit("vis_done", 2, kNoon, kNoon);
    visit("vis_done_late", 3, kNoon, later);
    visit("vis_new", 4, later, std::nullopt);
    const auto dispute = [&](const char* id, DisputeState state, Time at) {
      Dispute d;
      d.id = id;
      d.value = id;
      d.opened_at = kNoon;
      d.state = state;
      if (state != DisputeState::kOpen) d.decided_at = kNoon;
      if (state == DisputeState::kClosed) d.closed_at = at;
      must(session->disputes().put(d, std::nullopt));
      must(session->secrets().put({id, "contact", 1, "x", kNoon}));
    };
    dispute("dsp_open", DisputeState::kOpen, kNoon);
    dispute("dsp_granted", DisputeState::kGranted, kNoon);  // some export still holds it
    dispute("dsp_refused", DisputeState::kRefused, kNoon);
    dispute("dsp_closed", DisputeState::kClosed, kNoon);
    dispute("dsp_closed_late", DisputeState::kClosed, later);

    PurgePolicy policy;
    policy.visits_before = policy.disputes_done_before = kNoon + hours(1);
    const Rows all{{"visits", 2}, {"disputes", 2}, {"secrets", 2}};
    CHECK(rows(must(session->retention().purge(policy, true))) == all);
    CHECK(rows(must(session->retention().purge(policy, false))) == all);
    CHECK(must(session->visits().find("vis_done_late")).has_value());
    CHECK(must(session->visits().find("vis_new")).has_value());
    CHECK(must(session->disputes().list(std::nullopt, 9)).size() == 3);
    CHECK_FALSE(must(session->secrets().find("dsp_refused", "contact")).has_value());
    CHECK(must(session->secrets().find("dsp_granted", "contact")).has_value());
  }
}

}  // namespace analyzer::store
