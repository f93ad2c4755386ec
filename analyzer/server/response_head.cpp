#include "analyzer/server/response_head.h"

#include <algorithm>
#include <array>
#include <ctime>

namespace analyzer::server {
namespace {

bool clean(std::string_view value) {
  return std::none_of(value.begin(), value.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
  });
}

void add(std::string& out, std::string_view name, std::string_view value) {
  if (!clean(name) || !clean(value)) return;
  out.append(name).append(": ").append(value).append("\r\n");
}

bool has_body(int status) { return status >= 200 && status != 204 && status != 304; }

}  // namespace

std::string response_head(const Response& response, std::string_view request_id,
                          std::string_view fixed, std::string_view date, bool keep_alive) {
  std::string out;
  out.reserve(384 + fixed.size());
  out.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  out.append(reason_phrase(response.status)).append("\r\n");
  add(out, "Date", date);
  if (!response.content_type.empty()) add(out, "Content-Type", response.content_type);
  if (has_body(response.status)) {
    add(out, "Content-Length", std::to_string(response.bytes().size()));
  }
  add(out, "X-Request-Id", request_id);
  bool caching_said = false;
  for (const auto& [name, value] : response.headers) {
    caching_said = caching_said || name == "Cache-Control";
    add(out, name, value);
  }
  if (!caching_said) out.append("Cache-Control: no-store\r\n");
  out.append(fixed);
  if (!keep_alive) out.append("Connection: close\r\n");
  out.append("\r\n");
  return out;
}

std::string_view http_date() {
  thread_local std::time_t second = 0;
  thread_local std::array<char, 40> text{};
  thread_local std::size_t size = 0;
  const std::time_t now = std::time(nullptr);
  if (now != second) {
    std::tm parts{};
    gmtime_r(&now, &parts);
    size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    second = now;
  }
  return {text.data(), size};
}

}  // namespace analyzer::server
