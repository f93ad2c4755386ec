#include "analyzer/server/api.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <future>
#include <thread>
#include <vector>

#include "analyzer/core/json.h"
#include "analyzer/service/accounts_port.h"
#include "tests/unit/server/fake_service.h"
#include "tests/unit/server/raw_client.h"

namespace analyzer::server {
namespace {

constexpr const char* kPassword = "correct horse 7 battery";

// A whole server over a fake service and a real store, with a user of each kind.
struct World {
  World() {
    AccountsOptions options;
    options.clock = [this] { return service.time; };
    accounts = Accounts::open(accounts_port(service), options).value();
    for (const auto& [name, role] :
         {std::pair{"rev", Role::kReviewer}, std::pair{"hot", Role::kHotline},
          std::pair{"sys", Role::kSystemAdmin}, std::pair{"sec", Role::kSecurityAdmin},
          std::pair{"aud", Role::kAuditAdmin}}) {
      REQUIRE(accounts->install_user({name, name}, {role}, "41", kPassword).has_value());
    }
    key = accounts->install_key({"k", "city", {"attempts:write"}, "", {}, false})->secret;
    ApiOptions api_options;
    api_options.workers = 2;
    api_options.sign_ins_per_minute = 12;
    api_options.listener_counts = [this] { return server->counts(); };
    api_options.region_name = [](std::string_view code) {
      return code == "41" ? std::string("河南省") : std::string();
    };
    api = Api::make(service, *accounts, std::move(api_options)).value();
    ListenerOptions listener_options;
    listener_options.port = 0;
    server = Listener::open(listener_options, *api).value();
    server->start();
    client = std::make_unique<RawClient>(server->port());
  }
  ~World() {
    client.reset();
    server->stop();
    api->stop();
  }

  RawResponse ask(const std::string& request) { return client->ask(request); }
  std::string bearer() const {
    return "Content-Type: application/json\r\nAuthorization: Bearer " + key + "\r\n";
  }
  // Signs in and keeps cookie and token for signed().
  RawResponse sign_in(const std::string& name, const std::string& password = kPassword) {
    const RawResponse response =
        ask(post("/v1/session", R"({"name":")" + name + R"(","password":")" + password + "\"}"));
    const std::size_t at = response.head.find("session=");
    if (response.status == 200 && at != std::string::npos) {
      cookie = response.head.substr(at, response.head.find(';', at) - at);
      csrf = json::parse(response.body)->at("csrf_token").as_string().c_str();
    }
    return response;
  }
  std::string signed_headers() const {
    return "Content-Type: application/json\r\nCookie: " + cookie + "\r\nX-CSRF-Token: " + csrf +
           "\r\n";
  }

  FakeService service;
  std::unique_ptr<Accounts> accounts;
  std::unique_ptr<Api> api;
  std::unique_ptr<Listener> server;
  std::unique_ptr<RawClient> client;
  std::string key, cookie, csrf;
};

std::string type_of(const RawResponse& response) {
  const auto body = json::parse(response.body);
  if (!body || !body->is_object() || !body->as_object().contains("type")) return response.body;
  return body->at("type").as_string().c_str();
}

TEST_CASE("a machine submits with its key") {
  World world;
  world.service.next = document_of(R"({"decision":"pass"})");
  world.service.next->created = true;
  RawResponse response = world.ask(post("/v1/attempts", "{\"a\":1}", world.bearer()));
  CHECK(response.status == 201);
  CHECK(response.body == R"({"decision":"pass"})");
  CHECK(response.has("X-Content-Type-Options: nosniff"));
  CHECK(world.service.last_call == "attempt city {\"a\":1} strict");

  world.service.next->created = false;
  world.service.next->replayed = true;
  response = world.ask(post("/v1/attempts?strict=false", "{}", world.bearer()));
  CHECK(response.status == 200);
  CHECK(response.has("Idempotency-Replayed: true"));
  CHECK(world.service.last_call == "attempt city {}");
  CHECK(world.ask(get("/v1/attempts/a%2Fb", world.bearer())).status == 200);
  CHECK(world.service.last_call == "get a/b");
}

TEST_CASE("each kind of refusal has its status and type") {
  World world;
  struct Row {
    const char* what;
    std::string request;
    int status;
    const char* type;
  };
  const std::string json = "Content-Type: application/json\r\n";
  const Row rows[] = {
      {"no key", post("/v1/attempts", "{}"), 401, "/problems/unauthenticated"},
      {"a wrong key", post("/v1/attempts", "{}", json + "Authorization: Bearer ak_x\r\n"), 401,
       "/problems/unauthenticated"},
      {"basic", post("/v1/attempts", "{}", json + "Authorization: Basic abc\r\n"), 401,
       "/problems/unauthenticated"},
      {"another scope", post("/v1/check", "{}", world.bearer()), 403, "/problems/forbidden"},
      {"a person's route", get("/v1/cases", world.bearer()), 403, "/problems/forbidden"},
      {"not JSON",
       post("/v1/attempts", "a=b",
            "Content-Type: text/plain\r\nAuthorization: Bearer " + world.key + "\r\n"),
       415, "/problems/unsupported_media_type"},
      {"no such path", get("/v1/nothing"), 404, "/problems/not_found"},
      {"no such page", get("/missing.js"), 404, "/problems/not_found"},
      {"wrong method", send_body("PUT", "/v1/attempts", "{}"), 405, "/problems/method_not_allowed"},
      {"a broken query", get("/v1/attempts/x?a=%zz", world.bearer()), 400, "/problems/bad_request"},
      {"a wrong parameter", post("/v1/attempts?strict=maybe", "{}", world.bearer()), 422,
       "/problems/invalid"},
      {"a broken body", post("/v1/session", "{"), 400, "/problems/malformed_json"},
      {"an unknown field", post("/v1/session", R"({"name":"a","password":"b","x":1})"), 422,
       "/problems/invalid"},
      {"no session", get("/v1/cases", "Cookie: session=abc\r\n"), 401, "/problems/unauthenticated"},
      {"too long", post("/v1/session", std::string(70'000, ' ')), 413,
       "/problems/payload_too_large"},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    RawClient client(world.server->port());
    const RawResponse response = client.ask(row.request);
    CHECK(response.status == row.status);
    CHECK(type_of(response) == row.type);
    CHECK(response.has("Content-Type: application/problem+json"));
  }
  CHECK(world.service.last_call.empty());
  CHECK(world.ask(send_body("OPTIONS", "/v1/attempts", "")).has("Allow: POST, OPTIONS"));
}

TEST_CASE("what cannot be recorded is answered not_recorded with Retry-After") {
  World world;
  world.service.next = fail(ErrorCode::kUnavailable, "database or disk is full");
  const RawResponse response = world.ask(post("/v1/attempts", "{}", world.bearer()));
  CHECK(response.status == 503);
  CHECK(type_of(response) == "/problems/not_recorded");
  CHECK(response.has("Retry-After: "));
  CHECK(response.body.find("disk") == std::string::npos);
  CHECK(type_of(world.ask(get("/v1/attempts/a", world.bearer()))) == "/problems/unavailable");
}

TEST_CASE("a person signs in, works with cookie and token, and signs out") {
  World world;
  const RawResponse signed_in = world.sign_in("rev");
  REQUIRE(signed_in.status == 200);
  CHECK(signed_in.has("HttpOnly; SameSite=Strict"));
  CHECK_FALSE(signed_in.has("Secure"));
  CHECK(signed_in.body.find("\"region_name\":\"河南省\"") != std::string::npos);
  CHECK(signed_in.body.find("\"roles\":[\"reviewer\"]") != std::string::npos);

  world.service.next = document_of("{\"data\":[]}");
  CHECK(world.ask(get("/v1/cases?state=open,claimed&q=%E4%B8%AD&limit=7", world.signed_headers()))
            .status == 200);
  CHECK(world.service.last_call == "cases rev open,claimed 中 7");
  for (const char* wrong :
       {"state=opened", "limit=0", "limit=201", "limit=x", "held=1", "kind=x", "region=4x"}) {
    INFO(wrong);
    CHECK(world.ask(get("/v1/cases?" + std::string(wrong), world.signed_headers())).status == 422);
  }

  const std::string act = "/v1/cases/cas_1/claim";
  CHECK(world.ask(post(act, "", world.signed_headers())).status == 428);
  CHECK(world.ask(post(act, "", world.signed_headers() + "If-Match: 3\r\n")).status == 412);
  world.service.next->version = 4;
  const RawResponse claimed =
      world.ask(post(act, "", world.signed_headers() + "If-Match: \"3\"\r\n"));
  CHECK(claimed.status == 200);
  CHECK(claimed.has("ETag: \"4\""));
  CHECK(world.service.last_call == "act cas_1 0 3");

  const std::string no_token =
      "Content-Type: application/json\r\nCookie: " + world.cookie + "\r\nIf-Match: \"3\"\r\n";
  CHECK(type_of(world.ask(post(act, "", no_token))) == "/problems/csrf");
  CHECK(type_of(world.ask(post(act, "", no_token + "X-CSRF-Token: abc\r\n"))) == "/problems/csrf");
  CHECK(type_of(world.ask(get("/v1/users", world.signed_headers()))) == "/problems/forbidden");
  CHECK(type_of(world.ask(get("/v1/attempts/a", world.signed_headers()))) ==
        "/problems/unauthenticated");

  CHECK(world.ask(send_body("DELETE", "/v1/session", "", world.signed_headers())).status == 204);
  CHECK(world.ask(get("/v1/session", world.signed_headers())).status == 401);
}

TEST_CASE("an empty queue is 204") {
  World world;
  REQUIRE(world.sign_in("rev").status == 200);
  world.service.next = Document{};
  CHECK(world.ask(post("/v1/cases/next", "", world.signed_headers())).status == 204);
  CHECK(world.ask(post("/v1/cases/next", "{}", world.signed_headers())).status == 204);
}

TEST_CASE("the ring of a case is asked for in one step or two") {
  World world;
  REQUIRE(world.sign_in("rev").status == 200);
  const auto ask = [&](const std::string& query) {
    world.service.last_call.clear();
    const int status =
        world.ask(get("/v1/cases/cas_1/ring" + query, world.signed_headers())).status;
    return std::to_string(status) + " " + world.service.last_call;
  };
  CHECK(ask("") == "200 ring cas_1 2");
  CHECK(ask("?steps=1") == "200 ring cas_1 1");
  CHECK(ask("?steps=2") == "200 ring cas_1 2");
  CHECK(ask("?steps=3") == "422 ");
  CHECK(ask("?steps=") == "200 ring cas_1 2");
  CHECK(world.ask(get("/v1/cases/cas_1/ring", world.bearer())).status == 403);
}

TEST_CASE("seeing personal detail needs a reason") {
  World world;
  REQUIRE(world.sign_in("rev").status == 200);
  CHECK(world.ask(get("/v1/cases/cas_1/subject", world.signed_headers())).status == 422);
  CHECK(world.ask(get("/v1/cases/cas_1/subject?reason=%E6%A0%B8%E5%AE%9E", world.signed_headers()))
            .status == 200);
  CHECK(world.service.last_call == "subject 核实");
}

TEST_CASE("accounts are opened by one administrator and given roles by another") {
  World world;
  REQUIRE(world.sign_in("sys").status == 200);
  const RawResponse made = world.ask(
      post("/v1/users", R"({"name":"wang","display_name":"王"})", world.signed_headers()));
  REQUIRE(made.status == 201);
  const auto user = json::parse(made.body);
  const std::string id = user->at("id").as_string().c_str();
  const std::string first_password = user->at("initial_password").as_string().c_str();
  CHECK(user->at("roles").as_array().empty());
  CHECK(user->at("last_sign_in_at").is_null());

  const std::string path = "/v1/users/" + id;
  const std::string roles = R"({"roles":["reviewer"],"region":"4113"})";
  const auto change = [&](const std::string& body, const std::string& version) {
    return world.ask(send_body("PATCH", path, body,
                               world.signed_headers() + "If-Match: \"" + version + "\"\r\n"));
  };
  CHECK(change(roles, "1").status == 403);
  CHECK(world.ask(post("/v1/keys", "{}", world.signed_headers())).status == 403);

  REQUIRE(world.sign_in("sec").status == 200);
  CHECK(change(roles, "9").status == 412);
  CHECK(change(R"({"state":"disabled"})", "1").status == 403);
  CHECK(change(R"({"roles":["reviewer","audit_admin"]})", "1").status == 422);
  CHECK(change(R"({"region":"41130"})", "1").status == 422);
  const RawResponse given = change(roles, "1");
  CHECK(given.status == 200);
  CHECK(given.has("ETag: \"2\""));
  CHECK(given.body.find("initial_password") == std::string::npos);

  REQUIRE(world.sign_in("wang", first_password).status == 200);
  CHECK(type_of(world.ask(get("/v1/cases", world.signed_headers()))) ==
        "/problems/password_change_required");
  CHECK(world.ask(get("/v1/session", world.signed_headers())).status == 200);
  const RawResponse weak =
      world.ask(post("/v1/session/password",
                     R"({"old_password":")" + first_password + R"(","new_password":"wang123456"})",
                     world.signed_headers()));
  CHECK(weak.status == 422);
  CHECK(weak.body.find("\"pointer\":\"/new_password\"") != std::string::npos);
  const RawResponse changed = world.ask(
      post("/v1/session/password",
           R"({"old_password":")" + first_password + R"(","new_password":"seven red lanterns"})",
           world.signed_headers()));
  CHECK(changed.status == 200);
  CHECK(world.ask(get("/v1/session", world.signed_headers())).status == 401);  // the old session
  REQUIRE(world.sign_in("wang", "seven red lanterns").status == 200);
  CHECK(world.ask(get("/v1/cases", world.signed_headers())).status == 200);
}

TEST_CASE("a key is shown once, works at once and ends at once") {
  World world;
  REQUIRE(world.sign_in("sec").status == 200);
  const RawResponse made = world.ask(post(
      "/v1/keys", R"({"name":"n","caller":"town","scopes":["check"]})", world.signed_headers()));
  REQUIRE(made.status == 201);
  const auto key = json::parse(made.body);
  const std::string secret = key->at("key").as_string().c_str();
  CHECK(secret.starts_with("ak_"));
  CHECK(world.ask(get("/v1/keys", world.signed_headers())).body.find(secret) == std::string::npos);
  const std::string headers =
      "Content-Type: application/json\r\nAuthorization: Bearer " + secret + "\r\n";
  CHECK(world.ask(post("/v1/check", "{}", headers)).status == 200);
  CHECK(world
            .ask(post("/v1/keys", R"({"name":"n","caller":"Town","scopes":["all"]})",
                      world.signed_headers()))
            .status == 422);
  const std::string id = key->at("id").as_string().c_str();
  CHECK(world.ask(send_body("DELETE", "/v1/keys/" + id, "", world.signed_headers())).status == 204);
  CHECK(world.ask(send_body("DELETE", "/v1/keys/key_no", "", world.signed_headers())).status ==
        404);
  CHECK(world.ask(post("/v1/check", "{}", headers)).status == 401);
}

TEST_CASE("a key against replay needs a fresh time and a new nonce") {
  World world;
  const std::string secret =
      world.accounts->install_key({"r", "city", {"check"}, "", {}, true})->secret;
  const auto ask = [&](Time at, const std::string& nonce) {
    return world.ask(post("/v1/check", "{}",
                          "Content-Type: application/json\r\nAuthorization: Bearer " + secret +
                              "\r\nX-Timestamp: " + std::to_string(to_millis(at)) +
                              "\r\nX-Nonce: " + nonce + "\r\n"));
  };
  const Time now = world.service.time;
  CHECK(ask(now, "0123456789abcdef").status == 200);
  CHECK(type_of(ask(now, "0123456789abcdef")) == "/problems/replayed");
  CHECK(ask(now, "short").status == 401);
  CHECK(ask(now - std::chrono::minutes{6}, "0123456789abcdeg").status == 401);
  CHECK(ask(now + std::chrono::minutes{4}, "0123456789abcdeh").status == 200);
}

TEST_CASE("guessing passwords is slowed down") {
  World world;
  int refused = 0;
  std::string last;
  for (int i = 0; i < 14; ++i) {
    const RawResponse response = world.sign_in("nobody" + std::to_string(i), "wrong password");
    if (response.status == 429) {
      ++refused;
      CHECK(response.has("Retry-After: "));
    } else {
      CHECK(type_of(response) == "/problems/bad_credentials");
    }
  }
  CHECK(refused >= 1);
}

TEST_CASE("pages that take long keep no decision waiting") {
  World world;
  REQUIRE(world.sign_in("rev").status == 200);
  std::promise<void> go;
  std::shared_future<void> gate = go.get_future().share();
  std::atomic<int> inside{0};
  world.service.in_cases = [&] {
    ++inside;
    gate.wait();
  };
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {  // as many as there are workers
    readers.emplace_back([&world] {
      RawClient(world.server->port()).ask(get("/v1/cases", world.signed_headers()));
    });
  }
  while (inside < 2) std::this_thread::yield();
  for (const char* path : {"/v1/attempts", "/v1/attempts/batch"}) {
    INFO(path);
    CHECK(world.ask(post(path, "{}", world.bearer())).status == 200);
  }
  CHECK(world.ask(get("/v1/attempts/a", world.bearer())).status == 200);
  CHECK(world.ask(get("/readyz")).status == 200);
  go.set_value();
  for (std::thread& reader : readers) reader.join();
}

TEST_CASE("health, metrics and the contract are there for all") {
  World world;
  CHECK(world.ask(get("/livez")).body == R"({"status":"ok"})");
  CHECK(world.ask(get("/readyz")).status == 200);
  world.service.ready = false;
  const RawResponse unready = world.ask(get("/readyz"));
  CHECK(unready.status == 503);
  CHECK(unready.body.find("\"name\":\"store\"") != std::string::npos);
  const RawResponse metrics = world.ask(get("/metrics"));
  CHECK(metrics.has("Content-Type: text/plain; version=0.0.4"));
  for (const char* line :
       {"analyzer_decisions_total{decision=\"review\"} 7\n",
        "analyzer_http_requests_total{route=\"GET /readyz\",status=\"503\"} 1\n",
        "analyzer_model_info{model=\"url\",digest=\"absent\"} 0\n",
        "analyzer_stage_seconds_count{stage=\"commit\"} 17\n", "analyzer_connections_open 1\n"}) {
    INFO(line);
    CHECK(metrics.body.find(line) != std::string::npos);
  }
  CHECK(metrics.body.find("route=\"unreadable\"") == std::string::npos);  // all were read
  const auto openapi = json::parse(world.ask(get("/v1/openapi.json")).body, {.max_depth = 64});
  REQUIRE(openapi.has_value());
  CHECK(openapi->at("openapi").as_string() == "3.1.0");
  const RawResponse docs = world.ask(get("/v1/docs", "Accept-Language: zh-CN\r\n"));
  CHECK(docs.has("Content-Security-Policy: "));
  CHECK(docs.body.find("认证结果采信前请求判断") != std::string::npos);
  CHECK(docs.body.find("http://") == std::string::npos);
  CHECK(world.ask(get("/")).has("Location: /v1/docs"));
}

}  // namespace
}  // namespace analyzer::server
