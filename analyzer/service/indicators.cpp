// Our own list: what people say about links, numbers and devices, and what was
// imported; published to the engine with the snapshot.

#include <algorithm>
#include <charconv>

#include "analyzer/service/case_view.h"
#include "analyzer/service/form.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/text/list_form.h"
#include "analyzer/text/url.h"
#include "feeds/precedence.h"

namespace analyzer {
namespace {

using feeds::IndicatorKind;
using feeds::Opinion;
using feeds::Origin;
using feeds::Statement;

constexpr std::size_t kMaxValue = 2048;  // bytes
constexpr std::size_t kMaxReason = 2000;
constexpr std::size_t kTail = 4;  // digits of a number that stay readable

struct Named {
  std::string value;  // in the form in which it is looked up
  std::string label;
};

LinkKind link_kind_of(IndicatorKind kind) {
  switch (kind) {
    case IndicatorKind::kPayee:
      return LinkKind::kPayee;
    case IndicatorKind::kContact:
      return LinkKind::kContact;
    case IndicatorKind::kDevice:
      return LinkKind::kDevice;
    case IndicatorKind::kShape:
      return LinkKind::kShape;
    default:
      return LinkKind::kPhone;
  }
}

std::string hex_of(LinkKey key) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const std::uint64_t half : {key.high, key.low}) {
    for (int shift = 60; shift >= 0; shift -= 4) out += kDigits[(half >> shift) & 15U];
  }
  return out;
}

std::string masked(std::string_view value) {
  if (value.size() <= kTail) return std::string(value.size(), '*');
  return std::string(value.size() - kTail, '*') + std::string(value.substr(value.size() - kTail));
}

std::string plain_phone(std::string_view phone) {
  std::string digits;
  for (const char c : phone) {
    if (c >= '0' && c <= '9') digits += c;
  }
  if (digits.size() == 13 && digits.starts_with("86")) digits.erase(0, 2);
  return digits;
}

tl::unexpected<Error> wrong_value(std::string message) {
  return tl::unexpected(field_error("/value", "format", std::move(message)));
}

Result<Named> name_link(IndicatorKind kind, const std::string& value) {
  const Result<text::ListForm> form = text::list_form(value);
  if (!form) return wrong_value("not a link or host");
  if (form->host_is_ip != (kind == IndicatorKind::kIp) &&
      (kind == IndicatorKind::kIp || kind == IndicatorKind::kHost ||
       kind == IndicatorKind::kDomain)) {
    return wrong_value("an address is of kind 'ip', a name of kind 'host' or 'domain'");
  }
  std::string named = form->host;
  if (kind == IndicatorKind::kUrl) named = form->text();
  if (kind == IndicatorKind::kPath) {
    if (!form->path.ends_with('/')) return wrong_value("a folder ends with '/'");
    named += form->path;
  }
  if ((kind == IndicatorKind::kHost || kind == IndicatorKind::kDomain) &&
      (form->path != "/" || !form->query.empty())) {
    return wrong_value("a host has no path");
  }
  if (kind == IndicatorKind::kDomain && named.find('.') == std::string::npos) {
    return wrong_value("a domain has two labels at least");
  }
  return Named{named, named};
}

Result<Named> name_value(IndicatorKind kind, const std::string& value, const SiteKeys& keys) {
  if (value.empty()) return tl::unexpected(field_error("/value", "required", "a value is needed"));
  if (value.size() > kMaxValue) {
    return tl::unexpected(field_error("/value", "too_long", "at most 2048 bytes"));
  }
  if (!feeds::is_hashed(kind)) return name_link(kind, value);
  const std::string plain = kind == IndicatorKind::kPhone ? plain_phone(value) : value;
  if (kind == IndicatorKind::kPhone && plain.size() < 5) return wrong_value("not a phone number");
  if (kind == IndicatorKind::kShape) return wrong_value("a fingerprint is not given by hand");
  return Named{hex_of(keys.link(link_kind_of(kind), {}, plain)), masked(plain)};
}

// What honest people share must not be called bad by a slip of the hand.
Status check_innocent(const Statement& statement, const Register& official) {
  if (statement.opinion != Opinion::kBad || statement.revokes || feeds::is_hashed(statement.kind)) {
    return {};
  }
  const bool below = statement.kind == IndicatorKind::kDomain;
  if (!below && statement.kind != IndicatorKind::kHost) {
    const Result<UrlFacts> url = text::parse_url("http://" + statement.value);
    if (!url || !official.official(*url)) return {};
    return tl::unexpected(field_error("/value", "protected", "in the official register"));
  }
  const std::optional<std::string> honest = official.honest_host(statement.value, below);
  if (!honest) return {};
  return tl::unexpected(
      field_error("/value", "protected", "would list " + *honest + ": name the page instead"));
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
  s.kind = **kind;
  s.opinion = opinion->value_or(Opinion::kBad);
  s.revokes = revokes->value_or(false);
  s.source = actor.id;
  s.origin = Origin::kManual;
  s.at = s.valid_from = now;
  s.valid_until = *until;
  s.reason = *reason;
  return s;
}

Error in_line(const ImportedIndicator& one, Error error) {
  error.message = "line " + std::to_string(one.line) + ": " + error.message;
  return error;
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
  CaseViews views(**session, snapshot->calendar());
  json::Array data;
  for (const store::IndicatorValue& value : *values)
    data.push_back(value_view(value, views, now()));
  json::Value next = nullptr;
  if (values->size() == query.limit) next = json::Value(std::to_string(values->back().latest));
  return document(json::write(json::Object{{"data", std::move(data)}, {"next_cursor", next}}));
}

Result<Document> ServiceImpl::add_indicator(const Actor& actor, std::string_view body) {
  const Result<Form> form =
      Form::read(body, {"kind", "value", "opinion", "revokes", "valid_until", "reason"});
  if (!form) return tl::unexpected(form.error());
  Result<Statement> statement = statement_of(*form, actor, now());
  if (!statement) return tl::unexpected(statement.error());
  const Result<std::string> value = form->text("value");
  if (!value) return tl::unexpected(value.error());
  const Result<Named> named = name_value(statement->kind, *value, keys_);
  if (!named) return tl::unexpected(named.error());
  statement->value = named->value;
  const auto snapshot = this->snapshot();
  if (Status s = check_innocent(*statement, snapshot->official()); !s) {
    return tl::unexpected(s.error());
  }
  std::optional<store::IndicatorValue> kept;
  const Status status = write([&](store::Session& session) -> Status {
    const auto number = session.indicators().append(*statement, named->label, now());
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
  if (Status s = publish_indicators(); !s) return tl::unexpected(s.error());
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  CaseViews views(**session, snapshot->calendar());
  Document out = document(json::write(value_view(*kept, views, now())));
  out.created = true;
  return out;
}

Result<std::size_t> ServiceImpl::import_indicators(const std::string& source,
                                                   const std::vector<ImportedIndicator>& list) {
  const auto snapshot = this->snapshot();
  const Time at = now();
  std::vector<std::pair<Statement, std::string>> rows;
  for (const ImportedIndicator& one : list) {
    const auto kind = parse_name<IndicatorKind>(one.kind);
    if (!kind)
      return tl::unexpected(in_line(one, field_error("/kind", "unknown_word", "no such kind")));
    const Result<Named> named = name_value(*kind, one.value, keys_);
    if (!named) return tl::unexpected(in_line(one, named.error()));
    Statement s;
    s.kind = *kind;
    s.value = named->value;
    s.source = source;
    s.at = s.valid_from = at;
    s.reason = one.reason;
    // A list that names the innocent is wrong there, not altogether.
    if (!check_innocent(s, snapshot->official())) continue;
    rows.emplace_back(std::move(s), named->label);
  }
  const Status status = write([&](store::Session& session) -> Status {
    for (const auto& [statement, label] : rows) {
      const auto number = session.indicators().append(statement, label, at);
      if (!number) return tl::unexpected(number.error());
    }
    return append_audit(
        session,
        {at, "system", "indicator.imported", source, std::to_string(rows.size()), "ok", {}, {}});
  });
  if (!status) return tl::unexpected(status.error());
  if (Status s = publish_indicators(); !s) return tl::unexpected(s.error());
  return rows.size();
}

Status ServiceImpl::publish_indicators() {
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  std::vector<Statement> all;
  const Status scanned = (*session)->indicators().scan([&](const Statement& s) -> Status {
    all.push_back(s);
    return {};
  });
  if (!scanned) return scanned;
  auto index = std::make_shared<const feeds::IndicatorIndex>(feeds::IndicatorIndex::build(all));
  const std::lock_guard lock(snapshot_mutex_);
  indicators_ = std::move(index);
  if (snapshot_ != nullptr) snapshot_ = snapshot_->with_indicators(indicators_);
  return {};
}

}  // namespace analyzer
