#include "analyzer/server/problem.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>

#include "analyzer/core/json.h"
#include "analyzer/wire/field_text.h"

namespace analyzer::server {
namespace {

constexpr std::size_t kMostFields = 64;

constexpr auto kProblems = std::to_array<ProblemInfo>({
    {"malformed_json", 400, "请求内容不是有效的JSON", "The body is not valid JSON"},
    {"bad_request", 400, "请求格式不正确", "The request could not be understood"},
    {"unauthenticated", 401, "请先登录或提供有效的接口密钥", "Sign in or send a valid API key"},
    {"client_certificate", 401, "此密钥须与其单位的客户端证书一同使用",
     "This key needs the client certificate of its caller"},
    {"bad_credentials", 401, "用户名或密码不正确", "Wrong name or password"},
    {"account_locked", 401, "错误次数过多,账号已临时锁定,请稍后再试",
     "Too many wrong passwords: locked for a while"},
    {"forbidden", 403, "没有此项操作的权限", "Not allowed"},
    {"site_wide", 403, "此项影响全部地区,须由管全部地区的人员办理",
     "It counts for every region: who works for all of them does it"},
    {"csrf", 403, "页面已过期,请刷新后重试", "The page has expired: reload it and try again"},
    {"password_change_required", 403, "请先修改初始密码", "Change the first password first"},
    {"replayed", 409, "该请求已处理过(随机数重复)", "This nonce was used before"},
    {"same_person", 409, "须由另一人复核", "Another person must confirm"},
    {"recused", 409, "应当回避此案", "This person is recused from the case"},
    {"conflict_of_interest", 409, "已声明对该地案件回避", "A conflict of interest was stated"},
    {"marked", 409, "此项已有人提出或已确认,请先看现状",
     "Proposed or confirmed already: see how it stands"},
    {"other_region", 409, "此项不属于您的辖区", "This is another region's"},
    {"handed_over", 409, "此案已移交给他人", "The case was handed to another person"},
    {"settled", 409, "已超过可撤回的时间", "The time to take it back is over"},
    {"not_found", 404, "没有找到", "Not found"},
    {"gone", 410, "所需的变更记录已不再保留,请重新读取完整名单",
     "These changes are not kept any more: read the whole list again"},
    {"method_not_allowed", 405, "该地址不支持此方法", "This address does not take that method"},
    {"timeout", 408, "请求发送过慢", "The request came too slowly"},
    {"conflict", 409, "与现有内容冲突", "Contradicts what is already there"},
    {"precondition_required", 428, "缺少If-Match", "If-Match is missing"},
    {"precondition_failed", 412, "内容已被他人修改,请刷新后重试",
     "Changed by somebody else meanwhile: reload it"},
    {"payload_too_large", 413, "请求内容过大", "The body is too large"},
    {"unsupported_media_type", 415, "请求内容须为application/json",
     "The body must be application/json"},
    {"unsupported_picture", 415, "图片须为PNG、JPEG或WebP",
     "The picture must be a PNG, JPEG or WebP"},
    {"invalid", 422, "请求中有字段不正确", "Some fields are wrong"},
    {"too_many_requests", 429, "请求过于频繁,请稍后再试", "Too many requests: try again later"},
    {"headers_too_large", 431, "请求头过大", "The request headers are too large"},
    {"not_recorded", 503, "暂未记录,请先按通过处理,稍后以相同编号重新提交",
     "Not recorded: accept for now and send the same again later"},
    {"unavailable", 503, "服务暂不可用,请稍后再试", "Not available just now: try again later"},
    {"pictures_busy", 503, "等待识读的图片较多,请稍后再试,或直接输入文字",
     "Many pictures are waiting: try again later, or type the text"},
    {"pictures_unavailable", 503, "本机未安装或未启用图片识读,请直接输入文字",
     "Pictures cannot be read on this machine: type the text"},
    {"internal", 500, "服务内部错误", "Something went wrong here"},
});

wire::Lang lang_of(Language language) {
  return language == Language::kZh ? wire::Lang::kZh : wire::Lang::kEn;
}

void append_fields(std::string& out, const std::vector<FieldError>& fields, Language language) {
  out += ",\"errors\":[";
  for (std::size_t i = 0; i < std::min(fields.size(), kMostFields); ++i) {
    out += i == 0 ? "{\"pointer\":" : ",{\"pointer\":";
    json::append_string(out, fields[i].pointer);
    out += ",\"code\":";
    json::append_string(out, fields[i].code);
    out += ",\"message\":";
    json::append_string(out, wire::field_text(fields[i], lang_of(language)));
    out += '}';
  }
  out += ']';
}

}  // namespace

Language language_of(std::string_view header) {
  Language best = Language::kZh;
  double best_quality = 0.0;
  while (!header.empty()) {
    const std::size_t comma = header.find(',');
    std::string_view item = header.substr(0, comma);
    header = comma == std::string_view::npos ? std::string_view{} : header.substr(comma + 1);
    while (!item.empty() && item.front() == ' ') item.remove_prefix(1);
    const std::size_t mark = item.find("q=");
    const double quality = mark == std::string_view::npos
                               ? 1.0
                               : std::strtod(std::string(item.substr(mark + 2)).c_str(), nullptr);
    const bool zh = item.starts_with("zh");
    if ((!zh && !item.starts_with("en")) || quality <= best_quality) continue;
    best = zh ? Language::kZh : Language::kEn;
    best_quality = quality;
  }
  return best;
}

const ProblemInfo& info_of(ProblemKind kind) { return kProblems[static_cast<std::size_t>(kind)]; }

ProblemKind kind_of(const Error& error, ProblemKind unavailable) {
  for (const FieldError& field : error.fields) {
    if (!field.pointer.empty()) continue;
    if (field.code == "stale") return ProblemKind::kPreconditionFailed;
    for (std::size_t i = 0; i < kProblems.size(); ++i) {
      if (kProblems[i].name == field.code) return static_cast<ProblemKind>(i);
    }
  }
  switch (error.code) {
    case ErrorCode::kInvalid:
      return error.fields.empty() ? ProblemKind::kMalformedJson : ProblemKind::kInvalid;
    case ErrorCode::kNotFound:
      return ProblemKind::kNotFound;
    case ErrorCode::kConflict:
      return ProblemKind::kConflict;
    case ErrorCode::kUnavailable:
      return unavailable;
    case ErrorCode::kCorrupt:
      break;
  }
  return ProblemKind::kInternal;
}

Response problem(ProblemKind kind, Language language, std::string_view request_id,
                 const std::vector<FieldError>& fields, int retry_after_seconds) {
  const ProblemInfo& info = info_of(kind);
  Response response;
  response.status = info.status;
  response.content_type = "application/problem+json";
  std::string& out = response.body;
  out.append("{\"type\":\"/problems/").append(info.name).append("\",\"title\":");
  json::append_string(out, language == Language::kZh ? info.zh : info.en);
  out.append(",\"status\":").append(std::to_string(info.status));
  if (!fields.empty()) append_fields(out, fields, language);
  out.append(",\"request_id\":");
  json::append_string(out, request_id);
  out.append("}");
  if (info.status == 429 || info.status == 503) {
    response.headers.emplace_back("Retry-After", std::to_string(retry_after_seconds));
  }
  if (info.status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  response.headers.emplace_back("Content-Language", language == Language::kZh ? "zh-CN" : "en");
  return response;
}

Response problem(const Error& error, Language language, std::string_view request_id,
                 ProblemKind unavailable) {
  std::vector<FieldError> named;  // what is wrong with the request, not with the whole
  for (const FieldError& field : error.fields) {
    const bool whole =
        field.pointer.empty() && kind_of(error, unavailable) != ProblemKind::kInvalid;
    if (!whole) named.push_back(field);
  }
  return problem(kind_of(error, unavailable), language, request_id, named);
}

ProblemKind kind_of_status(int status) {
  switch (status) {
    case 408:
      return ProblemKind::kTimeout;
    case 413:
      return ProblemKind::kPayloadTooLarge;
    case 431:
      return ProblemKind::kHeadersTooLarge;
    case 500:
      return ProblemKind::kInternal;
    case 503:
      return ProblemKind::kUnavailable;
    default:
      return ProblemKind::kBadRequest;
  }
}

}  // namespace analyzer::server
