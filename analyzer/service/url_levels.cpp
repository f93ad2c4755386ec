// What level the service as it stands gives labelled links: the table from which
// the thresholds of data/policy.toml were chosen.

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "analyzer/engine/assess.h"
#include "analyzer/engine/snapshot.h"
#include "analyzer/service/share_text.h"
#include "analyzer/service/training.h"
#include "analyzer/service/url_links.h"

namespace analyzer {
namespace {

// A path that speaks of accounts: honest pages that look most like phishing.
constexpr auto kAccountWords = std::to_array<std::string_view>(
    {"login", "logon", "signin", "sign-in", "sign_in", "signup", "account", "user", "member",
     "password", "passwd", "passport", "verify", "auth", "sso", "register", "session"});

struct Tally {
  std::size_t rows[2] = {};  // harmless, phishing
  std::size_t high[2] = {};  // high or critical
  std::size_t critical[2] = {};
  std::size_t unexplained = 0;  // high without a reason
};

bool speaks_of_accounts(const UrlFacts& url) {
  std::string path = url.path;
  std::transform(path.begin(), path.end(), path.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return std::any_of(kAccountWords.begin(), kAccountWords.end(),
                     [&](std::string_view word) { return path.find(word) != std::string::npos; });
}

void count(Tally& tally, const UrlVerdict& verdict, std::size_t label) {
  ++tally.rows[label];
  if (verdict.level < Level::kHigh) return;
  ++tally.high[label];
  if (verdict.level == Level::kCritical) ++tally.critical[label];
  if (verdict.reasons.empty()) ++tally.unexplained;
}

std::string line(const std::string& name, const Tally& t) {
  std::string out =
      "| " + name + " | " + std::to_string(t.rows[0]) + " | " + share_text(t.high[0], t.rows[0]) +
      " | " + share_text(t.critical[0], t.rows[0]) + " | " + std::to_string(t.rows[1]) + " | " +
      share_text(t.high[1], t.rows[1]) + " | " + share_text(t.critical[1], t.rows[1]) + " | ";
  return out + std::to_string(t.unexplained) + " |\n";
}

}  // namespace

Result<std::string> url_levels(const std::string& root, const std::string& test) {
  const auto snapshot = Snapshot::load(root);
  if (!snapshot) return tl::unexpected(snapshot.error());
  const auto links = read_labelled_links(test, (*snapshot)->official());
  if (!links) return tl::unexpected(links.error());
  if ((*snapshot)->url_model() == nullptr) {
    return fail(ErrorCode::kNotFound, root + ": there is no url model");
  }
  std::map<std::string, Tally> sources;
  Tally all;
  Tally accounts;
  for (std::size_t i = 0; i < links->size(); ++i) {
    Facts facts;
    facts.urls = {links->urls[i]};
    const Prepared prepared = prepare(Report{}, facts, **snapshot);
    const std::size_t label = links->labels[i];
    count(all, prepared.urls.front(), label);
    count(sources[links->sources[i]], prepared.urls.front(), label);
    if (speaks_of_accounts(links->urls[i])) count(accounts, prepared.urls.front(), label);
  }
  std::string out =
      "\nLevels by the shipped policy, register and model:\n\n"
      "| source | harmless | at least high | critical | phishing | at least high | critical | "
      "without a reason |\n|---|---|---|---|---|---|---|---|\n";
  for (const auto& [source, tally] : sources) out += line(source, tally);
  return out + line("path speaks of accounts", accounts) + line("all", all);
}

}  // namespace analyzer
