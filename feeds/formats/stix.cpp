// A STIX 2.1 bundle: an identity and one indicator an entry. Patterns that ask for
// more than one place are wrong; objects that are no indicators are passed over.
// Source: https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html

#include <algorithm>
#include <cmath>

#include "feeds/formats/formats.h"
#include "feeds/formats/intake.h"
#include "feeds/formats/stix_pattern.h"

namespace analyzer::feeds {
namespace {

// What an artifact's bytes or hash stand for.
constexpr const char* kQrLabel = "qr-code";
constexpr const char* kTextLabel = "text-fingerprint";

class Stix final : public JsonReader {
 public:
  explicit Stix(Intake& intake) : JsonReader(intake, {"/objects/*"}) {}

 private:
  void piece(const json::Piece& found) override {
    const json::Object* object = found.value.if_object();
    if (object == nullptr) return intake().wrong(found.line, "an object of a bundle is an object");
    if (text_of(*object, "type") != "indicator") return;
    const std::string_view type = text_of(*object, "pattern_type");
    if (!type.empty() && type != "stix") return intake().wrong(found.line, "no STIX pattern");
    const auto places = read_stix_pattern(text_of(*object, "pattern"));
    if (!places) return intake().wrong(found.line, places.error().message);
    Entry entry = entry_of(*object);
    const std::optional<IndicatorKind> label = kind_of_labels(*object);
    for (const Place& place : *places) {
      if (!is_place(place.kind) && label != place.kind) {
        intake().wrong(found.line, "an artifact of a kind that is not known");
        continue;
      }
      const bool code = label == IndicatorKind::kQr && place.kind == IndicatorKind::kUrl;
      entry.kind = code ? IndicatorKind::kQr : place.kind;
      entry.value = place.value;
      intake().add(found.line, entry);
    }
  }

  static std::optional<IndicatorKind> kind_of_labels(const json::Object& object) {
    const json::Value* labels = object.if_contains("labels");
    if (labels == nullptr || !labels->is_array()) return std::nullopt;
    for (const json::Value& label : labels->get_array()) {
      if (!label.is_string()) continue;
      if (label.get_string() == kQrLabel) return IndicatorKind::kQr;
      if (label.get_string() == kTextLabel) return IndicatorKind::kText;
    }
    return std::nullopt;
  }

  static Entry entry_of(const json::Object& object) {
    Entry entry;
    // 0 says that nothing is known of it.
    const double confidence = number_of(object, "confidence").value_or(0.0);
    if (confidence > 0.0) entry.confidence = confidence / 100.0;
    entry.valid_from = time_of(text_of(object, "valid_from"));
    entry.valid_until = time_of(text_of(object, "valid_until"));
    entry.reason = text_of(object, "description");
    const json::Value* revoked = object.if_contains("revoked");
    entry.revoked = revoked != nullptr && revoked->is_bool() && revoked->get_bool();
    const json::Value* references = object.if_contains("external_references");
    if (references != nullptr && references->is_array() && !references->get_array().empty() &&
        references->get_array().front().is_object()) {
      entry.source = text_of(references->get_array().front().get_object(), "source_name");
    }
    return entry;
  }
};

std::string identity_of(const ListHead& head) { return "identity--" + uuid_of(head.issuer); }

json::Object indicator_of(const Entry& entry, const ListHead& head) {
  const Time created = std::min(*entry.valid_from, head.made_at);
  json::Object out{
      {"type", "indicator"},
      {"spec_version", "2.1"},
      {"id", "indicator--" +
                 uuid_of(head.issuer + ":" + std::string(name_of(entry.kind)) + ":" + entry.value)},
      {"created_by_ref", identity_of(head)},
      {"created", format_time(created)},
      {"modified", format_time(head.made_at)},
      {"name", entry.value},
      {"indicator_types", json::Array{"malicious-activity"}},
      {"pattern", stix_pattern(entry)},
      {"pattern_type", "stix"},
      {"valid_from", format_time(*entry.valid_from)},
      {"confidence", static_cast<int>(std::lround(entry.confidence * 100.0))},
      {"external_references",
       json::Array{json::Object{{"source_name", entry.source}, {"description", "who says so"}}}}};
  if (entry.kind == IndicatorKind::kQr) out["labels"] = json::Array{kQrLabel};
  if (entry.kind == IndicatorKind::kText) out["labels"] = json::Array{kTextLabel};
  if (entry.valid_until) out["valid_until"] = format_time(*entry.valid_until);
  if (!entry.reason.empty()) out["description"] = entry.reason;
  if (entry.revoked) out["revoked"] = true;
  return out;
}

}  // namespace

std::unique_ptr<FormatReader> read_stix(Intake& intake) { return std::make_unique<Stix>(intake); }

// An indicator has a beginning, and says how sure it is in hundredths.
std::optional<Entry> said_by_stix(const Entry& entry, const ListHead& head) {
  if (is_hashed(entry.kind)) return std::nullopt;
  Entry out = entry;
  if (out.source.empty()) out.source = head.issuer;
  if (!out.valid_from) out.valid_from = head.made_at;
  if (out.valid_until && *out.valid_until <= *out.valid_from) return std::nullopt;
  out.confidence = std::max(1.0, std::round(out.confidence * 100.0)) / 100.0;
  return out;
}

std::string write_stix(std::span<const Entry> entries, const ListHead& head) {
  json::Array objects;
  objects.push_back(json::Object{{"type", "identity"},
                                 {"spec_version", "2.1"},
                                 {"id", identity_of(head)},
                                 {"created", format_time(Time{})},
                                 {"modified", format_time(Time{})},
                                 {"name", head.issuer},
                                 {"identity_class", "organization"}});
  for (const Entry& entry : entries) objects.push_back(indicator_of(entry, head));
  const std::string id = head.issuer + ":" + head.name + ":" + std::to_string(head.version);
  return json::write(json::Object{{"type", "bundle"},
                                  {"id", "bundle--" + uuid_of(id)},
                                  {"objects", std::move(objects)}}) +
         "\n";
}

}  // namespace analyzer::feeds
