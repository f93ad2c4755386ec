#include "analyzer/rules/char_kinds.h"

#include <algorithm>
#include <map>

namespace analyzer {

void CharKinds::build(std::span<const CharClass> classes) {
  begins_ = {0};
  for (const CharClass& chars : classes) {
    for (const auto& [low, high] : chars.ranges) {
      begins_.push_back(low);
      begins_.push_back(high + 1);
    }
  }
  std::sort(begins_.begin(), begins_.end());
  begins_.erase(std::unique(begins_.begin(), begins_.end()), begins_.end());

  std::map<std::vector<bool>, Kind> known;  // by the classes they are in
  for (const char32_t c : begins_) {
    std::vector<bool> in;
    in.reserve(classes.size());
    for (const CharClass& chars : classes) in.push_back(chars.contains(c));
    kind_of_run_.push_back(known.try_emplace(in, static_cast<Kind>(known.size())).first->second);
  }
  kinds_ = known.size();
  members_.resize(classes.size() * kinds_);
  for (const auto& [in, kind] : known) {
    for (std::size_t i = 0; i < in.size(); ++i) members_[i * kinds_ + kind] = in[i] ? 1 : 0;
  }
  table_.resize(kTable);
  for (char32_t c = 0; c < kTable; ++c) table_[c] = kind_beyond(c);
}

CharKinds::Kind CharKinds::kind_beyond(char32_t c) const {
  const auto behind = std::upper_bound(begins_.begin(), begins_.end(), c);
  return kind_of_run_[static_cast<std::size_t>(behind - begins_.begin()) - 1];
}

}  // namespace analyzer
