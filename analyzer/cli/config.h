// The settings of `analyzer serve`: one field each with default, unit and
// meaning. To add a setting: a field here and a row in config.cpp.

#ifndef ANALYZER_CLI_CONFIG_H_
#define ANALYZER_CLI_CONFIG_H_

#include <algorithm>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "analyzer/core/result.h"

namespace analyzer::cli {

struct Config {
  std::string store = "var/analyzer.db";
  std::string key_file = "var/site.key";
  std::string key_algorithm = "hmac-sha256";
  std::string address = "127.0.0.1";
  std::int64_t port = 8443;
  std::int64_t io_threads = 1;
  std::int64_t deciders = std::max(2, static_cast<int>(std::thread::hardware_concurrency()));
  std::int64_t workers = 4;
  std::int64_t connections = 4096;
  std::int64_t queue_limit = 2048;
  double key_calls_per_second = 0.0;
  std::int64_t picture_readers = 1;
  std::int64_t picture_queue = 16;
  std::int64_t picture_keep_days = 0;
  std::string picture_reader;
  bool synthetic_ids = false;
  std::string tls_cert;
  std::string tls_key;
  std::string tls_client_ca;
  std::string tls_client_required = "keys";
  std::vector<std::string> trusted_proxies;
  std::string console = "analyzer/console/dist";
  std::string log_format = "kv";
  std::string log_level = "info";
};

// Reads a TOML file; an empty path gives the defaults. Fails with kInvalid
// naming file and line: an unknown setting, a value of the wrong type or out of
// its range.
Result<Config> load_config(const std::string& path);

// One setting a line: name = value  # unit and meaning.
std::string describe_config(const Config& config);

}  // namespace analyzer::cli

#endif  // ANALYZER_CLI_CONFIG_H_
