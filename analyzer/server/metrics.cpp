#include "analyzer/server/metrics.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>

#include "analyzer/core/json.h"

namespace analyzer::server {
namespace {

void append_label_value(std::string& out, std::string_view value) {
  for (const char c : value) {
    if (c == '\\' || c == '"') out.push_back('\\');
    out.append(c == '\n' ? "\\n" : std::string(1, c));
  }
}

void append_labels(std::string& out, const Labels& labels) {
  if (labels.empty()) return;
  out.push_back('{');
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (i > 0) out.push_back(',');
    out.append(labels[i].first).append("=\"");
    append_label_value(out, labels[i].second);
    out.push_back('"');
  }
  out.push_back('}');
}

std::string number(double value) {
  std::string out;
  json::append_number(out, value);
  return out;
}

}  // namespace

void MetricsText::family(std::string_view name, std::string_view type, std::string_view help) {
  out_.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ");
  out_.append(name).append(" ").append(type).append("\n");
}

void MetricsText::sample(std::string_view name, const Labels& labels, double value) {
  out_.append(name);
  append_labels(out_, labels);
  out_.append(" ").append(number(value)).append("\n");
}

void MetricsText::histogram(std::string_view name, const Labels& labels,
                            std::span<const double> bounds, std::span<const std::uint64_t> counts,
                            double sum_seconds) {
  const std::string base(name);
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    total += counts[i];
    const std::string bound = i < bounds.size() ? number(bounds[i]) : "+Inf";
    Labels with_bound = labels;
    with_bound.emplace_back("le", bound);
    sample(base + "_bucket", with_bound, static_cast<double>(total));
  }
  sample(base + "_sum", labels, sum_seconds);
  sample(base + "_count", labels, static_cast<double>(total));
}

RequestMetrics::RequestMetrics(std::vector<std::string> routes)
    : names_(std::move(routes)), routes_(std::make_unique<PerRoute[]>(names_.size())) {}

void RequestMetrics::count(std::size_t route, int status, double seconds) {
  if (route >= names_.size() || status < 0 || status >= static_cast<int>(kStatuses)) return;
  PerRoute& counts = routes_[route];
  const auto bucket = static_cast<std::size_t>(
      std::lower_bound(kRequestBounds.begin(), kRequestBounds.end(), seconds) -
      kRequestBounds.begin());
  counts.times[bucket].fetch_add(1, std::memory_order_relaxed);
  counts.micros.fetch_add(static_cast<std::uint64_t>(seconds * 1e6), std::memory_order_relaxed);
  counts.statuses[static_cast<std::size_t>(status)].fetch_add(1, std::memory_order_relaxed);
}

void RequestMetrics::write(MetricsText& text) const {
  text.family("analyzer_http_requests_total", "counter", "Requests answered.");
  for (std::size_t route = 0; route < names_.size(); ++route) {
    for (std::size_t status = 0; status < kStatuses; ++status) {
      const auto count = routes_[route].statuses[status].load(std::memory_order_relaxed);
      if (count == 0) continue;
      const std::string code = std::to_string(status);
      text.sample("analyzer_http_requests_total", {{"route", names_[route]}, {"status", code}},
                  static_cast<double>(count));
    }
  }
  text.family("analyzer_http_request_seconds", "histogram",
              "Time from the last header of a request to its answer.");
  for (std::size_t route = 0; route < names_.size(); ++route) {
    std::array<std::uint64_t, kRequestBounds.size() + 1> counts{};
    std::uint64_t all = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      counts[i] = routes_[route].times[i].load(std::memory_order_relaxed);
      all += counts[i];
    }
    if (all == 0) continue;
    const auto micros = routes_[route].micros.load(std::memory_order_relaxed);
    text.histogram("analyzer_http_request_seconds", {{"route", names_[route]}}, kRequestBounds,
                   counts, static_cast<double>(micros) / 1e6);
  }
}

void write_process(MetricsText& text) {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  text.family("process_cpu_seconds_total", "counter", "Processor time used.");
  text.sample("process_cpu_seconds_total", {}, seconds(usage.ru_utime) + seconds(usage.ru_stime));
  std::ifstream statm("/proc/self/statm");
  std::uint64_t pages = 0;
  std::uint64_t resident = 0;
  statm >> pages >> resident;
  text.family("process_resident_memory_bytes", "gauge", "Memory in use.");
  text.sample("process_resident_memory_bytes", {},
              static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)));
  std::error_code ignored;
  const auto files = std::filesystem::directory_iterator("/proc/self/fd", ignored);
  text.family("process_open_fds", "gauge", "Open file descriptors.");
  text.sample("process_open_fds", {}, static_cast<double>(std::distance(begin(files), end(files))));
}

}  // namespace analyzer::server
