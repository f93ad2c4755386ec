// The register of helpers as people keep it: who may enter, confirm, change and
// revoke, with an audit row for each; published to the next attempt at once.

#include <algorithm>
#include <charconv>

#include "analyzer/service/case_rights.h"
#include "analyzer/service/form.h"
#include "analyzer/service/helper_proposal.h"
#include "analyzer/service/helper_terms.h"
#include "analyzer/service/reason.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {
namespace {

tl::unexpected<Error> unknown() { return fail(ErrorCode::kNotFound, "no such helper"); }

Result<wire::HelperBody> read_body(std::string_view body) {
  const Result<json::Value> value = parse_body(body);
  if (!value) return tl::unexpected(value.error());
  return wire::parse_helper(*value);
}

void register_by(store::Helper& helper, const std::string& who, Time at) {
  helper.state = store::HelperState::kRegistered;
  helper.confirmed_by = who;
  helper.confirmed_at = at;
}

// Fails if one of the links is entered under the same name and kind already: a
// list that is taken in twice says nothing new.
Status check_new(store::Session& session, const store::Helper& helper) {
  for (const store::HelperLink& known : helper.links) {
    const auto ids = session.helpers().known_by(known.link);
    if (!ids) return tl::unexpected(ids.error());
    for (const std::string& id : *ids) {
      const auto other = session.helpers().find(id);
      if (!other) return tl::unexpected(other.error());
      if (id == helper.id || !*other) continue;
      const HelperTerms& terms = (*other)->terms;
      // One that ended before this one begins is renewed by it.
      const bool ended = terms.valid_until && *terms.valid_until < helper.terms.valid_from;
      if (!ended && terms.name == helper.terms.name && terms.kind == helper.terms.kind) {
        return tl::unexpected(Error{ErrorCode::kConflict,
                                    "registered already",
                                    {{"/links", "registered_already", "is registered already"}}});
      }
    }
  }
  return {};
}

// Reads the one that `actor` may see and change, at the version that was seen.
Result<store::Helper> changeable(store::Session& session, const Actor& actor, std::string_view id,
                                 std::int64_t if_match) {
  auto found = session.helpers().find(id);
  if (!found) return tl::unexpected(found.error());
  if (!*found || !may_see(actor, **found)) return unknown();
  if (!may_change(actor, **found)) return tl::unexpected(forbidden());
  if ((*found)->version != if_match) {
    return tl::unexpected(
        Error{ErrorCode::kConflict, "the helper was changed meanwhile", {{"", "stale", ""}}});
  }
  if ((*found)->state == store::HelperState::kRevoked) {
    return fail(ErrorCode::kConflict, "the registration is revoked");
  }
  return **std::move(found);
}

Result<std::uint64_t> number_of(const std::string& cursor) {
  std::uint64_t number = 0;
  const char* end = cursor.data() + cursor.size();
  const auto read = std::from_chars(cursor.data(), end, number);
  if (read.ec == std::errc{} && read.ptr == end && number > 0) return number;
  return tl::unexpected(field_error("/cursor", "cursor", "not of this list"));
}

// What of the list the words of `state` mean.
void restrict_state(const std::string& state, Date today, store::HelperQuery& query) {
  if (state == "proposed") query.state = store::HelperState::kProposed;
  if (state == "revoked") query.state = store::HelperState::kRevoked;
  if (state != "in_force" && state != "expired") return;
  query.state = store::HelperState::kRegistered;
  (state == "expired" ? query.ended_before : query.lasts_until) = today;
}

std::vector<store::HelperLink> nameable_links(const std::vector<SeenAttempt>& attempts) {
  std::vector<store::HelperLink> out;
  for (const SeenAttempt& seen : attempts) {
    for (const Link& link : helper_links_of(seen.event)) out.push_back({link, {}});
  }
  return out;
}

// The links that a body may name by id: those of the case it comes from.
Result<std::vector<store::HelperLink>> links_of_case(store::Session& session, const Actor& actor,
                                                     const Text& case_id) {
  if (!case_id) return std::vector<store::HelperLink>{};
  const auto found = session.cases().find(*case_id);
  if (!found) return tl::unexpected(found.error());
  if (!*found || !may_see(actor, (*found)->region)) {
    return tl::unexpected(field_error("/case_id", "unknown_word", "no such case"));
  }
  const auto attempts = attempts_of_case(session, *case_id);
  if (!attempts) return tl::unexpected(attempts.error());
  return nameable_links(*attempts);
}

}  // namespace

Result<Document> ServiceImpl::helper_document(const store::Helper& helper) {
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  const auto snapshot = this->snapshot();
  CaseViews views(**session, *snapshot);
  Document out =
      document(json::write(helper_view(helper, shanghai_date(now()), snapshot->calendar(), views)));
  out.version = helper.version;
  return out;
}

Result<Document> ServiceImpl::helpers(const Actor& actor, const HelperFilter& filter) {
  store::HelperQuery query;
  const Date today = shanghai_date(now());
  query.kind = parse_name<HelperKind>(filter.kind);
  restrict_state(filter.state, today, query);
  query.text = filter.text;
  query.limit = static_cast<std::size_t>(std::clamp(filter.limit, 1, 200));
  const std::string wanted = area_prefix(filter.region);
  if (!wanted.starts_with(actor.region) && !actor.region.starts_with(wanted)) {
    return document("{\"data\":[],\"next_cursor\":null}");
  }
  query.region = wanted.size() > actor.region.size() ? wanted : actor.region;
  if (!filter.cursor.empty()) {
    const auto number = number_of(filter.cursor);
    if (!number) return tl::unexpected(number.error());
    query.before = *number;
  }
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  const auto page = (*session)->helpers().list(query);
  if (!page) return tl::unexpected(page.error());
  const auto snapshot = this->snapshot();
  CaseViews views(**session, *snapshot);
  json::Array data;
  for (const store::Helper& helper : page->helpers) {
    data.push_back(helper_view(helper, today, snapshot->calendar(), views));
  }
  json::Value next = nullptr;
  if (page->next > 0) next = json::Value(std::to_string(page->next));
  return document(json::write(json::Object{{"data", std::move(data)}, {"next_cursor", next}}));
}

Result<Document> ServiceImpl::helper(const Actor& actor, std::string_view id) {
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  const auto found = (*session)->helpers().find(id);
  if (!found) return tl::unexpected(found.error());
  if (!*found || !may_see(actor, **found)) return unknown();
  return helper_document(**found);
}

Result<Document> ServiceImpl::add_helper(const Actor& actor, std::string_view body) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  const auto read = read_body(body);
  if (!read) return tl::unexpected(read.error());
  store::Helper helper;
  const Status status = write([&](store::Session& session) -> Status {
    helper = {};
    auto nameable = links_of_case(session, actor, read->case_id);
    if (!nameable) return tl::unexpected(nameable.error());
    const Time at = now();
    const HelperContext context{keys_, actor.region, shanghai_date(at), *std::move(nameable)};
    if (Status s = take_helper(*read, context, helper); !s) return s;
    if (Status s = check_new(session, helper); !s) return s;
    helper.id = ids_.make("hlp", at);
    helper.case_id = read->case_id.value_or("");
    helper.registered_by = actor.id;
    helper.registered_at = helper.updated_at = at;
    if (may_confirm(actor)) register_by(helper, actor.id, at);
    if (Status s = session.helpers().put(helper, std::nullopt); !s) return s;
    const char* action = helper.confirmed_at ? "helper.registered" : "helper.proposed";
    return append_audit(session, audit_entry(actor, at, action, helper.id, helper.terms.name));
  });
  if (!status) return tl::unexpected(status.error());
  if (Status s = publish_helpers(); !s) return tl::unexpected(s.error());
  Result<Document> out = helper_document(helper);
  if (out) out->created = true;
  return out;
}

Result<Document> ServiceImpl::edit_helper(
    const Actor& actor, std::string_view id, std::int64_t if_match, const char* action,
    const std::function<Result<std::string>(store::Helper&, Time)>& edit) {
  if (!may_confirm(actor)) return tl::unexpected(forbidden());
  store::Helper helper;
  const Status status = write([&](store::Session& session) -> Status {
    Result<store::Helper> found = changeable(session, actor, id, if_match);
    if (!found) return tl::unexpected(found.error());
    helper = *std::move(found);
    const Time at = now();
    const Result<std::string> cause = edit(helper, at);
    if (!cause) return tl::unexpected(cause.error());
    if (Status s = check_new(session, helper); !s) return s;
    helper.updated_at = at;
    ++helper.version;
    if (Status s = session.helpers().put(helper, if_match); !s) return s;
    return append_audit(session, audit_entry(actor, at, action, helper.id, *cause));
  });
  if (!status) return tl::unexpected(status.error());
  if (Status s = publish_helpers(); !s) return tl::unexpected(s.error());
  return helper_document(helper);
}

Result<Document> ServiceImpl::change_helper(const Actor& actor, std::string_view id,
                                            std::int64_t if_match, std::string_view body) {
  const auto read = read_body(body);
  if (!read) return tl::unexpected(read.error());
  return edit_helper(
      actor, id, if_match, "helper.changed",
      [&](store::Helper& helper, Time at) -> Result<std::string> {
        const HelperContext context{keys_, actor.region, shanghai_date(at), helper.links};
        if (Status s = take_helper(*read, context, helper); !s) {
          return tl::unexpected(s.error());
        }
        // Whoever changes a proposal makes it the own one: another must confirm. What
        // stands confirmed is from here on this person's word.
        if (helper.state == store::HelperState::kProposed) {
          helper.registered_by = actor.id;
        } else {
          helper.confirmed_by = actor.id;
          helper.confirmed_at = at;
        }
        return helper.terms.name;
      });
}

Result<Document> ServiceImpl::confirm_helper(const Actor& actor, std::string_view id,
                                             std::int64_t if_match) {
  return edit_helper(
      actor, id, if_match, "helper.confirmed",
      [&](store::Helper& helper, Time at) -> Result<std::string> {
        if (helper.state != store::HelperState::kProposed) {
          return fail(ErrorCode::kConflict, "nothing waits for a confirmation");
        }
        if (helper.registered_by == actor.id) {
          return tl::unexpected(Error{ErrorCode::kConflict,
                                      "another person must confirm",
                                      {{"", "same_person", "another person must confirm"}}});
        }
        register_by(helper, actor.id, at);
        return helper.terms.name;
      });
}

Result<Document> ServiceImpl::revoke_helper(const Actor& actor, std::string_view id,
                                            std::int64_t if_match, std::string_view reason) {
  if (Status s = check_reason(reason, "?reason"); !s) return tl::unexpected(s.error());
  return edit_helper(actor, id, if_match, "helper.revoked",
                     [&](store::Helper& helper, Time at) -> Result<std::string> {
                       helper.state = store::HelperState::kRevoked;
                       helper.revoked_by = actor.id;
                       helper.revoked_at = at;
                       helper.revoke_reason = reason;
                       return std::string(reason);
                     });
}

Result<ImportedHelpers> ServiceImpl::import_helpers(const std::string& source,
                                                    const std::vector<ImportedHelper>& list) {
  ImportedHelpers out;
  const Time at = now();
  const std::string everywhere;
  const HelperContext context{keys_, everywhere, shanghai_date(at), {}};
  const Status status = write([&](store::Session& session) -> Status {
    out = {};
    for (const ImportedHelper& one : list) {
      store::Helper helper;
      const auto read = read_body(one.body);
      Status taken =
          read ? take_helper(*read, context, helper) : Status(tl::unexpected(read.error()));
      if (taken) taken = check_new(session, helper);
      if (!taken) {
        if (taken.error().code == ErrorCode::kInvalid) {
          out.wrong.emplace_back(one.line, taken.error());
        } else if (taken.error().code == ErrorCode::kConflict) {
          ++out.known;
        } else {
          return taken;
        }
        continue;
      }
      helper.id = ids_.make("hlp", at);
      helper.registered_by = source;
      helper.registered_at = helper.updated_at = at;
      register_by(helper, source, at);
      if (Status s = session.helpers().put(helper, std::nullopt); !s) return s;
      ++out.registered;
    }
    return append_audit(
        session,
        {at, "system", "helper.imported", source, std::to_string(out.registered), "ok", {}, {}});
  });
  if (!status) return tl::unexpected(status.error());
  if (Status s = publish_helpers(); !s) return tl::unexpected(s.error());
  return out;
}

Status ServiceImpl::publish_helpers() {
  // One at a time, so that no older scan is published after a newer one.
  const std::lock_guard one(publish_mutex_);
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  // Before the scan: what is changed meanwhile is published the next time.
  const Result<std::uint64_t> revision = (*session)->helpers().revision();
  if (!revision) return tl::unexpected(revision.error());
  auto index = std::make_shared<HelperIndex>();
  const Status scanned = (*session)->helpers().scan([&](const store::Helper& helper) -> Status {
    index->add(helper);
    return {};
  });
  if (!scanned) return scanned;
  const std::lock_guard lock(snapshot_mutex_);
  helper_index_ = std::move(index);
  helpers_revision_ = *revision;
  return {};
}

std::vector<Registration> ServiceImpl::registered(const AttemptEvent& event) const {
  std::shared_ptr<const HelperIndex> index;
  {
    const std::lock_guard lock(snapshot_mutex_);
    index = helper_index_;
  }
  return index->look(event);
}

}  // namespace analyzer
