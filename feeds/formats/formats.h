// Each format's reader and writer, in the file of its name. said_by_* give what of
// an entry the format can say (format.h).

#ifndef FEEDS_FORMATS_FORMATS_H_
#define FEEDS_FORMATS_FORMATS_H_

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "feeds/format.h"
#include "feeds/reader.h"

namespace analyzer::feeds {

using Maker = std::unique_ptr<FormatReader> (*)(Intake&);
using Said = std::optional<Entry> (*)(const Entry&, const ListHead&);
// Writes entries that are what the format can say.
using Writer = std::string (*)(std::span<const Entry>, const ListHead&);

struct FormatRow {
  Format format;
  Maker read;
  Said said;          // null: only read
  Writer write;       // null: only read
  bool wide = false;  // says more than places: what QR codes say, fingerprints of texts
};

const FormatRow& row_of(Format format);

std::unique_ptr<FormatReader> read_lines_format(Intake& intake);
std::optional<Entry> said_by_lines(const Entry& entry, const ListHead& head);
std::string write_lines(std::span<const Entry> entries, const ListHead& head);

std::unique_ptr<FormatReader> read_hosts(Intake& intake);
std::optional<Entry> said_by_hosts(const Entry& entry, const ListHead& head);
std::string write_hosts(std::span<const Entry> entries, const ListHead& head);

std::unique_ptr<FormatReader> read_dnsmasq(Intake& intake);
std::optional<Entry> said_by_dnsmasq(const Entry& entry, const ListHead& head);
std::string write_dnsmasq(std::span<const Entry> entries, const ListHead& head);

std::unique_ptr<FormatReader> read_adblock(Intake& intake);
std::optional<Entry> said_by_adblock(const Entry& entry, const ListHead& head);
std::string write_adblock(std::span<const Entry> entries, const ListHead& head);

std::unique_ptr<FormatReader> read_rpz(Intake& intake);
std::optional<Entry> said_by_rpz(const Entry& entry, const ListHead& head);
std::string write_rpz(std::span<const Entry> entries, const ListHead& head);

std::unique_ptr<FormatReader> read_csv(Intake& intake);
std::optional<Entry> said_by_csv(const Entry& entry, const ListHead& head);
std::string write_csv(std::span<const Entry> entries, const ListHead& head);

std::unique_ptr<FormatReader> read_phishtank_json(Intake& intake);
std::unique_ptr<FormatReader> read_phishtank_csv(Intake& intake);
std::unique_ptr<FormatReader> read_openphish(Intake& intake);
std::unique_ptr<FormatReader> read_urlhaus_csv(Intake& intake);
std::unique_ptr<FormatReader> read_urlhaus_json(Intake& intake);

std::unique_ptr<FormatReader> read_misp(Intake& intake);
std::optional<Entry> said_by_misp(const Entry& entry, const ListHead& head);
std::string write_misp(std::span<const Entry> entries, const ListHead& head);

std::unique_ptr<FormatReader> read_warninglist(Intake& intake);
std::optional<Entry> said_by_warninglist(const Entry& entry, const ListHead& head);
std::string write_warninglist(std::span<const Entry> entries, const ListHead& head);

std::unique_ptr<FormatReader> read_stix(Intake& intake);
std::optional<Entry> said_by_stix(const Entry& entry, const ListHead& head);
std::string write_stix(std::span<const Entry> entries, const ListHead& head);

std::unique_ptr<FormatReader> read_delta(Intake& intake);
std::optional<Entry> said_by_delta(const Entry& entry, const ListHead& head);
std::string write_delta(std::span<const Entry> entries, const ListHead& head);

// The entry with value and kind alone, as one that tells no source of its own is read.
Entry bare(const Entry& entry, const ListHead& head);
// The comment that stands above a list of lines, each after `mark`.
std::string banner(const ListHead& head, std::string_view mark);
// A name-based UUID (version 5) for what `text` names, stable across exports.
std::string uuid_of(std::string_view text);

}  // namespace analyzer::feeds

#endif  // FEEDS_FORMATS_FORMATS_H_
