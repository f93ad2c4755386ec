// The checked-in tables against ICU, from which they were made.

#include "analyzer/text/character_data.h"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <catch2/catch.hpp>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "analyzer/text/character_table.h"
#include "analyzer/text/lexicon.h"
#include "analyzer/text/normalize.h"

namespace analyzer::text {
namespace {

class Transform {
 public:
  explicit Transform(const char* id) {
    UErrorCode status = U_ZERO_ERROR;
    icu_.reset(icu::Transliterator::createInstance(id, UTRANS_FORWARD, status));
    REQUIRE(U_SUCCESS(status) != 0);
  }

  std::string operator()(char32_t c) const {
    icu::UnicodeString text(static_cast<UChar32>(c));
    icu_->transliterate(text);
    std::string out;
    return text.toUTF8String(out);
  }

 private:
  std::unique_ptr<icu::Transliterator> icu_;
};

TEST_CASE("The table of traditional characters agrees with ICU") {
  const Transform simplify("Traditional-Simplified");
  REQUIRE(kTraditionalSimplified.size() % 2 == 0);
  std::size_t own = 0;
  std::set<char32_t> seen;
  for (std::size_t i = 0; i < kTraditionalSimplified.size(); i += 2) {
    const char32_t from = kTraditionalSimplified[i];
    const std::string to = to_utf8(kTraditionalSimplified.substr(i + 1, 1));
    CAPTURE(to_utf8(std::u32string_view(&from, 1)), to);
    CHECK(seen.insert(from).second);
    if (simplify(from) != to) ++own;
  }
  CHECK(seen.size() > 2800);
  CHECK(own <= 1);  // the handwritten variant 囬
}

TEST_CASE("The table of readings agrees with ICU") {
  const Transform read("Han-Latin; Latin-ASCII");
  std::size_t characters = 0;
  for (const Reading& reading : kReadings) {
    for (const char32_t c : reading.characters) {
      CAPTURE(to_utf8(std::u32string_view(&c, 1)));
      CHECK(read(c) == reading.syllable);
      ++characters;
    }
  }
  CHECK(characters == 6763);  // GB 2312
}

TEST_CASE("The lexicon is written as normalization writes") {
  for (const std::u32string_view word : sounded_words()) {
    const std::string utf8 = to_utf8(word);
    CHECK(normalize(utf8).text == utf8);
  }
  std::map<std::u32string, std::u32string> targets;
  for (const Form& form : forms()) {
    CAPTURE(to_utf8(form.from), to_utf8(form.to));
    CHECK(targets.emplace(form.from, form.to).second);
    // Doubtful halves are read only beside certain ones.
    const std::string beside = form.among_splits ? "讠人" : "";
    CHECK(normalize(beside + to_utf8(form.from)).text == normalize(beside + to_utf8(form.to)).text);
    if (form.among_splits) CHECK(normalize(to_utf8(form.from)).text == to_utf8(form.from));
  }
}

}  // namespace
}  // namespace analyzer::text
