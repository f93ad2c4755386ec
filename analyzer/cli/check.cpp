#include <CLI/CLI.hpp>
#include <cstdio>

#include "analyzer/cli/commands.h"
#include "analyzer/cli/config.h"
#include "analyzer/cli/print.h"
#include "analyzer/engine/snapshot.h"
#include "analyzer/service/feed_config.h"
#include "analyzer/service/webhook_config.h"
#include "analyzer/store/open_store.h"

namespace analyzer::cli {
namespace {

int check_snapshot(const std::string& root) {
  const Result<std::shared_ptr<const Snapshot>> snapshot = Snapshot::load(root);
  if (!snapshot) return print_error(snapshot.error());
  const Snapshot& s = **snapshot;
  std::printf("rules       %zu patterns, %zu conditions: every example agrees\n", s.rules().size(),
              s.conditions().size());
  std::printf("signals     %zu, each measured and with its sentence\n", s.catalog().codes().size());
  std::printf("register    %zu entries\n", s.official().size());
  const Result<FeedsConfig> lists = load_feeds(root + "/data/feeds.toml");
  if (!lists) return print_error(lists.error());
  std::printf("lists       %zu of others are taken in\n", lists->feeds.size());
  const Result<WebhooksConfig> hooks = load_webhooks(root + "/data/webhooks.toml");
  if (!hooks) return print_error(hooks.error());
  std::printf("webhooks    %zu\n", hooks->hooks.size());
  for (const auto& [part, digest] : s.parts()) {
    std::printf("%-18s %s\n", part.c_str(), digest.c_str());
  }
  std::printf("snapshot    %s\n", s.name().c_str());
  for (const auto& [model, problem] : s.model_problems()) {
    std::fprintf(stderr, "error: %s: %s\n", model.c_str(), problem.c_str());
  }
  return s.model_problems().empty() ? 0 : 1;
}

int check_audit(const std::string& path) {
  auto store = store::open_store(path, false);
  if (!store) return print_error(store.error());
  auto session = (*store)->open_session(store::Mode::kReadOnly);
  if (!session) return print_error(session.error());
  const Result<store::AuditReport> report = (*session)->audit().verify();
  if (!report) return print_error(report.error());
  if (report->first_bad) {
    std::fprintf(stderr, "error: audit row %llu: %s\n",
                 static_cast<unsigned long long>(*report->first_bad), report->problem.c_str());
    return 1;
  }
  std::printf("audit       %llu rows, the chain is whole\n",
              static_cast<unsigned long long>(report->rows));
  return 0;
}

int check_store(const std::string& path) {
  auto store = store::open_store(path, false);
  if (!store) return print_error(store.error());
  if (Status status = (*store)->verify(); !status) return print_error(status.error());
  std::printf("store       whole, schema %d\n", (*store)->schema_version());
  return 0;
}

}  // namespace

void add_check(CLI::App& app, Context& context) {
  struct Options {
    std::string audit;
    std::string store;
    std::string config;
    bool print_config = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("check",
                         "Prove configuration, rules with their examples, lists and models.\n"
                         "Exits with 1 and names file, line and reason where something is wrong.");
  command->add_option("--config", options->config, "Configuration file of `serve`");
  command->add_flag("--print-config", options->print_config,
                    "Print every setting with its value, unit and meaning");
  command->add_option("--audit", options->audit, "Verify the audit chain of this database");
  command->add_option("--store", options->store, "Verify structure and indexes of this database");
  command->callback([&context, options] {
    context.action = [&context, options] {
      const Result<Config> config = load_config(options->config);
      if (!config) return print_error(config.error());
      if (options->print_config) {
        std::fputs(describe_config(*config).c_str(), stdout);
        return 0;
      }
      if (!options->audit.empty()) return check_audit(options->audit);
      if (!options->store.empty()) return check_store(options->store);
      return check_snapshot(context.root);
    };
  });
}

void add_version(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("version", "Print the version and the snapshot's name");
  command->callback([&context] {
    context.action = [&context] {
      std::printf("analyzer %s\n", ANALYZER_VERSION);
      const Result<std::shared_ptr<const Snapshot>> snapshot = Snapshot::load(context.root);
      if (!snapshot) return print_error(snapshot.error());
      std::printf("snapshot %s\n", (*snapshot)->name().c_str());
      return 0;
    };
  });
}

}  // namespace analyzer::cli
