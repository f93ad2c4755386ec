#include "analyzer/rules/atoms.h"

#include <deque>

namespace analyzer {
namespace {

std::uint8_t lower(char c) {
  const auto byte = static_cast<std::uint8_t>(c);
  return byte >= 'A' && byte <= 'Z' ? static_cast<std::uint8_t>(byte + 32) : byte;
}

}  // namespace

Atoms::Atoms(const std::vector<std::string>& atoms) : size_(atoms.size()) {
  for (const std::string& atom : atoms) {
    for (const char c : atom) {
      std::uint8_t& slot = class_of_[lower(c)];
      if (slot == 0) slot = static_cast<std::uint8_t>(classes_++);
    }
  }
  for (int c = 'A'; c <= 'Z'; ++c) class_of_[c] = class_of_[c + 32];
  build_trie(atoms);
  link_failures();
}

void Atoms::build_trie(const std::vector<std::string>& atoms) {
  next_.assign(classes_, 0);
  found_.emplace_back();
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    std::uint32_t state = 0;
    for (const char c : atoms[i]) {
      if (next(state, lower(c)) == 0) {
        const auto fresh = static_cast<std::uint32_t>(found_.size());
        next(state, lower(c)) = fresh;
        next_.resize(next_.size() + classes_, 0);
        found_.emplace_back();
      }
      state = next(state, lower(c));
    }
    found_[state].push_back(static_cast<int>(i));
  }
}

// Turns the trie into a complete automaton, level by level: a missing edge goes
// where the longest proper suffix's edge goes.
void Atoms::link_failures() {
  std::vector<std::uint32_t> failure(found_.size(), 0);
  std::deque<std::uint32_t> queue;
  for (std::uint32_t c = 0; c < classes_; ++c) {
    if (next_[c] != 0) queue.push_back(next_[c]);
  }
  while (!queue.empty()) {
    const std::uint32_t state = queue.front();
    queue.pop_front();
    const std::vector<int>& shorter = found_[failure[state]];
    found_[state].insert(found_[state].end(), shorter.begin(), shorter.end());
    for (std::uint32_t c = 0; c < classes_; ++c) {
      std::uint32_t& edge = next_[state * classes_ + c];
      const std::uint32_t fallback = next_[failure[state] * classes_ + c];
      if (edge == 0) {
        edge = fallback;
      } else {
        failure[edge] = fallback;
        queue.push_back(edge);
      }
    }
  }
}

std::vector<int> Atoms::find(std::string_view text) const {
  std::vector<int> out;
  std::vector<bool> seen(size_, false);
  std::uint32_t state = 0;
  for (const char c : text) {
    state = next_[state * classes_ + class_of_[static_cast<std::uint8_t>(c)]];
    for (const int atom : found_[state]) {
      if (seen[atom]) continue;
      seen[atom] = true;
      out.push_back(atom);
    }
  }
  return out;
}

}  // namespace analyzer
