#include "analyzer/service/case_listings.h"

#include <algorithm>
#include <map>

#include "analyzer/service/case_rights.h"
#include "analyzer/service/case_shown.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/form.h"
#include "analyzer/service/handover.h"
#include "analyzer/service/list_rules.h"
#include "analyzer/service/reason.h"
#include "analyzer/service/refusal.h"
#include "analyzer/service/service_impl.h"
#include "feeds/own_sources.h"

namespace analyzer {
namespace {

using feeds::IndicatorKind;
using feeds::Statement;
using store::Listing;
using store::ListingState;

constexpr std::size_t kMostShown = 200;
constexpr const char* kSystem = "system";

using Key = std::pair<IndicatorKind, std::string>;

bool is_scam(const Case& c) {
  return c.state == CaseState::kDecided && c.disposition == Disposition::kScam;
}

bool decided_it(const Case& c, const Actor& actor) {
  return c.decided_by == actor.id || c.proposed_by == actor.id;
}

std::string object_of(const Listing& l) { return std::string(name_of(l.kind)) + ":" + l.label; }

Status log(store::Session& session, Time at, const std::string& actor, const char* action,
           const Listing& l, const std::string& cause) {
  return append_audit(session, {at, actor, action, object_of(l), cause, "ok", {}, {}});
}

Statement statement_of(const Listing& l, Time now) {
  Statement s;
  s.kind = l.kind;
  s.value = l.value;
  s.source = std::string(feeds::kDispositionSource);
  s.at = now;
  s.reason = l.case_id;
  return s;
}

// Puts it on the list, for its kind's time.
Status state(ServiceImpl& service, store::Session& session, const Listing& l,
             const std::string& clear) {
  const Time now = service.now();
  Statement s = statement_of(l, now);
  s.valid_until = now + service.list_rules().policy()->of(l.kind).counts;
  if (!clear.empty()) {
    const std::string owner = indicator_owner(l.kind, l.value);
    Status kept = session.secrets().put(
        {owner, "value", service.keys().version(), service.keys().encrypt(clear, owner), now});
    if (!kept) return kept;
  }
  const auto number = session.indicators().append(s, l.label, now);
  if (!number) return tl::unexpected(number.error());
  return {};
}

// Takes it off the list; where other cases list it too, it counts for as long as they said.
Status unstate(ServiceImpl& service, store::Session& session, const Listing& l) {
  const auto others = session.listings().listed_by(l.kind, l.value);
  if (!others) return tl::unexpected(others.error());
  const auto counts = service.list_rules().policy()->of(l.kind).counts;
  const Listing* keeps = nullptr;
  Time until = service.now();
  for (const Listing& other : *others) {
    const Time end = std::max(other.at, other.decided_at.value_or(other.at)) + counts;
    if (other.case_id == l.case_id || end <= until) continue;
    keeps = &other;
    until = end;
  }
  Statement s = statement_of(keeps != nullptr ? *keeps : l, service.now());
  if (keeps != nullptr) {
    s.valid_until = until;
  } else {
    s.revokes = true;
  }
  const auto number = session.indicators().append(s, l.label, s.at);
  if (!number) return tl::unexpected(number.error());
  return {};
}

// One value of a case that settled as a scam; `known` is how it stood.
Status settle_value(ServiceImpl& service, store::Session& session, const Case& c,
                    const ShownValue& shown, const Listing* known) {
  if (shown.way == ListingWay::kNever) return {};
  if (known != nullptr && known->state == ListingState::kRefused) return {};
  const bool listed = known != nullptr && known->state == ListingState::kListed;
  Listing next = known != nullptr ? *known : Listing{};
  if (known == nullptr) {
    next.case_id = c.id;
    next.kind = shown.kind;
    next.value = shown.value;
    next.label = shown.label;
  } else {
    ++next.version;
  }
  next.at = service.now();
  if (listed && !known->decided_by.empty()) {  // the other person's word holds
    if (Status s = session.listings().put(next, known->version); !s) return s;
    return state(service, session, next, shown.clear);
  }
  next.by = c.decided_by;
  next.decided_by.clear();
  next.decided_at.reset();
  next.note.clear();
  next.why = shown.why;
  const bool itself = shown.way == ListingWay::kItself;
  if (listed && !itself) return {};  // it stands already
  next.state = itself ? ListingState::kListed : ListingState::kWaiting;
  const auto expected =
      known == nullptr ? std::nullopt : std::optional<std::int64_t>(known->version);
  if (Status s = session.listings().put(next, expected); !s) return s;
  if (!itself) return {};
  if (Status s = state(service, session, next, shown.clear); !s) return s;
  return log(session, next.at, kSystem, "listing.listed", next, c.id);
}

json::Object view_of(const Listing& l, CaseViews& views) {
  return {{"case_id", l.case_id},
          {"kind", std::string(name_of(l.kind))},
          {"value", l.value},
          {"label", l.label},
          {"state", std::string(name_of(l.state))},
          {"why", text_or_null(l.why)},
          {"at", format_time(l.at)},
          {"by", views.account_name(l.by)},
          {"decided_by", views.account_name(l.decided_by)},
          {"decided_at", time_or_null(l.decided_at)},
          {"note", text_or_null(l.note)},
          {"version", l.version}};
}

// What the case has not stated: it did not settle yet, or must not list it.
json::Object view_of(const std::string& case_id, const ShownValue& shown) {
  const bool never = shown.way == ListingWay::kNever;
  return {{"case_id", case_id},
          {"kind", std::string(name_of(shown.kind))},
          {"value", shown.value},
          {"label", shown.label},
          {"state", never                              ? "left_out"
                    : shown.way == ListingWay::kItself ? "will_list"
                                                       : "will_wait"},
          {"why", text_or_null(shown.why)},
          {"at", nullptr},
          {"by", nullptr},
          {"decided_by", nullptr},
          {"decided_at", nullptr},
          {"note", nullptr},
          {"version", nullptr}};
}

// As the list stands, whoever said so.
void add_standing(json::Object& view, IndicatorKind kind, const std::string& value,
                  const feeds::IndicatorIndex& index, Time now) {
  json::Array sources;
  bool listed = false;
  if (const auto said = index.find(kind, value)) {
    const feeds::Standing standing = said->standing(now);
    listed = standing.listed;
    for (const std::string& source : standing.sources) sources.emplace_back(source);
  }
  view["listed"] = listed;
  view["sources"] = std::move(sources);
}

// What a second person says of one value.
struct Word {
  IndicatorKind kind{};
  std::string value;
  bool list = false;
  std::string note;
};

Result<Word> read_word(std::string_view body) {
  const Result<Form> form = Form::read(body, {"kind", "value", "list", "note"});
  if (!form) return tl::unexpected(form.error());
  const auto kind = form->word<IndicatorKind>("kind");
  if (!kind) return tl::unexpected(kind.error());
  if (!*kind) return tl::unexpected(field_error("/kind", "required", "a kind is needed"));
  const auto value = form->text("value");
  if (!value) return tl::unexpected(value.error());
  const auto list = form->flag("list");
  if (!list) return tl::unexpected(list.error());
  if (!*list) return tl::unexpected(field_error("/list", "required", "true or false"));
  const auto note = form->text("note");
  if (!note) return tl::unexpected(note.error());
  if (Status s = check_reason(*note, "/note"); !s) return tl::unexpected(s.error());
  return Word{**kind, *value, **list, *note};
}

// The row that waits for the word, where this person may give it now.
Result<Listing> waiting_row(ServiceImpl& service, store::Session& session, const Actor& actor,
                            const Case& c, const Word& word, std::int64_t if_match) {
  const auto found = session.listings().find(c.id, word.kind, word.value);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return fail(ErrorCode::kNotFound, "the case does not propose it");
  const Listing& row = **found;
  if (row.state != ListingState::kWaiting || row.version != if_match) {
    return conflict("stale", "decided or changed meanwhile");
  }
  if (row.by == actor.id || decided_it(c, actor))
    return conflict("same_person", "decided the case");
  if (word.list && !is_scam(c)) return conflict("stale", "the case is open again");
  // Who stands apart from the case stands apart from its entries.
  CaseEvent event;
  event.kind = CaseEventKind::kConfirmed;
  Status s = check_action(session, service.keys(), actor, c, event, service.snapshot()->casework());
  if (!s) return tl::unexpected(s.error());
  return row;
}

// What the value is in clear, if it may be listed as things stand.
Result<std::string> listable(ServiceImpl& service, std::vector<ShownValue>& shown,
                             const Listing& row) {
  const auto now = std::find_if(shown.begin(), shown.end(), [&](const ShownValue& one) {
    return one.kind == row.kind && one.value == row.value;
  });
  if (now == shown.end()) return conflict("not_shown", "no report shows it any more");
  judge_way(service, *now);  // lists may have changed
  if (now->way != ListingWay::kNever) return now->clear;
  if (now->why == "withdrawn") return conflict("withdrawn", "a person took it back since");
  return tl::unexpected(field_error("/value", "protected", now->why));
}

}  // namespace

std::optional<std::vector<ShownValue>> read_shown(ServiceImpl& service, store::Session& session,
                                                  const Case& c) {
  if (!is_scam(c)) return std::nullopt;
  auto shown = shown_by(service, session, c);
  return shown ? std::optional(*std::move(shown)) : std::nullopt;
}

Status list_settled(ServiceImpl& service, store::Session& session, const Case& settled,
                    std::optional<std::vector<ShownValue>> shown) {
  if (!is_scam(settled)) return take_back_listings(service, session, settled.id);
  if (!shown) {
    auto read = shown_by(service, session, settled);
    if (!read) return tl::unexpected(read.error());
    shown = *std::move(read);
  } else {
    for (ShownValue& value : *shown) judge_way(service, value);  // lists may have changed
  }
  const auto rows = session.listings().of_case(settled.id);
  if (!rows) return tl::unexpected(rows.error());
  std::map<Key, const Listing*> known;
  for (const Listing& row : *rows) known[{row.kind, row.value}] = &row;
  for (const ShownValue& value : *shown) {
    const auto found = known.find({value.kind, value.value});
    const Listing* row = found == known.end() ? nullptr : found->second;
    if (Status s = settle_value(service, session, settled, value, row); !s) return s;
  }
  return {};
}

Status take_back_listings(ServiceImpl& service, store::Session& session, std::string_view case_id) {
  const auto rows = session.listings().of_case(case_id);
  if (!rows) return tl::unexpected(rows.error());
  for (Listing row : *rows) {
    const bool listed = row.state == ListingState::kListed;
    if (!listed && row.state != ListingState::kWaiting) continue;
    if (listed) {
      if (Status s = unstate(service, session, row); !s) return s;
    }
    row.state = ListingState::kWithdrawn;
    const std::int64_t seen = row.version++;
    if (Status s = session.listings().put(row, seen); !s) return s;
    if (!listed) continue;
    Status s = log(session, service.now(), kSystem, "listing.withdrawn", row, row.case_id);
    if (!s) return s;
  }
  return {};
}

CaseListings::CaseListings(Service& service) : service_(static_cast<ServiceImpl&>(service)) {}

Result<Document> CaseListings::of_case(const Actor& actor, std::string_view case_id) {
  auto session = service_.reading();
  if (!session) return tl::unexpected(session.error());
  const Result<Case> c = visible_case(**session, actor, case_id);
  if (!c) return tl::unexpected(c.error());
  const auto rows = (*session)->listings().of_case(c->id);
  if (!rows) return tl::unexpected(rows.error());
  const auto snapshot = service_.snapshot();
  CaseViews views(**session, *snapshot);
  std::map<Key, json::Object> data;
  for (const Listing& row : *rows) data[{row.kind, row.value}] = view_of(row, views);
  if (is_scam(*c)) {
    const auto shown = shown_by(service_, **session, *c);
    if (!shown) return tl::unexpected(shown.error());
    for (const ShownValue& value : *shown) {
      const auto [at, fresh] = data.try_emplace({value.kind, value.value}, view_of(c->id, value));
      if (!fresh || c->settles_at || value.way == ListingWay::kNever) continue;
      at->second["state"] = "left_out";  // settled before the policy named it
      at->second["why"] = "earlier";
    }
  }
  json::Array out;
  for (auto& [key, view] : data) {
    add_standing(view, key.first, key.second, snapshot->indicators(), service_.now());
    out.push_back(std::move(view));
  }
  return document(
      json::write(json::Object{{"data", std::move(out)},
                               {"settles_at", time_or_null(c->settles_at)},
                               {"may_decide", may_confirm(actor) && !decided_it(*c, actor)}}));
}

Result<Document> CaseListings::waiting(const Actor& actor) {
  auto session = service_.reading();
  if (!session) return tl::unexpected(session.error());
  const auto rows = (*session)->listings().waiting(actor.region, kMostShown);
  if (!rows) return tl::unexpected(rows.error());
  const auto snapshot = service_.snapshot();
  CaseViews views(**session, *snapshot);
  json::Array data;
  for (const Listing& row : *rows) {
    const Result<Case> c = visible_case(**session, actor, row.case_id);
    if (!c || !is_scam(*c)) continue;  // opened again: it waits for the case
    json::Object view = view_of(row, views);
    add_standing(view, row.kind, row.value, snapshot->indicators(), service_.now());
    view["case_title"] = c->title;
    view["may_decide"] = may_confirm(actor) && row.by != actor.id && !decided_it(*c, actor);
    data.push_back(std::move(view));
  }
  return document(
      json::write(json::Object{{"data", std::move(data)}, {"more", rows->size() == kMostShown}}));
}

Result<Document> CaseListings::decide(const Actor& actor, std::string_view case_id,
                                      std::int64_t if_match, std::string_view body) {
  if (!may_confirm(actor)) return tl::unexpected(forbidden());
  const Result<Word> word = read_word(body);
  if (!word) return tl::unexpected(word.error());
  // Read before others wait for it.
  (void)service_.list_rules().benign();
  std::optional<std::vector<ShownValue>> read;
  std::int64_t read_version = 0;
  if (auto session = service_.reading()) {
    if (const Result<Case> c = visible_case(**session, actor, case_id)) {
      read = read_shown(service_, **session, *c);
      read_version = c->version;
    }
  }
  Listing decided;
  const Status status = service_.write([&](store::Session& session) -> Status {
    const Result<Case> c = visible_case(session, actor, case_id);
    if (!c) return tl::unexpected(c.error());
    const auto row = waiting_row(service_, session, actor, *c, *word, if_match);
    if (!row) return tl::unexpected(row.error());
    decided = *row;
    std::string clear;
    if (word->list) {
      if (!read || read_version != c->version) {
        auto anew = shown_by(service_, session, *c);
        if (!anew) return tl::unexpected(anew.error());
        read = *std::move(anew);
      }
      const auto may = listable(service_, *read, decided);
      if (!may) return tl::unexpected(may.error());
      clear = *may;
    }
    decided.state = word->list ? ListingState::kListed : ListingState::kRefused;
    decided.decided_by = actor.id;
    decided.decided_at = service_.now();
    decided.note = word->note;
    const std::int64_t seen = decided.version++;
    Status s = session.listings().put(decided, seen);
    if (s && word->list) s = state(service_, session, decided, clear);
    if (!s) return s;
    return append_audit(session, audit_entry(actor, service_.now(),
                                             word->list ? "listing.confirmed" : "listing.refused",
                                             object_of(decided), c->id + ": " + word->note));
  });
  if (!status) return tl::unexpected(status.error());
  if (word->list) {
    if (Status s = service_.refresh_indicators(); !s) return tl::unexpected(s.error());
  }
  auto session = service_.reading();
  if (!session) return tl::unexpected(session.error());
  const auto snapshot = service_.snapshot();
  CaseViews views(**session, *snapshot);
  json::Object view = view_of(decided, views);
  add_standing(view, decided.kind, decided.value, snapshot->indicators(), service_.now());
  return document(json::write(view));
}

}  // namespace analyzer
