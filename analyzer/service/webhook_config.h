// Who is told of what happens, as data/webhooks.toml names them.

#ifndef ANALYZER_SERVICE_WEBHOOK_CONFIG_H_
#define ANALYZER_SERVICE_WEBHOOK_CONFIG_H_

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"

namespace analyzer {

struct WebhookConfig {
  std::string name;                // [a-z0-9-]; deliveries carry it
  std::string title;               // for people
  std::string url;                 // https://…; http:// only with `intranet`
  std::string secret;              // 24 to 64 bytes, decoded
  std::vector<std::string> types;  // of kEventTypes; empty: all
  std::string caller;              // only attempts of this caller; empty: of all
  bool intranet = false;           // its address may be a private one
  bool enabled = true;
};

struct WebhooksConfig {
  std::vector<WebhookConfig> hooks;
};

// Reads data/webhooks.toml; without the file nobody is told. A secret is read from the
// file or the variable of the environment that is named ("whsec_" and Base64). Fails with
// kInvalid, naming every mistake with file and line.
Result<WebhooksConfig> load_webhooks(const std::string& path);

// The bytes of "whsec_MfKQ9r8G…". Fails with kInvalid.
Result<std::string> decode_secret(std::string_view text);

// The value of webhook-signature: "v1," and the Base64 of HMAC-SHA256 over
// "id.timestamp.body". Source: Standard Webhooks 1.0.
std::string sign_webhook(std::string_view secret, std::string_view id, std::string_view timestamp,
                         std::string_view body);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_WEBHOOK_CONFIG_H_
