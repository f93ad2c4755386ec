#include "analyzer/text/domains.h"

#include <libpsl.h>

#include <algorithm>

namespace analyzer::text {
namespace {

// Free hosting, site builders, tunnels and dynamic names that the public suffix
// list does not hold: each label before them belongs to somebody else.
constexpr std::string_view kHostingSuffixes[] = {
    "natappfree.cc", "natapp.cc",      "natapp4.cc",       "cpolar.cn",         "cpolar.top",
    "cpolar.io",     "frp.fun",        "frp.one",          "nat300.top",        "oicp.net",
    "oicp.vip",      "vicp.net",       "vicp.cc",          "vicp.fun",          "xicp.net",
    "xicp.cn",       "iok.la",         "imwork.net",       "zicp.vip",          "zicp.fun",
    "gicp.net",      "yicp.fun",       "yicp.vip",         "51vip.biz",         "goho.co",
    "qicp.vip",      "neiwangyun.net", "w3.luyouxia.net",  "fkw.com",           "jzfkw.net",
    "icoc.bz",       "icoc.vc",        "icoc.me",          "webportal.top",     "lofter.com",
    "gitee.io",      "coding.me",      "coding-pages.com", "tcloudbaseapp.com", "bcebos.com",
    "mikecrm.com",   "jinshuju.com",   "serveo.net",       "loca.lt",           "lhr.life",
    "glitch.me",     "surge.sh",       "tiiny.site",       "my-style.in",       "ddns.us",
    "3322.org",      "f3322.net",      "eatuo.com",        "2288.org",          "8866.org",
};

const psl_ctx_t* list() { return psl_builtin(); }

// Length of the own hosting suffix that `host` ends with, or 0.
std::size_t hosting_suffix(std::string_view host) {
  std::size_t longest = 0;
  for (const std::string_view suffix : kHostingSuffixes) {
    const bool whole = host == suffix;
    const bool tail = host.size() > suffix.size() && host.ends_with(suffix) &&
                      host[host.size() - suffix.size() - 1] == '.';
    if (whole || tail) longest = std::max(longest, suffix.size());
  }
  return longest;
}

}  // namespace

DomainParts split_domain(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  const std::string name(host);
  const char* suffix = list() == nullptr ? nullptr : psl_unregistrable_domain(list(), name.c_str());
  const std::size_t length =
      std::max(suffix == nullptr ? 0 : std::string_view(suffix).size(), hosting_suffix(host));
  DomainParts parts;
  parts.public_suffix = name.substr(name.size() - length);
  parts.registrable = name;
  if (length == 0 || length >= name.size()) return parts;
  const std::size_t dot = host.substr(0, name.size() - length - 1).rfind('.');
  if (dot != std::string_view::npos) parts.registrable = name.substr(dot + 1);
  return parts;
}

bool is_top_level(std::string_view label) {
  const std::string name(label);
  return list() != nullptr && !name.empty() && label.find('.') == std::string_view::npos &&
         psl_is_public_suffix2(list(), name.c_str(), PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE) != 0;
}

}  // namespace analyzer::text
