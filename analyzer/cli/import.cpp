#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <functional>
#include <sstream>

#include "analyzer/cli/commands.h"
#include "analyzer/cli/csv.h"
#include "analyzer/cli/print.h"
#include "analyzer/cli/runtime.h"
#include "analyzer/cli/store_lock.h"
#include "analyzer/cli/submit_lines.h"
#include "analyzer/core/digest.h"
#include "analyzer/core/json.h"
#include "analyzer/store/store.h"
#include "feeds/reader.h"

namespace analyzer::cli {
namespace {

constexpr std::size_t kCheckpointEvery = 500;  // lines

struct ImportOptions {
  std::string kind;
  std::string file;
  std::string caller = "import";
  std::string source;  // of indicators
  std::string config;
};

struct Totals {
  std::size_t recorded = 0;
  std::size_t known = 0;
  std::size_t refused = 0;
};

void count(Totals& totals, std::size_t line, const Result<Document>& answer) {
  if (answer) {
    ++(answer->replayed ? totals.known : totals.recorded);
  } else {
    ++totals.refused;
    std::fprintf(stderr, "line %zu: %s\n", line, answer.error().message.c_str());
    for (const FieldError& field : answer.error().fields) {
      std::fprintf(stderr, "  %s: %s\n", field.pointer.c_str(), field.message.c_str());
    }
  }
}

// A line's body: the object itself, or wrapped as in `analyzer score`.
std::string body_of(const std::string& line, const std::string& kind) {
  const Result<json::Value> value = json::parse(line);
  if (value && value->is_object()) {
    if (const json::Value* inner = value->get_object().if_contains(kind)) {
      return json::write(*inner);
    }
  }
  return line;
}

struct ReadList {
  std::vector<ImportedIndicator> entries;
  std::vector<feeds::Wrong> wrong;
};

// Lines, or CSV with the columns kind, value and reason.
Result<ReadList> read_indicators(const std::string& path) {
  const Result<std::string> bytes = read_file(path);
  if (!bytes) return tl::unexpected(bytes.error());
  ReadList out;
  const feeds::Format format = path.ends_with(".csv") ? feeds::Format::kCsv : feeds::Format::kLines;
  feeds::Reader reader(
      format, {},
      {[&](feeds::Entry&& entry) {
         out.entries.push_back({0, std::string(name_of(entry.kind)), entry.value, entry.reason});
       },
       [&](const feeds::Wrong& wrong) { out.wrong.push_back(wrong); }});
  Status status = reader.write(*bytes);
  if (status) status = reader.finish();
  if (!status && out.wrong.empty()) return tl::unexpected(status.error());
  return out;
}

int import_indicators(const std::string& root, const ImportOptions& options) {
  if (options.source.empty()) {
    return print_error({ErrorCode::kInvalid, "--source is needed: whose list it is", {}});
  }
  const Result<Config> config = load_config(options.config);
  if (!config) return print_error(config.error());
  const auto list = read_indicators(options.file);
  if (!list) return print_error(list.error());
  const Result<StoreLock> lock = StoreLock::take(config->store);
  if (!lock) return print_error(lock.error());
  Result<Runtime> runtime = open_runtime(root, *config, Background::kNone);
  if (!runtime) return print_error(runtime.error());
  const auto kept = runtime->service->import_indicators(options.source, list->entries);
  if (!kept) return print_error(kept.error());
  for (const feeds::Wrong& wrong : list->wrong) {
    std::fprintf(stderr, "line %zu: %s\n", wrong.line, wrong.cause.c_str());
  }
  for (const ImportedList::Wrong& wrong : kept->wrong) {
    std::fprintf(stderr, "line %zu: %s\n", wrong.line, wrong.message.c_str());
  }
  const std::size_t wrong = kept->wrong.size() + list->wrong.size();
  std::printf("%zu listed, %zu known before, %zu left out as official or shared, %zu wrong\n",
              kept->listed, kept->known, kept->innocent, wrong);
  return wrong == 0 ? 0 : 1;
}

// The columns whose cells hold references; each is named as its kind of link.
constexpr std::string_view kLinkColumns[] = {"device", "operator", "phone",     "site",
                                             "staff",  "wifi",     "work_order"};

// The parts of a cell: "a; b" is two.
std::vector<std::string> parts_of(const std::string& cell) {
  std::vector<std::string> out;
  std::istringstream stream(cell);
  for (std::string part; std::getline(stream, part, ';');) {
    const std::size_t begin = part.find_first_not_of(' ');
    if (begin == std::string::npos) continue;
    out.push_back(part.substr(begin, part.find_last_not_of(' ') + 1 - begin));
  }
  return out;
}

json::Value helper_cell(const std::string& column, const std::string& cell) {
  if (column == "area" || column == "weekdays") {
    json::Array list;
    for (const std::string& part : parts_of(cell)) list.emplace_back(part);
    return list;
  }
  const bool counts = column == "persons_day" || column == "persons_week" || column == "beds";
  const bool digits = cell.find_first_not_of("0123456789") == std::string::npos;
  if (counts && digits && cell.size() < 9) return std::stoi(cell);
  return json::Value(cell);
}

// A row as the body of POST /v1/helpers: columns are its fields, but for links,
// of which each kind has a column with references between semicolons.
std::string helper_body(const std::vector<std::string>& columns,
                        const std::vector<std::string>& cells) {
  json::Object out;
  json::Array links;
  for (std::size_t i = 0; i < columns.size() && i < cells.size(); ++i) {
    if (cells[i].empty()) continue;
    if (std::count(std::begin(kLinkColumns), std::end(kLinkColumns), columns[i]) == 0) {
      out[columns[i]] = helper_cell(columns[i], cells[i]);
      continue;
    }
    for (const std::string& value : parts_of(cells[i])) {
      links.push_back(json::Object{{"kind", columns[i]}, {"value", value}});
    }
  }
  out["links"] = std::move(links);
  return json::write(out);
}

Result<std::vector<ImportedHelper>> read_helpers(const std::string& path) {
  std::ifstream stream(path);
  if (!stream) return fail(ErrorCode::kNotFound, path + ": cannot be opened");
  std::vector<ImportedHelper> out;
  CsvReader reader(stream);
  while (const auto record = reader.next()) {
    out.push_back({record->line, helper_body(reader.columns(), record->cells)});
  }
  return out;
}

int import_helpers(const std::string& root, const ImportOptions& options) {
  const Result<Config> config = load_config(options.config);
  if (!config) return print_error(config.error());
  const auto list = read_helpers(options.file);
  if (!list) return print_error(list.error());
  const Result<StoreLock> lock = StoreLock::take(config->store);
  if (!lock) return print_error(lock.error());
  Result<Runtime> runtime = open_runtime(root, *config, Background::kNone);
  if (!runtime) return print_error(runtime.error());
  const std::string source = options.source.empty() ? options.caller : options.source;
  const auto kept = runtime->service->import_helpers(source, *list);
  if (!kept) return print_error(kept.error());
  Totals totals{kept->registered, kept->known, 0};
  for (const auto& [line, error] : kept->wrong) {
    count(totals, line, Result<Document>(tl::unexpected(error)));
  }
  std::printf("%zu registered, %zu known before, %zu refused\n", totals.recorded, totals.known,
              totals.refused);
  return totals.refused == 0 ? 0 : 1;
}

using Submit = std::function<void(std::size_t line, const Result<std::string>& body)>;

void import_csv(std::istream& stream, const Submit& submit) {
  CsvReader reader(stream);
  while (const auto record = reader.next()) {
    const std::size_t cells = record->cells.size();
    if (cells == reader.columns().size()) {
      submit(record->line, csv_to_json(reader.columns(), record->cells));
    } else {
      submit(record->line,
             fail(ErrorCode::kInvalid, std::to_string(cells) + " cells below a head of " +
                                           std::to_string(reader.columns().size())));
    }
  }
}

void import_lines(std::istream& stream, const std::string& kind, const Submit& submit) {
  std::string text;
  for (std::size_t line = 1; std::getline(stream, text); ++line) {
    if (text.find_first_not_of('\r') != std::string::npos) submit(line, body_of(text, kind));
  }
}

int import_file(const std::string& root, const ImportOptions& options) {
  Result<Config> config = load_config(options.config);
  if (!config) return print_error(config.error());
  std::ifstream stream(options.file);
  if (!stream) {
    return print_error({ErrorCode::kNotFound, options.file + ": cannot be opened", {}});
  }
  const Result<StoreLock> lock = StoreLock::take(config->store);
  if (!lock) return print_error(lock.error());
  Result<Runtime> runtime = open_runtime(root, *config, Background::kNone);
  if (!runtime) return print_error(runtime.error());
  const std::string kind = options.kind == "registry" ? "registry_event" : options.kind;
  Totals totals;
  const Submit submit = [&](std::size_t line, const Result<std::string>& body) {
    count(totals, line,
          body ? submit_and_wait(*runtime->service, {options.caller, "", "import"}, kind, *body)
               : Result<Document>(tl::unexpected(body.error())));
    // Nobody else empties the log meanwhile.
    if (line % kCheckpointEvery == 0) (void)runtime->service->store().checkpoint();
    if (line % 500 == 0 && ::isatty(STDERR_FILENO) != 0) std::fprintf(stderr, "\r%zu lines", line);
  };
  if (options.file.ends_with(".csv")) {
    import_csv(stream, submit);
  } else {
    import_lines(stream, kind, submit);
  }
  std::printf("%zu recorded, %zu known before, %zu refused\n", totals.recorded, totals.known,
              totals.refused);
  return totals.refused == 0 ? 0 : 1;
}

}  // namespace

void add_import(CLI::App& app, Context& context) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App* command = app.add_subcommand(
      "import",
      "Record attempts, reports or registry events from a file: JSON lines, or CSV whose\n"
      "head names fields as person.ref or suspect.wechat. A line sent twice counts once.\n"
      "Indicators: one link, host or address a line, or CSV with kind, value and reason.\n"
      "Helpers: CSV with kind, name, area, valid_from, valid_until, weekdays, opens, closes,\n"
      "persons_day, persons_week, beds, note, and for references device, operator, phone, site,\n"
      "staff, wifi, work_order; several in a cell stand between semicolons.\n"
      "The service must be stopped.");
  command->add_option("kind", options->kind, "attempt, report, registry, indicators or helpers")
      ->required()
      ->check(CLI::IsMember({"attempt", "report", "registry", "indicators", "helpers"}));
  command->add_option("file", options->file, ".jsonl or .csv")->required();
  command->add_option("--caller", options->caller, "Whose ids they are")->capture_default_str();
  command->add_option("--source", options->source, "indicators, helpers: the name of the list");
  command->add_option("--config", options->config, "Configuration file of `serve`");
  command->callback([&context, options] {
    context.action = [&context, options] {
      if (options->kind == "helpers") return import_helpers(context.root, *options);
      return options->kind == "indicators" ? import_indicators(context.root, *options)
                                           : import_file(context.root, *options);
    };
  });
}

}  // namespace analyzer::cli
