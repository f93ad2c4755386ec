// The program: options, commands, run.

#include <cstdio>
#include <exception>
#include <filesystem>

#include <CLI/CLI.hpp>

#include "analyzer/cli/commands.h"
#include "analyzer/cli/feed.h"

namespace {

// The nearest folder above the executable that holds data/policy.toml.
std::string default_root() {
  std::error_code error;
  std::filesystem::path at = std::filesystem::read_symlink("/proc/self/exe", error);
  while (!error && at.has_relative_path()) {
    at = at.parent_path();
    if (std::filesystem::exists(at / "data" / "policy.toml")) return at.string();
  }
  return ".";
}

}  // namespace

int main(int argc, char** argv) {
  analyzer::cli::Context context;
  context.root = default_root();

  CLI::App app{
      "Fraud and scam detection for pension certification (养老金资格认证).\n"
      "Checks certification attempts, links and reported messages, explains what it\n"
      "finds in plain Chinese, and queues what a person should decide.\n\n"
      "Start here:  analyzer serve            the service with its console\n"
      "             analyzer score < lines    answers for JSON lines, without a server\n"
      "             analyzer check            is everything in data/ and models/ right?"};
  app.require_subcommand(1);
  app.add_option("--root", context.root, "Folder that holds data/ and models/")
      ->capture_default_str();
  analyzer::cli::add_serve(app, context);
  analyzer::cli::add_score(app, context);
  analyzer::cli::add_check(app, context);
  analyzer::cli::add_calendar(app, context);
  analyzer::cli::add_training(app, context);
  analyzer::cli::add_simulate(app, context);
  analyzer::cli::add_accounts(app, context);
  analyzer::cli::add_import(app, context);
  analyzer::cli::add_feed(app, context);
  analyzer::cli::add_maintenance(app, context);
  analyzer::cli::add_move(app, context);
  analyzer::cli::add_version(app, context);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  try {
    return context.action();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "error: %s\n", error.what());
    return 1;
  }
}
