// Computed signals of one link. To add one: a function and a row here, one
// [[signal]] in data/signals/url.toml.

#include <algorithm>
#include <array>
#include <cmath>

#include "analyzer/engine/register.h"
#include "analyzer/engine/signal_tables.h"
#include "analyzer/engine/snapshot.h"

namespace analyzer {
namespace {

using Found = std::optional<Measured>;

Found yes() { return Measured{}; }

Measured with(std::string name, std::string value) {
  Measured measured;
  measured.arguments.emplace_back(std::move(name), std::move(value));
  return measured;
}

// The label that the owner registered: "8yiwe" of www.8yiwe.pk.
std::string_view owner_label(const UrlFacts& url) {
  const std::string_view domain = url.registrable_domain;
  return domain.substr(0, domain.find('.'));
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

Found official(const UrlContext& c) {
  if (!c.official) return std::nullopt;
  return with("name", c.official->name);
}

Found neutral(const UrlContext& c) {
  return c.snapshot.official().is_neutral(c.url) ? yes() : std::nullopt;
}

Found short_link(const UrlContext& c) {
  return c.snapshot.official().is_short_link(c.url) ? yes() : std::nullopt;
}

Found free_hosting(const UrlContext& c) {
  return c.snapshot.official().is_free_hosting(c.url) ? yes() : std::nullopt;
}

Found imitates(const UrlContext& c) {
  if (c.official) return std::nullopt;
  const std::optional<Imitated> imitated = c.snapshot.official().imitated(c.url);
  if (!imitated) return std::nullopt;
  Measured measured = with("name", imitated->name);
  measured.arguments.emplace_back("host", imitated->host);
  return measured;
}

Found gov_misplaced(const UrlContext& c) {
  if (c.official || !c.url.valid) return std::nullopt;
  const std::optional<Imitated> imitated = c.snapshot.official().imitated(c.url);
  return imitated && imitated->host == "gov.cn" ? yes() : std::nullopt;
}

Found credentials(const UrlContext& c) {
  return c.url.valid && c.url.has_credentials ? yes() : std::nullopt;
}

Found ip_host(const UrlContext& c) {
  return c.url.valid && c.url.host_is_ip ? yes() : std::nullopt;
}

Found odd_port(const UrlContext& c) {
  if (!c.url.port || c.official) return std::nullopt;
  Measured measured;
  measured.value = *c.url.port;
  return measured;
}

Found idn(const UrlContext& c) {
  return c.url.valid && c.url.host.find("xn--") != std::string::npos && !c.official
             ? yes()
             : std::nullopt;
}

Found install_file(const UrlContext& c) {
  if (!c.url.valid || c.official) return std::nullopt;
  constexpr std::array<std::string_view, 4> kEndings{".apk", ".ipa", ".mobileconfig", ".exe"};
  for (const std::string_view ending : kEndings) {
    if (c.url.path.ends_with(ending)) return with("kind", std::string(ending));
  }
  return std::nullopt;
}

// Suffixes that Chinese offices never use and lures often do (signals.md U07).
Found rare_suffix(const UrlContext& c) {
  if (!c.url.valid || c.url.host_is_ip || c.official) return std::nullopt;
  constexpr std::array<std::string_view, 30> kRare{
      "cc",   "top",  "xyz",  "vip",   "icu",  "pk",   "id",      "monster", "co",  "cyou",
      "shop", "buzz", "life", "work",  "sbs",  "cfd",  "bond",    "lol",     "sh",  "club",
      "pw",   "tk",   "ml",   "ga",    "gq",   "cf",   "quest",   "rest",    "mom", "click"};
  const std::string& suffix = c.url.public_suffix;
  if (std::find(kRare.begin(), kRare.end(), suffix) == kRare.end()) return std::nullopt;
  return with("suffix", "." + suffix);
}

// A registered label that no one could remember: digits alone, or letters and
// digits mixed without a word.
Found random_label(const UrlContext& c) {
  if (!c.url.valid || c.url.host_is_ip || c.official) return std::nullopt;
  const std::string_view label = owner_label(c.url);
  const auto digits = std::count_if(label.begin(), label.end(), is_digit);
  const auto size = static_cast<std::ptrdiff_t>(label.size());
  const bool numeric = digits == size && size >= 6;
  const bool mixed = digits >= 1 && size - digits >= 2 && size <= 12 && size >= 4 &&
                     label.find_first_of("aeiou") == std::string_view::npos;
  const bool many = digits >= 3 && digits < size && digits * 2 >= size;
  return numeric || mixed || many ? yes() : std::nullopt;
}

Found deep_host(const UrlContext& c) {
  if (!c.url.valid || c.official) return std::nullopt;
  const auto dots = std::count(c.url.host.begin(), c.url.host.end(), '.');
  constexpr std::size_t kLongHost = 40;
  if (dots < 4 && c.url.host.size() <= kLongHost) return std::nullopt;
  Measured measured;
  measured.value = static_cast<double>(dots + 1);
  return measured;
}

Found app_link(const UrlContext& c) {
  const std::string& scheme = c.url.scheme;
  const bool app = !scheme.empty() && scheme != "http" && scheme != "https" && scheme != "ftp" &&
                   scheme != "ws" && scheme != "wss";
  return app ? yes() : std::nullopt;
}

// Deliberate ways of writing; what was dictated is written as it was heard.
Found disguised(const UrlContext& c) {
  if (c.dictated || c.official) return std::nullopt;
  std::size_t count = 0;
  for (const LinkDisguise disguise : c.url.disguises) {
    if (disguise == LinkDisguise::kHxxp || disguise == LinkDisguise::kDotWord ||
        disguise == LinkDisguise::kSpaced || disguise == LinkDisguise::kFullWidth ||
        disguise == LinkDisguise::kInvisible) {
      ++count;
    }
  }
  if (count == 0) return std::nullopt;
  Measured measured;
  measured.value = static_cast<double>(count);
  return measured;
}

Found unreadable(const UrlContext& c) {
  return c.url.valid ? std::nullopt : yes();
}

constexpr UrlSignal kUrlSignals[] = {
    {"url.official", official},
    {"url.neutral", neutral},
    {"url_short.link", short_link},
    {"url.free_hosting", free_hosting},
    {"url.imitates", imitates},
    {"url.gov_misplaced", gov_misplaced},
    {"url.credentials", credentials},
    {"url.ip_host", ip_host},
    {"url.odd_port", odd_port},
    {"url.idn", idn},
    {"url.installs", install_file},
    {"url.rare_suffix", rare_suffix},
    {"url.random_label", random_label},
    {"url.deep_host", deep_host},
    {"url.app_link", app_link},
    {"url.disguised", disguised},
    {"url.unreadable", unreadable},
};

}  // namespace

std::span<const UrlSignal> url_signals() { return kUrlSignals; }

}  // namespace analyzer
