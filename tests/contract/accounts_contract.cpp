// The contract of Accounts.

#include <catch2/catch.hpp>

#include "tests/contract/store_contract.h"

namespace analyzer::store {
namespace {

using std::chrono::hours;

User a_user(const std::string& id, const std::string& name) {
  User user;
  user.id = id;
  user.name = name;
  user.display_name = "测试员";
  user.password_hash = "$argon2id$v=19$...";
  user.roles = {"reviewer", "hotline"};
  user.region = "9901";
  user.failures = 3;
  user.locked_until = kNoon + hours(1);
  user.disabled = true;
  user.must_change = true;
  user.second_factor = "totp:x";
  user.created_at = kNoon;
  user.password_at = kNoon + Milliseconds(1);
  user.last_sign_in = kNoon + Milliseconds(2);
  return user;
}

}  // namespace

TEST_CASE("a user is written over the version read, and names are unique") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Accounts& accounts = session->accounts();
    User wanted = a_user("usr_2", "zhang");
    CHECK(code_of(accounts.put_user(wanted, 1)) == ErrorCode::kNotFound);
    must(accounts.put_user(wanted, std::nullopt));
    wanted.version = 1;
    CHECK(must(accounts.find_user("usr_2")) == wanted);
    CHECK(must(accounts.find_user_by_name("zhang")) == wanted);
    CHECK_FALSE(must(accounts.find_user_by_name("Zhang")).has_value());

    CHECK(code_of(accounts.put_user(a_user("usr_3", "zhang"), std::nullopt)) ==
          ErrorCode::kConflict);
    CHECK(code_of(accounts.put_user(a_user("usr_2", "li"), std::nullopt)) == ErrorCode::kConflict);
    must(accounts.put_user(a_user("usr_1", "li"), std::nullopt));
    wanted.roles.clear();
    wanted.locked_until.reset();
    wanted.last_sign_in.reset();
    must(accounts.put_user(wanted, 1));
    CHECK(code_of(accounts.put_user(wanted, 1)) == ErrorCode::kConflict);
    wanted.version = 2;
    CHECK(must(accounts.find_user("usr_2")) == wanted);
    const auto all = must(accounts.users());
    REQUIRE(all.size() == 2);
    CHECK(all[0].name == "li");
    CHECK(all[1].name == "zhang");
  }
}

TEST_CASE("sign-ins live until they are removed or end") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Accounts& accounts = session->accounts();
    must(accounts.put_user(a_user("usr_1", "li"), std::nullopt));
    const auto sign_in = [&](std::uint8_t n) {
      return SignIn{digest(n), "usr_1", digest(100), kNoon, kNoon, kNoon + hours(n)};
    };
    for (std::uint8_t n = 1; n <= 3; ++n) must(accounts.add_sign_in(sign_in(n)));
    CHECK(must(accounts.find_sign_in(digest(1))) == sign_in(1));
    CHECK_FALSE(must(accounts.find_sign_in(digest(9))).has_value());
    must(accounts.touch_sign_in(digest(1), kNoon + hours(1)));
    CHECK(must(accounts.find_sign_in(digest(1)))->last_seen == kNoon + hours(1));
    must(accounts.remove_sign_in(digest(2)));
    CHECK_FALSE(must(accounts.find_sign_in(digest(2))).has_value());
    CHECK(must(accounts.forget_expired(kNoon + hours(1))) == 1);
    CHECK_FALSE(must(accounts.find_sign_in(digest(1))).has_value());
    CHECK(must(accounts.find_sign_in(digest(3))).has_value());
    must(accounts.remove_sign_ins_of("usr_1"));
    CHECK_FALSE(must(accounts.find_sign_in(digest(3))).has_value());
    SignIn nobody = sign_in(4);
    nobody.user_id = "usr_9";
    CHECK(code_of(accounts.add_sign_in(nobody)) == ErrorCode::kNotFound);
  }
}

TEST_CASE("keys are found by hash, used and revoked once") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Accounts& accounts = session->accounts();
    ApiKey wanted;
    wanted.id = "key_1";
    wanted.hash = digest(1);
    wanted.name = "支付宝正式";
    wanted.caller = "alipay";
    wanted.scopes = {"attempts:write", "check"};
    wanted.link_namespace = "site";
    wanted.region = "99";
    wanted.created_by = "usr_1";
    wanted.require_nonce = true;
    wanted.created_at = kNoon;
    wanted.expires_at = kNoon + hours(1000);
    must(accounts.add_key(wanted));
    CHECK(must(accounts.find_key(digest(1))) == wanted);
    CHECK_FALSE(must(accounts.find_key(digest(2))).has_value());
    ApiKey same_hash = wanted;
    same_hash.id = "key_2";
    CHECK(code_of(accounts.add_key(same_hash)) == ErrorCode::kConflict);
    must(accounts.touch_key("key_1", kNoon + hours(1)));
    must(accounts.revoke_key("key_1", kNoon + hours(2)));
    must(accounts.revoke_key("key_1", kNoon + hours(3)));
    const auto read = must(accounts.find_key(digest(1)));
    REQUIRE(read.has_value());
    CHECK(read->last_used == kNoon + hours(1));
    CHECK(read->revoked_at == kNoon + hours(2));
    CHECK(must(accounts.keys()).size() == 1);
    CHECK(code_of(accounts.revoke_key("key_9", kNoon)) == ErrorCode::kNotFound);
  }
}

TEST_CASE("a nonce is new once for each caller until it ends") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Accounts& accounts = session->accounts();
    CHECK(must(accounts.use_nonce("alipay", "n1", kNoon)));
    CHECK_FALSE(must(accounts.use_nonce("alipay", "n1", kNoon)));
    CHECK(must(accounts.use_nonce("wechat", "n1", kNoon + hours(1))));
    CHECK(must(accounts.forget_expired(kNoon)) == 1);
    CHECK(must(accounts.use_nonce("alipay", "n1", kNoon)));
    CHECK_FALSE(must(accounts.use_nonce("wechat", "n1", kNoon)));
  }
}

}  // namespace analyzer::store
