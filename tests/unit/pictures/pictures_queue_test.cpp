// The queue of pictures, with readers played by scripts and a service that answers
// what it is told to.

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "analyzer/core/json.h"
#include "analyzer/service/pictures.h"
#include "tests/unit/server/fake_service.h"

namespace analyzer {
namespace {

using std::string_literals::operator""s;

const std::string kPicture =
    "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x40\0\0\0\x40"s + std::string(20, '\1');

std::string saying(const std::string& reading) {
  return "[ \"$1\" = --probe ] && exec echo '{\"reading\":{\"width\":0,\"height\":0,\"codes\":[],"
         "\"lines\":[]}}'\n" +
         reading;
}
const std::string kReads = saying(
    R"(echo '{"reading":{"width":64,"height":64,"codes":["https://a.invalid/"],"lines":[{"text":"您 的 养老金","confidence":0.5,"box":[0,0,9,9]}]}}')");

// A Pictures over a script that is given once more a line when `go` exists.
struct Desk {
  explicit Desk(const std::string& script, PicturesOptions options = {}) {
    static int number = 0;
    folder = std::filesystem::temp_directory_path() /
             ("analyzer_pictures_" + std::to_string(getpid()) + "_" + std::to_string(number++));
    std::filesystem::create_directories(folder);
    const std::string path = (folder / "reader").string();
    std::string body = script;
    if (const auto at = body.find("GO"); at != std::string::npos) {
      body.replace(at, 2, (folder / "go").string());
    }
    std::ofstream(path) << "#!/bin/sh\n" << body << "\n";
    ::chmod(path.c_str(), 0700);
    options.program.path = path;
    pictures = std::make_unique<Pictures>(service, std::move(options));
  }
  ~Desk() {
    pictures.reset();
    std::filesystem::remove_all(folder);
  }

  void let_go() const { std::ofstream(folder / "go") << "go"; }

  json::Object answer(const std::string& owner, const std::string& id) const {
    const auto document = pictures->answer(owner, id);
    REQUIRE(document.has_value());
    return json::parse(*document->text)->as_object();
  }
  // Waits for an end state.
  json::Object wait(const std::string& owner, const std::string& id) const {
    while (true) {
      json::Object now = answer(owner, id);
      if (now["state"] == "done" || now["state"] == "failed") return now;
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
  }

  server::FakeService service;
  std::filesystem::path folder;
  std::unique_ptr<Pictures> pictures;
};

std::string id_of(const Result<Document>& submitted) {
  REQUIRE(submitted.has_value());
  return std::string(json::parse(*submitted->text)->at("picture_id").as_string());
}

std::string why(const Result<Document>& refused) {
  REQUIRE_FALSE(refused.has_value());
  return refused.error().fields.empty() ? "full" : refused.error().fields[0].code;
}

}  // namespace

TEST_CASE("a picture is read, judged, and told to who handed it in alone") {
  Desk desk(kReads);
  desk.service.next = server::document_of(R"({"level":"high"})");
  const std::string id = id_of(desk.pictures->submit("desk", kPicture));
  const json::Object done = desk.wait("desk", id);
  CHECK(done.at("state") == "done");
  CHECK(done.at("text") == "您的养老金");
  CHECK(done.at("codes").as_array().size() == 1);
  CHECK(done.at("unclear") == true);
  CHECK(done.at("note") == "图片文字辨认不清,请核对");
  CHECK(done.at("check").at("level") == "high");
  CHECK(done.at("trouble").is_null());
  CHECK(desk.pictures->answer("other", id).error().code == ErrorCode::kNotFound);
  CHECK(desk.pictures->answer("desk", "pic_2").error().code == ErrorCode::kNotFound);
  CHECK(desk.pictures->counts().done == 1);
}

TEST_CASE("what cannot be read is told as such, with no verdict") {
  Desk desk(saying("kill -SEGV $$"));
  const json::Object failed = desk.wait("desk", id_of(desk.pictures->submit("desk", kPicture)));
  CHECK(failed.at("state") == "failed");
  CHECK(failed.at("trouble").at("code") == "not_readable");
  CHECK(failed.at("check").is_null());
  CHECK(desk.pictures->counts().failed == 1);
  CHECK(desk.pictures->health()->ok);  // that was the picture's fault
}

TEST_CASE("a picture that says nothing is no verdict either") {
  Desk desk(saying(R"(echo '{"reading":{"width":64,"height":64,"codes":[],"lines":[]}}')"));
  const json::Object done = desk.wait("desk", id_of(desk.pictures->submit("desk", kPicture)));
  CHECK(done.at("state") == "done");
  CHECK(done.at("check").is_null());
  CHECK(done.at("confidence").is_null());
  CHECK(done.at("note") == "图片里没有认出文字或二维码");
}

TEST_CASE("above its bound the queue refuses, and takes again what there is room for") {
  Desk desk(saying("while [ ! -e GO ]; do sleep 0.01; done; exec echo "
                   R"('{"trouble":"not_readable"}')"),
            {.queue_limit = 2});
  // Ids of the fake are all the same: this counts places, not pictures.
  int taken = 0;
  while (desk.pictures->submit("desk", kPicture).has_value()) REQUIRE(++taken <= 3);
  CHECK(taken >= 2);
  CHECK(why(desk.pictures->submit("desk", kPicture)) == "full");
  CHECK(desk.pictures->counts().refused >= 2);
  CHECK(desk.pictures->seconds_until_room() >= 1);
  desk.let_go();
  while (desk.pictures->counts().waiting > 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  CHECK(desk.pictures->submit("desk", kPicture).has_value());
}

TEST_CASE("without a reader pictures are refused and readiness says so") {
  Desk desk("exit 127");
  while (desk.pictures->health()->ok) std::this_thread::sleep_for(std::chrono::milliseconds{5});
  CHECK(why(desk.pictures->submit("desk", kPicture)) == "pictures_unavailable");
  Desk off(kReads, {.readers = 0});
  CHECK(why(off.pictures->submit("desk", kPicture)) == "pictures_unavailable");
  CHECK_FALSE(off.pictures->health().has_value());  // on purpose: nothing is wrong
}

TEST_CASE("what is no picture is refused before it takes a place") {
  Desk desk(kReads);
  CHECK(why(desk.pictures->submit("desk", "養老金")) == "picture_format");
  CHECK(desk.service.last_call.empty());
}

TEST_CASE("stopping does not wait for a reader") {
  Desk desk(saying("sleep 1000"));
  const std::string id = id_of(desk.pictures->submit("desk", kPicture));
  while (desk.answer("desk", id).at("state") == "waiting") {
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  desk.pictures->stop();
  CHECK(desk.answer("desk", id).at("state") == "failed");
}

}  // namespace analyzer
