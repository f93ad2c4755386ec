#include "analyzer/cli/config.h"

#include <algorithm>
#include <variant>

#include "analyzer/core/json.h"
#include "analyzer/core/toml.h"
#include "analyzer/store/open_store.h"

namespace analyzer::cli {
namespace {

using Field = std::variant<std::string Config::*, std::int64_t Config::*, double Config::*,
                           bool Config::*, std::vector<std::string> Config::*>;

struct Setting {
  const char* name;
  Field field;
  double lowest;  // of numbers
  double highest;
  const char* meaning;
};

constexpr double kMany = 1e6;

const Setting kSettings[] = {
    {"store", &Config::store, 0, 0, "path of the database file, or postgres://user@host/database"},
    {"key_file", &Config::key_file, 0, 0, "path of the site's keys; created with mode 0600"},
    {"key_algorithm", &Config::key_algorithm, 0, 0,
     "hmac-sha256 or hmac-sm3; counts when the key file is created"},
    {"address", &Config::address, 0, 0, "address to listen on"},
    {"port", &Config::port, 0, 65535, "TCP port; 0: any free one"},
    {"io_threads", &Config::io_threads, 1, 64, "threads that read and write sockets"},
    {"deciders", &Config::deciders, 1, 256,
     "threads for checks, reports and batches of attempts; as many as there are cores"},
    {"workers", &Config::workers, 1, 256, "threads for pages, exports, searches and sign-ins"},
    {"connections", &Config::connections, 1, kMany, "open at once; more are refused"},
    {"queue_limit", &Config::queue_limit, 1, kMany, "writes that may wait; above it 503"},
    {"key_calls_per_second", &Config::key_calls_per_second, 0, kMany,
     "of each API key; 0: no limit"},
    {"picture_readers", &Config::picture_readers, 0, 64,
     "processes that read pictures at once; 0: no pictures are taken"},
    {"picture_queue", &Config::picture_queue, 1, 1000,
     "pictures that may wait, up to 10 MB each; above it 503"},
    {"picture_keep_days", &Config::picture_keep_days, 0, 3650,
     "days that pictures are kept as evidence, encrypted; 0: only their hash is"},
    {"picture_reader", &Config::picture_reader, 0, 0,
     "the program that reads pictures; empty: analyzer-picture-reader beside this one"},
    {"synthetic_ids", &Config::synthetic_ids, 0, 0,
     "accept id numbers of the invented region 99; never in production"},
    {"tls_cert", &Config::tls_cert, 0, 0, "PEM chain; empty: plain HTTP"},
    {"tls_key", &Config::tls_key, 0, 0, "PEM key of tls_cert"},
    {"tls_client_ca", &Config::tls_client_ca, 0, 0,
     "PEM; set: an API key counts only beside a certificate of it whose common name is the key's "
     "caller (mTLS)"},
    {"tls_client_required", &Config::tls_client_required, 0, 0,
     "keys: people need no certificate; all: no connection without one"},
    {"trusted_proxies", &Config::trusted_proxies, 0, 0,
     "addresses or CIDR blocks whose X-Forwarded-For counts"},
    {"console", &Config::console, 0, 0, "folder of the built console, below --root"},
    {"log_format", &Config::log_format, 0, 0, "kv or json"},
    {"log_level", &Config::log_level, 0, 0, "debug, info, warn or error"},
};

void read(const toml::Table& root, const Setting& setting, Config& config) {
  const auto in_range = [&](double value) {
    if (value < setting.lowest || value > setting.highest) {
      root.refuse(setting.name, std::string(setting.name) + " is out of range");
    }
  };
  if (const auto* text = std::get_if<std::string Config::*>(&setting.field)) {
    config.*(*text) = root.text(setting.name, config.*(*text));
  } else if (const auto* whole = std::get_if<std::int64_t Config::*>(&setting.field)) {
    config.*(*whole) = root.integer(setting.name, config.*(*whole));
    in_range(static_cast<double>(config.*(*whole)));
  } else if (const auto* number = std::get_if<double Config::*>(&setting.field)) {
    config.*(*number) = root.number(setting.name, config.*(*number));
    in_range(config.*(*number));
  } else if (const auto* flag = std::get_if<bool Config::*>(&setting.field)) {
    config.*(*flag) = root.flag(setting.name, config.*(*flag));
  } else if (const auto* list = std::get_if<std::vector<std::string> Config::*>(&setting.field)) {
    if (root.has(setting.name)) config.*(*list) = root.texts(setting.name);
  }
}

std::string shown(const Setting& setting, const Config& config) {
  std::string out;
  if (const auto* text = std::get_if<std::string Config::*>(&setting.field)) {
    json::append_string(out, config.*(*text));
  } else if (const auto* whole = std::get_if<std::int64_t Config::*>(&setting.field)) {
    out = std::to_string(config.*(*whole));
  } else if (const auto* number = std::get_if<double Config::*>(&setting.field)) {
    json::append_number(out, config.*(*number));
  } else if (const auto* flag = std::get_if<bool Config::*>(&setting.field)) {
    out = config.*(*flag) ? "true" : "false";
  } else if (const auto* list = std::get_if<std::vector<std::string> Config::*>(&setting.field)) {
    out = "[";
    for (const std::string& item : config.*(*list)) {
      if (out.size() > 1) out += ", ";
      json::append_string(out, item);
    }
    out += "]";
  }
  return out;
}

void check_words(const toml::Table& root, const Config& config) {
  if (config.key_algorithm != "hmac-sha256" && config.key_algorithm != "hmac-sm3") {
    root.refuse("key_algorithm", "key_algorithm must be hmac-sha256 or hmac-sm3");
  }
  if (config.log_format != "kv" && config.log_format != "json") {
    root.refuse("log_format", "log_format must be kv or json");
  }
  if (config.tls_cert.empty() != config.tls_key.empty()) {
    root.refuse("tls_cert", "tls_cert and tls_key belong together");
  }
  if (!config.tls_client_ca.empty() && config.tls_cert.empty()) {
    root.refuse("tls_client_ca", "tls_client_ca needs tls_cert and tls_key");
  }
  if (config.tls_client_required != "keys" && config.tls_client_required != "all") {
    root.refuse("tls_client_required", "tls_client_required must be keys or all");
  }
  constexpr std::string_view kLevels[] = {"debug", "info", "warn", "error"};
  if (std::find(std::begin(kLevels), std::end(kLevels), config.log_level) == std::end(kLevels)) {
    root.refuse("log_level", "log_level must be debug, info, warn or error");
  }
}

}  // namespace

Result<Config> load_config(const std::string& path) {
  Config config;
  if (path.empty()) return config;
  const Result<toml::Table> root = toml::load(path);
  if (!root) return tl::unexpected(root.error());
  for (const Setting& setting : kSettings) read(*root, setting, config);
  check_words(*root, config);
  root->done();
  if (Status status = root->finish(); !status) return tl::unexpected(status.error());
  return config;
}

std::string describe_config(const Config& config) {
  std::string out;
  Config plain = config;
  plain.store = store::shown_address(config.store);  // without a password
  for (const Setting& setting : kSettings) {
    out += std::string(setting.name) + " = " + shown(setting, plain) + "  # " + setting.meaning +
           "\n";
  }
  return out;
}

}  // namespace analyzer::cli
