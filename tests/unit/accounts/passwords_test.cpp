#include "analyzer/service/passwords.h"

#include <catch2/catch.hpp>
#include <set>

#include "analyzer/service/tokens.h"

namespace analyzer {
namespace {

TEST_CASE("a password is right or wrong, nobody's is always wrong") {
  const auto hash = hash_password("a long enough one");
  REQUIRE(hash.has_value());
  CHECK(hash->starts_with("$argon2id$"));
  CHECK(*hash != *hash_password("a long enough one"));
  CHECK(verify_password(*hash, "a long enough one"));
  CHECK_FALSE(verify_password(*hash, "a long enough onf"));
  CHECK_FALSE(verify_password(*hash, ""));
  CHECK_FALSE(verify_password("", ""));
  CHECK_FALSE(verify_password("not a hash", "x"));
}

TEST_CASE("passwords that are guessed first are refused, others are not") {
  struct Row {
    std::string password;
    const char* code;  // empty: taken
  };
  const Row rows[] = {
      {"short", "too_short"},
      {"九个汉字不够长的啊", "too_short"},
      {"十个汉字作密码也可以", ""},
      {"Password123!", "common"},
      {"P@ssw0rd2026", "common"},
      {"qwertyuiop", "common"},
      {"1234567890", "common"},
      {"9876543210", "common"},
      {"20260102031", "common"},
      {"aaaaaaaaaaaa", "common"},
      {"abcabcabcabc", "common"},
      {"abcdefghijkl", "common"},
      {"1qaz2wsx3edc", ""},
      {"Admin@123456", "common"},
      {"WangWei-2026", "contains_name"},
      {"correct horse 7", ""},
      {std::string(257, 'k') + "1", "too_long"},
      {"\xff\xfe\xfd bad bytes", "not_utf8"},
  };
  for (const Row& row : rows) {
    INFO(row.password.substr(0, 40));
    const auto refused = refuse_password(row.password, "wangwei");
    CHECK((refused ? refused->code : std::string()) == row.code);
  }
}

TEST_CASE("first passwords pass the policy and differ") {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const std::string password = first_password();
    CHECK_FALSE(refuse_password(password, "wang").has_value());
    CHECK(seen.insert(password).second);
  }
}

TEST_CASE("tokens are random, ids sort by time") {
  CHECK(random_token(32).size() == 52);
  CHECK(random_token(32) != random_token(32));
  const std::string early = time_ordered_id("usr_", from_millis(1'767'225'600'000));
  const std::string late = time_ordered_id("usr_", from_millis(1'767'225'600'001));
  CHECK(early.size() == 30);
  CHECK(early < late);
  CHECK(equal_secrets("abc", "abc"));
  CHECK_FALSE(equal_secrets("abc", "abd"));
  CHECK_FALSE(equal_secrets("abc", "ab"));
  CHECK(csrf_token("a") != csrf_token("b"));
}

}  // namespace
}  // namespace analyzer
