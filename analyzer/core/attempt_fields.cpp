#include "analyzer/core/attempt_fields.h"

namespace analyzer {
namespace {

template <class T>
bool present(const T&) {
  return true;
}
template <class T>
bool present(const std::optional<T>& value) {
  return value.has_value();
}
bool present(const std::string& value) { return !value.empty(); }

// Looks for one dotted name and notes whether its member is there.
class Finder {
 public:
  explicit Finder(std::string_view dotted) : wanted_(dotted) {}

  template <class T>
  void operator()(std::string_view name, const T& member, const field::Rule&) {
    if (name == wanted_) note(present(member));
  }
  template <class T>
  void object(std::string_view name, const T& member) {
    if (!wanted_.starts_with(name) || wanted_.size() <= name.size() ||
        wanted_[name.size()] != '.') {
      return;
    }
    Finder inside(wanted_.substr(name.size() + 1));
    fields(inside, member);
    if (inside.known_) note(inside.present_);
  }
  template <class T>
  void objects(std::string_view name, const std::vector<T>& members, const field::Rule&) {
    if (name == wanted_) note(!members.empty());
  }

  bool known() const { return known_; }
  bool found() const { return present_; }

 private:
  void note(bool is_present) {
    known_ = true;
    present_ = is_present;
  }

  std::string_view wanted_;
  bool known_ = false;
  bool present_ = false;
};

Finder look_for(const Attempt& attempt, std::string_view dotted) {
  Finder finder(dotted);
  fields(finder, attempt);
  return finder;
}

}  // namespace

bool known_attempt_field(std::string_view dotted) { return look_for(Attempt{}, dotted).known(); }

bool has_field(const Attempt& attempt, std::string_view dotted) {
  return look_for(attempt, dotted).found();
}

}  // namespace analyzer
