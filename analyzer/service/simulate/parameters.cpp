#include "analyzer/service/simulate/parameters.h"

#include <array>
#include <cmath>
#include <utility>

#include "analyzer/core/toml.h"
#include "analyzer/service/simulate/random.h"

namespace analyzer::simulate {
namespace {

constexpr double kFullCity = 500'000.0;

double probability(const toml::Table& table, std::string_view key) {
  const double value = table.number(key);
  if (!(value >= 0.0 && value <= 1.0)) table.refuse(key, "must lie in [0, 1]");
  return value;
}

double positive(const toml::Table& table, std::string_view key) {
  const double value = table.number(key);
  if (!(value >= 0.0)) table.refuse(key, "must not be negative");
  return value;
}

int count(const toml::Table& table, std::string_view key, int most) {
  const std::int64_t value = table.integer(key);
  if (value < 1 || value > most) {
    table.refuse(key, "must lie in [1, " + std::to_string(most) + "]");
    return 1;
  }
  return static_cast<int>(value);
}

std::vector<double> weights(const toml::Table& table, std::string_view key, std::size_t size) {
  std::vector<double> out = table.numbers(key);
  double sum = 0.0;
  for (const double weight : out) {
    if (!(weight >= 0.0)) table.refuse(key, "a weight must not be negative");
    sum += weight;
  }
  if (size != 0 && out.size() != size) {
    table.refuse(key, "must hold " + std::to_string(size) + " numbers");
    out.resize(size, 1.0);
  }
  if (!(sum > 0.0)) table.refuse(key, "the weights must not all be 0");
  return out;
}

// What [vary] may name.
constexpr auto kVariable = std::to_array<std::pair<std::string_view, double Parameters::*>>({
    {"rural_resident", &Parameters::rural_resident},
    {"elsewhere", &Parameters::elsewhere},
    {"few_traces", &Parameters::few_traces},
    {"silent", &Parameters::silent},
    {"half_year_residents", &Parameters::half_year_residents},
    {"helper_unregistered", &Parameters::helper_unregistered},
    {"work_order_present", &Parameters::work_order_present},
    {"capture_flips", &Parameters::capture_flips},
    {"replay_seen", &Parameters::replay_seen},
    {"injection_seen", &Parameters::injection_seen},
    {"injection_false", &Parameters::injection_false},
    {"recapture_seen", &Parameters::recapture_seen},
    {"recapture_false", &Parameters::recapture_false},
    {"death_known", &Parameters::death_known},
    {"group_size", &Parameters::group_size},
});

double Parameters::*variable(std::string_view name) {
  for (const auto& [known, member] : kVariable) {
    if (known == name) return member;
  }
  return nullptr;
}

void read_vary(const toml::Table& table, Parameters& p) {
  for (const std::string& name : table.keys()) {
    if (name == "shares") {
      p.vary_shares = positive(table, name);
      continue;
    }
    const std::vector<double> ends = table.numbers(name);
    if (variable(name) == nullptr) {
      table.refuse(name, "is not a number that can vary");
    } else if (ends.size() != 2 || !(ends[0] >= 0.0 && ends[0] <= ends[1])) {
      table.refuse(name, "must be [lowest, highest]");
    } else if (ends[1] > 1.0 && variable(name) != &Parameters::capture_flips) {
      table.refuse(name, "must lie in [0, 1]");
    } else {
      p.vary[name] = {ends[0], ends[1]};
    }
  }
  table.done();
}

// What a preset may change: the size of the city and how much goes on in it.
void read_preset(const toml::Table& table, Parameters& p) {
  if (table.has("persons")) p.persons = count(table, "persons", 5'000'000);
  if (table.has("counties")) p.counties = count(table, "counties", 99);
  if (table.has("villages")) p.villages = count(table, "villages", 100'000);
  if (table.has("persons_per_nursing_home")) {
    p.persons_per_nursing_home = count(table, "persons_per_nursing_home", 1'000'000);
  }
  if (table.has("days")) p.days = count(table, "days", 3660);
  p.drift_from = table.maybe_date("drift_from").value_or(p.drift_from);
  if (table.has("fraud_scale")) p.fraud_scale = positive(table, "fraud_scale");
  if (table.has("confounder_scale")) p.confounder_scale = positive(table, "confounder_scale");
  if (const auto size = table.maybe_number("group_size")) {
    p.group_size = *size;
    p.vary.erase("group_size");
  }
  table.done();
}

void read_world(const toml::Table& table, Parameters& p) {
  p.prefecture = table.text("prefecture");
  if (p.prefecture.size() != 4 || !p.prefecture.starts_with("99")) {
    table.refuse("prefecture", "four digits that begin with 99: no real region");
  }
  p.persons = count(table, "persons", 5'000'000);
  p.counties = count(table, "counties", 99);
  p.villages = count(table, "villages", 100'000);
  p.persons_per_nursing_home = count(table, "persons_per_nursing_home", 1'000'000);
  p.first_day = table.maybe_date("first_day").value_or(Date{});
  p.days = count(table, "days", 3660);
  p.drift_from = table.maybe_date("drift_from").value_or(Date::max());
  if (!table.has("first_day")) table.refuse("'first_day' is needed");
  table.done();
}

void read_people(const toml::Table& table, Parameters& p) {
  p.schemes = weights(table, "schemes", 5);
  p.age_bands = weights(table, "age_bands", 9);
  p.age_bands_city = weights(table, "age_bands_city", 9);
  p.rural_resident = probability(table, "rural_resident");
  p.rural_other = probability(table, "rural_other");
  p.elsewhere = probability(table, "elsewhere");
  p.abroad = probability(table, "abroad");
  p.blind = probability(table, "blind");
  p.few_traces = probability(table, "few_traces");
  p.mortality_at_60 = probability(table, "mortality_at_60");
  p.family_sizes = weights(table, "family_sizes", 0);
  table.done();
}

void read_certification(const toml::Table& table, Parameters& p) {
  p.silent = probability(table, "silent");
  p.half_year_residents = probability(table, "half_year_residents");
  p.ways = weights(table, "ways", 7);
  p.mobile_channels = weights(table, "mobile_channels", 6);
  p.hours = weights(table, "hours", 24);
  p.helper_unregistered = probability(table, "helper_unregistered");
  p.work_order_present = probability(table, "work_order_present");
  table.done();
}

void read_biometrics(const toml::Table& table, Parameters& p) {
  p.first_try = weights(table, "first_try", 4);
  p.face_threshold = probability(table, "face_threshold");
  p.capture_flips = positive(table, "capture_flips");
  p.replay_seen = probability(table, "replay_seen");
  p.injection_seen = probability(table, "injection_seen");
  p.injection_false = probability(table, "injection_false");
  p.recapture_seen = probability(table, "recapture_seen");
  p.recapture_false = probability(table, "recapture_false");
  table.done();
}

}  // namespace

double Parameters::expected(std::string_view id, double years, bool fraud) const {
  const auto it = counts.find(id);
  if (it == counts.end() || it->second <= 0.0) return 0.0;
  const double scale = fraud ? fraud_scale : confounder_scale;
  return std::max(1.0, std::round(it->second * years * persons / kFullCity * scale));
}

Parameters Parameters::of_city(std::uint64_t seed) const {
  Parameters out = *this;
  Random random = Random::named(seed, "parameters");
  for (const auto& [name, range] : vary) {
    out.*variable(name) = random.between(range.low, range.high);
  }
  for (std::vector<double>* shares : {&out.ways, &out.mobile_channels}) {
    for (double& share : *shares) share *= random.lognormal(1.0, vary_shares);
  }
  return out;
}

Result<Parameters> Parameters::load(const std::string& path, std::string_view preset) {
  Result<toml::Table> root = toml::load(path);
  if (!root) return tl::unexpected(root.error());
  Parameters p;
  read_world(root->table("world"), p);
  read_people(root->table("people"), p);
  read_certification(root->table("certification"), p);
  read_biometrics(root->table("biometrics"), p);
  const toml::Table registers = root->table("registers");
  p.death_known = probability(registers, "death_known");
  registers.done();
  const toml::Table scenarios = root->table("scenarios");
  p.fraud_scale = positive(scenarios, "fraud_scale");
  p.confounder_scale = positive(scenarios, "confounder_scale");
  p.group_size = positive(scenarios, "group_size");
  scenarios.done();
  const toml::Table a_year = root->table("a_year");
  for (const std::string& id : a_year.keys()) p.counts[id] = positive(a_year, id);
  const toml::Table labels = root->table("labels");
  p.confirmed = probability(labels, "confirmed");
  p.wrongly_confirmed = probability(labels, "wrongly_confirmed");
  labels.done();
  read_vary(root->table("vary"), p);
  const toml::Table presets = root->table("presets");
  if (!preset.empty() && !presets.has(preset)) {
    return fail(ErrorCode::kNotFound, path + ": no preset " + std::string(preset));
  }
  for (const std::string& name : presets.keys()) {
    Parameters other = p;  // every preset is read, so that a mistake in one is seen
    read_preset(presets.table(name), name == preset ? p : other);
  }
  presets.done();
  root->done();
  if (Status status = root->finish(); !status) return tl::unexpected(status.error());
  return p;
}

}  // namespace analyzer::simulate
