// Our own list: what people say about links, numbers and devices, and what was
// imported; published to the engine with the snapshot.

#include <algorithm>
#include <charconv>

#include "analyzer/service/case_view.h"
#include "analyzer/service/form.h"
#include "analyzer/service/handover.h"
#include "analyzer/service/listed_links.h"
#include "analyzer/service/listing.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/service/site_rights.h"
#include "analyzer/text/read.h"
#include "feeds/naming.h"
#include "feeds/precedence.h"

namespace analyzer {
namespace {

using feeds::IndicatorKind;
using feeds::Opinion;
using feeds::Origin;
using feeds::Statement;

constexpr std::size_t kMaxReason = 2000;  // bytes
constexpr std::size_t kImportedAtOnce = 5000;

struct Named {
  std::string value;  // in the form in which it is looked up
  std::string label;
  std::string clear;  // of a hashed kind, for those it may be handed to; to be encrypted
};

// A message stands for its fingerprint; what it says is not kept.
Result<Named> named_text(const std::string& message) {
  const auto fingerprint = fingerprint_of(text::read(message, {}, false));
  if (!fingerprint) {
    return tl::unexpected(
        field_error("/value", "too_short", "too few words to know the message by them"));
  }
  return Named{*fingerprint, indicator_label(IndicatorKind::kText, *fingerprint), {}};
}

Result<Named> named_value(ServiceImpl& service, IndicatorKind kind, const std::string& value,
                          const std::string& name_space = {}) {
  if (value.empty()) return tl::unexpected(field_error("/value", "required", "a value is needed"));
  if (value.size() > feeds::kLongestValue) {
    return tl::unexpected(field_error("/value", "too_long", "at most 2048 bytes"));
  }
  if (feeds::is_hashed(kind)) {
    const auto key =
        listed_key(kind, value, name_space, service.snapshot()->official(), service.keys());
    if (!key) return tl::unexpected(field_error("/value", "format", key.error().message));
    return Named{hex_of(*key), personal_label(value), value};
  }
  const Result<std::string> named = feeds::name_value(kind, value);
  if (!named && kind == IndicatorKind::kText) return named_text(value);
  if (!named) return tl::unexpected(field_error("/value", "format", named.error().message));
  return Named{*named, indicator_label(kind, *named), {}};
}

// What is to be taken back of a keyed kind may be named by its key, as a page shows it: the
// number itself stands nowhere.
Result<std::optional<Named>> named_key(ServiceImpl& service, const Statement& s,
                                       const std::string& value) {
  if (!s.revokes || !feeds::is_hashed(s.kind) || !key_of(value)) return std::optional<Named>{};
  auto session = service.reading();
  if (!session) return tl::unexpected(session.error());
  const auto known = (*session)->indicators().find(s.kind, value);
  if (!known) return tl::unexpected(known.error());
  if (!*known) return std::optional<Named>{};
  return std::optional<Named>(Named{value, (*known)->label, {}});
}

// Records the statement, and of a hashed kind what it was in clear.
Result<std::uint64_t> record(ServiceImpl& service, store::Session& session, const Statement& s,
                             const Named& named, Time now) {
  if (!named.clear.empty()) {
    const std::string owner = indicator_owner(s.kind, s.value);
    Status kept = session.secrets().put({owner, "value", service.keys().version(),
                                         service.keys().encrypt(named.clear, owner), now});
    if (!kept) return tl::unexpected(kept.error());
  }
  return session.indicators().append(s, named.label, now);
}

Result<Statement> statement_of(const Form& form, const Actor& actor, Time now) {
  Statement s;
  const auto kind = form.word<IndicatorKind>("kind");
  if (!kind) return tl::unexpected(kind.error());
  if (!*kind) return tl::unexpected(field_error("/kind", "required", "a kind is needed"));
  const auto opinion = form.word<Opinion>("opinion");
  if (!opinion) return tl::unexpected(opinion.error());
  const auto revokes = form.flag("revokes");
  if (!revokes) return tl::unexpected(revokes.error());
  const auto until = form.time("valid_until");
  if (!until) return tl::unexpected(until.error());
  const auto reason = form.text("reason");
  if (!reason) return tl::unexpected(reason.error());
  if (reason->empty()) {
    return tl::unexpected(field_error("/reason", "required", "a reason is needed"));
  }
  if (reason->size() > kMaxReason) {
    return tl::unexpected(field_error("/reason", "too_long", "at most 2000 bytes"));
  }
  if (*until && **until <= now) {
    return tl::unexpected(field_error("/valid_until", "range", "lies in the past"));
  }
  const auto confidence = form.number("confidence");
  if (!confidence) return tl::unexpected(confidence.error());
  if (*confidence && !(**confidence > 0.0 && **confidence <= 1.0)) {
    return tl::unexpected(field_error("/confidence", "range", "above 0 and up to 1"));
  }
  s.kind = **kind;
  s.confidence = confidence->value_or(1.0);
  s.opinion = opinion->value_or(Opinion::kBad);
  s.revokes = revokes->value_or(false);
  s.source = actor.id;
  s.origin = Origin::kManual;
  s.at = now;  // valid from always: a scam link was one before it was found out
  s.valid_until = *until;
  s.reason = *reason;
  return s;
}

// True if the source's own word stands as `s` would have it: a list that is taken
// in again says nothing new.
bool says_already(const feeds::IndicatorIndex& index, const Statement& s) {
  const auto said = index.find(s.kind, s.value);
  if (!said) return false;
  return std::any_of(said->latest().begin(), said->latest().end(), [&](const Statement& known) {
    return known.origin == s.origin && known.source == s.source && known.opinion == s.opinion &&
           known.revokes == s.revokes && known.valid_until == s.valid_until;
  });
}

// Whether a link or number goes through everywhere that did not before: it is allowed, or
// what others say against it no longer counts.
bool lets_through(const Statement& s, const std::optional<store::IndicatorValue>& known) {
  if (s.opinion == Opinion::kAllow) return !s.revokes;
  if (!s.revokes || !known) return false;
  return std::any_of(known->statements.begin(), known->statements.end(), [&](const Statement& k) {
    return k.opinion == Opinion::kBad && !k.revokes && k.source != s.source;
  });
}

json::Object statement_view(const Statement& s, CaseViews& views) {
  return {{"source", s.source},
          {"source_name",
           s.origin == Origin::kManual ? views.account_name(s.source) : text_or_null(s.source)},
          {"origin", std::string(name_of(s.origin))},
          {"opinion", std::string(name_of(s.opinion))},
          {"revokes", s.revokes},
          {"confidence", s.confidence},
          {"at", format_time(s.at)},
          {"valid_from", format_time(s.valid_from)},
          {"valid_until", time_or_null(s.valid_until)},
          {"reason", text_or_null(s.reason)}};
}

json::Object value_view(const store::IndicatorValue& value, CaseViews& views, Time now) {
  feeds::Ledger ledger;
  json::Array statements;
  for (const Statement& s : value.statements) {
    ledger.add(s);
    statements.push_back(statement_view(s, views));
  }
  const feeds::Standing standing = ledger.standing(now);
  json::Array sources;
  for (const std::string& source : standing.sources) sources.emplace_back(source);
  return {{"kind", std::string(name_of(value.kind))},
          {"value", value.value},
          {"label", value.label},
          {"listed", standing.listed},
          {"allowed", standing.allowed},
          {"sources", std::move(sources)},
          {"statements", std::move(statements)}};
}

}  // namespace

Result<Document> ServiceImpl::indicators(const IndicatorFilter& filter) {
  store::IndicatorQuery query;
  if (const auto kind = parse_name<IndicatorKind>(filter.kind)) query.kind = *kind;
  query.text = filter.text;
  query.limit = static_cast<std::size_t>(std::clamp(filter.limit, 1, 200));
  if (!filter.cursor.empty()) {
    const char* end = filter.cursor.data() + filter.cursor.size();
    const auto read = std::from_chars(filter.cursor.data(), end, query.before);
    if (read.ec != std::errc{} || read.ptr != end || query.before == 0) {
      return tl::unexpected(field_error("/cursor", "cursor", "not of this list"));
    }
  }
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  const auto values = (*session)->indicators().list(query);
  if (!values) return tl::unexpected(values.error());
  const auto snapshot = this->snapshot();
  CaseViews views(**session, *snapshot);
  json::Array data;
  for (const store::IndicatorValue& value : *values) {
    if (filter.personal || !feeds::is_hashed(value.kind)) {
      data.push_back(value_view(value, views, now()));
    }
  }
  json::Value next = nullptr;
  if (values->size() == query.limit) next = json::Value(std::to_string(values->back().latest));
  return document(json::write(json::Object{{"data", std::move(data)}, {"next_cursor", next}}));
}

Result<Document> ServiceImpl::add_indicator(const Actor& actor, std::string_view body) {
  const Result<Form> form = Form::read(body, {"kind", "value", "opinion", "revokes", "confidence",
                                              "valid_until", "reason", "name_space"});
  if (!form) return tl::unexpected(form.error());
  Result<Statement> statement = statement_of(*form, actor, now());
  if (!statement) return tl::unexpected(statement.error());
  const Result<std::string> value = form->text("value");
  if (!value) return tl::unexpected(value.error());
  const Result<std::string> name_space = form->text("name_space");
  if (!name_space) return tl::unexpected(name_space.error());
  const auto by_key = named_key(*this, *statement, *value);
  if (!by_key) return tl::unexpected(by_key.error());
  const Result<Named> named =
      *by_key ? Result<Named>(**by_key) : named_value(*this, statement->kind, *value, *name_space);
  if (!named) return tl::unexpected(named.error());
  statement->value = named->value;
  const auto snapshot = this->snapshot();
  if (Status s = check_reach(*statement, snapshot->official()); !s) {
    return tl::unexpected(s.error());
  }
  std::optional<store::IndicatorValue> kept;
  const Status status = write([&](store::Session& session) -> Status {
    const auto known = session.indicators().find(statement->kind, statement->value);
    if (!known) return tl::unexpected(known.error());
    if (lets_through(*statement, *known)) {
      if (Status s = require_site(session, actor); !s) return s;
    }
    const auto number = record(*this, session, *statement, *named, now());
    if (!number) return tl::unexpected(number.error());
    const auto found = session.indicators().find(statement->kind, statement->value);
    if (!found) return tl::unexpected(found.error());
    kept = *found;
    const std::string action = statement->revokes ? "indicator.revoked" : "indicator.stated";
    return append_audit(
        session,
        audit_entry(actor, now(), action,
                    std::string(name_of(statement->kind)) + ":" + named->label, statement->reason));
  });
  if (!status) return tl::unexpected(status.error());
  if (Status s = refresh_indicators(); !s) return tl::unexpected(s.error());
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  CaseViews views(**session, *snapshot);
  Document out = document(json::write(value_view(*kept, views, now())));
  out.created = true;
  return out;
}

Result<ImportedList> ServiceImpl::import_indicators(const std::string& source,
                                                    const std::vector<ImportedIndicator>& list) {
  const auto snapshot = this->snapshot();
  const Time at = now();
  ImportedList out;
  std::vector<std::pair<Statement, Named>> rows;
  for (const ImportedIndicator& one : list) {
    const auto kind = parse_name<IndicatorKind>(one.kind);
    const Result<Named> named =
        kind ? named_value(*this, *kind, one.value)
             : Result<Named>(tl::unexpected(field_error("/kind", "unknown_word", "no such kind")));
    if (!named) {
      out.wrong.push_back({one.line, named.error().message});
      continue;
    }
    Statement s;
    s.kind = *kind;
    s.value = named->value;
    s.source = source;
    s.at = at;
    s.reason = one.reason;
    if (!check_reach(s, snapshot->official())) {
      ++out.innocent;
    } else if (says_already(snapshot->indicators(), s)) {
      ++out.known;
    } else {
      rows.emplace_back(std::move(s), *named);
    }
  }
  out.listed = rows.size();
  // In portions, between which the store's log is emptied: millions in one would fill the disk.
  std::size_t from = 0;
  do {
    const std::size_t to = std::min(rows.size(), from + kImportedAtOnce);
    const Status status = write([&](store::Session& session) -> Status {
      for (std::size_t i = from; i < to; ++i) {
        const auto& [statement, named] = rows[i];
        const auto number = record(*this, session, statement, named, at);
        if (!number) return tl::unexpected(number.error());
      }
      if (to < rows.size()) return {};
      return append_audit(
          session,
          {at, "system", "indicator.imported", source, std::to_string(rows.size()), "ok", {}, {}});
    });
    if (!status) return tl::unexpected(status.error());
    (void)store().checkpoint();
    from = to;
  } while (from < rows.size());
  if (Status s = refresh_indicators(); !s) return tl::unexpected(s.error());
  return out;
}

Status ServiceImpl::refresh_indicators() {
  constexpr std::size_t kFew = 4096;
  // One at a time, so that no older state is published after a newer one.
  const std::lock_guard one(publish_mutex_);
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  std::shared_ptr<const feeds::IndicatorIndex> live;
  {
    const std::lock_guard lock(snapshot_mutex_);
    live = indicators_;
  }
  std::vector<Statement> few;
  std::optional<feeds::IndicatorIndex::Builder> many;
  if (live == nullptr) {
    const auto values = (*session)->indicators().count();
    if (!values) return tl::unexpected(values.error());
    many.emplace(*values);
  }
  std::uint64_t through = published_through_;
  const auto take = [&](std::uint64_t number, const Statement& s) -> Status {
    through = number;
    if (!many) few.push_back(s);
    if (many) many->add(s);
    if (few.size() <= kFew) return {};
    many.emplace(*live);
    for (const Statement& early : few) many->add(early);
    few.clear();
    return {};
  };
  if (Status s = (*session)->indicators().scan({.after = through}, take); !s) return s;
  if (few.empty() && !many) return {};
  auto index =
      std::make_shared<const feeds::IndicatorIndex>(many ? many->build() : live->with(few));
  const std::lock_guard lock(snapshot_mutex_);
  indicators_ = std::move(index);
  published_through_ = through;
  if (snapshot_ != nullptr) snapshot_ = snapshot_->with_indicators(indicators_);
  return {};
}

}  // namespace analyzer
