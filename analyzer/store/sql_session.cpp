#include "analyzer/store/sql_session.h"

#include <algorithm>

namespace analyzer::store {

Status SqlSession::begin(Pace pace) {
  observations_.forget();
  if (Status status = db_->begin(writes_, pace); !status || !writes_) return status;
  const Result<Seq> last = shared_.refresh(*db_);
  if (last) {
    seqs_.set_recorded(*last);
    return {};
  }
  static_cast<void>(db_->rollback());
  return tl::unexpected(last.error());
}

Status SqlSession::commit() {
  observations_.forget();
  Status status = db_->commit();
  if (!status) seqs_.set_recorded(0);
  return status;
}

Status SqlSession::rollback() {
  observations_.forget();
  seqs_.set_recorded(0);
  return db_->rollback();
}

Status SqlSession::check_mark(std::string_view name) const {
  if (!db_->in_transaction()) return fail(ErrorCode::kConflict, "no transaction is open");
  const auto good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  if (name.empty() || !std::all_of(name.begin(), name.end(), good)) {
    return fail(ErrorCode::kInvalid, "a savepoint's name is of [a-z0-9_]");
  }
  return {};
}

Status SqlSession::savepoint(std::string_view name) {
  if (Status status = check_mark(name); !status) return status;
  return db_->savepoint(std::string(name));
}

Status SqlSession::release(std::string_view name) {
  if (Status status = check_mark(name); !status) return status;
  return db_->release(std::string(name));
}

Status SqlSession::rollback_to(std::string_view name) {
  if (Status status = check_mark(name); !status) return status;
  seqs_.set_recorded(0);
  return db_->rollback_to(std::string(name));
}

}  // namespace analyzer::store
