#include "analyzer/service/accounts_port.h"

namespace analyzer {
namespace {

std::function<Status(const AccountsPort::Work&)> reads(store::Store& store) {
  return [&store](const AccountsPort::Work& work) -> Status {
    const auto session = store.open_session(store::Mode::kReadOnly);
    return session ? work(**session) : tl::unexpected(session.error());
  };
}

Status run_in_transaction(store::Store& store, const AccountsPort::Work& work) {
  auto session = store.open_session(store::Mode::kReadWrite);
  if (!session) return tl::unexpected(session.error());
  if (Status begun = (*session)->begin(); !begun) return begun;
  if (Status done = work(**session); !done) {
    (void)(*session)->rollback();
    return done;
  }
  return (*session)->commit();
}

}  // namespace

AccountsPort accounts_port(Service& service) {
  return {reads(service.store()),
          [&service](const AccountsPort::Work& work) { return service.write(work); }};
}

AccountsPort accounts_port(store::Store& store) {
  return {reads(store),
          [&store](const AccountsPort::Work& work) { return run_in_transaction(store, work); }};
}

}  // namespace analyzer
