// People and machines that may call: users, their sign-ins, API keys, nonces.
// Holds hashes only; hashing and policy are the service's.
//
// Part of a Session: one thread at a time.

#ifndef ANALYZER_STORE_ACCOUNTS_H_
#define ANALYZER_STORE_ACCOUNTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "analyzer/store/observations.h"

namespace analyzer::store {

struct User {
  std::string id;    // "usr_" + time-ordered id
  std::string name;  // for sign-in; unique, compared byte by byte
  std::string display_name;
  std::string password_hash;       // argon2id in its encoded form
  std::vector<std::string> roles;  // "hotline", "reviewer", ...
  std::string region;              // administrative code prefix; empty: everywhere
  std::uint32_t failures = 0;      // wrong passwords since the last right one
  std::optional<Time> locked_until;
  bool disabled = false;
  bool must_change = false;   // the password, at the next sign-in
  std::string second_factor;  // opaque to the store; empty: none
  Time created_at{};
  Time password_at{};  // when the password was set
  std::optional<Time> last_sign_in;
  std::int64_t version = 0;  // the ETag; put() counts it up
  bool operator==(const User&) const = default;
};

struct SignIn {
  Digest token_hash{};
  std::string user_id;
  Digest csrf_hash{};
  Time created_at{};
  Time last_seen{};
  Time expires_at{};
  bool operator==(const SignIn&) const = default;
};

struct ApiKey {
  std::string id;  // "key_" + time-ordered id
  Digest hash{};   // of the whole key; unique
  std::string name;
  std::string caller;               // several keys may be one caller's
  std::vector<std::string> scopes;  // "attempts:write", ...
  std::string link_namespace;       // of refs; empty: the site's
  std::string region;               // prefix; empty: everywhere
  std::string created_by;           // account id; empty: the command line
  std::string lists;                // what of published lists it sees, as the service has it
  bool require_nonce = false;       // every call carries a timestamp and a nonce
  Time created_at{};
  std::optional<Time> expires_at;
  std::optional<Time> last_used;
  std::optional<Time> revoked_at;
  bool operator==(const ApiKey&) const = default;
};

class Accounts {
 public:
  virtual ~Accounts() = default;

  // Writes `user`; the stored version is `expected` + 1, or 1 for a new user
  // (`expected` absent). `user.version` is not read.
  //
  // Fails with kConflict if the version is another one or the id or name is
  // taken; with kNotFound if `expected` is given and no such user exists.
  virtual Status put_user(const User& user, std::optional<std::int64_t> expected) = 0;
  virtual Result<std::optional<User>> find_user(std::string_view id) = 0;
  virtual Result<std::optional<User>> find_user_by_name(std::string_view name) = 0;
  virtual Result<std::vector<User>> users() = 0;  // by name

  virtual Status add_sign_in(const SignIn& sign_in) = 0;
  virtual Result<std::optional<SignIn>> find_sign_in(const Digest& token_hash) = 0;
  virtual Status touch_sign_in(const Digest& token_hash, Time last_seen) = 0;
  virtual Status remove_sign_in(const Digest& token_hash) = 0;
  virtual Status remove_sign_ins_of(std::string_view user_id) = 0;

  // Fails with kConflict if the id or hash is taken.
  virtual Status add_key(const ApiKey& key) = 0;
  virtual Result<std::optional<ApiKey>> find_key(const Digest& hash) = 0;  // revoked ones too
  virtual Result<std::vector<ApiKey>> keys() = 0;                          // by id
  virtual Status touch_key(std::string_view id, Time at) = 0;
  // Fails with kNotFound. A key revoked before keeps its time.
  virtual Status revoke_key(std::string_view id, Time at) = 0;

  // Returns true if `nonce` is new for `caller` and remembers it until
  // `expires_at`.
  virtual Result<bool> use_nonce(std::string_view caller, std::string_view nonce,
                                 Time expires_at) = 0;

  // Forgets sign-ins and nonces that ended at or before `now`; returns how many.
  virtual Result<std::uint64_t> forget_expired(Time now) = 0;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_ACCOUNTS_H_
