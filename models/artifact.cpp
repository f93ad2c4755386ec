#include "models/artifact.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>

#include "analyzer/core/digest.h"
#include "analyzer/core/json.h"

namespace analyzer::models {
namespace {

constexpr std::string_view kTrees = "model.ubj";
constexpr std::string_view kColumns = "columns.txt";
constexpr std::string_view kCalibration = "calibration.json";
constexpr std::string_view kNgram = "ngram.bin";
constexpr std::string_view kHeads = "heads.bin";
constexpr std::string_view kNet = "net.bin";
constexpr std::string_view kRates = "rates.tsv";
constexpr std::string_view kSums = "SHA256SUMS";
constexpr std::string_view kCard = "card.md";

std::string path_of(const std::string& dir, std::string_view file) {
  return (std::filesystem::path(dir) / file).string();
}

Status write_file(const std::string& dir, std::string_view file, std::string_view bytes) {
  const std::string path = path_of(dir, file);
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) return fail(ErrorCode::kUnavailable, "cannot write " + path);
  return {};
}

Error corrupt(const std::string& dir, std::string_view file, std::string_view what) {
  return {ErrorCode::kCorrupt, path_of(dir, file) + ": " + std::string(what), {}};
}

std::string calibration_json(const Artifact& artifact) {
  std::string out = R"({"calibration":)" + artifact.calibration.to_json();
  out += R"(,"thresholds":{"fpr_1":)";
  json::append_number(out, artifact.thresholds.fpr_1);  // infinite, nothing may be flagged: null
  out += R"(,"fpr_01":)";
  json::append_number(out, artifact.thresholds.fpr_01);
  return out + "}}\n";
}

Result<double> threshold(const json::Object& object, std::string_view name) {
  const json::Value* value = object.if_contains(name);
  if (value != nullptr && value->is_null()) return std::numeric_limits<double>::infinity();
  if (value == nullptr || !value->is_number()) return fail(ErrorCode::kCorrupt, "threshold");
  return value->to_number<double>();
}

Status read_calibration(std::string_view text, Artifact& out) {
  const auto broken = fail(ErrorCode::kCorrupt, "not understood");
  const auto value = json::parse(text);
  if (!value || !value->is_object()) return broken;
  const json::Value* calibration = value->get_object().if_contains("calibration");
  const json::Value* thresholds = value->get_object().if_contains("thresholds");
  if (calibration == nullptr || thresholds == nullptr || !thresholds->is_object()) return broken;
  auto parsed = Calibration::from_json(json::write(*calibration));
  const auto fpr_1 = threshold(thresholds->get_object(), "fpr_1");
  const auto fpr_01 = threshold(thresholds->get_object(), "fpr_01");
  if (!parsed || !fpr_1 || !fpr_01) return broken;
  out.calibration = *std::move(parsed);
  out.thresholds = {*fpr_1, *fpr_01};
  return {};
}

// "hex  name" a line.
Result<std::map<std::string, std::string>> read_sums(const std::string& dir,
                                                     const std::string& text) {
  std::map<std::string, std::string> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.size() < 67 || line.substr(64, 2) != "  ") {
      return tl::unexpected(corrupt(dir, kSums, "not understood"));
    }
    out[line.substr(66)] = line.substr(0, 64);
  }
  return out;
}

// The bytes of one listed file, proven by its digest.
Result<std::string> read_listed(const std::string& dir, std::string_view file,
                                const std::map<std::string, std::string>& sums) {
  const auto sum = sums.find(std::string(file));
  if (sum == sums.end()) return tl::unexpected(corrupt(dir, kSums, "a file is not listed"));
  auto bytes = read_file(path_of(dir, file));
  if (!bytes) return tl::unexpected(corrupt(dir, file, "missing"));
  if (sha256_hex(*bytes) != sum->second) {
    return tl::unexpected(corrupt(dir, file, "differs from its digest in SHA256SUMS"));
  }
  return bytes;
}

// Reads a table if it is listed.
template <class Table>
Status read_table(const std::string& dir, std::string_view file,
                  const std::map<std::string, std::string>& sums, std::optional<Table>& out) {
  if (!sums.contains(std::string(file))) return {};
  const auto bytes = read_listed(dir, file, sums);
  if (!bytes) return tl::unexpected(bytes.error());
  auto table = Table::parse(*bytes);
  if (!table) return tl::unexpected(corrupt(dir, file, "not understood"));
  out = *std::move(table);
  return {};
}

}  // namespace

Status write_artifact(const Artifact& artifact, const std::string& dir) {
  std::error_code error;
  std::filesystem::create_directories(dir, error);
  if (error) return fail(ErrorCode::kUnavailable, "cannot make the folder " + dir);
  std::string columns;
  for (const std::string& name : artifact.columns) columns += name + '\n';
  std::vector<std::pair<std::string_view, std::string>> files = {
      {kCalibration, calibration_json(artifact)}, {kColumns, columns}, {kTrees, artifact.trees}};
  const auto add = [&](std::string_view file, const auto& table) {
    if (table) {
      files.emplace_back(file, table->bytes());
    } else {
      std::filesystem::remove(path_of(dir, file), error);
    }
  };
  add(kNgram, artifact.tables.ngram);
  add(kHeads, artifact.tables.heads);
  add(kNet, artifact.tables.net);
  add(kRates, artifact.tables.rates);
  std::string sums;
  for (const auto& [file, bytes] : files) {
    if (Status written = write_file(dir, file, bytes); !written) return written;
    sums += sha256_hex(bytes) + "  " + std::string(file) + '\n';
  }
  if (Status written = write_file(dir, kCard, artifact.card); !written) return written;
  return write_file(dir, kSums, sums);
}

Result<Artifact> read_artifact(const std::string& dir) {
  const auto text = read_file(path_of(dir, kSums));
  if (!text) return fail(ErrorCode::kNotFound, dir + ": no model (no SHA256SUMS)");
  const auto sums = read_sums(dir, *text);
  if (!sums) return tl::unexpected(sums.error());

  Artifact out;
  auto trees = read_listed(dir, kTrees, *sums);
  if (!trees) return tl::unexpected(trees.error());
  out.trees = *std::move(trees);
  const auto columns = read_listed(dir, kColumns, *sums);
  if (!columns) return tl::unexpected(columns.error());
  std::istringstream lines(*columns);
  for (std::string line; std::getline(lines, line);) out.columns.push_back(line);
  const auto calibration = read_listed(dir, kCalibration, *sums);
  if (!calibration) return tl::unexpected(calibration.error());
  if (!read_calibration(*calibration, out)) {
    return tl::unexpected(corrupt(dir, kCalibration, "not understood"));
  }
  for (const Status& read : {read_table(dir, kNgram, *sums, out.tables.ngram),
                             read_table(dir, kHeads, *sums, out.tables.heads),
                             read_table(dir, kNet, *sums, out.tables.net),
                             read_table(dir, kRates, *sums, out.tables.rates)}) {
    if (!read) return tl::unexpected(read.error());
  }
  out.digest = sha256_hex(*text);
  return out;
}

}  // namespace analyzer::models
