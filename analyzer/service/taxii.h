// The published list as a TAXII 2.1 server shows it, read-only: one API root, one
// collection of STIX 2.1 indicators. What left the list is there as revoked.
//
// Any number of threads may call at once.

#ifndef ANALYZER_SERVICE_TAXII_H_
#define ANALYZER_SERVICE_TAXII_H_

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "analyzer/service/published_lists.h"

namespace analyzer {

inline constexpr const char* kTaxiiType = "application/taxii+json;version=2.1";

// What a client asks for of a collection; as it came in the query.
struct TaxiiQuery {
  std::string_view added_after;
  std::string_view limit;
  std::string_view next;
  std::string_view id;    // match[id], separated by commas
  std::string_view type;  // match[type]
};

struct TaxiiAnswer {
  std::string body;
  std::optional<Time> first;  // X-TAXII-Date-Added-First of the page
  std::optional<Time> last;
};

class Taxii {
 public:
  explicit Taxii(PublishedLists& lists, ListView view = {})
      : lists_(lists), view_(std::move(view)) {}

  std::string discovery() const;
  std::string root() const;
  std::string collections() const;
  // These fail with kNotFound for another collection or object, with kInvalid, naming the
  // parameter, for a query that is wrong.
  Result<std::string> collection(std::string_view id) const;
  Result<TaxiiAnswer> objects(std::string_view collection, const TaxiiQuery& query);
  Result<TaxiiAnswer> manifest(std::string_view collection, const TaxiiQuery& query);

 private:
  std::string id() const;
  Status check(std::string_view collection) const;

  PublishedLists& lists_;
  ListView view_;  // of the client
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_TAXII_H_
