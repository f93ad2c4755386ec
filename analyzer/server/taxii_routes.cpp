// TAXII 2.1, read-only, over the published list.

#include "analyzer/server/api.h"
#include "analyzer/server/handlers.h"
#include "analyzer/service/taxii.h"

namespace analyzer::server {
namespace {

Response taxii(std::string body) {
  Response out;
  out.content_type = kTaxiiType;
  out.body = std::move(body);
  return out;
}

Response taxii(const Call& call, Result<TaxiiAnswer> found) {
  if (!found) return answer(call, found.error());
  Response out = taxii(std::move(found->body));
  if (found->first)
    out.headers.emplace_back("X-TAXII-Date-Added-First", format_time(*found->first));
  if (found->last) out.headers.emplace_back("X-TAXII-Date-Added-Last", format_time(*found->last));
  return out;
}

TaxiiQuery query_of(const Call& call) {
  TaxiiQuery out;
  out.added_after = call.parameter("added_after");
  out.limit = call.parameter("limit");
  out.next = call.parameter("next");
  out.id = call.parameter("match[id]");
  out.type = call.parameter("match[type]");
  return out;
}

}  // namespace

void taxii_discovery(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.lists() == nullptr) return respond(away(*call));
  respond(taxii(Taxii(*api.lists(), list_view_of(*call)).discovery()));
}

void taxii_root(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.lists() == nullptr) return respond(away(*call));
  respond(taxii(Taxii(*api.lists(), list_view_of(*call)).root()));
}

void taxii_collections(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.lists() == nullptr) return respond(away(*call));
  respond(taxii(Taxii(*api.lists(), list_view_of(*call)).collections()));
}

void taxii_collection(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.lists() == nullptr) return respond(away(*call));
  Result<std::string> found = Taxii(*api.lists(), list_view_of(*call)).collection(call->params[0]);
  if (!found) return respond(answer(*call, found.error()));
  respond(taxii(*std::move(found)));
}

void taxii_objects(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.lists() == nullptr) return respond(away(*call));
  respond(taxii(
      *call, Taxii(*api.lists(), list_view_of(*call)).objects(call->params[0], query_of(*call))));
}

void taxii_object(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.lists() == nullptr) return respond(away(*call));
  TaxiiQuery query = query_of(*call);
  query.id = call->params[1];
  Result<TaxiiAnswer> found =
      Taxii(*api.lists(), list_view_of(*call)).objects(call->params[0], query);
  if (found && !found->first) found = fail(ErrorCode::kNotFound, "no such object");
  respond(taxii(*call, std::move(found)));
}

void taxii_manifest(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.lists() == nullptr) return respond(away(*call));
  respond(taxii(
      *call, Taxii(*api.lists(), list_view_of(*call)).manifest(call->params[0], query_of(*call))));
}

}  // namespace analyzer::server
