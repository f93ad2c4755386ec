// What the parts of Accounts share. For accounts*.cpp alone.

#ifndef ANALYZER_SERVICE_ACCOUNTS_IMPL_H_
#define ANALYZER_SERVICE_ACCOUNTS_IMPL_H_

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_map>

#include "analyzer/service/accounts.h"
#include "analyzer/service/tokens.h"
#include "analyzer/store/store.h"

namespace analyzer {

// Tokens are random: their first bytes are as good a hash as any.
struct TokenHashHasher {
  std::size_t operator()(const TokenHash& hash) const {
    std::size_t out = 0;
    for (std::size_t i = 0; i < sizeof out; ++i) out = (out << 8) | hash[i];
    return out;
  }
};

struct Accounts::Impl {
  struct KeyEntry {
    std::shared_ptr<const KeyIdentity> identity;
    std::shared_ptr<std::atomic<std::int64_t>> used;  // milliseconds; 0: not since last written
  };
  using KeyTable = std::unordered_map<TokenHash, KeyEntry, TokenHashHasher>;

  AccountsPort port;
  AccountsOptions options;

  std::mutex reload_mutex;  // taken before keys_mutex, held by who reads the keys anew
  mutable std::shared_mutex keys_mutex;
  std::shared_ptr<const KeyTable> keys;

  // Wrong passwords for names that no user has, so that a lock tells nothing.
  struct Ghost {
    std::uint32_t failures = 0;
    std::optional<Time> locked_until;
    Time last{};
  };
  std::mutex ghosts_mutex;
  std::map<std::string, Ghost, std::less<>> ghosts;

  Time now() const { return options.clock(); }

  // Runs `work` on a reading session and returns what it returned.
  template <class T, class Work>
  Result<T> read(Work work) const {
    return run<T>(port.read, std::move(work));
  }
  template <class T, class Work>
  Result<T> write(Work work) const {
    return run<T>(port.write, std::move(work));
  }

  Status reload_keys();

  // Starts a session for `user` inside a transaction.
  Result<SignedIn> start_session(store::Session& session, store::User user, const Origin& origin,
                                 std::string_view detail) const;

 private:
  template <class T, class Work>
  static Result<T> run(const std::function<Status(const AccountsPort::Work&)>& how, Work work) {
    std::optional<Result<T>> out;
    const Status status = how([&](store::Session& session) -> Status {
      out.emplace(work(session));
      if (!*out) return tl::unexpected(out->error());
      return {};
    });
    if (!status) return tl::unexpected(status.error());
    return std::move(*out);
  }
};

// An Error that callers tell apart by `code`.
tl::unexpected<Error> refuse(ErrorCode kind, std::string_view code, std::string message);

// A wrong field of a request.
tl::unexpected<Error> wrong_field(std::string_view pointer, std::string_view code,
                                  std::string message);

Status log_event(store::Session& session, Time at, std::string_view actor, std::string_view action,
                 std::string_view object, std::string_view result, std::string_view request_id,
                 std::string detail = {});

Roles roles_of(const store::User& user);

// "active", "locked" or "disabled".
UserRow row_of(store::User user, Time now);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_ACCOUNTS_IMPL_H_
