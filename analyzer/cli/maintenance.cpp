#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>

#include "analyzer/cli/commands.h"
#include "analyzer/cli/config.h"
#include "analyzer/cli/print.h"
#include "analyzer/cli/store_lock.h"
#include "analyzer/service/keys.h"
#include "analyzer/service/purge_log.h"
#include "analyzer/service/retention_rule.h"
#include "analyzer/store/open_store.h"

namespace analyzer::cli {
namespace {

constexpr const char* kWindows = ".windows";  // beside a database's file

struct MaintenanceOptions {
  std::string config;
  std::string file;
  RetentionRule rule;
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

// Everything of the database at `from`: without its log it may lack what was committed
// last. What was moved goes back if one of them cannot be.
Status move_database(const std::string& from, const std::string& to) {
  std::vector<std::string> moved;
  std::error_code error;
  for (const char* suffix : {"", "-wal", "-shm"}) {
    if (!std::filesystem::exists(from + suffix)) continue;
    std::filesystem::rename(from + suffix, to + suffix, error);
    if (!error) {
      moved.emplace_back(suffix);
      continue;
    }
    std::error_code none;
    for (const std::string& back : moved) std::filesystem::rename(to + back, from + back, none);
    return fail(ErrorCode::kUnavailable, from + suffix + ": " + error.message());
  }
  std::filesystem::remove(from + kWindows, error);  // made again from the database
  return {};
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
  const std::string old = config->store + ".before-restore";
  for (const char* suffix : {"", "-wal"}) {
    if (!std::filesystem::exists(old + suffix)) continue;
    return print_error({ErrorCode::kConflict, old + suffix + " exists; move it away first", {}});
  }
  if (Status s = move_database(config->store, old); !s) return print_error(s.error());
  if (Status s = (*from)->backup(config->store); !s) return print_error(s.error());
  std::printf("restored to %s\n", config->store.c_str());
  if (std::filesystem::exists(old)) std::printf("what was there is kept in %s\n", old.c_str());
  return 0;
}

// By the keys that the database was written with: others would find nobody.
Result<LinkKey> person_of(const MaintenanceOptions& options, const Config& config,
                          store::Session& session) {
  const Result<SiteKeys> keys = SiteKeys::load(config.key_file);
  if (!keys) return tl::unexpected(keys.error());
  const auto stored = session.meta().get(kKeyCheck);
  if (!stored) return tl::unexpected(stored.error());
  if (*stored != keys->check_value()) {
    return fail(ErrorCode::kInvalid, config.key_file +
                                         ": not the key file that this database was written with;"
                                         " nobody would be found with it");
  }
  return keys->link(LinkKind::kPerson, options.name_space, options.person_ref);
}

Result<store::PurgePolicy> policy_of(const MaintenanceOptions& options, const Config& config,
                                     store::Session& session, Time now) {
  store::PurgePolicy policy = options.rule.policy(now);
  if (!options.person_ref.empty()) {
    const Result<LinkKey> person = person_of(options, config, session);
    if (!person) return tl::unexpected(person.error());
    policy.person = *person;
  }
  return policy;
}

Status log_purge(store::Session& session, const MaintenanceOptions& options, Time now,
                 const Result<store::PurgeReport>& report) {
  std::string rule = options.rule.text();
  if (!options.person_ref.empty()) rule += rule.empty() ? "one person" : ", one person";
  if (Status s = session.begin(); !s) return s;
  const auto row = session.audit().append(purge_entry(
      now, options.person_ref.empty() ? "retention" : "person", rule, report ? &*report : nullptr));
  if (!row) return tl::unexpected(row.error());
  return session.commit();
}

int purge(const MaintenanceOptions& options) {
  const Result<Config> config = load_config(options.config);
  if (!config) return print_error(config.error());
  // What runs counts in memory, and would go on with what is erased.
  std::optional<Result<StoreLock>> lock;
  if (options.execute) lock.emplace(StoreLock::take(config->store));
  if (lock && !*lock) return print_error(lock->error());
  auto store = open_existing(config->store);
  if (!store) return print_error(store.error());
  auto session = (*store)->open_session(store::Mode::kReadWrite);
  if (!session) return print_error(session.error());
  const Time now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
  const auto policy = policy_of(options, *config, **session, now);
  if (!policy) return print_error(policy.error());
  std::error_code none;
  if (options.execute) std::filesystem::remove(config->store + kWindows, none);
  const Result<store::PurgeReport> report =
      (*session)->retention().purge(*policy, !options.execute);
  if (options.execute) {
    if (Status s = log_purge(**session, options, now, report); !s) return print_error(s.error());
  }
  if (!report) return print_error(report.error());
  std::printf("%s\n",
              options.execute ? "erased:" : "would be erased (dry run; --execute does it):");
  for (const auto& row : report->rows) {
    std::printf("  %-20s %llu\n", row.table.c_str(), static_cast<unsigned long long>(row.rows));
  }
  if (options.execute && store::is_shared(config->store)) {
    std::printf("Servers that run count in memory what they knew: start each of them again.\n");
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
                          "Erase what has been kept long enough (the service does that by itself:\n"
                          "*_keep_days), or one person. Without --execute\n"
                          "it only counts; with it the service must be stopped (servers of a\n"
                          "shared database: started again afterwards). Open cases, what an open\n"
                          "objection is about and the audit log stay.",
                          purge);
  command->add_option("--observations-days", options->rule.observations_days,
                      "Erase observations older than this without a kept case");
  command->add_option("--captures-days", options->rule.captures_days,
                      "Erase face hashes older than this");
  command->add_option("--cases-days", options->rule.cases_days, "Erase cases decided before");
  command->add_option("--details-days", options->rule.details_days,
                      "Erase personal detail of cases decided before");
  command->add_option("--campaigns-days", options->rule.campaigns_days,
                      "Erase campaigns not seen for so long, without an open case; if not\n"
                      "given, as --observations-days");
  command->add_option("--visits-days", options->rule.visits_days,
                      "Erase visits done, or never made, for so long; if not given, as\n"
                      "--observations-days");
  command->add_option("--disputes-days", options->rule.disputes_days,
                      "Erase objections of the listed that were answered before; if not given,\n"
                      "as --cases-days");
  command->add_option("--tips-days", options->rule.tips_days,
                      "Erase tips on fund fraud with nothing left to do for so long");
  command->add_option("--person-ref", options->person_ref, "Erase all of one person");
  command->add_option("--namespace", options->name_space, "Namespace of --person-ref");
  command->add_flag("--execute", options->execute, "Do it");
}

}  // namespace analyzer::cli
