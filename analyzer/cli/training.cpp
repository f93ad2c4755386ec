#include "analyzer/service/training.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "analyzer/cli/commands.h"
#include "analyzer/cli/print.h"
#include "analyzer/engine/policy.h"
#include "analyzer/service/train_attempt.h"

namespace analyzer::cli {
namespace {

struct TrainingOptions {
  std::string model;
  std::string data;
  std::string test;
  std::string out;
  std::string artifact;
  std::uint64_t seed = AttemptTraining{}.seed;
  bool leave_one_out = false;
  bool disguises = false;
  std::string general;
  std::string judged;
  std::vector<std::string> sources;
  std::size_t sample = 1;
};

void show_progress(std::string_view what, double done) {
  std::fprintf(stderr, "\r%-40.*s %3.0f %%", static_cast<int>(what.size()), what.data(),
               done * 100.0);
  if (done >= 1.0) std::fprintf(stderr, "\n");
}

std::string or_default(const std::string& given, const std::string& otherwise) {
  return given.empty() ? otherwise : given;
}

int print_evaluation(const Result<models::Evaluation>& evaluation) {
  if (!evaluation) return print_error(evaluation.error());
  std::fputs(models::format_evaluation(*evaluation).c_str(), stdout);
  return 0;
}

std::string artifact_folder(const std::string& root, const TrainingOptions& o) {
  return or_default(o.artifact.empty() ? o.out : o.artifact, root + "/models/artifacts/" + o.model);
}

TextTraining text_files(const std::string& root, const TrainingOptions& o) {
  return {or_default(o.data, root + "/data/corpus"), root, artifact_folder(root, o), o.general};
}

AttemptTraining attempt_training(const std::string& root, const TrainingOptions& o) {
  AttemptTraining out;
  out.root = root;
  out.parameters = o.data;
  out.out_dir = artifact_folder(root, o);
  out.seed = o.seed;
  return out;
}

int print_table(const Result<std::string>& table) {
  if (!table) return print_error(table.error());
  std::fputs(table->c_str(), stdout);
  return 0;
}

int train(const std::string& root, const TrainingOptions& o) {
  if (o.model == "url") {
    if (o.data.empty() || o.test.empty()) {
      std::fprintf(stderr,
                   "error: train url needs --data and --test (CSV: url,label,source,date)\n");
      return 2;
    }
    return print_evaluation(
        train_url({o.data, o.test, root, artifact_folder(root, o)}, show_progress));
  }
  if (o.model == "text") return print_evaluation(train_text(text_files(root, o), show_progress));
  return print_table(train_attempt(attempt_training(root, o), show_progress));
}

// The model by itself, then what the whole makes of the same links.
int evaluate_links(const std::string& root, const TrainingOptions& o) {
  const int code = print_evaluation(evaluate_url(artifact_folder(root, o), root, o.data));
  return code != 0 || !o.artifact.empty() ? code : print_table(url_levels(root, o.data));
}

int leave_one_out(const std::string& root, const TrainingOptions& o) {
  const Result<Policy> policy = Policy::load(root + "/data");
  if (!policy) return print_error(policy.error());
  LeaveOneOut task{o.data, root, policy->url.high, o.sources, o.sample, {}};
  task.told = [](const std::string& line) { std::fprintf(stderr, "%s", line.c_str()); };
  return print_table(url_leave_one_out(task, show_progress));
}

// Models of folds on all of the corpus, or the shipped whole on other messages.
int evaluate_messages(const std::string& root, const TrainingOptions& o) {
  if (!o.test.empty()) return print_table(evaluate_general(root, o.test));
  TextTraining files = text_files(root, o);
  files.out_dir = std::filesystem::temp_directory_path().string();
  files.judged = o.judged;
  if (o.disguises) return print_table(text_robustness(files, show_progress));
  return print_table(text_folds(files, o.leave_one_out ? TextFolds::kVoices : TextFolds::kScenarios,
                                show_progress));
}

int evaluate(const std::string& root, const TrainingOptions& o) {
  if (o.model == "url") {
    if (o.data.empty()) {
      std::fprintf(stderr, "error: evaluate url needs --data (CSV: url,label,source,date)\n");
      return 2;
    }
    return o.leave_one_out ? leave_one_out(root, o) : evaluate_links(root, o);
  }
  if (o.model == "text") {
    return evaluate_messages(root, o);
  }
  const auto question = o.leave_one_out ? AttemptQuestion::kUnseen : AttemptQuestion::kArtifact;
  return print_table(evaluate_attempt(attempt_training(root, o), question, show_progress));
}

void add_common(CLI::App* command, const std::shared_ptr<TrainingOptions>& options) {
  command->add_option("model", options->model, "url, text or attempt")
      ->required()
      ->check(CLI::IsMember({"url", "text", "attempt"}));
  command->add_option("--data", options->data,
                      "url: CSV (may be .gz); text: JSON lines; attempt: simulation parameters");
  command->add_option("--general", options->general,
                      "text: JSON lines (may be .gz) of other messages that n-grams learn from");
  command->add_option("--seed", options->seed, "attempt: seed of the simulation")
      ->capture_default_str();
}

}  // namespace

void add_training(CLI::App& app, Context& context) {
  auto trained = std::make_shared<TrainingOptions>();
  CLI::App* train_command = app.add_subcommand(
      "train", "Train a model, calibrate it on held-out groups and write its artifact");
  add_common(train_command, trained);
  train_command->add_option("--test", trained->test, "url: CSV of other domains to measure on");
  train_command->add_option("--out", trained->out, "Folder of the artifact");
  train_command->callback([&context, trained] {
    context.action = [&context, trained] { return train(context.root, *trained); };
  });

  auto evaluated = std::make_shared<TrainingOptions>();
  CLI::App* evaluate_command = app.add_subcommand(
      "evaluate",
      "Measure a model: ROC-AUC, PR-AUC, recall at 1 % and 0.1 % false positives,\n"
      "Brier score, per source, with 95 % intervals");
  add_common(evaluate_command, evaluated);
  evaluate_command->add_option("--artifact", evaluated->artifact, "Folder of the artifact");
  evaluate_command->add_flag(
      "--leave-one-out", evaluated->leave_one_out,
      "Train without each source (url), voice (text) or scenario\n(attempt) in turn, judge it");
  evaluate_command->add_option("--test", evaluated->test,
                               "text: JSON lines of text and label to judge as shipped; without\n"
                               "it each fifth of the scenarios is left out of training and judged");
  evaluate_command->add_flag("--disguises", evaluated->disguises,
                             "text: what each of 15 disguises does to recall and false alarms");
  evaluate_command->add_option(
      "--judged", evaluated->judged,
      "text: file for each held-out message with its verdict (JSON lines)");
  evaluate_command->add_option("--source", evaluated->sources,
                               "url with --leave-one-out: this source alone; may be given again");
  evaluate_command
      ->add_option("--sample", evaluated->sample,
                   "With --leave-one-out: train on one domain in so many")
      ->check(CLI::PositiveNumber);
  evaluate_command->callback([&context, evaluated] {
    context.action = [&context, evaluated] { return evaluate(context.root, *evaluated); };
  });
}

}  // namespace analyzer::cli
