// What a ring is (decisions/0012), with its bounds, and the picture of one that
// a reviewer sees.
//
// A ring is read round an attempt, over the certified attempts (`passed`,
// `manual`) of the 365 days before it:
// 1. The attempt's device, operator, fee payee and Wi-Fi join the other persons
//    certified on them.
// 2. A further link of two persons or more joins its persons too
//    a. if it is a device, operator or payee that was used in one attempt with
//       one of step 1: the accounts of a gang's phone, the phones of an account;
//    b. or if it certified at least `tie` of the persons of step 1: one or two
//       of one link are a household, which joins nobody.
// A link of more persons or tries than its kind's bound is a hub: it joins
// nobody and is counted as a hub. Addresses (IP) never join: those of a carrier
// are a city's. Nor do an office's site, staff and terminal.

#ifndef ANALYZER_STORE_RING_H_
#define ANALYZER_STORE_RING_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "analyzer/core/link.h"
#include "analyzer/core/time.h"

namespace analyzer::store {

struct RingLimits {
  // Persons a year that a link of the kind may have. Above, it is a hub. In
  // generated cities a family's phone has up to 10, a village's or a nursing
  // home's 73, a home-visit team's 165, a crew's 53, a lane's Wi-Fi 25; of gangs
  // in the press a phone 200, an account 120, a payee 300; a bank's tablet and a
  // hospital's Wi-Fi have thousands.
  std::uint32_t device = 400;
  std::uint32_t operator_ = 400;
  std::uint32_t fee_payee = 1000;
  std::uint32_t wifi = 12;
  // A link with more attempts a person of its bound is a hub too.
  std::uint32_t attempts_a_person = 4;
  std::uint32_t tie = 3;          // see 2b
  std::size_t persons = 1024;     // a link that would bring more is left out
  std::size_t links = 256;        // further links looked at, in order
  std::size_t own_attempts = 64;  // of each person, the newest
};

struct RingNode {
  LinkKind kind = LinkKind::kPerson;  // kPerson, kDevice, kOperator, kPayee, kWifi
  std::uint32_t attempts = 0;         // of any outcome in the span
  // Of a link; of a hub the bound that it is above, 0 if it is one by its tries alone.
  std::uint32_t persons = 0;
  std::optional<Time> first;          // of these attempts
  std::optional<Time> last;
  bool confirmed = false;  // a case decided adversely, 24 months
  bool cleared = false;    // a case decided as harmless, 12 months
  bool own = false;        // of an attempt that the ring was asked for
  bool hub = false;
};

// A link certified a person.
struct RingEdge {
  std::size_t person = 0;  // places in `nodes`
  std::size_t link = 0;
  std::uint32_t attempts = 0;  // certified
  Time first{};
  Time last{};
};

struct RingPicture {
  // Own links and persons first, then links, then persons; of equals those of
  // more ties, then those seen later.
  std::vector<RingNode> nodes;
  std::vector<RingEdge> edges;  // by person, then link
  std::uint32_t persons = 0;    // of the whole ring, own ones included
  std::uint32_t links = 0;      // joined
  std::uint32_t hubs = 0;
  std::uint32_t left_out_persons = 0;  // for want of room among the nodes
  std::uint32_t left_out_links = 0;    // hubs among them
  bool cut = false;                    // larger than counted: a bound was reached
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_RING_H_
