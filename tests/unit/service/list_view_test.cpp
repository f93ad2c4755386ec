// What one consumer sees of the published list: some kinds, some regions, what is sure enough,
// and everything only after its delay; what is withdrawn at once.

#include "analyzer/service/list_view.h"

#include <catch2/catch.hpp>
#include <set>

#include "analyzer/core/digest.h"
#include "analyzer/service/published_lists.h"
#include "analyzer/service/taxii.h"
#include "tests/unit/feeds/read_all.h"
#include "tests/unit/service/world.h"

namespace analyzer {
namespace {

using Names = std::set<std::string>;

struct Desk {
  Desk() : lists(world.service(), "desk") {}

  void say(const std::string& kind, const std::string& value, const std::string& more = "") {
    const auto added = world.service().add_indicator(
        supervisor(),
        R"({"kind":")" + kind + R"(","value":")" + value + R"(","reason":"经核实")" + more + "}");
    INFO((added ? "" : added.error().message));
    REQUIRE(added.has_value());
    REQUIRE(lists.refresh());  // it comes onto the list at a moment of its own
    world.now += std::chrono::seconds{1};
  }
  ListFile file(const ListView& view, const std::string& extension = "json") {
    const auto file = lists.file("confirmed." + extension, view);
    REQUIRE(file.has_value());
    return *file;
  }
  Names in_file(const ListView& view) {
    Names out;
    for (const auto& e : feeds::read_all(feeds::Format::kDelta, *file(view).bytes).entries) {
      out.insert(e.value);
    }
    return out;
  }
  // What a consumer holds who follows the changes from `cursor` on, page by page.
  void follow(const ListView& view, std::string& cursor, Names& held) {
    for (int page = 0; page < 50; ++page) {
      const auto answer = lists.changes("confirmed", cursor, 2, view);
      INFO((answer ? "" : answer.error().message));
      REQUIRE(answer.has_value());
      const json::Value changes = json::parse(*answer->text).value();
      for (const json::Value& one : changes.at("added").as_array()) {
        held.insert(std::string(one.at("value").as_string()));
      }
      for (const json::Value& one : changes.at("removed").as_array()) {
        CHECK(held.erase(std::string(one.at("value").as_string())) == 1);
      }
      cursor = changes.at("next_cursor").as_string();
      if (!changes.at("more").as_bool()) return;
    }
    FAIL("the pages never end");
  }
  // In force, by the collection.
  Names in_taxii(const ListView& view) {
    Taxii taxii(lists, view);
    const json::Value root = json::parse(taxii.collections()).value();
    const auto answer = taxii.objects(text_at(root, "/collections/0/id"), {});
    REQUIRE(answer.has_value());
    const json::Value objects = at(json::parse(answer->body).value(), "/objects");
    Names out;
    if (!objects.is_array()) return out;
    for (const json::Value& one : objects.as_array()) {
      const json::Value gone = at(one, "/revoked");
      if (!(gone.is_bool() && gone.as_bool())) out.insert(text_at(one, "/name"));
    }
    return out;
  }
  bool in_hashes(const ListView& view, const std::string& domain) {
    const auto found =
        lists.search(R"({"prefixes":[")" + sha256_hex(domain + "/").substr(0, 8) + R"("]})", view);
    REQUIRE(found.has_value());
    return !json::parse(*found->text).value().at("matches").as_array().empty();
  }

  World world;
  PublishedLists lists;
};

ListView view_from(const std::string& text) {
  const json::Value value = json::parse(text).value();
  const auto view = read_list_view(value.get_object(), "/lists");
  REQUIRE(view.has_value());
  return *view;
}

std::string code_of(const Result<Document>& document) {
  if (document || document.error().fields.empty()) return "";
  return document.error().fields[0].code;
}

}  // namespace

TEST_CASE("a view is read with every mistake named, and a broken one sees nothing") {
  const ListView view = view_from(
      R"({"kinds":["qr","url","qr"],"regions":["41"],"min_confidence":0.5,"delay_minutes":30})");
  CHECK(view.kinds == std::vector{feeds::IndicatorKind::kUrl, feeds::IndicatorKind::kQr});
  CHECK(stored_list_view(stored_list_view(view)) == view);
  CHECK(view.name().size() == 12);
  CHECK(ListView{}.name().empty());
  CHECK(stored_list_view("") == ListView{});
  CHECK_FALSE(stored_list_view("{broken").admits(feeds::IndicatorKind::kUrl, 1.0, ""));
  const json::Value wrong =
      json::parse(
          R"({"kinds":["phone","x"],"regions":["4"],"min_confidence":2,"delay_minutes":-1,"x":1})")
          .value();
  const auto read = read_list_view(wrong.get_object(), "/lists");
  REQUIRE_FALSE(read.has_value());
  std::set<std::string> pointers;
  for (const FieldError& field : read.error().fields) pointers.insert(field.pointer);
  CHECK(pointers == std::set<std::string>{"/lists/kinds/0", "/lists/kinds/1", "/lists/regions/0",
                                          "/lists/min_confidence", "/lists/delay_minutes",
                                          "/lists/x"});
}

TEST_CASE("a region sees what was confirmed above and below it") {
  struct Row {
    const char* region;  // of the entry
    bool seen;
  };
  const ListView view = view_from(R"({"regions":["4113"]})");
  for (const Row& row : {Row{"411302", true}, Row{"4113", true}, Row{"41", true}, Row{"", true},
                         Row{"4114", false}, Row{"62", false}}) {
    INFO(row.region);
    CHECK(view.admits(feeds::IndicatorKind::kUrl, 1.0, row.region) == row.seen);
  }
}

TEST_CASE("a filter holds in files, changes, hashes and TAXII alike") {
  Desk desk;
  desk.say("domain", "a.invalid");
  desk.say("host", "b.invalid");
  desk.say("domain", "unsure.invalid", R"(,"confidence":0.6)");
  const ListView domains = view_from(R"({"kinds":["domain"]})");
  const ListView sure = view_from(R"({"kinds":["domain"],"min_confidence":0.9})");
  struct Row {
    ListView view;
    Names names;
  };
  for (const Row& row : {Row{{}, {"a.invalid", "b.invalid", "unsure.invalid"}},
                         Row{domains, {"a.invalid", "unsure.invalid"}}, Row{sure, {"a.invalid"}}}) {
    INFO(row.view.name());
    CHECK(desk.in_file(row.view) == row.names);
    CHECK(desk.in_taxii(row.view) == row.names);
    Names held;
    std::string cursor;
    desk.follow(row.view, cursor, held);
    CHECK(held == row.names);
    for (const char* name : {"a.invalid", "b.invalid", "unsure.invalid"}) {
      CHECK(desk.in_hashes(row.view, name) == row.names.contains(name));
    }
  }
  CHECK(desk.file(domains).etag != desk.file({}).etag);
  // What is beyond a view does not move its tag.
  const ListFile before = desk.file(sure);
  desk.say("host", "c.invalid");
  CHECK(desk.file(sure).etag == before.etag);
  CHECK(desk.file(sure).last_modified == before.last_modified);
  CHECK(desk.file(sure).cursor == before.cursor);
  CHECK(desk.file({}).etag != before.etag);
}

TEST_CASE("an entry is seen its delay after it was published, and leaves at once") {
  Desk desk;
  const ListView later = view_from(R"({"delay_minutes":30})");
  desk.say("domain", "a.invalid");
  Names held;
  std::string cursor = desk.file(later).cursor;
  const auto all_say = [&](const Names& names) {
    desk.follow(later, cursor, held);
    CHECK(held == names);
    CHECK(desk.in_file(later) == names);
    CHECK(desk.in_taxii(later) == names);
    CHECK(desk.in_hashes(later, "a.invalid") == names.contains("a.invalid"));
  };
  all_say({});
  CHECK(desk.in_file({}) == Names{"a.invalid"});
  const std::string early = desk.file(later).etag;
  desk.world.now += std::chrono::minutes{20};
  desk.say("domain", "b.invalid");
  desk.say("domain", "gone.invalid");
  all_say({});
  desk.world.now += std::chrono::minutes{10};
  all_say({"a.invalid"});
  CHECK(desk.file(later).etag != early);
  desk.say("domain", "gone.invalid", R"(,"revokes":true)");  // before it was ever seen
  desk.world.now += std::chrono::minutes{20};
  all_say({"a.invalid", "b.invalid"});
  desk.say("domain", "a.invalid", R"(,"valid_until":"2027-01-01T00:00:00Z")");  // seen already
  all_say({"a.invalid", "b.invalid"});
  desk.say("domain", "a.invalid", R"(,"revokes":true)");
  all_say({"b.invalid"});
  desk.say("domain", "a.invalid");  // anew, with its delay anew
  all_say({"b.invalid"});
  desk.world.now += std::chrono::minutes{31};
  all_say({"a.invalid", "b.invalid"});
}

TEST_CASE("a cursor of another view leads to the whole list") {
  Desk desk;
  desk.say("domain", "a.invalid");
  const ListView one = view_from(R"({"kinds":["domain"]})");
  const ListView other = view_from(R"({"kinds":["domain"],"delay_minutes":1})");
  const std::string cursor = desk.file(one).cursor;
  CHECK(desk.lists.changes("confirmed", cursor, 9, one).has_value());
  CHECK(code_of(desk.lists.changes("confirmed", cursor, 9, other)) == "gone");
  CHECK(code_of(desk.lists.changes("confirmed", cursor, 9)) == "gone");
  CHECK(code_of(desk.lists.changes("confirmed", desk.file({}).cursor, 9, one)) == "gone");
  CHECK(code_of(desk.lists.changes("confirmed", "x", 9, one)) == "cursor");
}

}  // namespace analyzer
