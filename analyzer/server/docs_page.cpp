#include "analyzer/server/docs_page.h"

#include "analyzer/core/json.h"

namespace analyzer::server {
namespace {

constexpr std::string_view kStyle =
    "body{font:16px/1.6 system-ui,'Noto Sans CJK SC',sans-serif;max-width:70rem;margin:2rem auto;"
    "padding:0 1rem;color:#1f2328}h1{font-size:1.6rem}h2{margin-top:2.5rem;border-bottom:1px solid "
    "#d0d7de}code,pre{font-family:ui-monospace,monospace;font-size:.92em}section{margin:1.2rem 0;"
    "padding:.8rem 1rem;border:1px solid #d0d7de;border-radius:6px}section h3{margin:0;font-size:"
    "1.05rem}b.m{display:inline-block;min-width:4.5rem;color:#0550ae}p{margin:.4rem 0}table{"
    "border-collapse:collapse;width:100%}td,th{text-align:left;padding:.25rem .6rem;border-top:1px "
    "solid #eaeef2;vertical-align:top}a{color:#0969da}";

void escape(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
}

// Reads through a document without ever failing: what is not there is null.
class Node {
 public:
  explicit Node(const json::Value* value) : value_(value) {}

  Node operator[](std::string_view key) const {
    if (value_ == nullptr || !value_->is_object()) return Node(nullptr);
    return Node(value_->get_object().if_contains({key.data(), key.size()}));
  }
  std::string_view text() const {
    if (value_ == nullptr || !value_->is_string()) return {};
    return {value_->get_string().data(), value_->get_string().size()};
  }
  const json::Object* object() const {
    return value_ != nullptr && value_->is_object() ? &value_->get_object() : nullptr;
  }
  const json::Array* array() const {
    return value_ != nullptr && value_->is_array() ? &value_->get_array() : nullptr;
  }
  explicit operator bool() const { return value_ != nullptr; }
  const json::Value* value() const { return value_; }

 private:
  const json::Value* value_;
};

class Page {
 public:
  Page(const json::Value& document, Language language)
      : root_(&document), zh_(language == Language::kZh) {}

  std::string write() {
    const std::string_view title = in_language(root_["info"], "title");
    out_ += "<!doctype html><html lang=\"";
    out_ += zh_ ? "zh-CN" : "en";
    out_ +=
        "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width\"><title>";
    escape(out_, title);
    out_.append("</title><style>").append(kStyle).append("</style></head><body><h1>");
    escape(out_, title);
    out_ += "</h1><p>";
    escape(out_, root_["info"]["description"].text());
    out_ += "</p><p><a href=\"/v1/openapi.json\">openapi.json</a></p>";
    operations();
    schemas();
    out_ += "</body></html>\n";
    return std::move(out_);
  }

 private:
  // The Chinese text stands in "x-KEY-zh" beside KEY.
  std::string_view in_language(const Node& node, std::string_view key) const {
    const std::string_view zh = node["x-" + std::string(key) + "-zh"].text();
    return zh_ && !zh.empty() ? zh : node[key].text();
  }

  void operations() {
    const json::Array* tags = root_["tags"].array();
    const json::Object* paths = root_["paths"].object();
    if (tags == nullptr || paths == nullptr) return;
    for (const json::Value& tag : *tags) {
      out_ += "<h2>";
      escape(out_, in_language(Node(&tag), "description"));
      out_ += "</h2>";
      for (const auto& [path, methods] : *paths) {
        if (!methods.is_object()) continue;
        for (const auto& [method, operation] : methods.get_object()) {
          const json::Array* own = Node(&operation)["tags"].array();
          if (own == nullptr || own->empty() || own->front() != *Node(&tag)["name"].value()) {
            continue;
          }
          one_operation(path, method, Node(&operation));
        }
      }
    }
  }

  void one_operation(std::string_view path, std::string_view method, const Node& operation) {
    out_ += "<section><h3><b class=\"m\">";
    for (const char c : method) out_ += static_cast<char>(c - 32);
    out_ += "</b> <code>";
    escape(out_, path);
    out_ += "</code></h3><p>";
    escape(out_, in_language(operation, "summary"));
    out_ += "</p>";
    words(zh_ ? "接口密钥权限" : "Scopes", operation["x-scopes"]);
    words(zh_ ? "角色" : "Roles", operation["x-roles"]);
    if (const json::Array* parameters = operation["parameters"].array()) {
      for (const json::Value& parameter : *parameters) one_parameter(resolve(Node(&parameter)));
    }
    if (const Node body = operation["requestBody"]["content"]["application/json"]["schema"]) {
      out_ += zh_ ? "<p>请求:" : "<p>Body: ";
      type_of(body);
      out_ += "</p>";
    }
    if (const json::Object* responses = operation["responses"].object()) {
      for (const auto& [status, response] : *responses) {
        const Node found = resolve(Node(&response));
        out_ += "<p><code>";
        escape(out_, status);
        out_ += "</code> ";
        if (status != "default") escape(out_, found["description"].text());
        if (const json::Object* content = found["content"].object()) {
          for (const auto& [type, media] : *content) {
            out_ += " ";
            type_of(Node(&media)["schema"]);
          }
        }
        out_ += "</p>";
      }
    }
    out_ += "</section>";
  }

  void one_parameter(const Node& parameter) {
    out_ += "<p><code>";
    escape(out_, parameter["name"].text());
    out_ += "</code> (";
    escape(out_, parameter["in"].text());
    out_ += ") ";
    type_of(parameter["schema"]);
    out_ += " ";
    escape(out_, parameter["description"].text());
    out_ += "</p>";
  }

  void words(std::string_view title, const Node& list) {
    if (list.array() == nullptr || list.array()->empty()) return;
    out_.append("<p>").append(title).append(":");
    for (const json::Value& word : *list.array()) {
      out_ += " <code>";
      escape(out_, Node(&word).text());
      out_ += "</code>";
    }
    out_ += "</p>";
  }

  void schemas() {
    const json::Object* all = root_["components"]["schemas"].object();
    if (all == nullptr) return;
    out_ += zh_ ? "<h2>数据结构</h2>" : "<h2>Schemas</h2>";
    for (const auto& [name, schema] : *all) {
      const std::string_view id(name.data(), name.size());
      out_ += "<section id=\"";
      escape(out_, id);
      out_ += "\"><h3>";
      escape(out_, id);
      out_ += "</h3><p>";
      escape(out_, Node(&schema)["description"].text());
      out_ += "</p>";
      const json::Object* properties = Node(&schema)["properties"].object();
      if (properties == nullptr) {
        type_of(Node(&schema));
      } else {
        out_ += "<table>";
        for (const auto& [field, type] : *properties) {
          out_ += "<tr><td><code>";
          escape(out_, {field.data(), field.size()});
          out_ += "</code></td><td>";
          type_of(Node(&type));
          out_ += "</td><td>";
          escape(out_, Node(&type)["description"].text());
          out_ += "</td></tr>";
        }
        out_ += "</table>";
      }
      out_ += "</section>";
    }
  }

  // A schema in a few words: a link to a named one, a list of words, or limits.
  void type_of(const Node& schema) {
    if (const std::string_view ref = schema["$ref"].text(); !ref.empty()) {
      const std::string_view name = ref.substr(ref.rfind('/') + 1);
      out_ += "<a href=\"#";
      escape(out_, name);
      out_ += "\">";
      escape(out_, name);
      out_ += "</a>";
      return;
    }
    for (const std::string_view key : {"anyOf", "allOf", "oneOf"}) {
      const json::Array* parts = schema[key].array();
      if (parts == nullptr) continue;
      for (std::size_t i = 0; i < parts->size(); ++i) {
        if (i > 0) out_ += key == "allOf" ? " + " : " | ";
        type_of(Node(&(*parts)[i]));
      }
      return;
    }
    out_ += "<code>";
    if (schema["enum"]) {
      escape(out_, json::write(*schema["enum"].value()));
    } else if (schema["type"]) {
      escape(out_, json::write(*schema["type"].value()));
    }
    for (const std::string_view key :
         {"format", "pattern", "minimum", "maximum", "minLength", "maxLength", "maxItems"}) {
      if (!schema[key]) continue;
      out_.append(" ").append(key).append(" ");
      escape(out_, json::write(*schema[key].value()));
    }
    out_ += "</code>";
    if (schema["items"]) {
      out_ += " of ";
      type_of(schema["items"]);
    }
  }

  Node resolve(const Node& node) const {
    const std::string_view ref = node["$ref"].text();
    if (ref.empty()) return node;
    Node found = root_;
    std::string_view rest = ref.substr(2);
    while (!rest.empty()) {
      const std::size_t slash = rest.find('/');
      found = found[rest.substr(0, slash)];
      rest = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash + 1);
    }
    return found;
  }

  Node root_;
  bool zh_;
  std::string out_;
};

}  // namespace

Result<std::string> docs_page_of(std::string_view openapi, Language language) {
  const auto document = json::parse(openapi, {.max_depth = 64});
  if (!document || !document->is_object()) {
    return fail(ErrorCode::kCorrupt, "openapi.json is not readable");
  }
  return Page(*document, language).write();
}

}  // namespace analyzer::server
