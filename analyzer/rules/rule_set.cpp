#include "analyzer/rules/rule_set.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <map>
#include <new>
#include <unordered_map>

#include "analyzer/rules/pattern.h"
#include "analyzer/rules/rule_file.h"

namespace analyzer {
namespace {

constexpr LogOdds kLargestWeight = 5.0;
constexpr std::size_t kFewestExamples = 3;

// The patterns of one scope; rule_of[i] is the index of pattern i's rule.
struct ScopePatterns {
  PatternSet patterns;
  std::vector<std::size_t> rule_of;
};

// What the timed searches of one scope took, by pattern.
class ScopeTimes {
 public:
  void resize(std::size_t patterns) { took_ = std::vector<std::atomic<std::uint64_t>>(patterns); }

  void add(const std::vector<std::uint64_t>& times) {
    texts_.fetch_add(1, std::memory_order_relaxed);
    for (std::size_t i = 0; i < times.size(); ++i) {
      if (times[i] > 0) took_[i].fetch_add(times[i], std::memory_order_relaxed);
    }
  }
  std::optional<double> microseconds(std::size_t pattern) const {
    constexpr double kNanoseconds = 1000.0;
    const auto texts = static_cast<double>(texts_.load(std::memory_order_relaxed));
    if (texts == 0.0) return std::nullopt;
    const auto took = static_cast<double>(took_[pattern].load(std::memory_order_relaxed));
    return took / texts / kNanoseconds;
  }

 private:
  std::atomic<std::uint64_t> texts_{0};
  std::vector<std::atomic<std::uint64_t>> took_;  // nanoseconds
};

// Whether this thread's next search is one to be timed.
bool is_timed() {
  thread_local unsigned searches = 0;
  return ++searches % RuleSet::kTimedOneIn == 0;
}

class Compiler {
 public:
  Compiler(std::vector<Rule>& rules, const Normalizer& normalize)
      : rules_(rules), normalize_(normalize) {}

  Status run(std::array<ScopePatterns, kNames<Scope>.size()>& scopes) {
    std::sort(rules_.begin(), rules_.end(),
              [](const Rule& a, const Rule& b) { return a.id < b.id; });
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      check_fields(rules_[i], i > 0 && rules_[i - 1].id == rules_[i].id);
      add(scopes[static_cast<std::size_t>(rules_[i].scope)], i);
    }
    for (ScopePatterns& scope : scopes) scope.patterns.build();
    for (const Rule& rule : rules_) {
      check_examples(scopes[static_cast<std::size_t>(rule.scope)], rule);
    }
    if (errors_.empty()) return {};
    const FieldError& first = errors_.front();
    return tl::unexpected(
        Error{ErrorCode::kInvalid, first.pointer + ": " + first.message, errors_});
  }

 private:
  void refuse(const Rule& rule, std::string message) {
    errors_.push_back({rule.where.empty() ? rule.id : rule.where, "invalid",
                       "rule '" + rule.id + "': " + std::move(message)});
  }

  void check_fields(const Rule& rule, bool taken) {
    if (!is_code(rule.id)) refuse(rule, "the id must read group.name in [a-z0-9_]");
    if (taken) refuse(rule, "the id is given twice");
    if (!(rule.weight >= -kLargestWeight && rule.weight <= kLargestWeight)) {
      refuse(rule, "the weight must lie in [-5, 5]");
    }
    if (rule.hits.size() < kFewestExamples || rule.misses.size() < kFewestExamples) {
      refuse(rule, "at least three hits and three misses are needed");
    }
  }

  void add(ScopePatterns& scope, std::size_t rule) {
    const Result<std::size_t> index = scope.patterns.add(rules_[rule].pattern, rules_[rule].unless);
    if (!index) return refuse(rules_[rule], index.error().message);
    scope.rule_of.push_back(rule);
  }

  void check_examples(const ScopePatterns& scope, const Rule& rule) {
    const auto matches = [&](const std::string& example) {
      const std::string text = rule.scope == Scope::kText ? normalize_(example) : example;
      const std::vector<PatternMatch> found = scope.patterns.search(text, 1);
      return std::any_of(found.begin(), found.end(), [&](const PatternMatch& match) {
        return &rules_[scope.rule_of[match.pattern]] == &rule;
      });
    };
    for (const std::string& hit : rule.hits) {
      if (!matches(hit)) refuse(rule, "does not match its hit '" + hit + "'");
    }
    for (const std::string& miss : rule.misses) {
      if (matches(miss)) refuse(rule, "matches its miss '" + miss + "'");
    }
  }

  std::vector<Rule>& rules_;
  const Normalizer& normalize_;
  std::vector<FieldError> errors_;
};

}  // namespace

struct RuleSet::Impl {
  std::vector<Rule> rules;  // by id
  std::array<ScopePatterns, kNames<Scope>.size()> scopes;
  std::array<ScopeTimes, kNames<Scope>.size()> times;  // of `scopes`

  std::vector<PatternMatch> search(std::size_t scope, std::string_view text, bool timed) {
    const PatternSet& patterns = scopes[scope].patterns;
    if (!timed) return patterns.search(text, kMaxSpans);
    std::vector<std::uint64_t> took(patterns.size());
    std::vector<PatternMatch> out = patterns.search(text, kMaxSpans, took);
    times[scope].add(took);
    return out;
  }
  std::string digest;
};

bool is_code(std::string_view text) {
  std::size_t parts = 0;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find('.', begin), text.size());
    const std::string_view part = text.substr(begin, end - begin);
    const bool good = !part.empty() && std::all_of(part.begin(), part.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
    if (!good) return false;
    ++parts;
    begin = end + 1;
  }
  return parts >= 2;
}

RuleSet::RuleSet(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RuleSet::RuleSet(RuleSet&&) noexcept = default;
RuleSet& RuleSet::operator=(RuleSet&&) noexcept = default;
RuleSet::~RuleSet() = default;

Result<RuleSet> RuleSet::compile(std::vector<Rule> rules, const Normalizer& normalize) {
  auto impl = std::make_unique<Impl>();
  impl->rules = std::move(rules);
  Compiler compiler(impl->rules, normalize);
  if (Status status = compiler.run(impl->scopes); !status) return tl::unexpected(status.error());
  for (std::size_t i = 0; i < impl->scopes.size(); ++i) {
    impl->times[i].resize(impl->scopes[i].patterns.size());
  }
  return RuleSet(std::move(impl));
}

Result<RuleSet> RuleSet::load(const std::string& folder, const Normalizer& normalize) {
  Result<RuleFolder> files = read_rule_folder(folder);
  if (!files) return tl::unexpected(files.error());
  Result<RuleSet> set = compile(std::move(files->rules), normalize);
  if (set) set->impl_->digest = std::move(files->digest);
  return set;
}

Result<std::vector<RuleMatch>> RuleSet::match(std::span<const RuleText> texts) const try {
  std::vector<RuleMatch> out;
  const bool timed = is_timed();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string_view text = texts[i].text;
    if (text.size() > kMaxTextBytes) return fail(ErrorCode::kUnavailable, "a text is too long");
    const auto scope = static_cast<std::size_t>(texts[i].scope);
    const std::vector<std::size_t>& rule_of = impl_->scopes[scope].rule_of;
    for (PatternMatch& match : impl_->search(scope, text, timed)) {
      out.push_back({&impl_->rules[rule_of[match.pattern]], i, std::move(match.spans)});
    }
  }
  // Rules are sorted by id and live in one array.
  std::stable_sort(out.begin(), out.end(), [](const RuleMatch& a, const RuleMatch& b) {
    return a.rule != b.rule ? a.rule < b.rule : a.text < b.text;
  });
  return out;
} catch (const std::bad_alloc&) {
  return fail(ErrorCode::kUnavailable, "out of memory while matching");
}

std::vector<std::optional<double>> RuleSet::costs() const {
  std::vector<std::optional<double>> out(impl_->rules.size());
  for (std::size_t scope = 0; scope < impl_->scopes.size(); ++scope) {
    const std::vector<std::size_t>& rule_of = impl_->scopes[scope].rule_of;
    for (std::size_t i = 0; i < rule_of.size(); ++i) {
      out[rule_of[i]] = impl_->times[scope].microseconds(i);
    }
  }
  return out;
}

const Rule* RuleSet::find(std::string_view id) const {
  const auto it =
      std::lower_bound(impl_->rules.begin(), impl_->rules.end(), id,
                       [](const Rule& rule, std::string_view key) { return rule.id < key; });
  return it != impl_->rules.end() && it->id == id ? &*it : nullptr;
}

std::span<const Rule> RuleSet::rules() const { return impl_->rules; }
const std::string& RuleSet::digest() const { return impl_->digest; }

}  // namespace analyzer
