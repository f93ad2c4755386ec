#include "analyzer/service/stored_verdict.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <string_view>

#include "analyzer/engine/attempt_columns.h"
#include "analyzer/engine/text_columns.h"
#include "analyzer/wire/history.h"
#include "analyzer/wire/write.h"
#include "models/scorer.h"

namespace analyzer {
namespace {

constexpr std::size_t kMostColumns = 12;
// Trees are summed as floats, contributions in another order.
constexpr double kSameMargin = 1e-3;

using Names = std::span<const std::string_view>;

void write_row(std::string& out, const std::vector<float>& row, Names names) {
  out += '{';
  bool first = true;
  for (std::size_t i = 0; i < row.size() && i < names.size(); ++i) {
    if (std::isnan(row[i])) continue;
    if (!first) out += ',';
    first = false;
    json::append_string(out, names[i]);
    out += ':';
    json::append_number(out, static_cast<double>(row[i]));
  }
  out += '}';
}

const json::Value* member(const json::Value& value, std::string_view name) {
  if (!value.is_object()) return nullptr;
  return value.get_object().if_contains({name.data(), name.size()});
}

std::vector<float> read_row(const json::Value& row, Names names) {
  std::vector<float> out(names.size(), std::numeric_limits<float>::quiet_NaN());
  for (std::size_t i = 0; i < names.size(); ++i) {
    const json::Value* value = member(row, names[i]);
    if (value != nullptr && value->is_number()) out[i] = value->to_number<float>();
  }
  return out;
}

std::string write_explanation(const models::Scorer& model, Names names,
                              const std::vector<float>& row, const std::vector<double>& given) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (given[i] != 0.0) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::abs(given[a]) > std::abs(given[b]);
  });
  if (order.size() > kMostColumns) order.resize(kMostColumns);
  json::Array columns;
  for (const std::size_t i : order) {
    json::Value value = nullptr;
    if (!std::isnan(row[i])) value = static_cast<double>(row[i]);
    columns.push_back(json::Object{{"name", json::String(names[i].data(), names[i].size())},
                                   {"value", value},
                                   {"weight", given[i]}});
  }
  return json::write(json::Object{
      {"model", model.digest()}, {"base", given.back()}, {"columns", std::move(columns)}});
}

}  // namespace

std::string stored_verdict(const Verdict& verdict, const History& history) {
  std::string out = "{\"verdict\":";
  wire::write_verdict(out, verdict);
  out += ",\"history\":";
  wire::write_history(out, history);
  if (!verdict.row.empty()) {
    out += ",\"row\":";
    write_row(out, verdict.row, verdict.decision ? attempt_column_names() : text_column_names());
  }
  return out += '}';
}

Result<History> stored_history(const json::Value& stored) {
  if (!stored.is_object()) return fail(ErrorCode::kCorrupt, "a verdict is damaged");
  const json::Value* part = member(stored, "history");
  return part == nullptr ? Result<History>(History{}) : wire::parse_history(*part);
}

Result<std::optional<std::string>> explain(const std::string& stored, const Snapshot& snapshot) {
  const Result<json::Value> value = json::parse(stored, {.max_depth = 32, .max_bytes = 8U << 20U});
  const json::Value* verdict = value ? member(*value, "verdict") : nullptr;
  if (verdict == nullptr) return fail(ErrorCode::kCorrupt, "a stored verdict is damaged");
  const json::Value* row_part = member(*value, "row");
  const json::Value* margin = member(*verdict, "margin");
  const bool attempt = member(*verdict, "decision") != nullptr;
  const models::Scorer* model = attempt ? snapshot.attempt_model() : snapshot.text_model();
  if (row_part == nullptr || margin == nullptr || model == nullptr) {
    return std::optional<std::string>{};
  }
  const Names names = attempt ? attempt_column_names() : text_column_names();
  const std::vector<float> row = read_row(*row_part, names);
  const Result<double> now = model->margin(row);
  if (!now) return tl::unexpected(now.error());
  if (std::abs(*now - margin->to_number<double>()) > kSameMargin) {
    return std::optional<std::string>{};  // another model judged then
  }
  const Result<std::vector<double>> given = model->contributions(row);
  if (!given) return tl::unexpected(given.error());
  return std::optional<std::string>(write_explanation(*model, names, row, *given));
}

}  // namespace analyzer
