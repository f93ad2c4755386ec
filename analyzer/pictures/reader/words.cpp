#include "analyzer/pictures/reader/words.h"

#include <tesseract/baseapi.h>
#include <tesseract/ocrclass.h>

#include <algorithm>
#include <cmath>

namespace analyzer::pictures {
namespace {

constexpr const char* kLanguage = "chi_sim";

// The height of a line of text that the engine reads best, in pixels.
constexpr double kBestLine = 34;
// The height of a line on the screen of a phone that was made smaller to be measured.
constexpr int kUsualLine = 26;
constexpr double kLeastFactor = 0.2;
constexpr double kMostFactor = 3.0;
// Pixels that a picture may have after scaling: what a long screenshot has.
constexpr double kMostPixels = 16e6;

struct MonitorData {
  const std::function<void(double)>* progress;
};

bool tell(tesseract::ETEXT_DESC* monitor, int, int, int, int) {
  const auto* data = static_cast<const MonitorData*>(monitor->cancel_this);
  (*data->progress)(std::clamp(monitor->progress / 100.0, 0.0, 1.0));
  return true;
}

bool go_on(void*, int) { return false; }  // never cancelled: the process is killed instead

double median_height(tesseract::TessBaseAPI& engine) {
  Boxa* boxes = engine.GetTextlines(nullptr, nullptr);
  std::vector<int> heights;
  for (int i = 0; boxes != nullptr && i < boxaGetCount(boxes); ++i) {
    int height = 0;
    if (boxaGetBoxGeometry(boxes, i, nullptr, nullptr, nullptr, &height) == 0) {
      heights.push_back(height);
    }
  }
  boxaDestroy(&boxes);
  if (heights.empty()) return 0.0;
  const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
  std::nth_element(heights.begin(), middle, heights.end());
  return *middle;
}

// How many times smaller the picture is in which lines are measured; the layout of
// a whole screen costs as much as a third of the reading.
double measuring_factor(const Image& image) {
  constexpr double kPixels = 0.6e6;
  const double pixels = static_cast<double>(pixGetWidth(image.get())) * pixGetHeight(image.get());
  return std::min(1.0, std::sqrt(kPixels / pixels));
}

double factor_for(double line, const Image& image) {
  if (line <= 0.0) return 1.0;
  const double pixels = static_cast<double>(pixGetWidth(image.get())) * pixGetHeight(image.get());
  return std::min(std::clamp(kBestLine / line, kLeastFactor, kMostFactor),
                  std::sqrt(kMostPixels / pixels));
}

std::string take(char* text) {
  std::string out = text == nullptr ? "" : text;
  delete[] text;
  while (!out.empty() && (out.back() == '\n' || out.back() == ' ')) out.pop_back();
  return out;
}

}  // namespace

struct Words::Impl {
  tesseract::TessBaseAPI engine;
};

Words::Words(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Words::Words(Words&&) noexcept = default;
Words& Words::operator=(Words&&) noexcept = default;
Words::~Words() = default;

Result<Words> Words::load() {
  auto impl = std::make_unique<Impl>();
  if (impl->engine.Init(nullptr, kLanguage, tesseract::OEM_LSTM_ONLY) != 0) {
    return fail(ErrorCode::kUnavailable, "the language data chi_sim is not installed");
  }
  tesseract::TessBaseAPI& engine = impl->engine;
  engine.SetVariable("tessedit_do_invert", "0");  // pictures come flattened
  engine.SetVariable("debug_file", "/dev/null");
  return Words(std::move(impl));
}

Result<std::vector<Line>> Words::read(const Image& image,
                                      const std::function<void(double)>& progress) {
  tesseract::TessBaseAPI& engine = impl_->engine;
  engine.SetPageSegMode(tesseract::PSM_AUTO);
  const double measured = measuring_factor(image);
  const auto small = flattened(scaled(Image(pixClone(image.get())), measured), kUsualLine);
  if (!small) return tl::unexpected(small.error());
  engine.SetImage(small->get());
  engine.SetSourceResolution(300);
  const double factor = factor_for(median_height(engine) / measured, image);
  progress(0.1);
  const auto sized =
      flattened(scaled(Image(pixClone(image.get())), factor), static_cast<int>(kBestLine));
  if (!sized) return tl::unexpected(sized.error());
  engine.SetImage(sized->get());
  engine.SetSourceResolution(300);
  MonitorData data{&progress};
  tesseract::ETEXT_DESC monitor;
  monitor.progress_callback2 = tell;
  monitor.cancel = go_on;
  monitor.cancel_this = &data;
  if (engine.Recognize(&monitor) != 0) return fail(ErrorCode::kUnavailable, "not recognized");
  std::vector<Line> lines;
  const std::unique_ptr<tesseract::ResultIterator> at(engine.GetIterator());
  constexpr auto kLevel = tesseract::RIL_TEXTLINE;
  while (at) {
    Line line;
    line.text = take(at->GetUTF8Text(kLevel));
    line.confidence = at->Confidence(kLevel) / 100.0;
    int left = 0, top = 0, right = 0, bottom = 0;
    if (!line.text.empty() && at->BoundingBox(kLevel, &left, &top, &right, &bottom)) {
      const auto back = [&](int v) { return static_cast<int>(std::lround(v / factor)); };
      line.box = {back(left), back(top), back(right - left), back(bottom - top)};
      lines.push_back(std::move(line));
    }
    if (!at->Next(kLevel)) break;
  }
  return lines;
}

}  // namespace analyzer::pictures
