#include "analyzer/service/audit_check.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "analyzer/core/digest.h"
#include "analyzer/service/case_rights.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/case_words.h"
#include "analyzer/service/form.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {
namespace {

constexpr std::uint64_t kAtOnce = 20'000;  // entries; some 60 ms
constexpr std::chrono::milliseconds kBreath{2};
constexpr const char* kAction = "audit.check";
constexpr std::size_t kHashDigits = 64;

std::string hex_of(const store::Digest& digest) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const std::uint8_t byte : digest) {
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

bool is_hash(const std::string& text) {
  return text.size() == kHashDigits &&
         text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// The entry of that number, if it is there.
Result<std::optional<store::AuditRow>> row_at(store::Session& session, std::uint64_t number) {
  const auto rows = session.audit().list({.before = number + 1, .limit = 1});
  if (!rows) return tl::unexpected(rows.error());
  if (rows->empty() || rows->front().number != number) return std::optional<store::AuditRow>{};
  return std::optional(rows->front());
}

}  // namespace

Result<std::optional<AuditCheck::Seal>> AuditCheck::read_seal(std::string_view body) {
  const Result<Form> form = Form::read(body, {"number", "hash"});
  if (!form) return tl::unexpected(form.error());
  const auto number = form->number("number");
  if (!number) return tl::unexpected(number.error());
  const Result<std::string> hash = form->text("hash");
  if (!hash) return tl::unexpected(hash.error());
  if (!*number && hash->empty()) return std::optional<Seal>{};
  constexpr double kMost = 1e15;
  if (!*number || **number < 1 || **number > kMost) {
    return tl::unexpected(field_error("/number", "required", "the number written down"));
  }
  std::string low = *hash;
  std::transform(low.begin(), low.end(), low.begin(),
                 [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
  if (!is_hash(low)) return tl::unexpected(field_error("/hash", "format", "64 hex digits"));
  return std::optional(Seal{static_cast<std::uint64_t>(**number), std::move(low)});
}

Result<Document> AuditCheck::start(const Actor& actor, std::string_view body) {
  if (!has_role(actor.roles, Role::kAuditAdmin)) return tl::unexpected(forbidden());
  const auto seal = read_seal(body);
  if (!seal) return tl::unexpected(seal.error());
  {
    const std::lock_guard lock(mutex_);
    if (!progress_.running && !stop_) {
      if (thread_.joinable()) thread_.join();
      progress_ = {true, service_.now(), actor.id, 0, 0};
      problem_.clear();
      thread_ = std::thread([this, actor, seal = *seal] { run(actor, seal); });
    }
  }
  return state(actor);
}

Result<store::AuditWalk> AuditCheck::walk(store::Session& session) {
  store::AuditWalk out;
  while (!stop_) {
    const Status read = store::walk_on(session.audit(), out, kAtOnce);
    if (!read) return tl::unexpected(read.error());
    {
      const std::lock_guard lock(mutex_);
      progress_.through = out.through.number;
      progress_.of = out.of;
    }
    if (out.done) break;
    std::this_thread::sleep_for(kBreath);
  }
  return out;
}

Result<json::Object> AuditCheck::outcome(store::Session& session, const store::AuditWalk& walk,
                                         const std::optional<Seal>& seal) {
  json::Object out{{"through", walk.through.number},
                   {"of", walk.of},
                   {"first_at", time_or_null(walk.first_at)},
                   {"last_at", time_or_null(walk.last_at)},
                   {"hash", hex_of(walk.through.hash)},
                   {"first_bad", nullptr},
                   {"fault", nullptr},
                   {"bad_at", nullptr},
                   {"bad_action", nullptr},
                   {"seal", nullptr}};
  if (walk.first_bad) {
    out["first_bad"] = *walk.first_bad;
    out["fault"] = to_json(name_of(*walk.fault));
    const auto row = row_at(session, *walk.first_bad);
    if (!row) return tl::unexpected(row.error());
    if (*row) {
      out["bad_at"] = format_time((*row)->entry.at);
      out["bad_action"] = (*row)->entry.action;
    }
  }
  if (seal) {
    const auto row = row_at(session, seal->number);
    if (!row) return tl::unexpected(row.error());
    const bool same = *row && hex_of((*row)->hash) == seal->hash;
    out["seal"] = json::Object{{"number", seal->number},
                               {"found", *row ? json::Value(same ? "same" : "other") : "none"}};
  }
  return out;
}

void AuditCheck::run(const Actor& actor, const std::optional<Seal>& seal) {
  std::string problem;
  auto session = service_.store().open_session(store::Mode::kReadOnly);
  const Result<store::AuditWalk> walked =
      session ? walk(**session) : Result<store::AuditWalk>(tl::unexpected(session.error()));
  if (!walked) {
    problem = walked.error().message;
  } else if (walked->done) {
    const Result<json::Object> found = outcome(**session, *walked, seal);
    if (!found) {
      problem = found.error().message;
    } else {
      store::AuditEntry entry = audit_entry(actor, service_.now(), kAction, "", "");
      const bool other = seal && found->at("seal").at("found") != json::Value("same");
      entry.result = walked->first_bad || other ? "broken" : "ok";
      entry.detail = json::write(*found);
      const Status written =
          service_.write([&](store::Session& writing) { return append_audit(writing, entry); });
      if (!written) problem = written.error().message;
    }
  }
  const std::lock_guard lock(mutex_);
  progress_.running = false;
  problem_ = std::move(problem);
}

Result<Document> AuditCheck::state(const Actor& actor) {
  if (!has_role(actor.roles, Role::kAuditAdmin)) return tl::unexpected(forbidden());
  Progress progress;
  bool failed = false;
  {
    const std::lock_guard lock(mutex_);
    progress = progress_;
    failed = !problem_.empty();
  }
  auto session = static_cast<ServiceImpl&>(service_).reading();
  if (!session) return tl::unexpected(session.error());
  const auto rows = (*session)->audit().list({.action = kAction, .limit = 1});
  if (!rows) return tl::unexpected(rows.error());
  const auto head = (*session)->audit().head();
  if (!head) return tl::unexpected(head.error());
  CaseViews views(**session, *service_.snapshot());
  json::Value last = nullptr;
  if (!rows->empty()) {
    const store::AuditRow& row = rows->front();
    Result<json::Value> detail = json::parse(row.entry.detail, {.max_depth = 8});
    if (detail && detail->is_object()) {
      json::Object out = std::move(detail->get_object());
      out["state"] = row.entry.result == "ok" ? "whole" : "broken";
      out["finished_at"] = format_time(row.entry.at);
      out["by_name"] = views.account_name(row.entry.actor);
      last = std::move(out);
    }
  }
  json::Value running = nullptr;
  if (progress.running) {
    running = json::Object{{"started_at", format_time(progress.started_at)},
                           {"by_name", views.account_name(progress.by)},
                           {"through", progress.through},
                           {"of", progress.of}};
  }
  return document(json::write(json::Object{
      {"running", std::move(running)},
      {"failed", failed},
      {"last", std::move(last)},
      {"head", json::Object{{"number", head->number}, {"hash", hex_of(head->hash)}}}}));
}

void AuditCheck::stop() {
  stop_ = true;
  std::thread thread;
  {
    const std::lock_guard lock(mutex_);
    thread = std::move(thread_);
  }
  if (thread.joinable()) thread.join();
}

}  // namespace analyzer
