// What the hotline records of a caller (POST /v1/reports), and the same without
// storing (POST /v1/check). Absent optionals are "not known".

#ifndef ANALYZER_CORE_REPORT_H_
#define ANALYZER_CORE_REPORT_H_

#include <optional>
#include <string>
#include <vector>

#include "analyzer/core/attempt.h"

namespace analyzer {

struct CallerInfo {
  Text age_band;
  Text relation;
  Text contact_ref;  // masked by sealing
  Flag callback_ok;
};

// Numbers and accounts that belong to the suspect; hashed to Links and
// encrypted, never kept in clear.
struct Suspect {
  std::optional<std::vector<std::string>> phones;
  Text wechat;
  Text payee_account;
  Text shop;
  Text app_name;
  Text mini_program;
  Text public_account;
  Text vehicle;
  Text place;
};

struct Harm {
  Flag clicked;
  Flag entered_card;
  Flag entered_password;
  Flag entered_code;
  Flag gave_id;
  Flag gave_face;
  Flag installed_app;
  Flag shared_screen;
  Flag certified;
  Number paid_yuan;
  std::optional<Time> paid_at;
  Text pay_method;
  Flag police_called;
};

struct Report {
  std::string report_id;  // empty for a check
  Time received_at{};
  ReportSource source = ReportSource::kOther;
  std::optional<Medium> medium;
  std::optional<Wording> wording;
  Text region;
  Text text;
  std::vector<std::string> urls;
  Text sender;
  std::optional<ReportKind> kind;
  Text agent_ref;
  CallerInfo caller;
  Suspect suspect;
  std::optional<std::vector<std::string>> asked_for;
  Harm harm;
};

}  // namespace analyzer

#endif  // ANALYZER_CORE_REPORT_H_
