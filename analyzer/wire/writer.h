// Writes one JSON object, key by key, at the end of a string. As a visitor it
// takes the descriptions of core/*_fields.h; answers are written by hand.

#ifndef ANALYZER_WIRE_WRITER_H_
#define ANALYZER_WIRE_WRITER_H_

#include <cmath>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "analyzer/core/fields.h"
#include "analyzer/core/json.h"
#include "analyzer/core/names.h"
#include "analyzer/core/time.h"

namespace analyzer::wire {

// Appends one JSON value.
inline void append_value(std::string& out, std::string_view text) {
  json::append_string(out, text);
}
inline void append_value(std::string& out, const std::string& text) {
  json::append_string(out, text);
}
inline void append_value(std::string& out, bool flag) { out += flag ? "true" : "false"; }
inline void append_value(std::string& out, double number) { json::append_number(out, number); }
void append_value(std::string& out, std::int64_t number);
inline void append_value(std::string& out, std::uint32_t number) {
  append_value(out, static_cast<std::int64_t>(number));
}
inline void append_value(std::string& out, Time time) { append_value(out, format_time(time)); }
inline void append_value(std::string& out, Date date) { append_value(out, format_date(date)); }
template <class E>
requires std::is_enum_v<E>
void append_value(std::string& out, E word) {
  out += '"';
  out += name_of(word);
  out += '"';
}
template <class T>
void append_value(std::string& out, const std::vector<T>& items) {
  out += '[';
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += ',';
    append_value(out, items[i]);
  }
  out += ']';
}

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) { out_ += '{'; }

  void close() { out_ += '}'; }

  // Where a value goes after key().
  std::string& out() { return out_; }

  // Writes the key, which must need no escapes; its value has to follow.
  void key(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    out_ += '"';
    out_ += name;
    out_ += "\":";
  }

  template <class T>
  void field(std::string_view name, const T& value) {
    key(name);
    append_value(out_, value);
  }
  void null(std::string_view name) {
    key(name);
    out_ += "null";
  }
  // Rounded half away from zero.
  void rounded(std::string_view name, double value, double steps_per_unit) {
    field(name, std::round(value * steps_per_unit) / steps_per_unit);
  }
  // An array whose items `write_item(out, item)` appends.
  template <class Items, class WriteItem>
  void array(std::string_view name, const Items& items, const WriteItem& write_item) {
    key(name);
    out_ += '[';
    bool first = true;
    for (const auto& item : items) {
      if (!first) out_ += ',';
      first = false;
      write_item(out_, item);
    }
    out_ += ']';
  }

  // -- as a visitor: what is absent is left out --------------------------------
  template <class T>
  void operator()(std::string_view name, const std::optional<T>& member, const field::Rule&) {
    if (!member) return;
    field(name, *member);
    counts_ = true;
  }
  void operator()(std::string_view name, const std::string& member, const field::Rule&) {
    if (member.empty()) return;
    field(name, member);
    counts_ = true;
  }
  template <class T>
  void operator()(std::string_view name, const std::vector<T>& member, const field::Rule&) {
    if (member.empty()) return;
    field(name, member);
    counts_ = true;
  }
  template <class T>
  void operator()(std::string_view name, const T& member, const field::Rule&) {
    field(name, member);
    counts_ = counts_ || member != T{};
  }
  template <class T>
  void object(std::string_view name, const T& member) {
    const std::size_t size = out_.size();
    const bool first = first_;
    key(name);
    Writer inside(out_);
    fields(inside, member);
    inside.close();
    if (inside.counts_) {
      counts_ = true;
      return;
    }
    out_.resize(size);  // nothing but zeros in it
    first_ = first;
  }
  template <class T>
  void objects(std::string_view name, const std::vector<T>& members, const field::Rule&) {
    if (members.empty()) return;
    array(name, members, [](std::string& out, const T& member) {
      Writer inside(out);
      fields(inside, member);
      inside.close();
    });
    counts_ = true;
  }

 private:
  std::string& out_;
  bool first_ = true;
  bool counts_ = false;  // something but zeros was written
};

// Appends the described struct as one object.
template <class T>
void append_fields(std::string& out, const T& value) {
  Writer writer(out);
  fields(writer, value);
  writer.close();
}

}  // namespace analyzer::wire

#endif  // ANALYZER_WIRE_WRITER_H_
