// How the rows of the audit log hang together. Internal to this layer.

#ifndef ANALYZER_STORE_AUDIT_CHAIN_H_
#define ANALYZER_STORE_AUDIT_CHAIN_H_

#include <cstdint>

#include "analyzer/store/audit.h"

namespace analyzer::store {

// SHA-256 over the hash before and the row's fields, each with its length.
Digest chained(const Digest& before, std::uint64_t number, const AuditEntry& entry);

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_AUDIT_CHAIN_H_
