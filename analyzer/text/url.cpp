#include "analyzer/text/url.h"

#include <algorithm>
#include <utility>

#include "analyzer/text/domains.h"
#include "analyzer/text/host.h"
#include "analyzer/text/ip_address.h"
#include "analyzer/text/web_url.h"

namespace analyzer::text {
namespace {

constexpr std::string_view kAppSchemes[] = {
    "weixin",        "wechat",      "wxwork",        "alipay",
    "alipays",       "alipayqr",    "mqq",           "mqqapi",
    "mqqwpa",        "tencent",     "qqmap",         "taobao",
    "tbopen",        "tmall",       "dingtalk",      "openapp.jdmobile",
    "jdmobile",      "pinduoduo",   "snssdk1128",    "snssdk143",
    "snssdk2329",    "aweme",       "kwai",          "baiduboxapp",
    "bdapp",         "uppaywallet", "upwallet",      "unionpay",
    "cmbmobilebank", "icbc",        "ccbmobilebank", "abcbank",
    "itms-services", "itms-apps",   "itms",          "market",
    "intent",        "sinaweibo",   "zoomus",        "zoommtg",
    "wemeet",        "todesk",      "tel",           "sms",
    "smsto",         "tg",          "whatsapp",      "line",
};

UrlFacts to_facts(WebUrl web, std::string_view raw) {
  UrlFacts facts;
  facts.raw = raw;
  facts.valid = true;
  facts.url = web.serialize();
  facts.has_credentials = !web.username.empty() || !web.password.empty();
  facts.host_unicode = host_to_unicode(web.host);
  facts.host_is_ip = web.host.starts_with('[') || ends_in_number(web.host);
  if (facts.host_is_ip) {
    facts.registrable_domain = web.host;
  } else {
    DomainParts parts = split_domain(web.host);
    facts.registrable_domain = std::move(parts.registrable);
    facts.public_suffix = std::move(parts.public_suffix);
  }
  facts.scheme = std::move(web.scheme);
  facts.username = std::move(web.username);
  facts.host = std::move(web.host);
  facts.port = web.port;
  facts.path = std::move(web.path);
  if (web.query) facts.query = *std::move(web.query);
  if (web.fragment) facts.fragment = *std::move(web.fragment);
  return facts;
}

// An app link is not parsed further than its three parts.
UrlFacts app_facts(std::string_view stripped, std::string scheme, std::string_view raw) {
  UrlFacts facts;
  facts.raw = raw;
  facts.valid = true;
  facts.url = stripped;
  std::string_view rest = stripped.substr(scheme.size() + 1);
  facts.scheme = std::move(scheme);
  const std::size_t hash = std::min(rest.find('#'), rest.size());
  if (hash < rest.size()) facts.fragment = rest.substr(hash + 1);
  rest = rest.substr(0, hash);
  const std::size_t mark = std::min(rest.find('?'), rest.size());
  if (mark < rest.size()) facts.query = rest.substr(mark + 1);
  facts.path = rest.substr(0, mark);
  return facts;
}

}  // namespace

bool is_app_scheme(std::string_view scheme) {
  return std::find(std::begin(kAppSchemes), std::end(kAppSchemes), scheme) != std::end(kAppSchemes);
}

Result<UrlFacts> parse_url(std::string_view input) {
  const std::string stripped = strip_ignored(input);
  std::string scheme = read_scheme(stripped);
  if (is_app_scheme(scheme)) return app_facts(stripped, std::move(scheme), input);
  Result<WebUrl> web = parse_web_url(stripped, nullptr);
  if (!web) return tl::unexpected(web.error());
  return to_facts(*std::move(web), input);
}

Result<UrlFacts> resolve(std::string_view input, std::string_view base) {
  const std::string stripped = strip_ignored(input);
  const Result<WebUrl> base_url = parse_web_url(strip_ignored(base), nullptr);
  std::string scheme = read_scheme(stripped);
  if (is_app_scheme(scheme)) return app_facts(stripped, std::move(scheme), input);
  Result<WebUrl> web = parse_web_url(stripped, base_url ? &*base_url : nullptr);
  if (!web) return tl::unexpected(web.error());
  return to_facts(*std::move(web), input);
}

Result<std::string> parse_host(std::string_view domain) { return read_host(domain); }

}  // namespace analyzer::text
