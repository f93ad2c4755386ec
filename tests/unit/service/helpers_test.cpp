// The register of helpers: from a false alarm to a registration to the next
// attempt, and who may do what.

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/unit/service/world.h"

namespace analyzer {
namespace {

constexpr const char* kVillage = "990101001202";

Actor person(const std::string& id, Role role, const std::string& region = "") {
  return {id, id, role_bit(role), region, "req"};
}

// The n-th person of a day at a village doctor's phone.
std::string at_the_doctors(int n, const std::string& time, const std::string& village = kVillage,
                           const std::string& more = "") {
  const std::string number = std::to_string(n);
  return R"({"attempt_id":"t-)" + number + R"(","occurred_at":"2026-03-10T)" + time +
         R"(+08:00","channel":"province_app","outcome":"passed","region":"990101","site_region":")" +
         village + R"(","person":{"ref":"p)" + number +
         R"(","age":74,"due_on":"2026-08-02","benefit_status":"active"},)"
         R"("operator":{"role":"village_doctor","ref":"doctor","same_household":false,)"
         R"("registered":false,"phone":"139 0000 5678"},"device":{"ref":"phone-of-the-doctor"})" +
         more + "}";
}

std::string at_minute(int minute) {
  const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return two(9 + minute / 60) + ":" + two(minute % 60) + ":00";
}

// A world in which whatever has a reason is reviewed, and 14 persons at the
// doctor's; returns the last answer.
struct Doctor {
  Doctor() {
    world.set_review_threshold(0.0);
    REQUIRE(world.service().reload());
    for (int n = 1; n <= 14; ++n) last = world.attempt(at_the_doctors(n, at_minute(4 * n)));
  }
  World world;
  json::Value last;
};

json::Value read(const Result<Document>& document) {
  if (!document) {
    const auto& fields = document.error().fields;
    FAIL(document.error().message << (fields.empty() ? "" : " " + fields.front().pointer));
  }
  return json::parse(*document->text).value();
}

std::string refusal(const Result<Document>& document) {
  if (document) return "";
  const auto& fields = document.error().fields;
  return fields.empty() ? "failed" : fields.front().pointer + " " + fields.front().code;
}

bool names(const json::Value& answer, const std::string& list, const std::string& word) {
  const json::Value found = at(answer, "/" + list);
  REQUIRE(found.is_array());
  const auto& items = found.get_array();
  return std::any_of(items.begin(), items.end(), [&](const json::Value& item) {
    return item.is_string() ? item == json::Value(word) : text_at(item, "/code") == word;
  });
}

// The body of a registration of the doctor's phone, with `more` in place of terms.
std::string of_the_phone(const std::string& more = "", const std::string& area = kVillage) {
  return R"({"kind":"village_doctor","name":"李村卫生室","area":[")" + area +
         R"("],"valid_from":"2026-03-01","opens":"08:00","closes":"18:00","persons_day":20,)"
         R"("persons_week":60,"links":[{"kind":"device","value":"phone-of-the-doctor"}])" +
         more + "}";
}

}  // namespace

TEST_CASE("a false alarm becomes a registration by the case's own proposal, and the next passes") {
  Doctor doctor;
  World& world = doctor.world;
  CHECK(text_at(doctor.last, "/decision") == "review");
  CHECK(names(doctor.last, "typologies", "unregistered_helper"));
  CHECK_FALSE(names(doctor.last, "typologies", "paid_agent"));
  CHECK(names(doctor.last, "required_actions", "register_helper"));
  const std::string case_id = text_at(doctor.last, "/case_id");
  REQUIRE_FALSE(case_id.empty());

  const json::Value seen =
      at(read(world.service().helper_proposal(supervisor(), case_id)), "/proposal");
  CHECK(at(seen, "/likely") == json::Value(true));
  CHECK(text_at(seen, "/kind") == "village_doctor");
  CHECK(text_at(seen, "/area/0/code") == kVillage);
  CHECK(text_at(seen, "/opens") == "08:00");
  CHECK(text_at(seen, "/closes") == "18:00");
  CHECK(at(seen, "/weekdays").as_array().size() == 5);
  CHECK(at(seen, "/persons_day").as_int64() == 15);
  CHECK(at(seen, "/links").as_array().size() == 3);

  std::string links;
  const json::Value proposed_links = at(seen, "/links");
  for (const json::Value& link : proposed_links.as_array()) {
    links += (links.empty() ? "" : ",") + (R"({"kind":")" + text_at(link, "/kind")) +
             R"(","id":")" + text_at(link, "/id") + R"("})";
  }
  const json::Value entry = read(world.service().add_helper(
      supervisor(), R"({"kind":"village_doctor","name":"李村卫生室","case_id":")" + case_id +
                        R"(","area":[")" + text_at(seen, "/area/0/code") +
                        R"("],"valid_from":"2026-03-10","opens":"08:00","closes":"18:00",)"
                        R"("persons_day":15,"links":[)" +
                        links + "]}"));
  CHECK(text_at(entry, "/state") == "in_force");

  const json::Value next = world.attempt(at_the_doctors(15, "11:00:00"));
  CHECK(text_at(next, "/decision") == "pass");
  CHECK_FALSE(names(next, "typologies", "unregistered_helper"));
  CHECK_FALSE(names(next, "reasons", "device.persons_1d"));
  world.reopen();
  const json::Value later = world.attempt(at_the_doctors(16, "11:05:00"));
  CHECK(text_at(later, "/decision") == "pass");
}

TEST_CASE("a registration explains nothing outside what was agreed, and never what is no volume") {
  struct Row {
    const char* sentence;
    std::string registration;
    std::string attempt;
    const char* reason;  // of the answer
  };
  const std::string capture = R"(,"biometric":{"mode":"blink","injection":0.95})";
  const std::vector<Row> rows = {
      {"in another village", of_the_phone("", "990102"), at_the_doctors(15, "11:00:00"),
       "helper.outside_area"},
      {"late at night", of_the_phone(), at_the_doctors(15, "20:31:00"), "helper.outside_hours"},
      {"on a day that was not agreed", of_the_phone(R"(,"weekdays":["mon","sun"])"),
       at_the_doctors(15, "11:00:00"), "helper.outside_hours"},
      {"half as many again as were agreed",
       R"({"kind":"device","name":"手机","area":["99"],"valid_from":"2026-03-01","persons_day":9,)"
       R"("links":[{"kind":"device","value":"phone-of-the-doctor"}]})",
       at_the_doctors(15, "11:00:00"), "helper.over_volume"},
      {"after the last day", of_the_phone(R"(,"valid_until":"2026-03-09")"),
       at_the_doctors(15, "11:00:00"), "helper.expired"},
      {"more residents than beds",
       R"({"kind":"nursing_home","name":"敬老院","area":["99"],"valid_from":"2026-03-01","beds":8,)"
       R"("links":[{"kind":"phone","value":"+86 139-0000-5678"}]})",
       at_the_doctors(15, "11:00:00"), "helper.over_beds"},
      {"an injected picture", of_the_phone(), at_the_doctors(15, "11:00:00", kVillage, capture),
       "capture.injection"},
      {"a fee", of_the_phone(), at_the_doctors(15, "11:00:00", kVillage, R"(,"fee":{"yuan":20})"),
       "fee.charged"},
      {"a recorded death", of_the_phone(),
       at_the_doctors(15, "11:00:00", kVillage,
                      R"(,"registry":[{"kind":"death_medical","on":"2026-02-01","source":"x"}])"),
       "registry.death_before"},
  };
  for (const Row& row : rows) {
    INFO(row.sentence);
    Doctor doctor;
    World& world = doctor.world;
    read(world.service().add_helper(supervisor(), row.registration));
    const json::Value answer = world.attempt(row.attempt);
    CHECK(names(answer, "reasons", row.reason));
    CHECK(text_at(answer, "/decision") == "review");
  }
}

TEST_CASE("a revoked registration counts no more and says so") {
  Doctor doctor;
  World& world = doctor.world;
  const json::Value entry = read(world.service().add_helper(supervisor(), of_the_phone()));
  const std::string id = text_at(entry, "/id");
  CHECK(refusal(world.service().revoke_helper(supervisor(), id, 1, "")) == "?reason required");
  CHECK(refusal(world.service().revoke_helper(supervisor(), id, 7, "离任")) == " stale");
  CHECK(text_at(read(world.service().revoke_helper(supervisor(), id, 1, "离任")), "/state") ==
        "revoked");
  const json::Value answer = world.attempt(at_the_doctors(15, "11:00:00"));
  CHECK(text_at(answer, "/decision") == "review");
  CHECK(names(answer, "reasons", "helper.revoked"));
  CHECK(refusal(world.service().revoke_helper(supervisor(), id, 2, "再次")) == "failed");
}

TEST_CASE("the register wins over what the caller claims") {
  World world;
  read(world.service().add_helper(supervisor(), of_the_phone(R"(,"valid_until":"2026-03-09")")));
  std::string body = at_the_doctors(1, "10:00:00");
  body.replace(body.find(R"("registered":false)"), 18, R"("registered":true)");
  world.set_review_threshold(0.0);
  REQUIRE(world.service().reload());
  const json::Value answer = world.attempt(body);
  CHECK(names(answer, "reasons", "helper.expired"));
  CHECK_FALSE(names(answer, "reasons", "context.registered_helper"));
}

TEST_CASE("a reviewer proposes, and another person confirms") {
  Doctor doctor;
  World& world = doctor.world;
  const Actor reviewer = person("usr_r", Role::kReviewer);
  const Actor second = person("usr_s", Role::kSecondReviewer);
  const json::Value proposed = read(world.service().add_helper(reviewer, of_the_phone()));
  CHECK(text_at(proposed, "/state") == "proposed");
  const std::string id = text_at(proposed, "/id");
  CHECK(text_at(world.attempt(at_the_doctors(15, "11:00:00")), "/decision") == "review");
  CHECK(refusal(world.service().confirm_helper(reviewer, id, 1)) == " forbidden");
  Actor both = second;
  both.id = "usr_r";
  CHECK(refusal(world.service().confirm_helper(both, id, 1)) == " same_person");
  CHECK(text_at(read(world.service().confirm_helper(second, id, 1)), "/state") == "in_force");
  CHECK(text_at(world.attempt(at_the_doctors(16, "11:05:00")), "/decision") == "pass");
  CHECK(refusal(world.service().confirm_helper(second, id, 2)) == "failed");
}

TEST_CASE("a change replaces what was agreed and keeps links by their id") {
  World world;
  const json::Value entry = read(world.service().add_helper(supervisor(), of_the_phone()));
  const std::string id = text_at(entry, "/id");
  const std::string link = text_at(entry, "/links/0/id");
  const std::string body = R"({"kind":"staff","name":"李村","area":["990101001000"],"links":[)"
                           R"({"kind":"device","id":")" +
                           link + R"("},{"kind":"staff","value":"staff-0001"}]})";
  CHECK(refusal(world.service().change_helper(person("usr_r", Role::kReviewer), id, 1, body)) ==
        " forbidden");
  const auto changed = world.service().change_helper(supervisor(), id, 1, body);
  const json::Value view = read(changed);
  CHECK(changed->version == 2);
  CHECK(text_at(view, "/area/0/code") == "990101001");
  CHECK(at(view, "/persons_day").is_null());
  CHECK(at(view, "/links").as_array().size() == 2);
  CHECK(text_at(view, "/links/0/id") == link);
  CHECK(text_at(view, "/links/1/label") == "…0001");
  CHECK(refusal(world.service().change_helper(supervisor(), id, 1, body)) == " stale");

  // Whoever changes what is in force answers for it.
  const json::Value second = read(world.service().change_helper(
      person("usr_s", Role::kSecondReviewer), id, 2,
      R"({"kind":"staff","name":"李村","area":["990101001000"],"links":[{"kind":"device","id":")" +
          link + R"("}]})"));
  CHECK(text_at(second, "/registered_by_name") == text_at(view, "/registered_by_name"));
  CHECK(text_at(second, "/confirmed_by_name") == "usr_s");
}

TEST_CASE("every mistake of a registration is named") {
  World world;
  const auto with = [](const std::string& field, const std::string& value) {
    std::string body = of_the_phone();
    const std::size_t begin = body.find("\"" + field + "\":");
    if (begin == std::string::npos) return of_the_phone(",\"" + field + "\":" + value);
    std::size_t end = begin + field.size() + 3;
    end = body[end] == '[' ? body.find(']', end) + 1 : body.find_first_of(",}", end);
    return body.replace(begin, end - begin, "\"" + field + "\":" + value);
  };
  struct Row {
    const char* field;
    const char* value;
    const char* refusal;
  };
  const std::vector<Row> rows = {
      {"kind", "\"friend\"", "/kind unknown_word"},
      {"name", "\"  \"", "/name required"},
      {"area", "[]", "/area too_few"},
      {"area", R"(["99","x1"])", "/area/1 format"},
      {"area", R"(["990"])", "/area/0 format"},
      {"valid_until", "\"2026-02-28\"", "/valid_until range"},
      {"weekdays", R"(["someday"])", "/weekdays/0 unknown_word"},
      {"opens", "\"8 am\"", "/opens format"},
      {"opens", "\"24:30\"", "/opens format"},
      {"closes", "\"08:00\"", "/closes range"},
      {"persons_day", "0", "/persons_day range"},
      {"persons_week", "5", "/persons_week contradiction"},
      {"beds", "5", "/beds contradiction"},
      {"links", "[]", "/links too_few"},
      {"links", R"([{"kind":"person","value":"x"}])", "/links/0/kind unknown_word"},
      {"links", R"([{"kind":"device"}])", "/links/0 required"},
      {"links", R"([{"kind":"device","id":"00"}])", "/links/0/id unknown_word"},
      {"links", R"([{"kind":"phone","value":"12"}])", "/links/0/value format"},
      {"links", R"([{"kind":"device","value":"abc","label":"abc"}])",
       "/links/0/label contradiction"},
      {"case_id", "\"cas_none\"", "/case_id unknown_word"},
      {"surprise", "1", "/surprise unknown_field"},
  };
  for (const Row& row : rows) {
    INFO(row.field << " " << row.value);
    CHECK(refusal(world.service().add_helper(supervisor(), with(row.field, row.value))) ==
          row.refusal);
  }
}

TEST_CASE("nobody registers or sees what lies outside the own region") {
  World world;
  const Actor here = supervisor("990101");
  const Actor there = supervisor("990102");
  CHECK(refusal(world.service().add_helper(here, of_the_phone("", "9901"))) ==
        "/area/0 outside_scope");
  const std::string id = text_at(read(world.service().add_helper(here, of_the_phone())), "/id");
  CHECK(read(world.service().helper(here, id)).is_object());
  CHECK(refusal(world.service().helper(there, id)) == "failed");
  CHECK(refusal(world.service().revoke_helper(there, id, 1, "不是我们的")) == "failed");
  const auto listed = [&](const Actor& actor, const HelperFilter& filter) {
    return at(read(world.service().helpers(actor, filter)), "/data").as_array().size();
  };
  CHECK(listed(here, {}) == 1);
  CHECK(listed(there, {}) == 0);
  CHECK(listed(here, {.region = "990102"}) == 0);
  CHECK(listed(supervisor(), {.region = "990101"}) == 1);
  CHECK(listed(here, {.state = "in_force"}) == 1);
  CHECK(listed(here, {.state = "expired"}) == 0);
  CHECK(listed(here, {.text = "卫生室"}) == 1);
}

TEST_CASE("a register is taken in once, each wrong line told, and no reference is kept") {
  World world;
  const std::vector<ImportedHelper> list = {
      {2, of_the_phone()}, {3, "{}"}, {4, of_the_phone("", "12345")}, {5, of_the_phone()}};
  const auto first = world.service().import_helpers("民政名册", list);
  REQUIRE(first.has_value());
  CHECK(first->registered == 1);
  CHECK(first->known == 1);
  REQUIRE(first->wrong.size() == 2);
  CHECK(first->wrong[0].first == 3);
  CHECK(first->wrong[0].second.fields.front().pointer == "/kind");
  CHECK(first->wrong[1].first == 4);
  CHECK(world.service().import_helpers("民政名册", list)->known == 2);

  const auto page = world.service().helpers(supervisor(), {});
  REQUIRE(page.has_value());
  CHECK(page->text->find("phone-of-the-doctor") == std::string::npos);
  CHECK(page->text->find("…ctor") != std::string::npos);
  CHECK(refusal(world.service().add_helper(supervisor(), of_the_phone())) ==
        "/links registered_already");
}

}  // namespace analyzer
