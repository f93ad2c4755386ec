// The outbox.

#include "analyzer/store/sql_outbox.h"

namespace analyzer::store {
namespace {

constexpr std::string_view kDelivery =
    "SELECT d.hook, e.number, e.id, e.type, e.subject, e.at, e.body, d.state, d.tries, d.next_at,"
    " d.tried_at, d.status, d.detail FROM webhook_deliveries d JOIN outbox e ON e.number = "
    "d.event ";

OutboxEvent read_event(const Query& query, int from) {
  OutboxEvent out;
  out.number = static_cast<std::uint64_t>(query.number(from));
  out.id = query.text(from + 1);
  out.type = query.text(from + 2);
  out.subject = query.text(from + 3);
  out.at = query.time(from + 4);
  out.body = query.text(from + 5);
  return out;
}

Delivery read_delivery(const Query& query) {
  Delivery out;
  out.hook = query.text(0);
  out.event = read_event(query, 1);
  out.state = query.word<DeliveryState>(7);
  out.tries = static_cast<int>(query.number(8));
  out.next_at = query.time(9);
  out.tried_at = query.maybe_time(10);
  out.status = static_cast<int>(query.number(11));
  out.detail = query.text(12);
  return out;
}

Result<std::vector<Delivery>> read_deliveries(Query& query) {
  return all_rows(query, read_delivery);
}

Result<std::uint64_t> read_number(Query& query) {
  const Result<bool> row = query.step();
  if (!row) return tl::unexpected(row.error());
  return *row ? static_cast<std::uint64_t>(query.number(0)) : 0;
}

}  // namespace

Result<std::uint64_t> SqlOutbox::add(const OutboxEvent& event) {
  Query insert(db_,
               "INSERT INTO outbox (id, type, subject, at, body) VALUES (?, ?, ?, ?, ?)"
               " RETURNING number");
  insert.bind(event.id).bind(event.type).bind(event.subject).bind(event.at).bind(event.body);
  return read_number(insert);
}

Result<std::vector<OutboxEvent>> SqlOutbox::events(std::uint64_t after, std::size_t limit) {
  Query query(db_,
              "SELECT number, id, type, subject, at, body FROM outbox WHERE number > ?"
              " ORDER BY number LIMIT ?");
  query.bind(after).bind(limit);
  std::vector<OutboxEvent> out;
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) out.push_back(read_event(query, 0));
  if (!row) return tl::unexpected(row.error());
  return out;
}

Result<std::uint64_t> SqlOutbox::latest() {
  Query query(db_, "SELECT coalesce(max(number), 0) FROM outbox");
  return read_number(query);
}

Result<std::optional<std::uint64_t>> SqlOutbox::cursor(std::string_view hook) {
  Query query(db_, "SELECT number FROM webhook_cursors WHERE hook = ?");
  const Result<bool> row = query.bind(hook).step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<std::uint64_t>{};
  return std::optional(static_cast<std::uint64_t>(query.number(0)));
}

Status SqlOutbox::set_cursor(std::string_view hook, std::uint64_t number) {
  Query query(db_,
              "INSERT INTO webhook_cursors (hook, number) VALUES (?, ?)"
              " ON CONFLICT (hook) DO UPDATE SET number = excluded.number");
  return query.bind(hook).bind(number).run();
}

Status SqlOutbox::put(const Delivery& d) {
  Query query(db_,
              "INSERT INTO webhook_deliveries (hook, event, subject, state, tries, next_at,"
              " tried_at, status, detail) VALUES (?,?,?,?,?,?,?,?,?)"
              " ON CONFLICT (hook, event) DO UPDATE SET state = excluded.state,"
              " tries = excluded.tries, next_at = excluded.next_at,"
              " tried_at = excluded.tried_at, status = excluded.status,"
              " detail = excluded.detail");
  query.bind(d.hook).bind(d.event.number).bind(d.event.subject).bind(d.state).bind(d.tries);
  return query.bind(d.next_at).bind(d.tried_at).bind(d.status).bind(d.detail).run();
}

Result<std::optional<Delivery>> SqlOutbox::delivery(std::string_view hook, std::string_view id) {
  Query query(db_, std::string(kDelivery) + "WHERE d.hook = ? AND e.id = ?");
  const Result<bool> row = query.bind(hook).bind(id).step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<Delivery>{};
  return std::optional(read_delivery(query));
}

Result<std::vector<Delivery>> SqlOutbox::due(std::string_view hook, Time now, std::size_t limit) {
  Query query(db_, std::string(kDelivery) +
                       "WHERE d.hook = ? AND d.state = 0 AND d.next_at <= ? AND NOT EXISTS"
                       " (SELECT 1 FROM webhook_deliveries p WHERE p.hook = d.hook"
                       "  AND p.subject = d.subject AND p.event < d.event AND p.state = 0)"
                       " ORDER BY d.event LIMIT ?");
  query.bind(hook).bind(now).bind(limit);
  return read_deliveries(query);
}

Result<std::vector<Delivery>> SqlOutbox::deliveries(std::string_view hook,
                                                    std::optional<DeliveryState> state,
                                                    std::size_t limit) {
  const bool waiting = state == DeliveryState::kWaiting;
  Query query(db_, std::string(kDelivery) + "WHERE d.hook = ?" + (state ? " AND d.state = ?" : "") +
                       (waiting ? " ORDER BY (d.tries > 0) DESC, d.event DESC LIMIT ?"
                                : " ORDER BY d.event DESC LIMIT ?"));
  query.bind(hook);
  if (state) query.bind(*state);
  query.bind(limit);
  return read_deliveries(query);
}

Result<std::uint64_t> SqlOutbox::count(std::string_view hook, DeliveryState state) {
  Query query(db_, "SELECT count(*) FROM webhook_deliveries WHERE hook = ? AND state = ?");
  query.bind(hook).bind(state);
  return read_number(query);
}

Status SqlOutbox::forget(Time before) {
  Query query(db_, "DELETE FROM outbox WHERE at < ?");
  return query.bind(before).run();
}

}  // namespace analyzer::store
