// The outbox and disputes over a Db.

#ifndef ANALYZER_STORE_SQL_OUTBOX_H_
#define ANALYZER_STORE_SQL_OUTBOX_H_

#include "analyzer/store/disputes.h"
#include "analyzer/store/outbox.h"
#include "analyzer/store/sql.h"

namespace analyzer::store {

class SqlOutbox final : public Outbox {
 public:
  explicit SqlOutbox(Db& db) : db_(db) {}
  Result<std::uint64_t> add(const OutboxEvent& event) override;
  Result<std::vector<OutboxEvent>> events(std::uint64_t after, std::size_t limit) override;
  Result<std::uint64_t> latest() override;
  Result<std::optional<std::uint64_t>> cursor(std::string_view hook) override;
  Status set_cursor(std::string_view hook, std::uint64_t number) override;
  Status put(const Delivery& delivery) override;
  Result<std::optional<Delivery>> delivery(std::string_view hook, std::string_view id) override;
  Result<std::vector<Delivery>> due(std::string_view hook, Time now, std::size_t limit) override;
  Result<std::vector<Delivery>> deliveries(std::string_view hook,
                                           std::optional<DeliveryState> state,
                                           std::size_t limit) override;
  Result<std::uint64_t> count(std::string_view hook, DeliveryState state) override;
  Status forget(Time before) override;

 private:
  Db& db_;
};

class SqlDisputes final : public Disputes {
 public:
  explicit SqlDisputes(Db& db) : db_(db) {}
  Status put(const Dispute& dispute, std::optional<std::int64_t> expected) override;
  Result<std::optional<Dispute>> find(std::string_view id) override;
  Result<std::optional<Dispute>> open_of(feeds::IndicatorKind kind,
                                         std::string_view value) override;
  Result<std::vector<Dispute>> list(std::optional<DisputeState> state, std::size_t limit) override;
  Status add_handover(const Handover& handover) override;
  Result<std::vector<Handover>> handovers(std::size_t limit) override;

 private:
  Db& db_;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_SQL_OUTBOX_H_
