// Source: https://docs.oasis-open.org/cti/taxii/v2.1/os/taxii-v2.1-os.html

#include "analyzer/service/taxii.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <tuple>
#include <vector>

#include "analyzer/core/json.h"
#include "analyzer/service/form.h"
#include "feeds/format.h"
#include "feeds/formats/formats.h"

namespace analyzer {
namespace {

constexpr std::size_t kMostObjects = 1000;  // a page
constexpr const char* kStixType = "application/stix+json;version=2.1";

json::Object collection_view(const std::string& id) {
  return {{"id", id},
          {"title", "已核实的诈骗网址 (confirmed)"},
          {"can_read", true},
          {"can_write", false},
          {"media_types", json::Array{kStixType}}};
}

// A place between items: "millis-number".
struct Place {
  std::int64_t at = 0;
  std::uint64_t number = 0;
};
Place place_of(const ListItem& item) { return {to_millis(item.at), item.number}; }
bool before(const Place& a, const Place& b) {
  return std::tie(a.at, a.number) < std::tie(b.at, b.number);
}

std::optional<Place> read_place(std::string_view text) {
  Place out;
  const char* end = text.data() + text.size();
  const auto at = std::from_chars(text.data(), end, out.at);
  if (at.ec != std::errc{} || at.ptr == end || *at.ptr != '-') return std::nullopt;
  const auto number = std::from_chars(at.ptr + 1, end, out.number);
  if (number.ec != std::errc{} || number.ptr != end) return std::nullopt;
  return out;
}

// The indicator of one item, as the bundle holds it.
Result<json::Object> object_of(const ListItem& item, const std::string& issuer) {
  feeds::Entry entry = item.entry;
  entry.revoked = item.removed;
  entry.source = issuer;
  const feeds::ListHead head{std::string(kConfirmedList), "", issuer, item.at, item.number};
  const auto said = feeds::said_by(feeds::Format::kStix, entry, head);
  if (!said) return fail(ErrorCode::kNotFound, "STIX cannot say it");
  const std::string bundle = feeds::write_list(feeds::Format::kStix, {&*said, 1}, head);
  Result<json::Value> value = json::parse(bundle);
  if (!value) return tl::unexpected(value.error());
  return value->get_object().at("objects").get_array().at(1).get_object();
}

struct Found {
  std::vector<json::Object> objects;
  std::vector<Time> added;
  std::string next;  // empty: that is all
};

bool wanted(std::string_view list, std::string_view word) {
  if (list.empty()) return true;
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    if (list.substr(0, comma) == word) return true;
    list.remove_prefix(comma == list.npos ? list.size() : comma + 1);
  }
  return false;
}

Result<std::size_t> limit_of(const TaxiiQuery& query) {
  if (query.limit.empty()) return kMostObjects;
  std::size_t out = 0;
  const char* end = query.limit.data() + query.limit.size();
  const auto read = std::from_chars(query.limit.data(), end, out);
  if (read.ec != std::errc{} || read.ptr != end || out == 0) {
    return tl::unexpected(field_error("?limit", "range", "a whole number above 0"));
  }
  return std::min(out, kMostObjects);
}

Result<Place> start_of(const TaxiiQuery& query) {
  Place out;
  if (!query.added_after.empty()) {
    const Result<Time> after = parse_time(query.added_after);
    if (!after) return tl::unexpected(field_error("?added_after", "format", "not a time"));
    out = {to_millis(*after), UINT64_MAX};
  }
  if (query.next.empty()) return out;
  const auto place = read_place(query.next);
  if (!place) return tl::unexpected(field_error("?next", "cursor", "not of this collection"));
  return before(out, *place) ? *place : out;
}

Result<Found> find(PublishedLists& lists, const ListView& view, const TaxiiQuery& query) {
  const Result<std::size_t> limit = limit_of(query);
  if (!limit) return tl::unexpected(limit.error());
  const Result<Place> start = start_of(query);
  if (!start) return tl::unexpected(start.error());
  const auto items = lists.items(view);
  if (!items) return tl::unexpected(items.error());
  Found out;
  auto item =
      std::upper_bound((*items)->begin(), (*items)->end(), *start,
                       [](const Place& a, const ListItem& b) { return before(a, place_of(b)); });
  for (; item != (*items)->end(); ++item) {
    if (!wanted(query.type, "indicator")) continue;
    auto object = object_of(*item, lists.issuer());
    if (!object && object.error().code == ErrorCode::kNotFound) continue;
    if (!object) return tl::unexpected(object.error());
    if (!wanted(query.id, std::string_view(object->at("id").get_string()))) continue;
    if (out.objects.size() == *limit) {
      const Place last = place_of(*std::prev(item));
      out.next = std::to_string(last.at) + "-" + std::to_string(last.number);
      break;
    }
    out.added.push_back(item->at);
    out.objects.push_back(*std::move(object));
  }
  return out;
}

TaxiiAnswer answer_of(const Found& found, json::Array objects) {
  TaxiiAnswer out;
  json::Object envelope{{"more", !found.next.empty()}};
  if (!found.next.empty()) envelope["next"] = found.next;
  if (!objects.empty()) envelope["objects"] = std::move(objects);
  out.body = json::write(envelope);
  if (!found.added.empty()) {
    out.first = found.added.front();
    out.last = found.added.back();
  }
  return out;
}

}  // namespace

std::string Taxii::id() const { return feeds::uuid_of(lists_.issuer() + ":taxii:confirmed"); }

Status Taxii::check(std::string_view collection) const {
  if (collection != id()) return fail(ErrorCode::kNotFound, "no such collection");
  return {};
}

std::string Taxii::discovery() const {
  return json::write(json::Object{{"title", lists_.issuer()},
                                  {"default", "/taxii2/lists/"},
                                  {"api_roots", json::Array{"/taxii2/lists/"}}});
}

std::string Taxii::root() const {
  return json::write(json::Object{{"title", lists_.issuer()},
                                  {"versions", json::Array{kTaxiiType}},
                                  {"max_content_length", 0}});
}

std::string Taxii::collections() const {
  return json::write(json::Object{{"collections", json::Array{collection_view(id())}}});
}

Result<std::string> Taxii::collection(std::string_view collection) const {
  if (Status s = check(collection); !s) return tl::unexpected(s.error());
  return json::write(collection_view(id()));
}

Result<TaxiiAnswer> Taxii::objects(std::string_view collection, const TaxiiQuery& query) {
  if (Status s = check(collection); !s) return tl::unexpected(s.error());
  Result<Found> found = find(lists_, view_, query);
  if (!found) return tl::unexpected(found.error());
  json::Array objects;
  for (json::Object& object : found->objects) objects.push_back(std::move(object));
  return answer_of(*found, std::move(objects));
}

Result<TaxiiAnswer> Taxii::manifest(std::string_view collection, const TaxiiQuery& query) {
  if (Status s = check(collection); !s) return tl::unexpected(s.error());
  const Result<Found> found = find(lists_, view_, query);
  if (!found) return tl::unexpected(found.error());
  json::Array objects;
  for (std::size_t i = 0; i < found->objects.size(); ++i) {
    objects.push_back(json::Object{{"id", found->objects[i].at("id")},
                                   {"date_added", format_time(found->added[i])},
                                   {"version", found->objects[i].at("modified")},
                                   {"media_type", kStixType}});
  }
  return answer_of(*found, std::move(objects));
}

}  // namespace analyzer
