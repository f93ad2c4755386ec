#include "analyzer/rules/pattern_syntax.h"

#include <algorithm>
#include <iterator>

namespace analyzer {
namespace {

constexpr int kMostRepeats = 1000;  // as RE2
constexpr int kDeepest = 100;       // groups within groups

constexpr std::u32string_view kHan = U"p{Han}";
constexpr std::u32string_view kNotHan = U"P{Han}";

// Script=Han as RE2 has it, the usual ones first.
constexpr std::pair<char32_t, char32_t> kHanRanges[] = {
    {0x4E00, 0x9FFF},   {0x3400, 0x4DBF},   {0x2E80, 0x2E99},   {0x2E9B, 0x2EF3},
    {0x2F00, 0x2FD5},   {0x3005, 0x3005},   {0x3007, 0x3007},   {0x3021, 0x3029},
    {0x3038, 0x303B},   {0xF900, 0xFA6D},   {0xFA70, 0xFAD9},   {0x16FE2, 0x16FE3},
    {0x16FF0, 0x16FF1}, {0x20000, 0x2A6DF}, {0x2A700, 0x2B739}, {0x2B740, 0x2B81D},
    {0x2B820, 0x2CEA1}, {0x2CEB0, 0x2EBE0}, {0x2F800, 0x2FA1D}, {0x30000, 0x3134A},
    {0x31350, 0x323AF}};

class Parser {
 public:
  explicit Parser(std::u32string text) : text_(std::move(text)) {}

  std::optional<PatternNode> run() {
    std::optional<PatternNode> root = alternation();
    if (!root || at_ != text_.size()) return std::nullopt;
    return root;
  }

 private:
  bool more() const { return at_ < text_.size(); }
  char32_t peek() const { return more() ? text_[at_] : U'\0'; }
  bool take(char32_t c) {
    if (peek() != c || !more()) return false;
    ++at_;
    return true;
  }

  std::optional<PatternNode> alternation() {
    if (++depth_ > kDeepest) return std::nullopt;
    PatternNode out;
    out.kind = PatternNode::Kind::kAlternate;
    do {
      std::optional<PatternNode> branch = sequence();
      if (!branch) return std::nullopt;
      out.children.push_back(*std::move(branch));
    } while (take(U'|'));
    --depth_;
    if (out.children.size() == 1) return std::move(out.children.front());
    return out;
  }

  std::optional<PatternNode> sequence() {
    PatternNode out;
    while (more() && peek() != U'|' && peek() != U')') {
      std::optional<PatternNode> item = atom();
      if (item) item = quantified(*std::move(item));
      if (!item) return std::nullopt;
      out.children.push_back(*std::move(item));
    }
    return out;
  }

  std::optional<PatternNode> atom() {
    PatternNode out;
    out.kind = PatternNode::Kind::kChars;
    const char32_t c = text_[at_++];
    switch (c) {
      case U'(':
        return group();
      case U'[':
        return bracket();
      case U'.':
        out.chars.negated = true;
        return out;
      case U'^':
        out.kind = PatternNode::Kind::kBegin;
        return out;
      case U'$':
        out.kind = PatternNode::Kind::kEnd;
        return out;
      case U'*':
      case U'+':
      case U'?':
      case U'{':
        return std::nullopt;
      case U'\\': {
        out.chars.negated = take_all(kNotHan);
        if (out.chars.negated) {
          out.chars.ranges.assign(std::begin(kHanRanges), std::end(kHanRanges));
        } else if (!escape(out.chars)) {
          return std::nullopt;
        }
        return out;
      }
      default:
        out.chars.ranges.emplace_back(c, c);
        return out;
    }
  }

  std::optional<PatternNode> group() {
    if (take(U'?') && !take(U':')) return std::nullopt;
    std::optional<PatternNode> inner = alternation();
    if (!inner || !take(U')')) return std::nullopt;
    return inner;
  }

  bool take_all(std::u32string_view word) {
    if (std::u32string_view(text_).substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  // What follows a backslash, added to `chars`.
  bool escape(CharClass& chars) {
    if (!more()) return false;
    if (take_all(kHan)) {
      chars.ranges.insert(chars.ranges.end(), std::begin(kHanRanges), std::end(kHanRanges));
      return true;
    }
    const char32_t c = text_[at_++];
    switch (c) {
      case U'd':
        chars.ranges.emplace_back(U'0', U'9');
        return true;
      case U's':
        for (const char32_t blank : U"\t\n\f\r ") {
          if (blank != U'\0') chars.ranges.emplace_back(blank, blank);
        }
        return true;
      case U'w':
        chars.ranges.insert(chars.ranges.end(),
                            {{U'0', U'9'}, {U'A', U'Z'}, {U'_', U'_'}, {U'a', U'z'}});
        return true;
      case U'n':
        chars.ranges.emplace_back(U'\n', U'\n');
        return true;
      case U't':
        chars.ranges.emplace_back(U'\t', U'\t');
        return true;
      default:
        break;
    }
    const bool letter = (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
    if (letter || (c >= U'0' && c <= U'9') || c > 0x7F) return false;
    chars.ranges.emplace_back(c, c);
    return true;
  }

  std::optional<PatternNode> bracket() {
    PatternNode out;
    out.kind = PatternNode::Kind::kChars;
    out.chars.negated = take(U'^');
    bool first = true;
    while (first || peek() != U']') {
      first = false;
      if (!more()) return std::nullopt;
      if (peek() == U'[' && at_ + 1 < text_.size() && text_[at_ + 1] == U':') return std::nullopt;
      CharClass low;
      if (!class_char(low)) return std::nullopt;
      const bool single = low.ranges.size() == 1 && low.ranges[0].first == low.ranges[0].second;
      const bool range = peek() == U'-' && at_ + 1 < text_.size() && text_[at_ + 1] != U']';
      if (range) {
        ++at_;
        CharClass high;
        if (!single || !class_char(high) || high.ranges.size() != 1 ||
            high.ranges[0].first < low.ranges[0].first) {
          return std::nullopt;
        }
        low.ranges[0].second = high.ranges[0].second;
      }
      out.chars.ranges.insert(out.chars.ranges.end(), low.ranges.begin(), low.ranges.end());
    }
    ++at_;
    return out;
  }

  bool class_char(CharClass& chars) {
    const char32_t c = text_[at_++];
    if (c == U'\\') return escape(chars);
    chars.ranges.emplace_back(c, c);
    return true;
  }

  std::optional<PatternNode> quantified(PatternNode item) {
    int min = 0;
    int max = PatternNode::kNoLimit;
    if (take(U'?')) {
      max = 1;
    } else if (take(U'+')) {
      min = 1;
    } else if (peek() == U'{' && more()) {
      ++at_;
      if (!bounds(min, max)) return std::nullopt;
    } else if (!take(U'*')) {
      return item;
    }
    take(U'?');  // what is preferred does not change what matches
    const bool twice = more() && (peek() == U'?' || peek() == U'*' || peek() == U'+');
    const bool width =
        item.kind != PatternNode::Kind::kBegin && item.kind != PatternNode::Kind::kEnd;
    if (twice || !width) return std::nullopt;
    PatternNode out;
    out.kind = PatternNode::Kind::kRepeat;
    out.min = min;
    out.max = max;
    out.children.push_back(std::move(item));
    return out;
  }

  std::optional<int> number() {
    int out = 0;
    const std::size_t begin = at_;
    while (peek() >= U'0' && peek() <= U'9' && out <= kMostRepeats) {
      out = out * 10 + static_cast<int>(text_[at_++] - U'0');
    }
    if (at_ == begin || out > kMostRepeats) return std::nullopt;
    return out;
  }

  // "m}", "m,}" or "m,n}".
  bool bounds(int& min, int& max) {
    const std::optional<int> low = number();
    if (!low) return false;
    min = max = *low;
    if (take(U',')) {
      max = PatternNode::kNoLimit;
      if (peek() != U'}') {
        const std::optional<int> high = number();
        if (!high || *high < min) return false;
        max = *high;
      }
    }
    return take(U'}');
  }

  std::u32string text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

// Length of the sequence that `lead` begins, 1 to 4; 0 if none can.
std::size_t sequence_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  if (lead >= 0xF0 && lead < 0xF5) return 4;
  return 0;
}

}  // namespace

bool CharClass::contains(char32_t c) const {
  const bool listed = std::any_of(ranges.begin(), ranges.end(), [c](const auto& range) {
    return c >= range.first && c <= range.second;
  });
  return listed != negated;
}

std::u32string decode_utf8(std::string_view text, std::vector<std::uint32_t>* offsets) {
  std::u32string out(text.size(), U'\0');
  if (offsets != nullptr) offsets->resize(text.size() + 1);
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++count) {
    if (offsets != nullptr) (*offsets)[count] = static_cast<std::uint32_t>(i);
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = sequence_length(lead);
    if (length == 0 || i + length > text.size()) {
      out[count] = U'\uFFFD';
      ++i;
      continue;
    }
    const auto tail = [&](std::size_t k) {
      return static_cast<char32_t>(static_cast<unsigned char>(text[i + k]) & 0x3FU);
    };
    switch (length) {
      case 1:
        out[count] = lead;
        break;
      case 2:
        out[count] = (lead & 0x1FU) << 6 | tail(1);
        break;
      case 3:
        out[count] = (lead & 0x0FU) << 12 | tail(1) << 6 | tail(2);
        break;
      default:
        out[count] = (lead & 0x07U) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3);
    }
    i += length;
  }
  out.resize(count);
  if (offsets != nullptr) {
    (*offsets)[count] = static_cast<std::uint32_t>(text.size());
    offsets->resize(count + 1);
  }
  return out;
}

std::optional<PatternNode> parse_pattern(std::string_view pattern) {
  std::u32string text = decode_utf8(pattern);
  if (text.find(U'\uFFFD') != std::u32string::npos) return std::nullopt;
  return Parser(std::move(text)).run();
}

}  // namespace analyzer
