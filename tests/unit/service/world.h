// A Service over a fresh store, with a clock that a test turns and a root of its
// own whose models and policy a test may change.

#ifndef ANALYZER_TESTS_UNIT_SERVICE_WORLD_H_
#define ANALYZER_TESTS_UNIT_SERVICE_WORLD_H_

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "analyzer/core/json.h"
#include "analyzer/service/service.h"

namespace analyzer {

class World {
 public:
  // `models` are the artifacts that the root has from the start.
  explicit World(const std::vector<std::string>& models = {"url", "text", "attempt"});
  ~World();

  Service& service() { return *service_; }
  // Stops the service without a word and opens it anew; without the windows' file,
  // so that they are made of the log, if `rebuild`.
  void reopen(bool rebuild = false);
  // Goes on with what stood on the disk just now, as after kill -9.
  void crash();
  // What the last opening said about the windows.
  const std::vector<WindowsProgress>& progress() const { return progress_; }
  // Puts the shipped artifact into the root; for the next reload.
  void add_model(const std::string& name);
  // Above it, the score alone sends an attempt to review; for the next reload.
  void set_review_threshold(double probability);

  Time now;
  RetentionRule retention;      // from the next reopen() on
  std::vector<Notice> notices;  // what background work told

  // Each ends the test if the call fails.
  json::Value attempt(const std::string& body);
  std::vector<json::Value> attempts(const std::vector<std::string>& bodies);
  // In one call, of at most 500.
  std::vector<json::Value> batch(const std::vector<std::string>& bodies);
  json::Value report(const std::string& body);
  json::Value registry_event(const std::string& body);
  json::Value answer_of(const std::string& attempt_id);
  json::Value cases(const Actor& actor, const CaseFilter& filter = {});
  json::Value case_detail(const Actor& actor, const std::string& id);

 private:
  void open();

  std::filesystem::path folder_;
  std::string store_ = "test.db";  // in the folder
  std::vector<WindowsProgress> progress_;
  std::unique_ptr<Service> service_;
};

// Text of `value` at the pointer ("/review/state"), "" if it is null or absent.
std::string text_at(const json::Value& value, const std::string& pointer);
// The value there, or null.
json::Value at(const json::Value& value, const std::string& pointer);

// A supervisor of the region; "" is everywhere.
Actor supervisor(const std::string& region = "");

}  // namespace analyzer

#endif  // ANALYZER_TESTS_UNIT_SERVICE_WORLD_H_
