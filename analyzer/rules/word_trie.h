// Many words and where each of them begins in a text: one walk down a trie from
// every character.
//
// Immutable after build(); any number of threads may scan at once.

#ifndef ANALYZER_RULES_WORD_TRIE_H_
#define ANALYZER_RULES_WORD_TRIE_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace analyzer {

class WordTrie {
 public:
  // Returns the word's number, counted from 0; the same for the same word.
  // `word` must not be empty.
  std::uint32_t add(const std::u32string& word);

  // Call once, after the last add() and before scan().
  void build();

  // Calls found(word, begin) for every occurrence of every word, by begin, the
  // shorter words first.
  template <class Found>
  void scan(std::u32string_view text, Found&& found) const {
    if (nodes_.empty()) return;
    for (std::size_t begin = 0; begin < text.size(); ++begin) {
      std::uint32_t node = root(text[begin]);
      for (std::size_t at = begin + 1; node != 0; ++at) {
        if (nodes_[node].word != kNoWord) found(nodes_[node].word, begin);
        if (at == text.size()) break;
        node = child(node, text[at]);
      }
    }
  }

  std::size_t size() const { return words_.size(); }
  // Characters of each word, by number.
  std::uint32_t length(std::uint32_t word) const { return lengths_[word]; }

 private:
  static constexpr std::uint32_t kNoWord = 0xFFFFFFFF;
  static constexpr char32_t kDirect = 0x10000;  // first characters found by index
  struct Node {
    std::uint32_t word = kNoWord;
    std::uint32_t first = 0;  // of its edges
    std::uint32_t last = 0;
    std::uint64_t marks = 0;  // mark() of every edge
  };
  struct Edge {
    char32_t c = 0;
    std::uint32_t node = 0;
  };

  std::uint32_t root(char32_t c) const { return c < kDirect ? direct_[c] : child(0, c); }
  // The node behind `node` for `c`, or 0. Most characters lead nowhere.
  std::uint32_t child(std::uint32_t node, char32_t c) const {
    return (nodes_[node].marks & mark(c)) == 0 ? 0 : edge(node, c);
  }
  std::uint32_t edge(std::uint32_t node, char32_t c) const;
  static std::uint64_t mark(char32_t c) {
    constexpr std::uint32_t kSpread = 0x9E3779B1;
    return std::uint64_t{1} << (static_cast<std::uint32_t>(c) * kSpread >> 26);
  }

  std::map<std::u32string, std::uint32_t> words_;
  std::vector<std::uint32_t> lengths_;
  std::vector<Node> nodes_;            // 0 is the root
  std::vector<Edge> edges_;            // a node's stand together, by character
  std::vector<std::uint32_t> direct_;  // the root's, by character; 0 for none
};

}  // namespace analyzer

#endif  // ANALYZER_RULES_WORD_TRIE_H_
