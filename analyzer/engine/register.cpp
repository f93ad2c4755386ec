#include "analyzer/engine/register.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "analyzer/core/digest.h"
#include "analyzer/core/text_map.h"
#include "analyzer/core/toml.h"
#include "analyzer/engine/imitation.h"
#include "analyzer/engine/look_alike.h"
#include "analyzer/text/host.h"

namespace analyzer {
namespace {

constexpr std::string_view kWww = "www.";
constexpr std::size_t kLongestHost = 253;   // RFC 1035
constexpr std::size_t kCharacterBytes = 3;  // of a Chinese character
// Names of fewer characters lie in, or one character off, too many others.
constexpr std::size_t kShortestName = 3 * kCharacterBytes;
constexpr std::size_t kShortestOff = 4 * kCharacterBytes;

struct HostEntry {
  std::size_t entry = 0;
  bool below = false;  // what lies below the host belongs to it too
};

using Hosts = TextMap<HostEntry>;

std::string_view without_www(std::string_view host) {
  return host.starts_with(kWww) ? host.substr(kWww.size()) : host;
}

// The value of `host` itself, else of the nearest domain above it that takes in
// what lies below. "www." makes no difference.
const HostEntry* find_host(const Hosts& hosts, std::string_view host) {
  if (host.size() > kLongestHost) return nullptr;
  host = without_www(host);
  bool itself = true;
  while (!host.empty()) {
    const auto it = hosts.find(host);
    if (it != hosts.end() && (itself || it->second.below)) return &it->second;
    itself = false;
    const std::size_t dot = host.find('.');
    if (dot == std::string_view::npos) return nullptr;
    host.remove_prefix(dot + 1);
  }
  return nullptr;
}

bool is_host(const std::string& host) {
  const Result<std::string> read = text::read_host(host);
  return read && *read == host && host.find('.') != std::string::npos;
}

// Reads `hosts` of a table into `out`; refuses what is no host or was given.
void read_hosts(const toml::Table& table, std::size_t entry, bool below, Hosts& out,
                std::vector<std::string>* listed = nullptr) {
  for (const std::string& host : table.texts("hosts")) {
    if (!is_host(host)) {
      table.refuse("hosts", "'" + host + "' is not a host in lower case");
      continue;
    }
    const std::string bare(without_www(host));
    const auto [it, fresh] = out.emplace(bare, HostEntry{entry, below});
    // "www.example.cn" and "example.cn" of one entry are one.
    if (!fresh && it->second.entry != entry) {
      table.refuse("hosts", "'" + host + "' is given twice");
    }
    if (listed != nullptr && fresh) listed->push_back(bare);
  }
}

OfficialEntry read_shown(const toml::Table& table) {
  OfficialEntry entry;
  entry.name = table.text("name");
  entry.owner = table.text("owner");
  entry.kind = table.text("kind");
  if (std::find(kRegisterKinds.begin(), kRegisterKinds.end(), entry.kind) == kRegisterKinds.end()) {
    table.refuse("kind", "'" + entry.kind + "' is not a kind");
  }
  entry.region = table.text("region", "");
  entry.source = table.text("source");
  entry.confirmed_by = table.text("confirmed_by", "");
  entry.confirmed_at = table.text("confirmed_at", "");
  entry.confirmed = !entry.confirmed_by.empty();
  if (entry.confirmed == entry.confirmed_at.empty()) {
    table.refuse("confirmed_by", "'confirmed_by' and 'confirmed_at' go together");
  }
  return entry;
}

}  // namespace

struct Register::Impl {
  std::vector<RegisterEntry> entries;
  Hosts hosts;
  TextMap<std::size_t> names;
  Hosts neutral;
  Hosts short_links;
  Hosts free_hosting;
  std::optional<Imitations> imitations;
  std::vector<std::string> honest;  // hosts of all of these, backwards and sorted
  std::string digest;

  void read_entry(const toml::Table& table, std::vector<std::pair<std::string, std::string>>& all) {
    const std::size_t index = entries.size();
    RegisterEntry entry;
    entry.shown = read_shown(table);
    entry.hosts = table.texts("hosts");
    entry.below = table.flag("below", false);
    entry.names = table.texts("names");
    std::vector<std::string> listed;
    read_hosts(table, index, entry.below, hosts, &listed);
    for (std::string& host : listed) all.emplace_back(std::move(host), entry.shown.name);
    for (const std::string& name : entry.names) {
      if (!names.emplace(name, index).second) {
        table.refuse("names", "'" + name + "' is given twice");
      }
    }
    if (entry.hosts.empty() && entry.names.empty()) {
      table.refuse("one of 'hosts' and 'names' is needed");
    }
    table.done();
    entries.push_back(std::move(entry));
  }

  static void read_group(const toml::Table& root, std::string_view key, Hosts& out) {
    std::size_t index = 0;
    for (const toml::Table& table : root.tables(key)) {
      table.text("name");
      read_hosts(table, index++, true, out);
      table.done();
    }
  }

  static Brand read_brand(const toml::Table& table) {
    Brand out{table.text("name"), table.text("kind"), table.texts("tokens"),
              table.texts("domains")};
    if (out.tokens.empty()) table.refuse("tokens", "a brand needs tokens");
    for (const std::string& token : out.tokens) {
      if (token.size() < 3) table.refuse("tokens", "'" + token + "' is too short");
    }
    for (const std::string& domain : out.domains) {
      if (!is_host(domain)) table.refuse("domains", "'" + domain + "' is not a host");
    }
    table.done();
    return out;
  }

  Status read(const toml::Table& root) {
    std::vector<std::pair<std::string, std::string>> official;
    for (const toml::Table& table : root.tables("entry")) read_entry(table, official);
    read_group(root, "neutral", neutral);
    read_group(root, "short_link", short_links);
    read_group(root, "free_hosting", free_hosting);
    std::vector<Brand> brands;
    for (const toml::Table& table : root.tables("brand")) brands.push_back(read_brand(table));
    imitations.emplace(std::move(brands), std::move(official));
    for (const Hosts* some : {&hosts, &neutral, &short_links, &free_hosting}) {
      for (const auto& [host, entry] : *some) honest.emplace_back(host.rbegin(), host.rend());
    }
    for (const std::string& owner : imitations->owners()) {
      honest.emplace_back(owner.rbegin(), owner.rend());
    }
    std::sort(honest.begin(), honest.end());
    root.done();
    return root.finish();
  }
};

Register::Register(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
Register::Register(Register&&) noexcept = default;
Register& Register::operator=(Register&&) noexcept = default;
Register::~Register() = default;

Result<Register> Register::load(const std::string& path) {
  Result<std::string> content = read_file(path);
  if (!content) return tl::unexpected(content.error());
  Result<toml::Table> root = toml::parse(*content, path);
  if (!root) return tl::unexpected(root.error());
  auto impl = std::make_unique<Impl>();
  if (Status status = impl->read(*root); !status) return tl::unexpected(status.error());
  impl->digest = sha256_hex(*content);
  return Register(std::move(impl));
}

std::optional<OfficialEntry> Register::official(const UrlFacts& url) const {
  // Credentials before the host are there to deceive, whoever's the host is.
  if (!url.valid || url.host_is_ip || url.has_credentials) return std::nullopt;
  const HostEntry* found = find_host(impl_->hosts, url.host);
  if (found == nullptr) return std::nullopt;
  return impl_->entries[found->entry].shown;
}

std::optional<OfficialEntry> Register::official_name(std::string_view name) const {
  const auto it = impl_->names.find(name);
  if (it == impl_->names.end()) return std::nullopt;
  return impl_->entries[it->second].shown;
}

std::optional<OfficialEntry> Register::near_name(std::string_view name) const {
  if (official_name(name)) return std::nullopt;
  // By name, so that the answer does not depend on the table's order.
  const std::string* best = nullptr;
  for (const auto& [known, entry] : impl_->names) {
    if (known.size() < kShortestName || impl_->entries[entry].shown.kind == "hotline") continue;
    const bool longer = name.size() > known.size() && name.find(known) != std::string_view::npos;
    const bool off = known.size() >= kShortestOff &&
                     edit_distance(name, known, kCharacterBytes) <= kCharacterBytes;
    if ((longer || off) && (best == nullptr || known < *best)) best = &known;
  }
  if (best == nullptr) return std::nullopt;
  return impl_->entries[impl_->names.at(*best)].shown;
}

bool Register::is_brand_owner(const UrlFacts& url) const { return host_kind(url).brand_owner; }

std::optional<std::string> Register::honest_host(std::string_view host, bool below) const {
  host = without_www(host);
  if (find_host(impl_->hosts, host) != nullptr) return std::string(host);
  const std::string wanted(host.rbegin(), host.rend());
  auto at = std::lower_bound(impl_->honest.begin(), impl_->honest.end(), wanted);
  const auto found = [&] { return std::string(at->rbegin(), at->rend()); };
  if (at != impl_->honest.end() && *at == wanted) return found();
  if (!below) return std::nullopt;
  at = std::lower_bound(at, impl_->honest.end(), wanted + '.');
  if (at == impl_->honest.end() || !at->starts_with(wanted + '.')) return std::nullopt;
  return found();
}

bool Register::is_neutral(const UrlFacts& url) const {
  return url.valid && find_host(impl_->neutral, url.host) != nullptr;
}

bool Register::is_short_link(const UrlFacts& url) const {
  return url.valid && find_host(impl_->short_links, url.host) != nullptr;
}

bool Register::is_free_hosting(const UrlFacts& url) const {
  return url.valid && find_host(impl_->free_hosting, url.host) != nullptr;
}

HostKind Register::host_kind(const UrlFacts& url) const {
  HostKind out{is_neutral(url), is_short_link(url), is_free_hosting(url), false};
  // What anyone puts up below an owner's domain is not the owner's.
  out.brand_owner = url.valid && !out.free_hosting && !out.neutral &&
                    impl_->imitations->is_owner(without_www(url.host));
  return out;
}

std::optional<FoundImitation> Register::imitation(const UrlFacts& url) const {
  if (!url.valid || official(url)) return std::nullopt;
  const bool own =
      impl_->imitations->is_owner(without_www(url.host)) || is_neutral(url) || is_short_link(url);
  if (own && !url.has_credentials) return std::nullopt;
  return impl_->imitations->find(url);
}

std::optional<Imitated> Register::imitated(const UrlFacts& url) const {
  std::optional<FoundImitation> found = imitation(url);
  if (!found) return std::nullopt;
  return std::move(found->whom);
}

const std::vector<RegisterEntry>& Register::entries() const { return impl_->entries; }
std::size_t Register::size() const { return impl_->entries.size(); }
const std::string& Register::digest() const { return impl_->digest; }

}  // namespace analyzer
