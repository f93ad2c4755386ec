// What others are to hear of (webhooks): events, written in the transaction of the
// change that they tell, and how far each listener is.
//
// Part of a Session: one thread at a time.

#ifndef ANALYZER_STORE_OUTBOX_H_
#define ANALYZER_STORE_OUTBOX_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/names.h"
#include "analyzer/core/result.h"
#include "analyzer/core/time.h"

namespace analyzer::store {

struct OutboxEvent {
  std::uint64_t number = 0;  // grows with every event; given by add()
  std::string id;            // "msg_" + time-ordered id; the same at every try
  std::string type;          // "case.settled"
  std::string subject;       // events of one subject are told in their order
  Time at{};
  std::string body;  // JSON, as it is sent
};

// The numbers are stored: append only.
enum class DeliveryState : std::uint8_t { kWaiting, kDelivered, kGivenUp };

struct Delivery {
  std::string hook;
  OutboxEvent event;
  DeliveryState state = DeliveryState::kWaiting;
  int tries = 0;
  Time next_at{};
  std::optional<Time> tried_at;
  int status = 0;      // HTTP, of the last try; 0: none came back
  std::string detail;  // in words, of the last try that failed
};

class Outbox {
 public:
  virtual ~Outbox() = default;

  // Adds `event`, whose number is not read, and returns its number.
  virtual Result<std::uint64_t> add(const OutboxEvent& event) = 0;
  // The events after `after`, oldest first.
  virtual Result<std::vector<OutboxEvent>> events(std::uint64_t after, std::size_t limit) = 0;
  virtual Result<std::uint64_t> latest() = 0;  // 0: there is none

  // Up to which event deliveries were made for `hook`; nothing: it is new.
  virtual Result<std::optional<std::uint64_t>> cursor(std::string_view hook) = 0;
  virtual Status set_cursor(std::string_view hook, std::uint64_t number) = 0;

  // Adds or replaces the delivery of one event to one hook.
  virtual Status put(const Delivery& delivery) = 0;
  virtual Result<std::optional<Delivery>> delivery(std::string_view hook, std::string_view id) = 0;
  // Those of `hook` that wait and are due, oldest first; none whose subject has an
  // earlier one that waits.
  virtual Result<std::vector<Delivery>> due(std::string_view hook, Time now, std::size_t limit) = 0;
  // Newest first, but of those that wait the ones that failed before all; of one state if given.
  virtual Result<std::vector<Delivery>> deliveries(std::string_view hook,
                                                   std::optional<DeliveryState> state,
                                                   std::size_t limit) = 0;
  virtual Result<std::uint64_t> count(std::string_view hook, DeliveryState state) = 0;
  // Forgets events before `before` with their deliveries, whatever became of them.
  virtual Status forget(Time before) = 0;
};

}  // namespace analyzer::store

namespace analyzer {
template <>
inline constexpr auto kNames<store::DeliveryState> =
    std::to_array<std::string_view>({"waiting", "delivered", "given_up"});
}  // namespace analyzer

#endif  // ANALYZER_STORE_OUTBOX_H_
