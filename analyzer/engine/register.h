// The official register and its neighbours (data/official.toml): who may speak
// for certification, where anyone may publish, what hides its target, and whose
// brands are imitated.
//
// Immutable once loaded; any number of threads may look things up.

#ifndef ANALYZER_ENGINE_REGISTER_H_
#define ANALYZER_ENGINE_REGISTER_H_

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/facts.h"
#include "analyzer/core/result.h"
#include "analyzer/core/verdict.h"
#include "analyzer/engine/imitation.h"

namespace analyzer {

// What an entry may be.
inline constexpr auto kRegisterKinds = std::to_array<std::string_view>(
    {"national", "ministry", "province", "portal", "service", "consulate", "app", "mini_program",
     "public_account", "hotline", "partner", "government"});

// An entry as it stands in the file.
struct RegisterEntry {
  OfficialEntry shown;
  std::vector<std::string> hosts;  // as written
  bool below = false;              // what lies below the hosts belongs to it too
  std::vector<std::string> names;  // of apps, programs, accounts; numbers of hotlines
};

// What is known of a host besides whether it is official.
struct HostKind {
  bool neutral = false;       // anyone may publish (mp.weixin.qq.com, form services ...)
  bool short_link = false;    // the target cannot be judged before it is expanded
  bool free_hosting = false;  // free hosting, site builders, tunnels and dynamic DNS
  bool brand_owner = false;   // a domain of a brand's owner, or what lies below it where
                              // only the owner publishes
};

class Register {
 public:
  // Reads data/official.toml. Fails with kInvalid naming file and line of every
  // mistake: an entry without source, a host that is not one, a host given twice.
  static Result<Register> load(const std::string& path);

  // The entry that `url`'s host belongs to: an exact host, or a registered
  // domain and what lies below it where the entry says so (*.gov.cn as a whole
  // is a government suffix, kind "government", not a certification place).
  std::optional<OfficialEntry> official(const UrlFacts& url) const;

  // The official app, mini-program, public account or hotline of exactly this
  // name or number.
  std::optional<OfficialEntry> official_name(std::string_view name) const;

  // The official app, program or account whose name is so near `name` that one is
  // taken for the other: with words added, or one character off. None where
  // `name` is itself official.
  std::optional<OfficialEntry> near_name(std::string_view name) const;

  HostKind host_kind(const UrlFacts& url) const;
  // One of its answers alone.
  bool is_neutral(const UrlFacts& url) const;
  bool is_short_link(const UrlFacts& url) const;
  bool is_free_hosting(const UrlFacts& url) const;
  bool is_brand_owner(const UrlFacts& url) const;

  // A host of honest people that a list would hit by calling `host` bad, with
  // `below` all that lies below it too: official ones, shared platforms, owners of
  // brands. Takes under a microsecond.
  std::optional<std::string> honest_host(std::string_view host, bool below) const;

  // Whom the host imitates, if it is not that owner's: a brand or office token,
  // a hotline number, gov.cn out of place, a look-alike within a small edit
  // distance or by confusable characters.
  std::optional<Imitated> imitated(const UrlFacts& url) const;
  // The same, with the way in which it imitates.
  std::optional<FoundImitation> imitation(const UrlFacts& url) const;

  // All entries, in the order of the file.
  const std::vector<RegisterEntry>& entries() const;
  std::size_t size() const;
  // SHA-256 of the file, hex; a part of the snapshot's name.
  const std::string& digest() const;

  Register(Register&&) noexcept;
  Register& operator=(Register&&) noexcept;
  ~Register();

 private:
  struct Impl;
  explicit Register(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_REGISTER_H_
