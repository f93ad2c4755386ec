// The links that the windows know, by number, and the index that finds a link's
// number. Internal to the windows.
//
// There are more links than attempts, so both are kept close: a node of 48 bytes
// in chunks that never move, and eight bytes a link in the index, which lies in
// shards so that growing moves little at a time.

#ifndef ANALYZER_STORE_WINDOW_NODES_H_
#define ANALYZER_STORE_WINDOW_NODES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "analyzer/core/link.h"
#include "analyzer/store/window_series.h"

namespace analyzer::store {

// A link with attempts. Freed when no slot names it any more.
struct Node {
  LinkKey key;
  Series series;            // of those not too old
  std::uint32_t slots = 0;  // that name it; 0: free
  LinkKind kind = LinkKind::kPerson;

  Link link() const { return {kind, key}; }
};
static_assert(sizeof(Node) <= 48);

// Nodes by number, from 1; 0 is nobody.
class Nodes {
 public:
  const Node& operator[](std::uint32_t number) const {
    return (*chunks_[number / kChunk])[number % kChunk];
  }
  Node& operator[](std::uint32_t number) { return (*chunks_[number / kChunk])[number % kChunk]; }

  // Numbers are below it.
  std::uint32_t end() const { return end_; }
  // Makes room for numbers below `end`.
  void grow_to(std::uint32_t end) {
    while (chunks_.size() * kChunk < end) chunks_.push_back(std::make_unique<Chunk>());
    end_ = end > end_ ? end : end_;
  }
  std::size_t bytes() const { return chunks_.size() * sizeof(Chunk); }

 private:
  static constexpr std::uint32_t kChunk = 4096;
  using Chunk = std::array<Node, kChunk>;

  std::vector<std::unique_ptr<Chunk>> chunks_{};
  std::uint32_t end_ = 0;
};

// Finds the number of a link; holds numbers alone and asks `nodes` for the links.
class LinkIndex {
 public:
  std::uint32_t find(const Nodes& nodes, Link link) const;
  // `number`'s link, which nodes has and the index has not.
  void insert(const Nodes& nodes, std::uint32_t number);
  void erase(const Nodes& nodes, std::uint32_t number);
  // Makes room in an empty index for about so many.
  void reserve(std::size_t links);

  // Asks the memory for where find() will look first.
  void fetch(Link link) const;
  std::size_t bytes() const;

 private:
  struct Cell {
    std::uint32_t number = 0;  // 0: free
    std::uint32_t tag = 0;     // of the link's hash
  };
  // Open addressing, the cells in the order of their tags' places.
  struct Shard {
    std::vector<Cell> cells;
    std::size_t used = 0;

    std::size_t place(std::uint32_t tag) const {
      return static_cast<std::size_t>((std::uint64_t{tag} * cells.size()) >> 32U);
    }
    std::size_t after(std::size_t i) const { return i + 1 == cells.size() ? 0 : i + 1; }
    void put(Cell cell);
    void grow();
  };
  static constexpr std::size_t kShards = 256;

  std::array<Shard, kShards> shards_;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_WINDOW_NODES_H_
