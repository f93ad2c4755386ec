#include "analyzer/cli/runtime.h"

#include <filesystem>
#include <utility>

#include "analyzer/service/accounts_port.h"
#include "analyzer/store/open_store.h"

namespace analyzer::cli {
namespace {

Status make_parent(const std::string& file) {
  const std::filesystem::path parent = std::filesystem::path(file).parent_path();
  std::error_code error;
  if (!parent.empty()) std::filesystem::create_directories(parent, error);
  if (error) return fail(ErrorCode::kUnavailable, parent.string() + ": cannot be created");
  return {};
}

RetentionRule retention_of(const Config& config) {
  RetentionRule out;
  out.hour = static_cast<int>(config.retention_hour);
  out.observations_days = static_cast<int>(config.observations_keep_days);
  out.captures_days = static_cast<int>(config.captures_keep_days);
  out.cases_days = static_cast<int>(config.cases_keep_days);
  out.details_days = static_cast<int>(config.details_keep_days);
  out.campaigns_days = static_cast<int>(config.campaigns_keep_days);
  out.visits_days = static_cast<int>(config.visits_keep_days);
  out.disputes_days = static_cast<int>(config.disputes_keep_days);
  out.tips_days = static_cast<int>(config.tips_keep_days);
  return out;
}

}  // namespace

Result<Runtime> open_runtime(const std::string& root, const Config& config, Background background,
                             OnWindows on_windows, OnNotice on_notice) {
  // Every server of a shared database has the same keys, so they are named.
  if (store::is_shared(config.store) &&
      (config.key_file.empty() || config.key_file == Config{}.key_file)) {
    return fail(ErrorCode::kInvalid,
                "a shared database needs its key file named (--key-file, key_file), the same on "
                "each server");
  }
  for (const std::string& file : {config.store, config.key_file}) {
    if (store::is_shared(file)) continue;
    if (Status status = make_parent(file); !status) return tl::unexpected(status.error());
  }
  ServiceOptions options;
  options.root = root;
  options.store = config.store;
  options.key_file = config.key_file;
  options.key_algorithm = config.key_algorithm;
  options.synthetic_ids = config.synthetic_ids;
  options.queue_limit = static_cast<std::size_t>(config.queue_limit);
  options.picture_keep_days = static_cast<int>(config.picture_keep_days);
  options.background_jobs = background == Background::kJobs;
  options.on_windows = std::move(on_windows);
  options.on_notice = std::move(on_notice);
  options.retention = retention_of(config);
  Result<std::unique_ptr<Service>> service = Service::open(std::move(options));
  if (!service) return tl::unexpected(service.error());
  Runtime runtime;
  runtime.service = *std::move(service);

  Service* s = runtime.service.get();
  AccountsOptions account_options;
  account_options.clock = [s] { return s->now(); };
  Result<std::unique_ptr<Accounts>> accounts =
      Accounts::open(accounts_port(*s), std::move(account_options));
  if (!accounts) return tl::unexpected(accounts.error());
  runtime.accounts = *std::move(accounts);
  return runtime;
}

}  // namespace analyzer::cli
