// Attempts: what needs no history is done on the caller's thread, the rest in a
// job of the sequencer (attempt_job.h).

#include <algorithm>

#include "analyzer/service/attempt_job.h"
#include "analyzer/wire/problem.h"

namespace analyzer {
namespace {

constexpr std::size_t kMaxBatch = 500;

// An attempt that must be answered in time, whatever the database does.
std::shared_ptr<Waiting> waiting_for(const Caller& caller, std::string body, bool strict,
                                     Time arrived, std::int64_t deadline_ms, const Done& done) {
  auto out = std::make_shared<Waiting>();
  out->caller = caller;
  out->body = std::move(body);
  out->strict = strict;
  out->arrived = arrived;
  out->deadline = std::chrono::milliseconds{deadline_ms};
  out->done = done;
  return out;
}

// Reads one attempt and has it recorded; `text` gives the body's bytes.
template <class Text>
Status post_attempt(ServiceImpl& service, const Caller& caller, const json::Value& body,
                    const Text& text, bool strict, const Done& done) {
  const Time arrived = service.now();
  Result<ReadAttempt> read = read_attempt(service, caller, body, strict, arrived);
  if (!read) return tl::unexpected(read.error());
  const Count& deadline = read->sealed.attempt.deadline_ms;
  std::shared_ptr<Waiting> waiting;
  if (deadline && service.deadlines() != nullptr) {
    waiting = waiting_for(caller, text(), strict, arrived, *deadline, done);
  }
  auto job = std::make_unique<AttemptJob>(service, caller, *std::move(read), arrived, done);
  if (waiting != nullptr) {
    job->share(waiting);
    service.deadlines()->watch(waiting);
  }
  if (service.sequencer().post(std::move(job))) return {};
  // The database hangs and everything waits for it.
  if (waiting != nullptr && service.database_is_away() &&
      service.deadlines()->answer_now(waiting)) {
    return {};
  }
  if (waiting != nullptr && !waiting->claim()) return {};
  ++service.tally().not_recorded;
  return fail(ErrorCode::kUnavailable, "too much waits to be recorded");
}

// Gathers the answers of a batch and gives them once the last is there.
class Batch {
 public:
  Batch(std::size_t size, Done done) : results_(size), left_(size), done_(std::move(done)) {}

  void set(std::size_t index, const Result<Document>& result) {
    std::string& out = results_[index];
    out = "{\"index\":" + std::to_string(index) + ",\"status\":";
    if (result) {
      out += result->created ? "201" : "200";
      out += ",\"decision\":" + *result->text;
    } else {
      out += std::to_string(wire::http_status(result.error())) + ",\"problem\":";
      wire::append_problem(out, result.error());
    }
    out += '}';
    if (--left_ == 0) answer();
  }

 private:
  void answer() {
    std::string all = "{\"results\":[";
    for (std::size_t i = 0; i < results_.size(); ++i) {
      if (i > 0) all += ',';
      all += results_[i];
    }
    done_(document(all += "]}"));
  }

  std::vector<std::string> results_;
  std::atomic<std::size_t> left_;
  const Done done_;
};

Error batch_error(std::string code, std::string message) {
  return {ErrorCode::kInvalid, message, {{"/attempts", std::move(code), message}}};
}

}  // namespace

void ServiceImpl::submit_attempt(const Caller& caller, std::string_view body, bool strict,
                                 Done done) {
  Result<json::Value> value = parse_body(body);
  if (!value) return done(tl::unexpected(value.error()));
  const auto text = [&] { return std::string(body); };
  const Status posted = post_attempt(*this, caller, *value, text, strict, done);
  if (!posted) done(tl::unexpected(posted.error()));
}

void ServiceImpl::submit_attempts(const Caller& caller, std::string_view body, bool strict,
                                  Done done) {
  Result<json::Value> value = parse_body(body);
  if (!value) return done(tl::unexpected(value.error()));
  const json::Value* list =
      value->is_object() ? value->get_object().if_contains("attempts") : nullptr;
  if (list == nullptr || !list->is_array()) {
    return done(tl::unexpected(batch_error("required", "a list of attempts is needed")));
  }
  const json::Array& items = list->get_array();
  if (items.empty() || items.size() > kMaxBatch) {
    return done(tl::unexpected(batch_error("too_many", "1 to 500 attempts")));
  }
  auto batch = std::make_shared<Batch>(items.size(), std::move(done));
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Done one = [batch, i](Result<Document> result) { batch->set(i, result); };
    const auto text = [&] { return json::write(items[i]); };
    const Status posted = post_attempt(*this, caller, items[i], text, strict, one);
    if (!posted) one(tl::unexpected(posted.error()));
  }
}

}  // namespace analyzer
