#include "analyzer/cli/submit_lines.h"

#include <future>

namespace analyzer::cli {

Result<Document> submit_and_wait(Service& service, const Caller& caller, std::string_view kind,
                                 std::string_view body) {
  auto promise = std::make_shared<std::promise<Result<Document>>>();
  std::future<Result<Document>> result = promise->get_future();
  const Done done = [promise](Result<Document> answer) { promise->set_value(std::move(answer)); };
  if (kind == "attempt") {
    service.submit_attempt(caller, body, true, done);
  } else if (kind == "report") {
    service.submit_report(caller, body, true, done);
  } else if (kind == "registry_event") {
    service.registry_event(caller, body, true, done);
  } else {
    return fail(ErrorCode::kInvalid, "a line is an attempt, a report or a registry_event");
  }
  return result.get();
}

}  // namespace analyzer::cli
