// What the hotline does with the reports it took: passes them on, calls back, adds
// what was not asked, knows a caller who rang before.

#include "analyzer/service/desk.h"

#include <algorithm>
#include <charconv>

#include "analyzer/core/link.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/form.h"
#include "analyzer/service/seal.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {
namespace {

constexpr const char* kContact = "contact";  // kind of the secret
constexpr std::size_t kMaxNote = 2000;       // bytes
constexpr std::size_t kMaxReceipt = 64;
constexpr std::size_t kMostKnown = 20;  // earlier calls of one caller
constexpr std::string_view kRecipients[] = {"96110", "12321", "12345", "110", "bank", "other"};

std::string owner_of(store::Seq seq) { return std::to_string(seq); }
std::string note_context(store::Seq seq) { return "desk note " + std::to_string(seq); }
std::string context_of(store::Seq seq) { return "contact " + std::to_string(seq); }

tl::unexpected<Error> unknown() { return fail(ErrorCode::kNotFound, "no such report"); }

json::Object entry_view(const store::DeskEntry& entry, const std::string& note, CaseViews& views) {
  json::Value reached = nullptr;
  if (entry.reached) reached = *entry.reached;
  return {{"kind", std::string(name_of(entry.kind))},
          {"at", format_time(entry.at)},
          {"by", views.account_name(entry.by)},
          {"to", text_or_null(entry.recipient)},
          {"receipt", text_or_null(entry.receipt)},
          {"reached", reached},
          {"note", text_or_null(note)}};
}

json::Array words_of(const std::string& list) {
  json::Array out;
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t end = std::min(list.find(' ', at), list.size());
    if (end > at) out.emplace_back(list.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

Result<json::Object> view(store::Session& session, const store::DeskReport& report,
                          const Snapshot& snapshot, const SiteKeys& keys, CaseViews& views) {
  Result<json::Array> done = desk_entries(session, report.seq, keys, views);
  if (!done) return tl::unexpected(done.error());
  json::Value region_name = nullptr;
  if (!report.region.empty()) region_name = snapshot.calendar().region_name(report.region);
  json::Value paid = nullptr;
  if (report.paid_yuan) paid = *report.paid_yuan;
  return json::Object{{"report_id", report.report_id},
                      {"received_at", format_time(report.at)},
                      {"region", text_or_null(report.region)},
                      {"region_name", region_name},
                      {"level", std::string(name_of(report.level))},
                      {"source", text_or_null(report.source)},
                      {"medium", text_or_null(report.medium)},
                      {"agent", text_or_null(report.agent)},
                      {"paid_yuan", paid},
                      {"callback", std::string(name_of(report.callback))},
                      {"missing", words_of(report.missing)},
                      {"case_id", text_or_null(report.case_id)},
                      {"entries", *std::move(done)}};
}

// Fails where the entry does not say what its kind needs.
Result<store::DeskEntry> read_entry(std::string_view body) {
  const auto form = Form::read(body, {"kind", "to", "receipt", "reached", "note"});
  if (!form) return tl::unexpected(form.error());
  const auto kind = form->word<store::DeskEntryKind>("kind");
  const auto to = form->text("to");
  const auto receipt = form->text("receipt");
  const auto reached = form->flag("reached");
  const auto note = form->text("note");
  for (const auto* text : {&to, &receipt, &note}) {
    if (!*text) return tl::unexpected(text->error());
  }
  if (!kind) return tl::unexpected(kind.error());
  if (!reached) return tl::unexpected(reached.error());
  if (!*kind) return tl::unexpected(field_error("/kind", "required", "is required"));
  if (receipt->size() > kMaxReceipt) {
    return tl::unexpected(field_error("/receipt", "too_long", "at most 64 bytes"));
  }
  if (note->size() > kMaxNote) {
    return tl::unexpected(field_error("/note", "too_long", "at most 2000 bytes"));
  }
  const bool referral = **kind == store::DeskEntryKind::kReferral;
  const bool known =
      std::find(std::begin(kRecipients), std::end(kRecipients), *to) != std::end(kRecipients);
  if (referral && !known) {
    return tl::unexpected(field_error("/to", "unknown_word", "not one we pass on to"));
  }
  if (**kind == store::DeskEntryKind::kCallback && !*reached) {
    return tl::unexpected(field_error("/reached", "required", "is required of a call back"));
  }
  if (**kind == store::DeskEntryKind::kSupplement && note->empty()) {
    return tl::unexpected(field_error("/note", "required", "is required of a supplement"));
  }
  return store::DeskEntry{**kind,
                          {},
                          {},
                          referral ? *to : "",
                          referral ? *receipt : "",
                          **kind == store::DeskEntryKind::kCallback ? *reached : std::nullopt,
                          *note};
}

// What the entry changes of the report it belongs to.
Status settle(store::Session& session, const store::DeskReport& report,
              const store::DeskEntry& entry) {
  if (entry.kind == store::DeskEntryKind::kSupplement) {
    return session.desk().set_missing(report.seq, "");
  }
  if (entry.kind != store::DeskEntryKind::kCallback || !*entry.reached) return {};
  if (report.callback != store::Callback::kDue) {
    return fail(ErrorCode::kConflict, "no call back is due");
  }
  // What was needed to ring is not kept longer.
  if (const auto gone = session.secrets().erase(owner_of(report.seq)); !gone) {
    return tl::unexpected(gone.error());
  }
  return session.desk().set_callback(report.seq, store::Callback::kDone);
}

Result<store::DeskReport> report_of(store::Session& session, const Actor& actor,
                                    std::string_view id) {
  auto found = session.desk().find(id);
  if (!found) return tl::unexpected(found.error());
  if (!*found || !may_see(actor, (*found)->region)) return unknown();
  return **std::move(found);
}

Result<Document> page(store::Session& session, const std::vector<store::DeskReport>& reports,
                      std::size_t limit, const Snapshot& snapshot, const SiteKeys& keys) {
  CaseViews views(session, snapshot);
  json::Array data;
  for (const store::DeskReport& report : reports) {
    auto one = view(session, report, snapshot, keys, views);
    if (!one) return tl::unexpected(one.error());
    data.push_back(*std::move(one));
  }
  json::Value next = nullptr;
  if (reports.size() == limit) next = json::Value(std::to_string(reports.back().seq));
  return document(json::write(json::Object{{"data", std::move(data)}, {"next_cursor", next}}));
}

std::optional<LinkKey> caller_key(const std::string& contact, const SiteKeys& keys) {
  const std::string number = plain_phone(contact);
  if (number.empty()) return std::nullopt;
  return keys.link(LinkKind::kCaller, "", number);
}

void add_missing(std::string& words, bool missing, std::string_view word) {
  if (!missing) return;
  if (!words.empty()) words += ' ';
  words += word;
}

std::string missing_of(const Report& report) {
  const Harm& harm = report.harm;
  const bool asked_harm = harm.clicked || harm.entered_card || harm.entered_password ||
                          harm.entered_code || harm.gave_id || harm.gave_face ||
                          harm.installed_app || harm.shared_screen || harm.police_called;
  std::string out;
  add_missing(out, !report.region, "region");
  add_missing(out, !asked_harm, "harm");
  add_missing(out, !report.asked_for, "asked");
  add_missing(out, !report.sender, "sender");
  add_missing(out, !harm.certified, "certified");
  add_missing(out, !report.caller.relation, "relation");
  add_missing(out, !report.caller.age_band, "ageBand");
  add_missing(out, !report.caller.contact_ref, "contact");
  add_missing(out, !report.caller.callback_ok, "callback");
  return out;
}

}  // namespace

Status keep_at_desk(store::Session& session, const Report& report, const DeskPlace& place,
                    const SiteKeys& keys) {
  store::DeskReport row;
  row.seq = place.seq;
  row.report_id = report.report_id;
  row.at = report.received_at;
  row.region = report.region.value_or("");
  row.level = place.level;
  row.source = name_of(report.source);
  if (report.medium) row.medium = name_of(*report.medium);
  row.agent = report.agent_ref.value_or("");
  row.paid_yuan = report.harm.paid_yuan;
  row.missing = missing_of(report);
  const std::string contact = report.caller.contact_ref.value_or("");
  row.caller = caller_key(contact, keys);
  const bool wanted = report.caller.callback_ok.value_or(false);
  if (wanted && !contact.empty()) row.callback = store::Callback::kDue;
  if (Status s = session.desk().add(row); !s) return s;
  if (row.callback != store::Callback::kDue) return {};
  return session.secrets().put({owner_of(row.seq), kContact, keys.version(),
                                keys.encrypt(contact, context_of(row.seq)), place.arrived_at});
}

std::string seal_note(const SiteKeys& keys, store::Seq report, const std::string& note) {
  return note.empty() ? "" : keys.encrypt(note, note_context(report));
}

Result<std::string> open_note(const SiteKeys& keys, store::Seq report, const std::string& sealed) {
  if (sealed.empty()) return std::string();
  return keys.decrypt(sealed, note_context(report));
}

Result<json::Array> desk_entries(store::Session& session, store::Seq report, const SiteKeys& keys,
                                 CaseViews& views) {
  const auto entries = session.desk().entries(report);
  if (!entries) return tl::unexpected(entries.error());
  json::Array out;
  for (const store::DeskEntry& entry : *entries) {
    const Result<std::string> note = open_note(keys, report, entry.note);
    if (!note) return tl::unexpected(note.error());
    out.push_back(entry_view(entry, *note, views));
  }
  return out;
}

// Once for a database that was written before notes were sealed.
void ServiceImpl::seal_desk_notes() {
  constexpr std::size_t kGroup = 200;
  for (bool more = true; more;) {
    const Status status = write([&](store::Session& session) -> Status {
      const auto notes = session.desk().clear_notes(kGroup);
      if (!notes) return tl::unexpected(notes.error());
      for (const store::ClearNote& note : *notes) {
        const std::string sealed = seal_note(keys_, note.report, note.text);
        if (Status s = session.desk().seal_note(note, sealed); !s) return s;
      }
      more = notes->size() == kGroup;
      return {};
    });
    if (!status) return;  // at the next start
  }
}

Result<Document> ServiceImpl::desk_reports(const Actor& actor, const DeskFilter& filter) {
  store::DeskQuery query;
  query.region = actor.region;
  query.callback = parse_name<store::Callback>(filter.callback);
  query.text = filter.text;
  query.limit = static_cast<std::size_t>(std::clamp(filter.limit, 1, 200));
  if (!filter.cursor.empty()) {
    const char* end = filter.cursor.data() + filter.cursor.size();
    const auto read = std::from_chars(filter.cursor.data(), end, query.before);
    if (read.ec != std::errc{} || read.ptr != end) {
      return tl::unexpected(field_error("/cursor", "cursor", "not of this list"));
    }
  }
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  const auto reports = (*session)->desk().list(query);
  if (!reports) return tl::unexpected(reports.error());
  return page(**session, *reports, query.limit, *snapshot(), keys_);
}

Result<Document> ServiceImpl::desk_report(const Actor& actor, std::string_view report_id) {
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  const auto report = report_of(**session, actor, report_id);
  if (!report) return tl::unexpected(report.error());
  const auto snapshot = this->snapshot();
  CaseViews views(**session, *snapshot);
  auto out = view(**session, *report, *snapshot, keys_, views);
  if (!out) return tl::unexpected(out.error());
  return document(json::write(*out));
}

Result<Document> ServiceImpl::add_desk_entry(const Actor& actor, std::string_view report_id,
                                             std::string_view body) {
  auto entry = read_entry(body);
  if (!entry) return tl::unexpected(entry.error());
  const Status status = write([&](store::Session& session) -> Status {
    const auto report = report_of(session, actor, report_id);
    if (!report) return tl::unexpected(report.error());
    entry->at = now();
    entry->by = actor.id;
    if (Status s = settle(session, *report, *entry); !s) return s;
    store::DeskEntry kept = *entry;
    kept.note = seal_note(keys_, report->seq, entry->note);
    if (Status s = session.desk().append(report->seq, kept); !s) return s;
    const std::string action = "report." + std::string(name_of(entry->kind));
    const std::string cause =
        entry->recipient + (entry->receipt.empty() ? "" : " " + entry->receipt);
    return append_audit(session, audit_entry(actor, entry->at, action, report_id, cause));
  });
  if (!status) return tl::unexpected(status.error());
  Result<Document> out = desk_report(actor, report_id);
  if (out) out->created = true;
  return out;
}

Result<Document> ServiceImpl::desk_contact(const Actor& actor, std::string_view report_id) {
  std::string contact;
  {
    Result<Reading> session = reading();
    if (!session) return tl::unexpected(session.error());
    const auto report = report_of(**session, actor, report_id);
    if (!report) return tl::unexpected(report.error());
    const auto secret = (*session)->secrets().find(owner_of(report->seq), kContact);
    if (!secret) return tl::unexpected(secret.error());
    if (!*secret || report->callback != store::Callback::kDue) {
      return fail(ErrorCode::kNotFound, "no number is kept");
    }
    Result<std::string> opened = keys_.decrypt((*secret)->bytes, context_of(report->seq));
    if (!opened) return tl::unexpected(opened.error());
    contact = *std::move(opened);
  }
  const Status audited = write([&](store::Session& session) -> Status {
    return append_audit(session, audit_entry(actor, now(), "report.contact", report_id, ""));
  });
  if (!audited) return tl::unexpected(audited.error());
  return document(json::write(json::Object{{"contact", contact}}));
}

Result<Document> ServiceImpl::known_caller(const Actor& actor, std::string_view body) {
  const auto form = Form::read(body, {"contact_ref"});
  if (!form) return tl::unexpected(form.error());
  const auto contact = form->text("contact_ref");
  if (!contact) return tl::unexpected(contact.error());
  store::DeskQuery query;
  query.region = actor.region;
  query.limit = kMostKnown;
  query.caller = caller_key(*contact, keys_);
  if (!query.caller) {
    return tl::unexpected(field_error("/contact_ref", "format", "not a telephone number"));
  }
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  const auto reports = (*session)->desk().list(query);
  if (!reports) return tl::unexpected(reports.error());
  return page(**session, *reports, query.limit + 1, *snapshot(), keys_);
}

}  // namespace analyzer
