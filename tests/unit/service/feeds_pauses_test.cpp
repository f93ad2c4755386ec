// When a list is fetched again, by the clock of the test; what is told of a run while it goes
// on; and what a connection that broke off leaves.

#include <atomic>
#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "analyzer/service/feeds.h"
#include "tests/unit/service/casework_world.h"

namespace analyzer {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

// Answers with what a test puts there, or does what it says.
class ScriptedFetcher final : public Fetcher {
 public:
  std::string text = "liuyin-0.com\nliuyin-1.com\n";
  std::string failure;
  seconds later{0};
  bool whole = true;
  int asked = 0;
  std::function<void(const TakeBytes&)> instead;

  Result<Fetched> fetch(const FetchRequest& request, const TakeBytes& take) override {
    ++asked;
    if (later.count() > 0) request.later(later);
    if (!failure.empty()) return fail(ErrorCode::kUnavailable, failure);
    if (instead) instead(take);
    if (!instead) {
      if (Status status = take(text); !status) return tl::unexpected(status.error());
    }
    Fetched out;
    out.whole = whole;
    return out;
  }
};

struct Desk {
  explicit Desk(feeds::Format format = feeds::Format::kLines)
      : feeds(world.service(), fetcher, FeedsConfig{{feed_of(format)}}) {}

  static FeedConfig feed_of(feeds::Format format) {
    FeedConfig feed;
    feed.name = "them";
    feed.title = "Their list";
    feed.address = "https://lists.invalid/list.txt";
    feed.format = format;
    feed.every = minutes{60};
    feed.trust = 1.0;
    feed.licence = "test";
    return feed;
  }
  json::Value status() { return at(json::parse(*feeds.sources()->text).value(), "/data/0/status"); }
  // From now until the list is asked for again, by rounds a second apart at most.
  minutes until_asked() {
    const int before = fetcher.asked;
    const Time from = world.now;
    while (fetcher.asked == before && world.now - from < std::chrono::hours{48}) {
      world.now += minutes{1};
      feeds.run_due();
    }
    return std::chrono::duration_cast<minutes>(world.now - from);
  }

  World world;
  ScriptedFetcher fetcher;
  Feeds feeds;
};

using Minutes = std::vector<long>;

}  // namespace

TEST_CASE("a list that cannot be had is asked for after 1, 2, 4 … minutes, four turns at most") {
  Desk desk;
  desk.feeds.run_due();
  REQUIRE(text_at(desk.status(), "/state") == "ok");
  desk.fetcher.failure = "no connection";
  Minutes pauses;
  for (int i = 0; i < 12; ++i) pauses.push_back(desk.until_asked().count());
  CHECK(pauses == Minutes{60, 1, 2, 4, 8, 16, 32, 64, 128, 240, 240, 240});
  CHECK(number_at(desk.status(), "/failures") == 12);
  desk.fetcher.failure.clear();
  CHECK(desk.until_asked().count() == 240);
  CHECK(number_at(desk.status(), "/failures") == 0);
  CHECK(desk.until_asked().count() == 60);
}

TEST_CASE("whoever asks to be left alone is, a day at most, unless a person asks") {
  struct Row {
    seconds later;
    long pause;  // minutes
  };
  for (const Row& row : {Row{seconds{0}, 1}, Row{seconds{30}, 1}, Row{seconds{3600}, 60},
                         Row{seconds{1000000}, 1440}}) {
    INFO(row.later.count());
    Desk desk;
    desk.fetcher.failure = "answers 429";
    desk.fetcher.later = row.later;
    desk.feeds.run_due();
    CHECK(text_at(desk.status(), "/detail") == "answers 429");
    desk.fetcher.later = seconds{0};  // once is enough
    CHECK(desk.until_asked().count() == row.pause);
    CHECK(desk.until_asked().count() == 2);  // the second failure in a row
  }
  Desk desk;
  desk.fetcher.failure = "answers 503";
  desk.fetcher.later = seconds{7200};
  desk.feeds.run_due();
  CHECK(number_at(desk.status(), "/later") == 7200);
  desk.fetcher.failure.clear();
  desk.fetcher.later = seconds{0};
  const json::Value run = json::parse(*desk.feeds.run("them", false)->text).value();
  CHECK(text_at(run, "/state") == "ok");
  CHECK(run.as_object().if_contains("later") == nullptr);
  CHECK(desk.until_asked().count() == 60);
}

TEST_CASE("a list that ends within a line counts only if something told its length") {
  struct Row {
    feeds::Format format;
    const char* text;
    bool whole;
    bool ok;
  };
  const Row rows[] = {
      {feeds::Format::kLines, "liuyin-0.com\nliuyin-1.co", false, false},
      {feeds::Format::kLines, "liuyin-0.com\nliuyin-1.com", true, true},
      {feeds::Format::kLines, "liuyin-0.com\nliuyin-1.com\n", false, true},
      {feeds::Format::kCsv, "value\nliuyin-0.com\nliuyin-1.co", false, false},
      {feeds::Format::kCsv, "value\nliuyin-0.com\nliuyin-1.com\n", false, true},
      // JSON tells its end by itself.
      {feeds::Format::kUrlhausJson, R"({"1":[{"url":"http://liuyin-0.com/"}]})", false, true},
      {feeds::Format::kUrlhausJson, R"({"1":[{"url":"http://liuyin-0.com/"}])", true, false},
  };
  for (const Row& row : rows) {
    INFO(name_of(row.format) << " " << row.text << row.whole);
    Desk desk(row.format);
    desk.fetcher.text = row.text;
    desk.fetcher.whole = row.whole;
    desk.feeds.run_due();
    CHECK(text_at(desk.status(), "/state") == (row.ok ? "ok" : "failed"));
    if (row.format != feeds::Format::kUrlhausJson && !row.ok) {
      CHECK(text_at(desk.status(), "/detail") == "ends within a line, and nothing told its length");
    }
  }
}

TEST_CASE("how far a long run is can be seen while it goes on") {
  Desk desk;
  constexpr int kEntries = 20000;
  std::string id;
  const auto progress = [&] {
    return at(json::parse(*desk.feeds.run_state("them", id)->text).value(), "/progress");
  };
  desk.fetcher.instead = [&](const TakeBytes& take) {
    for (int i = 0; i < kEntries; ++i) {
      REQUIRE(take("liuyin-" + std::to_string(i) + ".com\n"));
      if (i % 5000 != 4999) continue;
      // All but what the reader holds back of the first bytes is understood by now.
      CHECK(number_at(progress(), "/entries") == i + 1);
      CHECK(number_at(progress(), "/bytes") > 15 * i);
      CHECK(number_at(progress(), "/of") == 0);
      CHECK(text_at(json::parse(*desk.feeds.run_state("them", id)->text).value(), "/state") ==
            "running");
    }
  };
  id = text_at(json::parse(*desk.feeds.ask_run(supervisor(), "them", false)->text).value(), "/id");
  std::atomic<bool> done{false};
  std::set<std::int64_t> written;  // as whoever polls saw it, while some of it was missing
  std::thread page([&] {
    while (!done) {
      const json::Value seen = progress();
      if (number_at(seen, "/of") == kEntries && number_at(seen, "/written") < kEntries) {
        written.insert(number_at(seen, "/written"));
      }
      std::this_thread::yield();
    }
  });
  desk.feeds.run_asked();
  done = true;
  page.join();
  CHECK(written.size() > 3);
  CHECK(number_at(progress(), "/written") == kEntries);
  CHECK(number_at(progress(), "/of") == kEntries);
}

}  // namespace analyzer
