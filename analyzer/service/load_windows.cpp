// The windows at the start: as the last run saved them, completed from the store's
// log; from the log alone where there is no file that can be read.

#include <filesystem>
#include <variant>

#include "analyzer/service/forget_erased.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {
namespace {

constexpr std::uint64_t kTellEvery = 20'000;  // changes

// Where the changes of the log go.
class Target {
 public:
  explicit Target(Result<store::Windows::Loaded> saved) {
    if (!saved) return;
    last_ = saved->last_arrival;
    into_ = std::move(saved->windows);
  }

  bool from_file() const { return std::holds_alternative<store::Windows>(into_); }
  store::Seq last() const { return last_; }

  void add(store::Seq seq, const store::WindowChange& change) {
    if (auto* builder = std::get_if<store::Windows::Builder>(&into_)) {
      builder->add(change);
    } else {
      (void)std::get<store::Windows>(into_).apply(change);
    }
    last_ = seq;
  }
  store::Windows finish() {
    if (auto* builder = std::get_if<store::Windows::Builder>(&into_)) return builder->finish();
    return std::move(std::get<store::Windows>(into_));
  }

 private:
  std::variant<store::Windows::Builder, store::Windows> into_;
  store::Seq last_ = 0;
};

}  // namespace

Status ServiceImpl::read_aliases(store::Session& session, store::Seq from) {
  return session.aliases().scan(from, [&](LinkKey alias, LinkKey target) -> Status {
    aliases_[{LinkKind::kPerson, alias}] = target;
    return {};
  });
}

Status ServiceImpl::load_windows() {
  Result<std::unique_ptr<store::Session>> session = store_->open_session(store::Mode::kReadOnly);
  if (!session) return tl::unexpected(session.error());
  store::WindowLog& log = (*session)->window_log();
  const Result<std::uint64_t> erasures = (*session)->retention().erasures();
  if (!erasures) return tl::unexpected(erasures.error());
  erasures_ = *erasures;
  Result<store::Windows::Loaded> saved = store::Windows::load(windows_path());
  if (saved && saved->last_arrival > log.last()) {
    // Of a state that the database has lost: what came since may differ.
    saved = fail(ErrorCode::kNotFound, "the windows are ahead of the database");
  }
  store::Erased erased;  // since they were saved
  if (saved) {
    Result<store::Erased> since = store::erased_since(**session, saved->erasures);
    if (!since) return tl::unexpected(since.error());
    erased = *std::move(since);
  }
  if (saved && (erased.more || erased.facts)) {
    saved = fail(ErrorCode::kNotFound, "the windows count what was erased since");
  }
  // What cannot be used is not kept either.
  std::error_code none;
  if (!saved) std::filesystem::remove(windows_path(), none);
  Target target(std::move(saved));
  WindowsProgress progress{target.from_file(), 0, log.last() - std::min(log.last(), target.last())};
  const store::Seq from = target.last();
  const auto tell = [&] {
    if (options_.on_windows) options_.on_windows(progress);
  };
  tell();
  Status scanned =
      log.scan(from + 1, [&](store::Seq seq, const store::WindowChange& change) -> Status {
        target.add(seq, change);
        if (seq - from >= progress.done + kTellEvery) {
          progress.done = seq - from;
          tell();
        }
        return {};
      });
  if (!scanned) return scanned;
  const store::Seq last = target.last();
  store::Windows windows = target.finish();
  scanned =
      analyzer::forget_erased(**session, erased.ranges, [&](const auto& with) { with(windows); });
  if (!scanned) return scanned;
  progress.done = progress.of;
  progress.ready = true;
  tell();
  if (scanned = read_aliases(**session, 0); !scanned) return scanned;
  session->reset();
  session = store_->open_session(store::Mode::kReadWrite);
  if (!session) return tl::unexpected(session.error());
  sequencer_ = std::make_unique<Sequencer>(
      *std::move(session), std::move(windows), last, options_.queue_limit,
      [this](auto& s, store::Seq since) { return read_aliases(s, since); });
  // What another server recorded meanwhile.
  return sequencer_->catch_up();
}

}  // namespace analyzer
