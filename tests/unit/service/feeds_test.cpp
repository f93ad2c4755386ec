// Lists that come in: what counts of them, what is held, what leaves the last good
// list in force.

#include "analyzer/service/feeds.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <fstream>
#include <thread>

#include "tests/unit/service/casework_world.h"

namespace analyzer {
namespace {

// Answers with whatever a test puts there.
class FakeFetcher final : public Fetcher {
 public:
  std::string text;
  std::string etag;
  std::string failure;
  std::vector<FetchRequest> asked;

  Result<Fetched> fetch(const FetchRequest& request, const TakeBytes& take) override {
    asked.push_back(request);
    if (!failure.empty()) return fail(ErrorCode::kUnavailable, failure);
    Fetched out;
    out.etag = etag;
    out.unchanged = !etag.empty() && request.etag == etag;
    if (out.unchanged) return out;
    if (Status status = take(text); !status) return tl::unexpected(status.error());
    return out;
  }
};

FeedConfig feed_of(feeds::Effect may = feeds::Effect::kFloor) {
  FeedConfig feed;
  feed.name = "them";
  feed.title = "Their list";
  feed.address = "https://lists.invalid/list.txt";
  feed.trust = 1.0;
  feed.licence = "test";
  feed.may = may;
  return feed;
}

std::string hosts(int from, int to) {
  std::string out;
  for (int i = from; i < to; ++i) out += "liuyin-" + std::to_string(i) + ".com\n";
  return out;
}

struct Desk {
  explicit Desk(FeedConfig feed = feed_of())
      : feeds(world.service(), fetcher, FeedsConfig{{std::move(feed)}}) {}

  json::Value run(bool dry = false) {
    const auto answer = feeds.run("them", dry);
    REQUIRE(answer.has_value());
    world.now += std::chrono::minutes{1};
    return json::parse(*answer->text).value();
  }
  std::string level(const std::string& url) {
    const auto answer = world.service().check(R"({"urls":["http://)" + url + R"(/"]})", true);
    REQUIRE(answer.has_value());
    return text_at(json::parse(*answer->text).value(), "/urls/0/level");
  }
  bool listed(const std::string& url) {
    const auto answer = world.service().check(R"({"urls":["http://)" + url + R"(/"]})", true);
    REQUIRE(answer.has_value());
    return !at(json::parse(*answer->text).value(), "/urls/0/listed").as_array().empty();
  }
  // What the page shows of what is held.
  std::string held_digest() {
    const auto sources = feeds.sources();
    REQUIRE(sources.has_value());
    return text_at(json::parse(*sources->text).value(), "/data/0/status/held_digest");
  }
  // A list of a hundred that comes back with sixty; returns the digest that is shown.
  std::string hold_shrunk() {
    fetcher.text = hosts(0, 100);
    run();
    fetcher.text = hosts(0, 60);
    run();
    return held_digest();
  }
  std::string state() {
    const auto sources = feeds.sources();
    REQUIRE(sources.has_value());
    return text_at(json::parse(*sources->text).value(), "/data/0/status/state");
  }
  Result<Document> ask(bool accept, const std::string& digest) {
    return feeds.decide(supervisor(), "them",
                        std::string(R"({"accept":)") + (accept ? "true" : "false") +
                            R"(,"digest":")" + digest + R"(","reason":"经核对"})");
  }
  // What came of the run that was asked for.
  json::Value done(const Result<Document>& asked) {
    REQUIRE(asked.has_value());
    const std::string id = text_at(json::parse(*asked->text).value(), "/id");
    feeds.run_asked();
    return json::parse(*feeds.run_state("them", id)->text).value();
  }
  Result<Document> decide(bool accept, const std::string& digest) {
    Result<Document> asked = ask(accept, digest);
    if (asked) CHECK(text_at(done(asked), "/state") == "done");
    return asked;
  }

  World world;
  FakeFetcher fetcher;
  Feeds feeds;
};

std::string state_of(const json::Value& status) { return text_at(status, "/state"); }
std::int64_t count_of(const json::Value& status, const std::string& what) {
  return at(status, "/diff/" + what).to_number<std::int64_t>();
}

}  // namespace

TEST_CASE("what a list names counts, and no longer once the list drops it") {
  Desk desk;
  desk.fetcher.text = hosts(0, 3);
  json::Value status = desk.run();
  CHECK(state_of(status) == "ok");
  CHECK(count_of(status, "added") == 3);
  CHECK(desk.level("liuyin-0.com") == "high");
  status = desk.run();  // the same again writes nothing
  CHECK(count_of(status, "added") == 0);
  CHECK(count_of(status, "renewed") == 0);
  desk.fetcher.text = hosts(1, 4);
  status = desk.run();
  CHECK(count_of(status, "added") == 1);
  CHECK(count_of(status, "removed") == 1);
  CHECK_FALSE(desk.listed("liuyin-0.com"));
  CHECK(desk.listed("liuyin-3.com"));
  desk.world.reopen();
  CHECK(desk.listed("liuyin-1.com"));
}

TEST_CASE("a list does what it may and no more") {
  struct Row {
    feeds::Effect may;
    const char* signal;
    bool high;
  };
  for (const Row& row : {Row{feeds::Effect::kInform, "", false},
                         Row{feeds::Effect::kRaise, "url.listed_by_others", false},
                         Row{feeds::Effect::kFloor, "url.listed", true}}) {
    INFO(name_of(row.may));
    Desk desk(feed_of(row.may));
    const std::string before = desk.level("liuyin-0.com");
    REQUIRE(before == "low");
    desk.fetcher.text = hosts(0, 1);
    desk.run();
    CHECK(desk.listed("liuyin-0.com"));
    CHECK((desk.level("liuyin-0.com") == "high") == row.high);
    const auto answer = desk.world.service().check(R"({"urls":["http://liuyin-0.com/"]})", true);
    CHECK((answer->text->find("\"url.listed") != std::string::npos) == (*row.signal != '\0'));
    CHECK(answer->text->find(row.signal) != std::string::npos);
  }
}

TEST_CASE("an entry ends by its kind's time unless the list names it again") {
  Desk desk;
  desk.fetcher.text = "liuyin-0.com\nhttp://liuyin-1.com/x\n";
  desk.run();
  const auto listed_link = [&] {
    const auto answer = desk.world.service().check(R"({"urls":["http://liuyin-1.com/x"]})", true);
    return answer->text->find("\"them\"") != std::string::npos;
  };
  CHECK(listed_link());
  desk.world.now += std::chrono::hours{24 * 20};
  CHECK(count_of(desk.run(), "renewed") == 2);
  desk.world.now += std::chrono::hours{24 * 20};
  CHECK(listed_link());
  desk.world.now += std::chrono::hours{24 * 11};
  CHECK_FALSE(listed_link());
  CHECK(desk.listed("liuyin-0.com"));
}

TEST_CASE("a list that fails leaves the last good one in force and is tried more and more seldom") {
  struct Row {
    std::string text;
    const char* failure;
    const char* detail;
  };
  const Row rows[] = {
      {"", "no connection", "no connection"},
      {"", "", "empty, though it held entries before"},
      {"<html><body>sign in</body></html>", "", "line 1: a page of HTML or XML, not a list"},
      {"\xFF\xFEl\0i\0u\0", "", "line 1: UTF-16"},
      {std::string("a.com\n") + std::string(80, '\0') + "b.com\n", "", "bytes that are no text"},
      {"\x1F\x8B\x08 packed twice", "", "line 1: compressed, not text"},
      {"PK\x03\x04 an archive", "", "line 1: an archive, not text"},
      {"what a day\nsuch words here\n", "", "not one entry of this format"},
  };
  for (const Row& row : rows) {
    INFO(row.detail);
    Desk desk;
    desk.fetcher.text = hosts(0, 3);
    desk.run();
    desk.fetcher.text = row.text;
    desk.fetcher.failure = row.failure;
    json::Value status = desk.run();
    CHECK(state_of(status) == "failed");
    CHECK(text_at(status, "/detail") == row.detail);
    CHECK(desk.listed("liuyin-2.com"));
    Time last = desk.world.now;
    std::chrono::milliseconds pause{0};
    for (int i = 0; i < 3; ++i) {
      status = desk.run();
      const Time next = parse_time(text_at(status, "/next_at")).value();
      CHECK(next - last > pause);
      pause = next - last;
      last = desk.world.now;
    }
    desk.fetcher.failure.clear();
    desk.fetcher.text = hosts(0, 3);
    CHECK(state_of(desk.run()) == "ok");
  }
}

TEST_CASE("a list that shrinks, grows or names the innocent waits for a person") {
  struct Row {
    const char* name;
    std::string text;
    std::string why;
  };
  const Row rows[] = {
      {"shrinks", hosts(0, 60), "shrinks: 40 % of 100 entries would go"},
      {"grows", hosts(0, 1200), "grows: from 100 to 1200"},
      {"shrinks", hosts(0, 70), "shrinks: 30 % of 100 entries would go"},
      {"grows", hosts(0, 1000), "grows: from 100 to 1000"},
      {"innocent", hosts(0, 100) + "si.12333.gov.cn\n",
       "innocent: lists 1 official or shared places, domain si.12333.gov.cn among them"},
      {"platform", hosts(0, 100) + "qq.com\n",
       "innocent: lists 1 official or shared places, domain qq.com among them"},
  };
  for (const Row& row : rows) {
    for (const bool accept : {true, false}) {
      INFO(row.name << (accept ? ", accepted" : ", rejected"));
      Desk desk;
      desk.fetcher.text = hosts(0, 100);
      desk.run();
      desk.fetcher.text = row.text;
      json::Value status = desk.run();
      CHECK(state_of(status) == "held");
      CHECK(text_at(status, "/detail") == row.why);
      CHECK(desk.listed("liuyin-80.com"));
      CHECK_FALSE(desk.listed("liuyin-900.com"));
      const std::string shown = desk.held_digest();
      REQUIRE(shown.size() == 64);
      REQUIRE(desk.decide(accept, shown).has_value());
      CHECK(desk.listed("liuyin-80.com") == (!accept || std::string(row.name) != "shrinks"));
      CHECK(desk.listed("liuyin-900.com") == (accept && std::string(row.name) == "grows"));
      CHECK_FALSE(desk.listed("si.12333.gov.cn"));
      CHECK_FALSE(desk.listed("www.qq.com"));
      CHECK_FALSE(desk.decide(accept, shown).has_value());  // nothing is held any more
      desk.world.now += std::chrono::hours{2};
      desk.feeds.run_due();
      CHECK(desk.state() == (accept ? "ok" : "rejected"));
    }
  }
}

TEST_CASE("a list that was left aside by mistake is held again for who asks for it") {
  Desk desk;
  const std::string shown = desk.hold_shrunk();
  REQUIRE(desk.decide(false, shown).has_value());
  CHECK_FALSE(desk.decide(true, shown).has_value());
  CHECK(state_of(desk.run()) == "held");
  REQUIRE(desk.held_digest() == shown);
  REQUIRE(desk.decide(true, shown).has_value());
  CHECK_FALSE(desk.listed("liuyin-80.com"));
}

TEST_CASE("only the list that was looked at can be taken or left") {
  Desk desk;
  const std::string shown = desk.hold_shrunk();
  desk.fetcher.text = hosts(0, 50);  // while the person looks
  desk.run();
  for (const bool accept : {true, false}) {
    const auto late = desk.decide(accept, shown);
    REQUIRE_FALSE(late.has_value());
    CHECK(late.error().code == ErrorCode::kConflict);
    CHECK(late.error().fields.at(0).code == "stale");
    CHECK_FALSE(desk.decide(accept, "").has_value());
    CHECK(desk.listed("liuyin-55.com"));
  }
  REQUIRE(desk.decide(true, desk.held_digest()).has_value());
  CHECK_FALSE(desk.listed("liuyin-55.com"));
  CHECK(desk.listed("liuyin-45.com"));
}

TEST_CASE(
    "who decides about a held list is not made to wait, and is told if it changed meanwhile") {
  Desk desk;
  desk.fetcher.text = hosts(0, 100);
  desk.run();
  desk.fetcher.text = hosts(0, 60);
  desk.run();
  const auto asked = desk.ask(true, desk.held_digest());
  REQUIRE(asked.has_value());
  const json::Value queued = json::parse(*asked->text).value();
  CHECK(text_at(queued, "/state") == "queued");
  CHECK(at(queued, "/accept").as_bool());
  CHECK(desk.listed("liuyin-80.com"));  // nothing is done yet
  const json::Value taken = desk.done(asked);
  CHECK(text_at(taken, "/state") == "done");
  CHECK(at(taken, "/progress/written").to_number<int>() == 40);
  CHECK(at(taken, "/status/in_force").to_number<int>() == 60);
  CHECK_FALSE(desk.listed("liuyin-80.com"));
  desk.fetcher.text = hosts(0, 20);
  desk.run();
  const auto late = desk.ask(false, desk.held_digest());
  desk.fetcher.text = hosts(0, 10);  // comes in before the decision's turn
  desk.run();
  CHECK(text_at(desk.done(late), "/state") == "failed");
  CHECK(desk.listed("liuyin-30.com"));
}

TEST_CASE("a million entries that are the same are one, and the same list in another order too") {
  Desk desk;
  std::string text;
  for (int i = 0; i < 1000000; ++i) text += i % 2 == 0 ? "liuyin-0.com\n" : "liuyin-1.com\n";
  desk.fetcher.text = text;
  const json::Value status = desk.run();
  CHECK(state_of(status) == "ok");
  CHECK(count_of(status, "added") == 2);
  CHECK(at(status, "/in_force").to_number<int>() == 2);
  desk.fetcher.text = hosts(2, 100);
  desk.run();
  desk.fetcher.text = "liuyin-2.com\nliuyin-3.com\n";
  desk.run();
  const std::string held = desk.held_digest();
  desk.fetcher.text = "liuyin-3.com\nliuyin-2.com\nliuyin-3.com\n";
  desk.run();
  CHECK(desk.held_digest() == held);
}

TEST_CASE("a run that is asked for is queued once, done by the thread and told to whoever polls") {
  Desk desk;
  desk.fetcher.text = hosts(0, 3) + "no entry here\n";
  const auto asked = desk.feeds.ask_run(supervisor(), "them", false);
  REQUIRE(asked.has_value());
  const json::Value queued = json::parse(*asked->text).value();
  const std::string id = text_at(queued, "/id");
  CHECK(text_at(queued, "/state") == "queued");
  CHECK(text_at(json::parse(*desk.feeds.ask_run(supervisor(), "them", false)->text).value(),
                "/id") == id);
  CHECK(desk.fetcher.asked.empty());  // nobody was made to wait
  desk.feeds.run_asked();
  const json::Value done = json::parse(*desk.feeds.run_state("them", id)->text).value();
  CHECK(text_at(done, "/state") == "done");
  CHECK(text_at(done, "/status/state") == "ok");
  CHECK(at(done, "/progress/entries").to_number<int>() == 3);
  CHECK(at(done, "/progress/written").to_number<int>() == 3);
  CHECK(at(done, "/progress/of").to_number<int>() == 3);
  CHECK(at(done, "/progress/bytes").to_number<std::size_t>() == desk.fetcher.text.size());
  CHECK_FALSE(desk.feeds.run_state("them", "run_99").has_value());
  CHECK_FALSE(desk.feeds.run_state("others", id).has_value());
  CHECK_FALSE(desk.feeds.ask_run(supervisor(), "others", false).has_value());
  // Who asked stands in the log, for what was there to run.
  AuditFilter asks;
  asks.action = "feed.run";
  const auto log = desk.world.service().audit(person("usr_a", role_bit(Role::kAuditAdmin)), asks);
  REQUIRE(log.has_value());
  const json::Value rows = at(json::parse(*log->text).value(), "/data");
  REQUIRE(rows.as_array().size() == 2);
  CHECK(text_at(rows, "/0/actor") == supervisor().id);
  CHECK(text_at(rows, "/0/object") == "them");
  CHECK(text_at(json::parse(*desk.feeds.ask_run(supervisor(), "them", true)->text).value(),
                "/id") != id);
}

TEST_CASE("a stop breaks off a fetch that goes on, and the list is not blamed") {
  World world;
  struct Endless final : Fetcher {
    std::atomic<bool> begun{false};
    Result<Fetched> fetch(const FetchRequest& request, const TakeBytes&) override {
      begun = true;
      while (!request.stopped()) std::this_thread::yield();
      return fail(ErrorCode::kUnavailable, "broken off");
    }
  } fetcher;
  Feeds feeds(world.service(), fetcher, FeedsConfig{{feed_of()}});
  const auto asked = feeds.ask_run(supervisor(), "them", false);
  REQUIRE(asked.has_value());
  feeds.start();
  while (!fetcher.begun) std::this_thread::yield();
  feeds.stop();
  CHECK(text_at(json::parse(*feeds.sources()->text).value(), "/data/0/status/state") == "new");
  const std::string id = text_at(json::parse(*asked->text).value(), "/id");
  CHECK(text_at(json::parse(*feeds.run_state("them", id)->text).value(), "/state") == "failed");
}

TEST_CASE("a dry run says what would change and changes nothing") {
  Desk desk;
  desk.fetcher.text = hosts(0, 3) + "no entry here\n";
  const json::Value status = desk.run(true);
  CHECK(at(status, "/dry").as_bool());
  CHECK(count_of(status, "added") == 3);
  CHECK(text_at(status, "/wrong_examples/0/cause") == "not a link or host");
  CHECK_FALSE(desk.listed("liuyin-0.com"));
  const auto sources = desk.feeds.sources();
  CHECK(text_at(json::parse(*sources->text).value(), "/data/0/status/state") == "new");
}

TEST_CASE("a list is asked for when it is due, and only whether it changed for a day") {
  Desk desk;
  desk.fetcher.text = hosts(0, 3);
  desk.fetcher.etag = "\"1\"";
  desk.feeds.run_due();
  desk.feeds.run_due();
  CHECK(desk.fetcher.asked.size() == 1);
  desk.world.now += std::chrono::hours{6};
  desk.feeds.run_due();
  REQUIRE(desk.fetcher.asked.size() == 2);
  CHECK(desk.fetcher.asked[0].etag.empty());
  CHECK(desk.fetcher.asked[1].etag == "\"1\"");
  desk.world.now += std::chrono::hours{24};
  desk.feeds.run_due();
  CHECK(desk.fetcher.asked[2].etag.empty());
}

TEST_CASE("a person's word stands against every list") {
  Desk desk;
  const auto say = [&](const char* more) {
    return desk.world.service().add_indicator(
        supervisor(),
        std::string(R"({"kind":"domain","value":"liuyin-0.com","reason":"x")") + more);
  };
  REQUIRE(say(R"(,"opinion":"allow"})"));
  desk.world.now += std::chrono::minutes{1};
  desk.fetcher.text = hosts(0, 3);
  desk.run();
  CHECK_FALSE(desk.listed("liuyin-0.com"));
  CHECK(desk.listed("liuyin-1.com"));
}

TEST_CASE("our own list of changes takes back what it says it takes back") {
  FeedConfig feed = feed_of();
  feed.format = feeds::Format::kDelta;
  Desk desk(feed);
  desk.fetcher.text =
      R"({"added":[{"kind":"host","value":"liuyin-0.com"},{"kind":"host","value":"liuyin-1.com"}]})";
  desk.run();
  desk.fetcher.text = R"({"added":[],"removed":[{"kind":"host","value":"liuyin-0.com"}]})";
  CHECK(count_of(desk.run(), "removed") == 1);
  CHECK_FALSE(desk.listed("liuyin-0.com"));
  CHECK(desk.listed("liuyin-1.com"));
}

TEST_CASE("how right a list is, is learned from what persons found of the reports it named") {
  Desk desk(feed_of(feeds::Effect::kFloor));
  desk.fetcher.text = hosts(0, 3);
  desk.run();
  const auto judged = [&] {
    return at(json::parse(*desk.feeds.sources()->text).value(), "/data/0/judged");
  };
  CHECK(number_at(judged(), "/right") == 0);
  CHECK(at(judged(), "/precision").is_null());
  const auto settle_report = [&](int number, const std::string& host, const char* found) {
    const std::string n = std::to_string(number);
    const json::Value answer = desk.world.report(
        R"({"report_id":"r)" + n + R"(","received_at":"2026-03-10T09:30:00+08:00",)" +
        R"("source":"12333","region":")" + std::to_string(990102 + 100 * number) +
        R"(","urls":["http://)" + host + R"(/)" + n + R"("]})");
    const std::string id = text_at(answer, "/case_id");
    REQUIRE_FALSE(id.empty());
    REQUIRE(act(desk.world, kLi, id, CaseAction::kClaim).empty());
    REQUIRE(act(desk.world, kLi, id, CaseAction::kDecide, found).empty());
    settle(desk.world);
  };
  settle_report(1, "liuyin-0.com", R"({"disposition":"scam","cause":"none","note":"已核实"})");
  settle_report(2, "liuyin-1.com",
                R"({"disposition":"not_scam","cause":"wrong_match","note":"商家网址"})");
  CHECK(number_at(judged(), "/right") == 1);
  CHECK(number_at(judged(), "/wrong") == 1);
  CHECK(at(judged(), "/precision").is_null());  // two say nothing yet
}

TEST_CASE("a list that is held for several causes tells all of them") {
  Desk desk;
  desk.fetcher.text = hosts(0, 100);
  desk.run();
  desk.fetcher.text = hosts(0, 60) + "si.12333.gov.cn\n";
  const json::Value status = desk.run();
  CHECK(state_of(status) == "held");
  CHECK(at(status, "/causes").as_array().size() == 2);
  CHECK(text_at(status, "/causes/0").starts_with("shrinks: 40 %"));
  CHECK(text_at(status, "/causes/1").starts_with("innocent: lists 1 "));
  desk.decide(true, desk.held_digest());
  CHECK(desk.state() == "ok");
  CHECK_FALSE(desk.listed("si.12333.gov.cn"));
}

TEST_CASE("a list that names a place of the benign corpus is held, and does not hit it") {
  Desk desk;
  desk.fetcher.text = hosts(0, 3) + "ctrip.com\n";
  const json::Value status = desk.run();
  CHECK(state_of(status) == "held");
  CHECK(count_of(status, "innocent") == 1);
  CHECK(text_at(status, "/diff/innocent_examples/0").ends_with("ctrip.com"));
  desk.decide(true, desk.held_digest());
  CHECK(desk.listed("liuyin-0.com"));
  CHECK_FALSE(desk.listed("ctrip.com"));
}

TEST_CASE("once all that a list said has ended by its own word, nothing of it counts") {
  FeedConfig feed = feed_of();
  feed.format = feeds::Format::kCsv;
  Desk desk(feed);
  desk.fetcher.text =
      "value,valid_until\nliuyin-0.com,2026-03-12T10:00:00+08:00\n"
      "liuyin-1.com,2026-03-14T10:00:00+08:00\n";
  desk.run();
  desk.fetcher.failure = "no connection";
  const auto in_force = [&] {
    return number_at(json::parse(*desk.feeds.sources()->text).value(), "/data/0/status/in_force");
  };
  desk.world.now += std::chrono::hours{72};
  desk.run();
  CHECK_FALSE(desk.listed("liuyin-0.com"));
  CHECK(desk.listed("liuyin-1.com"));
  CHECK(in_force() == 2);  // of the last good list: one of them counts still
  desk.world.now += std::chrono::hours{48};
  desk.run();
  CHECK_FALSE(desk.listed("liuyin-1.com"));
  CHECK(in_force() == 0);
}

TEST_CASE("of a folder the newest file of the list's format counts, no note and no half copy") {
  const auto folder =
      std::filesystem::temp_directory_path() / ("analyzer_lists_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const auto write = [&](const std::string& name, const std::string& text, int age) {
    std::ofstream(folder / name) << text;
    std::filesystem::last_write_time(
        folder / name, std::filesystem::file_time_type::clock::now() - std::chrono::hours{age});
  };
  FetchRequest request;
  request.address = folder.string();
  request.extensions = extensions_of(feeds::Format::kLines);
  std::string got;
  const auto take = [&](std::string_view bytes) -> Status {
    got += bytes;
    return {};
  };
  write("README", "read me", 0);
  write("README.txt", "read me", 0);
  write("notes.md", "notes", 0);
  write("list.txt.part", "half", 0);
  write(".list.txt", "hidden", 0);
  const auto none = fetch_file(request, take);
  REQUIRE_FALSE(none.has_value());
  CHECK(none.error().message == "no file of this format lies in the folder");
  write("old.txt", "old", 9);
  write("new.list", "new", 2);
  REQUIRE(fetch_file(request, take).has_value());
  CHECK(got == "new");
  std::filesystem::remove_all(folder);
}

TEST_CASE("a list that was taken out of the file shows what still counts, and all of it can go") {
  Desk desk;
  desk.fetcher.text = hosts(0, 250);
  desk.fetcher.etag = "\"1\"";
  desk.run();
  const auto sources = [&] { return json::parse(*desk.feeds.sources()->text).value(); };
  CHECK(at(sources(), "/removed").as_array().empty());
  const auto withdraw = [&](const std::string& body) {
    return desk.feeds.withdraw(supervisor(), "them", body);
  };
  CHECK(withdraw(R"({"reason":"停用"})").error().fields[0].code == "enabled");
  desk.feeds.configure({});
  CHECK(number_at(sources(), "/removed/0/entries") == 250);
  CHECK(text_at(sources(), "/removed/0/name") == "them");
  CHECK(desk.listed("liuyin-7.com"));
  CHECK(withdraw("{}").error().fields[0].pointer == "/reason");
  CHECK_FALSE(desk.feeds.withdraw(supervisor(), "others", R"({"reason":"停用"})").has_value());
  const json::Value run = desk.done(withdraw(R"({"reason":"对方已停止维护"})"));
  CHECK(text_at(run, "/state") == "done");
  CHECK(number_at(run, "/progress/written") == 250);
  CHECK_FALSE(desk.listed("liuyin-7.com"));
  CHECK_FALSE(desk.listed("liuyin-249.com"));
  CHECK(at(sources(), "/removed").as_array().empty());
  desk.world.reopen();
  CHECK_FALSE(desk.listed("liuyin-7.com"));
  auto session = desk.world.service().store().open_session(store::Mode::kReadOnly).value();
  const auto said = session->indicators().find(feeds::IndicatorKind::kDomain, "liuyin-7.com");
  REQUIRE((said.has_value() && said->has_value()));
  CHECK((*said)->statements.back().revokes);
  CHECK((*said)->statements.back().reason.find("对方已停止维护") != std::string::npos);
}

TEST_CASE("a list that was withdrawn and is set up again is taken in whole") {
  Desk desk;
  desk.fetcher.text = hosts(0, 5);
  desk.fetcher.etag = "\"1\"";
  desk.run();
  FeedConfig off = feed_of();
  off.enabled = false;
  desk.feeds.configure(FeedsConfig{{off}});
  CHECK(text_at(desk.done(desk.feeds.withdraw(supervisor(), "them", R"({"reason":"停用"})")),
                "/state") == "done");
  CHECK_FALSE(desk.listed("liuyin-0.com"));
  desk.world.now += std::chrono::minutes{1};
  desk.feeds.configure(FeedsConfig{{feed_of()}});
  CHECK(state_of(desk.run()) == "ok");
  CHECK(desk.listed("liuyin-0.com"));
}

TEST_CASE("data/feeds.toml loads, and every mistake in one is named") {
  const auto shipped = load_feeds(std::string(ANALYZER_ROOT) + "/data/feeds.toml");
  REQUIRE(shipped.has_value());
  CHECK(shipped->feeds.empty());
  CHECK(shipped->expiry[0] == std::chrono::hours{24 * 30});
  CHECK(load_feeds("/nonexistent/feeds.toml").has_value());
  const std::string path = std::filesystem::temp_directory_path() / "analyzer_feeds_test.toml";
  std::ofstream(path)
      << "[[feed]]\nname = \"A b\"\ntitle = \"t\"\naddress = \"http://a.invalid/\"\n"
         "trust = 2.0\nlicence = \"l\"\nformat = \"pdf\"\nmay = \"block\"\nspeed = 1\n"
         "every_minutes = 1\n";
  const auto wrong = load_feeds(path);
  std::filesystem::remove(path);
  REQUIRE_FALSE(wrong.has_value());
  CHECK(wrong.error().fields.size() == 7);
}

}  // namespace analyzer
