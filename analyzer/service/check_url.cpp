// One link, for mini-programs and other channels of citizens.

#include "analyzer/service/form.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/text/url.h"

namespace analyzer {
namespace {

constexpr std::size_t kLongestUrl = 8192;  // bytes

struct Words {
  const char* zh;
  const char* en;
};

// What a citizen is told; "low" never says that a link is safe.
Words words_of(Level level) {
  switch (level) {
    case Level::kOfficial:
      return {"这是官方网址,可以使用。", "This is an official address."};
    case Level::kLow:
      return {"未发现已知风险,但不等于安全;办理养老金认证请用官方渠道。",
              "No known risk was found, which does not mean safe: use official channels."};
    case Level::kMedium:
      return {"存疑,请先不要打开,也不要填写证件、银行卡或验证码;可拨打12333核实。",
              "Doubtful: do not open it or enter papers, cards or codes; ask 12333."};
    case Level::kHigh:
      return {
          "高度可疑,请不要打开;已填写信息的请尽快联系银行并拨打96110。",
          "Highly suspicious: do not open it; if you entered anything, call your bank and 96110."};
    case Level::kCritical:
      return {"极可能是诈骗网址,请不要打开;已转账或填写信息的请立即拨打110。",
              "Very likely a scam: do not open it; if you paid or entered anything, call 110 now."};
  }
  return {"", ""};
}

}  // namespace

void ServiceImpl::check_url(const Caller& caller, std::string_view body, Done done) {
  const auto refuse = [&](Error error) { done(tl::unexpected(std::move(error))); };
  const Result<Form> form = Form::read(body, {"url", "store"});
  if (!form) return refuse(form.error());
  const Result<std::string> url = form->text("url");
  if (!url) return refuse(url.error());
  if (url->empty() || url->size() > kLongestUrl) {
    return refuse(field_error("/url", url->empty() ? "required" : "too_long", "1 to 8192 bytes"));
  }
  const auto store = form->flag("store");
  if (!store) return refuse(store.error());
  const auto snapshot = this->snapshot();
  Report report;
  report.urls = {*url};
  report.received_at = now();
  Facts facts;
  if (Result<UrlFacts> parsed = text::parse_url(*url)) facts.urls.push_back(*std::move(parsed));
  if (facts.urls.empty()) return refuse(field_error("/url", "format", "not a link"));
  const Prepared prepared = prepare(report, facts, *snapshot);
  const UrlVerdict& verdict = prepared.urls.front();
  const Words words = words_of(verdict.level);
  json::Object answer{{"level", std::string(name_of(verdict.level))},
                      {"official", verdict.official.has_value()},
                      {"sentence", json::Object{{"zh", words.zh}, {"en", words.en}}},
                      {"listed", !verdict.listed.empty()},
                      {"stored", store->value_or(false)}};
  if (!store->value_or(false)) return done(document(json::write(answer)));
  const json::Object sent{{"report_id", ids_.make("url_", report.received_at)},
                          {"received_at", format_time(report.received_at)},
                          {"source", "service"},
                          {"urls", json::Array{json::Value(*url)}}};
  submit_report(caller, json::write(sent), true,
                [answer = std::move(answer), done = std::move(done)](Result<Document> kept) {
                  if (!kept) return done(tl::unexpected(kept.error()));
                  done(document(json::write(answer)));
                });
}

}  // namespace analyzer
