// The commands of `analyzer`, one function each: it adds its options to the
// parser and returns nothing; what it does is run by main() after parsing.
//
// Exit codes: 0 done, 1 failed, 2 used wrongly.

#ifndef ANALYZER_CLI_COMMANDS_H_
#define ANALYZER_CLI_COMMANDS_H_

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace analyzer::cli {

// What the chosen command does; returns the exit code.
using Action = std::function<int()>;

struct Context {
  std::string root;  // folder that holds data/ and models/; from --root or the executable's place
  Action action;     // set by the command that was chosen
};

void add_serve(CLI::App& app, Context& context);
void add_score(CLI::App& app, Context& context);
void add_check(CLI::App& app, Context& context);
void add_calendar(CLI::App& app, Context& context);
void add_training(CLI::App& app, Context& context);     // train, evaluate
void add_simulate(CLI::App& app, Context& context);
void add_accounts(CLI::App& app, Context& context);     // user, key
void add_import(CLI::App& app, Context& context);
void add_maintenance(CLI::App& app, Context& context);  // backup, restore, purge
void add_move(CLI::App& app, Context& context);
void add_version(CLI::App& app, Context& context);

}  // namespace analyzer::cli

#endif  // ANALYZER_CLI_COMMANDS_H_
