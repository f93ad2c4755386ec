// Objections (异议) to what was found of a person: a case of their own each, about the
// case objected to. What was said and the number to call are Secrets of the objection's
// case, kinds "objection" and "contact".
//
// Part of a Session: one thread at a time.

#ifndef ANALYZER_STORE_OBJECTIONS_H_
#define ANALYZER_STORE_OBJECTIONS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/names.h"
#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "analyzer/store/desk.h"

namespace analyzer::store {

// The numbers are stored: append only.
enum class ObjectionWay : std::uint8_t { kWindow, kHotline };

}  // namespace analyzer::store
namespace analyzer {
template <>
inline constexpr auto kNames<store::ObjectionWay> = std::to_array<std::string_view>({"window",
                                                                                     "hotline"});
}  // namespace analyzer
namespace analyzer::store {

struct Objection {
  std::string case_id;  // its own
  std::string about;    // the case objected to
  ObjectionWay way = ObjectionWay::kWindow;
  Time at{};
  std::string region;
  std::string taken_by;                 // account id
  Callback callback = Callback::kNone;  // due once the decision settled
  bool operator==(const Objection&) const = default;
};

struct ObjectionQuery {
  std::string region = {};  // code prefix; those of no place are everybody's
  std::optional<Callback> callback = {};
  std::string before = {};  // only those with a lesser case id; empty: from the newest
  std::size_t limit = 50;
};

class Objections {
 public:
  virtual ~Objections() = default;
  // Fails with kConflict if the case has one.
  virtual Status add(const Objection& objection) = 0;
  virtual Result<std::optional<Objection>> find(std::string_view case_id) = 0;
  // Those to one case, oldest first.
  virtual Result<std::vector<Objection>> about(std::string_view case_id) = 0;
  // Newest first: ids of cases are ordered by time.
  virtual Result<std::vector<Objection>> list(const ObjectionQuery& query) = 0;
  virtual Status set_callback(std::string_view case_id, Callback callback) = 0;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_OBJECTIONS_H_
