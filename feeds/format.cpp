#include "feeds/format.h"

#include <array>

#include "analyzer/core/sha1.h"
#include "feeds/formats/formats.h"

namespace analyzer::feeds {
namespace {

constexpr auto kFormats = std::to_array<FormatRow>({
    {Format::kLines, read_lines_format, said_by_lines, write_lines},
    {Format::kHosts, read_hosts, said_by_hosts, write_hosts},
    {Format::kDnsmasq, read_dnsmasq, said_by_dnsmasq, write_dnsmasq},
    {Format::kAdblock, read_adblock, said_by_adblock, write_adblock},
    {Format::kRpz, read_rpz, said_by_rpz, write_rpz},
    {Format::kCsv, read_csv, said_by_csv, write_csv, true},
    {Format::kPhishtankJson, read_phishtank_json, nullptr, nullptr},
    {Format::kPhishtankCsv, read_phishtank_csv, nullptr, nullptr},
    {Format::kOpenphish, read_openphish, nullptr, nullptr},
    {Format::kUrlhausCsv, read_urlhaus_csv, nullptr, nullptr},
    {Format::kUrlhausJson, read_urlhaus_json, nullptr, nullptr},
    {Format::kMisp, read_misp, said_by_misp, write_misp, true},
    {Format::kWarninglist, read_warninglist, said_by_warninglist, write_warninglist},
    {Format::kStix, read_stix, said_by_stix, write_stix, true},
    {Format::kDelta, read_delta, said_by_delta, write_delta, true},
});
static_assert(kFormats.size() == kNames<Format>.size());

}  // namespace

const FormatRow& row_of(Format format) { return kFormats[static_cast<std::size_t>(format)]; }

std::optional<Entry> said_by(Format format, const Entry& entry, const ListHead& head) {
  const FormatRow& row = row_of(format);
  if (row.said == nullptr || is_hashed(entry.kind)) return std::nullopt;
  if (!row.wide && !is_place(entry.kind)) return std::nullopt;
  return row.said(entry, head);
}

bool is_written(Format format) { return row_of(format).write != nullptr; }

std::string write_list(Format format, std::span<const Entry> entries, const ListHead& head) {
  std::vector<Entry> said;
  for (const Entry& entry : entries) {
    std::optional<Entry> one = said_by(format, entry, head);
    if (one && (said.empty() || said.back() != *one)) said.push_back(*std::move(one));
  }
  return is_written(format) ? row_of(format).write(said, head) : std::string();
}

Entry bare(const Entry& entry, const ListHead& head) {
  Entry out;
  out.kind = entry.kind;
  out.value = entry.value;
  out.source = head.issuer;
  return out;
}

std::string banner(const ListHead& head, std::string_view mark) {
  std::string out;
  for (const std::string& line :
       {head.title, head.issuer + " / " + head.name + ", version " + std::to_string(head.version),
        "of " + format_time(head.made_at)}) {
    std::string plain = line;
    for (char& c : plain) c = c == '\n' || c == '\r' ? ' ' : c;
    out.append(mark).append(plain).append("\n");
  }
  return out;
}

std::string uuid_of(std::string_view text) {
  // A namespace of this project's own, drawn once.
  constexpr std::string_view kNamespace =
      "\x5b\x0e\x6a\x1c\x93\x4d\x4f\x27\xa8\x61\x3c\x7d\x10\xe2\xb9\x54";
  std::string bytes = sha1(std::string(kNamespace) + std::string(text)).substr(0, 16);
  bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0FU) | 0x50U);
  bytes[8] = static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3FU) | 0x80U);
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
    out += kHex[static_cast<unsigned char>(bytes[i]) >> 4U];
    out += kHex[static_cast<unsigned char>(bytes[i]) & 15U];
  }
  return out;
}

}  // namespace analyzer::feeds
