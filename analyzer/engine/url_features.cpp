#include "analyzer/engine/url_features.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace analyzer {
namespace {

using models::Feature;

// What lies beyond tells no more and would cost time: the registrable domain is at
// a host's end, what a path is about at its begin.
constexpr std::size_t kMostHost = 96;
constexpr std::size_t kMostPath = 160;
constexpr std::size_t kMostWords = 24;  // of one kind
constexpr std::size_t kLongestShape = 24;
constexpr std::size_t kShortestRun = 2;  // of characters
constexpr std::size_t kLongestRun = 5;
constexpr std::size_t kShortestSound = 4;  // of vowels and consonants
constexpr std::size_t kLongestSound = 7;

// What a feature says; part of its hash.
enum class Kind : unsigned char {
  kSuffix = 1,
  kTopLabel,
  kSuffixHasPath,
  kSuffixNoPath,
  kSuffixNoSubdomain,
  kLabel,
  kLabelShape,
  kLabelLength,
  kLabelShapeSuffix,
  kLabelSounds,
  kSubdomain,
  kSubdomainFirst,
  kSubdomainShape,
  kSubdomainShapeSuffix,
  kSubdomainLabels,
  kHostWord,
  kHostLetters,
  kHostWordHasPath,
  kHostCharacters,
  kPort,
  kAddress,
  kNoPath,
  kPathDepth,
  kPathLength,
  kPathShape,
  kFirstSegment,
  kLastSegment,
  kEnding,
  kSegment,
  kSegmentPair,
  kSegmentShape,
  kSegmentShapeSuffix,
  kPathWord,
  kLabelAndSegmentShape,
  kPathCharacters,
  kNoQuery,
  kQueryKey,
  kQueryKeys,
  kQueryValueShape,
};

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Hash {
 public:
  explicit Hash(Kind kind) { add(static_cast<unsigned char>(kind)); }
  void add(unsigned char byte) {
    state_ = (state_ ^ byte) * 0xD6E8FEB86659FD93ULL;
    state_ ^= state_ >> 32U;
  }
  void add(std::string_view text) {
    for (const char c : text) add(static_cast<unsigned char>(c));
    add(kEnd);
  }
  Feature value() const {
    const auto top = static_cast<Feature>((state_ * 0x9E3779B97F4A7C15ULL) >> 32U);
    return top == 0 ? 1 : top;
  }

 private:
  static constexpr unsigned char kEnd = 3;  // no link holds it
  std::uint64_t state_ = 0x9E3779B97F4A7C15ULL;
};

// Up to kLongestShape characters without a look at the heap.
class Shape {
 public:
  void push(char c) {
    if (size_ < text_.size()) text_[size_++] = c;
  }
  operator std::string_view() const { return {text_.data(), size_}; }

 private:
  std::array<char, kLongestShape> text_{};
  std::size_t size_ = 0;
};

char kind_of(char c) { return is_letter(c) ? 'a' : is_digit(c) ? '0' : c; }

// Lengths that are told apart in a shape.
char length_class(std::size_t run) {
  constexpr auto kLast = std::to_array<std::size_t>({1, 2, 4, 7, 11});
  constexpr std::string_view kNames = "1247bz";
  const auto at = std::lower_bound(kLast.begin(), kLast.end(), run);
  return kNames[static_cast<std::size_t>(at - kLast.begin())];
}

// "abc12-x" as "a4021-1a1": each run's kind and the class of its length.
Shape shape_of(std::string_view text) {
  Shape out;
  for (std::size_t begin = 0; begin < text.size();) {
    const char kind = kind_of(text[begin]);
    std::size_t end = begin + 1;
    while (end < text.size() && kind_of(text[end]) == kind) ++end;
    out.push(kind);
    out.push(length_class(end - begin));
    begin = end;
  }
  return out;
}

// "/a12/b.php" as "/a0/a.a".
Shape outline_of(std::string_view text) {
  Shape out;
  char last = '\0';
  for (const char c : text) {
    const char kind = kind_of(c);
    if (kind == last && (kind == 'a' || kind == '0')) continue;
    out.push(kind);
    last = kind;
  }
  return out;
}

// "shebao1" as "cvcvv0".
char sound_of(char c) {
  if (is_digit(c)) return '0';
  if (!is_letter(c)) return c;
  return std::string_view("aeiou").find(c) == std::string_view::npos ? 'c' : 'v';
}

// Calls told(part) for each part between `separators` that is not empty.
template <class Told>
void parts_of(std::string_view text, std::string_view separators, Told told) {
  std::size_t count = 0;
  for (std::size_t begin = 0; begin <= text.size() && count < kMostWords;) {
    const std::size_t end = std::min(text.find_first_of(separators, begin), text.size());
    if (end > begin) {
      told(text.substr(begin, end - begin));
      ++count;
    }
    begin = end + 1;
  }
}

// Collects distinct features.
class Collector {
 public:
  explicit Collector(std::vector<Feature>& out) : out_(out) { out_.reserve(256); }

  template <class... Parts>
  void add(Kind kind, const Parts&... parts) {
    Hash hash(kind);
    (hash.add(std::string_view(parts)), ...);
    keep(hash.value());
  }

  void add_count(Kind kind, std::size_t count, std::string_view beside = {}) {
    Hash hash(kind);
    hash.add(static_cast<unsigned char>(std::min<std::size_t>(count, 200)));
    hash.add(beside);
    keep(hash.value());
  }

  void add_hash(const Hash& hash) { keep(hash.value()); }

  // Each run of `shortest` to `longest` characters of `text` as `map` shows them,
  // with a mark before its first and behind its last character.
  template <class Map>
  void add_runs(Kind kind, std::string_view text, std::size_t shortest, std::size_t longest,
                Map map) {
    constexpr unsigned char kBegin = 2;
    constexpr unsigned char kEnd = 4;
    const std::size_t size = text.size() + 2;
    for (std::size_t begin = 0; begin < size; ++begin) {
      Hash hash(kind);
      for (std::size_t i = begin; i < size && i - begin < longest; ++i) {
        hash.add(i == 0          ? kBegin
                 : i == size - 1 ? kEnd
                                 : static_cast<unsigned char>(map(text[i - 1])));
        if (i - begin + 1 >= shortest) keep(hash.value());
      }
    }
  }

 private:
  void keep(Feature feature) {
    std::size_t slot = feature % seen_.size();
    while (seen_[slot] != 0 && seen_[slot] != feature) slot = (slot + 1) % seen_.size();
    if (seen_[slot] == feature || out_.size() >= kMost) return;
    seen_[slot] = feature;
    out_.push_back(feature);
  }

  static constexpr std::size_t kMost = 1536;
  std::array<Feature, 2048> seen_{};  // 0: free
  std::vector<Feature>& out_;
};

void add_label(const UrlShape& url, Collector& out) {
  const Shape shape = shape_of(url.label);
  out.add(Kind::kLabel, url.label);
  out.add(Kind::kLabelShape, shape);
  out.add(Kind::kLabelShapeSuffix, shape, url.suffix);
  out.add_count(Kind::kLabelLength, std::min<std::size_t>(url.label.size(), 24), url.suffix);
  out.add_runs(Kind::kLabelSounds, url.label, kShortestSound, kLongestSound, sound_of);
}

void add_subdomain(const UrlShape& url, Collector& out) {
  const std::string_view subdomain = url.subdomain;
  if (subdomain.empty()) {
    out.add(Kind::kSuffixNoSubdomain, url.suffix);
    return;
  }
  const Shape shape = shape_of(subdomain);
  out.add(Kind::kSubdomain, subdomain);
  out.add(Kind::kSubdomainFirst, subdomain.substr(0, subdomain.find('.')));
  out.add(Kind::kSubdomainShape, shape);
  out.add(Kind::kSubdomainShapeSuffix, shape, url.suffix);
  out.add_count(Kind::kSubdomainLabels, count_of(subdomain, '.') + 1, url.suffix);
}

// A word of the host, and the runs of letters in it.
void add_host_word(std::string_view word, bool has_path, Collector& out) {
  out.add(Kind::kHostWord, word);
  out.add(Kind::kHostWordHasPath, word, has_path ? "/" : "");
  for (std::size_t begin = 0; begin < word.size();) {
    std::size_t end = begin;
    while (end < word.size() && is_letter(word[end])) ++end;
    if (end - begin > 1 && end - begin < word.size()) {
      out.add(Kind::kHostLetters, word.substr(begin, end - begin));
    }
    begin = end + 1;
  }
}

void add_host(const UrlShape& url, Collector& out) {
  const bool has_path = !url.path.empty();
  const std::string_view suffix = url.suffix;
  out.add(Kind::kSuffix, suffix);
  out.add(Kind::kTopLabel, suffix.substr(suffix.rfind('.') + 1));  // npos + 1 is 0
  out.add(has_path ? Kind::kSuffixHasPath : Kind::kSuffixNoPath, suffix);
  add_label(url, out);
  add_subdomain(url, out);
  std::string_view host = url.host;
  host.remove_prefix(host.size() - std::min(host.size(), kMostHost));
  parts_of(host, ".-", [&](std::string_view word) { add_host_word(word, has_path, out); });
  out.add_runs(Kind::kHostCharacters, host, kShortestRun, kLongestRun, [](char c) { return c; });
  if (url.facts.port) out.add(Kind::kPort);
  if (url.facts.host_is_ip) out.add(Kind::kAddress);
}

void add_segments(const UrlShape& url, std::string_view path, Collector& out) {
  const Shape label = shape_of(url.label);
  std::string_view last;
  std::size_t depth = 0;
  parts_of(path, "/", [&](std::string_view segment) {
    const Shape shape = shape_of(segment);
    out.add(Kind::kSegment, segment);
    out.add(Kind::kSegmentShape, shape);
    out.add(Kind::kSegmentShapeSuffix, shape, url.suffix);
    if (depth == 0) out.add(Kind::kFirstSegment, segment);
    if (depth > 0) out.add(Kind::kSegmentPair, last, segment);
    parts_of(segment, "-_.+,%~:@=", [&](std::string_view word) { out.add(Kind::kPathWord, word); });
    last = segment;
    ++depth;
  });
  out.add_count(Kind::kPathDepth, std::min<std::size_t>(depth, 8));
  if (last.empty()) return;
  out.add(Kind::kLastSegment, last);
  out.add(Kind::kLabelAndSegmentShape, label, shape_of(last));
  if (const std::size_t dot = last.rfind('.'); dot != std::string_view::npos) {
    out.add(Kind::kEnding, last.substr(dot));
  }
}

void add_query(std::string_view query, Collector& out) {
  if (query.empty()) {
    out.add(Kind::kNoQuery);
    return;
  }
  Hash keys(Kind::kQueryKeys);
  parts_of(query, "&", [&](std::string_view parameter) {
    const std::size_t equals = std::min(parameter.find('='), parameter.size());
    out.add(Kind::kQueryKey, parameter.substr(0, equals));
    keys.add(parameter.substr(0, equals));
    if (equals < parameter.size()) {
      out.add(Kind::kQueryValueShape, shape_of(parameter.substr(equals + 1)));
    }
  });
  out.add_hash(keys);
}

void add_path(const UrlShape& url, Collector& out) {
  const std::string_view path = std::string_view(url.path).substr(0, kMostPath);
  const std::string_view query = std::string_view(url.query).substr(0, kMostPath);
  if (path.empty()) {
    out.add(Kind::kNoPath);
  } else {
    out.add(Kind::kPathShape, outline_of(path));
    add_segments(url, path, out);
  }
  add_query(query, out);
  out.add_count(Kind::kPathLength, url.path.size() / 6, query.empty() ? "" : "?");
  if (path.empty() && query.empty()) return;
  std::string text(path.substr(path.empty() ? 0 : 1));
  if (!query.empty() && text.size() < kMostPath) text.append(1, '?').append(query);
  if (text.size() > kMostPath) text.resize(kMostPath);
  out.add_runs(Kind::kPathCharacters, text, kShortestRun, kLongestRun, [](char c) { return c; });
}

}  // namespace

UrlFeatures::UrlFeatures(const UrlShape& url) {
  Collector out(features_);
  add_host(url, out);
  hosts_ = features_.size();
  add_path(url, out);
}

}  // namespace analyzer
