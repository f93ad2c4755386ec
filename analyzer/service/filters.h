// What the lists of the service are searched for. A field left empty does not
// restrict; a cursor is the one the page before gave.

#ifndef ANALYZER_SERVICE_FILTERS_H_
#define ANALYZER_SERVICE_FILTERS_H_

#include <optional>
#include <string>
#include <string_view>

namespace analyzer {

struct CaseFilter {
  std::string state = {};     // words of CaseState separated by commas, or empty
  std::string kind = {};      // word of CaseKind, or empty
  std::string level = {};     // words of Level separated by commas, or empty
  std::string region = {};    // code prefix, or empty
  std::string assignee = {};  // "me", an account id, or empty
  std::string text = {};      // substring of the title or the id
  std::optional<bool> held = {};
  std::optional<bool> snoozed = {};
  std::optional<bool> archived = {};
  bool asks_extension = false;
  std::string waits = {};  // word of CaseWait, or empty
  std::string cursor = {};
  int limit = 50;  // 1 to 200
};

// What the audit log is searched for; empty does not restrict.
struct AuditFilter {
  std::string actor = {};
  std::string action = {};
  std::string object = {};
  std::string text = {};  // words of the entry, or part of a person's name
  std::string from = {};  // RFC 3339, or a day in China
  std::string to = {};
  std::string cursor = {};
  int limit = 50;  // 1 to 200
};

// What the hotline's list of reports is searched for; empty does not restrict.
struct DeskFilter {
  std::string callback = {};  // word of store::Callback
  std::string text = {};      // part of the report's id
  std::string cursor = {};
  int limit = 50;  // 1 to 200
};

// What the list of objections is searched for; empty does not restrict.
struct ObjectionFilter {
  std::string callback = {};  // word of store::Callback
  std::string cursor = {};
  int limit = 50;  // 1 to 200
};

// Days in China, both included; empty: the last thirty.
struct StatisticsFilter {
  std::string from = {};
  std::string to = {};
  std::string region = {};  // code prefix within one's own; empty: all of that
};

// What the list of indicators is searched for; empty does not restrict.
struct IndicatorFilter {
  std::string kind = {};  // word of feeds::IndicatorKind
  std::string text = {};  // part of the label
  bool personal = false;  // numbers, accounts and devices too, masked: for staff alone
  std::string cursor = {};
  int limit = 50;  // 1 to 200
};

// What the register of helpers is searched for; empty does not restrict.
struct HelperFilter {
  std::string kind = {};    // word of HelperKind
  std::string state = {};   // one of kHelperStates
  std::string text = {};    // part of the name, the note or a label
  std::string region = {};  // administrative code: areas above, at or below it
  std::string cursor = {};
  int limit = 50;  // 1 to 200
};
// `in_force` are all that are registered and not over, those yet to begin too.
inline constexpr std::string_view kHelperStates[] = {"proposed", "in_force", "expired", "revoked"};

// What the official register is searched for; empty does not restrict.
struct RegisterFilter {
  std::string kind = {};    // one of kRegisterKinds
  std::string region = {};  // administrative code: the entries at or below it
  std::string text = {};    // part of a name, owner, host or number
  std::optional<bool> confirmed = {};
  std::string cursor = {};
  int limit = 50;  // 1 to 200
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_FILTERS_H_
