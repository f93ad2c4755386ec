// One harmless finding for many cases: looked at first, made in one group, taken
// back by one call. Findings against persons are never made so.

#include <algorithm>

#include "analyzer/service/case_actions.h"
#include "analyzer/service/case_rights.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/casework.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {
namespace {

// What the body asks for.
struct Wish {
  std::vector<std::string> ids;
  std::string campaign;
  CaseEvent event;
  bool preview = false;
};

tl::unexpected<Error> wrong(std::string pointer, std::string code, std::string message) {
  return tl::unexpected(field_error(std::move(pointer), std::move(code), std::move(message)));
}

Result<Wish> read_wish(std::string_view body, const CaseworkWords& words) {
  const Result<Form> form = Form::read(
      body, {"ids", "campaign_id", "finding", "disposition", "cause", "note", "preview"});
  if (!form) return tl::unexpected(form.error());
  Wish out;
  auto ids = form->texts("ids");
  if (!ids) return tl::unexpected(ids.error());
  Result<std::string> campaign = form->text("campaign_id");
  if (!campaign) return tl::unexpected(campaign.error());
  if (ids->has_value() == !campaign->empty()) {
    return wrong("/ids", "required", "either ids or a campaign");
  }
  out.ids = ids->value_or(std::vector<std::string>{});
  out.campaign = *std::move(campaign);
  std::sort(out.ids.begin(), out.ids.end());
  out.ids.erase(std::unique(out.ids.begin(), out.ids.end()), out.ids.end());
  Result<CaseEvent> event = decision_event(*form, words);
  if (!event) return tl::unexpected(event.error());
  Result<std::string> note = note_of(*form);
  if (!note) return tl::unexpected(note.error());
  event->note = *std::move(note);
  if (is_adverse(*event->disposition) || *event->disposition == Disposition::kUnreachable) {
    return wrong("/finding", "not_in_bulk", "a finding against a person is never made in bulk");
  }
  const auto preview = form->flag("preview");
  if (!preview) return tl::unexpected(preview.error());
  out.preview = preview->value_or(false);
  out.event = *std::move(event);
  return out;
}

int most_of(const Actor& actor, const CaseworkWords::Bulk& bulk) {
  if (is_supervisor(actor)) return bulk.supervisor;
  return may_confirm(actor) ? bulk.second_reviewer : bulk.reviewer;
}

// Which cases the wish means.
Result<std::vector<std::string>> meant(store::Session& session, const Wish& wish) {
  if (wish.campaign.empty()) return wish.ids;
  return session.campaigns().cases(wish.campaign);
}

// Why a case stays as it is; nothing if the event fits it.
Result<std::optional<std::string>> refusal(store::Session& session, const SiteKeys& keys,
                                           const Actor& actor, const Case& c,
                                           const CaseEvent& event, const CaseworkWords& words) {
  const bool report = c.kind == CaseKind::kReport;
  const Disposition disposition = *event.disposition;
  const bool of_reports = disposition == Disposition::kScam ||
                          disposition == Disposition::kNotScam ||
                          disposition == Disposition::kUndetermined;
  const auto apart = stands_apart(session, keys, c, actor.id);
  if (!apart) return tl::unexpected(apart.error());
  if (*apart || is_recused(c, actor.id)) return std::optional<std::string>("recused");
  if (report != of_reports || !check_action(session, keys, actor, c, event, words)) {
    return std::optional<std::string>("wrong_kind");
  }
  if (c.state == CaseState::kDecided) return std::optional<std::string>("decided");
  if (c.state == CaseState::kSecondReview) return std::optional<std::string>("second_review");
  if (c.referred_until) return std::optional<std::string>("referred");
  if (!apply(c, event)) return std::optional<std::string>("another_person");
  return std::optional<std::string>{};
}

json::Object row_of(CaseViews& views, const Case& c, const std::optional<std::string>& why) {
  json::Object row = views.summary(c);
  row["changes"] = !why;
  row["refused"] = why ? json::Value(*why) : json::Value(nullptr);
  return row;
}

// What was or would be changed.
class Changes {
 public:
  Changes(store::Session& session, const Snapshot& snapshot) : views_(session, snapshot) {}
  void add(const Case& c, const std::optional<std::string>& why) {
    rows_.push_back(row_of(views_, c, why));
    why ? ++refused_ : ++changed_;
    if (!why) observations_ += c.observations;
  }
  std::int64_t changed() const { return changed_; }
  json::Object finish(const std::string& bulk_id, std::optional<Time> undo_until) {
    return {{"bulk_id", text_or_null(bulk_id)},
            {"changed", changed_},
            {"refused", refused_},
            {"observations", observations_},
            {"undo_until", time_or_null(undo_until)},
            {"cases", std::move(rows_)}};
  }

 private:
  CaseViews views_;
  json::Array rows_;
  std::int64_t changed_ = 0;
  std::int64_t refused_ = 0;
  std::int64_t observations_ = 0;
};

}  // namespace

Result<Document> ServiceImpl::decide_many(const Actor& actor, std::string_view body) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  const auto snapshot = this->snapshot();
  const CaseworkWords& words = snapshot->casework();
  Result<Wish> wish = read_wish(body, words);
  if (!wish) return tl::unexpected(wish.error());
  const auto most = static_cast<std::size_t>(most_of(actor, words.bulk));
  wish->event.at = now();
  wish->event.actor = actor.id;
  wish->event.batch = ids_.make("blk_", wish->event.at);
  json::Object answer;
  const auto decide = [&](store::Session& session) -> Status {
    const auto ids = meant(session, *wish);
    if (!ids) return tl::unexpected(ids.error());
    if (ids->size() > most) {
      return wrong("/ids", "too_many", "this role may change " + std::to_string(most) + " at once");
    }
    Changes changes(session, *snapshot);
    for (const std::string& id : *ids) {
      const Result<Case> found = visible_case(session, actor, id);
      if (!found && found.error().code == ErrorCode::kNotFound) continue;
      if (!found) return tl::unexpected(found.error());
      const auto why = refusal(session, keys_, actor, *found, wish->event, words);
      if (!why) return tl::unexpected(why.error());
      Result<Case> changed = *found;
      if (!*why && !wish->preview) {
        changed = change_case(session, id, wish->event, found->version);
        if (!changed) return tl::unexpected(changed.error());
        if (Status s = append_audit(session, audit_entry(actor, wish->event.at, "case.decided", id,
                                                         cause_of(wish->event, *changed)));
            !s) {
          return s;
        }
      }
      changes.add(*changed, *why);
    }
    const bool done = !wish->preview && changes.changed() > 0;
    answer = changes.finish(done ? wish->event.batch : "",
                            done ? std::optional<Time>(wish->event.at + kUndoTime) : std::nullopt);
    answer["most"] = most;
    return {};
  };
  Status status;
  if (wish->preview) {
    Result<Reading> session = reading();
    if (!session) return tl::unexpected(session.error());
    status = decide(**session);
  } else {
    status = sequencer_->run([&](Writing& writing) { return decide(writing.session()); });
  }
  if (!status) return tl::unexpected(status.error());
  return document(json::write(std::move(answer)));
}

Result<Document> ServiceImpl::undo_many(const Actor& actor, std::string_view bulk_id) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  const auto snapshot = this->snapshot();
  CaseEvent event;
  event.kind = CaseEventKind::kUndone;
  event.at = now();
  event.actor = actor.id;
  event.batch = bulk_id;
  json::Object answer;
  const Status status = sequencer_->run([&](Writing& writing) -> Status {
    store::Session& session = writing.session();
    const auto cases = session.cases().of_batch(bulk_id);
    if (!cases) return tl::unexpected(cases.error());
    if (cases->empty()) return fail(ErrorCode::kNotFound, "no such decision");
    Changes changes(session, *snapshot);
    for (const Case& c : *cases) {
      if (c.decided_by != actor.id && !is_supervisor(actor)) return tl::unexpected(forbidden());
      if (!may_see(actor, c.region)) continue;
      const Result<Case> fits = apply(c, event);
      if (!fits) {
        changes.add(c, "settled");
        continue;
      }
      const Result<Case> changed = change_case(session, c.id, event, c.version);
      if (!changed) return tl::unexpected(changed.error());
      changes.add(*changed, std::nullopt);
      if (Status s = append_audit(
              session, audit_entry(actor, event.at, "case.undone", c.id, std::string(bulk_id)));
          !s) {
        return s;
      }
    }
    answer = changes.finish(std::string(bulk_id), std::nullopt);
    answer["most"] = cases->size();
    return {};
  });
  if (!status) return tl::unexpected(status.error());
  return document(json::write(std::move(answer)));
}

}  // namespace analyzer
