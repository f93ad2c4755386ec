#include <CLI/CLI.hpp>
#include <cstdio>

#include "analyzer/cli/commands.h"
#include "analyzer/cli/print.h"
#include "analyzer/cli/runtime.h"

namespace analyzer::cli {
namespace {

struct UserOptions {
  std::string config;
  std::string name;
  std::string display_name;
  std::vector<std::string> roles;
  std::string region;
};

struct KeyOptions {
  std::string config;
  std::string id;
  NewKey key;
  std::vector<std::string> list_kinds;
  std::vector<std::string> list_regions;
  double list_confidence = 0.0;
  int list_delay = 0;  // minutes
};

// Runs `work` with the accounts of the configured store.
template <class Work>
int with_accounts(const Context& context, const std::string& config_file, Work work) {
  Result<Config> config = load_config(config_file);
  if (!config) return print_error(config.error());
  Result<Runtime> runtime = open_runtime(context.root, *config, Background::kNone);
  if (!runtime) return print_error(runtime.error());
  return work(*runtime->accounts);
}

int add_user(Accounts& accounts, const UserOptions& options) {
  std::vector<Role> roles;
  for (const std::string& word : options.roles) {
    const auto role = parse_name<Role>(word);
    if (!role) return print_error({ErrorCode::kInvalid, "no such role: " + word, {}});
    roles.push_back(*role);
  }
  const Result<UserRow> row =
      accounts.install_user({options.name, options.display_name}, roles, options.region);
  if (!row) return print_error(row.error());
  std::printf("user      %s\npassword  %s   (to be changed at the first sign-in)\n",
              row->user.name.c_str(), row->initial_password.c_str());
  return 0;
}

int reset_user(Accounts& accounts, const UserOptions& options) {
  const Result<UserRow> row = accounts.reset_user(options.name);
  if (!row) return print_error(row.error());
  std::printf("user      %s\npassword  %s   (to be changed at the next sign-in)\n",
              row->user.name.c_str(), row->initial_password.c_str());
  return 0;
}

Result<ListView> lists_of(const KeyOptions& options) {
  return read_list_view(
      {{"kinds", json::Array(options.list_kinds.begin(), options.list_kinds.end())},
       {"regions", json::Array(options.list_regions.begin(), options.list_regions.end())},
       {"min_confidence", options.list_confidence},
       {"delay_minutes", options.list_delay}},
      "--list");
}

int add_key(Accounts& accounts, const KeyOptions& options) {
  const Result<ListView> lists = lists_of(options);
  if (!lists) return print_error(lists.error());
  NewKey wanted = options.key;
  wanted.lists = *lists;
  const Result<CreatedKey> key = accounts.install_key(wanted);
  if (!key) return print_error(key.error());
  std::printf("id      %s\nsecret  %s   (shown once)\n", key->key.id.c_str(), key->secret.c_str());
  return 0;
}

}  // namespace

void add_accounts(CLI::App& app, Context& context) {
  auto user = std::make_shared<UserOptions>();
  CLI::App* users = app.add_subcommand("user", "People: add one, or give a new first password");
  users->require_subcommand(1);
  CLI::App* add = users->add_subcommand("add", "Create a user and print the first password");
  CLI::App* reset = users->add_subcommand("reset", "New first password; lifts a lock");
  for (CLI::App* command : {add, reset}) {
    command->add_option("name", user->name, "Name to sign in with")->required();
    command->add_option("--config", user->config, "Configuration file of `serve`");
  }
  add->add_option("--display-name", user->display_name, "Name that others see");
  add->add_option("--role", user->roles,
                  "hotline, reviewer, second_reviewer, supervisor, system_admin, "
                  "security_admin or audit_admin; may be given several times")
      ->required();
  add->add_option("--region", user->region, "Code prefix of what the user may see; empty: all");
  add->callback([&context, user] {
    context.action = [&context, user] {
      return with_accounts(context, user->config,
                           [&](Accounts& accounts) { return add_user(accounts, *user); });
    };
  });
  reset->callback([&context, user] {
    context.action = [&context, user] {
      return with_accounts(context, user->config,
                           [&](Accounts& accounts) { return reset_user(accounts, *user); });
    };
  });

  auto key = std::make_shared<KeyOptions>();
  CLI::App* keys = app.add_subcommand("key", "API keys of machine callers");
  keys->require_subcommand(1);
  CLI::App* create = keys->add_subcommand("add", "Create a key and print its secret once");
  create->add_option("name", key->key.name, "What the key is for")->required();
  create
      ->add_option("--caller", key->key.caller,
                   "The caller it belongs to; several keys may be one caller's")
      ->required();
  create
      ->add_option("--scope", key->key.scopes,
                   "attempts:write, reports:write, check, registry:write, feeds:read, "
                   "feeds:personal, urls:check, disputes:write")
      ->required();
  create->add_option("--namespace", key->key.link_namespace, "Of refs; empty: the whole site's");
  create->add_flag("--require-nonce", key->key.require_nonce,
                   "Every call must carry X-Timestamp and X-Nonce");
  create->add_option("--list-kind", key->list_kinds,
                     "Of published lists these kinds alone: url, path, host, domain, ip, qr, text");
  create->add_option("--list-region", key->list_regions,
                     "Of published lists what these regions confirmed (codes or their beginnings)");
  create->add_option("--list-confidence", key->list_confidence,
                     "Of published lists what is as sure at least (0 to 1)");
  create->add_option("--list-delay", key->list_delay,
                     "Published entries are seen so many minutes later; withdrawals at once");
  create->add_option("--config", key->config, "Configuration file of `serve`");
  create->callback([&context, key] {
    context.action = [&context, key] {
      return with_accounts(context, key->config,
                           [&](Accounts& accounts) { return add_key(accounts, *key); });
    };
  });
}

}  // namespace analyzer::cli
