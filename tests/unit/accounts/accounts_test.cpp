#include "analyzer/service/accounts.h"

#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <thread>
#include <vector>

#include "analyzer/service/accounts_port.h"
#include "analyzer/store/sqlite_store.h"

namespace analyzer {
namespace {

using namespace std::chrono_literals;

constexpr const char* kPassword = "correct horse 7 battery";

// Accounts over a fresh store, with a clock that a test turns.
struct World {
  World() {
    static std::atomic<int> number{0};
    folder = std::filesystem::temp_directory_path() /
             ("analyzer_accounts_" + std::to_string(getpid()) + "_" + std::to_string(number++));
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    store = store::open_sqlite_store((folder / "test.db").string(), {}).value();
    open();
    for (const auto& [name, role] :
         {std::pair{"rev", Role::kReviewer}, std::pair{"sys", Role::kSystemAdmin},
          std::pair{"sec", Role::kSecurityAdmin}, std::pair{"aud", Role::kAuditAdmin}}) {
      const auto row = accounts->install_user({name, name}, {role}, "", kPassword);
      REQUIRE(row.has_value());
      ids[name] = row->user.id;
    }
  }
  ~World() {
    accounts.reset();
    store.reset();
    std::filesystem::remove_all(folder);
  }

  void open() {
    AccountsOptions options;
    options.clock = [this] { return now; };
    AccountsPort port = accounts_port(*store);
    port.read = [this, read = port.read](const AccountsPort::Work& work) {
      const Status status = read(work);
      if (after_reading) after_reading();
      return status;
    };
    accounts = Accounts::open(std::move(port), options).value();
  }

  Actor actor(const std::string& name, Role role) {
    return {ids[name], name, role_bit(role), "", "req"};
  }
  Actor system() { return actor("sys", Role::kSystemAdmin); }
  Actor security() { return actor("sec", Role::kSecurityAdmin); }

  // "actor action result" of the audit rows, oldest first.
  std::vector<std::string> audit(const std::string& action) {
    auto session = store->open_session(store::Mode::kReadOnly).value();
    store::AuditQuery query;
    query.action = action;
    query.limit = 1000;
    std::vector<std::string> out;
    const auto rows = session->audit().list(query);
    for (const store::AuditRow& row : rows.value()) {
      out.insert(out.begin(), row.entry.action + " " + row.entry.result);
    }
    return out;
  }

  std::filesystem::path folder;
  std::unique_ptr<store::Store> store;
  Time now = from_millis(1'767'225'600'000);
  std::unique_ptr<Accounts> accounts;
  std::map<std::string, std::string> ids;
  std::function<void()> after_reading;  // what it read is not used yet
};

std::string code_of(const Error& error) {
  return error.fields.empty() ? "" : error.fields.front().code;
}
template <class T>
std::string code_of(const Result<T>& result) {
  return result ? "ok" : code_of(result.error());
}

TEST_CASE("a session lasts half an hour after the last call and twelve hours in all") {
  World world;
  const auto signed_in = world.accounts->sign_in({"rev", kPassword}, {"1.2.3.4", "r"});
  REQUIRE(signed_in.has_value());
  const std::string token = signed_in->token;
  CHECK(signed_in->session.actor.roles == role_bit(Role::kReviewer));
  for (int i = 0; i < 24; ++i) {
    world.now += 29min;
    CHECK(world.accounts->session(token, "r").has_value());
  }
  world.now += 25min;  // 12 h 1 min
  CHECK(code_of(world.accounts->session(token, "r")) == "unauthenticated");

  const auto again = world.accounts->sign_in({"rev", kPassword}, {});
  REQUIRE(again.has_value());
  world.now += 30min;
  CHECK(code_of(world.accounts->session(again->token, "r")) == "unauthenticated");
  CHECK(code_of(world.accounts->session("", "r")) == "unauthenticated");
  CHECK(code_of(world.accounts->session("guess", "r")) == "unauthenticated");
}

TEST_CASE("five wrong passwords lock a name for a quarter of an hour, known or not") {
  World world;
  for (const char* name : {"rev", "nobody"}) {
    INFO(name);
    for (int i = 0; i < 5; ++i) {
      CHECK(code_of(world.accounts->sign_in({name, "wrong"}, {})) == "bad_credentials");
    }
    CHECK(code_of(world.accounts->sign_in({name, kPassword}, {})) == "account_locked");
  }
  CHECK(world.audit("session.sign_in") ==
        std::vector<std::string>{"session.sign_in denied", "session.sign_in denied",
                                 "session.sign_in denied", "session.sign_in denied",
                                 "session.sign_in locked"});
  world.now += 15min;
  CHECK(code_of(world.accounts->sign_in({"nobody", "wrong"}, {})) == "bad_credentials");
  CHECK(code_of(world.accounts->sign_in({"rev", "wrong"}, {})) == "bad_credentials");
  CHECK(world.accounts->sign_in({"rev", kPassword}, {}).has_value());
}

TEST_CASE("a new password ends all sessions and clears the first one") {
  World world;
  const auto row = world.accounts->install_user({"li", "李"}, {Role::kHotline}, "");
  REQUIRE(row.has_value());
  CHECK(row->user.must_change);
  const auto one = world.accounts->sign_in({"li", row->initial_password}, {});
  const auto two = world.accounts->sign_in({"li", row->initial_password}, {});
  REQUIRE(two.has_value());
  CHECK(two->session.must_change_password);
  const auto change = [&](std::string_view old_password, std::string_view new_password) {
    return world.accounts->change_password(one->token, old_password, new_password, {});
  };
  CHECK(change("wrong", "seven red lanterns").error().fields[0].pointer == "/old_password");
  CHECK(change(row->initial_password, "short").error().fields[0].code == "too_short");
  CHECK(change(row->initial_password, row->initial_password).error().fields[0].code == "unchanged");
  const auto changed = change(row->initial_password, "seven red lanterns");
  REQUIRE(changed.has_value());
  CHECK_FALSE(changed->session.must_change_password);
  CHECK_FALSE(world.accounts->session(one->token, "").has_value());
  CHECK_FALSE(world.accounts->session(two->token, "").has_value());
  CHECK(world.accounts->session(changed->token, "").has_value());
  CHECK(code_of(world.accounts->sign_in({"li", row->initial_password}, {})) == "bad_credentials");
}

TEST_CASE("no administrator does another's work, nor changes an own account") {
  World world;
  Accounts& accounts = *world.accounts;
  const auto reviewer = world.actor("rev", Role::kReviewer);
  UserChange roles;
  roles.roles = {{"supervisor"}};
  UserChange disable;
  disable.disabled = true;
  CHECK(code_of(accounts.create_user(world.security(), {"x", "x"})) == "forbidden");
  CHECK(code_of(accounts.create_user(reviewer, {"x", "x"})) == "forbidden");
  CHECK(code_of(accounts.users(reviewer, "", 10)) == "forbidden");
  CHECK(code_of(accounts.keys(world.system(), "", 10)) == "forbidden");
  CHECK(code_of(accounts.create_key(world.system(), {"k", "c", {"check"}, "", {}, false})) ==
        "forbidden");
  CHECK(code_of(accounts.change_user(world.system(), world.ids["rev"], 1, roles)) == "forbidden");
  CHECK(code_of(accounts.change_user(world.security(), world.ids["rev"], 1, disable)) ==
        "forbidden");
  CHECK(code_of(accounts.change_user(world.security(), world.ids["sec"], 1, roles)) == "forbidden");
  CHECK(code_of(accounts.change_user(world.system(), world.ids["sys"], 1, disable)) == "forbidden");
  CHECK(code_of(accounts.change_user(world.system(), world.ids["aud"], 1, disable)) == "conflict");
  CHECK(code_of(accounts.change_user(world.security(), world.ids["sys"], 1, roles)) == "conflict");
  CHECK(code_of(accounts.change_user(world.security(), world.ids["rev"], 7, roles)) == "stale");
  CHECK(accounts.change_user(world.security(), "usr_none", 1, roles).error().code ==
        ErrorCode::kNotFound);
  CHECK(code_of(accounts.change_user(world.security(), world.ids["rev"], 1, roles)) == "ok");
  CHECK(world.audit("user.change") == std::vector<std::string>{"user.change ok"});
}

TEST_CASE("who gives out a first password gains no right by it") {
  World world;
  UserChange reset;
  reset.reset_password = true;
  for (const char* office : {"sec", "aud"}) {
    CHECK(code_of(world.accounts->change_user(world.system(), world.ids[office], 1, reset)) ==
          "forbidden");
  }
  const auto after = world.accounts->change_user(world.system(), world.ids["rev"], 1, reset);
  REQUIRE(after.has_value());
  CHECK_FALSE(after->initial_password.empty());
  CHECK(after->user.roles.empty());
  const auto agent = world.accounts->install_user({"desk", "坐席"}, {Role::kHotline}, "");
  REQUIRE(agent.has_value());
  const auto kept = world.accounts->change_user(world.system(), agent->user.id, 1, reset);
  REQUIRE(kept.has_value());
  CHECK(kept->user.roles == std::vector<std::string>{"hotline"});
}

TEST_CASE("a disabled account ends its sessions and comes back only by its administrator") {
  World world;
  const auto signed_in = world.accounts->sign_in({"rev", kPassword}, {});
  REQUIRE(signed_in.has_value());
  const auto page = world.accounts->users(world.system(), "", 100);
  REQUIRE(page.has_value());
  std::int64_t version = 0;
  for (const UserRow& row : page->rows) {
    if (row.user.name == "rev") version = row.user.version;
  }
  UserChange change;
  change.disabled = true;
  const auto disabled =
      world.accounts->change_user(world.system(), world.ids["rev"], version, change);
  REQUIRE(disabled.has_value());
  CHECK(disabled->state == "disabled");
  CHECK_FALSE(world.accounts->session(signed_in->token, "").has_value());
  CHECK(code_of(world.accounts->sign_in({"rev", kPassword}, {})) == "bad_credentials");
  change.disabled = false;
  CHECK(
      world.accounts->change_user(world.system(), world.ids["rev"], disabled->user.version, change)
          .has_value());
  CHECK(world.accounts->sign_in({"rev", kPassword}, {}).has_value());
}

TEST_CASE("users are listed page by page") {
  World world;
  const auto first = world.accounts->users(world.system(), "", 3);
  REQUIRE(first.has_value());
  CHECK(first->rows.size() == 3);
  CHECK(first->next_cursor == "sec");
  const auto second = world.accounts->users(world.system(), first->next_cursor, 3);
  REQUIRE(second.has_value());
  CHECK(second->rows.size() == 1);
  CHECK(second->next_cursor.empty());
}

TEST_CASE("a key is known by its secret until it expires or is revoked") {
  World world;
  const auto made = world.accounts->create_key(
      world.security(), {"k", "city", {"check", "attempts:write"}, "", world.now + 1h, false});
  REQUIRE(made.has_value());
  CHECK(made->secret.size() == 3 + 52);
  const auto key = world.accounts->key(made->secret);
  REQUIRE(key);
  CHECK(key->key.caller == "city");
  CHECK(key->scopes == 0b101);
  CHECK_FALSE(world.accounts->key(made->secret + "a"));
  CHECK_FALSE(world.accounts->key("ak_"));
  CHECK_FALSE(world.accounts->key(""));
  REQUIRE(world.accounts->tidy().has_value());
  CHECK(world.accounts->keys(world.security(), "", 10)->rows[0].last_used == world.now);
  world.open();  // a restart
  CHECK(world.accounts->key(made->secret));
  world.now += 1h;
  CHECK_FALSE(world.accounts->key(made->secret));

  const auto other = world.accounts->install_key({"k", "city", {"check"}, "", {}, false});
  REQUIRE(other.has_value());
  CHECK(world.accounts->revoke_key(world.security(), other->key.id).has_value());
  CHECK_FALSE(world.accounts->key(other->secret));
  CHECK(code_of(world.accounts->install_key({"k", "city", {"everything"}, "", {}, false})) ==
        "unknown_word");
}

TEST_CASE("a nonce is used once, over a restart too") {
  World world;
  const auto made = world.accounts->install_key({"k", "city", {"check"}, "", {}, true});
  const auto key = world.accounts->key(made->secret);
  REQUIRE(key);
  const std::string now = std::to_string(to_millis(world.now));
  const std::string nonce(20, 'n');
  CHECK(world.accounts->use_nonce(*key, now, nonce).has_value());
  CHECK(code_of(world.accounts->use_nonce(*key, now, nonce)) == "replayed");
  world.open();
  CHECK(code_of(world.accounts->use_nonce(*key, now, nonce)) == "replayed");
  CHECK(code_of(world.accounts->use_nonce(*key, "", nonce)) == "unauthenticated");
  CHECK(code_of(world.accounts->use_nonce(*key, now + "x", nonce)) == "unauthenticated");
  world.now += 6min;
  CHECK(code_of(world.accounts->use_nonce(*key, now, nonce + "2")) == "unauthenticated");
}

TEST_CASE("names are taken once, roles that contradict each other are refused") {
  World world;
  CHECK(world.accounts->any_user().value());
  CHECK(code_of(world.accounts->create_user(world.system(), {"rev", "x"})) == "conflict");
  CHECK(code_of(world.accounts->install_user({"both", "x"}, {Role::kSystemAdmin, Role::kAuditAdmin},
                                             "")) == "contradiction");
  CHECK(world.accounts->reset_user("nobody").error().code == ErrorCode::kNotFound);
  const auto reset = world.accounts->reset_user("rev");
  REQUIRE(reset.has_value());
  const auto signed_in = world.accounts->sign_in({"rev", reset->initial_password}, {});
  REQUIRE(signed_in.has_value());
  CHECK(signed_in->session.must_change_password);
}

TEST_CASE("a key that was revoked works no more, however slow others were at reading the keys") {
  World world;
  for (int round = 0; round < 20; ++round) {
    const auto made = world.accounts->create_key(
        world.security(), {"key " + std::to_string(round), "desk", {"check"}, "", {}, false});
    REQUIRE(made.has_value());
    REQUIRE(world.accounts->key(made->secret) != nullptr);
    // Readings of before the revocation that are put to use late.
    std::atomic<int> reading = 0;
    world.after_reading = [&] {
      if (++reading % 2 == 1) std::this_thread::sleep_for(3ms);
    };
    std::vector<std::thread> slow;
    for (int n = 0; n < 4; ++n) {
      slow.emplace_back([&] {
        for (int i = 0; i < 5; ++i) (void)world.accounts->refresh_keys();
      });
    }
    while (reading == 0) std::this_thread::yield();
    REQUIRE(world.accounts->revoke_key(world.security(), made->key.id));
    const bool at_once = world.accounts->key(made->secret) != nullptr;
    for (int i = 0; i < 200 && world.accounts->key(made->secret) == nullptr; ++i) {
      std::this_thread::sleep_for(std::chrono::microseconds{100});
    }
    const bool later = world.accounts->key(made->secret) != nullptr;
    for (std::thread& thread : slow) thread.join();
    world.after_reading = nullptr;
    CHECK_FALSE(at_once);
    CHECK_FALSE(later);
  }
}

}  // namespace
}  // namespace analyzer
