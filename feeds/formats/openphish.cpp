// OpenPhish: one URL a line, nothing else.
// Source: https://openphish.com/phishing_feeds.html

#include "feeds/formats/formats.h"
#include "feeds/formats/intake.h"

namespace analyzer::feeds {
namespace {

class Openphish final : public LineReader {
 public:
  using LineReader::LineReader;

 private:
  void line(std::size_t number, std::string_view text) override {
    if (text.find("://") == std::string_view::npos) {
      return intake().wrong(number, "no URL with its scheme");
    }
    intake().add(number, IndicatorKind::kUrl, text);
  }
};

}  // namespace

std::unique_ptr<FormatReader> read_openphish(Intake& intake) {
  return std::make_unique<Openphish>(intake);
}

}  // namespace analyzer::feeds
