// Numbers of the HTTP side, and the text form in which Prometheus reads all.
//
// Counting takes a few atomic additions and no lock.
// Source of the format: https://prometheus.io/docs/instrumenting/exposition_formats/

#ifndef ANALYZER_SERVER_METRICS_H_
#define ANALYZER_SERVER_METRICS_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace analyzer::server {

using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

// Writes the text format: families with their help once, samples in order.
class MetricsText {
 public:
  void family(std::string_view name, std::string_view type, std::string_view help);
  void sample(std::string_view name, const Labels& labels, double value);
  // `counts` has one more entry than `bounds` (seconds); not cumulative.
  void histogram(std::string_view name, const Labels& labels, std::span<const double> bounds,
                 std::span<const std::uint64_t> counts, double sum_seconds);

  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

// Upper bounds of a request's time in seconds.
inline constexpr std::array<double, 13> kRequestBounds = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0};

// Counts requests by route and status, and their times by route.
class RequestMetrics {
 public:
  // `routes`: "GET /v1/cases", ...; the texts must outlive this.
  explicit RequestMetrics(std::vector<std::string> routes);

  void count(std::size_t route, int status, double seconds);

  void write(MetricsText& text) const;

 private:
  static constexpr std::size_t kStatuses = 600;
  struct PerRoute {
    std::array<std::atomic<std::uint64_t>, kRequestBounds.size() + 1> times{};
    std::atomic<std::uint64_t> micros{0};
    std::array<std::atomic<std::uint32_t>, kStatuses> statuses{};
  };
  std::vector<std::string> names_;
  std::unique_ptr<PerRoute[]> routes_;
};

// Memory, processor time and open files of this process.
void write_process(MetricsText& text);

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_METRICS_H_
