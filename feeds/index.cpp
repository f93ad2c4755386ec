#include "feeds/index.h"

#include <functional>
#include <unordered_map>
#include <utility>

#include "feeds/packed.h"

namespace analyzer::feeds {
namespace {

// Lets a view be looked up without a copy.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};
using Beside = std::unordered_map<std::string, Ledger, TextHash, std::equal_to<>>;

std::string key_of(IndicatorKind kind, std::string_view value) {
  std::string out(1, static_cast<char>(kind));
  out += value;
  return out;
}

}  // namespace

struct IndicatorIndex::Impl {
  std::shared_ptr<const Packed> base;
  Beside beside;          // whole ledgers of the values that changed since `base`
  std::size_t fresh = 0;  // of them, those that `base` does not know
  SetDigest set;
  std::string digest;

  void add(const Statement& s) {
    std::string key = key_of(s.kind, s.value);
    auto at = beside.find(key);
    if (at == beside.end()) {
      std::optional<Ledger> known = base->find(s.kind, s.value);
      if (!known) ++fresh;
      at = beside.emplace(std::move(key), std::move(known).value_or(Ledger{})).first;
    }
    const Ledger before = at->second;
    if (!at->second.add(bare(s))) return;
    set.remove(before);
    set.add(at->second);
  }
};

struct IndicatorIndex::Builder::Impl {
  Packed packed;
};

IndicatorIndex::Builder::Builder(std::size_t values) : impl_(std::make_unique<Impl>()) {
  impl_->packed.reserve(values);
}
IndicatorIndex::Builder::Builder(const IndicatorIndex& index)
    : impl_(std::make_unique<Impl>(Impl{*index.impl_->base})) {
  for (const auto& [key, ledger] : index.impl_->beside) impl_->packed.put(ledger);
}
IndicatorIndex::Builder::Builder(Builder&&) noexcept = default;
IndicatorIndex::Builder::~Builder() = default;

void IndicatorIndex::Builder::add(const Statement& statement) { impl_->packed.add(statement); }

IndicatorIndex IndicatorIndex::Builder::build() {
  auto impl = std::make_unique<IndicatorIndex::Impl>();
  impl->set = impl_->packed.digest();
  impl->digest = impl->set.hex();
  impl->base = std::make_shared<const Packed>(std::move(impl_->packed));
  return IndicatorIndex(std::unique_ptr<const IndicatorIndex::Impl>(std::move(impl)));
}

IndicatorIndex::IndicatorIndex() : IndicatorIndex(Builder().build()) {}
IndicatorIndex::IndicatorIndex(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
IndicatorIndex::IndicatorIndex(IndicatorIndex&&) noexcept = default;
IndicatorIndex& IndicatorIndex::operator=(IndicatorIndex&&) noexcept = default;
IndicatorIndex::~IndicatorIndex() = default;

IndicatorIndex IndicatorIndex::build(std::span<const Statement> statements) {
  Builder builder;
  for (const Statement& s : statements) builder.add(s);
  return builder.build();
}

IndicatorIndex IndicatorIndex::with(std::span<const Statement> more,
                                    std::size_t most_beside) const {
  if (impl_->beside.size() + more.size() > most_beside) {
    Builder builder(*this);
    for (const Statement& s : more) builder.add(s);
    return builder.build();
  }
  auto next = std::make_unique<Impl>(*impl_);
  for (const Statement& s : more) next->add(s);
  next->digest = next->set.hex();
  return IndicatorIndex(std::unique_ptr<const Impl>(std::move(next)));
}

std::optional<Ledger> IndicatorIndex::find(IndicatorKind kind, std::string_view value) const {
  if (!impl_->beside.empty()) {
    const auto at = impl_->beside.find(key_of(kind, value));
    if (at != impl_->beside.end()) return at->second;
  }
  return impl_->base->find(kind, value);
}

std::size_t IndicatorIndex::size() const { return impl_->base->size() + impl_->fresh; }

const std::string& IndicatorIndex::digest() const { return impl_->digest; }

std::size_t IndicatorIndex::bytes() const {
  constexpr std::size_t kOneBeside = 400;  // about
  return impl_->base->bytes() + impl_->beside.size() * kOneBeside;
}

}  // namespace analyzer::feeds
