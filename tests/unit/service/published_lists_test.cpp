// What goes out, and that what is withdrawn is really gone.

#include "analyzer/service/published_lists.h"

#include <catch2/catch.hpp>

#include "analyzer/core/digest.h"
#include "analyzer/service/published_state.h"
#include "analyzer/service/taxii.h"
#include "tests/unit/feeds/read_all.h"
#include "tests/unit/service/world.h"

namespace analyzer {
namespace {

void say(World& world, const std::string& kind, const std::string& value,
         const std::string& more = "") {
  const auto added =
      world.service().add_indicator(supervisor(), R"({"kind":")" + kind + R"(","value":")" + value +
                                                      R"(","reason":"王某来电反映")" + more + "}");
  REQUIRE(added.has_value());
  world.now += std::chrono::seconds{1};
}

std::string bytes_of(PublishedLists& lists, std::string_view extension) {
  const auto file = lists.file("confirmed." + std::string(extension));
  REQUIRE(file.has_value());
  return *file->bytes;
}

json::Value parsed(const Result<Document>& document) {
  REQUIRE(document.has_value());
  return json::parse(*document->text).value();
}

std::string code_of(const Result<Document>& document) {
  if (document || document.error().fields.empty()) return "";
  return document.error().fields[0].code;
}

bool any_has(PublishedLists& lists, const std::string& text) {
  bool found = false;
  for (const std::string_view extension : kListExtensions) {
    found = found || bytes_of(lists, extension).find(text) != std::string::npos;
  }
  return found;
}

}  // namespace

TEST_CASE("only what a person confirmed goes out, without reasons and numbers") {
  World world;
  PublishedLists lists(world.service(), "desk");
  CHECK(bytes_of(lists, "txt").find("invalid") == std::string::npos);
  say(world, "domain", "rz8-cert.invalid");
  say(world, "url", "http://a.invalid/rz?id=1");
  say(world, "url", "http://b.invalid/x?phone=13900005678");
  say(world, "domain", "good.invalid", R"(,"opinion":"allow")");
  say(world, "host", "pay.good.invalid");  // whoever allows a domain allows what is below
  REQUIRE(world.service().import_indicators("market", {{1, "domain", "listed.invalid", ""}}));
  const auto read = feeds::read_all(feeds::Format::kDelta, bytes_of(lists, "json"));
  CHECK(read.values() ==
        std::vector<std::string>{"url a.invalid/rz?id=1", "domain rz8-cert.invalid"});
  CHECK(read.entries.at(0).source == "desk");
  CHECK_FALSE(any_has(lists, "王某"));
  CHECK_FALSE(any_has(lists, "13900005678"));
  CHECK_FALSE(any_has(lists, "listed.invalid"));
  CHECK_FALSE(any_has(lists, "good.invalid"));
  CHECK_FALSE(lists.file("confirmed.exe").has_value());
  CHECK_FALSE(lists.file("confirmed").has_value());
  CHECK_FALSE(lists.file("other.txt").has_value());
}

TEST_CASE("what is withdrawn or has ended is gone from every export at once") {
  World world;
  PublishedLists lists(world.service(), "desk");
  say(world, "domain", "rz8-cert.invalid");
  say(world, "host", "soon.invalid", R"(,"valid_until":"2026-03-11T10:00:00+08:00")");
  say(world, "domain", "other.invalid");
  for (const std::string_view extension : kListExtensions) {
    if (extension == "prefixes") continue;
    INFO(extension);
    CHECK(bytes_of(lists, extension).find("rz8-cert.invalid") != std::string::npos);
  }
  const std::string hash = sha256_hex("rz8-cert.invalid/").substr(0, 8);
  CHECK(bytes_of(lists, "prefixes").find(hash) != std::string::npos);
  say(world, "domain", "rz8-cert.invalid", R"(,"revokes":true)");
  CHECK_FALSE(any_has(lists, "rz8-cert"));
  CHECK_FALSE(any_has(lists, hash));
  CHECK(any_has(lists, "soon.invalid"));
  world.now += std::chrono::hours{25};
  CHECK_FALSE(any_has(lists, "soon.invalid"));
  say(world, "domain", "other.invalid", R"(,"opinion":"allow")");
  CHECK_FALSE(any_has(lists, "other.invalid"));
}

TEST_CASE(
    "a withdrawn entry of every kind is gone from every format, change, hash and collection") {
  const std::string message = "您的养老保险待遇资格认证即将到期请立即点击链接办理逾期将停发养老金";
  struct Row {
    const char* kind;
    std::string value;
    std::string shown;  // as the list has it
  };
  const Row rows[] = {
      {"url", "http://a.invalid/rz?id=1", "a.invalid/rz?id=1"},
      {"path", "b.invalid/x/", "b.invalid/x/"},
      {"host", "c.invalid", "c.invalid"},
      {"domain", "d.invalid", "d.invalid"},
      {"ip", "203.0.113.7", "203.0.113.7"},
      {"qr", "https://q.invalid/c/1", "https://q.invalid/c/1"},
      {"qr", "WIFI:S:renzheng;", "WIFI:S:renzheng;"},
      {"text", message, sha256_hex(message)},
  };
  for (const Row& row : rows) {
    INFO(row.kind << " " << row.value);
    World world;
    PublishedLists lists(world.service(), "desk");
    say(world, "domain", "stays.invalid");
    say(world, row.kind, row.value);
    const auto kind = *parse_name<feeds::IndicatorKind>(row.kind);
    const std::string hash =
        sha256_hex(kind == feeds::IndicatorKind::kHost || kind == feeds::IndicatorKind::kDomain ||
                           kind == feeds::IndicatorKind::kIp
                       ? row.shown + "/"
                       : row.shown);
    const std::string asked = kind == feeds::IndicatorKind::kText ? row.shown : hash;
    const auto matches = [&] {
      return parsed(lists.search(R"({"prefixes":[")" + asked.substr(0, 8) + R"("]})"))
          .at("matches")
          .as_array()
          .size();
    };
    std::size_t holding = 0;
    for (const std::string_view extension : kListExtensions) {
      const std::string bytes = bytes_of(lists, extension);
      if (extension == "prefixes") {
        holding += bytes.find(asked.substr(0, 8)) != std::string::npos ? 1 : 0;
      } else {
        for (const Extension& one : kExtensions) {
          if (one.name != extension) continue;
          for (const feeds::Entry& e : feeds::read_all(one.format, bytes).entries) {
            holding += e.value.find(row.shown.substr(0, 9)) != std::string::npos ? 1 : 0;
          }
        }
      }
    }
    CHECK(holding >= 5);  // csv, json, STIX and MISP say every kind; and the prefixes
    CHECK(matches() == 1);
    CHECK(lists.held_by(kind, row.shown).value() != "");
    const std::string cursor = lists.file("confirmed.json")->cursor;
    Taxii taxii(lists);
    const std::string collection =
        text_at(json::parse(taxii.collections()).value(), "/collections/0/id");
    const auto objects = [&] {
      return at(json::parse(taxii.objects(collection, {})->body).value(), "/objects");
    };
    REQUIRE(objects().as_array().size() == 2);
    say(world, row.kind, row.value, R"(,"revokes":true)");
    CHECK(lists.held_by(kind, row.shown).value() == "");
    CHECK_FALSE(any_has(lists, row.shown));
    CHECK_FALSE(any_has(lists, asked.substr(0, 8)));
    CHECK(any_has(lists, "stays.invalid"));
    CHECK(matches() == 0);
    const json::Value changes = parsed(lists.changes("confirmed", cursor, 9));
    CHECK(changes.at("added").as_array().empty());
    REQUIRE(changes.at("removed").as_array().size() == 1);
    CHECK(text_at(changes, "/removed/0/value") == row.shown);
    const json::Value after = objects();
    for (const json::Value& object : after.as_array()) {
      const json::Value revoked = at(object, "/revoked");
      const bool gone = revoked.is_bool() && revoked.as_bool();
      CHECK(gone == (text_at(object, "/name") == row.shown));
    }
  }
}

TEST_CASE("what a QR code says goes out unless it pays somebody, carries a number or is official") {
  World world;
  PublishedLists lists(world.service(), "desk");
  struct Row {
    const char* payload;
    const char* code;  // "" is taken
  };
  for (const Row& row :
       {Row{"wxp://f2f0abcdefgh", "payee"}, Row{"HTTPS://QR.ALIPAY.COM/fkx0abc", "payee"},
        Row{"https://si.12333.gov.cn/", "protected"}, Row{"\\n ", "format"}}) {
    INFO(row.payload);
    const auto added =
        world.service().add_indicator(supervisor(), std::string(R"({"kind":"qr","value":")") +
                                                        row.payload + R"(","reason":"经核实"})");
    CHECK(code_of(added) == row.code);
  }
  say(world, "qr", "tel:13900005678");
  say(world, "qr", "weixin://dl/renzheng");
  CHECK(feeds::read_all(feeds::Format::kDelta, bytes_of(lists, "json")).values() ==
        std::vector<std::string>{"qr weixin://dl/renzheng"});
  CHECK(bytes_of(lists, "txt").find("renzheng") == std::string::npos);
}

TEST_CASE("what is allowed above an entry for a time comes back when that time is over") {
  World world;
  PublishedLists lists(world.service(), "desk");
  say(world, "host", "pay.site.invalid");
  CHECK(any_has(lists, "pay.site.invalid"));
  say(world, "domain", "site.invalid",
      R"(,"opinion":"allow","valid_until":"2026-03-11T10:00:00+08:00")");
  CHECK_FALSE(any_has(lists, "pay.site.invalid"));
  world.now += std::chrono::hours{25};
  CHECK(any_has(lists, "pay.site.invalid"));
}

TEST_CASE("an unchanged list keeps its tag and time, also across a restart") {
  World world;
  std::string etag;
  Time changed{};
  {
    PublishedLists lists(world.service(), "desk");
    say(world, "domain", "rz8-cert.invalid");
    const auto file = lists.file("confirmed.stix.json").value();
    etag = file.etag;
    changed = file.last_modified;
    CHECK(etag == "\"" + sha256_hex(*file.bytes) + "\"");
    CHECK(file.content_type == "application/stix+json;version=2.1");
  }
  world.reopen();
  world.now += std::chrono::hours{1};
  PublishedLists lists(world.service(), "desk");
  CHECK(lists.file("confirmed.stix.json")->etag == etag);
  CHECK(lists.file("confirmed.stix.json")->last_modified == changed);
  say(world, "domain", "second.invalid");
  CHECK(lists.file("confirmed.stix.json")->etag != etag);
  CHECK(lists.file("confirmed.stix.json")->last_modified > changed);
}

TEST_CASE("changes lead from any version to the present one") {
  World world;
  PublishedLists lists(world.service(), "desk");
  std::vector<std::string> hosts;
  for (int i = 0; i < 7; ++i) {
    say(world, "host", "h" + std::to_string(i) + ".invalid");
    (void)bytes_of(lists, "txt");  // each a version of its own
  }
  say(world, "host", "h3.invalid", R"(,"revokes":true)");
  std::vector<std::string> standing;
  std::string cursor;
  for (int page = 0; page < 10; ++page) {
    const json::Value changes = parsed(lists.changes("confirmed", cursor, 3));
    for (const json::Value& one : changes.at("added").as_array()) {
      standing.emplace_back(one.at("value").as_string());
    }
    for (const json::Value& one : changes.at("removed").as_array()) {
      std::erase(standing, std::string(one.at("value").as_string()));
    }
    cursor = changes.at("next_cursor").as_string();
    if (!changes.at("more").as_bool()) break;
  }
  std::sort(standing.begin(), standing.end());
  CHECK(standing == std::vector<std::string>{"h0.invalid", "h1.invalid", "h2.invalid", "h4.invalid",
                                             "h5.invalid", "h6.invalid"});
  CHECK(parsed(lists.changes("confirmed", cursor, 3)).at("added").as_array().empty());
  CHECK(code_of(lists.changes("confirmed", "99999", 3)) == "gone");
  CHECK(code_of(lists.changes("confirmed", "x", 3)) == "cursor");
  CHECK_FALSE(lists.changes("other", "", 3).has_value());
}

TEST_CASE("a link is looked up by prefixes of its hashes") {
  World world;
  PublishedLists lists(world.service(), "desk");
  say(world, "url", "http://a.invalid/rz?id=1");
  say(world, "domain", "b.invalid");
  const std::string url = sha256_hex("a.invalid/rz?id=1");
  const std::string domain = sha256_hex("b.invalid/");
  const auto search = [&](const std::string& prefixes) {
    return lists.search(R"({"prefixes":[)" + prefixes + "]}");
  };
  const json::Value found =
      parsed(search("\"" + url.substr(0, 8) + "\",\"" + domain + "\",\"00000000\""));
  REQUIRE(found.at("matches").as_array().size() == 2);
  CHECK(text_at(found, "/matches/0/sha256") == url);
  CHECK(text_at(found, "/matches/0/kind") == "url");
  CHECK(text_at(found, "/matches/1/kind") == "domain");
  CHECK(code_of(search("\"abc\"")) == "format");
  CHECK(code_of(search("\"XXXXXXXX\"")) == "format");
  CHECK(code_of(search("7")) == "format");
  CHECK(code_of(search("")) == "range");
  CHECK(code_of(lists.search(R"({"links":[]})")) == "required");
}

}  // namespace analyzer
