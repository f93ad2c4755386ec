// Who is told of what happens: what is sent, in which order, how often, and when not.

#include "analyzer/service/webhooks.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "analyzer/service/outbox.h"
#include "tests/unit/service/casework_world.h"

namespace analyzer {
namespace {

// A consumer that is up, down or refuses, and remembers what it heard.
class FakePoster final : public Poster {
 public:
  int answers = 204;  // 0: there is no connection
  std::vector<PostRequest> heard;

  Result<int> post(const PostRequest& request) override {
    heard.push_back(request);
    if (answers == 0) return fail(ErrorCode::kUnavailable, "no connection");
    return answers;
  }
  std::vector<std::string> ids() const {
    std::vector<std::string> out;
    for (const PostRequest& request : heard) out.push_back(header(request, "webhook-id"));
    return out;
  }
  static std::string header(const PostRequest& request, const std::string& name) {
    for (const auto& [key, value] : request.headers) {
      if (key == name) return value;
    }
    return {};
  }
};

const std::string kSecret(32, 'k');

WebhookConfig hook_of(std::vector<std::string> types = {}) {
  WebhookConfig hook;
  hook.name = "them";
  hook.title = "Them";
  hook.url = "https://hooks.invalid/a";
  hook.secret = kSecret;
  hook.types = std::move(types);
  return hook;
}

struct Desk {
  explicit Desk(WebhookConfig hook = hook_of())
      : webhooks(world.service(), poster, WebhooksConfig{{std::move(hook)}}) {
    webhooks.run_due();  // from here on it hears
  }
  void happens(const std::string& type, const std::string& subject, json::Object data = {}) {
    REQUIRE(world.service().write([&](store::Session& session) {
      return tell(session, type, subject, world.now, std::move(data));
    }));
    world.now += std::chrono::seconds{1};
  }
  json::Value counts() { return at(parsed(webhooks.hooks()), "/data/0/counts"); }

  World world;
  FakePoster poster;
  Webhooks webhooks;
};

}  // namespace

TEST_CASE("an event is signed as the standard's own example is") {
  const auto secret = decode_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  REQUIRE(secret.has_value());
  CHECK(sign_webhook(*secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330",
                     R"({"test": 2432232314})") ==
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  for (const char* wrong : {"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_c2hvcnQ=",
                            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS", "whsec_!!!!"}) {
    INFO(wrong);
    CHECK_FALSE(decode_secret(wrong).has_value());
  }
}

TEST_CASE("what happens is told once, signed and thin, from the hook's first round on") {
  World world;
  REQUIRE(world.service().write([&](store::Session& session) {
    return tell(session, "case.opened", "cas_0", world.now, {});
  }));
  FakePoster poster;
  Webhooks webhooks(world.service(), poster, WebhooksConfig{{hook_of()}});
  webhooks.run_due();
  CHECK(poster.heard.empty());  // it was before
  REQUIRE(world.service().write([&](store::Session& session) {
    return tell(session, "case.opened", "cas_1", world.now, {{"case_id", "cas_1"}});
  }));
  webhooks.run_due();
  webhooks.run_due();
  REQUIRE(poster.heard.size() == 1);
  const PostRequest& request = poster.heard[0];
  CHECK(request.address == "https://hooks.invalid/a");
  CHECK_FALSE(request.intranet);
  CHECK(request.body == R"({"type":"case.opened","timestamp":")" + format_time(world.now) +
                            R"(","data":{"case_id":"cas_1"}})");
  const std::string time = FakePoster::header(request, "webhook-timestamp");
  CHECK(time == std::to_string(to_millis(world.now) / 1000));
  CHECK(FakePoster::header(request, "webhook-signature") ==
        sign_webhook(kSecret, FakePoster::header(request, "webhook-id"), time, request.body));
  CHECK(FakePoster::header(request, "webhook-id").starts_with("msg_"));
}

TEST_CASE("a consumer that is down hears everything in order once it is up") {
  Desk desk;
  desk.poster.answers = 0;
  desk.happens("case.opened", "cas_1");
  desk.happens("case.settled", "cas_1");
  desk.happens("case.opened", "cas_2");
  desk.webhooks.run_due();
  CHECK(number_at(desk.counts(), "/waiting") == 3);
  const std::string first = desk.poster.ids().at(0);
  desk.poster.heard.clear();
  desk.poster.answers = 204;
  desk.world.now += std::chrono::minutes{10};
  desk.webhooks.run_due();
  desk.webhooks.run_due();
  CHECK(desk.poster.heard.size() == 3);
  CHECK(desk.poster.ids().at(0) == first);  // the same id as at the first try
  CHECK(number_at(desk.counts(), "/delivered") == 3);
  CHECK(number_at(desk.counts(), "/waiting") == 0);
  std::size_t opened = 0;
  std::size_t settled = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    const std::string& body = desk.poster.heard[i].body;
    if (body.find("settled") != std::string::npos) settled = i;
    if (i == 0) opened = body.find("opened") != std::string::npos ? 0 : 9;
  }
  CHECK(opened < settled);
}

TEST_CASE("an event is tried twelve times with longer and longer pauses, then given up") {
  Desk desk;
  desk.poster.answers = 500;
  desk.happens("case.opened", "cas_1");
  std::chrono::seconds pause{0};
  for (int tries = 1; tries < kMostTries; ++tries) {
    desk.webhooks.run_due();
    CHECK(desk.poster.heard.size() == static_cast<std::size_t>(tries));
    CHECK(pause_after(tries) > pause);
    pause = pause_after(tries);
    desk.world.now += pause - std::chrono::seconds{1};
    desk.webhooks.run_due();  // too early
    CHECK(desk.poster.heard.size() == static_cast<std::size_t>(tries));
    desk.world.now += std::chrono::seconds{1};
  }
  desk.webhooks.run_due();
  CHECK(desk.poster.heard.size() == kMostTries);
  CHECK(number_at(desk.counts(), "/given_up") == 1);
  desk.world.now += std::chrono::hours{48};
  desk.happens("case.settled", "cas_1");  // the later one passes
  desk.poster.answers = 204;
  desk.webhooks.run_due();
  CHECK(desk.poster.heard.size() == kMostTries + 1);
  const json::Value given = parsed(desk.webhooks.deliveries("them", "given_up", 10));
  const std::string id = text_at(given, "/data/0/id");
  CHECK(text_at(given, "/data/0/detail") == "answers 500");
  CHECK(number_at(given, "/data/0/status") == 500);

  REQUIRE(number_at(parsed(desk.webhooks.replay(supervisor(), "them", id)), "/replayed") == 1);
  desk.webhooks.run_due();
  CHECK(desk.poster.ids().back() == id);
  CHECK(number_at(desk.counts(), "/given_up") == 0);
  CHECK_FALSE(desk.webhooks.replay(supervisor(), "them", "msg_none").has_value());
  CHECK_FALSE(desk.webhooks.replay(supervisor(), "nobody", id).has_value());
  CHECK(number_at(parsed(desk.webhooks.replay(supervisor(), "them", "")), "/replayed") == 0);
}

TEST_CASE("whoever is gone for good is not asked again, and a redirect is no delivery") {
  Desk desk;
  desk.poster.answers = 410;
  desk.happens("case.opened", "cas_1");
  desk.webhooks.run_due();
  CHECK(number_at(desk.counts(), "/given_up") == 1);
  desk.poster.answers = 302;
  desk.happens("case.opened", "cas_2");
  desk.webhooks.run_due();
  CHECK(number_at(desk.counts(), "/waiting") == 1);
}

TEST_CASE("a hook hears only what it asked for, and of its own attempts") {
  WebhookConfig hook = hook_of({"attempt.settled"});
  hook.caller = "mine";
  Desk desk(hook);
  desk.happens("case.opened", "cas_1");
  desk.happens("attempt.settled", "cas_1", {{"attempt_id", "a1"}, {"caller", "others"}});
  desk.happens("attempt.settled", "cas_1", {{"attempt_id", "a2"}, {"caller", "mine"}});
  desk.webhooks.run_due();
  REQUIRE(desk.poster.heard.size() == 1);
  CHECK(desk.poster.heard[0].body.find("\"a2\"") != std::string::npos);
}

TEST_CASE("a decision is told once it can no longer be taken back, and not if it was") {
  for (const bool undone : {false, true}) {
    INFO((undone ? "undone" : "kept"));
    Desk desk(hook_of({"case.settled", "attempt.settled"}));
    const std::string id = text_at(desk.world.attempt(after_death("a1")), "/case_id");
    REQUIRE_FALSE(id.empty());
    REQUIRE(act(desk.world, kLi, id, CaseAction::kClaim).empty());
    REQUIRE(act(desk.world, kLi, id, CaseAction::kDecide,
                R"({"disposition":"cleared","cause":"bad_data","note":"登记有误"})")
                .empty());
    desk.webhooks.run_due();
    CHECK(desk.poster.heard.empty());
    if (undone) {
      REQUIRE(act(desk.world, kLi, id, CaseAction::kUndo).empty());
    }
    settle(desk.world);
    desk.webhooks.run_due();
    REQUIRE(desk.poster.heard.size() == (undone ? 0 : 2));
    if (undone) continue;
    CHECK(desk.poster.heard[0].body.find(id) != std::string::npos);
    CHECK(desk.poster.heard[1].body.find(R"("attempt_id":"a1")") != std::string::npos);
  }
}

TEST_CASE("data/webhooks.toml loads, and every mistake in one is named") {
  const auto shipped = load_webhooks(std::string(ANALYZER_ROOT) + "/data/webhooks.toml");
  REQUIRE(shipped.has_value());
  CHECK(shipped->hooks.empty());
  const auto folder = std::filesystem::temp_directory_path();
  const std::string path = folder / "analyzer_webhooks_test.toml";
  const std::string secret = folder / "analyzer_webhooks_test.whsec";
  std::ofstream(secret) << "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n";
  std::ofstream(path) << "[[hook]]\nname = \"a\"\ntitle = \"t\"\nurl = \"https://a.invalid/\"\n"
                         "secret_file = \""
                      << secret << "\"\ntypes = [\"case.opened\"]\n";
  const auto right = load_webhooks(path);
  REQUIRE(right.has_value());
  CHECK(right->hooks.at(0).secret.size() == 24);
  std::ofstream(path) << "[[hook]]\nname = \"A b\"\ntitle = \"t\"\nurl = \"http://a.invalid/\"\n"
                         "secret_env = \"ANALYZER_NO_SUCH_VARIABLE\"\ntypes = [\"case.eaten\"]\n"
                         "speed = 1\n";
  const auto wrong = load_webhooks(path);
  std::filesystem::remove(path);
  std::filesystem::remove(secret);
  REQUIRE_FALSE(wrong.has_value());
  CHECK(wrong.error().fields.size() == 5);
}

}  // namespace analyzer
