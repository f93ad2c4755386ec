#include "feeds/index.h"

#include <algorithm>
#include <array>
#include <functional>
#include <unordered_map>
#include <utility>

#include "analyzer/core/digest.h"

namespace analyzer::feeds {
namespace {

// Lets a view be looked up without a copy.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};
using Ledgers = std::unordered_map<std::string, Ledger, TextHash, std::equal_to<>>;
constexpr std::size_t kKinds = kNames<IndicatorKind>.size();

void append(std::string& out, const Statement& s) {
  const auto field = [&](std::string_view text) { out.append(text).push_back('\n'); };
  const auto number = [&](std::int64_t n) { field(std::to_string(n)); };
  field(name_of(s.kind));
  field(s.value);
  field(s.source);
  field(name_of(s.origin));
  field(name_of(s.opinion));
  field(s.revokes ? "revoked" : "stated");
  number(static_cast<std::int64_t>(s.confidence * 1e6));
  number(to_millis(s.at));
  number(to_millis(s.valid_from));
  field(s.valid_until ? std::to_string(to_millis(*s.valid_until)) : std::string("-"));
}

}  // namespace

struct IndicatorIndex::Impl {
  std::array<Ledgers, kKinds> by_kind;
  std::size_t size = 0;
  std::string digest;

  void name() {
    std::vector<std::string> lines;
    for (const Ledgers& ledgers : by_kind) {
      size += ledgers.size();
      for (const auto& [value, ledger] : ledgers) {
        for (const Statement& s : ledger.latest()) append(lines.emplace_back(), s);
      }
    }
    std::sort(lines.begin(), lines.end());
    std::string all;
    for (const std::string& line : lines) all += line;
    digest = sha256_hex(all);
  }
};

IndicatorIndex::IndicatorIndex() : IndicatorIndex(build({})) {}
IndicatorIndex::IndicatorIndex(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
IndicatorIndex::IndicatorIndex(IndicatorIndex&&) noexcept = default;
IndicatorIndex& IndicatorIndex::operator=(IndicatorIndex&&) noexcept = default;
IndicatorIndex::~IndicatorIndex() = default;

IndicatorIndex IndicatorIndex::build(std::span<const Statement> statements) {
  auto impl = std::make_unique<Impl>();
  for (const Statement& s : statements) {
    impl->by_kind[static_cast<std::size_t>(s.kind)][s.value].add(s);
  }
  impl->name();
  return IndicatorIndex(std::unique_ptr<const Impl>(std::move(impl)));
}

const Ledger* IndicatorIndex::find(IndicatorKind kind, std::string_view value) const {
  const Ledgers& ledgers = impl_->by_kind[static_cast<std::size_t>(kind)];
  const auto it = ledgers.find(value);
  return it == ledgers.end() ? nullptr : &it->second;
}

std::size_t IndicatorIndex::size() const { return impl_->size; }

const std::string& IndicatorIndex::digest() const { return impl_->digest; }

}  // namespace analyzer::feeds
