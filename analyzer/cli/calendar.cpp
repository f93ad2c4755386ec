#include <CLI/CLI.hpp>
#include <cstdio>

#include "analyzer/cli/commands.h"
#include "analyzer/cli/print.h"
#include "analyzer/engine/calendar_words.h"

namespace analyzer::cli {
namespace {

struct CalendarOptions {
  std::string region;
  std::string scheme;
  std::string residence = "any";
  std::string last;
  std::string on;
  unsigned birth_month = 0;
  std::string lang = "zh";
};

int wrong(const char* option, const char* wanted) {
  std::fprintf(stderr, "error: %s: %s\n", option, wanted);
  return 2;
}

int explain(const std::string& root, const CalendarOptions& options) {
  CalendarQuestion question;
  question.region = options.region;
  question.residence = parse_name<Residence>(options.residence).value_or(Residence::kAny);
  if (!options.scheme.empty()) question.scheme = parse_name<Scheme>(options.scheme);
  if (options.birth_month > 0) question.birth_month = options.birth_month;
  question.on =
      shanghai_date(std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now()));
  if (!options.on.empty()) {
    const Result<Date> on = parse_date(options.on);
    if (!on) return wrong("--on", "a day as 2026-03-10");
    question.on = *on;
  }
  if (!options.last.empty()) {
    const Result<Date> last = parse_date(options.last);
    if (!last) return wrong("--last", "a day as 2025-08-20");
    question.last = *last;
  }
  const Result<Calendar> calendar = Calendar::load(root + "/data/regions.toml");
  if (!calendar) return print_error(calendar.error());
  for (const Sentence& line : explain_lines(question, calendar->explain(question))) {
    std::printf("%s\n", options.lang == "en" ? line.en.c_str() : line.zh.c_str());
  }
  return 0;
}

}  // namespace

void add_calendar(CLI::App& app, Context& context) {
  auto options = std::make_shared<CalendarOptions>();
  CLI::App* command =
      app.add_subcommand("calendar",
                         "Explain when a person is due, by which rule, and what follows.\n"
                         "Example: analyzer calendar 621000 resident --last 2025-08-20");
  command->add_option("region", options->region, "Administrative code of where the benefit is paid")
      ->required()
      ->check([](const std::string& code) {
        const bool digits = code.find_first_not_of("0123456789") == std::string::npos;
        return digits && (code.size() == 6 || code.size() == 9 || code.size() == 12)
                   ? std::string()
                   : std::string("a region has 6, 9 or 12 digits");
      });
  command->add_option("scheme", options->scheme, "employee, public, resident, survivor or injury")
      ->check(CLI::IsMember({"employee", "public", "resident", "survivor", "injury"}));
  command->add_option("--last", options->last, "Day of the last certification");
  command->add_option("--on", options->on, "Day whose rules hold; today if not given");
  command->add_option("--residence", options->residence, "any, local, elsewhere or abroad")
      ->check(CLI::IsMember({"any", "local", "elsewhere", "abroad"}));
  command->add_option("--birth-month", options->birth_month, "1 to 12, for rules that go by it")
      ->check(CLI::Range(1, 12));
  command->add_option("--lang", options->lang, "zh or en")->check(CLI::IsMember({"zh", "en"}));
  command->callback([&context, options] {
    context.action = [&context, options] { return explain(context.root, *options); };
  });
}

}  // namespace analyzer::cli
