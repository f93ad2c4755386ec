// The settings of `analyzer serve`: one field each with default, unit and
// meaning. To add a setting: a field here and a row in config.cpp.

#ifndef ANALYZER_CLI_CONFIG_H_
#define ANALYZER_CLI_CONFIG_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/service/settings_view.h"

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
  std::int64_t retention_hour = 3;
  std::int64_t observations_keep_days = 0;
  std::int64_t captures_keep_days = 0;
  std::int64_t cases_keep_days = 0;
  std::int64_t details_keep_days = 0;
  std::int64_t campaigns_keep_days = 0;
  std::int64_t visits_keep_days = 0;
  std::int64_t disputes_keep_days = 0;
  std::int64_t tips_keep_days = 0;
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

  // Where a setting's value comes from if not by default: "file:line" or "--flag".
  std::map<std::string, std::string> sources = {};
};

// Reads a TOML file; an empty path gives the defaults. Fails with kInvalid
// naming file and line: an unknown setting, a value of the wrong type or out of
// its range.
Result<Config> load_config(const std::string& path);

// Every setting, without passwords, in the order of the program.
std::vector<ShownSetting> settings_of(const Config& config);
// One setting a line: name = value  # meaning (and where the value comes from).
std::string describe_config(const Config& config);

}  // namespace analyzer::cli

#endif  // ANALYZER_CLI_CONFIG_H_
