// The contract of Pictures.

#include <catch2/catch.hpp>

#include "tests/contract/store_contract.h"

namespace analyzer::store {
namespace {

PictureRow picture(const std::string& id, std::optional<Time> kept_until = {}) {
  std::string hash(32, '\0');
  hash[0] = static_cast<char>(0xFF);  // bytes, not text
  return {id, hash, "desk", kNoon, "png", 1080, 2400, 73'072, kept_until};
}

}  // namespace

TEST_CASE("a picture's row is found again after a crash, as it was") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    auto session = open(*test);
    const PictureRow kept = picture("pic_1", kNoon + std::chrono::hours{24});
    must(session->pictures().append(kept));
    must(session->pictures().append(picture("pic_2")));
    session.reset();
    test->reopen();
    session = open(*test);

    CHECK(must(session->pictures().find("pic_1")) == kept);
    CHECK(must(session->pictures().find("pic_2")) == picture("pic_2"));
    CHECK_FALSE(must(session->pictures().find("pic_3")).has_value());
    CHECK(code_of(session->pictures().append(picture("pic_2"))) == ErrorCode::kConflict);
  }
}

TEST_CASE("what is kept ends in the order of its times, and is told once it is let go no more") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Pictures& pictures = session->pictures();
    must(pictures.append(picture("late", kNoon + std::chrono::hours{3})));
    must(pictures.append(picture("early", kNoon + std::chrono::hours{1})));
    must(pictures.append(picture("never")));
    const auto ids = [&](int hours, std::size_t most) {
      return must(pictures.expired(kNoon + std::chrono::hours{hours}, most));
    };
    CHECK(ids(1, 10).empty());  // not before the time has passed
    CHECK(ids(2, 10) == std::vector<std::string>{"early"});
    CHECK(ids(9, 10) == std::vector<std::string>{"early", "late"});
    CHECK(ids(9, 1) == std::vector<std::string>{"early"});
    must(pictures.let_go("early"));
    CHECK(ids(9, 10) == std::vector<std::string>{"late"});
    CHECK(must(pictures.find("early")) == picture("early"));
  }
}

}  // namespace analyzer::store
