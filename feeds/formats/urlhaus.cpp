// URLhaus of abuse.ch: the CSV whose head stands in its last comment, and the JSON
// whose members are lists by id. Links that are offline are listed all the same:
// they come back.
// Source: https://urlhaus.abuse.ch/api/

#include "feeds/formats/formats.h"
#include "feeds/formats/intake.h"

namespace analyzer::feeds {
namespace {

Entry entry_of(std::string_view url, std::string_view since, std::string_view threat) {
  Entry entry;
  entry.kind = IndicatorKind::kUrl;
  entry.value = url;
  entry.valid_from = time_of(since);
  entry.reason = threat;
  return entry;
}

class UrlhausCsv final : public CsvRecords {
 public:
  explicit UrlhausCsv(Intake& intake) : CsvRecords(intake, true) {}

 private:
  Status head() override {
    if (has("url") && has("threat")) return {};
    return fail(ErrorCode::kInvalid, "line 1: no head with the columns 'url' and 'threat'");
  }
  void record(std::size_t line) override {
    intake().add(line, entry_of(cell("url"), cell("dateadded"), cell("threat")));
  }
};

class UrlhausJson final : public JsonReader {
 public:
  explicit UrlhausJson(Intake& intake) : JsonReader(intake, {"/*/*"}) {}

 private:
  void piece(const json::Piece& found) override {
    const json::Object* record = found.value.if_object();
    if (record == nullptr || text_of(*record, "url").empty()) {
      return intake().wrong(found.line, "no object with a url");
    }
    intake().add(found.line, entry_of(text_of(*record, "url"), text_of(*record, "dateadded"),
                                      text_of(*record, "threat")));
  }
};

}  // namespace

std::unique_ptr<FormatReader> read_urlhaus_csv(Intake& intake) {
  return std::make_unique<UrlhausCsv>(intake);
}
std::unique_ptr<FormatReader> read_urlhaus_json(Intake& intake) {
  return std::make_unique<UrlhausJson>(intake);
}

}  // namespace analyzer::feeds
