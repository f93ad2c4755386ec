// A Service that answers what a test tells it to, over a real store.

#ifndef TESTS_UNIT_SERVER_FAKE_SERVICE_H_
#define TESTS_UNIT_SERVER_FAKE_SERVICE_H_

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "analyzer/service/service.h"
#include "analyzer/store/sqlite_store.h"

namespace analyzer::server {

inline Document document_of(std::string text) {
  Document out;
  out.text = std::make_shared<const std::string>(std::move(text));
  return out;
}

class FakeService final : public Service {
 public:
  FakeService() {
    static std::atomic<int> number{0};
    folder_ = std::filesystem::temp_directory_path() /
              ("analyzer_api_" + std::to_string(getpid()) + "_" + std::to_string(number++));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    store_ = store::open_sqlite_store((folder_ / "test.db").string(), {}).value();
  }
  ~FakeService() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }

  Result<Document> next = document_of("{}");  // what every use case answers
  std::string last_call;                      // what was asked last
  std::function<void()> in_cases;             // while cases() is read
  Time time = from_millis(1'767'225'600'000);

  void submit_attempt(const Caller& caller, std::string_view body, bool strict,
                      Done done) override {
    last_call = "attempt " + caller.id + " " + std::string(body) + (strict ? " strict" : "");
    done(next);
  }
  void submit_attempts(const Caller&, std::string_view, bool, Done done) override { done(next); }
  void submit_report(const Caller& caller, std::string_view, bool, Done done) override {
    last_call = "report " + caller.id;
    done(next);
  }
  void attempt_outcome(const Caller&, std::string_view id, std::string_view, bool,
                       Done done) override {
    last_call = "outcome " + std::string(id);
    done(next);
  }
  void registry_event(const Caller&, std::string_view, bool, Done done) override { done(next); }
  Result<Document> check(std::string_view, bool) override { return next; }
  Result<Document> help(std::string_view) override { return next; }
  Result<Document> attempt_answer(const Caller&, std::string_view id) override {
    last_call = "get " + std::string(id);
    return next;
  }
  Result<Document> report_answer(const Caller&, std::string_view) override { return next; }
  Result<Document> cases(const Actor& actor, const CaseFilter& filter) override {
    if (in_cases) {
      in_cases();
      return next;
    }
    last_call = "cases " + actor.name + " " + filter.state + " " + filter.text + " " +
                std::to_string(filter.limit);
    return next;
  }
  Result<Document> case_by_id(const Actor&, std::string_view) override { return next; }
  Result<Document> next_case(const Actor&, std::string_view) override { return next; }
  Result<Document> act(const Actor&, std::string_view id, CaseAction action, std::int64_t version,
                       std::string_view) override {
    last_call = "act " + std::string(id) + " " + std::to_string(static_cast<int>(action)) + " " +
                std::to_string(version);
    return next;
  }
  Result<Document> decide_many(const Actor&, std::string_view body) override {
    last_call = "bulk " + std::string(body);
    return next;
  }
  Result<Document> undo_many(const Actor&, std::string_view id) override {
    last_call = "undo bulk " + std::string(id);
    return next;
  }
  Result<Document> case_clearing(const Actor&, std::string_view) override { return next; }
  Result<Export> case_ledger(const Actor&, const CaseFilter&, SheetFormat) override {
    return Export{};
  }
  Result<Document> casework_words() override { return next; }
  Result<Document> reviewers(const Actor&) override { return next; }
  Result<Document> subject(const Actor&, std::string_view, std::string_view reason) override {
    last_call = "subject " + std::string(reason);
    return next;
  }
  Result<Document> case_ring(const Actor&, std::string_view id, int steps) override {
    last_call = "ring " + std::string(id) + " " + std::to_string(steps);
    return next;
  }
  Result<Document> campaign(const Actor&, std::string_view) override { return next; }
  Result<Export> statistics_file(const Actor&, const StatisticsFilter&, SheetFormat) override {
    return Export{};
  }
  CampaignWork& campaign_work() override { std::abort(); }
  RuleWork& rule_work() override { std::abort(); }
  VisitList& visit_list() override { std::abort(); }
  EvidenceFiles& evidence_files() override { std::abort(); }
  ReferralWork& referral_work() override { std::abort(); }
  ConflictList& conflict_list() override { std::abort(); }
  Result<Export> case_form(const Actor&, std::string_view) override { std::abort(); }
  Result<Document> overview(const Actor&) override { return next; }
  Result<Document> statistics(const Actor&, const StatisticsFilter&) override { return next; }
  Result<Document> desk_reports(const Actor&, const DeskFilter&) override { return next; }
  Result<Document> desk_report(const Actor&, std::string_view) override { return next; }
  Result<Document> add_desk_entry(const Actor&, std::string_view id, std::string_view) override {
    last_call = "desk entry " + std::string(id);
    return next;
  }
  Result<Document> desk_contact(const Actor&, std::string_view) override { return next; }
  Result<Document> known_caller(const Actor&, std::string_view) override { return next; }
  Result<Document> add_tip(const Actor&, std::string_view) override { return next; }
  Result<Document> add_objection(const Actor&, std::string_view) override { return next; }
  Result<Document> objections(const Actor&, const ObjectionFilter&) override { return next; }
  Result<Document> objection_contact(const Actor&, std::string_view) override { return next; }
  Result<Document> objection_told(const Actor&, std::string_view, std::string_view) override {
    return next;
  }
  Result<Document> tips(const Actor&, std::string_view) override { return next; }
  Result<Document> tip(const Actor&, std::string_view id, std::string_view reason) override {
    last_call = "tip " + std::string(id) + " " + std::string(reason);
    return next;
  }
  Result<Document> act_on_tip(const Actor&, std::string_view id, std::int64_t version,
                              std::string_view) override {
    last_call = "act on tip " + std::string(id) + " " + std::to_string(version);
    return next;
  }
  Result<Document> audit(const Actor&, const AuditFilter&) override { return next; }
  Result<Document> official_register(const RegisterFilter&) override { return next; }
  Result<Document> indicators(const IndicatorFilter&) override { return next; }
  Result<Document> add_indicator(const Actor&, std::string_view) override { return next; }
  Result<ImportedList> import_indicators(const std::string&,
                                         const std::vector<ImportedIndicator>&) override {
    return ImportedList{};
  }
  Result<Document> hand_over(const Caller&, std::string_view) override { return next; }
  Result<Document> handovers() override { return next; }
  void check_url(const Caller& caller, std::string_view body, Done done) override {
    last_call = "url " + caller.id + " " + std::string(body);
    done(next);
  }
  Status refresh_indicators() override { return {}; }
  Result<Document> helpers(const Actor&, const HelperFilter& filter) override {
    last_call = "helpers " + filter.kind + " " + filter.state + " " + filter.text;
    return next;
  }
  Result<Document> helper(const Actor&, std::string_view) override { return next; }
  Result<Document> add_helper(const Actor&, std::string_view) override { return next; }
  Result<Document> change_helper(const Actor&, std::string_view id, std::int64_t version,
                                 std::string_view) override {
    last_call = "change " + std::string(id) + " " + std::to_string(version);
    return next;
  }
  Result<Document> confirm_helper(const Actor&, std::string_view, std::int64_t) override {
    return next;
  }
  Result<Document> revoke_helper(const Actor&, std::string_view id, std::int64_t version,
                                 std::string_view reason) override {
    last_call =
        "revoke " + std::string(id) + " " + std::to_string(version) + " " + std::string(reason);
    return next;
  }
  Result<Document> helper_proposal(const Actor&, std::string_view) override { return next; }
  Result<ImportedHelpers> import_helpers(const std::string&,
                                         const std::vector<ImportedHelper>&) override {
    return ImportedHelpers{};
  }
  Result<PictureRecord> record_picture(const std::string& owner, const PictureFacts& facts,
                                       std::string_view) override {
    last_call = "picture " + owner + " " + facts.format;
    return PictureRecord{"pic_1", std::string(64, '0'), time, {}};
  }
  Result<KeptPicture> kept_picture(const Actor&, std::string_view id, std::string_view) override {
    last_call = "kept " + std::string(id);
    return KeptPicture{"png", "bytes"};
  }
  store::Store& store() override { return *store_; }
  Status write(const std::function<Status(store::Session&)>& work) override {
    const std::lock_guard lock(mutex_);
    auto session = store_->open_session(store::Mode::kReadWrite);
    if (!session) return tl::unexpected(session.error());
    if (Status begun = (*session)->begin(); !begun) return begun;
    if (Status done = work(**session); !done) {
      (void)(*session)->rollback();
      return done;
    }
    return (*session)->commit();
  }
  std::shared_ptr<const Snapshot> snapshot() const override { return nullptr; }
  Status reload() override { return {}; }
  Health health() override { return {ready, {{"store", ready, "fine"}}}; }
  Counters counters() override {
    Counters out;
    out.decisions["review"] = 7;
    out.snapshot = "abc";
    out.models["url"] = "absent";
    out.stages.push_back(
        {"commit", std::vector<std::uint64_t>(std::size(kStageBounds) + 1, 1), 0.5});
    return out;
  }
  Time now() const override { return time; }
  void tend() override {}
  void stop() override {}

  bool ready = true;

 private:
  std::filesystem::path folder_;
  std::unique_ptr<store::Store> store_;
  std::mutex mutex_;
};

}  // namespace analyzer::server

#endif  // TESTS_UNIT_SERVER_FAKE_SERVICE_H_
