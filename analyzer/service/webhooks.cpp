#include "analyzer/service/webhooks.h"

#include <algorithm>

#include "analyzer/core/json.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/form.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/service/site_rights.h"

namespace analyzer {
namespace {

using store::Delivery;
using store::DeliveryState;

constexpr std::chrono::seconds kTick{2};
constexpr std::size_t kGroup = 200;  // events fanned out in one write
constexpr std::size_t kAtOnce = 32;  // deliveries of one hook a round
constexpr std::chrono::hours kKept{24 * 30};
constexpr int kGone = 410;
constexpr const char* kTurn = "webhooks";

bool wants(const WebhookConfig& hook, const store::OutboxEvent& event) {
  const auto& types = hook.types;
  if (!types.empty() && std::find(types.begin(), types.end(), event.type) == types.end()) {
    return false;
  }
  if (hook.caller.empty() || event.type != "attempt.settled") return true;
  const Result<json::Value> body = json::parse(event.body);
  if (!body || !body->is_object()) return false;
  const json::Value* data = body->get_object().if_contains("data");
  const json::Value* caller =
      data != nullptr && data->is_object() ? data->get_object().if_contains("caller") : nullptr;
  return caller != nullptr && caller->is_string() && caller->get_string() == hook.caller;
}

json::Object view_of(const Delivery& d) {
  return {{"id", d.event.id},
          {"type", d.event.type},
          {"subject", d.event.subject},
          {"at", format_time(d.event.at)},
          {"state", std::string(name_of(d.state))},
          {"tries", d.tries},
          {"next_at", d.state == DeliveryState::kWaiting ? json::Value(format_time(d.next_at))
                                                         : json::Value(nullptr)},
          {"tried_at", time_or_null(d.tried_at)},
          {"status", d.status},
          {"detail", text_or_null(d.detail)}};
}

}  // namespace

std::chrono::seconds pause_after(int tries) {
  using namespace std::chrono_literals;
  constexpr std::chrono::seconds kPauses[kMostTries - 1] = {5s, 1min, 5min, 15min, 30min, 1h,
                                                            2h, 4h,   8h,   12h,   24h};
  return kPauses[std::clamp(tries - 1, 0, kMostTries - 2)];
}

Webhooks::Webhooks(Service& service, Poster& poster, WebhooksConfig config,
                   std::function<void()> before)
    : service_(service),
      poster_(poster),
      before_(std::move(before)),
      config_(std::make_shared<const WebhooksConfig>(std::move(config))),
      rounds_(kTick, [this] { run_due(); }) {}

Webhooks::~Webhooks() { stop(); }

void Webhooks::start() { rounds_.start(); }

void Webhooks::stop() { rounds_.stop(); }

void Webhooks::configure(WebhooksConfig config) {
  const std::lock_guard lock(mutex_);
  config_ = std::make_shared<const WebhooksConfig>(std::move(config));
}

std::shared_ptr<const WebhooksConfig> Webhooks::config() const {
  const std::lock_guard lock(mutex_);
  return config_;
}

Result<WebhookConfig> Webhooks::find(std::string_view name) const {
  for (const WebhookConfig& hook : config()->hooks) {
    if (hook.name == name) return hook;
  }
  return fail(ErrorCode::kNotFound, "no such webhook");
}

void Webhooks::run_due() {
  if (!service_.does_job(kTurn)) return;
  const std::lock_guard one(round_mutex_);
  const auto all = config();
  if (before_ && !all->hooks.empty()) before_();
  for (const WebhookConfig& hook : all->hooks) {
    if (rounds_.stopping()) return;
    if (hook.enabled && fan_out(hook)) deliver(hook);
  }
  const Time now = service_.now();
  if (now - forgot_at_ < std::chrono::hours{1}) return;
  forgot_at_ = now;
  (void)service_.write(
      [&](store::Session& session) { return session.outbox().forget(now - kKept); });
}

// Makes deliveries of the events that came since the last round.
Status Webhooks::fan_out(const WebhookConfig& hook) {
  while (true) {
    auto session = service_.store().open_session(store::Mode::kReadOnly);
    if (!session) return tl::unexpected(session.error());
    const auto cursor = (*session)->outbox().cursor(hook.name);
    if (!cursor) return tl::unexpected(cursor.error());
    const auto latest = (*session)->outbox().latest();
    if (!latest) return tl::unexpected(latest.error());
    if (!*cursor) {
      return service_.write(
          [&](store::Session& writing) { return writing.outbox().set_cursor(hook.name, *latest); });
    }
    const auto events = (*session)->outbox().events(**cursor, kGroup);
    if (!events) return tl::unexpected(events.error());
    if (events->empty()) return {};
    session->reset();
    const Status status = service_.write([&](store::Session& writing) -> Status {
      for (const store::OutboxEvent& event : *events) {
        if (!wants(hook, event)) continue;
        Delivery delivery;
        delivery.hook = hook.name;
        delivery.event = event;
        delivery.next_at = event.at;
        if (Status s = writing.outbox().put(delivery); !s) return s;
      }
      return writing.outbox().set_cursor(hook.name, events->back().number);
    });
    if (!status) return status;
  }
}

void Webhooks::deliver(const WebhookConfig& hook) {
  while (!rounds_.stopping()) {
    auto session = service_.store().open_session(store::Mode::kReadOnly);
    if (!session) return;
    const auto due = (*session)->outbox().due(hook.name, service_.now(), kAtOnce);
    if (!due || due->empty()) return;
    session->reset();
    for (const Delivery& delivery : *due) {
      // Whoever does not answer now is asked again in the next round.
      if (rounds_.stopping() || !try_one(hook, delivery)) return;
    }
  }
}

// False: it did not go through.
bool Webhooks::try_one(const WebhookConfig& hook, Delivery delivery) {
  const Time now = service_.now();
  const std::string seconds = std::to_string(to_millis(now) / 1000);
  const store::OutboxEvent& event = delivery.event;
  PostRequest request;
  request.address = hook.url;
  request.intranet = hook.intranet;
  request.stopped = [this] { return rounds_.stopping(); };
  request.body = event.body;
  request.headers = {
      {"Content-Type", "application/json"},
      {"webhook-id", event.id},
      {"webhook-timestamp", seconds},
      {"webhook-signature", sign_webhook(hook.secret, event.id, seconds, event.body)}};
  const Result<int> status = poster_.post(request);
  if (!status && rounds_.stopping()) return false;  // broken off by us
  delivery.status = status.value_or(0);
  delivery.tried_at = now;
  ++delivery.tries;
  const bool taken = status && *status >= 200 && *status < 300;
  delivery.detail = taken    ? ""
                    : status ? "answers " + std::to_string(*status)
                             : status.error().message;
  delivery.state = taken ? DeliveryState::kDelivered : DeliveryState::kWaiting;
  if (!taken && (delivery.tries >= kMostTries || delivery.status == kGone)) {
    delivery.state = DeliveryState::kGivenUp;
  }
  delivery.next_at = now + pause_after(delivery.tries);
  const Status kept =
      service_.write([&](store::Session& session) { return session.outbox().put(delivery); });
  return kept && taken;
}

Result<Document> Webhooks::hooks() {
  auto session = service_.store().open_session(store::Mode::kReadOnly);
  if (!session) return tl::unexpected(session.error());
  json::Array data;
  for (const WebhookConfig& hook : config()->hooks) {
    json::Object counts;
    for (std::size_t i = 0; i < kNames<DeliveryState>.size(); ++i) {
      const auto count = (*session)->outbox().count(hook.name, static_cast<DeliveryState>(i));
      if (!count) return tl::unexpected(count.error());
      counts[kNames<DeliveryState>[i]] = *count;
    }
    json::Array types;
    for (const std::string& type : hook.types) types.emplace_back(type);
    data.push_back(json::Object{{"name", hook.name},
                                {"title", hook.title},
                                {"url", hook.url},
                                {"types", std::move(types)},
                                {"enabled", hook.enabled},
                                {"counts", std::move(counts)}});
  }
  return document(json::write(json::Object{{"data", std::move(data)}}));
}

Result<Document> Webhooks::deliveries(std::string_view hook, std::string_view state, int limit) {
  const Result<WebhookConfig> found = find(hook);
  if (!found) return tl::unexpected(found.error());
  const auto word = parse_name<DeliveryState>(state);
  if (!state.empty() && !word) {
    return tl::unexpected(field_error("?state", "unknown_word", "waiting, delivered or given_up"));
  }
  auto session = service_.store().open_session(store::Mode::kReadOnly);
  if (!session) return tl::unexpected(session.error());
  const auto all = (*session)->outbox().deliveries(found->name, word,
                                                   static_cast<std::size_t>(std::max(1, limit)));
  if (!all) return tl::unexpected(all.error());
  json::Array data;
  for (const Delivery& delivery : *all) data.push_back(view_of(delivery));
  return document(json::write(json::Object{{"data", std::move(data)}}));
}

Result<Document> Webhooks::replay(const Actor& actor, std::string_view hook,
                                  std::string_view event) {
  constexpr std::size_t kMostReplayed = 1000;
  const Result<WebhookConfig> found = find(hook);
  if (!found) return tl::unexpected(found.error());
  auto session = service_.store().open_session(store::Mode::kReadOnly);
  if (!session) return tl::unexpected(session.error());
  if (Status s = require_site(**session, actor); !s) return tl::unexpected(s.error());
  std::vector<Delivery> again;
  if (event.empty()) {
    auto all = (*session)->outbox().deliveries(found->name, DeliveryState::kGivenUp, kMostReplayed);
    if (!all) return tl::unexpected(all.error());
    again = *std::move(all);
  } else {
    auto one = (*session)->outbox().delivery(found->name, event);
    if (!one) return tl::unexpected(one.error());
    if (!*one) return fail(ErrorCode::kNotFound, "no such delivery");
    again.push_back(**std::move(one));
  }
  session->reset();
  const Time now = service_.now();
  const Status status = service_.write([&](store::Session& writing) -> Status {
    for (Delivery& delivery : again) {
      delivery.state = DeliveryState::kWaiting;
      delivery.tries = 0;
      delivery.next_at = now;
      if (Status s = writing.outbox().put(delivery); !s) return s;
    }
    return append_audit(writing, audit_entry(actor, now, "webhook.replayed", found->name,
                                             event.empty() ? "all given up" : std::string(event)));
  });
  if (!status) return tl::unexpected(status.error());
  rounds_.wake();
  return document(json::write(json::Object{{"replayed", again.size()}}));
}

}  // namespace analyzer
