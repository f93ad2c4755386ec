#include "analyzer/server/request_head.h"

#include <algorithm>

namespace analyzer::server {
namespace {

struct Known {
  std::string_view name;  // lower case
  Header header;
  std::string_view joined_by;  // empty: must not be given twice
};
constexpr Known kHeaders[] = {
    {"host", Header::kHost, ""},
    {"content-type", Header::kContentType, ""},
    {"authorization", Header::kAuthorization, ""},
    {"cookie", Header::kCookie, "; "},
    {"accept", Header::kAccept, ", "},
    {"accept-language", Header::kAcceptLanguage, ", "},
    {"accept-encoding", Header::kAcceptEncoding, ", "},
    {"x-csrf-token", Header::kCsrfToken, ""},
    {"x-request-id", Header::kRequestId, ""},
    {"x-timestamp", Header::kTimestamp, ""},
    {"x-nonce", Header::kNonce, ""},
    {"if-match", Header::kIfMatch, ", "},
    {"if-none-match", Header::kIfNoneMatch, ", "},
    {"origin", Header::kOrigin, ""},
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool same_name(std::string_view sent, std::string_view known) {
  return sent.size() == known.size() && std::equal(sent.begin(), sent.end(), known.begin(),
                                                   [](char a, char b) { return lower(a) == b; });
}

}  // namespace

Method method_of(std::string_view name) {
  for (const Method method : {Method::kGet, Method::kPost, Method::kHead, Method::kPut,
                              Method::kPatch, Method::kDelete, Method::kOptions}) {
    if (method_name(method) == name) return method;
  }
  return Method::kOther;
}

bool add_header(Request& request, std::string_view name, std::string_view value) {
  for (const Known& known : kHeaders) {
    if (!same_name(name, known.name)) continue;
    std::string& slot = request.headers[static_cast<std::size_t>(known.header)];
    if (slot.empty()) {
      slot.assign(value);
      return true;
    }
    if (known.joined_by.empty()) return false;
    slot.append(known.joined_by).append(value);
    return true;
  }
  return true;
}

bool set_target(Request& request, std::string_view target) {
  if (target.starts_with("http://") || target.starts_with("https://")) {
    const std::size_t slash = target.find('/', target.find("://") + 3);
    if (slash == std::string_view::npos) return false;
    target.remove_prefix(slash);
  }
  if (target.empty() || target.front() != '/') return false;
  target = target.substr(0, target.find('#'));
  const std::size_t mark = target.find('?');
  request.path.assign(target.substr(0, mark));
  if (mark != std::string_view::npos) request.query.assign(target.substr(mark + 1));
  return true;
}

bool valid_request_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_' || c == '.';
  });
}

}  // namespace analyzer::server
