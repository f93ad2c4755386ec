#include "analyzer/service/waiting_figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace analyzer {
namespace {

constexpr int kDays[] = {1, 3, 7, 15, 30};  // buckets of age; the last is more than that
constexpr std::size_t kMostEntries = 200;
constexpr std::size_t kCounty = 6;
constexpr const char* kUnknown = "unknown";

double hours_between(Time from, Time to) {
  return std::chrono::duration<double, std::ratio<3600>>(to - from).count();
}

// The smallest value that so large a share of them does not exceed.
json::Value quantile(std::vector<double>& hours, double share) {
  if (hours.empty()) return nullptr;
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(hours.size())));
  const auto at = hours.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1) - 1);
  std::nth_element(hours.begin(), at, hours.end());
  return *at;
}

struct Line {
  std::vector<double> decided;  // hours
  std::vector<double> waiting;
};

// Lines by what they are told apart by, then by its words in their order.
class Lines {
 public:
  Lines() {
    lines_.push_back({"all", "all", {}});
    add_words<Scheme>("scheme");
    add_words<AgeBand>("age");
    for (const char* word : {"rural", "urban", kUnknown}) lines_.push_back({"residence", word, {}});
  }
  void decided(const CaseGroup& group, double hours) {
    each(group, [&](Line& line) { line.decided.push_back(hours); });
  }
  void waiting(const CaseGroup& group, double hours) {
    each(group, [&](Line& line) { line.waiting.push_back(hours); });
  }
  json::Array view() {
    json::Array out;
    for (Row& row : lines_) {
      json::Value oldest = nullptr;
      if (!row.line.waiting.empty()) {
        oldest = *std::max_element(row.line.waiting.begin(), row.line.waiting.end());
      }
      const std::size_t decided = row.line.decided.size();
      const std::size_t waiting = row.line.waiting.size();
      out.push_back(json::Object{{"by", row.by},
                                 {"word", row.word},
                                 {"decided", decided},
                                 {"median_hours", quantile(row.line.decided, 0.5)},
                                 {"p90_hours", quantile(row.line.decided, 0.9)},
                                 {"waiting", waiting},
                                 {"waiting_median_hours", quantile(row.line.waiting, 0.5)},
                                 {"oldest_hours", std::move(oldest)}});
    }
    return out;
  }

 private:
  struct Row {
    std::string by;
    std::string word;
    Line line;
  };
  template <class E>
  void add_words(const char* by) {
    for (const std::string_view word : kNames<E>) lines_.push_back({by, std::string(word), {}});
    lines_.push_back({by, kUnknown, {}});
  }
  template <class Each>
  void each(const CaseGroup& group, const Each& one) {
    const std::string scheme = scheme_word(group);
    const std::string age = age_word(group);
    const std::string residence = residence_word(group);
    for (Row& row : lines_) {
      const bool in = row.by == "all" || (row.by == "scheme" && row.word == scheme) ||
                      (row.by == "age" && row.word == age) ||
                      (row.by == "residence" && row.word == residence);
      if (in) one(row.line);
    }
  }

  std::vector<Row> lines_;
};

// Persons wait; reports name none, and spot checks were asked for by nobody.
bool of_persons(CaseKind kind) {
  return kind == CaseKind::kAttempt || kind == CaseKind::kRetro || kind == CaseKind::kObjection;
}

using Bucket = std::array<std::uint64_t, kNames<CaseKind>.size()>;

json::Array ages_view(const std::array<Bucket, std::size(kDays) + 1>& buckets) {
  json::Array out;
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    json::Object row;
    row["up_to_days"] = i < std::size(kDays) ? json::Value(kDays[i]) : json::Value(nullptr);
    std::uint64_t total = 0;
    for (std::size_t kind = 0; kind < buckets[i].size(); ++kind) {
      row[kNames<CaseKind>[kind]] = buckets[i][kind];
      total += buckets[i][kind];
    }
    row["total"] = total;
    out.push_back(std::move(row));
  }
  return out;
}

json::Object saved_view(const std::vector<store::SavedAmount>& saved, const Calendar& calendar,
                        CaseViews& views) {
  struct Sum {
    double yuan = 0.0;
    std::uint64_t cases = 0;
  };
  Sum all;
  std::map<std::string, Sum> counties;
  json::Array entries;
  for (const store::SavedAmount& one : saved) {
    all.yuan += one.yuan;
    ++all.cases;
    Sum& county = counties[one.region.substr(0, kCounty)];
    county.yuan += one.yuan;
    ++county.cases;
    if (entries.size() == kMostEntries) continue;
    entries.push_back(json::Object{{"case_id", one.case_id},
                                   {"region", text_or_null(one.region)},
                                   {"region_name", calendar.region_name(one.region)},
                                   {"yuan", one.yuan},
                                   {"by_name", views.account_name(one.by)},
                                   {"at", format_time(one.at)}});
  }
  json::Array by_county;
  for (const auto& [code, sum] : counties) {
    by_county.push_back(json::Object{{"region", text_or_null(code)},
                                     {"region_name", calendar.region_name(code)},
                                     {"yuan", sum.yuan},
                                     {"cases", sum.cases}});
  }
  return {{"yuan", all.yuan},
          {"cases", all.cases},
          {"counties", std::move(by_county)},
          {"entries", std::move(entries)}};
}

// -- sheets ---------------------------------------------------------------------------

const json::Value kNothing = nullptr;

const json::Value& at(const json::Value& value, std::string_view key) {
  if (!value.is_object()) return kNothing;
  const json::Value* found = value.get_object().if_contains({key.data(), key.size()});
  return found == nullptr ? kNothing : *found;
}

std::string text_of(const json::Value& value) {
  return value.is_string() ? std::string(value.get_string()) : std::string();
}

Cell cell_of(const json::Value& value) {
  if (!value.is_number()) return text_of(value);
  constexpr double kTenth = 10.0;
  return std::round(value.to_number<double>() * kTenth) / kTenth;
}

struct Name {
  std::string_view word;
  std::string_view zh;
};
constexpr Name kBy[] = {
    {"all", "全部"}, {"scheme", "险种"}, {"age", "年龄"}, {"residence", "城乡"}};
constexpr Name kWords[] = {
    {"all", "全部"},          {"employee", "企业职工"}, {"public", "机关事业"},
    {"resident", "城乡居民"}, {"survivor", "遗属"},     {"injury", "工伤"},
    {"0-59", "60岁以下"},     {"60-69", "60—69岁"},     {"70-79", "70—79岁"},
    {"80-89", "80—89岁"},     {"90-", "90岁及以上"},    {"rural", "农村"},
    {"urban", "城镇"},        {"unknown", "未知"}};

template <std::size_t N>
std::string name_in(const Name (&names)[N], const std::string& word) {
  for (const Name& one : names) {
    if (one.word == word) return std::string(one.zh);
  }
  return word;
}

Sheet waiting_sheet(const json::Value& lines) {
  Sheet sheet{"等待时间",
              {"分类", "人群", "办结件数", "办结用时中位数(小时)", "办结用时90%(小时)", "待办件数",
               "待办已等中位数(小时)", "待办最久(小时)"},
              {}};
  if (!lines.is_array()) return sheet;
  for (const json::Value& line : lines.get_array()) {
    sheet.rows.push_back({name_in(kBy, text_of(at(line, "by"))),
                          name_in(kWords, text_of(at(line, "word"))), cell_of(at(line, "decided")),
                          cell_of(at(line, "median_hours")), cell_of(at(line, "p90_hours")),
                          cell_of(at(line, "waiting")), cell_of(at(line, "waiting_median_hours")),
                          cell_of(at(line, "oldest_hours"))});
  }
  return sheet;
}

Sheet ages_sheet(const json::Value& buckets) {
  Sheet sheet{"待办时长",
              {"已等待(天以内)", "认证疑点", "群众反映", "事后比对", "异议", "抽查", "合计"},
              {}};
  if (!buckets.is_array()) return sheet;
  for (const json::Value& bucket : buckets.get_array()) {
    std::vector<Cell> row{at(bucket, "up_to_days").is_null() ? Cell(std::string("更久"))
                                                             : cell_of(at(bucket, "up_to_days"))};
    for (const std::string_view kind : kNames<CaseKind>) row.push_back(cell_of(at(bucket, kind)));
    row.push_back(cell_of(at(bucket, "total")));
    sheet.rows.push_back(std::move(row));
  }
  return sheet;
}

Sheet saved_sheet(const json::Value& saved) {
  Sheet sheet{
      "挽损金额", {"案件编号", "地区代码", "地区", "挽损金额(元)", "填报人", "填报时间"}, {}};
  const json::Value& entries = at(saved, "entries");
  if (!entries.is_array()) return sheet;
  for (const json::Value& one : entries.get_array()) {
    sheet.rows.push_back({text_of(at(one, "case_id")), text_of(at(one, "region")),
                          text_of(at(one, "region_name")), cell_of(at(one, "yuan")),
                          text_of(at(one, "by_name")), text_of(at(one, "at"))});
  }
  sheet.rows.push_back({std::string("合计"), std::string(), std::string(),
                        cell_of(at(saved, "yuan")), std::string(), std::string()});
  return sheet;
}

}  // namespace

Status add_waiting(store::Session& session, Time from, Time to, Time now, const std::string& region,
                   const Calendar& calendar, CaseViews& views, json::Object& out) {
  Lines lines;
  store::DailyCounts& counts = session.daily_counts();
  Status status = counts.decided(from, to, region, [&](const store::DecidedCase& c) {
    if (of_persons(c.kind)) lines.decided(c.group, hours_between(c.opened_at, c.decided_at));
  });
  if (!status) return status;
  std::array<Bucket, std::size(kDays) + 1> buckets{};
  status = counts.waiting(region, [&](const store::WaitingCase& c) {
    constexpr double kDay = 24.0;
    const double hours = hours_between(c.opened_at, now);
    if (of_persons(c.kind)) lines.waiting(c.group, hours);
    std::size_t at = 0;
    while (at < std::size(kDays) && hours >= kDay * kDays[at]) ++at;
    ++buckets[at][static_cast<std::size_t>(c.kind)];
  });
  if (!status) return status;
  const auto saved = counts.saved(from, to, region);
  if (!saved) return tl::unexpected(saved.error());
  out["waiting"] = lines.view();
  out["queue_age"] = ages_view(buckets);
  out["saved"] = saved_view(*saved, calendar, views);
  return {};
}

void add_waiting_sheets(const json::Value& statistics, std::vector<Sheet>& out) {
  out.push_back(waiting_sheet(at(statistics, "waiting")));
  out.push_back(ages_sheet(at(statistics, "queue_age")));
  out.push_back(saved_sheet(at(statistics, "saved")));
}

}  // namespace analyzer
