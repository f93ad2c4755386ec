#include "analyzer/service/statistics_sheets.h"

#include <string_view>
#include <utility>

#include "analyzer/service/waiting_figures.h"

namespace analyzer {
namespace {

const json::Value kNothing = nullptr;

const json::Value& at(const json::Value& value, std::string_view key) {
  if (!value.is_object()) return kNothing;
  const json::Value* found = value.get_object().if_contains({key.data(), key.size()});
  return found == nullptr ? kNothing : *found;
}

std::string text_of(const json::Value& value) {
  return value.is_string() ? std::string(value.get_string()) : std::string();
}

double number_of(const json::Value& value) {
  return value.is_number() ? value.to_number<double>() : 0.0;
}

using Column = std::pair<const char*, const char*>;  // key, head
constexpr Column kAttempts[] = {
    {"pass", "认证:未见异常"}, {"review", "认证:建议核查"}, {"hold", "认证:暂缓采信"}};
constexpr Column kReports[] = {{"official", "反映:官方渠道"},
                               {"low", "反映:未发现已知风险"},
                               {"medium", "反映:存疑待核"},
                               {"high", "反映:高度可疑"},
                               {"critical", "反映:极可能为诈骗"}};
constexpr Column kCounty[] = {{"attempts", "认证"},
                              {"flagged_attempts", "其中有疑点"},
                              {"reports", "群众反映"},
                              {"flagged_reports", "其中高度可疑"}};
constexpr Column kOutcomes[] = {
    {"decided", "已办结"},           {"confirmed", "属实"},
    {"confirmed_share", "属实率"},   {"false_alarms", "排除"},
    {"false_alarm_share", "排除率"}, {"median_hours", "办结用时中位数(小时)"}};

Sheet days_sheet(const json::Value& days) {
  Sheet sheet{"按日", {"日期"}, {}};
  for (const auto& [key, head] : kAttempts) sheet.head.emplace_back(head);
  for (const auto& [key, head] : kReports) sheet.head.emplace_back(head);
  if (!days.is_array()) return sheet;
  for (const json::Value& day : days.get_array()) {
    std::vector<Cell> row{text_of(at(day, "day"))};
    for (const auto& [key, head] : kAttempts)
      row.emplace_back(number_of(at(at(day, "attempts"), key)));
    for (const auto& [key, head] : kReports)
      row.emplace_back(number_of(at(at(day, "reports"), key)));
    sheet.rows.push_back(std::move(row));
  }
  return sheet;
}

Sheet counties_sheet(const json::Value& counties) {
  Sheet sheet{"按地区", {"地区代码", "地区"}, {}};
  for (const auto& [key, head] : kCounty) sheet.head.emplace_back(head);
  if (!counties.is_array()) return sheet;
  for (const json::Value& county : counties.get_array()) {
    std::vector<Cell> row{text_of(at(county, "region")), text_of(at(county, "region_name"))};
    for (const auto& [key, head] : kCounty) row.emplace_back(number_of(at(county, key)));
    sheet.rows.push_back(std::move(row));
  }
  return sheet;
}

Sheet outcomes_sheet(const json::Value& outcomes) {
  Sheet sheet{"办结情况", {"项目", "数值"}, {}};
  for (const auto& [key, head] : kOutcomes) {
    const json::Value& value = at(outcomes, key);
    if (value.is_number()) sheet.rows.push_back({std::string(head), number_of(value)});
  }
  return sheet;
}

}  // namespace

std::vector<Sheet> statistics_sheets(const json::Value& statistics) {
  std::vector<Sheet> out = {days_sheet(at(statistics, "days")),
                            counties_sheet(at(statistics, "counties")),
                            outcomes_sheet(at(statistics, "outcomes"))};
  add_waiting_sheets(statistics, out);
  return out;
}

}  // namespace analyzer
