// The site's keys: one reduces values to Links, the other encrypts what only a
// reviewer may see. Both come from one file that is created at first start with
// mode 0600; whoever holds the database without it can tell neither.
//
// Immutable once loaded; any number of threads may use one.

#ifndef ANALYZER_SERVICE_KEYS_H_
#define ANALYZER_SERVICE_KEYS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer/core/link.h"
#include "analyzer/core/result.h"

namespace analyzer {

// Where a database keeps check_value() of the keys that it was written with (Meta).
inline constexpr const char* kKeyCheck = "key_check";

class SiteKeys {
 public:
  // Reads the key file. Fails with kNotFound if there is none, and otherwise as
  // load_or_create().
  static Result<SiteKeys> load(const std::string& path);

  // Reads the key file, or creates it with random keys if there is none.
  // `algorithm` of a new file is "hmac-sha256" or "hmac-sm3".
  // Fails with kCorrupt if the file is not one of ours and with kUnavailable if
  // it cannot be read or written, or if others than its owner may read it.
  static Result<SiteKeys> load_or_create(const std::string& path,
                                         std::string_view algorithm = "hmac-sha256");

  // Fixed keys built into the program, for `analyzer score` and tests.
  static SiteKeys built_in();

  // The first 128 bits of HMAC(key, kind || namespace || value). Takes about a
  // microsecond.
  LinkKey link(LinkKind kind, std::string_view name_space, std::string_view value) const;

  // Authenticated encryption (XChaCha20-Poly1305) bound to `context`, which must
  // be given again to open it. open() fails with kCorrupt.
  std::string encrypt(std::string_view plain, std::string_view context) const;
  Result<std::string> decrypt(std::string_view sealed, std::string_view context) const;

  // Counts up when the keys are changed.
  std::uint32_t version() const;
  // Proves, stored beside the data, that the data belongs to these keys.
  std::string check_value() const;

  SiteKeys(SiteKeys&&) noexcept;
  SiteKeys& operator=(SiteKeys&&) noexcept;
  ~SiteKeys();

 private:
  struct Impl;
  explicit SiteKeys(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_KEYS_H_
