// A MISP event, alone, below "Event" or as the answer of a search. What MISP cannot
// say by its types (a folder, who said so, how sure, until when) stands in machine tags.
// Source: https://www.misp-standard.org/rfc/misp-standard-core.html

#include <array>
#include <charconv>

#include "feeds/formats/formats.h"
#include "feeds/formats/intake.h"
#include "feeds/naming.h"

namespace analyzer::feeds {
namespace {

constexpr std::string_view kFolderTag = "analyzer:covers=\"below\"";
constexpr std::string_view kKindTag = "analyzer:kind=\"";
constexpr std::string_view kConfidenceTag = "analyzer:confidence=\"";
constexpr std::string_view kSourceTag = "analyzer:source=\"";
constexpr std::string_view kUntilTag = "analyzer:until=\"";

// Where attributes stand: of an event and of its objects.
std::vector<std::string> patterns() {
  std::vector<std::string> out;
  for (const std::string before : {"", "/Event", "/response/*/Event", "/response/*"}) {
    out.push_back(before + "/Attribute/*");
    out.push_back(before + "/Object/*/Attribute/*");
  }
  return out;
}

std::optional<IndicatorKind> kind_of_tags(const json::Object& attribute) {
  const json::Value* tags = attribute.if_contains("Tag");
  if (tags == nullptr || !tags->is_array()) return std::nullopt;
  for (const json::Value& tag : tags->get_array()) {
    if (!tag.is_object()) continue;
    const std::string_view name = text_of(tag.get_object(), "name");
    if (!name.starts_with(kKindTag) || !name.ends_with('"')) continue;
    const auto kind =
        parse_name<IndicatorKind>(name.substr(kKindTag.size(), name.size() - kKindTag.size() - 1));
    if (kind == IndicatorKind::kQr || kind == IndicatorKind::kText) return kind;
  }
  return std::nullopt;
}

// Of pairs ("domain|ip", "hostname|port") the first counts.
std::string_view first_of(std::string_view pair) { return pair.substr(0, pair.find('|')); }

std::optional<IndicatorKind> kind_of_type(std::string_view type) {
  if (type == "url" || type == "link" || type == "uri") return IndicatorKind::kUrl;
  if (type == "domain") return IndicatorKind::kDomain;
  if (type == "hostname") return IndicatorKind::kHost;
  if (type == "ip-dst" || type == "ip-src") return IndicatorKind::kIp;
  return std::nullopt;
}

class Misp final : public JsonReader {
 public:
  explicit Misp(Intake& intake) : JsonReader(intake, patterns()) {}

 private:
  void piece(const json::Piece& found) override {
    const json::Object* attribute = found.value.if_object();
    if (attribute == nullptr) return intake().wrong(found.line, "an attribute is an object");
    const std::string_view value = text_of(*attribute, "value");
    const std::string_view type = text_of(*attribute, "type");
    auto kind = kind_of_type(first_of(type));
    if (const auto tagged = kind_of_tags(*attribute)) kind = tagged;
    if (!kind) return intake().wrong(found.line, "no link, host or address");
    const json::Value* ids = attribute->if_contains("to_ids");
    if (ids != nullptr && ids->is_bool() && !ids->get_bool()) {
      return intake().wrong(found.line, "not meant for detection");
    }
    Entry entry;
    entry.kind = *kind;
    entry.value = first_of(type) == type ? value : first_of(value);
    entry.reason = text_of(*attribute, "comment");
    entry.valid_from = time_of(text_of(*attribute, "first_seen"));
    const json::Value* deleted = attribute->if_contains("deleted");
    entry.revoked = deleted != nullptr && deleted->is_bool() && deleted->get_bool();
    if (const json::Value* tags = attribute->if_contains("Tag"); tags && tags->is_array()) {
      for (const json::Value& tag : tags->get_array()) read_tag(tag, entry);
    }
    intake().add(found.line, std::move(entry));
  }

  static void read_tag(const json::Value& tag, Entry& entry) {
    if (!tag.is_object()) return;
    const std::string_view name = text_of(tag.get_object(), "name");
    const auto value = [&](std::string_view before) {
      return name.substr(before.size(), name.size() - before.size() - 1);
    };
    if (!name.ends_with('"')) return;
    if (name == kFolderTag && entry.kind == IndicatorKind::kUrl) {
      entry.kind = IndicatorKind::kPath;
    } else if (name.starts_with(kConfidenceTag)) {
      const std::string_view text = value(kConfidenceTag);
      std::from_chars(text.data(), text.data() + text.size(), entry.confidence);
    } else if (name.starts_with(kSourceTag)) {
      entry.source = value(kSourceTag);
    } else if (name.starts_with(kUntilTag)) {
      entry.valid_until = time_of(value(kUntilTag));
    }
  }
};

// MISP has no type for what a QR code says and none for the fingerprint of a text.
std::string_view type_of(IndicatorKind kind) {
  constexpr std::array<std::string_view, 5> kTypes = {"url", "url", "hostname", "domain", "ip-dst"};
  return is_place(kind) ? kTypes[static_cast<std::size_t>(kind)] : "text";
}

json::Object attribute_of(const Entry& entry, const ListHead& head) {
  const bool link = entry.kind == IndicatorKind::kUrl || entry.kind == IndicatorKind::kPath;
  json::Array tags;
  if (entry.kind == IndicatorKind::kPath) {
    tags.push_back(json::Object{{"name", std::string(kFolderTag)}});
  }
  if (!is_place(entry.kind)) {
    tags.push_back(
        json::Object{{"name", std::string(kKindTag) + std::string(name_of(entry.kind)) + "\""}});
  }
  std::string confidence(kConfidenceTag);
  json::append_number(confidence, entry.confidence);
  tags.push_back(json::Object{{"name", confidence + "\""}});
  tags.push_back(json::Object{{"name", std::string(kSourceTag) + entry.source + "\""}});
  if (entry.valid_until) {
    tags.push_back(
        json::Object{{"name", std::string(kUntilTag) + format_time(*entry.valid_until) + "\""}});
  }
  std::string value = link ? with_scheme(entry.value) : entry.value;
  if (entry.kind == IndicatorKind::kIp && is_ipv6(value)) value = value.substr(1, value.size() - 2);
  json::Object out{{"uuid", uuid_of(std::string(name_of(entry.kind)) + ":" + entry.value)},
                   {"type", std::string(type_of(entry.kind))},
                   {"category", is_place(entry.kind) ? "Network activity" : "Other"},
                   {"to_ids", true},
                   {"distribution", "5"},
                   {"timestamp", std::to_string(seconds_of(head.made_at))},
                   {"value", value},
                   {"comment", entry.reason},
                   {"deleted", entry.revoked},
                   {"Tag", std::move(tags)}};
  if (entry.valid_from) out["first_seen"] = format_time(*entry.valid_from);
  return out;
}

}  // namespace

std::unique_ptr<FormatReader> read_misp(Intake& intake) { return std::make_unique<Misp>(intake); }

std::optional<Entry> said_by_misp(const Entry& entry, const ListHead& head) {
  if (is_hashed(entry.kind)) return std::nullopt;
  Entry out = entry;
  if (out.source.empty() || out.source.find('"') != std::string::npos) out.source = head.issuer;
  return out;
}

std::string write_misp(std::span<const Entry> entries, const ListHead& head) {
  json::Array attributes;
  for (const Entry& entry : entries) attributes.push_back(attribute_of(entry, head));
  const std::string seconds = std::to_string(seconds_of(head.made_at));
  json::Object event{{"uuid", uuid_of("list:" + head.issuer + ":" + head.name)},
                     {"info", head.title},
                     {"date", format_time(head.made_at).substr(0, 10)},
                     {"timestamp", seconds},
                     {"publish_timestamp", seconds},
                     {"published", true},
                     {"analysis", "2"},
                     {"threat_level_id", "2"},
                     {"distribution", "0"},
                     {"Orgc", json::Object{{"name", head.issuer}, {"uuid", uuid_of(head.issuer)}}},
                     {"Attribute", std::move(attributes)}};
  return json::write(json::Object{{"Event", std::move(event)}}) + "\n";
}

}  // namespace analyzer::feeds
