#include "analyzer/service/score.h"

#include <stdlib.h>  // mkdtemp

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>
#include <vector>

#include "analyzer/core/json.h"
#include "analyzer/service/service.h"
#include "analyzer/store/open_store.h"
#include "analyzer/wire/problem.h"

namespace analyzer {
namespace {

constexpr std::size_t kRun = 2048;  // lines of one kind that are worked on together
constexpr std::size_t kMaxLine = std::size_t{1} << 20U;

enum class LineKind : std::uint8_t { kAttempt, kReport, kCheck, kRegistryEvent, kBad };

struct Line {
  LineKind kind = LineKind::kBad;
  std::string body;
  std::string answer;
};

// A folder of one's own that goes when the run ends.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "analyzer-score-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

Line bad_line(std::string pointer, std::string code, std::string message) {
  Error error{ErrorCode::kInvalid, message, {}};
  error.fields.push_back({std::move(pointer), std::move(code), std::move(message)});
  return {LineKind::kBad, {}, wire::write_problem(error)};
}

Line read_line(std::string_view text) {
  if (text.size() > kMaxLine) return bad_line("", "too_long", "a line of at most 1 MiB");
  Result<json::Value> value = json::parse(text);
  if (!value) return {LineKind::kBad, {}, wire::write_problem(value.error())};
  if (!value->is_object() || value->get_object().size() != 1) {
    return bad_line("", "type", "one of attempt, report, check and registry_event is needed");
  }
  const auto& item = *value->get_object().begin();
  Line line;
  if (item.key() == "attempt") {
    line.kind = LineKind::kAttempt;
  } else if (item.key() == "report") {
    line.kind = LineKind::kReport;
  } else if (item.key() == "check") {
    line.kind = LineKind::kCheck;
  } else if (item.key() == "registry_event") {
    line.kind = LineKind::kRegistryEvent;
  } else {
    return bad_line("/" + std::string(item.key()), "unknown_field",
                    "one of attempt, report, check and registry_event is needed");
  }
  line.body = json::write(item.value());
  return line;
}

std::string text_of(const Result<Document>& result) {
  return result ? *result->text : wire::write_problem(result.error());
}

// Works on a run of checks with all cores.
void run_checks(Service& service, std::vector<Line>& lines) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < lines.size(); i = next++) {
      if (lines[i].kind == LineKind::kCheck) {
        lines[i].answer = text_of(service.check(lines[i].body, true));
      }
    }
  };
  std::vector<std::thread> threads;
  const unsigned count = std::max(1U, std::thread::hardware_concurrency());
  for (unsigned i = 1; i < count; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
}

// Posts a run of lines that write, in order, and waits for their answers.
void run_writes(Service& service, std::vector<Line>& lines) {
  std::mutex mutex;
  std::condition_variable wake;
  std::size_t left = 0;
  for (const Line& line : lines) left += line.kind == LineKind::kBad ? 0 : 1;
  const Caller caller{"score", "", ""};
  for (Line& line : lines) {
    const Done done = [&](const Result<Document>& result) {
      line.answer = text_of(result);
      const std::lock_guard lock(mutex);
      if (--left == 0) wake.notify_one();
    };
    if (line.kind == LineKind::kAttempt) service.submit_attempt(caller, line.body, true, done);
    if (line.kind == LineKind::kReport) service.submit_report(caller, line.body, true, done);
    if (line.kind == LineKind::kRegistryEvent) {
      service.registry_event(caller, line.body, true, done);
    }
  }
  std::unique_lock lock(mutex);
  wake.wait(lock, [&] { return left == 0; });
}

Result<std::unique_ptr<Service>> open_service(const ScoreOptions& options,
                                              const std::string& folder) {
  ServiceOptions service;
  service.root = options.root;
  service.store = folder + "/score.db";
  service.key_file = options.key_file;
  service.synthetic_ids = true;
  service.queue_limit = kRun * 2;
  service.background_jobs = false;
  service.repeatable = true;
  if (!options.store.empty()) {
    if (store::is_shared(options.store)) {
      return fail(ErrorCode::kInvalid, "a file is scored from; `analyzer move` makes one");
    }
    auto from = store::open_store(options.store, false);
    if (!from) return tl::unexpected(from.error());
    if (Status copied = (*from)->backup(service.store); !copied) {
      return tl::unexpected(copied.error());
    }
  }
  return Service::open(std::move(service));
}

}  // namespace

Status score(std::istream& in, std::ostream& out, const ScoreOptions& options) {
  const TemporaryFolder folder;
  if (folder.path().empty()) return fail(ErrorCode::kUnavailable, "no temporary folder");
  Result<std::unique_ptr<Service>> service = open_service(options, folder.path());
  if (!service) return tl::unexpected(service.error());

  std::vector<Line> run;
  bool checks = false;
  std::size_t answered = 0;
  const auto finish_run = [&] {
    if (checks) {
      run_checks(**service, run);
    } else {
      run_writes(**service, run);
    }
    for (const Line& line : run) out << line.answer << '\n';
    answered += run.size();
    run.clear();
    if (options.progress) options.progress(answered);
  };
  std::string text;
  while (std::getline(in, text)) {
    Line line = read_line(text);
    const bool is_check = line.kind == LineKind::kCheck;
    const bool fits = line.kind == LineKind::kBad || run.empty() || is_check == checks;
    if (!run.empty() && (!fits || run.size() >= kRun)) finish_run();
    if (run.empty() || line.kind != LineKind::kBad) checks = is_check;
    run.push_back(std::move(line));
  }
  if (!run.empty()) finish_run();
  out.flush();
  (*service)->stop();
  if (!out) return fail(ErrorCode::kUnavailable, "the answers cannot be written");
  return {};
}

}  // namespace analyzer
