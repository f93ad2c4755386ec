#include "analyzer/service/data_files.h"

#include <zlib.h>

#include <algorithm>
#include <array>

#include "analyzer/core/digest.h"

namespace analyzer {
namespace {

bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b"); }

Result<std::string> unpack(const std::string& path) {
  gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return fail(ErrorCode::kNotFound, "cannot read " + path);
  std::string out;
  std::array<char, 65536> part;
  int got = 0;
  while ((got = gzread(file, part.data(), part.size())) > 0) {
    out.append(part.data(), static_cast<std::size_t>(got));
  }
  // A file cut short ends like any other and is only found out on closing.
  const bool whole = gzclose(file) == Z_OK && got == 0;
  if (!whole) return fail(ErrorCode::kCorrupt, path + ": broken or cut short");
  return out;
}

}  // namespace

Result<DataFile> read_data_file(const std::string& path) {
  auto bytes = read_file(path);
  if (!bytes) return tl::unexpected(bytes.error());
  DataFile out{sha256_hex(*bytes), {}};
  if (!is_gzip(*bytes)) {
    out.text = *std::move(bytes);
    return out;
  }
  auto text = unpack(path);
  if (!text) return tl::unexpected(text.error());
  out.text = *std::move(text);
  return out;
}

Result<std::vector<std::vector<std::string>>> parse_csv(std::string_view text) {
  std::vector<std::vector<std::string>> out;
  std::size_t i = 0;
  while (i < text.size()) {
    std::vector<std::string> record(1);
    bool more = true;
    while (more) {
      std::string& field = record.back();
      if (i < text.size() && text[i] == '"') {
        for (++i; i < text.size(); ++i) {
          if (text[i] != '"') {
            field += text[i];
          } else if (text.substr(i + 1).starts_with('"')) {
            field += text[++i];
          } else {
            break;
          }
        }
        if (i == text.size()) {
          return fail(ErrorCode::kInvalid,
                      "record " + std::to_string(out.size() + 1) + ": a quote is not closed");
        }
        ++i;
      }
      const std::size_t end = std::min(text.find_first_of(",\n", i), text.size());
      field.append(text.substr(i, end - i));
      more = end < text.size() && text[end] == ',';
      i = end + 1;
      if (more) record.emplace_back();
    }
    if (record.back().ends_with('\r')) record.back().pop_back();
    if (record.size() > 1 || !record[0].empty()) out.push_back(std::move(record));
  }
  return out;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) out.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

Time parse_loose_date(std::string_view text) {
  std::string day(text.substr(0, 10));
  if (day.size() == 4) day += "-01-01";
  if (day.size() == 7) day += "-01";
  const auto date = parse_date(day);
  return date ? shanghai_midnight(*date) : Time{};
}

}  // namespace analyzer
