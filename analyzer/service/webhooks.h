// Tells others what happened (Standard Webhooks 1.0): thin events from the outbox, each
// signed, tried up to twelve times within two days, in order within one subject.
//
// At least once: whoever hears an event twice knows it by its webhook-id. An event that
// was given up lets the later ones of its subject pass, and can be sent again by a
// person.
//
// Any number of threads may call at once.

#ifndef ANALYZER_SERVICE_WEBHOOKS_H_
#define ANALYZER_SERVICE_WEBHOOKS_H_

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/service/actor.h"
#include "analyzer/service/rounds.h"
#include "analyzer/service/service.h"
#include "analyzer/service/webhook_config.h"
#include "analyzer/store/outbox.h"

namespace analyzer {

struct PostRequest {
  std::string address;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  bool intranet = false;  // private addresses and http:// are allowed
  std::chrono::seconds longest{15};
  std::function<bool()> stopped = {};  // asked now and then: true breaks it off
};

// The port that analyzer/server fills with HTTPS. Follows no redirect.
class Poster {
 public:
  virtual ~Poster() = default;
  // The status that came back. Fails with kUnavailable, in words for a person, where none
  // did.
  virtual Result<int> post(const PostRequest& request) = 0;
};

inline constexpr int kMostTries = 12;
// What follows the n-th try that failed, n from 1.
std::chrono::seconds pause_after(int tries);

class Webhooks {
 public:
  // Both must outlive it. `before` is called before each round, to have told what is
  // only found out by looking (lists whose entries ended).
  Webhooks(Service& service, Poster& poster, WebhooksConfig config,
           std::function<void()> before = {});
  ~Webhooks();  // stops
  Webhooks(const Webhooks&) = delete;
  Webhooks& operator=(const Webhooks&) = delete;

  // Delivers in a thread of its own until stop().
  void start();
  void stop();
  void configure(WebhooksConfig config);

  // Delivers what is due now. A hook that is new hears of what happens from here on.
  void run_due();

  // How each stands (openapi.yaml: WebhookList), and its latest deliveries, of one state
  // if given (DeliveryList).
  Result<Document> hooks();
  Result<Document> deliveries(std::string_view hook, std::string_view state, int limit);
  // Sends one event again, from the first try on, or with an empty id all that were given
  // up. Fails with kNotFound.
  Result<Document> replay(const Actor& actor, std::string_view hook, std::string_view event);

 private:
  std::shared_ptr<const WebhooksConfig> config() const;
  Result<WebhookConfig> find(std::string_view name) const;
  Status fan_out(const WebhookConfig& hook);
  void deliver(const WebhookConfig& hook);
  bool try_one(const WebhookConfig& hook, store::Delivery delivery);

  Service& service_;
  Poster& poster_;
  std::function<void()> before_;
  mutable std::mutex mutex_;  // guards config_
  std::shared_ptr<const WebhooksConfig> config_;
  std::mutex round_mutex_;  // one round at a time
  Time forgot_at_{};        // guarded by round_mutex_
  Rounds rounds_;           // last: its thread uses all of the above
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_WEBHOOKS_H_
