#include "analyzer/engine/snapshot.h"

#include <algorithm>

#include "analyzer/core/digest.h"
#include "analyzer/engine/attempt_columns.h"
#include "analyzer/engine/text_columns.h"
#include "analyzer/engine/text_heard.h"
#include "analyzer/engine/url_columns.h"
#include "analyzer/text/normalize.h"

namespace analyzer {
namespace {

// Raised by hand when the engine's own code changes what it says.
constexpr std::string_view kEngineBuild = "engine-1";
// The same of analyzer/text and the tables of ICU and libpsl that it uses.
constexpr std::string_view kTextBuild = "text-1";

// Every code that a table measures must stand in the catalogue, and the other
// way round.
void check_code(std::string_view code, const Catalog& catalog, std::vector<std::string>& codes,
                Error& error) {
  codes.emplace_back(code);
  if (catalog.find(code) != nullptr) return;
  error.fields.push_back(
      {"data/signals", "missing_signal", "no [[signal]] for '" + std::string(code) + "'"});
}

Status check_catalog(const Catalog& catalog) {
  Error error{ErrorCode::kInvalid, "data/signals and the tables of signals differ", {}};
  std::vector<std::string> codes;
  for (const AttemptSignal& row : attempt_signals()) check_code(row.code, catalog, codes, error);
  for (const ReportSignal& row : report_signals()) check_code(row.code, catalog, codes, error);
  for (const UrlSignal& row : url_signals()) check_code(row.code, catalog, codes, error);
  for (const std::string& code : heard_codes()) check_code(code, catalog, codes, error);
  for (const std::string& code : catalog.codes()) {
    if (std::find(codes.begin(), codes.end(), code) == codes.end()) {
      error.fields.push_back(
          {"data/signals", "unknown_signal", "'" + code + "' is never measured"});
    }
  }
  if (error.fields.empty()) return {};
  error.message += ": " + error.fields.front().message;
  return tl::unexpected(std::move(error));
}

std::unique_ptr<models::Scorer> load_model(
    const std::string& folder, const std::string& name, std::span<const std::string_view> columns,
    std::vector<std::pair<std::string, std::string>>& problems) {
  Result<models::Scorer> scorer = models::Scorer::load(folder, columns);
  if (scorer) return std::make_unique<models::Scorer>(*std::move(scorer));
  problems.emplace_back("model." + name, scorer.error().message);
  return nullptr;
}

// A condition that names a signal nobody makes can never hold: say so at load.
template <class Bounds>
void check_bounds(const Bounds& bounds, const Snapshot& snapshot, Error& error) {
  for (const auto& bound : bounds) {
    for (const std::string& code : bound.when.codes()) {
      if (!code.ends_with('*') && snapshot.sentence(code) == nullptr) {
        error.fields.push_back({"data/policy.toml", "unknown_signal",
                                "'" + bound.id + "' names the unknown signal '" + code + "'"});
      }
    }
  }
}

}  // namespace

Snapshot::Snapshot(std::shared_ptr<const Tables> tables,
                   std::shared_ptr<const feeds::IndicatorIndex> indicators)
    : tables_(std::move(tables)), indicators_(std::move(indicators)) {
  name_parts();
}

Result<std::shared_ptr<const Snapshot>> Snapshot::load(const std::string& root,
                                                       const std::string& text_model) {
  const std::string data = root + "/data";
  Result<RuleSet> rules = RuleSet::load(
      data + "/rules", [](std::string_view text) { return text::normalize(text).text; });
  if (!rules) return tl::unexpected(rules.error());
  Result<ConditionRules> conditions = ConditionRules::load(data + "/rules");
  if (!conditions) return tl::unexpected(conditions.error());
  Result<Register> official = Register::load(data + "/official.toml");
  if (!official) return tl::unexpected(official.error());
  Result<Calendar> calendar = Calendar::load(data + "/regions.toml");
  if (!calendar) return tl::unexpected(calendar.error());
  Result<WorkingDays> working_days = WorkingDays::load(data + "/holidays.toml");
  if (!working_days) return tl::unexpected(working_days.error());
  Result<Channels> channels = Channels::load(data + "/channels.toml");
  if (!channels) return tl::unexpected(channels.error());
  Result<Catalog> catalog = Catalog::load(data + "/signals");
  if (!catalog) return tl::unexpected(catalog.error());
  if (Status status = check_catalog(*catalog); !status) return tl::unexpected(status.error());
  Result<Policy> policy = Policy::load(data);
  if (!policy) return tl::unexpected(policy.error());

  Result<CaseworkWords> casework = CaseworkWords::load(data + "/casework.toml");
  if (!casework) return tl::unexpected(casework.error());

  auto tables = std::make_shared<Tables>(Tables{
      *std::move(rules), *std::move(conditions), *std::move(official), *std::move(calendar),
      *std::move(working_days), *std::move(channels), *std::move(catalog), *std::move(policy), *std::move(casework)});
  const std::string models = root + "/models/artifacts";
  tables->index_codes();
  tables->load_models(models, text_model.empty() ? models + "/text" : text_model);
  std::shared_ptr<const Snapshot> snapshot(
      new Snapshot(std::move(tables), std::make_shared<const feeds::IndicatorIndex>()));
  if (Status status = snapshot->check_policy(); !status) return tl::unexpected(status.error());
  return snapshot;
}

Status Snapshot::check_policy() const {
  Error error{ErrorCode::kInvalid, "the policy names unknown signals", {}};
  const Policy& p = policy();
  check_bounds(p.report.floors, *this, error);
  check_bounds(p.report.caps, *this, error);
  check_bounds(p.url.floors, *this, error);
  check_bounds(p.url.caps, *this, error);
  check_bounds(p.attempt.floors, *this, error);
  check_bounds(p.attempt.caps, *this, error);
  check_bounds(p.typologies, *this, error);
  check_bounds(p.advice, *this, error);
  if (error.fields.empty()) return {};
  error.message += ": " + error.fields.front().message;
  return tl::unexpected(std::move(error));
}

std::shared_ptr<const Snapshot> Snapshot::with_indicators(
    std::shared_ptr<const feeds::IndicatorIndex> indicators) const {
  return std::shared_ptr<const Snapshot>(new Snapshot(tables_, std::move(indicators)));
}

void Snapshot::Tables::load_models(const std::string& folder,
                                   const std::string& text_model_folder) {
  url_model = load_model(folder + "/url", "url", url_column_names(), model_problems);
  text_model = load_model(text_model_folder, "text", text_column_names(), model_problems);
  attempt_model =
      load_model(folder + "/attempt", "attempt", attempt_column_names(), model_problems);
}

void Snapshot::name_parts() {
  const auto model = [](const std::unique_ptr<models::Scorer>& scorer) {
    return scorer == nullptr ? std::string("absent") : scorer->digest();
  };
  parts_ = {{"calendar", calendar().digest()},
            {"catalog", catalog().digest()},
            {"channels", channels().digest()},
            {"conditions", conditions().digest()},
            {"engine", std::string(kEngineBuild)},
            {"indicators", indicators_->digest()},
            {"holidays", working_days().digest()},
            {"model.attempt", model(tables_->attempt_model)},
            {"model.text", model(tables_->text_model)},
            {"model.url", model(tables_->url_model)},
            {"policy", policy().digest},
            {"register", official().digest()},
            {"rules", rules().digest()},
            {"text", std::string(kTextBuild)}};
  std::sort(parts_.begin(), parts_.end());
  std::string all;
  std::string models;
  for (const auto& [part, digest] : parts_) {
    all += part + '=' + digest + '\n';
    if (part.starts_with("model.")) models += digest;
  }
  name_ = sha256_hex(all);
  constexpr std::size_t kShort = 12;
  versions_ = {
      name_.substr(0, kShort),
      sha256_hex(rules().digest() + conditions().digest() + catalog().digest()).substr(0, kShort),
      sha256_hex(models).substr(0, kShort),
      sha256_hex(official().digest() + indicators_->digest()).substr(0, kShort),
      std::string(kEngineBuild)};
}

void Snapshot::Tables::index_codes() {
  const auto known = [](const Sentence& normal) { return normal.zh.empty() ? nullptr : &normal; };
  // Of a code in several tables the first's words count, of "normal when" the last's.
  const auto note = [this](std::string_view code, const CodeWords& words) {
    const auto [it, fresh] = codes.try_emplace(code, words);
    if (!fresh && words.normal != nullptr) it->second.normal = words.normal;
  };
  for (const std::string& code : catalog.codes()) {
    const SignalSpec& spec = *catalog.find(code);
    note(spec.code, {&spec.reason, known(spec.normal), &spec.explains});
  }
  for (const Rule& rule : rules.rules()) note(rule.id, {&rule.reason, nullptr, &rule.explains});
  for (const ConditionRule& rule : conditions.rules()) {
    note(rule.id, {&rule.reason, known(rule.normal), &rule.explains});
  }
}

const Sentence* Snapshot::sentence(std::string_view code) const {
  const auto it = tables_->codes.find(code);
  return it == tables_->codes.end() ? nullptr : it->second.reason;
}

const Sentence* Snapshot::normal(std::string_view code) const {
  const auto it = tables_->codes.find(code);
  return it == tables_->codes.end() ? nullptr : it->second.normal;
}

const std::vector<std::string>& Snapshot::explains(std::string_view code) const {
  static const std::vector<std::string> kNone;
  const auto it = tables_->codes.find(code);
  return it == tables_->codes.end() ? kNone : *it->second.explains;
}

}  // namespace analyzer
