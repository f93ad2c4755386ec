#include "analyzer/service/case_actions.h"

#include <algorithm>
#include <cmath>

#include "analyzer/core/written.h"

namespace analyzer {
namespace {

constexpr std::size_t kMaxNote = 4000;  // characters, of at most four bytes
constexpr std::size_t kShortestEvidence = 4;
constexpr std::size_t kMostDestinations = 8;
constexpr std::size_t kMostFiles = 40;
constexpr std::size_t kMostName = 60;  // characters of a companion's
constexpr double kMostYuan = 1e8;
constexpr std::chrono::days kLongestSnooze{60};

tl::unexpected<Error> wrong(std::string pointer, std::string code, std::string message) {
  return tl::unexpected(field_error(std::move(pointer), std::move(code), std::move(message)));
}

// The word that must stand under `key`.
template <class E>
Result<E> required_word(const Form& form, const std::string& key) {
  const auto word = form.word<E>(key);
  if (!word) return tl::unexpected(word.error());
  if (!*word) return wrong("/" + key, "required", "is needed");
  return **word;
}

Status take_finding_word(const Form& form, const CaseworkWords& words, CaseEvent& event) {
  const Result<std::string> id = form.text("finding");
  if (!id) return tl::unexpected(id.error());
  if (id->empty()) return {};
  const FindingWord* word = words.finding(*id);
  if (word == nullptr) return wrong("/finding", "unknown_word", "not a finding");
  event.finding = *id;
  event.disposition = word->disposition;
  event.cause = word->cause;
  event.outcome = word->outcome;
  event.destinations = word->destinations;
  return {};
}

Status take_words(const Form& form, CaseEvent& event) {
  const auto disposition = form.word<Disposition>("disposition");
  if (!disposition) return tl::unexpected(disposition.error());
  if (*disposition && event.disposition && **disposition != *event.disposition) {
    return wrong("/disposition", "contradiction", "the finding is of another disposition");
  }
  if (*disposition) event.disposition = *disposition;
  if (!event.disposition) return wrong("/disposition", "required", "a disposition is needed");
  const auto cause = form.word<Cause>("cause");
  if (!cause) return tl::unexpected(cause.error());
  if (*cause) event.cause = *cause;
  if (!event.cause) return wrong("/cause", "required", "a cause is needed");
  return {};
}

Status take_destinations(const Form& form, const CaseworkWords& words, CaseEvent& event) {
  auto destinations = form.texts("destinations");
  if (!destinations) return tl::unexpected(destinations.error());
  if (!*destinations) return {};
  event.destinations = **std::move(destinations);
  if (event.destinations.size() > kMostDestinations) {
    return wrong("/destinations", "too_many", "at most eight");
  }
  for (std::size_t i = 0; i < event.destinations.size(); ++i) {
    if (!words.has_destination(event.destinations[i])) {
      return wrong("/destinations/" + std::to_string(i), "unknown_word", "not a destination");
    }
  }
  return {};
}

Status take_amount(const Form& form, CaseEvent& event) {
  const auto yuan = form.number("amount_yuan");
  if (!yuan) return tl::unexpected(yuan.error());
  if (*yuan && (**yuan < 0.0 || **yuan > kMostYuan)) {
    return wrong("/amount_yuan", "range", "from 0 to 100,000,000");
  }
  event.amount_yuan = *yuan;
  return {};
}

// That the files are the case's is looked up where the case is.
Status take_files(const Form& form, CaseEvent& event) {
  auto files = form.texts("files");
  if (!files) return tl::unexpected(files.error());
  event.files = files->value_or(std::vector<std::string>{});
  if (event.files.size() > kMostFiles) return wrong("/files", "too_many", "at most 40");
  return {};
}

Result<CaseEvent> saved_event(const Form& form) {
  CaseEvent event;
  event.kind = CaseEventKind::kSaved;
  const auto yuan = form.number("saved_yuan");
  if (!yuan) return tl::unexpected(yuan.error());
  if (!*yuan) return wrong("/saved_yuan", "required", "how much?");
  if (**yuan < 0.0 || **yuan > kMostYuan) {
    return wrong("/saved_yuan", "range", "from 0 to 100,000,000");
  }
  event.saved_yuan = *yuan;
  return event;
}

Result<CaseEvent> confirmation_event(const Form& form) {
  CaseEvent event;
  const Result<std::string> answer = form.text("confirmation");
  if (!answer) return tl::unexpected(answer.error());
  if (*answer != "confirm" && *answer != "reject") {
    return wrong("/confirmation", "unknown_word", "must be 'confirm' or 'reject'");
  }
  event.kind = *answer == "confirm" ? CaseEventKind::kConfirmed : CaseEventKind::kRejected;
  return event;
}

Result<CaseEvent> assignment_event(const Form& form) {
  CaseEvent event;
  event.kind = CaseEventKind::kAssigned;
  Result<std::string> person = form.text("person");
  if (!person) return tl::unexpected(person.error());
  if (person->empty()) return wrong("/person", "required", "to whom?");
  event.person = *std::move(person);
  return event;
}

// The day under `until`, from tomorrow on.
Result<Date> later_day(const Form& form, Time now) {
  const Result<std::string> until = form.text("until");
  if (!until) return tl::unexpected(until.error());
  if (until->empty()) return wrong("/until", "required", "until when?");
  const Result<Date> day = parse_date(*until);
  if (!day) return wrong("/until", "format", "not a date");
  const Date today = shanghai_date(now);
  if (*day <= today || *day > today + kLongestSnooze) {
    return wrong("/until", "range", "from tomorrow to 60 days ahead");
  }
  return *day;
}

// Put off until the morning of a day in China.
Result<CaseEvent> snooze_event(const Form& form, Time now) {
  CaseEvent event;
  event.kind = CaseEventKind::kSnoozed;
  const Result<Date> day = later_day(form, now);
  if (!day) return tl::unexpected(day.error());
  event.until = shanghai_midnight(*day);
  return event;
}

// More time, to the end of a day in China.
Result<CaseEvent> extension_event(const Form& form, Time now) {
  CaseEvent event;
  event.kind = CaseEventKind::kExtensionAsked;
  const Result<Date> day = later_day(form, now);
  if (!day) return tl::unexpected(day.error());
  event.until = shanghai_midnight(*day + std::chrono::days{1});
  return event;
}

Result<CaseEvent> extension_answer(const Form& form) {
  CaseEvent event;
  const auto granted = form.flag("granted");
  if (!granted) return tl::unexpected(granted.error());
  if (!*granted) return wrong("/granted", "required", "is it granted?");
  event.kind = **granted ? CaseEventKind::kExtended : CaseEventKind::kExtensionRefused;
  return event;
}

Result<CaseEvent> contact_event(const Form& form) {
  CaseEvent event;
  event.kind = CaseEventKind::kContacted;
  const auto way = required_word<ContactWay>(form, "way");
  if (!way) return tl::unexpected(way.error());
  const auto result = required_word<ContactResult>(form, "result");
  if (!result) return tl::unexpected(result.error());
  event.contact = *way;
  event.contact_result = *result;
  Result<std::string> companion = form.text("companion");
  if (!companion) return tl::unexpected(companion.error());
  if (count_characters(*companion) > kMostName) {
    return wrong("/companion", "too_long", "at most 60 characters");
  }
  if (!companion->empty() && *way != ContactWay::kVisit) {
    return wrong("/companion", "not_allowed", "of a visit alone");
  }
  event.companion = *std::move(companion);
  return event;
}

// The item goes into the diary as the entry's note.
Result<CaseEvent> check_event(const Form& form, const CaseworkWords& words) {
  CaseEvent event;
  Result<std::string> item = form.text("item");
  if (!item) return tl::unexpected(item.error());
  const auto known = [&](const CheckWord& check) { return check.id == *item; };
  if (std::none_of(words.checks.begin(), words.checks.end(), known)) {
    return wrong("/item", "unknown_word", "not an item of the checklist");
  }
  const auto done = form.flag("done");
  if (!done) return tl::unexpected(done.error());
  event.kind = done->value_or(true) ? CaseEventKind::kChecked : CaseEventKind::kUnchecked;
  event.note = *std::move(item);
  return event;
}

CaseEvent plain(CaseEventKind kind) {
  CaseEvent event;
  event.kind = kind;
  return event;
}

Result<CaseEvent> read_event(CaseAction action, const Form& form, const CaseworkWords& words,
                             Time now) {
  switch (action) {
    case CaseAction::kClaim:
      return plain(CaseEventKind::kClaimed);
    case CaseAction::kRelease:
      return plain(CaseEventKind::kReleased);
    case CaseAction::kRenew:
      return plain(CaseEventKind::kRenewed);
    case CaseAction::kNote:
      return plain(CaseEventKind::kNoted);
    case CaseAction::kReopen:
      return plain(CaseEventKind::kReopened);
    case CaseAction::kUndo:
      return plain(CaseEventKind::kUndone);
    case CaseAction::kRecuse:
      return plain(CaseEventKind::kRecused);
    case CaseAction::kDecide:
      return decision_event(form, words);
    case CaseAction::kConfirmation:
      return confirmation_event(form);
    case CaseAction::kAssign:
      return assignment_event(form);
    case CaseAction::kSnooze:
      return snooze_event(form, now);
    case CaseAction::kContact:
      return contact_event(form);
    case CaseAction::kCheck:
      return check_event(form, words);
    case CaseAction::kExtension:
      return extension_event(form, now);
    case CaseAction::kAnswerExtension:
      return extension_answer(form);
    case CaseAction::kArchive:
      return plain(CaseEventKind::kArchived);
    case CaseAction::kSaved:
      return saved_event(form);
  }
  return fail(ErrorCode::kInvalid, "unknown action");
}

Result<Form> read_form(CaseAction action, std::string_view body) {
  switch (action) {
    case CaseAction::kDecide:
      return Form::read(body, {"finding", "disposition", "cause", "note", "destinations",
                               "amount_yuan", "files"});
    case CaseAction::kConfirmation:
      return Form::read(body, {"confirmation", "note"});
    case CaseAction::kAssign:
      return Form::read(body, {"person", "note"});
    case CaseAction::kSnooze:
    case CaseAction::kExtension:
      return Form::read(body, {"until", "note"});
    case CaseAction::kAnswerExtension:
      return Form::read(body, {"granted", "note"});
    case CaseAction::kContact:
      return Form::read(body, {"way", "result", "companion", "note"});
    case CaseAction::kCheck:
      return Form::read(body, {"item", "done"});
    case CaseAction::kSaved:
      return Form::read(body, {"saved_yuan", "note"});
    default:
      return Form::read(body, {"note"});
  }
}

bool needs_note(CaseEventKind kind) {
  switch (kind) {
    case CaseEventKind::kNoted:
    case CaseEventKind::kReopened:
    case CaseEventKind::kProposed:
    case CaseEventKind::kRejected:
    case CaseEventKind::kSnoozed:
    case CaseEventKind::kContacted:
    case CaseEventKind::kRecused:
    case CaseEventKind::kExtensionAsked:
    case CaseEventKind::kExtensionRefused:
    case CaseEventKind::kSaved:
      return true;
    default:
      return false;
  }
}

}  // namespace

Result<std::string> note_of(const Form& form) {
  Result<std::string> note = form.text("note");
  if (note && note->size() > kMaxNote * 4) {
    return wrong("/note", "too_long", "at most 4000 characters");
  }
  return note;
}

Result<CaseEvent> decision_event(const Form& form, const CaseworkWords& words) {
  CaseEvent event;
  event.kind = CaseEventKind::kDecided;
  if (Status s = take_finding_word(form, words, event); !s) return tl::unexpected(s.error());
  if (Status s = take_words(form, event); !s) return tl::unexpected(s.error());
  if (Status s = take_destinations(form, words, event); !s) return tl::unexpected(s.error());
  if (Status s = take_amount(form, event); !s) return tl::unexpected(s.error());
  if (Status s = take_files(form, event); !s) return tl::unexpected(s.error());
  if (is_adverse(*event.disposition)) event.kind = CaseEventKind::kProposed;
  return event;
}

Result<CaseEvent> event_of(CaseAction action, std::string_view body, const CaseworkWords& words,
                           Time now) {
  const Result<Form> form = read_form(action, body);
  if (!form) return tl::unexpected(form.error());
  Result<CaseEvent> event = read_event(action, *form, words, now);
  if (!event || action == CaseAction::kCheck) return event;
  Result<std::string> note = note_of(*form);
  if (!note) return tl::unexpected(note.error());
  if (needs_note(event->kind) && note->empty()) {
    return wrong("/note", "required", "a note is needed");
  }
  // A finding against a person rests on evidence: one word is none.
  if (event->kind == CaseEventKind::kProposed && count_characters(*note) < kShortestEvidence) {
    return wrong("/note", "too_short", "at least 4 characters");
  }
  event->note = *std::move(note);
  return event;
}

bool gives_lease(CaseAction action) {
  return action == CaseAction::kClaim || action == CaseAction::kRenew ||
         action == CaseAction::kUndo;
}

std::string cause_of(const CaseEvent& event, const Case& after) {
  if (event.contact && event.contact_result) {
    return std::string(name_of(*event.contact)) + ", " +
           std::string(name_of(*event.contact_result)) +
           (event.companion.empty() ? "" : ", with " + event.companion);
  }
  if (event.saved_yuan) {
    return std::to_string(std::llround(*event.saved_yuan)) + " yuan: " + event.note;
  }
  if (!event.person.empty())
    return "to " + event.person + (event.note.empty() ? "" : ": ") + event.note;
  const bool finding = event.kind == CaseEventKind::kDecided ||
                       event.kind == CaseEventKind::kProposed ||
                       event.kind == CaseEventKind::kConfirmed;
  std::string out = event.batch.empty() ? "" : event.batch + " ";
  if (!finding || !after.disposition) return out + event.note;
  out += after.finding.empty() ? std::string(name_of(*after.disposition)) : after.finding;
  for (const std::string& file : event.files) out += " " + file;
  return event.note.empty() ? out : out + ": " + event.note;
}

}  // namespace analyzer
