#include "analyzer/service/published_events.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>

namespace analyzer {
namespace {

// How one value stands with the consumer.
struct Seen {
  bool there = false;  // on the list, whoever sees it
  Time since{};        // it is there
  bool on = false;
  Time from{};            // from which it is seen
  std::size_t event = 0;  // that says so, where it lies in the future
};

bool passes(const store::ListChange& change, const ListView& view) {
  const auto seen = seen_entry(change);
  return seen && view.admits(change.kind, seen->entry.confidence, seen->region);
}

template <class Number>
bool read_number(std::string_view& text, char end, Number& out) {
  const std::size_t size = std::min(text.find(end), text.size());
  const auto read = std::from_chars(text.data(), text.data() + size, out);
  if (size == 0 || read.ec != std::errc{} || read.ptr != text.data() + size) return false;
  text.remove_prefix(std::min(size + 1, text.size()));
  return true;
}

}  // namespace

json::Object entry_view(const feeds::Entry& entry, std::string_view region) {
  json::Object out{{"kind", std::string(name_of(entry.kind))}, {"value", entry.value}};
  if (entry.valid_from) out["valid_from"] = format_time(*entry.valid_from);
  if (entry.valid_until) out["valid_until"] = format_time(*entry.valid_until);
  if (entry.confidence != 1.0) out["confidence"] = entry.confidence;
  if (!region.empty()) out["region"] = std::string(region);
  return out;
}

std::optional<SeenEntry> seen_entry(const ListEvent& event) {
  const Result<json::Value> body = json::parse(event.body);
  if (!body || !body->is_object()) return std::nullopt;
  const json::Object& object = body->get_object();
  const auto time = [&](const char* name) -> std::optional<Time> {
    const json::Value* member = object.if_contains(name);
    if (member == nullptr || !member->is_string()) return std::nullopt;
    const Result<Time> at = parse_time(member->get_string());
    if (!at) return std::nullopt;
    return *at;
  };
  SeenEntry out;
  out.entry.kind = event.kind;
  out.entry.value = event.value;
  out.entry.valid_from = time("valid_from");
  out.entry.valid_until = time("valid_until");
  const json::Value* sure = object.if_contains("confidence");
  if (sure != nullptr && sure->is_number()) out.entry.confidence = sure->to_number<double>();
  const json::Value* region = object.if_contains("region");
  if (region != nullptr && region->is_string()) out.region = region->get_string();
  return out;
}

std::vector<ListEvent> events_of(const std::vector<store::ListChange>& changes,
                                 const ListView& view, bool cut) {
  std::vector<ListEvent> out;
  std::vector<bool> dropped;
  std::map<std::pair<feeds::IndicatorKind, std::string_view>, Seen> seen;
  Time clock{};  // a clock that was set back moves nothing before what was seen
  const auto happen = [&](const store::ListChange& change, Time at, bool removed) {
    out.push_back(change);
    out.back().at = at;
    out.back().removed = removed;
    dropped.push_back(false);
    return out.size() - 1;
  };
  for (const store::ListChange& change : changes) {
    clock = std::max(clock, change.at);
    const auto [found, first] = seen.try_emplace({change.kind, change.value});
    Seen& value = found->second;
    const bool pass = passes(change, view);
    if (!change.removed && !value.there) value.since = clock;
    value.there = !change.removed;
    if (!change.removed && pass) {
      const bool waits = value.on && value.from > clock;
      if (waits) dropped[value.event] = true;
      if (!value.on) value.from = std::max(clock, value.since + view.delay);
      value.on = true;
      value.event = happen(change, std::max(clock, value.from), false);
    } else if (value.on) {
      if (value.from > clock) {
        dropped[value.event] = true;
      } else {
        happen(change, clock, true);
      }
      value.on = false;
    } else if (first && cut && change.removed && pass) {
      happen(change, clock, true);  // when it came is not kept any more
    }
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (!dropped[i] && kept++ != i) out[kept - 1] = std::move(out[i]);
  }
  out.resize(kept);
  std::stable_sort(out.begin(), out.end(), [](const ListEvent& a, const ListEvent& b) {
    return std::tie(a.at, a.number) < std::tie(b.at, b.number);
  });
  return out;
}

std::string EventPlace::text() const {
  return view + "." + std::to_string(to_millis(at)) + "." + std::to_string(number);
}

std::optional<EventPlace> read_place(std::string_view text) {
  EventPlace out;
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos || dot == 0) return std::nullopt;
  out.view = text.substr(0, dot);
  text.remove_prefix(dot + 1);
  std::int64_t at = 0;
  if (!read_number(text, '.', at) || !read_number(text, '.', out.number) || !text.empty()) {
    return std::nullopt;
  }
  out.at = from_millis(at);
  return out;
}

}  // namespace analyzer
