// A list in our own form (delta.cpp), made entry by entry.
//
// Not for use from several threads at once.

#ifndef FEEDS_FORMATS_DELTA_TEXT_H_
#define FEEDS_FORMATS_DELTA_TEXT_H_

#include <string>

#include "feeds/format.h"

namespace analyzer::feeds {

class DeltaText {
 public:
  explicit DeltaText(const ListHead& head);
  void add(const Entry& entry);
  std::size_t size() const { return added_.size() + removed_.size(); }  // bytes so far
  // The whole; nothing may be added afterwards.
  std::string finish();

 private:
  std::string added_;  // with the head
  std::string removed_;
  bool any_added_ = false;
  bool any_removed_ = false;
};

}  // namespace analyzer::feeds

#endif  // FEEDS_FORMATS_DELTA_TEXT_H_
