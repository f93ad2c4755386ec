#include <cstdio>
#include <fstream>
#include <iostream>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "analyzer/cli/commands.h"
#include "analyzer/cli/print.h"
#include "analyzer/service/score.h"

namespace analyzer::cli {

void add_score(CLI::App& app, Context& context) {
  struct Options {
    std::string store;
    std::string key_file;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "score",
      "Answer JSON lines from standard input, one answer a line.\n"
      "A line is {\"attempt\":{...}}, {\"report\":{...}}, {\"check\":{...}} or\n"
      "{\"registry_event\":{...}}. History begins empty and is kept across the lines.");
  command->add_option("--store", options->store, "Begin from this database; it is not changed");
  command->add_option("--key-file", options->key_file, "Key file of that database");
  command->callback([&context, options] {
    context.action = [&context, options] {
      ScoreOptions score_options{context.root, options->store, options->key_file, {}};
      if (::isatty(STDERR_FILENO) != 0) {
        score_options.progress = [](std::size_t lines) {
          std::fprintf(stderr, "\r%zu lines", lines);
        };
      }
      std::ios::sync_with_stdio(false);
      const Status status = score(std::cin, std::cout, score_options);
      if (score_options.progress) std::fprintf(stderr, "\n");
      return status ? 0 : print_error(status.error());
    };
  });
}

}  // namespace analyzer::cli
