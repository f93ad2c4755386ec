// People who sign in and machines that call with a key: who they are, what they
// may do, and who may change that.
//
// Any number of threads may call Accounts at once. Every call but key() reads or
// writes the store and takes milliseconds (sign_in and change_password also some
// 45 ms of hashing): not from an io thread.
//
// Failures that a caller must tell apart carry one FieldError with an empty
// pointer and a stable code: bad_credentials, account_locked, otp_required,
// unauthenticated, forbidden, stale, replayed.

#ifndef ANALYZER_SERVICE_ACCOUNTS_H_
#define ANALYZER_SERVICE_ACCOUNTS_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "analyzer/service/actor.h"
#include "analyzer/service/list_view.h"
#include "analyzer/store/accounts.h"

namespace analyzer {

namespace store {
class Session;
}

// How Accounts reaches the store. `read` may run at any time on any thread;
// `write` runs its work inside a transaction and returns once that is on disk.
struct AccountsPort {
  using Work = std::function<Status(store::Session&)>;
  std::function<Status(const Work&)> read;
  std::function<Status(const Work&)> write;
};

struct AccountsOptions {
  std::function<Time()> clock;
  std::chrono::minutes idle{30};   // a session ends after so long without a call
  std::chrono::hours longest{12};  // and after so long in any case
  std::uint32_t failures_to_lock = 5;
  std::chrono::minutes lock{15};
  std::chrono::minutes timestamp_window{5};  // of X-Timestamp, either way
};

struct Credentials {
  std::string name;
  std::string password;
};

// Where a call came from, for the audit log.
struct Origin {
  std::string remote;
  std::string request_id;
};

struct SessionInfo {
  Actor actor;
  std::string sign_in_name;
  std::string csrf_token;
  bool must_change_password = false;
  Time expires_at{};
};

struct SignedIn {
  std::string token;  // the cookie's value; kept nowhere
  SessionInfo session;
};

struct NewUser {
  std::string name;
  std::string display_name;
};

// What to change of a user; absent: left as it is.
struct UserChange {
  std::optional<std::string> display_name;
  std::optional<bool> disabled;
  bool reset_password = false;
  std::optional<std::vector<std::string>> roles;
  std::optional<std::string> region;
};

struct UserRow {
  store::User user;
  std::optional<Time> last_sign_in;
  std::string state;             // "active", "locked", "disabled"
  std::string initial_password;  // after creation or a reset only
};

struct NewKey {
  std::string name;
  std::string caller;
  std::vector<std::string> scopes;
  std::string link_namespace;
  std::optional<Time> expires_at;
  bool require_nonce = false;  // X-Timestamp and X-Nonce on every call
  ListView lists = {};         // of feeds:read
};

struct CreatedKey {
  store::ApiKey key;
  std::string secret;  // "ak_" and 52 characters; kept nowhere
};

// An API key as a request meets it. Shared, never changed once made.
struct KeyIdentity {
  store::ApiKey key;
  std::uint32_t scopes = 0;  // bit i for kScopes[i]
  ListView lists = {};       // what of the published lists it sees
};
inline constexpr std::string_view kScopes[] = {"attempts:write", "reports:write", "check",
                                               "registry:write", "feeds:read",    "feeds:personal",
                                               "urls:check",     "disputes:write"};

template <class Row>
struct Page {
  std::vector<Row> rows;
  std::string next_cursor;  // empty: no more
};

class Accounts {
 public:
  // Reads the API keys. Fails with what reading them failed with.
  static Result<std::unique_ptr<Accounts>> open(AccountsPort port, AccountsOptions options);
  ~Accounts();

  // -- people ------------------------------------------------------------------
  // Starts a session. A wrong name and a wrong password fail alike and take the
  // same time; after five failures the name is locked for 15 minutes, whether
  // there is such a user or not.
  //
  // Fails with bad_credentials, account_locked.
  Result<SignedIn> sign_in(const Credentials& credentials, const Origin& origin);

  // Returns the session of `token` and prolongs it. Fails with unauthenticated.
  Result<SessionInfo> session(std::string_view token, std::string_view request_id);

  Status sign_out(std::string_view token, const Origin& origin);

  // Sets a new password, ends all sessions of the account and starts a new one.
  // Fails with kInvalid on /old_password or /new_password.
  Result<SignedIn> change_password(std::string_view token, std::string_view old_password,
                                   std::string_view new_password, const Origin& origin);

  // -- administration: who may what is checked here -----------------------------
  // The system administrator opens accounts, without roles, and changes
  // display_name, state and password; the security administrator changes roles
  // and region and keeps the keys. Nobody changes an own account, and the last administrator of a
  // kind stays. Fails with forbidden, kConflict (stale), kNotFound, kInvalid.
  Result<Page<UserRow>> users(const Actor& actor, std::string_view cursor, std::size_t limit);
  Result<UserRow> create_user(const Actor& actor, const NewUser& user);
  Result<UserRow> change_user(const Actor& actor, std::string_view id, std::int64_t version,
                              const UserChange& change);
  Result<Page<store::ApiKey>> keys(const Actor& actor, std::string_view cursor, std::size_t limit);
  Result<CreatedKey> create_key(const Actor& actor, const NewKey& key);
  Status revoke_key(const Actor& actor, std::string_view id);

  // -- the command line and the first start -------------------------------------
  // Creates a user with roles and a password that must be changed at the first
  // sign-in (unless `password` is given). Fails with kConflict if the name is
  // taken, kInvalid if roles contradict each other.
  Result<UserRow> install_user(const NewUser& user, const std::vector<Role>& roles,
                               std::string_view region, std::string_view password = {});
  Result<CreatedKey> install_key(const NewKey& key);
  // Gives the user a new first password and lifts a lock.
  Result<UserRow> reset_user(std::string_view name);
  Result<bool> any_user();

  // -- machines --------------------------------------------------------------------
  // Returns the key whose secret is `secret`, or null if there is none that is
  // valid now. Takes about half a microsecond; may be called from an io thread.
  std::shared_ptr<const KeyIdentity> key(std::string_view secret);

  // Checks the timestamp (milliseconds since 1970) and the nonce of a call
  // against replay, and remembers the nonce durably. Fails with unauthenticated
  // or replayed.
  Status use_nonce(const KeyIdentity& key, std::string_view timestamp, std::string_view nonce);

  // Reads the keys again: another process may have made or revoked some. Every
  // few seconds.
  Status refresh_keys();
  // Writes down when keys were used and forgets what has expired. Every minute
  // or so.
  Status tidy();

 private:
  struct Impl;
  explicit Accounts(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_ACCOUNTS_H_
