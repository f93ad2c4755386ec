#include "analyzer/cli/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "analyzer/core/json.h"

namespace analyzer::cli {

struct Log::Impl {
  bool json = false;
  std::shared_ptr<spdlog::logger> logger;
};

Log::Log(const Config& config) : impl_(std::make_unique<Impl>()) {
  impl_->json = config.log_format == "json";
  impl_->logger = std::make_shared<spdlog::logger>(
      "analyzer", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  impl_->logger->set_level(spdlog::level::from_str(config.log_level));
  impl_->logger->set_pattern(impl_->json ? R"({"at":"%Y-%m-%dT%H:%M:%S.%e%z","level":"%l",%v})"
                                         : "at=%Y-%m-%dT%H:%M:%S.%e%z level=%l %v");
}

Log::~Log() = default;

std::string Log::line(std::string_view event, std::initializer_list<Pair> pairs) const {
  std::string out(impl_->json ? "\"event\":" : "event=");
  const auto append_value = [&](std::string_view value) {
    const bool plain =
        !impl_->json && value.find_first_of(" \"\n=") == std::string_view::npos && !value.empty();
    if (plain) {
      out += value;
    } else {
      json::append_string(out, value);
    }
  };
  append_value(event);
  for (const auto& [key, value] : pairs) {
    out += impl_->json ? "," : " ";
    if (impl_->json) {
      json::append_string(out, key);
      out += ':';
    } else {
      out.append(key).append("=");
    }
    append_value(value);
  }
  return out;
}

bool Log::says_info() const { return impl_->logger->should_log(spdlog::level::info); }

void Log::info(std::string_view event, std::initializer_list<Pair> pairs) {
  if (says_info()) impl_->logger->info(line(event, pairs));
}

void Log::warn(std::string_view event, std::initializer_list<Pair> pairs) {
  impl_->logger->warn(line(event, pairs));
}

}  // namespace analyzer::cli
