// Whether another server wrote to the database that is shared with it.
//
// One thread at a time.

#ifndef ANALYZER_STORE_CHANGES_H_
#define ANALYZER_STORE_CHANGES_H_

#include <chrono>

namespace analyzer::store {

class Changes {
 public:
  virtual ~Changes() = default;
  // Waits until another server commits something, at most `most`. True: one may have,
  // also before the call. False proves nothing: a connection that was lost tells
  // nothing until it is made anew, which the next call tries.
  virtual bool wait(std::chrono::milliseconds most) = 0;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_CHANGES_H_
