#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>

#include "analyzer/cli/commands.h"
#include "analyzer/cli/config.h"
#include "analyzer/cli/print.h"
#include "analyzer/cli/store_lock.h"
#include "analyzer/service/keys.h"
#include "analyzer/store/open_store.h"

namespace analyzer::cli {
namespace {

struct MaintenanceOptions {
  std::string config;
  std::string file;
  int observations_days = 0;
  int captures_days = 0;
  int cases_days = 0;
  int details_days = 0;
  int tips_days = 0;
  int campaigns_days = 0;
  std::string person_ref;
  std::string name_space;
  bool execute = false;
};

Result<std::unique_ptr<store::Store>> open_existing(const std::string& path) {
  return store::open_store(path, false);
}

int backup(const MaintenanceOptions& options) {
  const Result<Config> config = load_config(options.config);
  if (!config) return print_error(config.error());
  auto store = open_existing(config->store);
  if (!store) return print_error(store.error());
  if (Status s = (*store)->backup(options.file); !s) return print_error(s.error());
  auto copy = open_existing(options.file);
  if (!copy) return print_error(copy.error());
  if (Status s = (*copy)->verify(); !s) return print_error(s.error());
  std::printf("%s is whole. It opens only with the key file %s, which it does not hold.\n",
              options.file.c_str(), config->key_file.c_str());
  return 0;
}

// The present database is kept beside the restored one, never overwritten.
int restore(const MaintenanceOptions& options) {
  const Result<Config> config = load_config(options.config);
  if (!config) return print_error(config.error());
  if (store::is_shared(config->store)) {
    return print_error({ErrorCode::kInvalid,
                        "PostgreSQL is restored by its own tools (pg_restore, recovery)",
                        {}});
  }
  const Result<StoreLock> lock = StoreLock::take(config->store);
  if (!lock) return print_error(lock.error());
  auto from = open_existing(options.file);
  if (!from) return print_error(from.error());
  if (Status s = (*from)->verify(); !s) return print_error(s.error());
  std::error_code error;
  const std::string old = config->store + ".before-restore";
  if (std::filesystem::exists(config->store)) {
    if (std::filesystem::exists(old)) {
      return print_error({ErrorCode::kConflict, old + " exists; move it away first", {}});
    }
    auto present = open_existing(config->store);
    if (present) (void)(*present)->checkpoint();
    present = {};
    for (const char* suffix : {"-wal", "-shm", ".windows"}) {
      std::filesystem::remove(config->store + suffix, error);
    }
    std::filesystem::rename(config->store, old, error);
    if (error) return print_error({ErrorCode::kUnavailable, error.message(), {}});
  }
  if (Status s = (*from)->backup(config->store); !s) return print_error(s.error());
  std::printf("restored to %s\n", config->store.c_str());
  if (std::filesystem::exists(old)) std::printf("what was there is kept in %s\n", old.c_str());
  return 0;
}

std::optional<Time> days_before(Time now, int days) {
  if (days <= 0) return std::nullopt;
  return now - std::chrono::days{days};
}

int purge(const MaintenanceOptions& options) {
  const Result<Config> config = load_config(options.config);
  if (!config) return print_error(config.error());
  auto store = open_existing(config->store);
  if (!store) return print_error(store.error());
  auto session = (*store)->open_session(store::Mode::kReadWrite);
  if (!session) return print_error(session.error());
  const Time now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
  store::PurgePolicy policy;
  policy.observations_before = days_before(now, options.observations_days);
  policy.captures_before = days_before(now, options.captures_days);
  policy.cases_decided_before = days_before(now, options.cases_days);
  policy.tips_done_before = days_before(now, options.tips_days);
  policy.secrets_of_cases_decided_before = days_before(now, options.details_days);
  // Numbers and sketches of reports do not outlive the reports.
  policy.campaigns_seen_before = days_before(
      now, options.campaigns_days > 0 ? options.campaigns_days : options.observations_days);
  if (!options.person_ref.empty()) {
    const Result<SiteKeys> keys = SiteKeys::load_or_create(config->key_file);
    if (!keys) return print_error(keys.error());
    policy.person = keys->link(LinkKind::kPerson, options.name_space, options.person_ref);
  }
  const Result<store::PurgeReport> report = (*session)->retention().purge(policy, !options.execute);
  if (!report) return print_error(report.error());
  std::printf("%s\n",
              options.execute ? "erased:" : "would be erased (dry run; --execute does it):");
  for (const auto& row : report->rows) {
    std::printf("  %-20s %llu\n", row.table.c_str(), static_cast<unsigned long long>(row.rows));
  }
  return 0;
}

}  // namespace

void add_maintenance(CLI::App& app, Context& context) {
  auto options = std::make_shared<MaintenanceOptions>();
  const auto add = [&](const char* name, const char* help, int (*run)(const MaintenanceOptions&)) {
    CLI::App* command = app.add_subcommand(name, help);
    command->add_option("--config", options->config, "Configuration file of `serve`");
    command->callback(
        [&context, options, run] { context.action = [options, run] { return run(*options); }; });
    return command;
  };
  add("backup", "Copy the database to a new file while it is in use, and verify the copy", backup)
      ->add_option("file", options->file, "New file")
      ->required();
  add("restore", "Put a backup in the database's place; the service must be stopped", restore)
      ->add_option("file", options->file, "A backup")
      ->required();
  CLI::App* command = add("purge",
                          "Erase what has been kept long enough, or one person. Without --execute\n"
                          "it only counts. Open cases and the audit log stay.",
                          purge);
  command->add_option("--observations-days", options->observations_days,
                      "Erase observations older than this without a kept case");
  command->add_option("--captures-days", options->captures_days,
                      "Erase face hashes older than this");
  command->add_option("--cases-days", options->cases_days, "Erase cases decided before");
  command->add_option("--details-days", options->details_days,
                      "Erase personal detail of cases decided before");
  command->add_option("--campaigns-days", options->campaigns_days,
                      "Erase campaigns not seen for so long, without an open case; if not\n"
                      "given, as --observations-days");
  command->add_option("--tips-days", options->tips_days,
                      "Erase tips on fund fraud with nothing left to do for so long");
  command->add_option("--person-ref", options->person_ref, "Erase all of one person");
  command->add_option("--namespace", options->name_space, "Namespace of --person-ref");
  command->add_flag("--execute", options->execute, "Do it");
}

}  // namespace analyzer::cli
