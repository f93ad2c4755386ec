// The lists that administrators set in the console, beside those of data/feeds.toml.

#include <algorithm>

#include "analyzer/core/digest.h"
#include "analyzer/service/feed_fields.h"
#include "analyzer/service/feed_state.h"
#include "analyzer/service/feeds.h"
#include "analyzer/service/form.h"
#include "analyzer/service/reason.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/store/feeds.h"

namespace analyzer {
namespace {

using store::FeedRow;

constexpr std::size_t kMostRows = 200;
constexpr std::size_t kLongestBearer = 4096;
constexpr const char* kBearer = "bearer";

// Beside the states of lists, under a name that no list can have: of what the last dry run
// of it was.
std::string tried_name(const std::string& feed) { return "tried:" + feed; }

std::string owner_of(const std::string& feed) { return "feed:" + feed; }

json::Object columns_view(const FeedFields& f) {
  json::Object out;
  for (const auto& [name, column] : f.columns) out[name] = column;
  return out;
}

json::Object view_of(const FeedFields& f) {
  json::Value days = nullptr;
  if (f.expiry_days) days = *f.expiry_days;
  return {{"title", f.title},
          {"address", f.address},
          {"format", f.format},
          {"every_minutes", f.every_minutes},
          {"trust", f.trust},
          {"licence", f.licence},
          {"may", f.may},
          {"missing", f.missing},
          {"expiry_days", days},
          {"intranet", f.intranet},
          {"enabled", f.enabled},
          {"most_megabytes", f.most_megabytes},
          {"columns", columns_view(f)}};
}

// Of a row; what is damaged there shows as mistakes of the check.
FeedFields fields_in(const FeedRow& row) {
  FeedFields out;
  out.name = row.name;
  const Result<json::Value> value = json::parse(row.body);
  if (!value || !value->is_object()) return out;
  const json::Object& o = value->get_object();
  const auto flag = [&](const char* key, bool otherwise) {
    const json::Value* member = o.if_contains(key);
    return member != nullptr && member->is_bool() ? member->get_bool() : otherwise;
  };
  out.title = text_in(o, "title");
  out.address = text_in(o, "address");
  out.format = text_in(o, "format");
  out.every_minutes = number_in(o, "every_minutes");
  const json::Value* trust = o.if_contains("trust");
  if (trust != nullptr && trust->is_number()) out.trust = trust->to_number<double>();
  out.licence = text_in(o, "licence");
  out.may = text_in(o, "may");
  out.missing = text_in(o, "missing");
  if (number_in(o, "expiry_days") > 0) out.expiry_days = number_in(o, "expiry_days");
  out.intranet = flag("intranet", false);
  out.enabled = flag("enabled", false);
  out.most_megabytes = number_in(o, "most_megabytes");
  const json::Value* columns = o.if_contains("columns");
  if (columns != nullptr && columns->is_object()) {
    for (const auto& [name, column] : columns->get_object()) {
      if (column.is_string()) out.columns[std::string(name)] = std::string(column.get_string());
    }
  }
  return out;
}

// What a dry run must have seen before the list counts.
std::string digest_of(const FeedFields& f) {
  const json::Object seen{{"address", f.address},
                          {"format", f.format},
                          {"intranet", f.intranet},
                          {"columns", columns_view(f)}};
  return sha256_hex(json::write(seen));
}

tl::unexpected<Error> wrong(const std::vector<FeedMistake>& mistakes) {
  Error error{ErrorCode::kInvalid, "the list cannot be so", {}};
  for (const FeedMistake& m : mistakes) error.fields.push_back({"/" + m.field, m.code, m.message});
  return tl::unexpected(std::move(error));
}

tl::unexpected<Error> stale() {
  return tl::unexpected(
      Error{ErrorCode::kConflict, "changed meanwhile", {{"", "stale", "look at it again"}}});
}

template <class Number>
Status take_number(const Form& form, const char* key, Number& out) {
  const auto number = form.number(key);
  if (!number) return tl::unexpected(number.error());
  if (!*number) return {};
  const double value = **number;
  constexpr double kMost = 1e9;  // beyond it a whole number has no such value
  if (value < -kMost || value > kMost) {
    return tl::unexpected(field_error(std::string("/") + key, "range", "is too large"));
  }
  if (std::is_integral_v<Number> && value != static_cast<double>(static_cast<Number>(value))) {
    return tl::unexpected(field_error(std::string("/") + key, "range", "a whole number"));
  }
  out = static_cast<Number>(value);
  return {};
}

Status take_columns(const Form& form, FeedFields& out) {
  const auto columns = form.texts("columns");
  if (!columns) return tl::unexpected(columns.error());
  if (!*columns) return {};
  out.columns.clear();
  for (const std::string& one : **columns) {
    const std::size_t sign = one.find('=');
    if (sign == std::string::npos || sign == 0 || sign + 1 == one.size()) {
      return tl::unexpected(field_error("/columns", "columns", "like \"value=url\""));
    }
    out.columns[one.substr(0, sign)] = one.substr(sign + 1);
  }
  return {};
}

// What the body says of the list; what it does not name stays.
Status take_fields(const Form& form, FeedFields& out) {
  for (const auto& [key, member] :
       {std::pair{"title", &FeedFields::title}, std::pair{"address", &FeedFields::address},
        std::pair{"format", &FeedFields::format}, std::pair{"licence", &FeedFields::licence},
        std::pair{"may", &FeedFields::may}, std::pair{"missing", &FeedFields::missing}}) {
    const auto text = form.text(key);
    if (!text) return tl::unexpected(text.error());
    if (!text->empty()) out.*member = *text;
  }
  for (const auto& [key, member] :
       {std::pair{"intranet", &FeedFields::intranet}, std::pair{"enabled", &FeedFields::enabled}}) {
    const auto flag = form.flag(key);
    if (!flag) return tl::unexpected(flag.error());
    out.*member = flag->value_or(out.*member);
  }
  if (Status s = take_number(form, "every_minutes", out.every_minutes); !s) return s;
  if (Status s = take_number(form, "trust", out.trust); !s) return s;
  if (Status s = take_number(form, "most_megabytes", out.most_megabytes); !s) return s;
  std::int64_t days = out.expiry_days.value_or(0);
  if (Status s = take_number(form, "expiry_days", days); !s) return s;
  out.expiry_days = days == 0 ? std::nullopt : std::optional<std::int64_t>(days);  // 0: none
  return take_columns(form, out);
}

// What is different, as the audit log has it: each member, and what it was before.
std::string changes_of(const FeedFields& before, const FeedFields& after, bool bearer) {
  json::Object out;
  const json::Object old = view_of(before);
  for (const auto& [key, value] : view_of(after)) {
    if (old.at(key) == value) continue;
    out[key] = value;
    out[std::string(key) + "_before"] = old.at(key);
  }
  if (bearer) out["bearer"] = "changed";
  return json::write(out);
}

// What is sent along when the list is fetched.
Result<std::string> bearer_of(const Form& form, std::vector<FeedMistake>& mistakes) {
  auto bearer = form.text("bearer");
  if (!bearer) return bearer;
  const bool visible =
      std::all_of(bearer->begin(), bearer->end(), [](char c) { return c > 0x20 && c < 0x7f; });
  if (bearer->size() > kLongestBearer || !visible) {
    mistakes.push_back({"bearer", "bearer", "visible ASCII, at most 4096 bytes"});
  }
  return bearer;
}

Status room_for_one(store::Feeds& feeds) {
  const auto rows = feeds.rows();
  if (!rows) return tl::unexpected(rows.error());
  if (rows->size() >= kMostRows) return fail(ErrorCode::kConflict, "too many lists");
  return {};
}

// The one before goes if `drops`; an empty one changes nothing else.
Status keep_bearer(ServiceImpl& service, store::Session& session, const std::string& owner,
                   const std::string& bearer, bool drops) {
  if (drops) {
    if (const auto gone = session.secrets().erase(owner); !gone) {
      return tl::unexpected(gone.error());
    }
  }
  if (bearer.empty()) return {};
  return session.secrets().put({owner, kBearer, service.keys().version(),
                                service.keys().encrypt(bearer, owner), service.now()});
}

}  // namespace

// Takes what the file says and what the console set together; a name of the file wins.
Status Feeds::merge() {
  auto& service = static_cast<ServiceImpl&>(service_);
  auto session = service_.store().open_session(store::Mode::kReadOnly);
  if (!session) return tl::unexpected(session.error());
  const auto rows = (*session)->feeds().rows();
  if (!rows) return tl::unexpected(rows.error());
  const auto file = from_file();
  auto all = std::make_shared<FeedsConfig>(*file);
  for (const FeedRow& row : *rows) {
    const bool taken = std::any_of(file->feeds.begin(), file->feeds.end(),
                                   [&](const FeedConfig& feed) { return feed.name == row.name; });
    if (taken) continue;
    std::vector<FeedMistake> mistakes;
    FeedConfig feed = make_feed(fields_in(row), &file->console, mistakes);
    feed.version = row.version;
    // What the file allowed and does not allow any more is shown, but not fetched.
    feed.refused = !mistakes.empty();
    const auto secret = (*session)->secrets().find(owner_of(row.name), kBearer);
    if (!secret) return tl::unexpected(secret.error());
    if (*secret) {
      const auto clear = service.keys().decrypt((*secret)->bytes, owner_of(row.name));
      if (clear) feed.bearer = *clear;
      feed.refused = feed.refused || !clear;
    }
    if (feed.refused) feed.enabled = false;
    all->feeds.push_back(std::move(feed));
  }
  const std::lock_guard lock(mutex_);
  if (file == file_) config_ = std::move(all);
  return {};
}

Result<std::optional<std::string>> Feeds::tried(const std::string& name) {
  auto session = service_.store().open_session(store::Mode::kReadOnly);
  if (!session) return tl::unexpected(session.error());
  return (*session)->feeds().state(tried_name(name));
}

Status Feeds::note_tried(const FeedConfig& feed) {
  return service_.write([&](store::Session& session) {
    return session.feeds().set_state(tried_name(feed.name), digest_of(fields_of(feed)));
  });
}

Status Feeds::check_tried(const FeedConfig& feed) {
  if (feed.version == 0) return {};  // of the file
  const auto seen = tried(feed.name);
  if (!seen) return tl::unexpected(seen.error());
  if (*seen == digest_of(fields_of(feed))) return {};
  return tl::unexpected(Error{ErrorCode::kConflict,
                              "a dry run comes first",
                              {{"/enabled", "dry_run", "a dry run comes first"}}});
}

Result<Document> Feeds::set(const Actor& actor, std::string_view name,
                            std::optional<std::int64_t> if_match, std::string_view body) {
  auto& service = static_cast<ServiceImpl&>(service_);
  if (Status s = check_site(actor); !s) return tl::unexpected(s.error());
  const Result<Form> form =
      Form::read(body, {"name", "title", "address", "format", "every_minutes", "trust", "licence",
                        "may", "missing", "expiry_days", "intranet", "enabled", "most_megabytes",
                        "columns", "bearer", "drop_bearer"});
  if (!form) return tl::unexpected(form.error());
  FeedFields before;
  FeedFields fields;
  std::int64_t version = 0;
  if (if_match) {
    const Result<FeedRow> row = console_row(name);
    if (!row) return tl::unexpected(row.error());
    if (row->version != *if_match) return stale();
    version = row->version;
    before = fields = fields_in(*row);
  } else {
    const auto given = form->text("name");
    if (!given) return tl::unexpected(given.error());
    fields.name = *given;
    fields.enabled = false;
  }
  if (Status s = take_fields(*form, fields); !s) return tl::unexpected(s.error());
  std::vector<FeedMistake> mistakes;
  const auto all = from_file();
  FeedConfig feed = make_feed(fields, &all->console, mistakes);
  feed.version = version + 1;
  const bool of_file = std::any_of(all->feeds.begin(), all->feeds.end(),
                                   [&](const FeedConfig& one) { return one.name == fields.name; });
  if (of_file) mistakes.push_back({"name", "of_file", "data/feeds.toml has a list of this name"});
  const auto bearer = bearer_of(*form, mistakes);
  if (!bearer) return tl::unexpected(bearer.error());
  const auto drop = form->flag("drop_bearer");
  if (!drop) return tl::unexpected(drop.error());
  // A key is for who gave it: another address must not be sent it unseen.
  const bool drops = drop->value_or(false) || (if_match && before.address != fields.address);
  if (fields.enabled && mistakes.empty()) {
    if (const Status s = check_tried(feed); !s) {
      mistakes.push_back({"enabled", "dry_run", "a dry run comes first"});
    }
  }
  if (!mistakes.empty()) return wrong(mistakes);
  const Status status = service_.write([&](store::Session& session) -> Status {
    store::Feeds& feeds = session.feeds();
    if (!if_match) {
      if (Status full = room_for_one(feeds); !full) return full;
    }
    const Status put =
        feeds.put_row({fields.name, version + 1, json::write(view_of(fields))}, if_match);
    if (!put && put.error().code == ErrorCode::kConflict) {
      if (if_match) return stale();
      return wrong({{"name", "taken", "the console has a list of this name"}});
    }
    if (!put) return put;
    Status kept = keep_bearer(service, session, owner_of(fields.name), *bearer, drops);
    if (!kept) return kept;
    return append_audit(
        session, audit_entry(actor, service_.now(), if_match ? "feed.changed" : "feed.added",
                             fields.name, changes_of(before, fields, !bearer->empty() || drops)));
  });
  if (!status) return tl::unexpected(status.error());
  if (Status s = merge(); !s) return tl::unexpected(s.error());
  Result<Document> out = source(fields.name);
  if (out) out->created = !if_match;
  if (out) out->version = version + 1;
  return out;
}

Result<Document> Feeds::remove(const Actor& actor, std::string_view name, std::int64_t if_match,
                               std::string_view reason) {
  if (Status s = check_reason(reason, "?reason"); !s) return tl::unexpected(s.error());
  if (Status s = check_site(actor); !s) return tl::unexpected(s.error());
  const Result<FeedRow> row = console_row(name);
  if (!row) return tl::unexpected(row.error());
  if (row->version != if_match) return stale();
  const Status status = service_.write([&](store::Session& session) -> Status {
    Status s = session.feeds().drop_row(name, if_match);
    if (!s && s.error().code == ErrorCode::kConflict) return stale();
    if (s) s = session.feeds().set_state(tried_name(std::string(name)), "");
    if (!s) return s;
    if (const auto gone = session.secrets().erase(owner_of(std::string(name))); !gone) {
      return tl::unexpected(gone.error());
    }
    json::Object what = view_of(fields_in(*row));
    return append_audit(session, audit_entry(actor, service_.now(), "feed.removed", name,
                                             json::write(what) + " " + std::string(reason)));
  });
  if (!status) return tl::unexpected(status.error());
  if (Status s = merge(); !s) return tl::unexpected(s.error());
  return sources();
}

Result<FeedRow> Feeds::console_row(std::string_view name) {
  const auto file = from_file();
  const bool of_file = std::any_of(file->feeds.begin(), file->feeds.end(),
                                   [&](const FeedConfig& one) { return one.name == name; });
  if (of_file) {
    return tl::unexpected(Error{ErrorCode::kConflict,
                                "the file says what it is",
                                {{"/name", "of_file", "data/feeds.toml says what it is"}}});
  }
  auto session = service_.store().open_session(store::Mode::kReadOnly);
  if (!session) return tl::unexpected(session.error());
  const auto rows = (*session)->feeds().rows();
  if (!rows) return tl::unexpected(rows.error());
  for (const FeedRow& row : *rows) {
    if (row.name == name) return row;
  }
  return fail(ErrorCode::kNotFound, "no such list");
}

}  // namespace analyzer
