// Lists that administrators set up in the console.

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "analyzer/service/feed_fields.h"
#include "analyzer/service/feeds.h"
#include "tests/unit/service/casework_world.h"

namespace analyzer {
namespace {

class FakeFetcher final : public Fetcher {
 public:
  std::string text = "liuyin-0.com\n";
  std::string failure;
  std::vector<FetchRequest> asked;

  Result<Fetched> fetch(const FetchRequest& request, const TakeBytes& take) override {
    asked.push_back(request);
    if (!failure.empty()) return fail(ErrorCode::kUnavailable, failure);
    if (Status status = take(text); !status) return tl::unexpected(status.error());
    return Fetched{};
  }
};

const std::string kList =
    R"({"name":"bureau-x","title":"某市反诈中心名单","address":"https://lists.invalid/a.txt",)"
    R"("trust":1.0,"licence":"协议","may":"floor","bearer":"secret-key-1"})";

struct Desk {
  explicit Desk(FeedsConfig config = {}) : feeds(world.service(), fetcher, std::move(config)) {}

  json::Value row() { return parsed(feeds.sources()).at("data").as_array().at(0); }
  Result<Document> change(const std::string& body) {
    return feeds.set(supervisor(), "bureau-x", number_at(row(), "/version"), body);
  }
  bool listed(const std::string& host) {
    const auto answer = world.service().check(R"({"urls":["http://)" + host + R"(/"]})", true);
    REQUIRE(answer.has_value());
    return !at(json::parse(*answer->text).value(), "/urls/0/listed").as_array().empty();
  }
  std::string log() {
    auto session = world.service().store().open_session(store::Mode::kReadOnly).value();
    std::string out;
    const auto rows = session->audit().list({}).value();
    for (const store::AuditRow& row : rows) {
      const store::AuditEntry& entry = row.entry;
      out += entry.action + " " + entry.object + " " + entry.cause + "\n";
    }
    return out;
  }

  World world;
  FakeFetcher fetcher;
  Feeds feeds;
};

std::vector<std::string> wrong_fields(const Result<Document>& document) {
  REQUIRE_FALSE(document.has_value());
  std::vector<std::string> out;
  for (const FieldError& e : document.error().fields) out.push_back(e.pointer + " " + e.code);
  return out;
}

}  // namespace

TEST_CASE("a list of the console counts only after a dry run and being switched on") {
  Desk desk;
  const auto added = desk.feeds.set(supervisor(), "", std::nullopt, kList);
  REQUIRE(added.has_value());
  CHECK(added->created);
  CHECK(text_at(desk.row(), "/origin") == "console");
  CHECK_FALSE(at(desk.row(), "/enabled").as_bool());
  CHECK_FALSE(at(desk.row(), "/tried").as_bool());
  CHECK(wrong_fields(desk.change(R"({"enabled":true})")) ==
        std::vector<std::string>{"/enabled dry_run"});
  CHECK_FALSE(desk.feeds.run("bureau-x", false).has_value());
  desk.feeds.run_due();
  CHECK(desk.fetcher.asked.empty());
  desk.fetcher.failure = "no connection";
  REQUIRE(desk.feeds.run("bureau-x", true).has_value());
  CHECK_FALSE(at(desk.row(), "/tried").as_bool());  // nothing was seen
  desk.fetcher.failure.clear();
  REQUIRE(desk.feeds.run("bureau-x", true).has_value());
  CHECK(at(desk.row(), "/tried").as_bool());
  CHECK_FALSE(desk.listed("liuyin-0.com"));
  REQUIRE(desk.change(R"({"enabled":true})").has_value());
  desk.feeds.run_due();
  CHECK(desk.listed("liuyin-0.com"));
  CHECK(desk.fetcher.asked.back().bearer == "secret-key-1");
  // Another address: seen anew, and without the key that was for the first.
  CHECK(wrong_fields(desk.change(R"({"address":"https://other.invalid/a.txt"})")) ==
        std::vector<std::string>{"/enabled dry_run"});
  REQUIRE(desk.change(R"({"address":"https://other.invalid/a.txt","enabled":false})").has_value());
  CHECK_FALSE(at(desk.row(), "/has_bearer").as_bool());
  REQUIRE(desk.feeds.run("bureau-x", true).has_value());
  CHECK(desk.fetcher.asked.back().bearer.empty());
}

TEST_CASE("the key is kept encrypted and stands in no answer and no log") {
  Desk desk;
  REQUIRE(desk.feeds.set(supervisor(), "", std::nullopt, kList).has_value());
  CHECK(at(desk.row(), "/has_bearer").as_bool());
  CHECK(parsed(desk.feeds.sources()).at("data").as_array().size() == 1);
  CHECK(json::write(desk.row()).find("secret-key-1") == std::string::npos);
  CHECK(desk.log().find("secret-key-1") == std::string::npos);
  auto session = desk.world.service().store().open_session(store::Mode::kReadOnly).value();
  const auto kept = session->secrets().find("feed:bureau-x", "bearer").value();
  REQUIRE(kept.has_value());
  CHECK(kept->bytes.find("secret-key-1") == std::string::npos);
  session.reset();
  REQUIRE(desk.change(R"({"title":"改名"})").has_value());
  CHECK(at(desk.row(), "/has_bearer").as_bool());
  REQUIRE(desk.change(R"({"drop_bearer":true})").has_value());
  CHECK_FALSE(at(desk.row(), "/has_bearer").as_bool());
}

TEST_CASE("what is wrong with a list is said by field, by one check for file and console") {
  Desk desk;
  const auto wrong = wrong_fields(desk.feeds.set(
      supervisor(), "", std::nullopt,
      R"({"name":"A b","title":"","address":"http://a.invalid/","trust":2,"licence":"l",)"
      R"("format":"pdf","may":"block","every_minutes":1,"columns":["speed=x"]})"));
  for (const char* one :
       {"/name name", "/title required", "/address scheme", "/trust range", "/format unknown_word",
        "/may unknown_word", "/every_minutes range", "/columns columns"}) {
    INFO(one);
    CHECK(std::find(wrong.begin(), wrong.end(), one) != wrong.end());
  }
  std::string told = kList;
  told.replace(told.find("https://"), 8, "https://name:word@");
  CHECK(wrong_fields(desk.feeds.set(supervisor(), "", std::nullopt, told)) ==
        std::vector<std::string>{"/address credentials"});
  std::string own = kList;
  own.replace(own.find("bureau-x"), 8, "disposition");
  CHECK(wrong_fields(desk.feeds.set(supervisor(), "", std::nullopt, own)) ==
        std::vector<std::string>{"/name own"});
  REQUIRE(desk.feeds.set(supervisor(), "", std::nullopt, kList).has_value());
  CHECK(wrong_fields(desk.feeds.set(supervisor(), "", std::nullopt, kList)) ==
        std::vector<std::string>{"/name taken"});
}

TEST_CASE("a file of the console's list lies in the folder that data/feeds.toml names") {
  const auto folder =
      std::filesystem::temp_directory_path() / ("analyzer_console_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  FeedFields fields;
  fields.name = "x";
  fields.title = "t";
  fields.licence = "l";
  fields.trust = 0.5;
  const auto mistakes = [&](const std::string& address, const std::string& allowed) {
    std::vector<FeedMistake> out;
    fields.address = address;
    const ConsoleBounds bounds{allowed, false};
    (void)make_feed(fields, &bounds, out);
    return out.size();
  };
  CHECK(mistakes("/etc/passwd", "") == 1);
  CHECK(mistakes("/etc/passwd", folder) == 1);
  CHECK(mistakes((folder / ".." / "x.txt").string(), folder) == 1);
  CHECK(mistakes("x.txt", folder) == 1);
  CHECK(mistakes((folder / "x.txt").string(), folder) == 0);
  std::filesystem::create_symlink("/etc", folder / "out");
  CHECK(mistakes((folder / "out" / "passwd").string(), folder) == 1);
  std::filesystem::remove_all(folder);
  // Nor does the console open the house's own network by itself.
  fields.intranet = true;
  CHECK(mistakes("https://lists.example/x", "") == 1);
}

TEST_CASE("two who change a list do not overwrite one another, and all of it stands in the log") {
  Desk desk;
  REQUIRE(desk.feeds.set(supervisor(), "", std::nullopt, kList).has_value());
  REQUIRE(desk.feeds.set(supervisor(), "bureau-x", 1, R"({"trust":0.5})").has_value());
  const auto late = desk.feeds.set(supervisor(), "bureau-x", 1, R"({"trust":0.7})");
  CHECK(wrong_fields(late) == std::vector<std::string>{" stale"});
  CHECK(at(desk.row(), "/trust").to_number<double>() == 0.5);
  CHECK(text_at(desk.row(), "/licence") == "协议");  // not named, so as before
  CHECK(desk.log().find(R"(feed.changed bureau-x {"trust":0.5,"trust_before":1)") !=
        std::string::npos);
  CHECK(wrong_fields(desk.feeds.remove(supervisor(), "bureau-x", 1, "停用")) ==
        std::vector<std::string>{" stale"});
  CHECK_FALSE(desk.feeds.remove(supervisor(), "bureau-x", 2, "").has_value());
  REQUIRE(desk.feeds.remove(supervisor(), "bureau-x", 2, "停用").has_value());
  CHECK(parsed(desk.feeds.sources()).at("data").as_array().empty());
  CHECK(desk.log().find("feed.removed bureau-x") != std::string::npos);
}

TEST_CASE("a name of the file wins, and the file's list is not changed in the console") {
  Desk desk;
  REQUIRE(desk.feeds.set(supervisor(), "", std::nullopt, kList).has_value());
  FeedConfig feed;
  feed.name = "bureau-x";
  feed.title = "文件中的名单";
  feed.address = "https://file.invalid/";
  feed.licence = "l";
  feed.trust = 1.0;
  desk.feeds.configure(FeedsConfig{{feed}});
  CHECK(text_at(desk.row(), "/origin") == "file");
  CHECK(text_at(desk.row(), "/title") == "文件中的名单");
  CHECK(wrong_fields(desk.feeds.set(supervisor(), "bureau-x", 1, R"({"trust":0.5})")) ==
        std::vector<std::string>{"/name of_file"});
  CHECK(wrong_fields(desk.feeds.set(supervisor(), "", std::nullopt, kList)) ==
        std::vector<std::string>{"/name of_file"});
  desk.feeds.configure({});
  CHECK(text_at(desk.row(), "/origin") == "console");
}

TEST_CASE("a list that the console dropped shows what still counts of it") {
  Desk desk;
  REQUIRE(desk.feeds.set(supervisor(), "", std::nullopt, kList).has_value());
  REQUIRE(desk.feeds.run("bureau-x", true).has_value());
  REQUIRE(desk.feeds.run("bureau-x", false).has_value());
  CHECK(desk.listed("liuyin-0.com"));
  REQUIRE(desk.feeds.remove(supervisor(), "bureau-x", 1, "停用").has_value());
  CHECK(number_at(parsed(desk.feeds.sources()), "/removed/0/entries") == 1);
  CHECK(desk.listed("liuyin-0.com"));
  REQUIRE(desk.feeds.withdraw(supervisor(), "bureau-x", R"({"reason":"停用"})").has_value());
  desk.feeds.run_asked();
  CHECK_FALSE(desk.listed("liuyin-0.com"));
  CHECK(parsed(desk.feeds.sources()).at("removed").as_array().empty());
}

}  // namespace analyzer
