#include "analyzer/service/evidence_files.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "analyzer/core/digest.h"
#include "analyzer/core/written.h"
#include "analyzer/service/case_rights.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/casework.h"
#include "analyzer/service/file_types.h"
#include "analyzer/service/form.h"
#include "analyzer/service/reason.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {
namespace {

constexpr const char* kSecretKind = "file";
constexpr std::size_t kLeastPurpose = 2;  // characters
constexpr std::size_t kMostPurpose = 200;

std::string context_of(std::string_view id) { return "file " + std::string(id); }

json::Object file_view(const store::CaseFile& file, const Case& c, CaseViews& views) {
  const bool used = std::find(c.files.begin(), c.files.end(), file.id) != c.files.end();
  return {{"id", file.id},
          {"name", file.name},
          {"type", file.type},
          {"bytes", file.bytes},
          {"sha256", written_hex(file.sha256)},
          {"purpose", file.purpose},
          {"personal", file.personal},
          {"added_by", file.added_by},
          {"added_by_name", views.account_name(file.added_by)},
          {"added_at", format_time(file.added_at)},
          {"withdrawn_by_name", views.account_name(file.withdrawn_by)},
          {"withdrawn_at", time_or_null(file.withdrawn_at)},
          {"withdrawn_why", text_or_null(file.withdrawn_why)},
          {"kept", file.kept},
          {"evidence", used}};
}

// What diary and audit log say of a file.
std::string words_of_file(const store::CaseFile& file, const std::string& why) {
  return file.name + "(" + std::to_string(file.bytes) + "字节,SHA-256 " + written_hex(file.sha256) +
         "):" + why;
}

Status check_new(const NewFile& file, std::string_view type) {
  if (file.bytes.empty()) {
    return tl::unexpected(field_error("/file", "file_empty", "the file is empty"));
  }
  if (file.bytes.size() > EvidenceFiles::kMostBytes) {
    return tl::unexpected(field_error("/file", "file_large", "at most 10 MB"));
  }
  if (type.empty()) {
    return tl::unexpected(field_error("/file", "file_type", "no kind of file that is taken"));
  }
  const std::size_t length = count_characters(file.purpose);
  if (length < kLeastPurpose) {
    return tl::unexpected(field_error("?purpose", "required", "what is it for?"));
  }
  if (length > kMostPurpose) {
    return tl::unexpected(field_error("?purpose", "too_long", "at most 200 characters"));
  }
  return {};
}

Status check_room(store::Session& session, std::string_view case_id, const std::string& sha256) {
  const auto files = session.case_files().of_case(case_id);
  if (!files) return tl::unexpected(files.error());
  std::size_t standing = 0;
  for (const store::CaseFile& file : *files) {
    if (file.withdrawn_at) continue;
    ++standing;
    if (file.sha256 == sha256) {
      return tl::unexpected(Error{ErrorCode::kConflict,
                                  "the same file is laid in already",
                                  {{"/file", "file_known", "the same bytes"}}});
    }
  }
  if (standing < EvidenceFiles::kMostFiles) return {};
  return tl::unexpected(
      Error{ErrorCode::kConflict, "the case has 40 files", {{"/file", "file_many", "at most 40"}}});
}

Result<store::CaseFile> find_file(store::Session& session, const Case& c, std::string_view id) {
  auto found = session.case_files().find(id);
  if (!found) return tl::unexpected(found.error());
  if (!*found || (*found)->case_id != c.id) return fail(ErrorCode::kNotFound, "no such file");
  return **std::move(found);
}

}  // namespace

Result<json::Array> files_view(store::Session& session, const Case& c, CaseViews& views) {
  const auto files = session.case_files().of_case(c.id);
  if (!files) return tl::unexpected(files.error());
  json::Array out;
  for (const store::CaseFile& file : *files) out.push_back(file_view(file, c, views));
  return out;
}

Status check_files(store::Session& session, std::string_view case_id,
                   const std::vector<std::string>& files) {
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto file = session.case_files().find(files[i]);
    if (!file) return tl::unexpected(file.error());
    if (!*file || (*file)->case_id != case_id || (*file)->withdrawn_at) {
      return tl::unexpected(
          field_error("/files/" + std::to_string(i), "file_unknown", "no such file of the case"));
    }
  }
  return {};
}

Result<Document> EvidenceFiles::add(const Actor& actor, std::string_view case_id, NewFile file) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  const std::string_view type = evidence_type(file.bytes);
  if (Status status = check_new(file, type); !status) return tl::unexpected(status.error());
  const Time at = service_.now();
  store::CaseFile row;
  row.id = service_.ids().make("fil_", at);
  row.case_id = case_id;
  row.name = file_name_as(plain_file_name(file.name), type);
  row.type = type;
  row.bytes = file.bytes.size();
  row.sha256 = sha256(file.bytes);
  row.purpose = std::move(file.purpose);
  row.personal = file.personal;
  row.added_by = actor.id;
  row.added_at = at;
  row.kept = true;
  const store::Secret secret{row.id, kSecretKind, service_.keys().version(),
                             service_.keys().encrypt(file.bytes, context_of(row.id)), at};
  CaseEvent event;
  event.kind = CaseEventKind::kFileAdded;
  event.at = at;
  event.actor = actor.id;
  event.files = {row.id};
  event.note = words_of_file(row, row.purpose);
  const auto snapshot = service_.snapshot();
  json::Object answer;
  const Status status = service_.write([&](store::Session& session) -> Status {
    const Result<Case> found = workable_case(session, service_.keys(), actor, case_id);
    if (!found) return tl::unexpected(found.error());
    if (Status s = check_room(session, case_id, row.sha256); !s) return s;
    if (Status s = session.case_files().append(row); !s) return s;
    if (Status s = session.secrets().put(secret); !s) return s;
    const Result<Case> changed = change_case(session, case_id, event, std::nullopt);
    if (!changed) return tl::unexpected(changed.error());
    CaseViews views(session, *snapshot);
    answer = file_view(row, *changed, views);
    return append_audit(session, audit_entry(actor, at, "case.file_added", case_id, event.note));
  });
  if (!status) return tl::unexpected(status.error());
  Document out = document(json::write(std::move(answer)));
  out.created = true;
  return out;
}

Result<OpenedFile> EvidenceFiles::open(const Actor& actor, std::string_view case_id,
                                       std::string_view id, std::string_view reason) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  OpenedFile out;
  // The look is on disk before anything is shown.
  const Status status = service_.write([&](store::Session& session) -> Status {
    const Result<Case> c = workable_case(session, service_.keys(), actor, case_id);
    if (!c) return tl::unexpected(c.error());
    const Result<store::CaseFile> file = find_file(session, *c, id);
    if (!file) return tl::unexpected(file.error());
    if (file->withdrawn_at && !is_supervisor(actor)) {
      return fail(ErrorCode::kNotFound, "the file was withdrawn");
    }
    if (file->personal || file->withdrawn_at) {
      if (Status s = check_reason(reason, "?reason"); !s) return s;
    }
    const auto secret = session.secrets().find(id, kSecretKind);
    if (!secret) return tl::unexpected(secret.error());
    if (!*secret) return fail(ErrorCode::kNotFound, "the file is kept no more");
    Result<std::string> bytes = service_.keys().decrypt((*secret)->bytes, context_of(id));
    if (!bytes) return tl::unexpected(bytes.error());
    out = {file->name, file->type, *std::move(bytes)};
    const std::string why = reason.empty() ? "未涉及个人信息" : std::string(reason);
    return append_audit(session, audit_entry(actor, service_.now(), "case.file_opened", case_id,
                                             words_of_file(*file, why)));
  });
  if (!status) return tl::unexpected(status.error());
  return out;
}

Result<Document> EvidenceFiles::withdraw(const Actor& actor, std::string_view case_id,
                                         std::string_view id, std::string_view body) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  const Result<Form> form = Form::read(body, {"reason"});
  if (!form) return tl::unexpected(form.error());
  const Result<std::string> reason = form->text("reason");
  if (!reason) return tl::unexpected(reason.error());
  if (Status s = check_reason(*reason, "/reason"); !s) return tl::unexpected(s.error());
  if (count_characters(*reason) > kMostPurpose) {
    return tl::unexpected(field_error("/reason", "too_long", "at most 200 characters"));
  }
  const Time at = service_.now();
  const auto snapshot = service_.snapshot();
  json::Object answer;
  const Status status = service_.write([&](store::Session& session) -> Status {
    const Result<Case> c = workable_case(session, service_.keys(), actor, case_id);
    if (!c) return tl::unexpected(c.error());
    const Result<store::CaseFile> file = find_file(session, *c, id);
    if (!file) return tl::unexpected(file.error());
    if (file->added_by != actor.id && !is_supervisor(actor)) return tl::unexpected(forbidden());
    // Who laid it in takes it out of sight; that it is gone takes another person.
    const bool erases = is_supervisor(actor) && file->added_by != actor.id;
    if (file->withdrawn_at && !(erases && file->kept)) {
      return fail(ErrorCode::kConflict, "is withdrawn already");
    }
    CaseEvent event;
    event.kind = CaseEventKind::kFileWithdrawn;
    event.at = at;
    event.actor = actor.id;
    event.files = {file->id};
    event.note = words_of_file(*file, *reason);
    const Result<Case> changed = change_case(session, case_id, event, std::nullopt);
    if (!changed) return tl::unexpected(changed.error());
    if (Status s = session.case_files().withdraw(id, actor.id, at, *reason); !s) return s;
    if (erases) {
      if (const auto gone = session.secrets().erase(id); !gone) {
        return tl::unexpected(gone.error());
      }
    }
    const Result<store::CaseFile> now = find_file(session, *c, id);
    if (!now) return tl::unexpected(now.error());
    CaseViews views(session, *snapshot);
    answer = file_view(*now, *changed, views);
    return append_audit(session,
                        audit_entry(actor, at, "case.file_withdrawn", case_id, event.note));
  });
  if (!status) return tl::unexpected(status.error());
  return document(json::write(std::move(answer)));
}

}  // namespace analyzer
