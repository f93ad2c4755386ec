// The form of a case (核查登记表) as xlsx, laid out as the printed one (console:
// case_form.tsx). Who the person is is left to be filled in by hand; what people wrote of
// contacts and findings stands in it as written. Every one that is made is logged.

#include <algorithm>
#include <array>
#include <cmath>

#include "analyzer/service/case_rights.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/form.h"
#include "analyzer/service/form_sheet.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {
namespace {

constexpr std::size_t kMostReasons = 10;
constexpr auto kKinds =
    std::to_array<std::string_view>({"认证疑点", "群众反映", "事后比对", "异议", "抽查"});
constexpr auto kStates = std::to_array<std::string_view>({"待核查", "核查中", "待复核", "已办结"});
constexpr auto kWays = std::to_array<std::string_view>(
    {"本人电话", "备用联系人", "村(社区)核实", "上门", "视频见面", "本人到窗口", "函询有关部门"});
constexpr auto kResults = std::to_array<std::string_view>(
    {"联系上", "无人接听", "号码不对", "拒绝配合", "未找到人", "已发出,待回复"});
constexpr auto kCauses =
    std::to_array<std::string_view>({"不作说明", "规则过宽", "数据有误", "家人代办", "协办点代办",
                                     "认错了人", "登记滞后", "查有实据", "其他", "重复疑点"});
static_assert(kKinds.size() == kNames<CaseKind>.size());
static_assert(kStates.size() == kNames<CaseState>.size());
static_assert(kWays.size() == kNames<ContactWay>.size());
static_assert(kResults.size() == kNames<ContactResult>.size());
static_assert(kCauses.size() == kNames<Cause>.size());

template <std::size_t N, class E>
std::string zh(const std::array<std::string_view, N>& names, E word) {
  return std::string(names[static_cast<std::size_t>(word)]);
}

std::string minute(Time at) {
  constexpr std::size_t kToMinute = 16;
  std::string text = format_time(at + std::chrono::hours{8}).substr(0, kToMinute);
  std::replace(text.begin(), text.end(), 'T', ' ');
  return text;
}

std::string yuan(double amount) {
  constexpr double kCents = 100.0;
  const auto cents = std::llround(amount * kCents);
  std::string out = std::to_string(cents / 100);
  if (cents % 100 == 0) return out;
  const std::string rest = std::to_string(cents % 100);
  return out + (rest.size() == 1 ? ".0" : ".") + rest;
}

const json::Value* member(const json::Value& value, std::string_view key) {
  return value.is_object() ? value.get_object().if_contains({key.data(), key.size()}) : nullptr;
}

std::string text_at(const json::Value& value, std::string_view key) {
  const json::Value* found = member(value, key);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

void add_line(std::string& out, const std::string& line) {
  if (!line.empty()) out += (out.empty() ? "" : "\n") + line;
}

class CaseFormMaker {
 public:
  CaseFormMaker(const Case& c, const json::Object& detail, std::vector<CaseEvent> diary,
                CaseViews& views, const Snapshot& snapshot)
      : c_(c), detail_(detail), diary_(std::move(diary)), views_(views), snapshot_(snapshot) {}

  FormSheet make(const Actor& actor, Time now) {
    FormSheet out{"核查登记表", "疑点核查登记表", {}, {}};
    const Time due = due_of(c_, snapshot_.casework().due, snapshot_.working_days());
    constexpr int kByHand = 3;  // lines
    out.rows = {
        {"案件编号", c_.id, "类别", zh(kKinds, c_.kind)},
        {"地区", snapshot_.calendar().region_name(c_.region), "产生时间", minute(c_.opened_at)},
        {"应办结", format_date(shanghai_date(due - std::chrono::seconds{1})), "状态",
         zh(kStates, c_.state)},
        {"疑点", c_.title},
        {"参保人(在业务系统中核对,手工填写)", "", "", "", kByHand},
        {"疑点依据", reasons()},
        {"核查清单", checks()},
        {"联系与核查经过", contacts()},
        {"下发与回收", referrals()},
        {"证据材料", files()},
        {"核查结论", finding()}};
    if (matter())
      out.rows.push_back({"要情报告(草稿,须单位负责人审定签发,系统不自动上报)", matter_text()});
    out.below = {
        "上门(走访)须两人,证件出示 □  见到本人 □  与本人核对身份 □  照片 □  "
        "两人签名:______________  ______________",
        "核查人签名:______________  日期:__________    复核人签名:______________  "
        "日期:__________    负责人:______________",
        "导出:" + actor.name + " " + minute(now)};
    return out;
  }

 private:
  std::string name(const std::string& account) {
    const json::Value value = views_.account_name(account);
    return value.is_string() ? std::string(value.get_string()) : std::string();
  }
  const json::Array& list(const char* key) const {
    static const json::Array kEmpty;
    const json::Value* found = detail_.if_contains(key);
    return found != nullptr && found->is_array() ? found->get_array() : kEmpty;
  }
  std::string reasons() const {
    std::vector<std::string> seen;
    for (const json::Value& observation : list("observations")) {
      const json::Value* verdict = member(observation, "verdict");
      const json::Value* reasons = verdict != nullptr ? member(*verdict, "reasons") : nullptr;
      if (reasons == nullptr || !reasons->is_array()) continue;
      for (const json::Value& reason : reasons->get_array()) {
        std::string text = text_at(reason, "text");
        const bool known = std::find(seen.begin(), seen.end(), text) != seen.end();
        if (!text.empty() && !known && seen.size() < kMostReasons) seen.push_back(std::move(text));
      }
    }
    std::string out;
    for (std::size_t i = 0; i < seen.size(); ++i) {
      add_line(out, std::to_string(i + 1) + ". " + seen[i]);
    }
    return out.empty() ? "无" : out;
  }
  std::string checks() const {
    std::string out;
    for (const json::Value& item : list("checklist")) {
      const json::Value* done = member(item, "done");
      const json::Value* called = member(item, "name");
      const bool ticked = done != nullptr && done->is_bool() && done->get_bool();
      add_line(out, (ticked ? "☑ " : "☐ ") + (called ? text_at(*called, "zh") : ""));
    }
    return out.empty() ? "无" : out;
  }
  std::string contacts() {
    std::string out;
    for (const CaseEvent& event : diary_) {
      const bool noted = event.kind == CaseEventKind::kNoted && !event.note.empty();
      if (!noted && event.kind != CaseEventKind::kContacted) continue;
      std::string line = minute(event.at) + " " + name(event.actor);
      if (event.contact && event.contact_result) {
        const bool answered = *event.contact == ContactWay::kLetter &&
                              *event.contact_result == ContactResult::kReached;
        line += " " + zh(kWays, *event.contact) + " " +
                (answered ? std::string("已回函") : zh(kResults, *event.contact_result));
      }
      if (!event.companion.empty()) line += "(同行:" + event.companion + ")";
      add_line(out, line + " " + event.note);
    }
    return out.empty() ? "无" : out;
  }
  std::string referrals() const {
    std::string out;
    for (const json::Value& one : list("referrals")) {
      const std::string state = text_at(one, "state");
      std::string line = text_at(one, "unit_name") + "(" + text_at(one, "unit_region") + "),限" +
                         text_at(one, "due_on") + "前:" + text_at(one, "asked");
      if (state == "recalled") line += "。已收回";
      if (state == "returned") {
        line += "。回收:" + text_at(one, "found_by") + " " + text_at(one, "found_on") + " " +
                text_at(one, "findings");
      }
      add_line(out, line);
    }
    return out.empty() ? "无" : out;
  }
  std::string files() const {
    std::string out;
    for (const json::Value& file : list("files")) {
      std::string line = text_at(file, "name") + ":" + text_at(file, "purpose") + "(" +
                         text_at(file, "added_by_name") + ",SHA-256 " + text_at(file, "sha256") +
                         ")";
      if (!text_at(file, "withdrawn_at").empty()) {
        line += " 已撤回:" + text_at(file, "withdrawn_why");
      }
      add_line(out, line);
    }
    return out.empty() ? "无" : out;
  }
  std::string finding_name() const {
    if (!c_.disposition) return "无";
    const FindingWord* word = snapshot_.casework().finding(c_.finding);
    return word != nullptr ? word->name.zh : std::string(name_of(*c_.disposition));
  }
  std::string goes() const {
    std::string out;
    for (const DestinationWord& one : snapshot_.casework().destinations) {
      const auto& to = c_.destinations;
      if (std::find(to.begin(), to.end(), one.id) == to.end()) continue;
      out += (out.empty() ? "" : "、") + one.name.zh;
    }
    return out.empty() ? "无" : out;
  }
  std::string finding() {
    std::string out = finding_name() + (c_.cause ? "(" + zh(kCauses, *c_.cause) + ")" : "");
    const auto last = std::find_if(diary_.rbegin(), diary_.rend(), [](const CaseEvent& event) {
      return event.kind == CaseEventKind::kProposed || event.kind == CaseEventKind::kDecided;
    });
    if (c_.disposition && last != diary_.rend()) add_line(out, last->note);
    add_line(out, "去向:" + goes());
    if (c_.amount_yuan) add_line(out, "多发金额(元):" + yuan(*c_.amount_yuan));
    if (c_.saved_yuan) {
      add_line(out, "挽损金额(元):" + yuan(*c_.saved_yuan) + "(" + name(c_.saved_by) + "填报)");
    }
    if (!c_.proposed_by.empty()) add_line(out, "提出:" + name(c_.proposed_by));
    if (c_.decided_at) add_line(out, name(c_.decided_by) + " 于 " + minute(*c_.decided_at));
    return out;
  }
  bool matter() const {
    return c_.amount_yuan && *c_.amount_yuan >= snapshot_.casework().report_yuan;
  }
  std::string matter_text() const {
    return "发现时间与方式:" + format_date(shanghai_date(c_.opened_at)) +
           ",疑点核查;涉及地区:" + snapshot_.calendar().region_name(c_.region) +
           ";初步认定:" + finding_name() + ";多发金额:约 " + yuan(c_.amount_yuan.value_or(0.0)) +
           " 元;处理情况:" + goes() + "。联系人及电话(手工填写):";
  }

  const Case& c_;
  const json::Object& detail_;
  std::vector<CaseEvent> diary_;
  CaseViews& views_;
  const Snapshot& snapshot_;
};

}  // namespace

Result<Export> ServiceImpl::case_form(const Actor& actor, std::string_view id) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  const Time at = now();
  const auto snapshot = this->snapshot();
  Result<std::string> bytes = std::string();
  {
    Result<Reading> session = reading();
    if (!session) return tl::unexpected(session.error());
    const Result<Case> found = workable_case(**session, keys_, actor, id);
    if (!found) return tl::unexpected(found.error());
    CaseViews views(**session, *snapshot, &keys_);
    const Result<json::Object> detail = views.detail(*found, actor, at);
    if (!detail) return tl::unexpected(detail.error());
    auto diary = (*session)->cases().events(id);
    if (!diary) return tl::unexpected(diary.error());
    CaseFormMaker maker(*found, *detail, *std::move(diary), views, *snapshot);
    bytes = write_form(maker.make(actor, at));
  }
  if (!bytes) return tl::unexpected(bytes.error());
  const Status status = write([&](store::Session& writing) {
    return append_audit(writing, audit_entry(actor, at, "case.form_export", id, "xlsx"));
  });
  if (!status) return tl::unexpected(status.error());
  Export out;
  out.bytes = *std::move(bytes);
  out.rows = 1;
  return out;
}

}  // namespace analyzer
