// Small request bodies of people: flat objects of texts, numbers and flags; and
// the audit rows that their changes leave.

#ifndef ANALYZER_SERVICE_FORM_H_
#define ANALYZER_SERVICE_FORM_H_

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/names.h"
#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "analyzer/service/actor.h"
#include "analyzer/store/store.h"

namespace analyzer {

// kInvalid about one field.
Error field_error(std::string pointer, std::string code, std::string message);

class Form {
 public:
  // Reads `body`; an empty one is an object without members, null is absent.
  // Fails with kInvalid, naming the field, if a member is not among `known` or is
  // neither text, number, flag nor a list of texts.
  static Result<Form> read(std::string_view body, std::initializer_list<std::string_view> known);

  // Each fails if the member is of another type; absent is "" or nothing.
  Result<std::string> text(const std::string& key) const;
  Result<std::optional<bool>> flag(const std::string& key) const;
  Result<std::optional<double>> number(const std::string& key) const;
  // Nothing where the member is absent, which is not an empty list.
  Result<std::optional<std::vector<std::string>>> texts(const std::string& key) const;
  Result<std::optional<Time>> time(const std::string& key) const;
  // One of E's words.
  template <class E>
  Result<std::optional<E>> word(const std::string& key) const {
    const Result<std::string> name = text(key);
    if (!name) return tl::unexpected(name.error());
    if (name->empty()) return std::optional<E>{};
    if (const auto value = parse_name<E>(*name)) return value;
    return tl::unexpected(field_error("/" + key, "unknown_word", "not a known word"));
  }

 private:
  Status expect(const std::string& key, const char* type) const;

  std::map<std::string, std::string> texts_;
  std::map<std::string, bool> flags_;
  std::map<std::string, double> numbers_;
  std::map<std::string, std::vector<std::string>> lists_;
};

// What `actor` did to `object`, and why.
store::AuditEntry audit_entry(const Actor& actor, Time at, std::string action,
                              std::string_view object, std::string cause);
Status append_audit(store::Session& session, const store::AuditEntry& entry);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_FORM_H_
