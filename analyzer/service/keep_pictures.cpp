// What is kept of pictures: the row with the hash always, the picture itself for
// its time where the service is told so.

#include "analyzer/core/digest.h"
#include "analyzer/service/form.h"
#include "analyzer/service/reason.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/service/site_rights.h"

namespace analyzer {
namespace {

constexpr const char* kSecretKind = "picture";
constexpr std::size_t kMostLetGo = 200;  // at once

std::string context_of(std::string_view id) { return "picture " + std::string(id); }

}  // namespace

Result<PictureRecord> ServiceImpl::record_picture(const std::string& owner,
                                                  const PictureFacts& facts,
                                                  std::string_view bytes) {
  PictureRecord record;
  record.received_at = now();
  record.id = ids_.make("pic", record.received_at);
  record.sha256 = sha256_hex(bytes);
  store::Secret secret;
  if (options_.picture_keep_days > 0) {
    record.kept_until = record.received_at + std::chrono::days{options_.picture_keep_days};
    secret = {record.id, kSecretKind, keys_.version(), keys_.encrypt(bytes, context_of(record.id)),
              record.received_at};
  }
  const store::PictureRow row{record.id,          sha256(bytes), owner,
                              record.received_at, facts.format,  facts.width,
                              facts.height,       bytes.size(),  record.kept_until};
  const Status written = write([&](store::Session& session) -> Status {
    if (Status status = session.pictures().append(row); !status) return status;
    return row.kept_until ? session.secrets().put(secret) : Status{};
  });
  if (!written) return tl::unexpected(written.error());
  return record;
}

namespace {

// A picture that a person handed in is of that person's region; where a program did, its
// place stands nowhere, and who speaks for the whole site may look.
Status may_look(store::Session& session, const Actor& actor, const std::string& owner) {
  if (owner == actor.id) return {};
  const auto user = session.accounts().find_user(owner);
  if (!user) return tl::unexpected(user.error());
  Result<bool> may = *user ? Result<bool>((*user)->region.starts_with(actor.region))
                           : speaks_for_site(session, actor);
  if (!may) return tl::unexpected(may.error());
  return *may ? Status{} : fail(ErrorCode::kNotFound, "no such picture is kept");
}

}  // namespace

Result<KeptPicture> ServiceImpl::kept_picture(const Actor& actor, std::string_view id,
                                              std::string_view reason) {
  if (Status s = check_reason(reason, "?reason"); !s) return tl::unexpected(s.error());
  KeptPicture out;
  {
    Result<Reading> session = reading();
    if (!session) return tl::unexpected(session.error());
    const auto row = (*session)->pictures().find(id);
    if (!row) return tl::unexpected(row.error());
    const auto secret = (*session)->secrets().find(id, kSecretKind);
    if (!secret) return tl::unexpected(secret.error());
    const bool kept = *row && *secret && (*row)->kept_until && *(*row)->kept_until >= now();
    if (!kept) return fail(ErrorCode::kNotFound, "no such picture is kept");
    if (Status s = may_look(**session, actor, (*row)->owner); !s) return tl::unexpected(s.error());
    out.format = (*row)->format;
    Result<std::string> bytes = keys_.decrypt((*secret)->bytes, context_of(id));
    if (!bytes) return tl::unexpected(bytes.error());
    out.bytes = *std::move(bytes);
  }
  const Status audited = write([&](store::Session& session) -> Status {
    return append_audit(session,
                        audit_entry(actor, now(), "picture.view", id, std::string(reason)));
  });
  if (!audited) return tl::unexpected(audited.error());
  return out;
}

void ServiceImpl::let_pictures_go() {
  Result<Reading> session = reading();
  if (!session) return;
  const auto ids = (*session)->pictures().expired(now(), kMostLetGo);
  if (!ids || ids->empty()) return;
  (void)write([&](store::Session& writing) -> Status {  // tried again at the next tick
    for (const std::string& id : *ids) {
      if (const auto gone = writing.secrets().erase(id); !gone) {
        return tl::unexpected(gone.error());
      }
      if (Status status = writing.pictures().let_go(id); !status) return status;
    }
    return {};
  });
}

}  // namespace analyzer
