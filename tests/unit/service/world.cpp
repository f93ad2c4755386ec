#include "tests/unit/service/world.h"

#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <fstream>
#include <future>
#include <sstream>
#include <utility>

namespace analyzer {
namespace {

const Caller kCaller{"desk", "", "req"};

json::Value parsed(const Result<Document>& document) {
  if (!document) FAIL("failed: " << document.error().message);
  return json::parse(*document->text, {.max_depth = 64, .max_bytes = 8U << 20U}).value();
}

template <class Call>
json::Value wait_for(Call call) {
  std::promise<Result<Document>> promise;
  call([&](Result<Document> result) { promise.set_value(std::move(result)); });
  return parsed(promise.get_future().get());
}

}  // namespace

World::World(const std::vector<std::string>& models) {
  static std::atomic<int> number{0};
  now = parse_time("2026-03-10T10:00:00+08:00").value();
  folder_ = std::filesystem::temp_directory_path() /
            ("analyzer_service_" + std::to_string(::getpid()) + "_" + std::to_string(number++));
  std::filesystem::remove_all(folder_);
  std::filesystem::create_directories(folder_ / "models" / "artifacts");
  std::filesystem::copy(std::filesystem::path(ANALYZER_ROOT) / "data", folder_ / "data",
                        std::filesystem::copy_options::recursive);
  for (const std::string& model : models) add_model(model);
  open();
}

World::~World() {
  service_.reset();
  std::filesystem::remove_all(folder_);
}

void World::reopen(bool rebuild) {
  service_.reset();
  if (rebuild) std::filesystem::remove(folder_ / (store_ + ".windows"));
  open();
}

void World::crash() {
  // Nothing is being written between two calls: the files are what kill -9 leaves.
  const std::string before = std::exchange(store_, "after_" + store_);
  for (const char* suffix : {"", "-wal", ".windows"}) {
    if (!std::filesystem::exists(folder_ / (before + suffix))) continue;
    std::filesystem::copy(folder_ / (before + suffix), folder_ / (store_ + suffix));
  }
  service_.reset();
  open();
}

void World::open() {
  ServiceOptions options;
  options.root = folder_.string();
  options.store = (folder_ / store_).string();
  options.synthetic_ids = true;
  options.clock = [this] { return now; };
  options.background_jobs = false;
  options.retention = retention;
  options.on_notice = [this](const Notice& notice) { notices.push_back(notice); };
  progress_.clear();
  options.on_windows = [this](const WindowsProgress& told) { progress_.push_back(told); };
  auto opened = Service::open(options);
  if (!opened) FAIL("no service: " << opened.error().message);
  service_ = *std::move(opened);
}

void World::add_model(const std::string& name) {
  std::filesystem::copy(std::filesystem::path(ANALYZER_ROOT) / "models" / "artifacts" / name,
                        folder_ / "models" / "artifacts" / name);
}

void World::set_review_threshold(double probability) {
  const std::filesystem::path path = folder_ / "data" / "policy.toml";
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  std::ostringstream line;
  line << "\nreview = " << std::fixed << probability;
  std::string changed = text.str();
  const std::size_t begin = changed.find("\nreview = ");
  REQUIRE(begin != std::string::npos);
  changed.replace(begin, changed.find('\n', begin + 1) - begin, line.str());
  std::ofstream(path) << changed;
}

json::Value World::attempt(const std::string& body) {
  return wait_for([&](const Done& done) { service_->submit_attempt(kCaller, body, true, done); });
}

std::vector<json::Value> World::attempts(const std::vector<std::string>& bodies) {
  std::vector<json::Value> out;
  for (const std::string& body : bodies) out.push_back(attempt(body));
  return out;
}

std::vector<json::Value> World::batch(const std::vector<std::string>& bodies) {
  std::string all = "{\"attempts\":[";
  for (const std::string& body : bodies) all += (all.back() == '[' ? "" : ",") + body;
  const json::Value results = wait_for(
      [&](const Done& done) { service_->submit_attempts(kCaller, all + "]}", true, done); });
  std::vector<json::Value> out;
  for (const json::Value& each : results.at("results").as_array()) {
    if (!each.as_object().contains("decision")) FAIL("refused: " << json::write(each));
    out.push_back(each.at("decision"));
  }
  return out;
}

json::Value World::report(const std::string& body) {
  return wait_for([&](const Done& done) { service_->submit_report(kCaller, body, true, done); });
}

json::Value World::registry_event(const std::string& body) {
  return wait_for([&](const Done& done) { service_->registry_event(kCaller, body, true, done); });
}

json::Value World::answer_of(const std::string& attempt_id) {
  return parsed(service_->attempt_answer(kCaller, attempt_id));
}

json::Value World::cases(const Actor& actor, const CaseFilter& filter) {
  return parsed(service_->cases(actor, filter));
}

json::Value World::case_detail(const Actor& actor, const std::string& id) {
  return parsed(service_->case_by_id(actor, id));
}

json::Value at(const json::Value& value, const std::string& pointer) {
  boost::system::error_code none;
  const json::Value* found = value.find_pointer(pointer, none);
  return found == nullptr ? json::Value(nullptr) : *found;
}

std::string text_at(const json::Value& value, const std::string& pointer) {
  const json::Value found = at(value, pointer);
  return found.is_string() ? std::string(found.get_string()) : std::string();
}

Actor supervisor(const std::string& region) {
  return {"usr_1", "主管", role_bit(Role::kSupervisor), region, "req"};
}

}  // namespace analyzer
