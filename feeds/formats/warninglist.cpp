// MISP warninglist: values that are known and mostly harmless.
// Source: https://github.com/MISP/misp-warninglists, schema.json

#include "feeds/formats/formats.h"
#include "feeds/formats/intake.h"

namespace analyzer::feeds {
namespace {

class Warninglist final : public JsonReader {
 public:
  explicit Warninglist(Intake& intake) : JsonReader(intake, {"/list/*", "/type"}) {}

 private:
  void piece(const json::Piece& found) override {
    const json::String* text = found.value.if_string();
    if (found.pattern == 1) return;
    if (text == nullptr) return intake().wrong(found.line, "a value is a text");
    std::string_view value(text->data(), text->size());
    if (value.starts_with('.')) value.remove_prefix(1);
    Entry entry;
    entry.value = value;
    intake().add_bare(found.line, std::move(entry));
  }
};

}  // namespace

std::unique_ptr<FormatReader> read_warninglist(Intake& intake) {
  return std::make_unique<Warninglist>(intake);
}

std::optional<Entry> said_by_warninglist(const Entry& entry, const ListHead& head) {
  // A type for each list, and only this one covers what lies below.
  if (entry.kind != IndicatorKind::kDomain || entry.revoked) return std::nullopt;
  return bare(entry, head);
}

std::string write_warninglist(std::span<const Entry> entries, const ListHead& head) {
  json::Array list;
  for (const Entry& entry : entries) list.emplace_back(entry.value);
  return json::write(json::Object{
             {"name", head.title},
             {"description", head.title},
             {"type", "hostname"},
             {"version", head.version},
             {"matching_attributes", json::Array{"hostname", "domain", "url", "domain|ip"}},
             {"list", std::move(list)}}) +
         "\n";
}

}  // namespace analyzer::feeds
