#include "analyzer/engine/channels.h"

#include <algorithm>
#include <string_view>

#include "analyzer/core/digest.h"
#include "analyzer/core/toml.h"

namespace analyzer {
namespace {

struct Field {
  std::string_view name;
  bool (*present)(const Attempt&);
};

// Every field that a channel may be expected to send.
constexpr Field kFields[] = {
    {"site_region", [](const Attempt& a) { return a.site_region.has_value(); }},
    {"recorded_at", [](const Attempt& a) { return a.recorded_at.has_value(); }},
    {"person.age", [](const Attempt& a) { return a.person.age.has_value(); }},
    {"person.scheme", [](const Attempt& a) { return a.person.scheme.has_value(); }},
    {"person.due_on", [](const Attempt& a) { return a.person.due_on.has_value(); }},
    {"person.last_certified_on",
     [](const Attempt& a) { return a.person.last_certified_on.has_value(); }},
    {"person.abroad", [](const Attempt& a) { return a.person.abroad.has_value(); }},
    {"person.special", [](const Attempt& a) { return a.person.special.has_value(); }},
    {"operator.role", [](const Attempt& a) { return a.operator_.role.has_value(); }},
    {"operator.ref", [](const Attempt& a) { return a.operator_.ref.has_value(); }},
    {"operator.relation", [](const Attempt& a) { return a.operator_.relation.has_value(); }},
    {"operator.registered", [](const Attempt& a) { return a.operator_.registered.has_value(); }},
    {"operator.bound_count", [](const Attempt& a) { return a.operator_.bound_count.has_value(); }},
    {"device.ref", [](const Attempt& a) { return a.device.ref.has_value(); }},
    {"network.ip", [](const Attempt& a) { return a.network.ip.has_value(); }},
    {"network.country", [](const Attempt& a) { return a.network.country.has_value(); }},
    {"location.lat", [](const Attempt& a) { return a.location.lat.has_value(); }},
    {"biometric.mode", [](const Attempt& a) { return a.biometric.mode.has_value(); }},
    {"biometric.face_match", [](const Attempt& a) { return a.biometric.face_match.has_value(); }},
    {"biometric.liveness", [](const Attempt& a) { return a.biometric.liveness.has_value(); }},
    {"biometric.injection", [](const Attempt& a) { return a.biometric.injection.has_value(); }},
    {"biometric.template_age_years",
     [](const Attempt& a) { return a.biometric.template_age_years.has_value(); }},
    {"evidence.work_order", [](const Attempt& a) { return a.evidence.work_order.has_value(); }},
    {"evidence.site_ref", [](const Attempt& a) { return a.evidence.site_ref.has_value(); }},
    {"evidence.terminal_ref", [](const Attempt& a) { return a.evidence.terminal_ref.has_value(); }},
    {"evidence.staff_ref", [](const Attempt& a) { return a.evidence.staff_ref.has_value(); }},
    {"evidence.second_staff_ref",
     [](const Attempt& a) { return a.evidence.second_staff_ref.has_value(); }},
    {"evidence.document_kind",
     [](const Attempt& a) { return a.evidence.document_kind.has_value(); }},
    {"evidence.document_hash",
     [](const Attempt& a) { return a.evidence.document_hash.has_value(); }},
    {"evidence.id_chip_read", [](const Attempt& a) { return a.evidence.id_chip_read.has_value(); }},
    {"evidence.source", [](const Attempt& a) { return a.evidence.source.has_value(); }},
    {"evidence.source_at", [](const Attempt& a) { return a.evidence.source_at.has_value(); }},
};

const Field* find_field(std::string_view name) {
  const auto* it = std::find_if(std::begin(kFields), std::end(kFields),
                                [&](const Field& field) { return field.name == name; });
  return it == std::end(kFields) ? nullptr : it;
}

int read_hour(const toml::Table& table, std::string_view key, int otherwise) {
  const std::int64_t hour = table.integer(key, otherwise);
  if (hour < 0 || hour > 24) table.refuse(key, "must lie in [0, 24]");
  return static_cast<int>(hour);
}

int read_count(const toml::Table& table, std::string_view key) {
  const std::int64_t count = table.integer(key);
  if (count < 1 || count > 10'000'000) table.refuse(key, "must lie in [1, 10000000]");
  return static_cast<int>(count);
}

ChannelProfile read_profile(const toml::Table& table) {
  ChannelProfile profile;
  profile.name = table.text("name");
  const std::string kind = table.text("kind");
  profile.mobile = kind == "mobile";
  profile.offline = kind == "offline";
  if (!profile.mobile && !profile.offline && kind != "other") {
    table.refuse("kind", "must be mobile, offline or other");
  }
  profile.expected = table.texts("expected");
  for (const std::string& field : profile.expected) {
    if (find_field(field) == nullptr) table.refuse("expected", "unknown field '" + field + "'");
  }
  profile.persons_device_day = read_count(table, "persons_device_day");
  profile.persons_device_year = read_count(table, "persons_device_year");
  profile.open_hour = read_hour(table, "open_hour", 0);
  profile.close_hour = read_hour(table, "close_hour", 24);
  table.done();
  return profile;
}

}  // namespace

Result<Channels> Channels::load(const std::string& path) {
  Result<toml::Table> root = toml::load(path);
  if (!root) return tl::unexpected(root.error());
  Channels channels;
  std::array<bool, kNames<Channel>.size()> seen{};
  for (const toml::Table& table : root->tables("channel")) {
    const std::string word = table.text("word");
    const auto channel = parse_name<Channel>(word);
    ChannelProfile profile = read_profile(table);
    if (!channel) {
      table.refuse("word", "'" + word + "' is not a channel");
      continue;
    }
    const auto index = static_cast<std::size_t>(*channel);
    if (seen[index]) table.refuse("word", "'" + word + "' is given twice");
    seen[index] = true;
    channels.profiles_[index] = std::move(profile);
  }
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (!seen[i])
      root->refuse("channel '" + std::string(kNames<Channel>[i]) + "' is not described");
  }
  root->done();
  if (Status status = root->finish(); !status) return tl::unexpected(status.error());
  Result<std::string> bytes = read_file(path);
  if (!bytes) return tl::unexpected(bytes.error());
  channels.digest_ = sha256_hex(*bytes);
  return channels;
}

std::vector<std::string> Channels::missing(const Attempt& attempt) const {
  std::vector<std::string> out;
  for (const std::string& name : of(attempt.channel).expected) {
    if (!find_field(name)->present(attempt)) out.push_back(name);
  }
  return out;
}

}  // namespace analyzer
