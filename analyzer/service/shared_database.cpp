// What a server does differently where others share its database: keys, its id, what
// the others did, and whether it is there.

#include <filesystem>

#include "analyzer/service/register_work.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/service/store_probe.h"
#include "analyzer/store/move.h"
#include "analyzer/store/open_store.h"

namespace analyzer {
namespace {

constexpr const char* kDatabaseId = "database_id";
constexpr std::chrono::seconds kProlongEvery{4};

}  // namespace

Result<SiteKeys> keys_for(const ServiceOptions& options, store::Store& store) {
  if (store::is_shared(options.store)) {
    if (options.key_file.empty()) {
      return fail(ErrorCode::kInvalid,
                  "a shared database needs a key file, the same on each server");
    }
    auto session = store.open_session(store::Mode::kReadOnly);
    if (!session) return tl::unexpected(session.error());
    const auto stored = (*session)->meta().get(kKeyCheck);
    if (!stored) return tl::unexpected(stored.error());
    std::error_code none;
    if (*stored && !std::filesystem::exists(options.key_file, none)) {
      return fail(ErrorCode::kNotFound, options.key_file +
                                            ": not there, and the database has keys already; copy "
                                            "the key file of another of its servers");
    }
  }
  if (options.key_file.empty()) return SiteKeys::built_in();
  return SiteKeys::load_or_create(options.key_file, options.key_algorithm);
}

// A database that was written with other keys would silently match nothing.
Status ServiceImpl::check_key() {
  Result<std::unique_ptr<store::Session>> session = store_->open_session(store::Mode::kReadWrite);
  if (!session) return tl::unexpected(session.error());
  if (Status status = (*session)->begin(); !status) return status;
  const auto moving = (*session)->meta().get(store::kMoving);
  if (!moving) return tl::unexpected(moving.error());
  if (*moving) {
    return fail(ErrorCode::kConflict,
                "a move into this database is not finished: run `analyzer "
                "move` again from " +
                    **moving);
  }
  const auto stored = (*session)->meta().get(kKeyCheck);
  if (!stored) return tl::unexpected(stored.error());
  if (*stored && **stored != keys_.check_value()) {
    return fail(ErrorCode::kCorrupt,
                "the key file is not the one this database was written with; every server of a "
                "database needs the same");
  }
  if (*stored) return (*session)->rollback();
  if (Status s = (*session)->meta().set(kKeyCheck, keys_.check_value()); !s) return s;
  return (*session)->commit();
}

// Windows on disk must never be taken for those of another database.
Status ServiceImpl::know_database() {
  if (!store::is_shared(options_.store)) return {};
  Result<std::unique_ptr<store::Session>> session = store_->open_session(store::Mode::kReadWrite);
  if (!session) return tl::unexpected(session.error());
  if (Status status = (*session)->begin(); !status) return status;
  const auto known = (*session)->meta().get(kDatabaseId);
  if (!known) return tl::unexpected(known.error());
  database_ = *known ? **known : ids_.make("db", now());
  if (*known) return (*session)->rollback();
  if (Status status = (*session)->meta().set(kDatabaseId, database_); !status) return status;
  return (*session)->commit();
}

std::string ServiceImpl::windows_path() const {
  if (database_.empty()) return options_.store + ".windows";
  return options_.key_file + "." + database_ + ".windows";
}

Status ServiceImpl::follow_others() {
  // A sequencer with much to write catches up with each group.
  if (sequencer_->stats().depth < options_.queue_limit / 2) {
    if (Status status = sequencer_->catch_up(); !status) return status;
  }
  const auto at = std::chrono::steady_clock::now();
  if (at - prolonged_ >= kProlongEvery && turns_->prolong()) prolonged_ = at;
  std::uint64_t helpers = 0;
  std::string policy;
  {
    Result<Reading> session = reading();
    if (!session) return tl::unexpected(session.error());
    const Result<std::uint64_t> registered = (*session)->helpers().revision();
    if (!registered) return tl::unexpected(registered.error());
    Result<std::string> said = said_by_people(**session);
    if (!said) return tl::unexpected(said.error());
    helpers = *registered;
    policy = *std::move(said);
  }
  if (Status status = forget_erased(); !status) return status;
  if (Status status = refresh_indicators(); !status) return status;
  if (helpers != helpers_revision_) {
    if (Status status = publish_helpers(); !status) return status;
  }
  {
    const std::lock_guard lock(snapshot_mutex_);
    if (policy == policy_in_force_) return {};
  }
  (void)reload();  // /readyz says why it fails
  return {};
}

void ServiceImpl::make_probe() {
  probe_ = std::make_unique<StoreProbe>([this] {
    StoreProbe::Answer out;
    if (database_.empty()) {
      Result<Reading> session = reading();
      out.readable = session && (*session)->meta().get(kKeyCheck).has_value();
    } else {
      // A database that hangs must not make whoever asks hang too.
      out.readable = follower_ == nullptr || follower_->up_to_date();
    }
    out.writable = sequencer_
                       ->run_within(StoreProbe::kWait,
                                    [](Writing& writing) {
                                      return writing.session().meta().set("last_check", "1");
                                    })
                       .has_value();
    return out;
  });
}

bool ServiceImpl::add_store_checks(Health& health) {
  const auto [readable, writable] = probe_->answer();
  health.checks.push_back({"store", readable, readable ? "readable" : "not readable"});
  health.checks.push_back({"store_writes", writable, writable ? "writable" : "not writable"});
  return readable && writable;
}

}  // namespace analyzer
