// A PostgreSQL server of the test's own, from Debian's package: a cluster in a
// temporary folder, reached by a socket in it, run by a user that is not root. It
// ends with the test program, however that ends.

#ifndef ANALYZER_TESTS_SUPPORT_POSTGRES_CLUSTER_H_
#define ANALYZER_TESTS_SUPPORT_POSTGRES_CLUSTER_H_

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace analyzer::testing {

class PostgresCluster {
 public:
  // Whether PostgreSQL is installed; if not, says so once on standard error.
  static bool installed();
  // The one of this program, started by the first call. Ends the test if it does
  // not start.
  static PostgresCluster& shared();

  // In a folder of its own below `parent`; empty: the one for temporary files.
  explicit PostgresCluster(const std::filesystem::path& parent = {});
  ~PostgresCluster();
  PostgresCluster(const PostgresCluster&) = delete;
  PostgresCluster& operator=(const PostgresCluster&) = delete;

  // A new database with this program's schema in it, or with nothing; its address.
  std::string fresh_database(bool with_schema = true);
  // One with the schema whose tables lie in `folder`, which is empty.
  std::string fresh_database_in(const std::filesystem::path& folder);
  void drop(const std::string& address);

  // Kills the server and everything it does, as a power cut would.
  void kill();
  void start();
  bool answers() const;
  // Starts it if it ended by itself, as it does where its log cannot be written.
  void revive();
  // Where its socket lies.
  const std::filesystem::path& folder() const { return folder_; }
  // Stops every process of the server where it stands, as a disk that hangs would, and
  // lets them go on.
  void pause();
  void resume();
  // Ends every connection to the database at `address` but our own.
  void cut_connections(const std::string& address);
  // Runs SQL in the database at `address`; fails the test if it is refused.
  static void run(const std::string& address, const std::string& sql);

 private:
  std::vector<pid_t> children() const;  // of the server that runs now
  void signal_all(int signal) const;
  std::string address_of(const std::string& database) const;
  void make_base();

  std::filesystem::path folder_;
  pid_t server_ = -1;
  int databases_ = 0;
  bool base_made_ = false;
};

}  // namespace analyzer::testing

#endif  // ANALYZER_TESTS_SUPPORT_POSTGRES_CLUSTER_H_
