#include "analyzer/cli/feed.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <vector>

#include "analyzer/cli/print.h"
#include "analyzer/cli/runtime.h"
#include "analyzer/cli/store_lock.h"
#include "analyzer/core/json.h"
#include "analyzer/core/known_words.h"
#include "analyzer/server/feed_fetcher.h"
#include "analyzer/service/feed_fetch.h"
#include "analyzer/service/feeds.h"
#include "feeds/format.h"
#include "feeds/reader.h"

namespace analyzer::cli {
namespace {

struct FeedOptions {
  std::string action;
  std::string name;
  std::string config;
  std::string reason;
  std::string digest;
  std::string format = "lines";
  std::string to;
  std::string proxy;
  bool dry = false;
};

// Reads a file and says what is in it, or writes it in another format: no store.
int read_list(const FeedOptions& options) {
  const auto format = parse_name<feeds::Format>(options.format);
  const auto to = parse_name<feeds::Format>(options.to.empty() ? "csv" : options.to);
  const std::string known = known_words(kNames<feeds::Format>);
  if (!format) return print_error({ErrorCode::kInvalid, "--format is one of" + known, {}});
  if (!to) return print_error({ErrorCode::kInvalid, "--to is one of" + known, {}});
  if (!feeds::is_written(*to)) {
    return print_error({ErrorCode::kInvalid, "--to: " + options.to + " is read only", {}});
  }
  std::vector<feeds::Entry> entries;
  std::size_t wrong = 0;
  feeds::Reader reader(*format, {.source = "file"},
                       {[&](feeds::Entry&& entry) { entries.push_back(std::move(entry)); },
                        [&](const feeds::Wrong& mistake) {
                          ++wrong;
                          std::fprintf(stderr, "line %zu: %s\n", mistake.line,
                                       mistake.cause.c_str());
                        }});
  FetchRequest request;
  request.address = options.name;
  request.most_bytes = std::size_t{1} << 30;
  const auto read =
      fetch_file(request, [&](std::string_view bytes) { return reader.write(bytes); });
  Status status = read ? reader.finish() : Status(tl::unexpected(read.error()));
  if (!status) return print_error(status.error());
  if (!options.to.empty()) {
    const std::string out = feeds::write_list(*to, entries, {"list", options.name, "file"});
    std::fwrite(out.data(), 1, out.size(), stdout);
  }
  std::fprintf(stderr, "%zu entries, %zu wrong\n", entries.size(), wrong);
  return wrong == 0 ? 0 : 1;
}

void print_status(const json::Object& status, const std::string& before) {
  for (const auto& [key, value] : status) {
    if (value.is_object()) {
      print_status(value.get_object(), before + std::string(key) + ".");
    } else if (!value.is_null()) {
      std::printf("  %-32s %s\n", (before + std::string(key)).c_str(), json::write(value).c_str());
    }
  }
}

int print_answer(const Result<Document>& answer) {
  if (!answer) return print_error(answer.error());
  const Result<json::Value> value = json::parse(*answer->text);
  if (!value) return print_error(value.error());
  const json::Object& status = value->get_object();
  if (const json::Value* data = status.if_contains("data")) {
    for (const json::Value& one : data->get_array()) {
      std::printf("%s\n", std::string(one.get_object().at("name").get_string()).c_str());
      print_status(one.get_object(), "");
    }
    return 0;
  }
  print_status(status, "");
  const auto& state = status.at("state").get_string();
  return state == "failed" ? 1 : 0;
}

int with_feeds(const std::string& root, const FeedOptions& options) {
  const Result<Config> config = load_config(options.config);
  if (!config) return print_error(config.error());
  Result<FeedsConfig> sources = load_feeds(root + "/data/feeds.toml");
  if (!sources) return print_error(sources.error());
  const Result<StoreLock> lock = StoreLock::take(config->store);
  if (!lock) return print_error(lock.error());
  Result<Runtime> runtime = open_runtime(root, *config, Background::kNone);
  if (!runtime) return print_error(runtime.error());
  server::FetcherOptions fetching;
  fetching.proxy = options.proxy;
  server::HttpFetcher fetcher(fetching);
  Feeds feeds(*runtime->service, fetcher, *std::move(sources));
  if (options.action == "list") return print_answer(feeds.sources());
  if (options.action == "run") return print_answer(feeds.run(options.name, options.dry));
  Actor actor;
  actor.id = "command";
  const json::Object body{{"accept", options.action == "accept"},
                          {"digest", options.digest},
                          {"reason", options.reason}};
  return print_answer(feeds.decide(actor, options.name, json::write(body)));
}

}  // namespace

void add_feed(CLI::App& app, Context& context) {
  auto options = std::make_shared<FeedOptions>();
  CLI::App* command = app.add_subcommand(
      "feed",
      "The lists of others (data/feeds.toml). The service must be stopped, but for read.\n"
      "  list               how each stands\n"
      "  run NAME [--dry]   fetch it now; dry: only say what would change\n"
      "  accept NAME, reject NAME --digest D --reason TEXT   decide on what is held\n"
      "  read FILE --format F [--to F]   what is in a file, or the same in another format");
  command->add_option("action", options->action, "list, run, accept, reject or read")
      ->required()
      ->check(CLI::IsMember({"list", "run", "accept", "reject", "read"}));
  command->add_option("name", options->name, "Name of the list, or the file");
  command->add_flag("--dry", options->dry, "Change nothing");
  command->add_option("--digest", options->digest, "held_digest, as list shows it");
  command->add_option("--reason", options->reason, "Why it is taken or left");
  command->add_option("--format", options->format, "Format of the file")->capture_default_str();
  command->add_option("--to", options->to, "Format to write");
  command->add_option("--proxy", options->proxy, "http://host:port to fetch through");
  command->add_option("--config", options->config, "Configuration file of `serve`");
  command->callback([&context, options] {
    context.action = [&context, options] {
      return options->action == "read" ? read_list(*options) : with_feeds(context.root, *options);
    };
  });
}

}  // namespace analyzer::cli
