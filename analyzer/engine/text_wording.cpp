#include "analyzer/engine/text_wording.h"

#include <algorithm>

#include "models/ngram_features.h"

namespace analyzer {
namespace {

constexpr char kLinkMark = '\x01';  // not in normalized texts

std::vector<Span> link_spans(std::span<const UrlFacts> urls) {
  std::vector<Span> out;
  for (const UrlFacts& url : urls) {
    if (url.span) out.push_back(*url.span);
  }
  return out;
}

}  // namespace

TextWording read_wording(const TextFacts& text, std::span<const UrlFacts> urls) {
  const NormalizedText& normalized = text.normalized;
  const std::vector<Span> links = link_spans(urls);
  const std::size_t bytes = normalized.text.size();
  TextWording out{std::string(bytes, kLinkMark), std::vector<std::uint32_t>(bytes + 1), {}};
  std::size_t size = 0;
  bool after_link = false;
  for (std::size_t i = 0; i < bytes; ++i) {
    const std::uint32_t origin = normalized.origin[i];
    const bool of_link = std::any_of(links.begin(), links.end(), [origin](const Span& link) {
      return origin >= link.begin && origin < link.end;
    });
    if (!of_link || !after_link) {
      const char c = normalized.text[i];
      if (!of_link) out.text[size] = c >= '0' && c <= '9' ? '0' : c;  // a link: the mark is there
      out.places[size] = static_cast<std::uint32_t>(i);
      ++size;
    }
    after_link = of_link;
  }
  out.text.resize(size);
  out.places.resize(size + 1);
  out.places.back() = static_cast<std::uint32_t>(bytes);
  out.ngrams = models::ngram_features(out.text, kWordingNgram);
  return out;
}

}  // namespace analyzer
