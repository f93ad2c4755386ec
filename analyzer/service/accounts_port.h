// Ways for Accounts to reach a store.

#ifndef ANALYZER_SERVICE_ACCOUNTS_PORT_H_
#define ANALYZER_SERVICE_ACCOUNTS_PORT_H_

#include "analyzer/service/accounts.h"
#include "analyzer/service/service.h"
#include "analyzer/store/store.h"

namespace analyzer {

// Beside a running service: writes go through its sequencer, reads through
// sessions of their own. `service` must outlive the port.
AccountsPort accounts_port(Service& service);

// For the command line: every call is a transaction of its own. `store` must
// outlive the port.
AccountsPort accounts_port(store::Store& store);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_ACCOUNTS_PORT_H_
