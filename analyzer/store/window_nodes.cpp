#include "analyzer/store/window_nodes.h"

#include <algorithm>
#include <utility>

namespace analyzer::store {
namespace {

constexpr std::size_t kFirstCells = 16;

std::uint64_t hash_of(const Link& link) {
  std::uint64_t bits = link.key.low ^ (link.key.high * 0x9E3779B97F4A7C15ULL);
  bits ^= static_cast<std::uint64_t>(link.kind) << 56U;
  bits = (bits ^ (bits >> 32U)) * 0xD6E8FEB86659FD93ULL;
  return bits ^ (bits >> 32U);
}
std::size_t shard_of(std::uint64_t hash) { return hash >> 56U; }
std::uint32_t tag_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash); }

}  // namespace

void LinkIndex::Shard::put(Cell cell) {
  std::size_t i = place(cell.tag);
  while (cells[i].number != 0) i = after(i);
  cells[i] = cell;
}

void LinkIndex::Shard::grow() {
  std::vector<Cell> old(std::max(kFirstCells, cells.size() + cells.size() / 4));
  old.swap(cells);
  for (const Cell& cell : old) {
    if (cell.number != 0) put(cell);
  }
}

std::uint32_t LinkIndex::find(const Nodes& nodes, Link link) const {
  const std::uint64_t hash = hash_of(link);
  const Shard& shard = shards_[shard_of(hash)];
  if (shard.cells.empty()) return 0;
  for (std::size_t i = shard.place(tag_of(hash)); shard.cells[i].number != 0; i = shard.after(i)) {
    if (shard.cells[i].tag != tag_of(hash)) continue;
    if (nodes[shard.cells[i].number].link() == link) return shard.cells[i].number;
  }
  return 0;
}

void LinkIndex::insert(const Nodes& nodes, std::uint32_t number) {
  const std::uint64_t hash = hash_of(nodes[number].link());
  Shard& shard = shards_[shard_of(hash)];
  if (4 * (shard.used + 1) > 3 * shard.cells.size()) shard.grow();
  shard.put({number, tag_of(hash)});
  ++shard.used;
}

void LinkIndex::erase(const Nodes& nodes, std::uint32_t number) {
  Shard& shard = shards_[shard_of(hash_of(nodes[number].link()))];
  auto& cells = shard.cells;
  std::size_t hole = shard.place(tag_of(hash_of(nodes[number].link())));
  while (cells[hole].number != number) hole = shard.after(hole);
  // What stands behind and belongs before moves up, so that no search ends early.
  for (std::size_t i = shard.after(hole); cells[i].number != 0; i = shard.after(i)) {
    const std::size_t wanted = shard.place(cells[i].tag);
    const bool may_move = hole <= i ? wanted <= hole || wanted > i : wanted <= hole && wanted > i;
    if (!may_move) continue;
    cells[hole] = cells[i];
    hole = i;
  }
  cells[hole] = {};
  --shard.used;
}

void LinkIndex::reserve(std::size_t links) {
  for (Shard& shard : shards_) {
    shard.cells.assign(std::max(kFirstCells, links / kShards * 3 / 2), Cell{});
  }
}

void LinkIndex::fetch(Link link) const {
  const std::uint64_t hash = hash_of(link);
  const Shard& shard = shards_[shard_of(hash)];
  if (!shard.cells.empty()) __builtin_prefetch(&shard.cells[shard.place(tag_of(hash))]);
}

std::size_t LinkIndex::bytes() const {
  std::size_t out = 0;
  for (const Shard& shard : shards_) out += shard.cells.capacity() * sizeof(Cell);
  return out;
}

}  // namespace analyzer::store
