#include "analyzer/server/metrics.h"

#include <catch2/catch.hpp>

namespace analyzer::server {
namespace {

TEST_CASE("a histogram's buckets add up and label values are escaped") {
  MetricsText text;
  const double bounds[] = {0.5, 1.0};
  const std::uint64_t counts[] = {2, 0, 3};
  text.histogram("t", {{"route", "a\"b\\c\nd"}}, bounds, counts, 7.25);
  CHECK(text.take() ==
        "t_bucket{route=\"a\\\"b\\\\c\\nd\",le=\"0.5\"} 2\n"
        "t_bucket{route=\"a\\\"b\\\\c\\nd\",le=\"1\"} 2\n"
        "t_bucket{route=\"a\\\"b\\\\c\\nd\",le=\"+Inf\"} 5\n"
        "t_sum{route=\"a\\\"b\\\\c\\nd\"} 7.25\n"
        "t_count{route=\"a\\\"b\\\\c\\nd\"} 5\n");
}

TEST_CASE("requests are counted by route and status, and timed by route") {
  RequestMetrics metrics({"GET /a", "GET /b"});
  metrics.count(0, 200, 0.0004);
  metrics.count(0, 200, 0.2);
  metrics.count(0, 503, 99.0);
  metrics.count(7, 200, 1.0);     // no such route
  metrics.count(0, 100000, 1.0);  // no such status
  MetricsText text;
  metrics.write(text);
  const std::string out = text.take();
  CHECK(out.find("{route=\"GET /a\",status=\"200\"} 2\n") != std::string::npos);
  CHECK(out.find("{route=\"GET /a\",status=\"503\"} 1\n") != std::string::npos);
  CHECK(out.find("le=\"0.0005\"} 1\n") != std::string::npos);
  CHECK(out.find("le=\"0.25\"} 2\n") != std::string::npos);
  CHECK(out.find("le=\"+Inf\"} 3\n") != std::string::npos);
  CHECK(out.find("GET /b") == std::string::npos);
}

TEST_CASE("the process tells its memory and files") {
  MetricsText text;
  write_process(text);
  const std::string out = text.take();
  CHECK(out.find("process_resident_memory_bytes ") != std::string::npos);
  CHECK(out.find("process_open_fds ") != std::string::npos);
}

}  // namespace
}  // namespace analyzer::server
