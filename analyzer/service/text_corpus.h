// The corpus of messages, data/corpus: what its files hold (data/corpus/README.md).

#ifndef ANALYZER_SERVICE_TEXT_CORPUS_H_
#define ANALYZER_SERVICE_TEXT_CORPUS_H_

#include <string>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/engine/heard.h"
#include "models/train.h"

namespace analyzer {

struct Message {
  std::string text;
  bool scam = false;
  bool test = false;                 // split "dev"
  std::string group;                 // the scenario
  std::string kind;                  // "official_sms", "family_chat" ...
  std::string medium;                // api.md's word: sms, call, wechat ...
  std::string voice;                 // who speaks; "first" in the first file
  std::string style;                 // "none", or the odd style of writing
  Heard heard = {};                  // what it was labelled with
};

struct Corpus {
  std::vector<Message> messages;
  std::vector<models::DataSource> data;  // a file each
};

// Reads a file, or every *.jsonl of a folder in the order of their names. Fails with
// kNotFound if there is none, and with kInvalid, naming file and line, if a record
// lacks text, label, split or modelled_on or names a tactic or harm that does not exist.
Result<Corpus> read_corpus(const std::string& path);

// Reads other people's messages, of fraud and daily life of all sorts: a file of JSON
// lines, plain or gzip, of "text", "label" and, if there is one, "set", which becomes
// the kind. Each is a scenario of its own. Fails as read_corpus() does.
Result<Corpus> read_general(const std::string& path);

// The scenario of a message by its modelled_on: "L00-warn2" and "C00-warn3" are both
// of "warn"; an id of a case ("C17", "L31") stays as it is.
std::string scenario_of(std::string modelled_on);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_TEXT_CORPUS_H_
