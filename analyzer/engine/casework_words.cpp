#include "analyzer/engine/casework_words.h"

#include <algorithm>

#include "analyzer/core/toml.h"
#include "analyzer/engine/hold.h"

namespace analyzer {
namespace {

constexpr double kHighScore = 0.9;
constexpr double kMediumScore = 0.5;

template <class E>
E read_word(const toml::Table& table, std::string_view key) {
  const std::string word = table.text(key);
  if (const auto value = parse_name<E>(word)) return *value;
  table.refuse(key, "'" + word + "' is not a known word");
  return E{};
}

std::vector<CaseKind> read_kinds(const toml::Table& table) {
  std::vector<CaseKind> out;
  for (const std::string& word : table.texts("kinds")) {
    if (const auto kind = parse_name<CaseKind>(word)) {
      out.push_back(*kind);
    } else {
      table.refuse("kinds", "'" + word + "' is not a kind of case");
    }
  }
  return out;
}

template <class T>
void refuse_twice(const toml::Table& table, const std::vector<T>& rows) {
  const auto same = [&](const T& row) { return row.id == rows.back().id; };
  if (std::count_if(rows.begin(), rows.end(), same) > 1) {
    table.refuse("id", "'" + rows.back().id + "' stands twice");
  }
}

Sentence read_name(const toml::Table& table) { return {table.text("zh"), table.text("en")}; }

void read_findings(const toml::Table& root, CaseworkWords& out) {
  for (const toml::Table& table : root.tables("finding")) {
    FindingWord word;
    word.id = table.text("id");
    word.name = read_name(table);
    word.kinds = read_kinds(table);
    word.disposition = read_word<Disposition>(table, "disposition");
    word.cause = read_word<Cause>(table, "cause");
    if (table.has("outcome")) word.outcome = read_word<ReviewOutcome>(table, "outcome");
    word.destinations = table.texts("to");
    for (const std::string& id : word.destinations) {
      if (!out.has_destination(id)) table.refuse("to", "'" + id + "' is no destination");
    }
    if (word.kinds.empty()) table.refuse("a finding needs its kinds");
    out.findings.push_back(std::move(word));
    refuse_twice(table, out.findings);
    table.done();
  }
  for (const CaseKind kind : {CaseKind::kAttempt, CaseKind::kReport, CaseKind::kRetro,
                              CaseKind::kObjection, CaseKind::kSpotCheck}) {
    const auto fits = [&](const FindingWord& word) { return word.is_for(kind); };
    if (std::none_of(out.findings.begin(), out.findings.end(), fits)) {
      root.refuse("no finding for cases of '" + std::string(name_of(kind)) + "'");
    }
  }
}

void read_lists(const toml::Table& root, CaseworkWords& out) {
  for (const toml::Table& table : root.tables("destination")) {
    out.destinations.push_back({table.text("id"), read_name(table)});
    refuse_twice(table, out.destinations);
    table.done();
  }
  for (const toml::Table& table : root.tables("check")) {
    out.checks.push_back({table.text("id"), read_name(table), table.texts("actions"),
                          table.texts("typologies"), read_kinds(table)});
    refuse_twice(table, out.checks);
    table.done();
  }
}

int read_count(const toml::Table& table, std::string_view key, int most) {
  const std::int64_t value = table.integer(key);
  if (value < 1 || value > most) table.refuse(key, "must be from 1 to " + std::to_string(most));
  return static_cast<int>(value);
}

void read_numbers(const toml::Table& root, CaseworkWords& out) {
  constexpr int kMostDays = 60;
  constexpr int kMostCases = 500;
  constexpr int kMostArchiveDays = 3650;
  const toml::Table due = root.table("due");
  out.due = {read_count(due, "urgent", kMostDays),    read_count(due, "high", kMostDays),
             read_count(due, "medium", kMostDays),    read_count(due, "low", kMostDays),
             read_count(due, "objection", kMostDays), read_count(due, "spot_check", kMostDays)};
  due.done();
  const toml::Table archive = root.table("archive");
  out.archive_days = read_count(archive, "days", kMostArchiveDays);
  archive.done();
  const toml::Table bulk = root.table("bulk");
  out.bulk = {read_count(bulk, "reviewer", kMostCases),
              read_count(bulk, "second_reviewer", kMostCases),
              read_count(bulk, "supervisor", kMostCases)};
  bulk.done();
  const toml::Table amount = root.table("amount");
  out.report_yuan = amount.number("report_yuan");
  out.major_yuan = amount.number("major_yuan");
  amount.done();
}

bool share(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& word) {
    return std::find(b.begin(), b.end(), word) != b.end();
  });
}

int due_days(const Case& c, const CaseworkWords::Due& due) {
  if (c.kind == CaseKind::kObjection) return due.objection;
  if (c.kind == CaseKind::kSpotCheck) return due.spot_check;
  if (c.priority >= kMoneyPriority) return due.urgent;
  if (c.priority >= kSecretsPriority || c.score >= kHighScore) return due.high;
  return c.score >= kMediumScore ? due.medium : due.low;
}

}  // namespace

bool FindingWord::is_for(CaseKind kind) const {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

Result<CaseworkWords> CaseworkWords::load(const std::string& path) {
  const Result<toml::Table> root = toml::load(path);
  if (!root) return tl::unexpected(root.error());
  CaseworkWords out;
  read_lists(*root, out);
  read_findings(*root, out);
  read_numbers(*root, out);
  root->done();
  if (Status status = root->finish(); !status) return tl::unexpected(status.error());
  return out;
}

const FindingWord* CaseworkWords::finding(std::string_view id) const {
  const auto it = std::find_if(findings.begin(), findings.end(),
                               [&](const FindingWord& word) { return word.id == id; });
  return it == findings.end() ? nullptr : &*it;
}

bool CaseworkWords::has_destination(std::string_view id) const {
  return std::any_of(destinations.begin(), destinations.end(),
                     [&](const DestinationWord& word) { return word.id == id; });
}

std::vector<const CheckWord*> CaseworkWords::checklist(
    CaseKind kind, const std::vector<std::string>& actions,
    const std::vector<std::string>& typologies) const {
  std::vector<const CheckWord*> out;
  for (const CheckWord& check : checks) {
    const bool of_kind =
        std::find(check.kinds.begin(), check.kinds.end(), kind) != check.kinds.end();
    if (of_kind || share(check.actions, actions) || share(check.typologies, typologies)) {
      out.push_back(&check);
    }
  }
  return out;
}

OrderReason order_reason(const Case& c) {
  if (c.held && c.decide_by) return OrderReason::kHoldEnds;
  if (c.returned) return OrderReason::kReturned;
  if (c.kind == CaseKind::kObjection) return OrderReason::kObjection;
  if (c.kind == CaseKind::kSpotCheck) return OrderReason::kSpotCheck;
  if (c.priority >= kMoneyPriority) return OrderReason::kLosingMoney;
  return c.priority >= kSecretsPriority ? OrderReason::kSecretsGiven : OrderReason::kHarm;
}

Time due_of(const Case& c, const CaseworkWords::Due& due, const WorkingDays& days) {
  if (c.held && c.decide_by) return *c.decide_by;
  const Time usual = after_working_days(c.opened_at, due_days(c, due), days);
  return c.extended && c.more_time_until ? std::max(usual, *c.more_time_until) : usual;
}

}  // namespace analyzer
