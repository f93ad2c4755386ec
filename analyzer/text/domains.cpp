#include "analyzer/text/domains.h"

#include <algorithm>
#include <array>

#include "analyzer/text/public_suffixes.h"

namespace analyzer::text {
namespace {

// Free hosting, site builders, tunnels and dynamic names that the public suffix
// list does not hold: each label before them belongs to somebody else.
constexpr auto kHostingSuffixes = std::to_array<std::string_view>(
    {"2288.org",         "3322.org",       "51vip.biz",         "8866.org",      "bcebos.com",
     "coding-pages.com", "coding.me",      "cpolar.cn",         "cpolar.io",     "cpolar.top",
     "ddns.us",          "eatuo.com",      "f3322.net",         "fkw.com",       "frp.fun",
     "frp.one",          "gicp.net",       "gitee.io",          "glitch.me",     "goho.co",
     "icoc.bz",          "icoc.me",        "icoc.vc",           "imwork.net",    "iok.la",
     "jinshuju.com",     "jzfkw.net",      "lhr.life",          "loca.lt",       "lofter.com",
     "mikecrm.com",      "my-style.in",    "nat300.top",        "natapp.cc",     "natapp4.cc",
     "natappfree.cc",    "neiwangyun.net", "oicp.net",          "oicp.vip",      "qicp.vip",
     "serveo.net",       "surge.sh",       "tcloudbaseapp.com", "tiiny.site",    "vicp.cc",
     "vicp.fun",         "vicp.net",       "w3.luyouxia.net",   "webportal.top", "xicp.cn",
     "xicp.net",         "yicp.fun",       "yicp.vip",          "zicp.fun",      "zicp.vip"});
static_assert(std::is_sorted(kHostingSuffixes.begin(), kHostingSuffixes.end()));

// What `host` ends with: its last `labels` labels, or less if it has no more.
std::string_view last_labels(std::string_view host, int labels) {
  std::size_t dot = host.size();
  for (; labels > 0 && dot != std::string_view::npos; --labels) {
    dot = dot == 0 ? std::string_view::npos : host.rfind('.', dot - 1);
  }
  return dot == std::string_view::npos ? host : host.substr(dot + 1);
}

// Length of the own hosting suffix that `host` ends with, or 0. They have two or
// three labels.
std::size_t hosting_suffix(std::string_view host) {
  for (const int labels : {3, 2}) {
    const std::string_view ending = last_labels(host, labels);
    if (std::binary_search(kHostingSuffixes.begin(), kHostingSuffixes.end(), ending)) {
      return ending.size();
    }
  }
  return 0;
}

}  // namespace

DomainParts split_domain(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  const std::size_t length = std::max(public_suffix_length(host), hosting_suffix(host));
  DomainParts parts;
  parts.public_suffix = host.substr(host.size() - length);
  parts.registrable = host;
  if (length == 0 || length >= host.size()) return parts;
  const std::size_t dot = host.substr(0, host.size() - length - 1).rfind('.');
  if (dot != std::string_view::npos) parts.registrable = host.substr(dot + 1);
  return parts;
}

bool is_top_level(std::string_view label) {
  return label.find('.') == std::string_view::npos && is_listed_top_level(label);
}

}  // namespace analyzer::text
