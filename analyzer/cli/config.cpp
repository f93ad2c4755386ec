#include "analyzer/cli/config.h"

#include <algorithm>
#include <variant>

#include "analyzer/core/json.h"
#include "analyzer/core/toml.h"
#include "analyzer/core/toml_leaves.h"
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
  const char* unit;  // a word, or empty
  const char* meaning;
  const char* meaning_zh;
};

constexpr double kMany = 1e6;
constexpr double kLongest = 36'500;  // days

const Setting kSettings[] = {
    {"store", &Config::store, 0, 0, "",
     "path of the database file, or postgres://user@host/database",
     "数据库文件的路径,或 postgres://用户@主机/数据库"},
    {"key_file", &Config::key_file, 0, 0, "", "path of the site's keys; created with mode 0600",
     "站点密钥文件的路径;新建时权限为0600"},
    {"key_algorithm", &Config::key_algorithm, 0, 0, "",
     "hmac-sha256 or hmac-sm3; counts when the key file is created",
     "hmac-sha256 或 hmac-sm3;在新建密钥文件时起作用"},
    {"address", &Config::address, 0, 0, "", "address to listen on", "监听的地址"},
    {"port", &Config::port, 0, 65535, "", "TCP port; 0: any free one", "TCP 端口;0:任一空闲端口"},
    {"io_threads", &Config::io_threads, 1, 64, "threads", "threads that read and write sockets",
     "收发网络数据的线程数"},
    {"deciders", &Config::deciders, 1, 256, "threads",
     "threads for checks, reports and batches of attempts; as many as there are cores",
     "研判、举报和成批认证请求的线程数;默认与处理器核数相同"},
    {"workers", &Config::workers, 1, 256, "threads",
     "threads for pages, exports, searches and sign-ins", "页面、导出、检索和登录的线程数"},
    {"connections", &Config::connections, 1, kMany, "connections", "open at once; more are refused",
     "同时打开的连接数;超过的拒绝"},
    {"queue_limit", &Config::queue_limit, 1, kMany, "writes", "writes that may wait; above it 503",
     "可以排队等待写入的请求数;超过时答复503"},
    {"key_calls_per_second", &Config::key_calls_per_second, 0, kMany, "per_second",
     "of each API key; 0: no limit", "每个接口密钥每秒可调用的次数;0:不限"},
    {"picture_readers", &Config::picture_readers, 0, 64, "processes",
     "processes that read pictures at once; 0: no pictures are taken",
     "同时识读图片的进程数;0:不收图片"},
    {"picture_queue", &Config::picture_queue, 1, 1000, "pictures",
     "pictures that may wait, up to 10 MB each; above it 503",
     "可以排队等待识读的图片数,每张不超过10 MB;超过时答复503"},
    {"picture_keep_days", &Config::picture_keep_days, 0, 3650, "days",
     "days that pictures are kept as evidence, encrypted; 0: only their hash is",
     "图片作为证据加密保存的天数;0:只保存其摘要值"},
    {"retention_hour", &Config::retention_hour, 0, 23, "",
     "hour of the day in China from which what was kept long enough is erased, once a day",
     "每天从几时(北京时间)起清除到期的数据,每天一次"},
    {"observations_keep_days", &Config::observations_keep_days, 0, kLongest, "days",
     "attempts and reports without a case that is kept; 0: for ever",
     "没有保留案件的认证请求和举报的保存天数;0:长期保存"},
    {"captures_keep_days", &Config::captures_keep_days, 0, kLongest, "days",
     "face hashes of attempts; 0: as long as the attempt",
     "认证画面摘要值的保存天数;0:与认证请求相同"},
    {"cases_keep_days", &Config::cases_keep_days, 0, kLongest, "days",
     "decided cases with what belongs to them, from the decision on; 0: for ever",
     "已办结案件及其材料自办结起的保存天数;0:长期保存"},
    {"details_keep_days", &Config::details_keep_days, 0, kLongest, "days",
     "personal detail of decided cases, from the decision on; 0: as long as the case",
     "已办结案件中个人详细信息自办结起的保存天数;0:与案件相同"},
    {"campaigns_keep_days", &Config::campaigns_keep_days, 0, kLongest, "days",
     "campaigns of reports, from the last day they were seen; 0: as observations",
     "成批举报自最后出现起的保存天数;0:与认证请求和举报相同"},
    {"visits_keep_days", &Config::visits_keep_days, 0, kLongest, "days",
     "visits, from their end or last failure; 0: as observations",
     "上门名单自办完或最后一次失败起的保存天数;0:与认证请求和举报相同"},
    {"disputes_keep_days", &Config::disputes_keep_days, 0, kLongest, "days",
     "objections of the listed, from the answer on; 0: as cases",
     "名单异议自答复起的保存天数;0:与案件相同"},
    {"tips_keep_days", &Config::tips_keep_days, 0, kLongest, "days",
     "tips with nothing left to do, from the last entry on; 0: for ever",
     "已无待办事项的线索自最后一次记录起的保存天数;0:长期保存"},
    {"picture_reader", &Config::picture_reader, 0, 0, "",
     "the program that reads pictures; empty: analyzer-picture-reader beside this one",
     "识读图片的程序;空:用与本程序同目录的 analyzer-picture-reader"},
    {"synthetic_ids", &Config::synthetic_ids, 0, 0, "",
     "accept id numbers of the invented region 99; never in production",
     "接受虚构地区99的身份证号;正式使用时必须关闭"},
    {"tls_cert", &Config::tls_cert, 0, 0, "", "PEM chain; empty: plain HTTP",
     "PEM 证书链;空:明文 HTTP"},
    {"tls_key", &Config::tls_key, 0, 0, "", "PEM key of tls_cert",
     "与 tls_cert 对应的 PEM 私钥文件"},
    {"tls_client_ca", &Config::tls_client_ca, 0, 0, "",
     "PEM; set: an API key counts only beside a certificate of it whose common name is the key's "
     "caller (mTLS)",
     "PEM;设置后,接口密钥须与该机构签发的、通用名为其调用方的客户端证书一起使用(双向 TLS)"},
    {"tls_client_required", &Config::tls_client_required, 0, 0, "",
     "keys: people need no certificate; all: no connection without one",
     "keys:人员不需要证书;all:没有证书的连接一律拒绝"},
    {"trusted_proxies", &Config::trusted_proxies, 0, 0, "",
     "addresses or CIDR blocks whose X-Forwarded-For counts",
     "可信的反向代理地址或网段,其 X-Forwarded-For 有效"},
    {"console", &Config::console, 0, 0, "", "folder of the built console, below --root",
     "控制台构建结果所在的文件夹,在 --root 之下"},
    {"log_format", &Config::log_format, 0, 0, "", "kv or json", "kv 或 json"},
    {"log_level", &Config::log_level, 0, 0, "", "debug, info, warn or error",
     "debug、info、warn 或 error"},
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
  const Result<std::vector<toml::Leaf>> leaves = toml::leaves(path);
  if (!leaves) return tl::unexpected(leaves.error());
  for (const toml::Leaf& leaf : *leaves) {
    config.sources[leaf.path] = path + ":" + std::to_string(leaf.line);
  }
  check_words(*root, config);
  root->done();
  if (Status status = root->finish(); !status) return tl::unexpected(status.error());
  return config;
}

std::vector<ShownSetting> settings_of(const Config& config) {
  Config plain = config;
  plain.store = store::shown_address(config.store);  // without a password
  const Config standard;
  std::vector<ShownSetting> out;
  for (const Setting& setting : kSettings) {
    ShownSetting row;
    row.name = setting.name;
    row.value = shown(setting, plain);
    row.standard = shown(setting, standard);
    const auto source = config.sources.find(row.name);
    if (source != config.sources.end()) {
      row.where = source->second;
      row.source = row.where.starts_with("--") ? SettingSource::kFlag : SettingSource::kFile;
    }
    row.unit = setting.unit;
    row.meaning = {setting.meaning_zh, setting.meaning};
    out.push_back(std::move(row));
  }
  return out;
}

std::string describe_config(const Config& config) {
  std::string out;
  for (const ShownSetting& row : settings_of(config)) {
    out += row.name + " = " + row.value + "  # " + row.meaning.en;
    if (!row.where.empty()) out += " (" + row.where + ", by default " + row.standard + ")";
    out += "\n";
  }
  return out;
}

}  // namespace analyzer::cli
