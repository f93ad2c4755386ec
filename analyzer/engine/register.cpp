#include "analyzer/engine/register.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/core/digest.h"
#include "analyzer/core/toml.h"

namespace analyzer {
namespace {

constexpr std::size_t kLongToken = 5;      // from here a token counts inside a label too
constexpr std::size_t kShortestHost = 10;  // for edit distance
constexpr std::size_t kNear = 2;           // edits

struct Entry {
  OfficialEntry shown;
  bool below = false;
};

struct Brand {
  std::string name;
  std::string host;
  std::vector<std::string> tokens;
  std::vector<std::string> domains;
};

using Hosts = std::unordered_map<std::string, std::size_t>;

bool is_host(std::string_view host) {
  const bool letters = std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
  return letters && host.find('.') != std::string_view::npos && !host.starts_with('.') &&
         !host.ends_with('.');
}

// Calls `each` with the host and every suffix of it at a label boundary, longest
// first, until it returns true.
template <class Each>
bool any_suffix(std::string_view host, Each each) {
  while (true) {
    if (each(host)) return true;
    const std::size_t dot = host.find('.');
    if (dot == std::string_view::npos) return false;
    host.remove_prefix(dot + 1);
  }
}

bool below_any(std::string_view host, const std::vector<std::string>& domains) {
  return any_suffix(host, [&](std::string_view suffix) {
    return std::find(domains.begin(), domains.end(), suffix) != domains.end();
  });
}

bool contains_suffix(const std::unordered_set<std::string>& set, std::string_view host) {
  return any_suffix(host, [&](std::string_view suffix) { return set.contains(std::string(suffix)); });
}

// The words of a host: its labels, parted at hyphens too.
std::vector<std::string_view> words_of(std::string_view host) {
  std::vector<std::string_view> out;
  std::size_t at = 0;
  while (at <= host.size()) {
    const std::size_t end = std::min(host.find_first_of(".-", at), host.size());
    if (end > at) out.push_back(host.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

// A short token must be a whole word; a longer one may stand inside a word; one
// that ends in '-' must be followed by a hyphen.
bool has_token(std::string_view host, const std::vector<std::string_view>& words,
               const std::string& token) {
  if (token.ends_with('-')) return host.find(token) != std::string_view::npos;
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return token.size() >= kLongToken ? word.find(token) != std::string_view::npos : word == token;
  });
}

// gov.cn anywhere but as the true suffix.
bool gov_out_of_place(std::string_view host) {
  const std::string text = "." + std::string(host) + ".";
  constexpr std::string_view kGov = ".gov.cn.";
  const std::size_t at = text.find(kGov);
  const bool inside = at != std::string::npos && at + kGov.size() < text.size();
  return inside || text.find("gov-cn") != std::string::npos ||
         text.find("govcn") != std::string::npos || text.find(".gov-") != std::string::npos;
}

// Number of edits (insertion, deletion, change, exchange of neighbours), or more
// than `most`.
std::size_t edits(std::string_view a, std::string_view b, std::size_t most) {
  const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap > most) return most + 1;
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

// Characters that are taken for one another, made one.
std::string unconfused(std::string_view host) {
  std::string out;
  for (std::size_t i = 0; i < host.size(); ++i) {
    if (host.substr(i, 2) == "rn") {
      out += 'm';
      ++i;
    } else if (host.substr(i, 2) == "vv") {
      out += 'w';
      ++i;
    } else {
      const char c = host[i];
      out += c == 'l' || c == 'i' ? '1' : c == 'o' ? '0' : c;
    }
  }
  return out;
}

std::string_view without_www(std::string_view host) {
  if (host.starts_with("www.")) host.remove_prefix(4);
  return host;
}

}  // namespace

struct Register::Impl {
  std::vector<Entry> entries;
  Hosts hosts;
  std::unordered_map<std::string, std::size_t> names;
  std::unordered_set<std::string> neutral;
  std::unordered_set<std::string> shorts;
  std::unordered_set<std::string> hosting;
  std::vector<Brand> brands;
  std::vector<std::pair<std::string, std::size_t>> near_hosts;  // that a host may be close to
  std::string digest;

  void read_entry(const toml::Table& table);
  static void read_hosts(const toml::Table& root, std::string_view key,
                         std::unordered_set<std::string>& out);
  void read_brands(const toml::Table& root);
  std::optional<Imitated> by_brand(std::string_view host) const;
  std::optional<Imitated> by_nearness(std::string_view host) const;
};

void Register::Impl::read_entry(const toml::Table& table) {
  Entry entry;
  entry.shown.name = table.text("name");
  entry.shown.owner = table.text("owner");
  entry.shown.kind = table.text("kind");
  entry.shown.region = table.text("region", "");
  (void)table.text("source");
  entry.shown.confirmed = !table.text("confirmed_by", "").empty();
  (void)table.maybe_date("confirmed_at");
  entry.below = table.flag("below", false);
  const std::size_t index = entries.size();
  for (const std::string& host : table.texts("hosts")) {
    if (!is_host(host)) table.refuse("hosts", "'" + host + "' is not a host");
    if (!hosts.emplace(host, index).second) table.refuse("hosts", "'" + host + "' is given twice");
    if (host.size() >= kShortestHost) near_hosts.emplace_back(without_www(host), index);
  }
  for (const std::string& name : table.texts("names")) {
    if (!names.emplace(name, index).second) table.refuse("names", "'" + name + "' is given twice");
  }
  table.done();
  entries.push_back(std::move(entry));
}

void Register::Impl::read_hosts(const toml::Table& root, std::string_view key,
                                std::unordered_set<std::string>& out) {
  for (const toml::Table& table : root.tables(key)) {
    (void)table.text("name");
    for (const std::string& host : table.texts("hosts")) {
      if (!is_host(host)) table.refuse("hosts", "'" + host + "' is not a host");
      if (!out.insert(host).second) table.refuse("hosts", "'" + host + "' is given twice");
    }
    table.done();
  }
}

void Register::Impl::read_brands(const toml::Table& root) {
  for (const toml::Table& table : root.tables("brand")) {
    Brand brand{table.text("name"), table.text("host"), table.texts("tokens"),
                table.texts("domains")};
    if (brand.tokens.empty()) table.refuse("tokens", "a brand needs tokens");
    if (brand.domains.empty()) table.refuse("domains", "a brand needs its owner's domains");
    table.done();
    brands.push_back(std::move(brand));
  }
}

Register::Register(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
Register::Register(Register&&) noexcept = default;
Register& Register::operator=(Register&&) noexcept = default;
Register::~Register() = default;

Result<Register> Register::load(const std::string& path) {
  const Result<toml::Table> root = toml::load(path);
  if (!root) return tl::unexpected(root.error());
  auto impl = std::make_unique<Impl>();
  for (const toml::Table& table : root->tables("entry")) impl->read_entry(table);
  Impl::read_hosts(*root, "neutral", impl->neutral);
  Impl::read_hosts(*root, "short", impl->shorts);
  Impl::read_hosts(*root, "hosting", impl->hosting);
  impl->read_brands(*root);
  root->done();
  if (Status status = root->finish(); !status) return tl::unexpected(status.error());
  Result<std::string> bytes = read_file(path);
  if (!bytes) return tl::unexpected(bytes.error());
  impl->digest = sha256_hex(*bytes);
  return Register(std::move(impl));
}

std::optional<OfficialEntry> Register::official(const UrlFacts& url) const {
  if (!url.valid || url.host_is_ip) return std::nullopt;
  std::optional<OfficialEntry> out;
  any_suffix(url.host, [&](std::string_view suffix) {
    const auto it = impl_->hosts.find(std::string(suffix));
    if (it == impl_->hosts.end()) return false;
    const Entry& entry = impl_->entries[it->second];
    if (suffix.size() != url.host.size() && !entry.below) return false;
    out = entry.shown;
    return true;
  });
  return out;
}

std::optional<OfficialEntry> Register::official_name(std::string_view name) const {
  const auto it = impl_->names.find(std::string(name));
  if (it == impl_->names.end()) return std::nullopt;
  return impl_->entries[it->second].shown;
}

bool Register::is_neutral(const UrlFacts& url) const {
  return url.valid && contains_suffix(impl_->neutral, url.host);
}

bool Register::is_short_link(const UrlFacts& url) const {
  return url.valid && impl_->shorts.contains(std::string(without_www(url.host)));
}

bool Register::is_free_hosting(const UrlFacts& url) const {
  return url.valid && contains_suffix(impl_->hosting, url.host);
}

std::optional<Imitated> Register::Impl::by_brand(std::string_view host) const {
  const std::vector<std::string_view> words = words_of(host);
  for (const Brand& brand : brands) {
    if (below_any(host, brand.domains)) continue;
    for (const std::string& token : brand.tokens) {
      if (has_token(host, words, token)) return Imitated{brand.name, brand.host};
    }
  }
  return std::nullopt;
}

std::optional<Imitated> Register::Impl::by_nearness(std::string_view host) const {
  const std::string_view plain = without_www(host);
  if (plain.size() + kNear < kShortestHost) return std::nullopt;
  const std::string clear = unconfused(plain);
  for (const auto& [official, index] : near_hosts) {
    if (edits(plain, official, kNear) <= kNear || clear == unconfused(official)) {
      return Imitated{entries[index].shown.name, official};
    }
  }
  return std::nullopt;
}

std::optional<Imitated> Register::imitated(const UrlFacts& url) const {
  if (!url.valid || url.host_is_ip || official(url) || is_neutral(url)) return std::nullopt;
  // A brand's own domains imitate nobody, whatever other tokens they hold.
  for (const Brand& brand : impl_->brands) {
    if (below_any(url.host, brand.domains)) return std::nullopt;
  }
  if (gov_out_of_place(url.host)) return Imitated{"政府网站", "gov.cn"};
  if (auto near = impl_->by_nearness(url.host)) return near;
  return impl_->by_brand(url.host);
}

std::size_t Register::size() const {
  return impl_->entries.size() + impl_->neutral.size() + impl_->shorts.size() +
         impl_->hosting.size() + impl_->brands.size();
}

const std::string& Register::digest() const { return impl_->digest; }

}  // namespace analyzer
