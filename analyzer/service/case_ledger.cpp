// The ledger (台账): cases as CSV in UTF-8 with BOM, as spreadsheets open it. Every
// export is logged; no detail of a person is in it.

#include <algorithm>

#include "analyzer/service/case_rights.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/form.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {
namespace {

constexpr std::size_t kMostRows = 5000;
constexpr int kPage = 200;
constexpr std::string_view kBom = "\xEF\xBB\xBF";

// A cell that a spreadsheet would run as a formula begins with an apostrophe.
std::string cell(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) {
    text.insert(text.begin(), '\'');
  }
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

std::string day(const std::optional<Time>& time) {
  return time ? format_date(shanghai_date(*time)) : "";
}

std::string yuan(const std::optional<double>& amount) {
  if (!amount) return {};
  return json::write(*amount);
}

class Ledger {
 public:
  Ledger(CaseViews& views, const Snapshot& snapshot) : views_(views), snapshot_(snapshot) {
    text_ = kBom;
    text_ +=
        "编号,类别,状态,地区代码,地区,疑点,登记日期,应办结日期,核查人,结论,去向,多发金额(元),"
        "结论人,结论日期,复核情况,信息条数\r\n";
  }
  void add(const Case& c) {
    const CaseworkWords& words = snapshot_.casework();
    const FindingWord* finding = words.finding(c.finding);
    std::string to;
    for (const DestinationWord& one : words.destinations) {
      if (std::find(c.destinations.begin(), c.destinations.end(), one.id) == c.destinations.end()) {
        continue;
      }
      to += (to.empty() ? "" : "、") + one.name.zh;
    }
    const std::string found = finding         ? finding->name.zh
                              : c.disposition ? std::string(name_of(*c.disposition))
                                              : "";
    const bool adverse = c.disposition && is_adverse(*c.disposition);
    const bool waits = c.state == CaseState::kSecondReview;
    row({c.id, std::string(kKinds[static_cast<std::size_t>(c.kind)]),
         std::string(kStates[static_cast<std::size_t>(c.state)]), c.region,
         snapshot_.calendar().region_name(c.region), c.title, day(c.opened_at),
         day(due_of(c, words.due, snapshot_.working_days())), name(c.assignee), found, to,
         yuan(c.amount_yuan), name(waits ? c.proposed_by : c.decided_by), day(c.decided_at),
         !adverse ? "不需复核"
         : waits  ? "待复核"
                  : "已复核",
         std::to_string(c.observations)});
    ++rows_;
  }
  std::size_t rows() const { return rows_; }
  std::string take() { return std::move(text_); }

 private:
  static constexpr std::string_view kKinds[] = {"认证疑点", "群众反映", "事后比对"};
  static constexpr std::string_view kStates[] = {"待核查", "核查中", "待复核", "已办结"};
  static_assert(std::size(kKinds) == kNames<CaseKind>.size());
  static_assert(std::size(kStates) == kNames<CaseState>.size());

  std::string name(const std::string& account) {
    const json::Value value = views_.account_name(account);
    return value.is_string() ? std::string(value.get_string()) : std::string();
  }
  void row(const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) text_ += (i > 0 ? "," : "") + cell(cells[i]);
    text_ += "\r\n";
  }

  CaseViews& views_;
  const Snapshot& snapshot_;
  std::string text_;
  std::size_t rows_ = 0;
};

}  // namespace

Result<Document> ServiceImpl::case_ledger(const Actor& actor, const CaseFilter& filter) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  CaseFilter page = filter;
  page.limit = kPage;
  std::optional<store::CaseQuery> query = query_of(actor, page, now());
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  const auto snapshot = this->snapshot();
  CaseViews views(**session, *snapshot);
  Ledger ledger(views, *snapshot);
  while (query && ledger.rows() < kMostRows) {
    const Result<store::CasePage> found = (*session)->cases().list(*query);
    if (!found) return tl::unexpected(found.error());
    for (const Case& c : found->cases) ledger.add(c);
    if (found->next_cursor.empty()) break;
    query->cursor = found->next_cursor;
  }
  const std::string what = std::to_string(ledger.rows()) + " cases";
  const Status status = write([&](store::Session& writing) {
    return append_audit(writing, audit_entry(actor, now(), "case.export", "ledger", what));
  });
  if (!status) return tl::unexpected(status.error());
  return document(ledger.take());
}

}  // namespace analyzer
