// The ledger (台账): cases as a table for spreadsheets. Every export is logged; no
// detail of a person is in it.

#include <algorithm>

#include "analyzer/service/case_rights.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/form.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {
namespace {

constexpr std::size_t kMostRows = 5000;
constexpr int kPage = 200;
constexpr std::string_view kKinds[] = {"认证疑点", "群众反映", "事后比对", "异议", "抽查"};
constexpr std::string_view kStates[] = {"待核查", "核查中", "待复核", "已办结"};
static_assert(std::size(kKinds) == kNames<CaseKind>.size());
static_assert(std::size(kStates) == kNames<CaseState>.size());

std::string day(const std::optional<Time>& time) {
  return time ? format_date(shanghai_date(*time)) : "";
}

Cell yuan(const std::optional<double>& amount) {
  if (!amount) return std::string();
  return *amount;
}

// What can still be taken back is not done.
std::string state_of(const Case& c) {
  if (c.archived_at) return "已归档";
  if (c.settles_at) return "已作结论(可撤回,未办结)";
  return std::string(kStates[static_cast<std::size_t>(c.state)]);
}

std::string second_of(const Case& c) {
  if (!c.disposition || !is_adverse(*c.disposition)) return "不需复核";
  return c.state == CaseState::kSecondReview ? "待复核" : "已复核";
}

class Ledger {
 public:
  Ledger(CaseViews& views, const Snapshot& snapshot) : views_(views), snapshot_(snapshot) {
    sheet_.name = "核查台账";
    sheet_.head = {"编号",     "类别",       "状态",     "地区代码", "地区", "疑点",
                   "登记日期", "应办结日期", "核查人",   "结论",     "去向", "多发金额(元)",
                   "结论人",   "结论日期",   "复核情况", "信息条数"};
  }
  void add(const Case& c) {
    const CaseworkWords& words = snapshot_.casework();
    const bool waits = c.state == CaseState::kSecondReview;
    sheet_.rows.push_back(
        {c.id, std::string(kKinds[static_cast<std::size_t>(c.kind)]), state_of(c), c.region,
         snapshot_.calendar().region_name(c.region), c.title, day(c.opened_at),
         day(due_of(c, words.due, snapshot_.working_days()) - std::chrono::seconds{1}),
         name(c.assignee), finding_of(c), destinations_of(c), yuan(c.amount_yuan),
         name(waits ? c.proposed_by : c.decided_by), day(c.decided_at), second_of(c),
         static_cast<double>(c.observations)});
  }
  std::size_t rows() const { return sheet_.rows.size(); }
  // `cut`: there were more.
  Sheet take(bool cut) {
    if (cut) {
      sheet_.rows.push_back({"只导出前" + std::to_string(kMostRows) +
                             "件,还有案件未导出:请按地区、状态或类别分批导出"});
    }
    return std::move(sheet_);
  }

 private:
  std::string name(const std::string& account) {
    const json::Value value = views_.account_name(account);
    return value.is_string() ? std::string(value.get_string()) : std::string();
  }
  std::string finding_of(const Case& c) const {
    if (const FindingWord* finding = snapshot_.casework().finding(c.finding)) {
      return finding->name.zh;
    }
    return c.disposition ? std::string(name_of(*c.disposition)) : std::string();
  }
  std::string destinations_of(const Case& c) const {
    std::string out;
    for (const DestinationWord& one : snapshot_.casework().destinations) {
      if (std::find(c.destinations.begin(), c.destinations.end(), one.id) == c.destinations.end()) {
        continue;
      }
      out += (out.empty() ? "" : "、") + one.name.zh;
    }
    return out;
  }

  CaseViews& views_;
  const Snapshot& snapshot_;
  Sheet sheet_;
};

}  // namespace

Result<Export> ServiceImpl::case_ledger(const Actor& actor, const CaseFilter& filter,
                                        SheetFormat format) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  CaseFilter page = filter;
  page.limit = kPage;
  std::optional<store::CaseQuery> query = query_of(actor, page, now());
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  const auto snapshot = this->snapshot();
  CaseViews views(**session, *snapshot);
  Ledger ledger(views, *snapshot);
  Export out;
  while (query && !out.cut) {
    const Result<store::CasePage> found = (*session)->cases().list(*query);
    if (!found) return tl::unexpected(found.error());
    for (const Case& c : found->cases) ledger.add(c);
    if (found->next_cursor.empty()) break;
    query->cursor = found->next_cursor;
    out.cut = ledger.rows() >= kMostRows;
  }
  out.rows = ledger.rows();
  const std::string what =
      std::to_string(out.rows) + " cases" + (out.cut ? ", not all there were" : "");
  const Status status = write([&](store::Session& writing) {
    return append_audit(writing, audit_entry(actor, now(), "case.export", "ledger", what));
  });
  if (!status) return tl::unexpected(status.error());
  Result<std::string> bytes = write_sheets({ledger.take(out.cut)}, format);
  if (!bytes) return tl::unexpected(bytes.error());
  out.bytes = *std::move(bytes);
  return out;
}

}  // namespace analyzer
