#include "analyzer/service/ring_view.h"

#include <array>
#include <utility>
#include <vector>

#include "analyzer/core/time.h"

namespace analyzer {
namespace {

std::string_view noun_of(LinkKind kind) {
  switch (kind) {
    case LinkKind::kPerson:
      return "人员";
    case LinkKind::kDevice:
      return "手机";
    case LinkKind::kOperator:
      return "账号";
    case LinkKind::kWifi:
      return "网络";
    default:
      return "收款账户";
  }
}

// A to Z, AA to AZ, BA ...
std::string letters(std::size_t n) {
  std::string out;
  for (; n > 0; n = (n - 1) / 26) out.insert(out.begin(), static_cast<char>('A' + (n - 1) % 26));
  return out;
}

json::Value day_or_null(const std::optional<Time>& time) {
  if (!time) return nullptr;
  return json::String(format_date(shanghai_date(*time)));
}

json::Object node_view(const store::RingNode& node, std::size_t n) {
  const std::string_view kind = name_of(node.kind);
  json::Object out;
  out["id"] = std::string(kind) + '-' + std::to_string(n);
  out["kind"] = json::String(kind.data(), kind.size());
  out["number"] = n;
  out["label"] = ring_label(node.kind, n);
  out["attempts"] = node.attempts;
  const bool counted = node.kind != LinkKind::kPerson && node.persons > 0;
  out["persons"] = counted ? json::Value(node.persons) : json::Value(nullptr);
  out["first_on"] = day_or_null(node.first);
  out["last_on"] = day_or_null(node.last);
  out["confirmed"] = node.confirmed;
  out["cleared"] = node.cleared;
  out["own"] = node.own;
  out["hub"] = node.hub;
  return out;
}

}  // namespace

std::string ring_label(LinkKind kind, std::size_t n) {
  return std::string(noun_of(kind)) + (kind == LinkKind::kPerson ? std::to_string(n) : letters(n));
}

json::Object ring_view(const store::RingPicture& picture, int steps) {
  std::array<std::size_t, kNames<LinkKind>.size()> numbers{};
  json::Array nodes;
  std::vector<json::String> ids;
  for (const store::RingNode& node : picture.nodes) {
    json::Object view = node_view(node, ++numbers[static_cast<std::size_t>(node.kind)]);
    ids.push_back(view["id"].as_string());
    nodes.push_back(std::move(view));
  }
  json::Array edges;
  for (const store::RingEdge& edge : picture.edges) {
    edges.push_back(json::Object{{"person", ids[edge.person]},
                                 {"link", ids[edge.link]},
                                 {"attempts", edge.attempts},
                                 {"first_on", day_or_null(edge.first)},
                                 {"last_on", day_or_null(edge.last)}});
  }
  return {{"steps", steps},
          {"nodes", std::move(nodes)},
          {"edges", std::move(edges)},
          {"persons", picture.persons},
          {"links", picture.links},
          {"hubs", picture.hubs},
          {"left_out_persons", picture.left_out_persons},
          {"left_out_links", picture.left_out_links},
          {"cut", picture.cut}};
}

}  // namespace analyzer
