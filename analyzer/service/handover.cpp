#include "analyzer/service/handover.h"

#include <map>

#include "analyzer/service/form.h"
#include "analyzer/service/service_impl.h"
#include "feeds/own_sources.h"

namespace analyzer {
namespace {

constexpr std::size_t kMostHanded = 5000;
constexpr std::size_t kMostShown = 200;
constexpr std::size_t kLongestField = 400;  // bytes

Result<std::string> required(const Form& form, const std::string& key) {
  Result<std::string> text = form.text(key);
  if (!text) return text;
  if (text->empty()) return tl::unexpected(field_error("/" + key, "required", "must be told"));
  if (text->size() > kLongestField) {
    return tl::unexpected(field_error("/" + key, "too_long", "at most 400 bytes"));
  }
  return text;
}

Result<store::Handover> read_handover(const Form& form) {
  store::Handover out;
  for (const auto& [key, member] : {std::pair{"recipient", &store::Handover::recipient},
                                    std::pair{"reference", &store::Handover::reference},
                                    std::pair{"purpose", &store::Handover::purpose}}) {
    const auto text = required(form, key);
    if (!text) return tl::unexpected(text.error());
    out.*member = *text;
  }
  return out;
}

// A value's place among all: its kind, then its key.
std::string place_of(const feeds::Statement& s) {
  return std::string(name_of(s.kind)) + ":" + s.value;
}

// Which of the values one call takes.
struct Part {
  std::size_t limit = kMostHanded;
  std::string after;  // a place; empty: from the first
};

Result<Part> read_part(const Form& form) {
  Part out;
  const auto limit = form.number("limit");
  if (!limit) return tl::unexpected(limit.error());
  if (*limit) {
    if (!(**limit >= 1 && **limit <= kMostHanded)) {
      return tl::unexpected(field_error("/limit", "out_of_range", "1 to 5000"));
    }
    out.limit = static_cast<std::size_t>(**limit);
  }
  const auto after = form.text("cursor");
  if (!after) return tl::unexpected(after.error());
  out.after = *after;
  return out;
}

// The hashed values that a person's word lists now, or a case that persons settled, in
// the order of their places.
Result<std::vector<feeds::Ledger>> confirmed(store::Session& session, Time now) {
  std::map<std::string, feeds::Ledger> said;
  const Status scanned =
      session.indicators().scan({.spoken = true}, [&](std::uint64_t, const feeds::Statement& s) {
        if (feeds::is_hashed(s.kind)) said[place_of(s)].add(s);
        return Status{};
      });
  if (!scanned) return tl::unexpected(scanned.error());
  std::vector<feeds::Ledger> out;
  for (auto& [place, ledger] : said) {
    const feeds::Standing standing = ledger.standing(now);
    if (feeds::is_confirmed(standing)) out.push_back(std::move(ledger));
  }
  return out;
}

}  // namespace

Result<Document> ServiceImpl::hand_over(const Caller& caller, std::string_view body) {
  const Result<Form> form =
      Form::read(body, {"recipient", "reference", "purpose", "limit", "cursor"});
  if (!form) return tl::unexpected(form.error());
  Result<store::Handover> handover = read_handover(*form);
  if (!handover) return tl::unexpected(handover.error());
  const Result<Part> part = read_part(*form);
  if (!part) return tl::unexpected(part.error());
  handover->at = now();
  handover->id = ids_.make("hnd_", handover->at);
  handover->caller = caller.id;
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  const auto ledgers = confirmed(**session, handover->at);
  if (!ledgers) return tl::unexpected(ledgers.error());
  json::Array entries;
  json::Value next = nullptr;  // of the last entry, once there is another
  std::string last;
  for (const feeds::Ledger& ledger : *ledgers) {
    const feeds::Statement& s = ledger.latest().front();
    if (place_of(s) <= part->after) continue;
    const std::string owner = indicator_owner(s.kind, s.value);
    const auto secret = (*session)->secrets().find(owner, "value");
    if (!secret) return tl::unexpected(secret.error());
    if (!*secret) continue;  // a fingerprint of a text, or a key that a case showed
    if (entries.size() >= part->limit) {
      next = json::Value(last);
      break;
    }
    const Result<std::string> clear = keys_.decrypt((*secret)->bytes, owner);
    if (!clear) return tl::unexpected(clear.error());
    last = place_of(s);
    entries.push_back(json::Object{{"kind", std::string(name_of(s.kind))},
                                   {"value", *clear},
                                   {"confirmed_at", format_time(s.at)}});
  }
  handover->entries = entries.size();
  // Nothing leaves before it is written down on what ground.
  const Status status = write([&](store::Session& writing) -> Status {
    if (Status s = writing.disputes().add_handover(*handover); !s) return s;
    return append_audit(writing, {handover->at,
                                  caller.id,
                                  "indicators.handed_over",
                                  handover->id,
                                  handover->recipient + ", " + handover->reference,
                                  "ok",
                                  caller.request_id,
                                  {}});
  });
  if (!status) return tl::unexpected(status.error());
  Document out = document(json::write(json::Object{{"id", handover->id},
                                                   {"at", format_time(handover->at)},
                                                   {"entries", std::move(entries)},
                                                   {"more", !next.is_null()},
                                                   {"next_cursor", next}}));
  out.created = true;
  return out;
}

Result<Document> ServiceImpl::handovers() {
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  const auto all = (*session)->disputes().handovers(kMostShown);
  if (!all) return tl::unexpected(all.error());
  json::Array data;
  for (const store::Handover& h : *all) {
    data.push_back(json::Object{{"id", h.id},
                                {"at", format_time(h.at)},
                                {"caller", h.caller},
                                {"recipient", h.recipient},
                                {"reference", h.reference},
                                {"purpose", h.purpose},
                                {"entries", h.entries}});
  }
  return document(json::write(json::Object{{"data", std::move(data)}}));
}

}  // namespace analyzer
