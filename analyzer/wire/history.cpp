#include "analyzer/wire/history.h"

#include "analyzer/core/history_fields.h"
#include "analyzer/wire/reader.h"
#include "analyzer/wire/writer.h"

namespace analyzer::wire {

void write_history(std::string& out, const History& history) { append_fields(out, history); }

Result<History> parse_history(const json::Value& body) {
  const ParseOptions options;
  Findings findings(options);
  const Place root;
  History history;
  if (const json::Object* object = body.if_object(); object == nullptr) {
    findings.add(root, "type", "must be an object");
  } else {
    Reader reader(*object, root, findings);
    fields(reader, history);
    reader.done(history);
  }
  if (findings.clean()) return history;
  return tl::unexpected(
      Error{ErrorCode::kInvalid, "the history has mistakes", findings.take_errors()});
}

}  // namespace analyzer::wire
