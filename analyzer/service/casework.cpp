#include "analyzer/service/casework.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "analyzer/engine/casework_words.h"
#include "analyzer/service/outbox.h"
#include "analyzer/wire/parse.h"

namespace analyzer {
namespace {

constexpr std::uint32_t kMostObservations = 500;  // a case beyond it takes no more in
constexpr const char* kSystem = "system";
constexpr std::size_t kBureauDigits = 6;  // of a code: the county, whose people see its cases

std::string bureau_of(const std::string& region) { return region.substr(0, kBureauDigits); }

// The case of the draft's campaign in its bureau.
Result<std::optional<Case>> find_campaign_case(store::Session& session, const CaseDraft& draft) {
  if (draft.campaign.empty()) return std::optional<Case>{};
  const auto id = session.campaigns().case_of(draft.campaign, bureau_of(draft.region));
  if (!id) return tl::unexpected(id.error());
  return *id ? session.cases().find(**id) : std::optional<Case>{};
}

// The open case among those that share a link with the draft that may take it
// in: of its kind, in reach of the same bureau, and not too large.
Result<std::optional<Case>> find_home(store::Session& session, const CaseDraft& draft) {
  if (draft.joins.empty()) return std::optional<Case>{};
  Result<std::vector<std::string>> ids = session.cases().find_open_by_links(draft.joins);
  if (!ids) return tl::unexpected(ids.error());
  for (const std::string& id : *ids) {
    Result<std::optional<Case>> found = session.cases().find(id);
    if (!found) return tl::unexpected(found.error());
    if (!*found) continue;
    const Case& c = **found;
    const bool same_bureau = bureau_of(c.region) == bureau_of(draft.region);
    if (c.kind == draft.kind && same_bureau && c.observations < kMostObservations) return found;
  }
  return std::optional<Case>{};
}

// Those outside hear of what is final, and that it no longer is.
Status tell_of(store::Session& session, const Case& c, const CaseEvent& event) {
  const bool settled = event.kind == CaseEventKind::kSettled;
  if (!settled && event.kind != CaseEventKind::kReopened) return {};
  return tell(session, settled ? "case.settled" : "case.reopened", c.id, event.at,
              {{"case_id", c.id}, {"kind", std::string(name_of(c.kind))}});
}

void recuse_handler(Case& c, const CaseDraft& draft) {
  if (!draft.handled_by.empty() && !is_recused(c, draft.handled_by)) {
    c.recused.push_back(draft.handled_by);
  }
}

Result<std::string> join(store::Session& session, Case c, const CaseDraft& draft, Time now) {
  const std::int64_t version = c.version;
  c.score = std::max(c.score, draft.score);
  c.priority = std::max(c.priority, draft.priority);
  recuse_handler(c, draft);
  if (draft.decide_by) {
    // What an earlier hold, ended by now, had to be decided by counts no more.
    const bool both = c.held && c.decide_by;
    c.decide_by = both ? std::min(*c.decide_by, *draft.decide_by) : *draft.decide_by;
    c.held = true;
  }
  if (draft.decide_by || !draft.news.empty()) {
    c.snoozed_until.reset();  // put off before this was known
  }
  std::vector<CaseEvent> events{
      {CaseEventKind::kObservationAdded, now, kSystem, draft.news, {}, {}, {}}};
  if (c.state == CaseState::kDecided && !draft.news.empty()) {
    events.push_back({CaseEventKind::kReopened, now, kSystem, draft.news, {}, {}, {}});
  }
  for (const CaseEvent& event : events) {
    Result<Case> next = apply(c, event);
    if (!next) return tl::unexpected(next.error());
    c = *std::move(next);
    if (Status s = session.cases().append_event(c.id, event); !s) return tl::unexpected(s.error());
    if (Status s = tell_of(session, c, event); !s) return tl::unexpected(s.error());
  }
  if (Status s = session.cases().put(c, version); !s) return tl::unexpected(s.error());
  if (Status s = session.cases().add_links(c.id, draft.links); !s) {
    return tl::unexpected(s.error());
  }
  return c.id;
}

Result<std::string> open(store::Session& session, const CaseDraft& draft, Time now, IdSource& ids) {
  Case c;
  c.id = ids.make("cas_", now);
  c.kind = draft.kind;
  c.region = draft.region;
  c.title = draft.title;
  c.score = draft.score;
  c.priority = draft.priority;
  c.held = draft.decide_by.has_value();
  c.decide_by = draft.decide_by;
  c.group = draft.group;
  recuse_handler(c, draft);
  const CaseEvent event{CaseEventKind::kOpened, now, kSystem, {}, {}, {}, {}};
  Result<Case> opened = apply(c, event);
  if (!opened) return tl::unexpected(opened.error());
  opened->observations = 1;
  if (Status s = session.cases().put(*opened, std::nullopt); !s) return tl::unexpected(s.error());
  if (Status s = session.cases().append_event(c.id, event); !s) return tl::unexpected(s.error());
  if (Status s = session.cases().add_links(c.id, draft.links); !s) {
    return tl::unexpected(s.error());
  }
  Status told = tell(session, "case.opened", c.id, now,
                     {{"case_id", c.id}, {"kind", std::string(name_of(c.kind))}});
  if (!told) return tl::unexpected(told.error());
  return c.id;
}

// The tactics in the words of the queue, in the order of Tactic.
constexpr auto kTacticTitles = std::to_array<std::string_view>(
    {"停发威胁",   "限时催办", "钓鱼链接",   "索要费用",   "收费代办",      "索要证件密码",
     "索要验证码", "屏幕共享", "诱导装软件", "扫码诱导",   "补贴诱饵",      "冒充机关",
     "转接公检法", "安全账户", "要求保密",   "加私人联系", "索要人脸",      "贷款诱饵",
     "上门诈骗",   "赠品诱饵", "假小程序",   "投资诱饵",   "买卖身份或年限"});
static_assert(kTacticTitles.size() == kNames<Tactic>.size());

std::string report_title(const Verdict& verdict) {
  constexpr std::size_t kMostTactics = 3;
  std::string out;
  for (std::size_t i = 0; i < verdict.tactics.size() && i < kMostTactics; ++i) {
    if (i > 0) out += "、";
    out += kTacticTitles[static_cast<std::size_t>(verdict.tactics[i])];
  }
  for (const UrlVerdict& url : verdict.urls) {
    if (url.official || url.facts.registrable_domain.empty()) continue;
    if (out.empty()) out = "可疑链接";
    return out + "(" + url.facts.registrable_domain + ")";
  }
  return out;
}

}  // namespace

Result<std::string> open_or_join(store::Session& session, const CaseDraft& draft, Time now,
                                 IdSource& ids) {
  Result<std::optional<Case>> home = find_campaign_case(session, draft);
  if (home && !*home) home = find_home(session, draft);
  if (!home) return tl::unexpected(home.error());
  Result<std::string> id =
      *home ? join(session, **home, draft, now) : open(session, draft, now, ids);
  if (!id || draft.campaign.empty()) return id;
  Status status = session.campaigns().set_case(draft.campaign, bureau_of(draft.region), *id);
  if (!status) return tl::unexpected(status.error());
  return id;
}

Status note_follow_ups(store::Session& session, const store::NewObservation& row) {
  if (!row.case_id.empty()) {
    Status status = session.follow_ups().add(row.seq, store::FollowUp::kExplain);
    if (!status) return status;
  }
  return row.degraded ? session.follow_ups().add(row.seq, store::FollowUp::kDegraded) : Status{};
}

Result<Case> change_case(store::Session& session, std::string_view id, const CaseEvent& event,
                         std::optional<std::int64_t> expected) {
  Result<std::optional<Case>> found = session.cases().find(id);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return fail(ErrorCode::kNotFound, "no such case");
  const Case& current = **found;
  if (expected && *expected != current.version) {
    Error stale{ErrorCode::kConflict, "the case was changed meanwhile", {}};
    stale.fields.push_back({"", "stale", "changed meanwhile"});
    return tl::unexpected(std::move(stale));
  }
  Result<Case> next = apply(current, event);
  if (!next) return next;
  if (Status s = session.cases().put(*next, current.version); !s) return tl::unexpected(s.error());
  if (Status s = session.cases().append_event(id, event); !s) return tl::unexpected(s.error());
  if (Status s = tell_of(session, *next, event); !s) return tl::unexpected(s.error());
  return next;
}

CaseGroup group_of(const store::NewObservation& row) {
  if (row.key.kind != store::ObservationKind::kAttempt) return {};
  const Result<json::Value> facts =
      json::parse(row.facts, {.max_depth = 32, .max_bytes = 8U << 20U});
  if (!facts) return {};
  const auto attempt = wire::parse_attempt(*facts, {.synthetic_ids = true, .sealed = true});
  return attempt ? group_of(attempt->value) : CaseGroup{};
}

std::string title_of(const Verdict& verdict, const std::string& fallback) {
  if (verdict.level) {
    const std::string title = report_title(verdict);
    if (!title.empty()) return title;
  }
  for (const Reason& reason : verdict.reasons) {
    if (reason.weight > 0.0) return reason.text.zh;
  }
  return fallback;
}

std::int64_t priority_of(double score, bool money_moves, bool gave_secrets) {
  constexpr double kScoreSteps = 1000.0;
  return std::llround(score * kScoreSteps) + (money_moves ? kMoneyPriority : 0) +
         (gave_secrets ? kSecretsPriority : 0);
}

}  // namespace analyzer
