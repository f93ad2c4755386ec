#include "analyzer/service/webhook_config.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "analyzer/core/base64.h"
#include "analyzer/core/digest.h"
#include "analyzer/core/toml.h"
#include "analyzer/service/outbox.h"

namespace analyzer {
namespace {

constexpr std::size_t kShortestSecret = 24;  // bytes
constexpr std::size_t kLongestSecret = 64;

bool is_name(const std::string& name) {
  return name.size() <= 40 &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
}

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) {
    text.pop_back();
  }
  return text;
}

std::string read_secret(const toml::Table& table) {
  const auto file = table.maybe_text("secret_file");
  const auto variable = table.maybe_text("secret_env");
  if (file.has_value() == variable.has_value()) {
    table.refuse("a secret comes from secret_file or from secret_env");
    return {};
  }
  const char* key = file ? "secret_file" : "secret_env";
  std::string text;
  if (file) {
    const Result<std::string> bytes = read_file(*file);
    if (!bytes) table.refuse(key, "the file cannot be read");
    if (bytes) text = trimmed(*bytes);
  } else if (const char* value = std::getenv(variable->c_str()); value != nullptr) {
    text = value;
  } else {
    table.refuse(key, "the environment has no such variable");
  }
  if (text.empty()) return {};
  const Result<std::string> secret = decode_secret(text);
  if (!secret) table.refuse(key, secret.error().message);
  return secret.value_or("");
}

WebhookConfig read_hook(const toml::Table& table) {
  WebhookConfig out;
  out.name = table.text("name");
  if (!is_name(out.name)) table.refuse("name", "a name is of [a-z0-9-], at most 40");
  out.title = table.text("title");
  out.url = table.text("url");
  out.intranet = table.flag("intranet", false);
  out.enabled = table.flag("enabled", true);
  out.caller = table.text("caller", "");
  if (!out.url.starts_with("https://") && !(out.intranet && out.url.starts_with("http://"))) {
    table.refuse("url", "an address is https://; http:// needs intranet");
  }
  out.types = table.texts("types");
  for (const std::string& type : out.types) {
    if (std::find(std::begin(kEventTypes), std::end(kEventTypes), type) == std::end(kEventTypes)) {
      table.refuse("types", "there is no event of type '" + type + "'");
    }
  }
  out.secret = read_secret(table);
  table.done();
  return out;
}

}  // namespace

Result<std::string> decode_secret(std::string_view text) {
  constexpr std::string_view kPrefix = "whsec_";
  if (!text.starts_with(kPrefix)) return fail(ErrorCode::kInvalid, "a secret begins with whsec_");
  text.remove_prefix(kPrefix.size());
  std::optional<std::string> out = from_base64(text);
  if (!out) return fail(ErrorCode::kInvalid, "a secret is Base64");
  if (out->size() < kShortestSecret || out->size() > kLongestSecret) {
    return fail(ErrorCode::kInvalid, "a secret has 24 to 64 bytes");
  }
  return *std::move(out);
}

std::string sign_webhook(std::string_view secret, std::string_view id, std::string_view timestamp,
                         std::string_view body) {
  std::string content(id);
  content.append(".").append(timestamp).append(".").append(body);
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(content.data()), content.size(), mac, &size);
  return "v1," + to_base64({reinterpret_cast<const char*>(mac), size});
}

Result<WebhooksConfig> load_webhooks(const std::string& path) {
  const Result<toml::Table> root = toml::load(path);
  WebhooksConfig out;
  if (!root && root.error().code == ErrorCode::kNotFound) return out;
  if (!root) return tl::unexpected(root.error());
  std::set<std::string> names;
  for (const toml::Table& table : root->tables("hook")) {
    out.hooks.push_back(read_hook(table));
    if (!names.insert(out.hooks.back().name).second) table.refuse("name", "the name is taken");
  }
  root->done();
  if (Status status = root->finish(); !status) return tl::unexpected(status.error());
  return out;
}

}  // namespace analyzer
