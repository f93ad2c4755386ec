#include "analyzer/service/pictures.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "analyzer/core/json.h"
#include "analyzer/pictures/compose.h"
#include "analyzer/pictures/header.h"

namespace analyzer {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::minutes kHeldFor{15};
constexpr std::size_t kMostHeld = 512;  // finished ones
constexpr std::chrono::seconds kProbeAgain{30};
constexpr double kFirstPace = 1.0;  // seconds a picture, before any was read
constexpr int kLongestWait = 60;    // seconds that a caller is told to wait at most

constexpr std::string_view kUnclear = "图片文字辨认不清,请核对";
constexpr std::string_view kNothingFound = "图片里没有认出文字或二维码";

enum class State : std::uint8_t { kWaiting, kReading, kDone, kFailed };
constexpr std::string_view kStates[] = {"waiting", "reading", "done", "failed"};

std::string_view text_of(pictures::Trouble trouble) {
  switch (trouble) {
    case pictures::Trouble::kNotReadable:
      return "图片无法识读,请核对图片是否完好,或直接输入文字";
    case pictures::Trouble::kTooCostly:
      return "图片过于复杂,未能在限定时间内识读,请裁剪后再试,或直接输入文字";
    case pictures::Trouble::kNoReader:
      return "本机暂不能识读图片,请直接输入文字";
  }
  return {};
}

// One picture on its way. What is not constant is guarded by the Impl's mutex.
struct Item {
  std::string owner;
  PictureRecord record;
  pictures::Header header;
  std::size_t size = 0;
  std::string bytes;  // moved out when reading begins
  State state = State::kWaiting;
  double progress = 0.0;
  pictures::Composed composed;
  std::vector<std::string> codes;
  std::shared_ptr<const std::string> verdict;  // of check(), or null
  pictures::Trouble trouble = pictures::Trouble::kNotReadable;
  Clock::time_point finished;
};
using ItemPtr = std::shared_ptr<Item>;

json::Array array_of(const std::vector<std::string>& texts) {
  json::Array out;
  for (const std::string& text : texts) out.emplace_back(text);
  return out;
}

std::string write_item(const Item& item, std::size_t ahead) {
  json::Object out;
  out["picture_id"] = item.record.id;
  out["sha256"] = item.record.sha256;
  out["format"] = name_of(item.header.format);
  out["width"] = item.header.width;
  out["height"] = item.header.height;
  out["bytes"] = item.size;
  out["received_at"] = format_time(item.record.received_at);
  out["kept_until"] = nullptr;
  if (item.record.kept_until) out["kept_until"] = format_time(*item.record.kept_until);
  out["state"] = kStates[static_cast<std::size_t>(item.state)];
  out["ahead"] = ahead;
  out["progress"] = item.progress;
  const bool done = item.state == State::kDone;
  const bool found = done && !(item.composed.text.empty() && item.codes.empty());
  out["text"] = item.composed.text;
  out["title"] = item.composed.title;
  out["codes"] = array_of(item.codes);
  out["confidence"] = nullptr;
  if (found) out["confidence"] = std::round(item.composed.confidence * 1000.0) / 1000.0;
  out["unclear"] = item.composed.unclear;
  out["note"] = nullptr;
  if (done && !found) out["note"] = kNothingFound;
  if (done && found && item.composed.unclear) out["note"] = kUnclear;
  out["trouble"] = nullptr;
  if (item.state == State::kFailed) {
    out["trouble"] = json::Object{{"code", name_of(item.trouble)}, {"text", text_of(item.trouble)}};
  }
  std::string text = json::write(out);
  text.pop_back();
  text += ",\"check\":" + (item.verdict ? *item.verdict : std::string("null")) + "}";
  return text;
}

// What check() is asked of a picture; nothing where there is nothing to judge.
std::optional<std::string> question_of(const pictures::Composed& composed) {
  if (composed.text.empty() && composed.urls.empty()) return std::nullopt;
  json::Object out;
  out["wording"] = "screenshot";
  if (composed.text.empty()) out["medium"] = "qr";
  if (!composed.text.empty()) out["text"] = composed.text;
  if (!composed.urls.empty()) out["urls"] = array_of(composed.urls);
  return json::write(out);
}

tl::unexpected<Error> refuse(std::string code, std::string message) {
  return tl::unexpected<Error>(
      Error{ErrorCode::kUnavailable, message, {{"", std::move(code), message}}});
}

}  // namespace

struct Pictures::Impl {
  Impl(Service& s, PicturesOptions o) : service(s), options(std::move(o)) {
    for (unsigned i = 0; i < options.readers; ++i) threads.emplace_back([this] { run(); });
    if (options.readers > 0) prober = std::thread([this] { probe(); });
  }

  // -- on the callers' threads ---------------------------------------------------
  Status room();
  Result<Document> submit(const std::string& owner, std::string bytes);
  Result<Document> answer(const std::string& owner, std::string_view id);
  void forget_old();

  // -- on the readers' threads ---------------------------------------------------
  void run();
  ItemPtr next();
  void read(const ItemPtr& item);
  void settle(const ItemPtr& item, Item&& outcome, Clock::time_point began);
  void probe();

  Service& service;
  const PicturesOptions options;
  std::atomic<bool> stopping{false};

  mutable std::mutex mutex;
  std::condition_variable changed;
  std::map<std::string, ItemPtr, std::less<>> items;  // by id
  std::deque<ItemPtr> queue;
  std::deque<ItemPtr> finished;  // the oldest first
  std::size_t entering = 0;      // being recorded: they have their place
  std::optional<bool> readable;  // nothing: not known yet
  double pace = kFirstPace;
  PictureCounts counts;
  std::vector<std::thread> threads;
  std::thread prober;
};

// Takes a place in the queue, or says why there is none.
Status Pictures::Impl::room() {
  const std::lock_guard lock(mutex);
  if (options.readers == 0 || !readable.value_or(true)) {
    return refuse("pictures_unavailable", "pictures cannot be read here");
  }
  if (stopping.load() || queue.size() + entering >= options.queue_limit) {
    ++counts.refused;
    return fail(ErrorCode::kUnavailable, "the queue of pictures is full");
  }
  ++entering;
  return {};
}

Result<Document> Pictures::Impl::submit(const std::string& owner, std::string bytes) {
  const Result<pictures::Header> header = pictures::read_header(bytes);
  if (!header) return tl::unexpected(header.error());
  if (Status status = room(); !status) return tl::unexpected(status.error());
  const Result<PictureRecord> record = service.record_picture(
      owner, {std::string(name_of(header->format)), header->width, header->height}, bytes);
  const std::lock_guard lock(mutex);
  --entering;
  if (!record) {
    if (record.error().code != ErrorCode::kUnavailable) return tl::unexpected(record.error());
    return refuse("not_recorded", record.error().message);
  }
  auto item = std::make_shared<Item>();
  item->owner = owner;
  item->record = *record;
  item->header = *header;
  item->size = bytes.size();
  item->bytes = std::move(bytes);
  queue.push_back(item);
  items.emplace(item->record.id, item);
  changed.notify_all();
  Document out;
  out.text = std::make_shared<const std::string>(write_item(*item, queue.size() - 1));
  out.created = true;
  return out;
}

Result<Document> Pictures::Impl::answer(const std::string& owner, std::string_view id) {
  const std::lock_guard lock(mutex);
  forget_old();
  const auto found = items.find(id);
  if (found == items.end() || found->second->owner != owner) {
    return fail(ErrorCode::kNotFound, "no such picture");
  }
  const auto place = std::find(queue.begin(), queue.end(), found->second);
  const auto ahead = place == queue.end() ? 0 : place - queue.begin();
  Document out;
  out.text = std::make_shared<const std::string>(
      write_item(*found->second, static_cast<std::size_t>(ahead)));
  return out;
}

void Pictures::Impl::forget_old() {
  const auto now = Clock::now();
  while (!finished.empty() &&
         (finished.size() > kMostHeld || now - finished.front()->finished > kHeldFor)) {
    items.erase(finished.front()->record.id);
    finished.pop_front();
  }
}

void Pictures::Impl::run() {
  while (const ItemPtr item = next()) {
    const auto began = Clock::now();
    try {
      read(item);
    } catch (const std::exception&) {  // memory, above all; the picture failed, the service goes on
      Item failed;
      failed.state = State::kFailed;
      settle(item, std::move(failed), began);
    }
  }
}

// Waits for a picture; null when it is time to go.
ItemPtr Pictures::Impl::next() {
  std::unique_lock lock(mutex);
  constexpr std::chrono::minutes kSweep{1};  // of what is read and no longer kept
  while (!changed.wait_for(lock, kSweep, [this] { return stopping.load() || !queue.empty(); })) {
    forget_old();
  }
  if (stopping.load()) return nullptr;
  ItemPtr item = std::move(queue.front());
  queue.pop_front();
  item->state = State::kReading;
  return item;
}

void Pictures::Impl::read(const ItemPtr& item) {
  const auto began = Clock::now();
  std::string bytes;
  {
    const std::lock_guard lock(mutex);
    bytes = std::move(item->bytes);
  }
  const auto progress = [&](double done) {
    const std::lock_guard lock(mutex);
    item->progress = std::max(item->progress, done);
  };
  Item outcome;
  const auto reading = pictures::read_picture(options.program, bytes, progress, stopping);
  if (reading) {
    outcome.composed = pictures::compose(*reading);
    outcome.codes = reading->codes;
    const auto question = question_of(outcome.composed);
    const auto verdict = question ? service.check(*question, true) : Result<Document>{Document{}};
    outcome.state = verdict ? State::kDone : State::kFailed;
    if (verdict) outcome.verdict = verdict->text;
  } else {
    outcome.state = State::kFailed;
    outcome.trouble = reading.error();
  }
  settle(item, std::move(outcome), began);
}

void Pictures::Impl::settle(const ItemPtr& item, Item&& outcome, Clock::time_point began) {
  constexpr double kNewest = 0.2;  // its share in the pace
  const std::lock_guard lock(mutex);
  item->state = outcome.state;
  item->composed = std::move(outcome.composed);
  item->codes = std::move(outcome.codes);
  item->verdict = std::move(outcome.verdict);
  item->trouble = outcome.trouble;
  item->finished = Clock::now();
  if (item->state == State::kDone) item->progress = 1.0;
  ++(item->state == State::kDone ? counts.done : counts.failed);
  const std::chrono::duration<double> took = item->finished - began;
  pace += kNewest * (took.count() - pace);
  finished.push_back(item);
  forget_old();
  if (item->state == State::kFailed && item->trouble == pictures::Trouble::kNoReader) {
    readable = false;
    changed.notify_all();
  }
}

// Finds out whether there is a reader, and again after a while where there is none.
void Pictures::Impl::probe() {
  std::unique_lock lock(mutex);
  while (!stopping.load()) {
    lock.unlock();
    const bool can = pictures::can_read(options.program, stopping);
    lock.lock();
    readable = can;
    if (can) {
      changed.wait(lock, [this] { return stopping.load() || !readable.value_or(false); });
    }
    changed.wait_for(lock, kProbeAgain, [this] { return stopping.load(); });
  }
}

Pictures::Pictures(Service& service, PicturesOptions options)
    : impl_(std::make_unique<Impl>(service, std::move(options))) {}

Pictures::~Pictures() { stop(); }

Result<Document> Pictures::submit(const std::string& owner, std::string bytes) {
  return impl_->submit(owner, std::move(bytes));
}

Result<Document> Pictures::answer(const std::string& owner, std::string_view id) {
  return impl_->answer(owner, id);
}

int Pictures::seconds_until_room() const {
  const std::lock_guard lock(impl_->mutex);
  const double seconds = impl_->pace / std::max(1U, impl_->options.readers);
  return std::clamp(static_cast<int>(std::ceil(seconds)), 1, kLongestWait);
}

std::optional<Health::Check> Pictures::health() const {
  const std::lock_guard lock(impl_->mutex);
  if (impl_->options.readers == 0) return std::nullopt;
  if (!impl_->readable.value_or(true)) {
    return Health::Check{"pictures", false, "the reader or its language data is missing"};
  }
  const std::size_t waiting = impl_->queue.size();
  return Health::Check{"pictures", true, std::to_string(waiting) + " waiting"};
}

PictureCounts Pictures::counts() const {
  const std::lock_guard lock(impl_->mutex);
  PictureCounts out = impl_->counts;
  out.waiting = impl_->queue.size();
  return out;
}

void Pictures::stop() {
  impl_->stopping.store(true);
  {
    const std::lock_guard lock(impl_->mutex);  // nobody is between looking and waiting
  }
  impl_->changed.notify_all();
  for (std::thread& thread : impl_->threads) {
    if (thread.joinable()) thread.join();
  }
  if (impl_->prober.joinable()) impl_->prober.join();
}

}  // namespace analyzer
