#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "analyzer/cli/commands.h"
#include "analyzer/cli/demo.h"
#include "analyzer/cli/log.h"
#include "analyzer/cli/print.h"
#include "analyzer/cli/runtime.h"
#include "analyzer/cli/store_lock.h"
#include "analyzer/engine/snapshot.h"
#include "analyzer/server/api.h"
#include "analyzer/server/feed_fetcher.h"
#include "analyzer/server/http_poster.h"
#include "analyzer/server/listener.h"
#include "analyzer/store/open_store.h"

namespace analyzer::cli {
namespace {

struct ServeOptions {
  std::string config;
  std::string store;
  std::string key_file;
  std::string address;
  int port = -1;
  std::string tls_cert;
  std::string tls_key;
  std::string tls_client_ca;
  std::string ready_file;
  std::string list_issuer = "analyzer";
  std::string feeds_proxy;
  bool demo = false;
  bool synthetic_ids = false;
  bool quiet = false;
};

Result<Config> effective_config(const ServeOptions& options) {
  Result<Config> config = load_config(options.config);
  if (!config) return config;
  const auto by_flag = [&config](const char* name, const char* flag) {
    config->sources[name] = flag;
  };
  if (!options.store.empty()) {
    config->store = options.store;
    by_flag("store", "--store");
    by_flag("key_file", "--store");
    // Every server of a shared database has the same keys, so they are named.
    config->key_file = store::is_shared(options.store) ? "" : options.store + ".key";
  }
  const auto take = [&by_flag](const std::string& given, std::string& value, const char* name,
                               const char* flag) {
    if (given.empty()) return;
    value = given;
    by_flag(name, flag);
  };
  take(options.key_file, config->key_file, "key_file", "--key-file");
  take(options.address, config->address, "address", "--address");
  take(options.tls_cert, config->tls_cert, "tls_cert", "--tls-cert");
  take(options.tls_key, config->tls_key, "tls_key", "--tls-key");
  take(options.tls_client_ca, config->tls_client_ca, "tls_client_ca", "--tls-client-ca");
  if (options.port >= 0) {
    config->port = options.port;
    by_flag("port", "--port");
  }
  if (config->tls_cert.empty() != config->tls_key.empty() ||
      (!config->tls_client_ca.empty() && config->tls_cert.empty())) {
    return fail(ErrorCode::kInvalid,
                "tls_cert and tls_key belong together, and tls_client_ca needs both");
  }
  if (options.demo || options.synthetic_ids) {
    config->synthetic_ids = true;
    by_flag("synthetic_ids", options.demo ? "--demo" : "--synthetic-ids");
  }
  if (options.quiet) {
    config->log_level = "warn";
    by_flag("log_level", "--quiet");
  }
  const bool loopback = config->address == "127.0.0.1" || config->address == "::1";
  if (!loopback && config->tls_cert.empty() && config->trusted_proxies.empty()) {
    return fail(ErrorCode::kInvalid,
                "plain HTTP is served on loopback only: give --tls-cert and --tls-key, or set "
                "trusted_proxies for a reverse proxy");
  }
  return config;
}

server::ListenerOptions listener_options(const Config& config) {
  server::ListenerOptions options;
  options.address = config.address;
  options.port = static_cast<std::uint16_t>(config.port);
  options.threads = static_cast<unsigned>(config.io_threads);
  options.connections = static_cast<std::size_t>(config.connections);
  options.tls.certificate_file = config.tls_cert;
  options.tls.key_file = config.tls_key;
  options.tls.client_ca_file = config.tls_client_ca;
  options.tls.client_certificate_required = config.tls_client_required == "all";
  options.trusted_proxies = config.trusted_proxies;
  return options;
}

// Tells how far the windows are: a line of the log at the beginning, every five
// seconds and at the end; on a terminal a percentage that counts up. A start that
// has nothing to read says nothing.
OnWindows tell_windows(Log& log, bool aloud) {
  using Clock = std::chrono::steady_clock;
  const bool terminal = aloud && ::isatty(STDERR_FILENO) != 0;
  const auto begun = Clock::now();
  return [&log, terminal, begun, told = begun](const WindowsProgress& now) mutable {
    constexpr auto kEvery = std::chrono::seconds(5);
    constexpr std::uint64_t kFew = 100'000;  // read in a moment
    const double done =
        now.of == 0 ? 1.0 : static_cast<double>(now.done) / static_cast<double>(now.of);
    if (terminal && now.of >= kFew) {
      std::fprintf(stderr, "\r%-40s %3.0f %%%s", "reading the history", done * 100.0,
                   now.ready ? "\n" : "");
    }
    if (!now.ready && now.done != 0 && Clock::now() - told < kEvery) return;
    told = Clock::now();
    const double seconds = std::chrono::duration<double>(told - begun).count();
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", seconds);
    log.info(now.ready ? "windows_ready" : "windows_reading",
             {{"from", now.from_file ? "file" : "log"},
              {"changes", std::to_string(now.done)},
              {"of", std::to_string(now.of)},
              {"seconds", text}});
  };
}

PicturesOptions pictures_options(const Config& config) {
  PicturesOptions options;
  options.program.path = config.picture_reader;
  if (options.program.path.empty()) {
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    options.program.path = self.parent_path() / "analyzer-picture-reader";
  }
  options.readers = static_cast<unsigned>(config.picture_readers);
  options.queue_limit = static_cast<std::size_t>(config.picture_queue);
  return options;
}

// What the Api shows beside the service.
struct Parts {
  Pictures* pictures;
  PublishedLists* lists;
  Feeds* feeds;
  Webhooks* webhooks;
  Disputes* disputes;
  AuditCheck* audit_check;
  RegisterWork* register_work;
};

Result<server::ApiOptions> api_options(const std::string& root, const Config& config,
                                       Service& service, const Parts& parts, Log& log) {
  server::ApiOptions options;
  options.deciders = static_cast<unsigned>(config.deciders);
  options.workers = static_cast<unsigned>(config.workers);
  options.key_calls_per_second = config.key_calls_per_second;
  options.keys_need_certificate = !config.tls_client_ca.empty();
  const std::string folder = (std::filesystem::path(root) / config.console).string();
  if (std::filesystem::exists(folder)) {
    Result<server::StaticFiles> console = server::StaticFiles::load(folder);
    if (!console) return tl::unexpected(console.error());
    options.console = *std::move(console);
  } else {
    log.warn("console_missing", {{"folder", config.console}});
  }
  options.pictures = parts.pictures;
  options.lists = parts.lists;
  options.feeds = parts.feeds;
  options.webhooks = parts.webhooks;
  options.disputes = parts.disputes;
  options.audit_check = parts.audit_check;
  options.register_work = parts.register_work;
  options.settings = [&service, root, shown = settings_of(config)] {
    return settings_view(service, root, ANALYZER_VERSION, shown);
  };
  options.region_name = [&service](std::string_view code) {
    return service.snapshot()->calendar().region_name(code);
  };
  if (!log.says_info()) return options;  // nothing is put together for a line nobody writes
  options.log = [&log](const server::AccessRecord& r) {
    log.info("request", {{"method", std::string(r.method)},
                         {"route", std::string(r.route)},
                         {"status", std::to_string(r.status)},
                         {"us", std::to_string(r.micros)},
                         {"id", std::string(r.request_id)},
                         {"who", std::string(r.who)}});
  };
  return options;
}

std::string feeds_path(const std::string& root) { return root + "/data/feeds.toml"; }
std::string webhooks_path(const std::string& root) { return root + "/data/webhooks.toml"; }

// With everything that is wrong in a file.
std::string message_of(const Error& error) {
  std::string out = error.message;
  for (const FieldError& field : error.fields) out += "; " + field.pointer + ": " + field.message;
  return out;
}

// The first start: the three administrators, and in a demo the people of a desk.
Status first_start(Accounts& accounts, bool demo) {
  const Result<bool> any = accounts.any_user();
  if (!any) return tl::unexpected(any.error());
  if (*any) return {};
  struct First {
    const char* name;
    const char* display_name;
    std::vector<Role> roles;
    bool demo;
  };
  const First users[] = {
      {"sysadmin", "系统管理员", {Role::kSystemAdmin}, false},
      {"secadmin", "安全管理员", {Role::kSecurityAdmin}, false},
      {"auditor", "审计管理员", {Role::kAuditAdmin}, false},
      {"hotline", "王坐席", {Role::kHotline}, true},
      {"reviewer", "李核查", {Role::kReviewer, Role::kHotline}, true},
      {"second", "赵复核", {Role::kSecondReviewer}, true},
  };
  std::printf("\n  First sign-in (passwords are shown once and must be changed):\n");
  for (const First& first : users) {
    if (first.demo && !demo) continue;
    const Result<UserRow> row =
        accounts.install_user({first.name, first.display_name}, first.roles, "");
    if (!row) return tl::unexpected(row.error());
    std::printf("    %-10s %-24s %s\n", first.name, row->initial_password.c_str(),
                first.display_name);
  }
  return {};
}

// Blocks until SIGINT or SIGTERM, tidying accounts meanwhile; SIGHUP reloads.
void wait_for_stop(const sigset_t& signals, const std::string& root, Service& service,
                   Accounts& accounts, const Parts& parts, Log& log) {
  constexpr timespec kTick{2, 0};
  constexpr int kTidyEvery = 30;  // ticks
  for (int tick = 1;; ++tick) {
    const int signal = ::sigtimedwait(&signals, nullptr, &kTick);
    if (signal == SIGINT || signal == SIGTERM) return;
    if (signal == SIGHUP) {
      if (const Status status = service.reload(); status) {
        log.info("reloaded", {{"snapshot", service.snapshot()->name()}});
      } else {
        log.warn("reload_failed", {{"reason", status.error().message}});
      }
      if (Result<FeedsConfig> lists = load_feeds(feeds_path(root)); lists) {
        parts.feeds->configure(*std::move(lists));
      } else {
        log.warn("reload_failed", {{"reason", message_of(lists.error())}});
      }
      if (Result<WebhooksConfig> hooks = load_webhooks(webhooks_path(root)); hooks) {
        parts.webhooks->configure(*std::move(hooks));
      } else {
        log.warn("reload_failed", {{"reason", message_of(hooks.error())}});
      }
      continue;
    }
    Status status = accounts.refresh_keys();
    if (status && tick % kTidyEvery == 0) status = accounts.tidy();
    if (status && tick % kTidyEvery == 0) status = parts.disputes->tend();
    if (!status) log.warn("tidy_failed", {{"reason", status.error().message}});
  }
}

void announce(const Config& config, std::uint16_t port, const std::string& ready_file) {
  const char* scheme = config.tls_cert.empty() ? "http" : "https";
  const bool v6 = config.address.find(':') != std::string::npos;
  const std::string url = std::string(scheme) + "://" +
                          (v6 ? "[" + config.address + "]" : config.address) + ":" +
                          std::to_string(port) + "/";
  std::printf("\n  The service is ready:  %s\n  Stop it with Ctrl-C.\n\n", url.c_str());
  std::fflush(stdout);
  if (ready_file.empty()) return;
  if (std::FILE* file = std::fopen(ready_file.c_str(), "w")) {
    std::fprintf(file, "%s\n", url.c_str());
    std::fclose(file);
  }
}

int serve(const std::string& root, const ServeOptions& options) {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before any thread starts
  std::signal(SIGPIPE, SIG_IGN);

  const Result<Config> config = effective_config(options);
  if (!config) return print_error(config.error());
  Log log(*config);
  const Result<StoreLock> lock = StoreLock::take(config->store);
  if (!lock) return print_error(lock.error());
  Result<Runtime> runtime =
      open_runtime(root, *config, Background::kJobs, tell_windows(log, config->log_level != "warn"),
                   [&log](const Notice& notice) {
                     if (notice.problem) {
                       log.warn(notice.event, {{"reason", notice.detail}});
                     } else {
                       log.info(notice.event, {{"detail", notice.detail}});
                     }
                   });
  if (!runtime) return print_error(runtime.error());
  Service& service = *runtime->service;
  for (const auto& [model, problem] : service.snapshot()->model_problems()) {
    log.warn("model_missing", {{"model", model}, {"reason", problem}});
  }
  Pictures pictures(service, pictures_options(*config));
  Result<FeedsConfig> sources = load_feeds(feeds_path(root));
  if (!sources) return print_error(sources.error());
  PublishedLists lists(service, options.list_issuer);
  server::FetcherOptions fetching;
  fetching.proxy = options.feeds_proxy;
  server::HttpFetcher fetcher(fetching);
  Feeds feeds(service, fetcher, *std::move(sources));
  Result<WebhooksConfig> hooks = load_webhooks(webhooks_path(root));
  if (!hooks) return print_error(hooks.error());
  server::HttpPoster poster(fetching);
  Webhooks webhooks(service, poster, *std::move(hooks), [&lists] { (void)lists.refresh(); });
  Disputes disputes(service, lists);
  AuditCheck audit_check(service);
  RegisterWork register_work(service);
  const Parts parts{&pictures, &lists, &feeds, &webhooks, &disputes, &audit_check, &register_work};
  Result<server::ApiOptions> wiring = api_options(root, *config, service, parts, log);
  if (!wiring) return print_error(wiring.error());
  server::Listener* counted = nullptr;  // set before the listener starts to accept
  wiring->listener_counts = [&counted] {
    return counted == nullptr ? server::ListenerCounts{} : counted->counts();
  };
  auto api = server::Api::make(service, *runtime->accounts, *std::move(wiring));
  if (!api) return print_error(api.error());
  auto listener = server::Listener::open(listener_options(*config), **api);
  if (!listener) return print_error(listener.error());
  counted = listener->get();

  if (Status s = first_start(*runtime->accounts, options.demo); !s) return print_error(s.error());
  if (options.demo) {
    if (Status s = load_demo(service, root + "/data/samples/demo.jsonl"); !s) {
      return print_error(s.error());
    }
  }
  feeds.start();
  webhooks.start();
  (*listener)->start();
  log.info("ready", {{"port", std::to_string((*listener)->port())},
                     {"snapshot", service.snapshot()->name()}});
  announce(*config, (*listener)->port(), options.ready_file);
  wait_for_stop(signals, root, service, *runtime->accounts, parts, log);
  log.info("stopping", {});
  (*listener)->stop();
  (*api)->stop();
  feeds.stop();
  webhooks.stop();
  pictures.stop();
  audit_check.stop();
  service.stop();
  log.info("stopped", {});
  return 0;
}

}  // namespace

void add_serve(CLI::App& app, Context& context) {
  auto options = std::make_shared<ServeOptions>();
  CLI::App* command = app.add_subcommand(
      "serve",
      "Run the service with its console until Ctrl-C. SIGHUP reloads rules, lists\n"
      "and models; what does not load leaves the old ones in place.");
  command->add_option("--config", options->config,
                      "Configuration file; `analyzer check --print-config` lists its settings");
  command->add_option("--store", options->store,
                      "Database file; its key file is FILE.key. Or postgres://user@host/database,\n"
                      "which several servers may share; give --key-file");
  command->add_option("--key-file", options->key_file, "Key file");
  command->add_option("--address", options->address, "Address to listen on");
  command->add_option("--port", options->port, "TCP port; 0: any free one");
  command->add_option("--tls-cert", options->tls_cert, "PEM certificate chain");
  command->add_option("--tls-key", options->tls_key, "PEM key");
  command->add_option("--tls-client-ca", options->tls_client_ca,
                      "PEM; API keys then count only beside a certificate of their caller");
  command
      ->add_option("--list-issuer", options->list_issuer,
                   "Whose the lists are that go out (/v1/feeds)")
      ->capture_default_str();
  command->add_option("--feeds-proxy", options->feeds_proxy,
                      "http://host:port through which lists are fetched");
  command->add_option("--ready-file", options->ready_file,
                      "Write the address to this file once requests are served");
  command->add_flag("--demo", options->demo,
                    "Load an invented day and demo accounts; accept invented id numbers");
  command->add_flag("--synthetic-ids", options->synthetic_ids,
                    "Accept id numbers of the invented region 99");
  command->add_flag("--quiet", options->quiet, "Log warnings and errors only");
  command->callback([&context, options] {
    context.action = [&context, options] { return serve(context.root, *options); };
  });
}

}  // namespace analyzer::cli
