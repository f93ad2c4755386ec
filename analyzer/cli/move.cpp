#include "analyzer/store/move.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>

#include "analyzer/cli/commands.h"
#include "analyzer/cli/print.h"
#include "analyzer/cli/store_lock.h"
#include "analyzer/store/open_store.h"

namespace analyzer::cli {
namespace {

struct MoveOptions {
  std::string from;
  std::string to;
};

// A line a table and half; on a terminal one line that counts up.
store::OnMove tell_progress() {
  using Clock = std::chrono::steady_clock;
  const bool terminal = ::isatty(STDERR_FILENO) != 0;
  return [terminal, told = Clock::time_point{}](const store::MoveProgress& now) mutable {
    const bool end = now.done == now.of;
    if (now.of == 0 || (!end && Clock::now() - told < std::chrono::seconds(terminal ? 1 : 10))) {
      return true;
    }
    told = Clock::now();
    std::fprintf(stderr, "%s%-9s %-24s %12llu of %llu%s", terminal ? "\r" : "",
                 now.compares ? "comparing" : "copying", now.table.c_str(),
                 static_cast<unsigned long long>(now.done), static_cast<unsigned long long>(now.of),
                 terminal && !end ? "" : "\n");
    return true;
  };
}

int move(const MoveOptions& options) {
  const Result<StoreLock> from = StoreLock::take(options.from);
  if (!from) return print_error(from.error());
  const Result<StoreLock> to = StoreLock::take(options.to);
  if (!to) return print_error(to.error());
  const auto moved = store::move_store(options.from, options.to, tell_progress());
  if (!moved) return print_error(moved.error());
  for (const store::MovedTable& table : *moved) {
    std::printf("%-24s %12llu  %s\n", table.name.c_str(),
                static_cast<unsigned long long>(table.rows), table.digest.c_str());
  }
  std::printf("every table is equal on both sides. It opens with the key file of %s\n",
              store::shown_address(options.from).c_str());
  return 0;
}

}  // namespace

void add_move(CLI::App& app, Context& context) {
  auto options = std::make_shared<MoveOptions>();
  CLI::App* command = app.add_subcommand(
      "move",
      "Move everything from a file to an empty PostgreSQL database, or back, and compare\n"
      "both sides. No server may run on either. Broken off, the same call goes on.");
  command->add_option("--from", options->from, "Database file or postgres://user@host/database")
      ->required();
  command->add_option("--to", options->to, "The other; empty, or a half-done move from there")
      ->required();
  command->callback([&context, options] { context.action = [options] { return move(*options); }; });
}

}  // namespace analyzer::cli
