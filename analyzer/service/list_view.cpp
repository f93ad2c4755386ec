#include "analyzer/service/list_view.h"

#include <algorithm>

#include "analyzer/core/digest.h"
#include "analyzer/core/region_code.h"
#include "analyzer/core/sort_once.h"

namespace analyzer {
namespace {

using feeds::IndicatorKind;

constexpr std::size_t kMostRegions = 50;
constexpr std::size_t kNameDigits = 12;

// Reads the members of one filter and notes what is wrong with each.
class Reading {
 public:
  Reading(const json::Object& object, std::string pointer)
      : object_(object), pointer_(std::move(pointer)) {}

  void wrong(const std::string& at, const char* code, const char* message) {
    error_.fields.push_back({pointer_ + at, code, message});
  }

  template <class Take>
  void texts(const char* name, Take take) {
    const json::Value* member = find(name);
    if (member == nullptr) return;
    if (!member->is_array()) return wrong(std::string("/") + name, "type", "a list of texts");
    const json::Array& list = member->get_array();
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string at = std::string("/") + name + "/" + std::to_string(i);
      if (!list[i].is_string()) {
        wrong(at, "type", "a text");
      } else {
        take(std::string(list[i].get_string()), at);
      }
    }
  }

  double number(const char* name, double least, double most) {
    const json::Value* member = find(name);
    if (member == nullptr) return 0.0;
    const double value = member->is_number() ? member->to_number<double>() : least - 1.0;
    if (value >= least && value <= most) return value;
    wrong(std::string("/") + name, "range", "not in its range");
    return 0.0;
  }

  Status finish() {
    for (const auto& member : object_) {
      const std::string name(member.key());
      if (std::find(known_.begin(), known_.end(), name) == known_.end()) {
        wrong("/" + name, "unknown_field", "no such field");
      }
    }
    if (error_.fields.empty()) return {};
    return tl::unexpected(error_);
  }

 private:
  // Null is absent.
  const json::Value* find(const char* name) {
    known_.emplace_back(name);
    const json::Value* member = object_.if_contains(name);
    return member == nullptr || member->is_null() ? nullptr : member;
  }

  const json::Object& object_;
  std::string pointer_;
  std::vector<std::string> known_;
  Error error_{ErrorCode::kInvalid, "what the consumer is to see of the lists is wrong", {}};
};

}  // namespace

bool ListView::is_whole() const { return *this == ListView{}; }

std::string ListView::name() const {
  if (is_whole()) return {};
  return sha256_hex(json::write(view_of(*this))).substr(0, kNameDigits);
}

bool ListView::admits(IndicatorKind kind, double confidence, std::string_view region) const {
  if (!kinds.empty() && !std::binary_search(kinds.begin(), kinds.end(), kind)) return false;
  if (confidence < min_confidence) return false;
  return regions.empty() || std::any_of(regions.begin(), regions.end(), [&](const auto& one) {
           return region.starts_with(one) || std::string_view(one).starts_with(region);
         });
}

Result<ListView> read_list_view(const json::Object& object, const std::string& pointer) {
  ListView out;
  Reading reading(object, pointer);
  reading.texts("kinds", [&](const std::string& word, const std::string& at) {
    const auto kind = parse_name<IndicatorKind>(word);
    if (!kind || feeds::is_hashed(*kind)) {
      return reading.wrong(at, "unknown_word", "not a kind that goes out");
    }
    out.kinds.push_back(*kind);
  });
  reading.texts("regions", [&](const std::string& code, const std::string& at) {
    if (!is_region_code(code)) return reading.wrong(at, "format", "2, 4, 6, 9 or 12 digits");
    out.regions.push_back(code);
  });
  sort_once(out.kinds);
  sort_once(out.regions);
  if (out.regions.size() > kMostRegions) reading.wrong("/regions", "too_long", "at most 50");
  out.min_confidence = reading.number("min_confidence", 0.0, 1.0);
  out.delay = std::chrono::minutes(static_cast<std::int64_t>(
      reading.number("delay_minutes", 0.0, static_cast<double>(kLongestListDelay.count()))));
  if (Status status = reading.finish(); !status) return tl::unexpected(status.error());
  return out;
}

json::Object view_of(const ListView& view) {
  json::Array kinds;
  for (const IndicatorKind kind : view.kinds) kinds.emplace_back(std::string(name_of(kind)));
  json::Array regions;
  for (const std::string& region : view.regions) regions.emplace_back(region);
  return {{"kinds", std::move(kinds)},
          {"regions", std::move(regions)},
          {"min_confidence", view.min_confidence},
          {"delay_minutes", view.delay.count()}};
}

std::string stored_list_view(const ListView& view) {
  return view.is_whole() ? std::string() : json::write(view_of(view));
}

ListView stored_list_view(const std::string& text) {
  if (text.empty()) return {};
  const Result<json::Value> value = json::parse(text);
  if (value && value->is_object()) {
    const Result<ListView> view = read_list_view(value->get_object(), "");
    if (view) return *view;
  }
  ListView nothing;
  nothing.min_confidence = 2.0;  // surer than anything
  return nothing;
}

}  // namespace analyzer
