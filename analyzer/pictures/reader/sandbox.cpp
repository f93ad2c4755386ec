#include "analyzer/pictures/reader/sandbox.h"

#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace analyzer::pictures {
namespace {

// A picture of header.h's largest size takes about half of this to decode.
constexpr rlim_t kMostMemory = rlim_t{1} << 30U;
constexpr rlim_t kMostSeconds = 20;  // of processor time
constexpr rlim_t kMostFiles = 16;    // open at once, while the language data is loaded

// Sanitizers reserve terabytes of addresses and have calls of their own.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

bool limit(__rlimit_resource what, rlim_t soft, rlim_t hard) {
  const rlimit value{soft, hard};
  return setrlimit(what, &value) == 0;
}

}  // namespace

bool limit_resources() {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl(PR_SET_DUMPABLE, 0) != 0) return false;
  return limit(RLIMIT_CPU, kMostSeconds, kMostSeconds + 1) && limit(RLIMIT_FSIZE, 0, 0) &&
         limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_NOFILE, kMostFiles, kMostFiles) &&
         (kSanitized || limit(RLIMIT_AS, kMostMemory, kMostMemory));
}

bool close_doors() {
  if (kSanitized) return true;
  // Memory, time, the two open descriptors, the end. EPERM rather than death for
  // the rest: a library that asks for more than it needs goes on without.
  constexpr int kAllowed[] = {
      SCMP_SYS(read),          SCMP_SYS(write),          SCMP_SYS(brk),
      SCMP_SYS(mmap),          SCMP_SYS(munmap),         SCMP_SYS(mremap),
      SCMP_SYS(mprotect),      SCMP_SYS(madvise),        SCMP_SYS(futex),
      SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),   SCMP_SYS(getrandom),
      SCMP_SYS(rt_sigreturn),  SCMP_SYS(exit),           SCMP_SYS(exit_group),
      SCMP_SYS(close),         SCMP_SYS(lseek),          SCMP_SYS(fstat),
      SCMP_SYS(newfstatat),    SCMP_SYS(getpid),         SCMP_SYS(gettid),
      SCMP_SYS(sched_yield),   SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction),
  };
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  if (filter == nullptr) return false;
  bool ok = true;
  for (const int call : kAllowed) {
    ok = ok && seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0;
  }
  // abort() signals this process itself, and nobody may signal another one.
  ok = ok && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                              SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(::getpid()))) == 0;
  ok = ok && seccomp_load(filter) == 0;  // sets no_new_privs too
  seccomp_release(filter);
  return ok;
}

}  // namespace analyzer::pictures
