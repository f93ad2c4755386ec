// Whom a host imitates: the brands of data/official.toml and the official hosts.
// A part of Register, which asks it only about hosts that are nobody's own.

#ifndef ANALYZER_ENGINE_IMITATION_H_
#define ANALYZER_ENGINE_IMITATION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/core/facts.h"
#include "analyzer/core/text_map.h"
#include "analyzer/core/verdict.h"

namespace analyzer {

struct Brand {
  std::string name;
  std::string kind;                  // "office", "bank", "courier" ...
  std::vector<std::string> tokens;   // lower case, three characters or more; see data/official.toml
  std::vector<std::string> domains;  // the owner's; what lies below them too
};

// How a host imitates; strongest first.
enum class Imitation : std::uint8_t {
  kGovOutOfPlace,  // gov.cn where it is not the suffix
  kEmbeddedHost,   // an owner's whole host inside another one, before its '@' or first in its path
  kLookAlike,      // the same to the eye
  kMisspelt,       // one or two letters off
  kHotline,        // a hotline's number in somebody else's label
  kToken,          // an owner's name in somebody else's label
};

struct FoundImitation {
  Imitation how = Imitation::kToken;
  Imitated whom;
  bool office = false;  // a government office, not a firm
};

class Imitations {
 public:
  // `official` are (host, name) of the register's entries.
  Imitations(std::vector<Brand> brands, std::vector<std::pair<std::string, std::string>> official);

  // Domains of the brands' owners.
  const TextSet& owners() const { return owners_; }
  // True if `host` is a brand owner's.
  bool is_owner(std::string_view host) const;

  // Takes some microseconds (tests/bench/register_bench.cpp).
  std::optional<FoundImitation> find(const UrlFacts& url) const;

 private:
  struct Token {
    std::string text;
    std::size_t brand = 0;
    bool digits = false;
  };
  struct Target {
    std::string host;  // without "www."
    std::string name;
    bool office = false;
  };
  // Of a target that can be misspelt, what a quick look needs, close together.
  struct Spelling {
    std::uint64_t characters = 0;  // which ones occur
    std::uint32_t target = 0;
    std::uint16_t size = 0;
    std::uint8_t edits = 0;  // at most so many off is misspelt
    bool gov = false;        // below gov.cn
  };

  void add_target(std::string host, const std::string& name, bool office);
  FoundImitation of(Imitation how, std::size_t target) const;
  std::optional<FoundImitation> gov_out_of_place(const UrlFacts& url) const;
  std::optional<FoundImitation> embedded(const UrlFacts& url) const;
  std::size_t first_in_path(const UrlFacts& url) const;
  // The target of exactly this host; targets_.size() if there is none.
  std::size_t whole(std::string_view host) const;
  std::optional<FoundImitation> look_alike(const UrlFacts& url) const;
  std::optional<FoundImitation> misspelt(std::string_view host, const UrlFacts& url) const;
  std::optional<FoundImitation> token(const UrlFacts& url, bool digits) const;

  std::vector<Brand> brands_;
  std::vector<Token> tokens_;
  std::unordered_map<std::uint32_t, std::vector<std::size_t>> by_head_;  // of tokens
  std::vector<Target> targets_;  // official hosts and owners' domains
  std::vector<Spelling> spellings_;
  std::size_t longest_target_ = 0;
  TextSet owners_;
  // Indices of targets by host, by skeleton and by the first label's skeleton.
  TextMap<std::size_t> by_host_;
  TextMap<std::size_t> by_skeleton_;
  TextMap<std::size_t> by_label_;
};

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_IMITATION_H_
