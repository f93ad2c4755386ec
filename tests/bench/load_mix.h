// What the load sends: bodies that are all different, made cheaply while it runs.
//
// Attempts are those of an invented city (`analyzer simulate`), in their order in
// time. More cities with other persons, phones, faces and places are made of it by
// changing every reference, and run beside it, so that a long stream still moves
// forward in time: attempt 1 of every city, then attempt 2 of every city.
//
// Messages are texts of the project's corpus, joined and cut to a length, each
// with other digits.

#ifndef ANALYZER_TESTS_BENCH_LOAD_MIX_H_
#define ANALYZER_TESTS_BENCH_LOAD_MIX_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"

namespace analyzer::bench {

// A source of bodies. append() may be called for any number, in any order, and
// gives the same bytes for the same number.
class Mix {
 public:
  virtual ~Mix() = default;
  virtual void append(std::uint64_t number, std::string& out) const = 0;
};

class AttemptMix final : public Mix {
 public:
  // Of lines {"attempt":{…}}; other lines are left out. `run` makes the ids of two
  // runs on one database different.
  //
  // Fails with kInvalid if there is no attempt among them or `cities` is not in
  // [1, 800].
  static Result<AttemptMix> make(const std::string& lines, std::uint64_t cities,
                                 std::string_view run);

  void append(std::uint64_t number, std::string& out) const override;

  // Attempts of all cities; beyond them the ids repeat.
  std::uint64_t size() const { return bodies_.size() * cities_; }

 private:
  // A value in a body that differs from city to city.
  enum class Kind : std::uint8_t { kRef, kHash, kPhone, kAddress, kRegion };
  struct Spot {
    std::uint32_t begin;
    std::uint32_t size;
    Kind kind;
  };
  struct Body {
    std::string text;
    std::vector<Spot> spots;
  };
  struct Key;
  static const Key kKeys[];
  static Body read(std::string text);
  void change(std::string_view value, Kind kind, std::uint64_t city, std::string& out) const;

  std::vector<Body> bodies_;
  std::uint64_t cities_ = 1;
  std::string run_;
};

class MessageMix final : public Mix {
 public:
  // Of lines of data/corpus: the value of "text". Messages have `characters`
  // characters each. Fails with kInvalid where the texts together are too short.
  static Result<MessageMix> make(const std::string& lines, std::size_t characters);

  void append(std::uint64_t number, std::string& out) const override;

 private:
  std::vector<std::string> texts_;  // as they stand in JSON, without quotes
};

}  // namespace analyzer::bench

#endif  // ANALYZER_TESTS_BENCH_LOAD_MIX_H_
