#include "analyzer/engine/attempt_signals.h"

#include <algorithm>
#include <array>

namespace analyzer {
namespace attempt {
namespace {

constexpr Special kDisabilities[] = {Special::kBedridden, Special::kBlind, Special::kDeaf,
                                     Special::kDisabled, Special::kDementia};

std::string_view death_source(RegistryKind kind) {
  switch (kind) {
    case RegistryKind::kDeathMedical:
      return "医疗机构";
    case RegistryKind::kDeathCremation:
      return "殡葬";
    case RegistryKind::kDeathHousehold:
      return "户籍注销";
    default:
      return {};
  }
}

}  // namespace

bool has_disability(const Attempt& attempt) {
  return std::any_of(std::begin(kDisabilities), std::end(kDisabilities),
                     [&](Special special) { return has_special(attempt, special); });
}

std::optional<Death> known_death(const AttemptContext& context) {
  std::optional<Death> death;
  std::array<bool, kNames<RegistryKind>.size()> seen{};
  for (const RegistryHit& hit : context.attempt.registry) {
    const std::string_view source = death_source(hit.kind);
    if (source.empty()) continue;
    seen[static_cast<std::size_t>(hit.kind)] = true;
    if (!death || hit.on < death->on) death = Death{hit.on, std::string(source), 0};
  }
  auto sources = static_cast<std::uint32_t>(std::count(seen.begin(), seen.end(), true));
  const PersonHistory& person = context.history.person;
  if (context.history.available && person.death_on && !person.death_name_only) {
    sources = std::max(sources, person.death_sources);
    if (!death || *person.death_on < death->on) death = Death{*person.death_on, "登记信息", 0};
  }
  if (death) death->sources = sources;
  return death;
}

std::optional<Crossing> last_crossing(const Attempt& attempt) {
  std::optional<Crossing> last;
  for (const RegistryHit& hit : attempt.registry) {
    if (hit.kind != RegistryKind::kExit && hit.kind != RegistryKind::kEntry) continue;
    if (!last || hit.on >= last->on) last = Crossing{hit.on, hit.kind == RegistryKind::kExit};
  }
  return last;
}

std::string_view province(const Text& code) {
  if (!code || code->size() < 6) return {};
  return std::string_view(*code).substr(0, 2);
}

}  // namespace attempt

std::span<const AttemptSignal> attempt_signals() {
  static const std::vector<AttemptSignal> all = [] {
    std::vector<AttemptSignal> rows;
    for (const auto part :
         {registry_signals(), person_signals(), capture_signals(), volume_signals(),
          pattern_signals(), ring_signals(), place_signals(), office_signals(), context_signals(),
          helper_signals(), help_signals(), listed_signals()}) {
      rows.insert(rows.end(), part.begin(), part.end());
    }
    return rows;
  }();
  return all;
}

}  // namespace analyzer
