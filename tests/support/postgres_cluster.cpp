#include "tests/support/postgres_cluster.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "analyzer/store/postgres_store.h"

namespace analyzer::testing {
namespace {

namespace fs = std::filesystem;

// The folder of the newest server's programs; empty without one.
fs::path programs() {
  fs::path best;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", none)) {
    const fs::path bin = entry.path() / "bin";
    if (fs::exists(bin / "initdb") && (best.empty() || bin > best)) best = bin;
  }
  return best;
}

// Starts a program, as a user who is nobody if we are root.
pid_t spawn(std::vector<std::string> words, const fs::path& log) {
  if (::geteuid() == 0) {
    const std::vector<std::string> as_nobody = {"/usr/bin/setpriv", "--reuid=nobody",
                                                "--regid=nogroup", "--clear-groups",
                                                "--pdeathsig=QUIT"};
    words.insert(words.begin(), as_nobody.begin(), as_nobody.end());
  }
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const std::string log_path = log.string();
  const pid_t child = ::fork();
  if (child != 0) return child;
  const int out = ::open(log_path.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(out, STDERR_FILENO);
  ::setpgid(0, 0);  // a Ctrl-C in the terminal is not the server's
  ::execv(argv[0], argv.data());
  ::_exit(127);
}

int wait_for(pid_t child) {
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

// Of a server that nobody runs.
void give_to_nobody(const fs::path& folder) {
  if (::geteuid() != 0) return;
  if (::chown(folder.c_str(), 65534, 65534) != 0) {
    throw std::runtime_error("the folder cannot be given to nobody");
  }
}

}  // namespace

bool PostgresCluster::installed() {
  static const bool there = [] {
    if (!programs().empty()) return true;
    std::fprintf(stderr, "PostgreSQL is not installed: its tests are left out\n");
    return false;
  }();
  return there;
}

PostgresCluster& PostgresCluster::shared() {
  static PostgresCluster cluster;
  return cluster;
}

PostgresCluster::PostgresCluster(const fs::path& parent) {
  const fs::path where = parent.empty() ? fs::temp_directory_path() : parent;
  std::string name = (where / "analyzer_pg_XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = name;
  give_to_nobody(folder_);
  const int made = wait_for(
      spawn({(programs() / "initdb").string(), "-A", "trust", "-U", "analyzer", "--no-sync",
             "--encoding=UTF8", "--locale=C", "-D", (folder_ / "data").string()},
            folder_ / "log"));
  if (made != 0) throw std::runtime_error("initdb failed, see " + (folder_ / "log").string());
  start();
}

PostgresCluster::~PostgresCluster() {
  kill();
  std::error_code none;
  fs::remove_all(folder_, none);
}

void PostgresCluster::start() {
  const std::string folder = folder_.string();
  for (int tries = 0; tries < 20; ++tries) {
    server_ = spawn({(programs() / "postgres").string(), "-D", folder + "/data", "-k", folder, "-c",
                     "listen_addresses=", "-c", "fsync=off", "-c", "shared_buffers=64MB", "-c",
                     "max_connections=80", "-c", "autovacuum_naptime=5s"},
                    folder_ / "log");
    for (int waits = 0; waits < 600; ++waits) {
      if (answers()) return;
      if (::waitpid(server_, nullptr, WNOHANG) == server_) break;  // the killed one still ends
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  throw std::runtime_error("PostgreSQL does not start, see " + folder + "/log");
}

void PostgresCluster::kill() {
  if (server_ <= 0) return;
  const std::vector<pid_t> served = children();
  ::kill(server_, SIGKILL);
  wait_for(server_);
  server_ = -1;
  // Its processes see that it is gone and end; on a busy machine they answer once more before.
  constexpr int kTries = 500;
  for (const pid_t child : served) {
    for (int i = 0; i < kTries && ::kill(child, 0) == 0; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
  }
}

std::vector<pid_t> PostgresCluster::children() const {
  const std::string pid = std::to_string(server_);
  std::ifstream listed("/proc/" + pid + "/task/" + pid + "/children");
  std::vector<pid_t> out;
  for (pid_t child = 0; listed >> child;) out.push_back(child);
  return out;
}

void PostgresCluster::signal_all(int signal) const {
  ::kill(server_, signal);  // first: it starts no more
  for (const pid_t child : children()) ::kill(child, signal);
}

void PostgresCluster::pause() { signal_all(SIGSTOP); }

void PostgresCluster::resume() { signal_all(SIGCONT); }

bool PostgresCluster::answers() const {
  return PQping(address_of("postgres").c_str()) == PQPING_OK;
}

std::string PostgresCluster::address_of(const std::string& database) const {
  return "postgres://analyzer@/" + database + "?host=" + folder_.string();
}

void PostgresCluster::run(const std::string& address, const std::string& sql) {
  const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(PQconnectdb(address.c_str()),
                                                              PQfinish);
  const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(connection.get(), sql.c_str()),
                                                              PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  INFO(sql << ": " << PQerrorMessage(connection.get()));
  REQUIRE((status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK));
}

void PostgresCluster::revive() {
  for (int waits = 0; waits < 200; ++waits) {
    if (answers()) return;
    if (::waitpid(server_, nullptr, WNOHANG) == server_) return start();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  kill();
  start();
}

void PostgresCluster::make_base() {
  if (base_made_) return;
  run(address_of("postgres"), "CREATE DATABASE base");
  const auto store = store::open_postgres_store(address_of("base"), {});
  INFO((store ? "" : store.error().message));
  REQUIRE(store.has_value());
  base_made_ = true;
}

std::string PostgresCluster::fresh_database(bool with_schema) {
  const std::string name = "t" + std::to_string(++databases_);
  if (with_schema) make_base();
  run(address_of("postgres"),
      "CREATE DATABASE " + name + " TEMPLATE " + (with_schema ? "base" : "template1"));
  return address_of(name);
}

std::string PostgresCluster::fresh_database_in(const fs::path& folder) {
  const std::string name = "t" + std::to_string(++databases_);
  make_base();
  give_to_nobody(folder);
  run(address_of("postgres"),
      "CREATE TABLESPACE " + name + "_space LOCATION '" + folder.string() + "'");
  run(address_of("postgres"),
      "CREATE DATABASE " + name + " TEMPLATE base TABLESPACE " + name + "_space");
  return address_of(name);
}

void PostgresCluster::drop(const std::string& address) {
  const std::size_t begin = address.find("@/") + 2;
  run(address_of("postgres"), "DROP DATABASE IF EXISTS " +
                                  address.substr(begin, address.find('?') - begin) +
                                  " WITH (FORCE)");
}

void PostgresCluster::cut_connections(const std::string& address) {
  run(address,
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
      " WHERE datname = current_database() AND pid <> pg_backend_pid()");
}

}  // namespace analyzer::testing
