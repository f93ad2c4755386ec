#include "analyzer/store/postgres_changes.h"

#include <libpq-fe.h>
#include <poll.h>

#include <utility>

#include "analyzer/store/postgres.h"

namespace analyzer::store {
namespace {

constexpr const char* kChannel = "analyzer_changes";

class PostgresChanges final : public Changes {
 public:
  PostgresChanges(std::string address, std::string sender)
      : address_(std::move(address)), sender_(std::move(sender)) {}
  ~PostgresChanges() override { PQfinish(handle_); }
  PostgresChanges(const PostgresChanges&) = delete;
  PostgresChanges& operator=(const PostgresChanges&) = delete;

  bool wait(std::chrono::milliseconds most) override {
    if (handle_ == nullptr) {
      if (listen()) return true;  // of what came before nothing is known
      ::poll(nullptr, 0, static_cast<int>(most.count()));
      return false;
    }
    if (told()) return true;
    pollfd ready{PQsocket(handle_), POLLIN, 0};
    if (::poll(&ready, 1, static_cast<int>(most.count())) <= 0) return false;
    if (PQconsumeInput(handle_) != 1) {
      PQfinish(std::exchange(handle_, nullptr));
      return true;
    }
    return told();
  }

 private:
  bool listen() {
    handle_ = connect_postgres(address_);
    if (PQstatus(handle_) == CONNECTION_OK) {
      const PgResult done(PQexec(handle_, (std::string("LISTEN ") + kChannel).c_str()));
      if (PQresultStatus(done.get()) == PGRES_COMMAND_OK) return true;
    }
    PQfinish(std::exchange(handle_, nullptr));
    return false;
  }

  // Whether another one's word is among what arrived.
  bool told() {
    bool others = false;
    while (PGnotify* word = PQnotifies(handle_)) {
      others = others || word->extra != sender_;
      PQfreemem(word);
    }
    return others;
  }

  const std::string address_;
  const std::string sender_;
  PGconn* handle_ = nullptr;
};

}  // namespace

std::string notify_statement(const std::string& sender) {
  return std::string("NOTIFY ") + kChannel + ", '" + sender + "'";
}

std::unique_ptr<Changes> postgres_changes(std::string address, std::string sender) {
  return std::make_unique<PostgresChanges>(std::move(address), std::move(sender));
}

}  // namespace analyzer::store
