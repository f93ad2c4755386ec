// Finds which of many short byte strings occur in a text, in one pass: an
// Aho-Corasick automaton over byte classes. ASCII letters are compared without
// regard to case.
//
// Immutable once built; any number of threads may scan at once.

#ifndef ANALYZER_RULES_ATOMS_H_
#define ANALYZER_RULES_ATOMS_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace analyzer {

class Atoms {
 public:
  Atoms() : Atoms(std::vector<std::string>()) {}
  // `atoms` must not be empty strings.
  explicit Atoms(const std::vector<std::string>& atoms);

  // Returns the indices of the atoms that occur in `text`, each once, in the
  // order of their first end.
  // Takes about one table look-up a byte.
  std::vector<int> find(std::string_view text) const;

  std::size_t size() const { return size_; }

 private:
  void build_trie(const std::vector<std::string>& atoms);
  void link_failures();
  std::uint32_t& next(std::uint32_t state, std::uint8_t byte) {
    return next_[state * classes_ + class_of_[byte]];
  }

  std::size_t size_ = 0;
  std::uint32_t classes_ = 1;  // class 0: bytes of no atom
  std::array<std::uint8_t, 256> class_of_{};
  std::vector<std::uint32_t> next_;      // [state][class], states from 0, the root
  std::vector<std::vector<int>> found_;  // atoms that end in a state
};

}  // namespace analyzer

#endif  // ANALYZER_RULES_ATOMS_H_
