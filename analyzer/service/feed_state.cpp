#include "analyzer/service/feed_state.h"

#include "analyzer/store/store.h"

namespace analyzer {
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

// In portions: a reading that stays open keeps the log of what is written meanwhile.
Status each_said(Service& service, const std::string& feed,
                 const std::function<Status(const feeds::Statement&)>& take) {
  constexpr std::uint64_t kPortion = 20'000;
  std::uint64_t after = 0;
  for (std::uint64_t read = kPortion; read == kPortion;) {
    auto session = service.store().open_session(store::Mode::kReadOnly);
    if (!session) return tl::unexpected(session.error());
    read = 0;
    const Status status = (*session)->indicators().scan(
        {.after = after, .source = feed, .limit = kPortion},
        [&](std::uint64_t number, const feeds::Statement& s) -> Status {
          ++read;
          after = number;
          return s.origin == feeds::Origin::kAutomatic ? take(s) : Status{};
        });
    if (!status) return status;
  }
  return {};
}

json::Object diff_view(const FeedDiff& diff) {
  const auto shown = [](const std::vector<std::string>& examples) {
    return json::Array(examples.begin(), examples.end());
  };
  return {{"before", diff.before},
          {"after", diff.after},
          {"added", diff.added},
          {"renewed", diff.renewed},
          {"removed", diff.removed},
          {"innocent", diff.innocent},
          {"added_examples", shown(diff.added_examples)},
          {"removed_examples", shown(diff.removed_examples)},
          {"innocent_examples", shown(diff.innocent_examples)}};
}

}  // namespace analyzer
