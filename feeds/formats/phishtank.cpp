// PhishTank's database of verified phishing pages, as JSON and as CSV. What is not
// verified, or not online any more, is left out.
// Source: https://phishtank.org/developer_info.php

#include "feeds/formats/formats.h"
#include "feeds/formats/intake.h"

namespace analyzer::feeds {
namespace {

bool is_no(std::string_view word) { return word == "no" || word == "n"; }

Entry entry_of(std::string_view url, std::string_view target, std::string_view since) {
  Entry entry;
  entry.kind = IndicatorKind::kUrl;
  entry.value = url;
  entry.reason = target;
  entry.valid_from = time_of(since);
  return entry;
}

class PhishtankJson final : public JsonReader {
 public:
  explicit PhishtankJson(Intake& intake) : JsonReader(intake, {"/*"}) {}

 private:
  void piece(const json::Piece& found) override {
    const json::Object* record = found.value.if_object();
    if (record == nullptr || text_of(*record, "url").empty()) {
      return intake().wrong(found.line, "no object with a url");
    }
    if (is_no(text_of(*record, "verified")) || is_no(text_of(*record, "online"))) {
      return intake().wrong(found.line, "not verified or not online");
    }
    intake().add(found.line, entry_of(text_of(*record, "url"), text_of(*record, "target"),
                                      text_of(*record, "verification_time")));
  }
};

class PhishtankCsv final : public CsvRecords {
 public:
  explicit PhishtankCsv(Intake& intake) : CsvRecords(intake, false) {}

 private:
  Status head() override {
    if (has("url") && has("phish_id")) return {};
    return fail(ErrorCode::kInvalid, "line 1: no columns 'phish_id' and 'url'");
  }
  void record(std::size_t line) override {
    if (is_no(cell("verified")) || is_no(cell("online"))) {
      return intake().wrong(line, "not verified or not online");
    }
    intake().add(line, entry_of(cell("url"), cell("target"), cell("verification_time")));
  }
};

}  // namespace

std::unique_ptr<FormatReader> read_phishtank_json(Intake& intake) {
  return std::make_unique<PhishtankJson>(intake);
}
std::unique_ptr<FormatReader> read_phishtank_csv(Intake& intake) {
  return std::make_unique<PhishtankCsv>(intake);
}

}  // namespace analyzer::feeds
