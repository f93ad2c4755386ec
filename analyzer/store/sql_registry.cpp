#include <utility>

#include "analyzer/store/sql_roles.h"

namespace analyzer::store {
namespace {

constexpr std::string_view kEvent =
    "SELECT seq, event_id, caller, digest, person, kind, from_day, to_day, origin, match, status,"
    " received_at FROM registry_events ";

std::int64_t day_number(Date date) { return date.time_since_epoch().count(); }
Date day(std::int64_t number) { return Date{std::chrono::days{number}}; }

StoredRegistryEvent read_event(const Query& query) {
  StoredRegistryEvent out;
  out.seq = static_cast<Seq>(query.number(0));
  out.event.event_id = query.text(1);
  out.event.caller = query.text(2);
  out.event.body_digest = query.digest(3);
  out.event.person = query.key(4);
  out.event.kind = query.word<RegistryKind>(5);
  out.event.from = day(query.number(6));
  if (!query.is_null(7)) out.event.to = day(query.number(7));
  out.event.origin = query.key(8);
  out.event.match = query.word<RegistryMatch>(9);
  out.event.status = query.word<RegistryStatus>(10);
  out.event.received_at = query.time(11);
  return out;
}

}  // namespace

Result<std::optional<StoredRegistryEvent>> SqlRegistry::find(std::string_view caller,
                                                             std::string_view event_id) {
  Query query(db_, std::string(kEvent) + "WHERE caller = ? AND event_id = ?");
  const Result<bool> row = query.bind(caller).bind(event_id).step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<StoredRegistryEvent>{};
  return read_event(query);
}

Result<Seq> SqlRegistry::append(Seq seq, const RegistryEvent& event) {
  if (seq == 0) seq = seqs_.take();
  Query query(db_,
              "INSERT INTO registry_events (seq, event_id, caller, digest, person, kind, from_day,"
              " to_day, origin, match, status, received_at)"
              " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  query.bind(seq).bind(event.event_id).bind(event.caller).bind(event.body_digest);
  query.bind(event.person).bind(event.kind).bind(day_number(event.from));
  if (event.to) {
    query.bind(day_number(*event.to));
  } else {
    query.bind_null();
  }
  query.bind(event.origin).bind(event.match).bind(event.status).bind(event.received_at);
  if (Status status = query.run(); !status) return tl::unexpected(status.error());
  seqs_.wrote(seq);
  return seq;
}

Status SqlRegistry::set_status(Seq seq, RegistryStatus status, Time at) {
  Query note(db_, "INSERT INTO registry_status (event, status, at) VALUES (?, ?, ?)");
  if (Status done = note.bind(seq).bind(status).bind(at).run(); !done) return done;
  Query change(db_, "UPDATE registry_events SET status = ? WHERE seq = ?");
  return change.bind(status).bind(seq).run();
}

Result<std::vector<StoredRegistryEvent>> SqlRegistry::of_person(LinkKey person) {
  Query query(db_, std::string(kEvent) + "WHERE person = ? ORDER BY seq");
  query.bind(person);
  return all_rows(query, read_event);
}

}  // namespace analyzer::store
