// Our own list: what people say about a link counts for the next answer.

#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <thread>

#include "analyzer/engine/snapshot.h"
#include "analyzer/service/entry_effect.h"
#include "analyzer/store/store.h"
#include "tests/unit/service/world.h"

namespace analyzer {
namespace {

constexpr const char* kLink = "https://www.liuyin-shitang.com/menu/today?id=1";

json::Value checked(World& world, const std::string& url) {
  const auto answer = world.service().check(R"({"urls":[")" + url + R"("]})", true);
  REQUIRE(answer.has_value());
  return json::parse(*answer->text).value();
}

std::string level_of(World& world, const std::string& url) {
  return text_at(checked(world, url), "/urls/0/level");
}

std::string said(const std::string& kind, const std::string& value, const std::string& more = "") {
  return R"({"kind":")" + kind + R"(","value":")" + value + R"(","reason":"经核实")" + more + "}";
}

// The pointer and code of the first thing wrong.
std::string refusal(World& world, const std::string& body) {
  const auto answer = world.service().add_indicator(supervisor(), body);
  if (answer || answer.error().fields.empty()) return "";
  const FieldError& first = answer.error().fields.front();
  return first.pointer + " " + first.code;
}

}  // namespace

TEST_CASE("the store's log does not grow with a list that is taken in, without background jobs") {
  constexpr std::size_t kEntries = 40'000;
  constexpr std::size_t kWatched = 5'000;  // so many entries may stand in the log at once
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("analyzer_log_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  ServiceOptions options;
  options.root = ANALYZER_ROOT;
  options.store = folder / "test.db";
  options.key_file = folder / "site.key";
  options.synthetic_ids = true;
  options.background_jobs = false;
  auto service = Service::open(options).value();
  const auto size = [&] {
    std::error_code none;
    const auto bytes = std::filesystem::file_size(options.store + "-wal", none);
    return none ? 0 : bytes;
  };
  const auto list = [](std::size_t from, std::size_t to) {
    std::vector<ImportedIndicator> out;
    for (std::size_t i = from; i < to; ++i) {
      out.push_back({i, "host", "h" + std::to_string(i) + ".liuyin-shitang.com", ""});
    }
    return out;
  };
  REQUIRE(service->import_indicators("small", list(0, kWatched)));
  const auto small = size();
  REQUIRE(small > 0);
  const auto kept = service->import_indicators("long", list(kWatched, kEntries));
  REQUIRE(kept.has_value());
  CHECK(kept->listed == kEntries - kWatched);
  INFO(small << " bytes of log after " << kWatched << ", " << size() << " after " << kEntries);
  CHECK(size() < 3 * small);
  const auto last = service->check(R"({"urls":["http://h39999.liuyin-shitang.com/"]})", true);
  REQUIRE(last.has_value());
  CHECK(text_at(json::parse(*last->text).value(), "/urls/0/listed/0") == "long");
  service->stop();
  service.reset();
  std::filesystem::remove_all(folder);
}

TEST_CASE("a link is critical once a person says so, and no longer once it is taken back") {
  World world;
  const std::string before = level_of(world, kLink);
  REQUIRE(before != "critical");
  for (const auto& [kind, value] :
       {std::pair{"url", kLink}, std::pair{"path", "www.liuyin-shitang.com/menu/"},
        std::pair{"host", "www.liuyin-shitang.com"}, std::pair{"domain", "liuyin-shitang.com"}}) {
    INFO(kind);
    const auto added = world.service().add_indicator(supervisor(), said(kind, value));
    REQUIRE(added.has_value());
    CHECK(added->created);
    const json::Value answer = checked(world, kLink);
    CHECK(text_at(answer, "/urls/0/level") == "critical");
    CHECK(text_at(answer, "/urls/0/listed/0") == "manual");
    CHECK(text_at(answer, "/urls/0/reasons/0/text").find("人工认定") != std::string::npos);
    world.now += std::chrono::minutes{1};
    REQUIRE(world.service().add_indicator(supervisor(), said(kind, value, R"(,"revokes":true)")));
    CHECK(level_of(world, kLink) == before);
    world.now += std::chrono::minutes{1};
  }
  CHECK(level_of(world, "http://other.invalid/") != "critical");
}

TEST_CASE("an allowed host is not called an imitation any more") {
  World world;
  const std::string link = "http://si-12333-gov.example-cert.invalid/";
  REQUIRE(level_of(world, link) == "critical");
  REQUIRE(world.service().add_indicator(
      supervisor(), said("domain", "example-cert.invalid", R"(,"opinion":"allow")")));
  CHECK(level_of(world, link) == "low");
}

TEST_CASE(
    "what an entry hides is told: who would be judged worse had nobody let the value through") {
  World world;
  constexpr const char* kHost = "si-12333-gov.example-cert.invalid";
  const auto report = [&](const std::string& id, const std::string& region,
                          const std::string& text) {
    world.now += std::chrono::minutes{1};
    return text_at(
        world.report(R"({"report_id":")" + id +
                     R"(","received_at":"2026-03-10T09:30:00+08:00","source":"12333","region":")" +
                     region + R"(","text":")" + text + R"("})"),
        "/level");
  };
  const std::string link = "http://" + std::string(kHost) + "/rz";
  const Actor here = supervisor("990102");
  const auto effect = [&](const Actor& actor, const char* kind, const char* value) {
    const auto told = entry_effect(world.service(), actor, kind, value);
    REQUIRE(told.has_value());
    return json::parse(*told->text).value();
  };
  const std::string suspected = report("e-1", "990102", link);
  REQUIRE(report("e-2", "990300", link) == suspected);  // elsewhere
  CHECK_FALSE(entry_effect(world.service(), here, "domain", "example-cert.invalid"));
  CHECK_FALSE(entry_effect(world.service(), here, "colour", "example-cert.invalid"));
  world.now += std::chrono::minutes{1};
  REQUIRE(world.service().add_indicator(
      supervisor(), said("domain", "example-cert.invalid", R"(,"opinion":"allow")")));
  const std::string let_through = report("e-3", "990102", link);
  REQUIRE(let_through != suspected);
  const json::Value hidden = effect(here, "domain", "example-cert.invalid");
  CHECK(at(hidden, "/judged") == json::Value(2));  // not the one elsewhere
  CHECK(at(hidden, "/raised") == json::Value(0));
  REQUIRE(at(hidden, "/lowered") == json::Value(2));
  CHECK(text_at(hidden, "/data/0/id") == "e-3");  // the latest first
  CHECK(text_at(hidden, "/data/0/with") == let_through);
  CHECK(text_at(hidden, "/data/0/without") == suspected);
  CHECK(at(effect(supervisor(), "domain", "example-cert.invalid"), "/lowered") == json::Value(3));

  // One called bad raises, and one taken back does nothing.
  const std::string plain =
      report("e-4", "990102", std::string("今天的菜单") + kLink + " 大家看看");
  REQUIRE(plain != "critical");
  REQUIRE(world.service().add_indicator(supervisor(), said("domain", "liuyin-shitang.com")));
  const json::Value raised = effect(here, "domain", "liuyin-shitang.com");
  CHECK(at(raised, "/raised") == json::Value(1));
  CHECK(text_at(raised, "/data/0/without") == plain);
  world.now += std::chrono::minutes{1};
  REQUIRE(world.service().add_indicator(
      supervisor(), said("domain", "liuyin-shitang.com", R"(,"revokes":true)")));
  CHECK(at(effect(here, "domain", "liuyin-shitang.com"), "/raised") == json::Value(0));
}

TEST_CASE("the list survives a restart and a reload, and names the snapshot") {
  World world;
  const std::string name = world.service().snapshot()->name();
  REQUIRE(world.service().add_indicator(supervisor(), said("url", kLink)));
  const std::string listed = world.service().snapshot()->name();
  CHECK(listed != name);
  REQUIRE(world.service().reload());
  CHECK(world.service().snapshot()->name() == listed);
  world.reopen();
  CHECK(world.service().snapshot()->name() == listed);
  CHECK(level_of(world, kLink) == "critical");
}

TEST_CASE("a list that comes in is named, cannot undo a person's word and spares the innocent") {
  World world;
  const std::vector<ImportedIndicator> list = {{1, "url", kLink, ""},
                                               {2, "domain", "gx12333.net", ""},
                                               {3, "domain", "qq.com", ""},
                                               {4, "ip", "no-address.invalid", ""}};
  const auto kept = world.service().import_indicators("market", list);
  REQUIRE(kept.has_value());
  CHECK(kept->listed == 1);
  CHECK(kept->innocent == 2);
  REQUIRE(kept->wrong.size() == 1);
  CHECK(kept->wrong[0].line == 4);
  CHECK(world.service().import_indicators("market", list)->known == 1);
  CHECK(text_at(checked(world, kLink), "/urls/0/listed/0") == "market");
  CHECK(level_of(world, kLink) == "high");
  CHECK(level_of(world, "https://www.gx12333.net/") == "official");
  world.now += std::chrono::minutes{1};
  REQUIRE(world.service().add_indicator(supervisor(), said("url", kLink, R"(,"revokes":true)")));
  world.now += std::chrono::minutes{1};
  REQUIRE(world.service().import_indicators("market", list));
  CHECK(at(checked(world, kLink), "/urls/0/listed").as_array().empty());
}

TEST_CASE("what cannot be listed is refused by name and leaves nothing") {
  World world;
  CHECK(refusal(world, R"({"value":"a.invalid","reason":"x"})") == "/kind required");
  CHECK(refusal(world, R"({"kind":"site","value":"a.invalid","reason":"x"})") ==
        "/kind unknown_word");
  CHECK(refusal(world, R"({"kind":"host","value":"a.invalid"})") == "/reason required");
  CHECK(refusal(world, R"({"kind":"host","reason":"x"})") == "/value required");
  CHECK(refusal(world, R"({"kind":"host","value":7,"reason":"x"})") == "/value type");
  CHECK(refusal(world, R"({"kind":"host","value":"a.invalid","reason":"x","level":"bad"})") ==
        "/level unknown_field");
  CHECK(refusal(world, said("host", "a.invalid/x")) == "/value format");
  CHECK(refusal(world, said("path", "a.invalid/x")) == "/value format");
  CHECK(refusal(world, said("host", "203.0.113.7")) == "/value format");
  CHECK(refusal(world, said("phone", "12333")) == "/value format");
  CHECK(refusal(world, said("domain", "12333.gov.cn")) == "/value protected");
  CHECK(refusal(world, said("domain", "qq.com")) == "/value protected");
  CHECK(refusal(world, said("domain", "cn")) == "/value format");
  CHECK(refusal(world, said("domain", "edu.cn")) == "/value protected");
  CHECK(refusal(world, said("domain", "com.cn")) == "/value protected");
  CHECK(refusal(world, said("host", "github.io")) == "/value protected");
  CHECK(refusal(world, said("host", "a.invalid", R"(,"valid_until":"2020-01-01T00:00:00Z")")) ==
        "/valid_until range");
  const auto list = world.service().indicators({});
  REQUIRE(list.has_value());
  CHECK(at(json::parse(*list->text).value(), "/data").as_array().empty());
}

TEST_CASE("numbers in a link are shown masked") {
  World world;
  REQUIRE(world.service().add_indicator(
      supervisor(), said("url", "http://liuyin-shitang.com/x?phone=13900005678")));
  const auto list = world.service().indicators({});
  REQUIRE(list.has_value());
  const std::string label = text_at(json::parse(*list->text).value(), "/data/0/label");
  CHECK(label.find("13900005678") == std::string::npos);
  CHECK(label.find("liuyin-shitang.com/x?phone=*") != std::string::npos);
}

TEST_CASE("what many share is not let through as a whole") {
  World world;
  for (const char* value : {"com.cn", "github.io", "mp.weixin.qq.com"}) {
    INFO(value);
    CHECK(refusal(world, said("domain", value, R"(,"opinion":"allow")")) == "/value protected");
  }
  CHECK(refusal(world, said("domain", "liuyin-shitang.com", R"(,"opinion":"allow")")).empty());
}

TEST_CASE("statements made at once are all in force when they are answered") {
  World world;
  std::vector<std::thread> threads;
  std::atomic<int> lost{0};
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 10; ++i) {
        const std::string host =
            "h" + std::to_string(t) + "-" + std::to_string(i) + ".liuyin-shitang.com";
        if (!world.service().add_indicator(supervisor(), said("host", host))) ++lost;
        const auto answer = world.service().check(R"({"urls":["https://)" + host + R"(/"]})", true);
        if (!answer || answer->text->find("\"manual\"") == std::string::npos) ++lost;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(lost == 0);
}

TEST_CASE("a link counts as listed for what came in before it was found out") {
  World world;
  REQUIRE(world.service().add_indicator(supervisor(), said("url", kLink)));
  const auto answer = world.service().check(
      R"({"received_at":"2026-03-09T10:00:00+08:00","urls":[")" + std::string(kLink) + R"("]})",
      true);
  REQUIRE(answer.has_value());
  CHECK(text_at(json::parse(*answer->text).value(), "/level") == "critical");
}

TEST_CASE("a county's people let nothing through for other counties") {
  World world;
  store::User elsewhere;
  elsewhere.id = elsewhere.name = "usr_elsewhere";
  elsewhere.roles = {"reviewer"};
  elsewhere.region = "990103";
  REQUIRE(world.service().write(
      [&](store::Session& s) { return s.accounts().put_user(elsewhere, std::nullopt); }));
  const auto say = [&](const Actor& actor, const std::string& more) {
    const auto out =
        world.service().add_indicator(actor, said("domain", "liuyin-shitang.com", more));
    return out || out.error().fields.empty() ? std::string() : out.error().fields.front().code;
  };
  Actor county = supervisor("990102");
  county.id = "usr_county";
  CHECK(say(county, R"(,"opinion":"allow")") == "site_wide");
  CHECK(level_of(world, kLink) == "low");
  // What they say against a link counts, and they may take their own word back.
  CHECK(say(county, "").empty());
  CHECK(say(county, R"(,"revokes":true)").empty());
  // Not another's.
  CHECK(say(supervisor(), "").empty());
  CHECK(say(county, R"(,"revokes":true)") == "site_wide");
  CHECK(say(supervisor(), R"(,"revokes":true)").empty());
  CHECK(say(supervisor(), R"(,"opinion":"allow")").empty());
  CHECK(say(county, R"(,"opinion":"allow","revokes":true)").empty());  // stricter again
}

}  // namespace analyzer
