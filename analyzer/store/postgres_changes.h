// Changes by LISTEN: every commit of a store's sessions sends a NOTIFY that names the
// store, so that it knows its own. Internal to this layer.

#ifndef ANALYZER_STORE_POSTGRES_CHANGES_H_
#define ANALYZER_STORE_POSTGRES_CHANGES_H_

#include <memory>
#include <string>

#include "analyzer/store/changes.h"

namespace analyzer::store {

// The statement with which `sender` ([a-z0-9]) tells the others.
std::string notify_statement(const std::string& sender);

// Nothing is connected yet. Changes told by `sender` are not counted.
std::unique_ptr<Changes> postgres_changes(std::string address, std::string sender);

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_POSTGRES_CHANGES_H_
