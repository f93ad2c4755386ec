#include "analyzer/store/event_codec.h"

#include <utility>

#include "analyzer/store/bytes.h"

namespace analyzer::store {
namespace {

constexpr std::uint8_t kFormat = 1;

// Numbers are stored: append only.
enum class Tag : std::uint8_t {
  kAttempt,
  kReport,
  kRegistry,
  kDisposition,
  kRegistryWithdrawn,
  kDispositionWithdrawn
};

// The optional links of an attempt, in the order of their presence bits.
constexpr std::optional<LinkKey> AttemptEvent::*kAttemptLinks[] = {
    &AttemptEvent::operator_, &AttemptEvent::operator_phone, &AttemptEvent::device,
    &AttemptEvent::wifi,      &AttemptEvent::site,           &AttemptEvent::staff,
    &AttemptEvent::terminal,  &AttemptEvent::fee_payee,      &AttemptEvent::ip,
    &AttemptEvent::document,  &AttemptEvent::village};
constexpr unsigned kRelatedKnown = 11;
constexpr unsigned kRelated = 12;
constexpr unsigned kDueKnown = 13;
constexpr unsigned kNotDue = 14;
constexpr unsigned kBindCycle = 15;
constexpr unsigned kCapture = 16;
constexpr unsigned kWorkOrder = 17;
constexpr unsigned kBits = 18;
constexpr std::uint8_t kMaxTrace = 5;

std::uint32_t bit(unsigned n, bool value) { return value ? 1U << n : 0U; }

void write(ByteWriter& out, const AttemptEvent& event) {
  out.put(to_millis(event.at));
  out.put(static_cast<std::uint8_t>(event.channel));
  out.put(static_cast<std::uint8_t>(event.outcome));
  out.put(event.trace_strength);
  out.put(event.county);
  std::uint32_t bits = 0;
  unsigned n = 0;
  for (const auto link : kAttemptLinks) bits |= bit(n++, (event.*link).has_value());
  bits |= bit(kRelatedKnown, event.related.has_value());
  bits |= bit(kRelated, event.related.value_or(false));
  bits |= bit(kDueKnown, event.not_due.has_value());
  bits |= bit(kNotDue, event.not_due.value_or(false));
  bits |= bit(kBindCycle, event.bind_cycle);
  bits |= bit(kCapture, event.capture.has_value());
  bits |= bit(kWorkOrder, event.work_order.has_value());
  out.put(bits);
  out.put(event.person);
  for (const auto link : kAttemptLinks) {
    if (event.*link) out.put(*(event.*link));
  }
  if (event.capture) out.put(*event.capture);
  if (event.work_order) out.put(*event.work_order);
}

bool read(ByteReader& in, AttemptEvent& event) {
  event.at = from_millis(in.get<std::int64_t>());
  const auto channel = in.get<std::uint8_t>();
  const auto outcome = in.get<std::uint8_t>();
  event.trace_strength = in.get<std::uint8_t>();
  event.county = in.get<std::uint32_t>();
  const auto bits = in.get<std::uint32_t>();
  const auto has = [bits](unsigned n) { return ((bits >> n) & 1U) != 0; };
  if (channel >= kNames<Channel>.size() || outcome >= kNames<Outcome>.size()) return false;
  if (event.trace_strength > kMaxTrace || bits >> kBits != 0) return false;
  if ((has(kRelated) && !has(kRelatedKnown)) || (has(kNotDue) && !has(kDueKnown))) return false;
  event.channel = static_cast<Channel>(channel);
  event.outcome = static_cast<Outcome>(outcome);
  if (has(kRelatedKnown)) event.related = has(kRelated);
  if (has(kDueKnown)) event.not_due = has(kNotDue);
  event.bind_cycle = has(kBindCycle);
  event.person = in.get_key();
  unsigned n = 0;
  for (const auto link : kAttemptLinks) {
    if (has(n++)) event.*link = in.get_key();
  }
  if (has(kCapture)) event.capture = in.get<std::uint64_t>();
  if (has(kWorkOrder)) event.work_order = in.get_key();
  return true;
}

void write_keys(ByteWriter& out, const std::vector<LinkKey>& keys) {
  out.put(static_cast<std::uint32_t>(keys.size()));
  for (const LinkKey& key : keys) out.put(key);
}

bool read_keys(ByteReader& in, std::vector<LinkKey>& keys) {
  const auto size = in.get<std::uint32_t>();
  if (size > in.left() / sizeof(LinkKey)) return false;
  keys.reserve(size);
  for (std::uint32_t i = 0; i < size; ++i) keys.push_back(in.get_key());
  return true;
}

void write(ByteWriter& out, const ReportEvent& event) {
  out.put(to_millis(event.at));
  out.put(event.county);
  out.put(static_cast<std::uint8_t>(event.shape.has_value()));
  if (event.shape) out.put(*event.shape);
  write_keys(out, event.domains);
  write_keys(out, event.numbers);
}

bool read(ByteReader& in, ReportEvent& event) {
  event.at = from_millis(in.get<std::int64_t>());
  event.county = in.get<std::uint32_t>();
  const auto has_shape = in.get<std::uint8_t>();
  if (has_shape > 1) return false;
  if (has_shape == 1) event.shape = in.get_key();
  return read_keys(in, event.domains) && read_keys(in, event.numbers);
}

std::int32_t days(Date date) { return static_cast<std::int32_t>(date.time_since_epoch().count()); }
Date date_of(std::int32_t days) { return Date{std::chrono::days{days}}; }

void write(ByteWriter& out, const RegistryFact& fact) {
  out.put(fact.person);
  out.put(static_cast<std::uint8_t>(fact.kind));
  out.put(days(fact.from));
  out.put(static_cast<std::uint8_t>(bit(0, fact.to.has_value()) | bit(1, fact.name_only)));
  if (fact.to) out.put(days(*fact.to));
  out.put(fact.origin);
}

bool read(ByteReader& in, RegistryFact& fact) {
  fact.person = in.get_key();
  const auto kind = in.get<std::uint8_t>();
  fact.from = date_of(in.get<std::int32_t>());
  const auto bits = in.get<std::uint8_t>();
  if (kind >= kNames<RegistryKind>.size() || bits > 3) return false;
  fact.kind = static_cast<RegistryKind>(kind);
  if ((bits & 1U) != 0) fact.to = date_of(in.get<std::int32_t>());
  fact.name_only = (bits & 2U) != 0;
  fact.origin = in.get_key();
  return true;
}

void write(ByteWriter& out, const DispositionEvent& event) {
  out.put(to_millis(event.at));
  out.put(static_cast<std::uint8_t>(bit(0, event.adverse) | bit(1, event.cleared)));
  out.put(static_cast<std::uint32_t>(event.links.size()));
  for (const Link& link : event.links) {
    out.put(static_cast<std::uint8_t>(link.kind));
    out.put(link.key);
  }
}

bool read(ByteReader& in, DispositionEvent& event) {
  event.at = from_millis(in.get<std::int64_t>());
  const auto bits = in.get<std::uint8_t>();
  const auto size = in.get<std::uint32_t>();
  if (bits > 3 || size > in.left() / (1 + sizeof(LinkKey))) return false;
  event.adverse = (bits & 1U) != 0;
  event.cleared = (bits & 2U) != 0;
  event.links.reserve(size);
  for (std::uint32_t i = 0; i < size; ++i) {
    const auto kind = in.get<std::uint8_t>();
    if (kind >= kNames<LinkKind>.size()) return false;
    event.links.push_back({static_cast<LinkKind>(kind), in.get_key()});
  }
  return true;
}

Tag tag_of(const WindowChange& change) {
  if (const auto* withdrawn = std::get_if<Withdrawn>(&change)) {
    return std::holds_alternative<RegistryFact>(withdrawn->what) ? Tag::kRegistryWithdrawn
                                                                 : Tag::kDispositionWithdrawn;
  }
  return static_cast<Tag>(change.index());
}

template <class T>
bool read_into(ByteReader& in, WindowChange& out) {
  T value;
  if (!read(in, value)) return false;
  out = std::move(value);
  return true;
}

template <class T>
bool read_withdrawn(ByteReader& in, WindowChange& out) {
  T value;
  if (!read(in, value)) return false;
  out = Withdrawn{std::move(value)};
  return true;
}

bool read_body(ByteReader& in, std::uint8_t tag, WindowChange& out) {
  switch (static_cast<Tag>(tag)) {
    case Tag::kAttempt:
      return read_into<AttemptEvent>(in, out);
    case Tag::kReport:
      return read_into<ReportEvent>(in, out);
    case Tag::kRegistry:
      return read_into<RegistryFact>(in, out);
    case Tag::kDisposition:
      return read_into<DispositionEvent>(in, out);
    case Tag::kRegistryWithdrawn:
      return read_withdrawn<RegistryFact>(in, out);
    case Tag::kDispositionWithdrawn:
      return read_withdrawn<DispositionEvent>(in, out);
  }
  return false;
}

void set_arrival(WindowChange& change, std::uint64_t arrival) {
  if (auto* attempt = std::get_if<AttemptEvent>(&change)) attempt->arrival = arrival;
  if (auto* report = std::get_if<ReportEvent>(&change)) report->arrival = arrival;
  if (auto* fact = std::get_if<RegistryFact>(&change)) fact->arrival = arrival;
}

}  // namespace

std::string encode(const WindowChange& change) {
  ByteWriter out;
  out.put(kFormat);
  out.put(static_cast<std::uint8_t>(tag_of(change)));
  std::visit(
      [&out](const auto& value) {
        if constexpr (std::is_same_v<std::decay_t<decltype(value)>, Withdrawn>) {
          std::visit([&out](const auto& what) { write(out, what); }, value.what);
        } else {
          write(out, value);
        }
      },
      change);
  return out.take();
}

Result<WindowChange> decode(std::string_view bytes, std::uint64_t arrival) {
  ByteReader in(bytes);
  if (in.get<std::uint8_t>() != kFormat) {
    return fail(ErrorCode::kCorrupt, "a window event is of an unknown format");
  }
  WindowChange change;
  const auto tag = in.get<std::uint8_t>();
  if (!read_body(in, tag, change) || !in.at_end()) {
    return fail(ErrorCode::kCorrupt, "a window event cannot be read");
  }
  set_arrival(change, arrival);
  return change;
}

}  // namespace analyzer::store
