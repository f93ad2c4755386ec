// One step of load on a server of this machine, told as one line of JSON; or the
// bare echo server to hold it against. script/bench runs the steps.
//
//   load --echo 18081
//   load --port 8443 --key ak_… --path /v1/attempts --attempts city.jsonl --rate 4000 --seconds 60
//   load --port 8443 --key ak_… --path /v1/check --messages corpus.jsonl --seconds 10    (closed
//   loop)

#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "analyzer/core/json.h"
#include "tests/bench/load_client.h"
#include "tests/bench/load_echo.h"
#include "tests/bench/load_process.h"

namespace analyzer::bench {
namespace {

struct Options {
  std::uint16_t echo = 0;
  Target target;
  Step step;
  double seconds = 10.0;
  std::string attempts;
  std::uint64_t cities = 1;
  std::string run = "a";
  std::vector<std::string> messages;
  std::size_t characters = 200;
  int pid = 0;
  std::string database;
};

std::string contents_of(const std::vector<std::string>& paths) {
  std::ostringstream out;
  for (const std::string& path : paths) {
    std::ifstream file(path);
    if (!file) std::fprintf(stderr, "%s: cannot be read\n", path.c_str());
    out << file.rdbuf();
  }
  return out.str();
}

Result<std::unique_ptr<Mix>> mix_of(const Options& options) {
  if (!options.messages.empty()) {
    Result<MessageMix> mix = MessageMix::make(contents_of(options.messages), options.characters);
    if (!mix) return tl::unexpected(mix.error());
    return std::make_unique<MessageMix>(*std::move(mix));
  }
  Result<AttemptMix> mix =
      AttemptMix::make(contents_of({options.attempts}), options.cities, options.run);
  if (!mix) return tl::unexpected(mix.error());
  const std::uint64_t end = options.step.first + options.step.most;
  if (end > mix->size()) {
    return fail(ErrorCode::kInvalid, "only " + std::to_string(mix->size()) + " attempts");
  }
  return std::make_unique<AttemptMix>(*std::move(mix));
}

double own_cpu_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

void append_times(const char* name, const Histogram& times, std::string& out) {
  char text[256];
  const auto ms = [&](double share) { return static_cast<double>(times.percentile(share)) / 1e3; };
  std::snprintf(text, sizeof text,
                ",\"%s\":{\"p50\":%.3f,\"p95\":%.3f,\"p99\":%.3f,\"p999\":%.3f,\"most\":%.3f}",
                name, ms(0.5), ms(0.95), ms(0.99), ms(0.999),
                static_cast<double>(times.most()) / 1e3);
  out += text;
}

std::string told(const Options& options, const Outcome& out, double server_cpu, double load_cpu) {
  char text[512];
  std::snprintf(
      text, sizeof text,
      "{\"rate\":%.0f,\"seconds\":%.3f,\"per_second\":%.1f,\"sent\":%llu,\"accepted\":%llu,"
      "\"refused\":%llu,\"failed\":%llu,\"broken\":%llu,\"next\":%llu",
      options.step.rate, out.seconds, out.per_second(), static_cast<unsigned long long>(out.sent),
      static_cast<unsigned long long>(out.accepted), static_cast<unsigned long long>(out.refused),
      static_cast<unsigned long long>(out.failed), static_cast<unsigned long long>(out.broken),
      static_cast<unsigned long long>(out.next));
  std::string line = text;
  append_times("ms", out.accepted_times, line);
  if (out.refused > 0) append_times("refused_ms", out.refused_times, line);
  std::snprintf(text, sizeof text,
                ",\"server_cpu_seconds\":%.2f,\"load_cpu_seconds\":%.2f,\"resident_mb\":%.1f,"
                "\"database_mb\":%.1f",
                server_cpu, load_cpu,
                static_cast<double>(usage_of(options.pid).resident_bytes) / 1e6,
                static_cast<double>(database_bytes(options.database)) / 1e6);
  line += text;
  if (!out.first_failure.empty()) {
    line += ",\"first_failure\":";
    json::append_string(line, out.first_failure);
  }
  return line + "}";
}

int run(Options& options) {
  if (options.echo > 0) {
    EchoServer(options.echo).run();
    return 0;
  }
  options.step.time = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::duration<double>(options.seconds));
  const auto mix = mix_of(options);
  if (!mix) {
    std::fprintf(stderr, "error: %s\n", mix.error().message.c_str());
    return 1;
  }
  const double server_before = usage_of(options.pid).cpu_seconds;
  const double own_before = own_cpu_seconds();
  const Result<Outcome> out = drive(options.target, **mix, options.step);
  if (!out) {
    std::fprintf(stderr, "error: %s\n", out.error().message.c_str());
    return 1;
  }
  const double server_cpu = usage_of(options.pid).cpu_seconds - server_before;
  std::printf("%s\n", told(options, *out, server_cpu, own_cpu_seconds() - own_before).c_str());
  return 0;
}

}  // namespace
}  // namespace analyzer::bench

int main(int argc, char** argv) {
  analyzer::bench::Options options;
  CLI::App app{"One step of load, told as one line of JSON."};
  app.add_option("--echo", options.echo, "Be the echo server on this port instead");
  app.add_option("--port", options.target.ports,
                 "Of the server, on the loopback; of several in turn");
  app.add_option("--path", options.target.path, "Of the call")->capture_default_str();
  app.add_option("--key", options.target.key, "API key");
  app.add_option("--attempts", options.attempts, "Lines of `analyzer simulate`");
  app.add_option("--cities", options.cities, "Cities made of that one, side by side in time");
  app.add_option("--run", options.run, "Part of every id, so that a second run has its own");
  app.add_option("--messages", options.messages, "Files of data/corpus");
  app.add_option("--characters", options.characters, "Of a message")->capture_default_str();
  app.add_option("--rate", options.step.rate, "Requests a second; without it a closed loop");
  app.add_option("--seconds", options.seconds, "Of sending")->capture_default_str();
  app.add_option("--count", options.step.most, "Requests at most");
  app.add_option("--connections", options.step.connections, "At most")->capture_default_str();
  app.add_option("--first", options.step.first, "Number of the first body")->capture_default_str();
  app.add_option("--pid", options.pid, "Of the server, for processor time and memory");
  app.add_option("--database", options.database, "Of the server, for its size");
  CLI11_PARSE(app, argc, argv);
  return analyzer::bench::run(options);
}
