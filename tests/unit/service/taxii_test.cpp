// The published list over TAXII, and a TAXII collection as a list that comes in: what a
// bureau next door would read from us is read back by our own reader.

#include "analyzer/service/taxii.h"

#include <catch2/catch.hpp>
#include <set>

#include "analyzer/service/feeds.h"
#include "tests/unit/service/casework_world.h"

namespace analyzer {
namespace {

struct Desk {
  Desk() : lists(world.service(), "desk"), taxii(lists) {}

  void say(const std::string& value, const std::string& more = "") {
    REQUIRE(world.service().add_indicator(supervisor(), R"({"kind":"domain","value":")" + value +
                                                            R"(","reason":"经核实")" + more + "}"));
    world.now += std::chrono::seconds{1};
    REQUIRE(lists.refresh());  // it comes onto the list at a moment of its own
    world.now += std::chrono::seconds{1};
  }
  std::string collection() const {
    return text_at(json::parse(taxii.collections()).value(), "/collections/0/id");
  }
  TaxiiAnswer page(const TaxiiQuery& query = {}) {
    auto answer = taxii.objects(collection(), query);
    INFO((answer ? "" : answer.error().message));
    REQUIRE(answer.has_value());
    return *answer;
  }
  // Names of a page's objects, those taken back with a '-'.
  std::vector<std::string> names(const TaxiiQuery& query = {}) {
    std::vector<std::string> out;
    const json::Value body = json::parse(page(query).body).value();
    const json::Value objects = at(body, "/objects");
    if (!objects.is_array()) return out;
    for (const json::Value& object : objects.as_array()) {
      const json::Value revoked = at(object, "/revoked");
      const bool gone = revoked.is_bool() && revoked.as_bool();
      out.push_back((gone ? "-" : "") + text_at(object, "/name"));
    }
    return out;
  }

  World world;
  PublishedLists lists;
  Taxii taxii;
};

using Names = std::vector<std::string>;

// Answers as a TAXII server over the published list of another desk would.
class TaxiiFetcher final : public Fetcher {
 public:
  explicit TaxiiFetcher(Desk& desk) : desk_(desk) {}
  std::vector<FetchRequest> asked;
  std::string instead;  // of a page

  Result<Fetched> fetch(const FetchRequest& request, const TakeBytes& take) override {
    asked.push_back(request);
    TaxiiQuery query;
    query.limit = "2";
    const std::size_t next = request.address.find("next=");
    const std::string token = next == request.address.npos ? "" : request.address.substr(next + 5);
    query.next = token;
    const std::string body = instead.empty() ? desk_.page(query).body : instead;
    if (Status s = take(body); !s) return tl::unexpected(s.error());
    return Fetched{};
  }

 private:
  Desk& desk_;
};

}  // namespace

TEST_CASE("pages of a collection lead through everything once, oldest first") {
  Desk desk;
  CHECK(desk.names().empty());
  CHECK(json::parse(desk.page().body).value() == json::parse(R"({"more":false})").value());
  for (const char* host : {"a.invalid", "b.invalid", "c.invalid", "d.invalid"}) desk.say(host);
  CHECK(desk.names() == Names{"a.invalid", "b.invalid", "c.invalid", "d.invalid"});
  for (const char* limit : {"1", "2", "3", "4", "1000"}) {
    INFO(limit);
    TaxiiQuery query;
    query.limit = limit;
    Names all;
    std::string token;
    for (int pages = 0; pages < 9; ++pages) {
      query.next = token;
      const Names page = desk.names(query);
      CHECK(page.size() <= std::stoul(limit));
      all.insert(all.end(), page.begin(), page.end());
      const json::Value body = json::parse(desk.page(query).body).value();
      if (!at(body, "/more").as_bool()) break;
      token = text_at(body, "/next");
    }
    CHECK(all == Names{"a.invalid", "b.invalid", "c.invalid", "d.invalid"});
  }
}

TEST_CASE("what came or was withdrawn after a moment is told, the withdrawn as revoked") {
  Desk desk;
  desk.say("a.invalid");
  desk.say("b.invalid");
  const TaxiiAnswer before = desk.page();
  REQUIRE(before.last);
  const std::string moment = format_time(*before.last);
  TaxiiQuery after;
  after.added_after = moment;
  CHECK(desk.names(after).empty());
  desk.say("a.invalid", R"(,"revokes":true)");
  desk.say("c.invalid");
  CHECK(desk.names(after) == Names{"-a.invalid", "c.invalid"});
  CHECK(desk.names() == Names{"b.invalid", "-a.invalid", "c.invalid"});
  CHECK(*desk.page(after).first > *before.last);
  TaxiiQuery one;
  const json::Value all = json::parse(desk.page().body).value();
  const std::string id = text_at(all, "/objects/0/id");
  one.id = id;
  CHECK(desk.names(one) == Names{"b.invalid"});
  one.id = {};
  one.type = "malware";
  CHECK(desk.names(one).empty());
  const auto manifest = desk.taxii.manifest(desk.collection(), {});
  REQUIRE(manifest.has_value());
  const json::Value listed = json::parse(manifest->body).value();
  CHECK(text_at(listed, "/objects/0/id") == id);
  CHECK(text_at(listed, "/objects/0/version") == text_at(all, "/objects/0/modified"));
  CHECK(at(listed, "/objects").as_array().size() == 3);
}

TEST_CASE("what a client asks wrongly is refused by name") {
  Desk desk;
  desk.say("a.invalid");
  const auto refused = [&](const TaxiiQuery& query) {
    const auto answer = desk.taxii.objects(desk.collection(), query);
    return answer ? std::string() : answer.error().fields.at(0).pointer;
  };
  TaxiiQuery query;
  query.limit = "0";
  CHECK(refused(query) == "?limit");
  query = {};
  query.limit = "x";
  CHECK(refused(query) == "?limit");
  query = {};
  query.next = "1-x";
  CHECK(refused(query) == "?next");
  query = {};
  query.added_after = "yesterday";
  CHECK(refused(query) == "?added_after");
  CHECK(desk.taxii.objects("other", {}).error().code == ErrorCode::kNotFound);
  CHECK(desk.taxii.collection("other").error().code == ErrorCode::kNotFound);
  CHECK(desk.taxii.collection(desk.collection()).has_value());
}

TEST_CASE("a collection of another desk is read page by page, with its withdrawals") {
  Desk theirs;
  for (const char* host : {"a-liuyin.com", "b-liuyin.com", "c-liuyin.com", "d-liuyin.com"}) {
    theirs.say(host);
  }
  theirs.say("b-liuyin.com", R"(,"revokes":true)");
  World ours;
  ours.now = theirs.world.now;
  TaxiiFetcher fetcher(theirs);
  FeedConfig feed;
  feed.name = "theirs";
  feed.address = "https://taxii.invalid/lists/collections/1/objects/";
  feed.format = feeds::Format::kStix;
  feed.taxii = true;
  feed.bearer = "ak_key";
  feed.trust = 1.0;
  feed.may = feeds::Effect::kFloor;
  FeedsConfig config;
  config.feeds = {feed};
  Feeds feeds(ours.service(), fetcher, config);
  const json::Value status = parsed(feeds.run("theirs", false));
  CHECK(text_at(status, "/state") == "ok");
  CHECK(number_at(status, "/diff/after") == 3);
  CHECK(fetcher.asked.size() == 2);
  CHECK(fetcher.asked[0].accept == kTaxiiType);
  CHECK(fetcher.asked[0].bearer == "ak_key");
  CHECK(fetcher.asked[0].address.ends_with("?limit=1000"));
  const auto listed = [&](const std::string& host) {
    const auto answer = ours.service().check(R"({"urls":["http://)" + host + R"(/"]})", true);
    return !at(json::parse(*answer->text).value(), "/urls/0/listed").as_array().empty();
  };
  CHECK(listed("a-liuyin.com"));
  CHECK_FALSE(listed("b-liuyin.com"));
  CHECK(listed("d-liuyin.com"));
  theirs.say("a-liuyin.com", R"(,"revokes":true)");
  ours.now = theirs.world.now;
  parsed(feeds.run("theirs", false));
  CHECK_FALSE(listed("a-liuyin.com"));
  for (const char* page : {"[]", "{\"more\":", "<html></html>",
                           R"({"more":true,"objects":[{"type":"indicator","pattern":"x"}]})"}) {
    INFO(page);
    fetcher.instead = page;
    CHECK(text_at(parsed(feeds.run("theirs", false)), "/state") == "failed");
    CHECK(listed("d-liuyin.com"));
  }
}

}  // namespace analyzer
