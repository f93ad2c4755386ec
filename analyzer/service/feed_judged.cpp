#include "analyzer/service/feed_judged.h"

#include <set>

#include "feeds/own_sources.h"

namespace analyzer {
namespace {

constexpr std::uint64_t kFewest = 10;  // reports from which a share says anything

// Beside the states of lists, under a name that no list can have.
std::string name_of_counts(const std::string& feed) { return "judged:" + feed; }

struct Counts {
  std::uint64_t right = 0;
  std::uint64_t wrong = 0;
};

std::uint64_t count_in(const json::Object& object, std::string_view key) {
  const json::Value* value = object.if_contains({key.data(), key.size()});
  return value != nullptr && value->is_number() ? value->to_number<std::uint64_t>() : 0;
}

Result<Counts> counts_of(store::Session& session, const std::string& feed) {
  const auto body = session.feeds().state(name_of_counts(feed));
  if (!body) return tl::unexpected(body.error());
  if (!*body) return Counts{};
  const Result<json::Value> value = json::parse(**body);
  if (!value || !value->is_object()) return Counts{};
  return Counts{count_in(value->get_object(), "right"), count_in(value->get_object(), "wrong")};
}

const json::Value* member(const json::Value& value, std::string_view name) {
  return value.is_object() ? value.get_object().if_contains({name.data(), name.size()}) : nullptr;
}

// Lists that called a link of the report bad.
std::set<std::string> lists_in(const std::string& stored) {
  std::set<std::string> out;
  const auto value = json::parse(stored, {.max_depth = 32, .max_bytes = 8U << 20U});
  const json::Value* verdict = value ? member(*value, "verdict") : nullptr;
  const json::Value* urls = verdict == nullptr ? nullptr : member(*verdict, "urls");
  if (urls == nullptr || !urls->is_array()) return out;
  for (const json::Value& url : urls->get_array()) {
    const json::Value* listed = member(url, "listed");
    if (listed == nullptr || !listed->is_array()) continue;
    for (const json::Value& name : listed->get_array()) {
      if (name.is_string()) out.emplace(name.get_string());
    }
  }
  std::erase_if(out, feeds::is_own_source);
  return out;
}

}  // namespace

Status count_judged(store::Session& session, const std::string& verdict, bool scam) {
  for (const std::string& feed : lists_in(verdict)) {
    Result<Counts> counts = counts_of(session, feed);
    if (!counts) return tl::unexpected(counts.error());
    ++(scam ? counts->right : counts->wrong);
    const json::Object body{{"right", counts->right}, {"wrong", counts->wrong}};
    if (Status s = session.feeds().set_state(name_of_counts(feed), json::write(body)); !s) return s;
  }
  return {};
}

Result<json::Object> judged(store::Session& session, const std::string& feed) {
  const Result<Counts> counts = counts_of(session, feed);
  if (!counts) return tl::unexpected(counts.error());
  const std::uint64_t all = counts->right + counts->wrong;
  json::Value precision = nullptr;
  if (all >= kFewest) {
    precision = static_cast<double>(counts->right) / static_cast<double>(all);
  }
  return json::Object{{"right", counts->right}, {"wrong", counts->wrong}, {"precision", precision}};
}

}  // namespace analyzer
