#include "analyzer/service/visit_list.h"

#include <algorithm>
#include <charconv>

#include "analyzer/service/case_rights.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/form.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {
namespace {

constexpr const char* kCursor = "visits.seen";  // in Meta: the last seq
constexpr std::size_t kAtOnce = 500;
constexpr int kMostGroups = 40;  // a round
constexpr int kOld = 80;         // years
constexpr std::uint32_t kLeastDays = 2;
constexpr std::size_t kMostRows = 5000;
constexpr std::size_t kMaxNote = 2000;
constexpr json::Limits kStored{.max_depth = 32, .max_bytes = 8U << 20U};
// Who cannot be expected to manage with a telephone or at a window.
constexpr Special kSpecial[] = {Special::kBedridden,  Special::kBlind,       Special::kDeaf,
                                Special::kDisabled,   Special::kDementia,    Special::kHospitalized,
                                Special::kLivesAlone, Special::kNoSmartphone};

// What one attempt says.
struct Seen {
  LinkKey person;
  Attempt attempt;
  bool passed = false;
};

std::string special_of(const Person& person) {
  std::string out;
  if (!person.special) return out;
  for (const Special one : *person.special) {
    if (std::find(std::begin(kSpecial), std::end(kSpecial), one) == std::end(kSpecial)) continue;
    out += (out.empty() ? "" : " ") + std::string(name_of(one));
  }
  return out;
}

bool needs_help(const Person& person) {
  return person.age.value_or(0) >= kOld || !special_of(person).empty();
}

// The place of residence, if it says more than where the benefit is paid.
std::string place_of(const Attempt& attempt) {
  const std::string home = attempt.person.residence_region.value_or("");
  return home.size() > attempt.region.size() && home.starts_with(attempt.region) ? home
                                                                                 : attempt.region;
}

// Failures may be told in any order; what is said of the person is as the latest says.
void take_failure(store::VisitNeed& need, const Attempt& attempt) {
  const bool first = need.failures == 0;
  if (!first && need.failed_on.empty()) {
    // Of an older version, which kept no more than these.
    need.failed_on = {shanghai_date(need.first_at), shanghai_date(need.last_at)};
  }
  const Date day = shanghai_date(attempt.occurred_at);
  const auto place = std::lower_bound(need.failed_on.begin(), need.failed_on.end(), day);
  if (place == need.failed_on.end() || *place != day) {
    need.failed_on.insert(place, day);
    ++need.days;
  }
  ++need.failures;
  need.first_at = first ? attempt.occurred_at : std::min(need.first_at, attempt.occurred_at);
  if (!first && attempt.occurred_at < need.last_at) return;
  need.last_at = attempt.occurred_at;
  need.region = place_of(attempt);
  if (attempt.person.age) need.age = static_cast<int>(*attempt.person.age);
  need.special = special_of(attempt.person);
  need.last_receipt = attempt.attempt_id;
  need.last_channel = name_of(attempt.channel);
  need.last_failure = attempt.failure_code ? name_of(*attempt.failure_code) : "";
  if (attempt.person.due_on) need.due_on = attempt.person.due_on;
}

Status take(store::Session& session, const Seen& seen, IdSource& ids, Time now) {
  auto found = session.visits().open_of(seen.person);
  if (!found) return tl::unexpected(found.error());
  if (seen.passed) {
    if (!*found || seen.attempt.occurred_at < (*found)->last_at) return {};
    (*found)->done_at = now;
    (*found)->done_by = "system";
    (*found)->note = "此后已认证通过";
    return session.visits().put(**found);
  }
  store::VisitNeed need;
  if (*found) {
    need = **std::move(found);
  } else {
    need.id = ids.make("vis_", now);
    need.person = seen.person;
  }
  take_failure(need, seen.attempt);
  return session.visits().put(need);
}

Result<store::Seq> seen_so_far(store::Session& session) {
  const auto kept = session.meta().get(kCursor);
  if (!kept) return tl::unexpected(kept.error());
  store::Seq seq = 0;
  if (*kept) std::from_chars((*kept)->data(), (*kept)->data() + (*kept)->size(), seq);
  return seq;
}

// What the attempt says of a person who needs help, if it is one.
std::optional<Seen> look(const store::NewObservation& o) {
  const auto* event = std::get_if<AttemptEvent>(&o.event);
  const bool told = o.outcome == Outcome::kPassed || o.outcome == Outcome::kFailed;
  if (event == nullptr || !told) return std::nullopt;
  const Result<json::Value> facts = json::parse(o.facts, kStored);
  if (!facts) return std::nullopt;
  auto attempt = wire::parse_attempt(*facts, {.synthetic_ids = true, .sealed = true});
  if (!attempt || !needs_help(attempt->value.person)) return std::nullopt;
  Seen out;
  out.person = event->person;
  out.attempt = std::move(attempt->value);
  out.attempt.attempt_id = o.key.external_id;
  out.passed = o.outcome == Outcome::kPassed;
  return out;
}

// For files, which are read in Chinese; in the order of Special and FailureCode.
constexpr auto kSpecialZh =
    std::to_array<std::string_view>({"卧床", "视力残疾", "听力残疾", "残疾", "失智", "住院",
                                     "住养老机构", "独居", "异地居住", "无智能手机"});
static_assert(kSpecialZh.size() == kNames<Special>.size());
constexpr auto kFailureZh = std::to_array<std::string_view>(
    {"相似度低", "动作未完成", "光线不足", "网络", "身份信息不符", "查无此人", "超时", "活体未通过",
     "不在认证期", "系统维护", "版本过旧", "摄像头", "面部遮挡", "无底照", "参保地不符", "已认证过",
     "其他"});
static_assert(kFailureZh.size() == kNames<FailureCode>.size());

std::string special_zh(const std::string& words) {
  std::string out;
  for (std::size_t i = 0; i < kSpecialZh.size(); ++i) {
    if ((" " + words + " ").find(" " + std::string(kNames<Special>[i]) + " ") ==
        std::string::npos) {
      continue;
    }
    out += (out.empty() ? "" : "、") + std::string(kSpecialZh[i]);
  }
  return out;
}

std::string failure_zh(const std::string& word) {
  const auto code = parse_name<FailureCode>(word);
  return code ? std::string(kFailureZh[static_cast<std::size_t>(*code)]) : word;
}

std::string channel_zh(const std::string& word, const Snapshot& snapshot) {
  const auto channel = parse_name<Channel>(word);
  return channel ? snapshot.channels().of(*channel).name : word;
}

json::Object view(const store::VisitNeed& need, const Snapshot& snapshot, CaseViews& views) {
  json::Array special;
  for (std::size_t at = 0; at < need.special.size();) {
    const std::size_t end = std::min(need.special.find(' ', at), need.special.size());
    special.emplace_back(need.special.substr(at, end - at));
    at = end + 1;
  }
  json::Value age = nullptr;
  if (need.age) age = *need.age;
  json::Value due = nullptr;
  if (need.due_on) due = json::Value(format_date(*need.due_on));
  return {{"id", need.id},
          {"region", need.region},
          {"region_name", snapshot.calendar().region_name(need.region)},
          {"age", age},
          {"special", std::move(special)},
          {"failures", need.failures},
          {"days", need.days},
          {"first_at", format_time(need.first_at)},
          {"last_at", format_time(need.last_at)},
          {"receipt", need.last_receipt},
          {"channel", need.last_channel},
          {"failure", text_or_null(need.last_failure)},
          {"due_on", due},
          {"done_at", time_or_null(need.done_at)},
          {"done_by_name", views.account_name(need.done_by)},
          {"note", text_or_null(need.note)}};
}

// Within what the actor may see; nothing where these do not meet.
std::optional<store::VisitQuery> query_of(const Actor& actor, const VisitFilter& filter) {
  store::VisitQuery query;
  const bool inside = filter.region.starts_with(actor.region);
  if (!inside && !actor.region.starts_with(filter.region)) return std::nullopt;
  query.region = inside ? filter.region : actor.region;
  query.least_days = kLeastDays;
  query.done = filter.done;
  query.cursor = filter.cursor;
  query.limit = static_cast<std::size_t>(std::clamp(filter.limit, 1, 200));
  return query;
}

}  // namespace

Result<Document> VisitList::list(const Actor& actor, const VisitFilter& filter) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  const auto query = query_of(actor, filter);
  if (!query) return document("{\"data\":[],\"next_cursor\":null}");
  auto session = service_.reading();
  if (!session) return tl::unexpected(session.error());
  const auto page = (*session)->visits().list(*query);
  if (!page) return tl::unexpected(page.error());
  const auto snapshot = service_.snapshot();
  CaseViews views(**session, *snapshot);
  json::Array data;
  for (const store::VisitNeed& need : page->needs) data.push_back(view(need, *snapshot, views));
  return document(json::write(
      json::Object{{"data", std::move(data)}, {"next_cursor", text_or_null(page->next_cursor)}}));
}

Result<Document> VisitList::finish(const Actor& actor, std::string_view id, std::string_view body) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  const Result<Form> form = Form::read(body, {"note"});
  if (!form) return tl::unexpected(form.error());
  const auto note = form->text("note");
  if (!note) return tl::unexpected(note.error());
  if (note->empty()) return tl::unexpected(field_error("/note", "required", "what came of it?"));
  if (note->size() > kMaxNote) {
    return tl::unexpected(field_error("/note", "too_long", "at most 2000 bytes"));
  }
  const auto snapshot = service_.snapshot();
  json::Object answer;
  const Status status = service_.write([&](store::Session& session) -> Status {
    auto found = session.visits().find(id);
    if (!found) return tl::unexpected(found.error());
    if (!*found || !may_see(actor, (*found)->region)) {
      return fail(ErrorCode::kNotFound, "no such visit");
    }
    store::VisitNeed need = **std::move(found);
    if (need.done_at) return fail(ErrorCode::kConflict, "is done already");
    need.done_at = service_.now();
    need.done_by = actor.id;
    need.note = *note;
    if (Status s = session.visits().put(need); !s) return s;
    CaseViews views(session, *snapshot);
    answer = view(need, *snapshot, views);
    return append_audit(session, audit_entry(actor, *need.done_at, "visit.done", id, *note));
  });
  if (!status) return tl::unexpected(status.error());
  return document(json::write(std::move(answer)));
}

Result<Export> VisitList::file(const Actor& actor, const VisitFilter& filter, SheetFormat format) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  auto query = query_of(actor, filter);
  auto session = service_.reading();
  if (!session) return tl::unexpected(session.error());
  const auto snapshot = service_.snapshot();
  Sheet sheet{"上门名单",
              {"村(社区)代码", "地区", "年龄", "特殊情况", "失败次数", "失败天数", "最近一次",
               "渠道", "原因", "应认证日期", "认证回执号", "上门结果"},
              {}};
  Export out;
  if (query) query->limit = 200;
  while (query && !out.cut) {
    const auto page = (*session)->visits().list(*query);
    if (!page) return tl::unexpected(page.error());
    for (const store::VisitNeed& need : page->needs) {
      Cell age = std::string();
      if (need.age) age = static_cast<double>(*need.age);
      sheet.rows.push_back(
          {need.region, snapshot->calendar().region_name(need.region), age,
           special_zh(need.special), static_cast<double>(need.failures),
           static_cast<double>(need.days), format_date(shanghai_date(need.last_at)),
           channel_zh(need.last_channel, *snapshot), failure_zh(need.last_failure),
           need.due_on ? format_date(*need.due_on) : "", need.last_receipt, need.note});
    }
    if (page->next_cursor.empty()) break;
    query->cursor = page->next_cursor;
    out.cut = sheet.rows.size() >= kMostRows;
  }
  out.rows = sheet.rows.size();
  const Status status = service_.write([&](store::Session& writing) {
    return append_audit(writing, audit_entry(actor, service_.now(), "visit.export", "visits",
                                             std::to_string(out.rows) + " rows"));
  });
  if (!status) return tl::unexpected(status.error());
  Result<std::string> bytes = write_sheets({std::move(sheet)}, format);
  if (!bytes) return tl::unexpected(bytes.error());
  out.bytes = *std::move(bytes);
  return out;
}

void VisitList::tend() {
  bool more = true;
  for (int group = 0; group < kMostGroups && more; ++group) {
    store::Seq from = 0;
    store::Seq next = 0;
    std::vector<Seen> seen;
    {
      auto session = service_.reading();
      if (!session) return;
      const auto cursor = seen_so_far(**session);
      if (!cursor) return;
      from = next = *cursor;
      const auto waiting = (*session)->observations().following(from, kAtOnce);
      if (!waiting) return;
      more = waiting->size() == kAtOnce;
      for (const store::NewObservation& one : *waiting) {
        next = one.seq;
        if (auto found = look(one)) seen.push_back(*std::move(found));
      }
    }
    if (next == from) return;
    const Status status = service_.write([&](store::Session& session) -> Status {
      const auto cursor = seen_so_far(session);
      if (!cursor) return tl::unexpected(cursor.error());
      if (*cursor != from) return {};  // by another thread meanwhile
      for (const Seen& one : seen) {
        if (Status s = take(session, one, service_.ids(), service_.now()); !s) return s;
      }
      return session.meta().set(kCursor, std::to_string(next));
    });
    if (!status) return;  // in the next round
  }
}

}  // namespace analyzer
