#include "analyzer/text/public_suffixes.h"

#include <array>
#include <span>

namespace analyzer::text {

extern const SuffixRule kSuffixRules[];  // written by embed_suffixes.py
extern const std::size_t kSuffixRuleCount;

namespace {

// FNV-1a over the bytes of a name from its last to its first, so that each
// longer ending of a host goes on from the shorter one.
class NameHash {
 public:
  void add(char c) { value_ = (value_ ^ static_cast<unsigned char>(c)) * 16777619U; }
  std::uint32_t value() const { return value_ ^ value_ >> 15U; }

 private:
  std::uint32_t value_ = 2166136261U;
};

// Open addressing; at most a third of it is in use.
class SuffixTable {
 public:
  SuffixTable() {
    for (std::size_t i = 0; i < kSuffixRuleCount; ++i) {
      NameHash hash;
      const std::string_view name = kSuffixRules[i].name;
      for (std::size_t at = name.size(); at-- > 0;) hash.add(name[at]);
      std::size_t slot = hash.value() % kSlots;
      while (slots_[slot] != 0) slot = (slot + 1) % kSlots;
      slots_[slot] = static_cast<std::uint16_t>(i + 1);
    }
  }

  // Null if there is no rule of that `name`, whose hash is `hash`.
  const SuffixRule* find(std::string_view name, const NameHash& hash) const {
    for (std::size_t slot = hash.value() % kSlots; slots_[slot] != 0; slot = (slot + 1) % kSlots) {
      const SuffixRule& rule = kSuffixRules[slots_[slot] - 1U];
      if (rule.name == name) return &rule;
    }
    return nullptr;
  }

 private:
  static constexpr std::size_t kSlots = 1U << 15U;

  std::array<std::uint16_t, kSlots> slots_{};  // index of a rule and one; 0: none
};

const SuffixTable& table() {
  static const SuffixTable built;
  return built;
}

std::uint8_t kinds_of(const SuffixRule* rule) { return rule == nullptr ? 0 : rule->kinds; }

}  // namespace

std::size_t public_suffix_length(std::string_view host) {
  const SuffixTable& rules = table();
  NameHash hash;
  std::size_t longest = 0;
  std::uint8_t kinds_behind = 0;  // of the ending one label shorter
  bool suffix_behind = true;      // whether that is a suffix; the empty one is
  for (std::size_t at = host.size(); at-- > 0;) {
    hash.add(host[at]);
    if (at > 0 && host[at - 1] != '.') continue;
    const std::string_view ending = host.substr(at);
    const SuffixRule* rule = rules.find(ending, hash);
    const std::uint8_t kinds = kinds_of(rule);
    const bool one_label = longest == 0 && ending.find('.') == std::string_view::npos;
    const bool suffix =
        one_label || (rule != nullptr ? (kinds & SuffixRule::kException) == 0
                                      : (kinds_behind & SuffixRule::kWildcard) != 0);
    // An empty label adds nothing to the ending behind it.
    if (ending.front() == '.' ? suffix_behind : suffix) longest = ending.size();
    kinds_behind = kinds;
    suffix_behind = suffix;
  }
  return longest;
}

bool is_listed_top_level(std::string_view label) {
  NameHash hash;
  for (std::size_t at = label.size(); at-- > 0;) hash.add(label[at]);
  return (kinds_of(table().find(label, hash)) & SuffixRule::kIcann) != 0;
}

}  // namespace analyzer::text
