#include "models/trees.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <string>
#include <utility>

#include "analyzer/core/json.h"

namespace analyzer::models {
namespace {

auto broken() { return fail(ErrorCode::kCorrupt, "model: the trees are not understood"); }

const json::Value* find(const json::Value* value, std::string_view key) {
  if (value == nullptr || !value->is_object()) return nullptr;
  return value->get_object().if_contains(key);
}

const json::Array* array(const json::Value* value, std::string_view key) {
  const json::Value* found = find(value, key);
  return found != nullptr && found->is_array() ? &found->get_array() : nullptr;
}

// Numbers and, for flags, booleans. NaN for anything else.
double number(const json::Value& value) {
  if (value.is_bool()) return value.get_bool() ? 1.0 : 0.0;
  return value.is_number() ? value.to_number<double>() : std::nan("");
}

}  // namespace

struct Trees::Source {
  const json::Array* left = nullptr;
  const json::Array* right = nullptr;
  const json::Array* column = nullptr;
  const json::Array* value = nullptr;
  const json::Array* missing_left = nullptr;

  explicit Source(const json::Value& tree)
      : left(array(&tree, "left_children")),
        right(array(&tree, "right_children")),
        column(array(&tree, "split_indices")),
        value(array(&tree, "split_conditions")),
        missing_left(array(&tree, "default_left")) {}

  bool sound() const {
    for (const json::Array* one : {left, right, column, value, missing_left}) {
      if (one == nullptr || one->empty() || one->size() != left->size()) return false;
    }
    return true;
  }
};

// Lays the tree out breadth first, so that the two children of a node are
// neighbours.
Status Trees::add(const Source& source, std::size_t columns) {
  if (!source.sound()) return broken();
  const std::size_t size = source.left->size();
  const std::size_t first = nodes_.size();
  roots_.push_back(static_cast<std::uint32_t>(first));
  std::vector<std::size_t> order = {0};  // numbers in the source, in the order of nodes_
  std::vector<std::size_t> depths = {0};
  nodes_.emplace_back();
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::size_t at = order[i];
    const double left = number((*source.left)[at]);
    const double right = number((*source.right)[at]);
    const double column = number((*source.column)[at]);
    Node node;
    node.left = static_cast<std::uint32_t>(first + i);
    node.value = static_cast<float>(number((*source.value)[at]));
    if (left >= 0.0) {
      const auto limit = static_cast<double>(size);
      const bool good = left < limit && right >= 0.0 && right < limit && column >= 0.0 &&
                        column < static_cast<double>(columns) && order.size() + 2 <= size;
      if (!good) return broken();
      node.left = static_cast<std::uint32_t>(first + order.size());
      node.inner = true;
      node.column = static_cast<std::uint16_t>(column);
      node.missing_left = number((*source.missing_left)[at]) > 0.0;
      order.push_back(static_cast<std::size_t>(left));
      order.push_back(static_cast<std::size_t>(right));
      depths.insert(depths.end(), 2, depths[i] + 1);
      depth_ = std::max(depth_, depths.back());
      nodes_.resize(nodes_.size() + 2);
    }
    if (std::isnan(node.value)) return broken();
    nodes_[first + i] = node;
  }
  return {};
}

Result<Trees> Trees::from_json(std::string_view text, std::size_t columns) {
  constexpr json::Limits kLimits{.max_depth = 32, .max_bytes = std::size_t{1} << 28};
  const auto model = json::parse(text, kLimits);
  if (!model || columns > 0xFFFF) return broken();
  const json::Value* learner = find(&*model, "learner");
  const json::Value* base = find(find(learner, "learner_model_param"), "base_score");
  const json::Array* trees = array(find(find(learner, "gradient_booster"), "model"), "trees");
  if (trees == nullptr || base == nullptr || !base->is_string()) return broken();
  if (std::strtod(base->get_string().c_str(), nullptr) != 0.5) return broken();
  Trees out;
  for (const json::Value& tree : *trees) {
    if (Status added = out.add(Source(tree), columns); !added) {
      return tl::unexpected(added.error());
    }
  }
  return out;
}

double Trees::margin(std::span<const float> row) const {
  // Several trees at once and without branches: a step waits for its node only.
  constexpr std::size_t kAbreast = 8;
  const auto step = [&](std::uint32_t at) {
    const Node& node = nodes_[at];
    const float value = row[node.column];
    const bool missing = std::isnan(value);
    const auto right = static_cast<unsigned>(!(value < node.value)) &
                       ~static_cast<unsigned>(missing & node.missing_left);
    return node.left + (right & static_cast<unsigned>(node.inner));
  };
  float sum = 0.0F;
  for (std::size_t tree = 0; tree < roots_.size(); tree += kAbreast) {
    const std::size_t count = std::min(kAbreast, roots_.size() - tree);
    std::array<std::uint32_t, kAbreast> at{};
    for (std::size_t i = 0; i < kAbreast; ++i) at[i] = roots_[tree + (i < count ? i : 0)];
    for (std::size_t depth = 0; depth < depth_; ++depth) {
      for (std::uint32_t& one : at) one = step(one);
    }
    for (std::size_t i = 0; i < count; ++i) sum += nodes_[at[i]].value;
  }
  return static_cast<double>(sum);
}

}  // namespace analyzer::models
