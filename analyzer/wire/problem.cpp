#include "analyzer/wire/problem.h"

#include "analyzer/wire/field_text.h"
#include "analyzer/wire/writer.h"

namespace analyzer::wire {
namespace {

struct Kind {
  int status;
  std::string_view type;
  std::string_view zh;
  std::string_view en;
};

constexpr Kind kMalformed{400, "/problems/malformed_json", "请求内容不是有效的 JSON",
                          "The request is not valid JSON"};
constexpr Kind kInvalid{422, "/problems/invalid", "请求中有字段不符合要求",
                        "Fields of the request are not as they must be"};
constexpr Kind kNotFound{404, "/problems/not_found", "没有找到", "Not found"};
constexpr Kind kConflict{409, "/problems/conflict", "与已有记录冲突",
                         "Contradicts what is already recorded"};
constexpr Kind kNotRecorded{503, "/problems/not_recorded",
                            "暂未记录,请先按通过处理,稍后以相同编号重新提交",
                            "Not recorded: accept for now and send the same again later"};
constexpr Kind kInternal{500, "/problems/internal", "服务内部错误", "Internal error"};

const Kind& kind_of(const Error& error) {
  switch (error.code) {
    case ErrorCode::kInvalid:
      return error.fields.empty() ? kMalformed : wire::kInvalid;
    case ErrorCode::kNotFound:
      return wire::kNotFound;
    case ErrorCode::kConflict:
      return wire::kConflict;
    case ErrorCode::kUnavailable:
      return kNotRecorded;
    case ErrorCode::kCorrupt:
      return kInternal;
  }
  return kInternal;
}

}  // namespace

int http_status(const Error& error) { return kind_of(error).status; }

std::string_view problem_type(const Error& error) { return kind_of(error).type; }

std::string_view problem_title(const Error& error, Lang lang) {
  return lang == Lang::kEn ? kind_of(error).en : kind_of(error).zh;
}

void append_problem(std::string& out, const Error& error, Lang lang) {
  Writer writer(out);
  writer.field("type", problem_type(error));
  writer.field("title", problem_title(error, lang));
  writer.field("status", static_cast<std::int64_t>(http_status(error)));
  if (!error.fields.empty()) {
    writer.array("errors", error.fields, [lang](std::string& text, const FieldError& field) {
      Writer item(text);
      item.field("pointer", field.pointer);
      item.field("code", field.code);
      item.field("message", field_text(field, lang));
      item.close();
    });
  }
  writer.close();
}

std::string write_problem(const Error& error, Lang lang) {
  std::string out = "{\"problem\":";
  append_problem(out, error, lang);
  out += '}';
  return out;
}

}  // namespace analyzer::wire
