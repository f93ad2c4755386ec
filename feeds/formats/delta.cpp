// Our own list of changes: what was added and what was removed, with everything an
// entry holds. A whole list has nothing removed.

#include "feeds/formats/delta_text.h"
#include "feeds/formats/formats.h"
#include "feeds/formats/intake.h"

namespace analyzer::feeds {
namespace {

class Delta final : public JsonReader {
 public:
  explicit Delta(Intake& intake) : JsonReader(intake, {"/format", "/added/*", "/removed/*"}) {}

 private:
  void piece(const json::Piece& found) override {
    if (found.pattern == 0) return;
    const json::Object* record = found.value.if_object();
    if (record == nullptr) return intake().wrong(found.line, "an entry is an object");
    const auto kind = parse_name<IndicatorKind>(text_of(*record, "kind"));
    if (!kind) return intake().wrong(found.line, "no such kind");
    Entry entry;
    entry.kind = *kind;
    entry.value = text_of(*record, "value");
    entry.source = text_of(*record, "source");
    entry.confidence = number_of(*record, "confidence").value_or(1.0);
    entry.valid_from = time_of(text_of(*record, "valid_from"));
    entry.valid_until = time_of(text_of(*record, "valid_until"));
    entry.reason = text_of(*record, "reason");
    entry.revoked = found.pattern == 2;
    intake().add(found.line, std::move(entry));
  }
};

json::Object record_of(const Entry& entry) {
  json::Object out{{"kind", std::string(name_of(entry.kind))},
                   {"value", entry.value},
                   {"source", entry.source},
                   {"confidence", entry.confidence}};
  if (entry.valid_from) out["valid_from"] = format_time(*entry.valid_from);
  if (entry.valid_until) out["valid_until"] = format_time(*entry.valid_until);
  if (!entry.reason.empty()) out["reason"] = entry.reason;
  return out;
}

}  // namespace

std::unique_ptr<FormatReader> read_delta(Intake& intake) { return std::make_unique<Delta>(intake); }

std::optional<Entry> said_by_delta(const Entry& entry, const ListHead& head) {
  if (is_hashed(entry.kind)) return std::nullopt;
  Entry out = entry;
  if (out.source.empty()) out.source = head.issuer;
  return out;
}

// One entry a line, so that a mistake can be named by its line.
DeltaText::DeltaText(const ListHead& head) {
  added_ = "{\"format\":\"analyzer-list/1\",\"name\":";
  json::append_string(added_, head.name);
  added_ += ",\"issuer\":";
  json::append_string(added_, head.issuer);
  added_ += ",\"made_at\":\"" + format_time(head.made_at) +
            "\",\"version\":" + std::to_string(head.version) + ",\n\"added\":[";
}

void DeltaText::add(const Entry& entry) {
  std::string& out = entry.revoked ? removed_ : added_;
  bool& any = entry.revoked ? any_removed_ : any_added_;
  out += any ? ",\n" : "\n";
  json::append(out, record_of(entry));
  any = true;
}

std::string DeltaText::finish() {
  added_ += "],\n\"removed\":[";
  added_ += removed_;
  added_ += "]}\n";
  return std::move(added_);
}

std::string write_delta(std::span<const Entry> entries, const ListHead& head) {
  DeltaText out(head);
  for (const Entry& entry : entries) out.add(entry);
  return out.finish();
}

}  // namespace analyzer::feeds
