#include "analyzer/service/outbox.h"

#include "analyzer/core/digest.h"

namespace analyzer {

Status tell(store::Session& session, std::string_view type, std::string subject, Time at,
            json::Object data) {
  store::OutboxEvent event;
  event.type = type;
  event.subject = std::move(subject);
  event.at = at;
  event.body = json::write(json::Object{
      {"type", std::string(type)}, {"timestamp", format_time(at)}, {"data", std::move(data)}});
  // The same change has the same id, whoever writes it down.
  constexpr std::size_t kIdDigits = 24;
  event.id = "msg_" + sha256_hex(event.subject + "\n" + event.body).substr(0, kIdDigits);
  const auto number = session.outbox().add(event);
  if (!number) return tl::unexpected(number.error());
  return {};
}

}  // namespace analyzer
