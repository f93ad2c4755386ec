// The labelled messages of data/corpus as the tests of this folder read them.

#ifndef TESTS_UNIT_CORPUS_CORPUS_H_
#define TESTS_UNIT_CORPUS_CORPUS_H_

#include <string>
#include <vector>

namespace analyzer {

struct CorpusRecord {
  std::string place;  // "file:line"
  std::string file;   // "written_a.jsonl"
  std::string id;     // empty in the first file, which has none
  std::string text;
  bool fraud = false;
  std::string kind;
  std::vector<std::string> tactics;
  std::string harm;  // empty where the text tells of none
  std::string medium;
  std::string obfuscation;
  std::string modelled_on;
  std::string split;
  std::string group;  // as written; in the first file, group_of(modelled_on)
  std::string voice;  // empty in the first file
};

// The scenario that `modelled_on` names: "C12" is itself, of "C00-agent2" and
// "L00-warn" it is "agent" and "warn".
std::string group_of(const std::string& modelled_on);

// Every record of every data/corpus/*.jsonl, files in the order of their names.
// A line that is not a record with exactly the fields of data/corpus/README.md
// fails the running test case, by name.
std::vector<CorpusRecord> read_corpus();

}  // namespace analyzer

#endif  // TESTS_UNIT_CORPUS_CORPUS_H_
