#include "analyzer/rules/word_trie.h"

#include <algorithm>
#include <iterator>

namespace analyzer {

std::uint32_t WordTrie::add(const std::u32string& word) {
  const auto [it, fresh] = words_.emplace(word, static_cast<std::uint32_t>(words_.size()));
  if (fresh) lengths_.push_back(static_cast<std::uint32_t>(word.size()));
  return it->second;
}

// Level by level over the sorted words: the words below a node stand together,
// so that its edges are made in one sweep.
void WordTrie::build() {
  struct Range {
    std::map<std::u32string, std::uint32_t>::const_iterator begin, end;
    std::size_t depth;
  };
  std::vector<Range> ranges = {{words_.begin(), words_.end(), 0}};
  nodes_.assign(1, Node{});
  edges_.clear();
  direct_.assign(kDirect, 0);
  for (std::size_t node = 0; node < ranges.size(); ++node) {
    auto [it, end, depth] = ranges[node];
    if (it != end && it->first.size() == depth) {
      nodes_[node].word = it->second;
      ++it;
    }
    nodes_[node].first = static_cast<std::uint32_t>(edges_.size());
    while (it != end) {
      const char32_t c = it->first[depth];
      const auto next = std::find_if(
          it, end, [c, at = depth](const auto& entry) { return entry.first[at] != c; });
      edges_.push_back({c, static_cast<std::uint32_t>(nodes_.size())});
      nodes_[node].marks |= mark(c);
      nodes_.emplace_back();
      ranges.push_back({it, next, depth + 1});
      it = next;
    }
    nodes_[node].last = static_cast<std::uint32_t>(edges_.size());
  }
  for (std::uint32_t i = nodes_[0].first; i < nodes_[0].last; ++i) {
    if (edges_[i].c < kDirect) direct_[edges_[i].c] = edges_[i].node;
  }
}

std::uint32_t WordTrie::edge(std::uint32_t node, char32_t c) const {
  const auto begin = edges_.begin() + nodes_[node].first;
  const auto end = edges_.begin() + nodes_[node].last;
  const auto it =
      std::lower_bound(begin, end, c, [](const Edge& edge, char32_t key) { return edge.c < key; });
  return it != end && it->c == c ? it->node : 0;
}

}  // namespace analyzer
