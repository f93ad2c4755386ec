// Links and messages of honest people, as the corpus has them: what a list that comes in, or
// a case, must not call bad unseen though no register names it.
//
// Immutable once read; any number of threads may ask at once.

#ifndef ANALYZER_SERVICE_BENIGN_PLACES_H_
#define ANALYZER_SERVICE_BENIGN_PLACES_H_

#include <string>
#include <string_view>
#include <vector>

#include "feeds/indicator.h"

namespace analyzer {

class BenignPlaces {
 public:
  BenignPlaces() = default;
  // Of the harmless messages that offices, banks, shops and neighbours write (data/corpus):
  // their links, and each message's own fingerprint. Hosts that a fraudulent message names
  // too are left out; so is what people only ask about or warn of. Without the folder, or
  // where a file of it cannot be read, there is none of it. Takes about half a second.
  static BenignPlaces read(const std::string& folder);

  // Whether calling the value bad would hit one of them.
  bool holds(feeds::IndicatorKind kind, std::string_view value) const;
  // Whether one of them lies on this very host.
  bool has_host(std::string_view host) const;
  std::size_t hosts() const { return hosts_.size(); }

 private:
  std::vector<std::string> hosts_;  // backwards and sorted
  std::vector<std::string> urls_;   // as lists have them, sorted
  std::vector<std::string> texts_;  // fingerprints, sorted
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_BENIGN_PLACES_H_
