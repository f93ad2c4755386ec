// The register of helpers: what was agreed with whom, and by which keyed hashes
// they are known.
//
// Part of a Session: one thread at a time.

#ifndef ANALYZER_STORE_HELPERS_H_
#define ANALYZER_STORE_HELPERS_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/helper.h"
#include "analyzer/core/link.h"
#include "analyzer/core/result.h"
#include "analyzer/core/time.h"

namespace analyzer::store {

// The numbers are stored: append only.
enum class HelperState : std::uint8_t { kProposed, kRegistered, kRevoked };

// By what a helper is known.
struct HelperLink {
  Link link;
  std::string label;  // for people: the end of a reference, a masked number
  bool operator==(const HelperLink&) const = default;
};

struct Helper {
  std::string id;
  std::int64_t version = 1;
  HelperState state = HelperState::kProposed;
  HelperTerms terms;
  std::vector<HelperLink> links;  // by kind and key
  std::string note;
  std::string case_id;  // from which it was registered; empty: none
  std::string registered_by;
  Time registered_at{};
  std::string confirmed_by;  // empty until a second person did
  std::optional<Time> confirmed_at;
  std::string revoked_by;
  std::optional<Time> revoked_at;
  std::string revoke_reason;
  Time updated_at{};
  bool operator==(const Helper&) const = default;
};

// Which helpers a list shows; what is left out does not restrict.
struct HelperQuery {
  std::optional<HelperKind> kind = {};
  std::optional<HelperState> state = {};
  // Of those that have not been revoked: the last day lies before it; or not.
  std::optional<Date> ended_before = {};
  std::optional<Date> lasts_until = {};
  std::string text = {};     // part of the name, the note or a label
  std::string region = {};   // an area above, at or below it
  std::uint64_t before = 0;  // only those numbered lower; 0: from the newest
  std::size_t limit = 50;
};

struct HelperPage {
  std::vector<Helper> helpers;
  std::uint64_t next = 0;  // to be given as `before`; 0: no more
};

class Helpers {
 public:
  virtual ~Helpers() = default;

  // Writes `helper` with its links. `expected` is the version it was read with;
  // nothing: a new one.
  //
  // Fails with kConflict if the stored version is another one or, for a new one,
  // if the id is taken; with kNotFound if `expected` is given and none is there.
  virtual Status put(const Helper& helper, std::optional<std::int64_t> expected) = 0;

  // Returns the helper, or nothing.
  virtual Result<std::optional<Helper>> find(std::string_view id) = 0;

  // Ids of those that are known by the link and not revoked, oldest first.
  virtual Result<std::vector<std::string>> known_by(const Link& link) = 0;

  // Registered last first.
  virtual Result<HelperPage> list(const HelperQuery& query) = 0;

  // Calls `each` with every helper, oldest first. Stops at its first failure and
  // returns it.
  virtual Status scan(const std::function<Status(const Helper&)>& each) = 0;
  // Another number after every put().
  virtual Result<std::uint64_t> revision() = 0;
};

}  // namespace analyzer::store

namespace analyzer {
template <>
inline constexpr auto kNames<store::HelperState> =
    std::to_array<std::string_view>({"proposed", "registered", "revoked"});
}  // namespace analyzer

#endif  // ANALYZER_STORE_HELPERS_H_
