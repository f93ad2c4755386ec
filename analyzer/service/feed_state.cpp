#include "analyzer/service/feed_state.h"

#include <algorithm>

#include "analyzer/service/listing.h"
#include "analyzer/store/store.h"

namespace analyzer {
namespace {

template <class T, class Show>
json::Array examples(const std::vector<T>& all, Show show) {
  json::Array out;
  for (std::size_t i = 0; i < std::min(all.size(), kMostShown); ++i) out.push_back(show(all[i]));
  return out;
}

}  // namespace

std::string text_in(const json::Object& object, std::string_view key) {
  const json::Value* member = object.if_contains({key.data(), key.size()});
  return member != nullptr && member->is_string() ? std::string(member->get_string()) : "";
}

int number_in(const json::Object& object, std::string_view key) {
  const json::Value* member = object.if_contains({key.data(), key.size()});
  return member != nullptr && member->is_number() ? member->to_number<int>() : 0;
}

std::optional<Time> time_in(const json::Object& object, std::string_view key) {
  const Result<Time> time = parse_time(text_in(object, key));
  if (!time) return std::nullopt;
  return *time;
}

Result<std::vector<feeds::Statement>> said_by(Service& service, const std::string& feed) {
  auto session = service.store().open_session(store::Mode::kReadOnly);
  if (!session) return tl::unexpected(session.error());
  std::vector<feeds::Statement> out;
  const Status scanned = (*session)->indicators().scan(
      {.source = feed}, [&](std::uint64_t, const feeds::Statement& s) -> Status {
        if (s.origin == feeds::Origin::kAutomatic) out.push_back(s);
        return {};
      });
  if (!scanned) return tl::unexpected(scanned.error());
  return out;
}

json::Object diff_view(const FeedDiff& diff) {
  const auto shown = [](const feeds::Statement& s) -> json::Value {
    return json::Value(std::string(name_of(s.kind)) + " " + indicator_label(s.value));
  };
  return {{"before", diff.before},
          {"after", diff.after},
          {"added", diff.added.size()},
          {"renewed", diff.renewed.size()},
          {"removed", diff.removed.size()},
          {"innocent", diff.innocent.size()},
          {"added_examples", examples(diff.added, shown)},
          {"removed_examples", examples(diff.removed, shown)},
          {"innocent_examples",
           examples(diff.innocent, [](const std::string& value) { return json::Value(value); })}};
}

}  // namespace analyzer
