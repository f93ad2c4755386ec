// `analyzer simulate`: an invented city's attempts and registry events as lines of
// JSON, and apart from them what was true.

#include "analyzer/service/simulate/simulate.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "analyzer/cli/commands.h"
#include "analyzer/cli/print.h"
#include "analyzer/service/simulate/parameters.h"

namespace analyzer::cli {
namespace {

struct SimulateOptions {
  std::string parameters;
  std::string preset;
  std::string out;
  std::string truth = "truth.jsonl";
  std::uint64_t seed = 1;
};

Status line_to(std::ostream& out, const std::string& line, const std::string& name) {
  out << line << '\n';
  return out ? Status{} : fail(ErrorCode::kUnavailable, name + ": cannot be written");
}

Status write_city(const simulate::Parameters& parameters, std::uint64_t seed, std::ostream& lines,
                  std::ostream& truth) {
  const auto attempt = [&](const Attempt& one, const simulate::Label& label) {
    if (Status status = line_to(lines, simulate::attempt_line(one), "attempts"); !status) {
      return status;
    }
    return line_to(truth, simulate::truth_line(one, label), "truth");
  };
  const auto registry = [&](const simulate::RegistryRow& row) {
    return line_to(lines, simulate::registry_line(row), "attempts");
  };
  return simulate::simulate(parameters, seed, {attempt, registry});
}

int run(const std::string& root, const SimulateOptions& o) {
  const std::string file = o.parameters.empty() ? root + "/data/simulation.toml" : o.parameters;
  const auto parameters = simulate::Parameters::load(file, o.preset);
  if (!parameters) return print_error(parameters.error());
  std::ofstream lines;
  std::string truth_name = o.truth;
  if (!o.out.empty()) {
    std::error_code made;
    std::filesystem::create_directories(o.out, made);
    truth_name = o.out + "/truth.jsonl";
    lines.open(o.out + "/attempts.jsonl");
    if (!lines) return print_error({ErrorCode::kUnavailable, o.out + ": cannot be written", {}});
  }
  std::ofstream truth(truth_name);
  if (!truth) return print_error({ErrorCode::kUnavailable, truth_name + ": cannot be written", {}});
  const Status status = write_city(*parameters, o.seed, o.out.empty() ? std::cout : lines, truth);
  if (!status) return print_error(status.error());
  std::ostream& out = o.out.empty() ? std::cout : lines;
  if (!out.flush() || !truth.flush()) {
    return print_error({ErrorCode::kUnavailable, "the stream could not be written whole", {}});
  }
  return 0;
}

}  // namespace

void add_simulate(CLI::App& app, Context& context) {
  auto options = std::make_shared<SimulateOptions>();
  CLI::App* command = app.add_subcommand(
      "simulate",
      "Write invented, labelled attempts and registry events as JSON lines, in the order of\n"
      "arrival, and apart from them what was true");
  command->add_option("--preset", options->preset, "small, base or drift (data/simulation.toml)");
  command->add_option("--parameters", options->parameters, "TOML file of parameters");
  command->add_option("--out", options->out,
                      "Folder for attempts.jsonl and truth.jsonl; without it the lines go to\n"
                      "standard output");
  command->add_option("--truth", options->truth, "Without --out: file for what was true")
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Same seed, same stream")->capture_default_str();
  command->callback([&context, options] {
    context.action = [&context, options] { return run(context.root, *options); };
  });
}

}  // namespace analyzer::cli
