#include "analyzer/service/file_types.h"

#include <algorithm>

namespace analyzer {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t kMostName = 120;  // characters

struct Magic {
  std::size_t at;
  std::string_view bytes;
  std::string_view type;
};
constexpr Magic kMagic[] = {
    {0, "\x89PNG\r\n\x1A\n"sv, "image/png"},
    {0, "\xFF\xD8\xFF"sv, "image/jpeg"},
    {8, "WEBP"sv, "image/webp"},
    {0, "%PDF-"sv, "application/pdf"},
    {0, "ID3"sv, "audio/mpeg"},
    {0, "\xFF\xFB"sv, "audio/mpeg"},
    {0, "\xFF\xF3"sv, "audio/mpeg"},
    {8, "WAVE"sv, "audio/wav"},
    {0, "#!AMR\n"sv, "audio/amr"},
    {0, "#!AMR-WB\n"sv, "audio/amr"},
    {4, "ftypM4A"sv, "audio/mp4"},
    {4, "ftyp"sv, "video/mp4"},
};

// Pictures in the same container, which a bureau's computers do not show: HEIF and AVIF.
constexpr std::string_view kPictureBrands[] = {"heic", "heix", "heim", "heis", "hevc",
                                               "hevx", "mif1", "msf1", "avif", "avis"};

bool is_unshown_picture(std::string_view bytes) {
  if (bytes.size() < 12 || bytes.substr(4, 4) != "ftyp") return false;
  return std::ranges::find(kPictureBrands, bytes.substr(8, 4)) != std::ranges::end(kPictureBrands);
}

// What files of a type are called, the usual ending first.
struct Endings {
  std::string_view type;
  std::string_view usual;
  std::string_view other;
};
constexpr Endings kEndings[] = {
    {"image/png", ".png", ".png"},
    {"image/jpeg", ".jpg", ".jpeg"},
    {"image/webp", ".webp", ".webp"},
    {"application/pdf", ".pdf", ".pdf"},
    {"audio/mpeg", ".mp3", ".mp3"},
    {"audio/wav", ".wav", ".wav"},
    {"audio/amr", ".amr", ".amr"},
    {"audio/mp4", ".m4a", ".mp4"},
    {"video/mp4", ".mp4", ".m4a"},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx", ".docx"},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", ".xlsx"},
    {"text/plain", ".txt", ".txt"},
};

bool ends_with(std::string_view name, std::string_view ending) {
  if (name.size() < ending.size()) return false;
  name.remove_prefix(name.size() - ending.size());
  return std::equal(name.begin(), name.end(), ending.begin(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

// A container of Office Open XML, told by the names of its parts; nothing with macros.
std::string_view office_type(std::string_view bytes) {
  if (bytes.find("vbaProject") != std::string_view::npos) return {};
  if (bytes.find("[Content_Types].xml") == std::string_view::npos) return {};
  if (bytes.find("word/document.xml") != std::string_view::npos) {
    return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  }
  if (bytes.find("xl/workbook.xml") != std::string_view::npos) {
    return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  }
  return {};
}

// Bytes of the sequence that begins here, 0 where none does.
std::size_t sequence(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t size = lead < 0x80U                    ? 1
                           : lead >= 0xC2U && lead < 0xE0U ? 2
                           : lead >= 0xE0U && lead < 0xF0U ? 3
                           : lead >= 0xF0U && lead < 0xF5U ? 4
                                                           : 0;
  if (size == 0 || size > text.size()) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) return 0;
  }
  return size;
}

// The same of GBK, in which Windows saves Chinese text: two bytes of 0x81-0xFE and
// 0x40-0xFE (GB/T 2312's extension, code page 936).
std::size_t gbk_sequence(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80U) return 1;
  if (lead == 0x80U || lead == 0xFFU || text.size() < 2) return 0;
  const auto trail = static_cast<unsigned char>(text[1]);
  return trail >= 0x40U && trail != 0x7FU && trail != 0xFFU ? 2 : 0;
}

bool controls(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20U && c != '\n' && c != '\r' && c != '\t') || byte == 0x7FU;
}

// Text in UTF-8 or GBK that is no page and no program of any kind: no byte that steers, and its
// first sign is neither "<" nor "#!".
bool is_plain_text(std::string_view bytes) {
  std::string_view rest = bytes;
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
  const std::size_t first = rest.find_first_not_of(" \r\n\t");
  if (first == std::string_view::npos || rest[first] == '<' || rest.starts_with("#!")) return false;
  const auto reads_as = [rest](auto sequence_of) {
    for (std::string_view left = rest; !left.empty();) {
      const std::size_t size = sequence_of(left);
      if (size == 0 || controls(left.front())) return false;
      left.remove_prefix(size);
    }
    return true;
  };
  return reads_as(sequence) || reads_as(gbk_sequence);
}

// U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069; U+0080 to U+009F; U+2028, U+2029.
bool turns_or_breaks(std::string_view one) {
  if (one.size() == 2) return one[0] == '\xC2' && static_cast<unsigned char>(one[1]) < 0xA0U;
  if (one.size() != 3 || one[0] != '\xE2') return false;
  const auto last = static_cast<unsigned char>(one[2]);
  if (one[1] == '\x80') return last == 0x8EU || last == 0x8FU || (last >= 0xA8U && last <= 0xAEU);
  return one[1] == '\x81' && last >= 0xA6U && last <= 0xA9U;
}

}  // namespace

std::string_view evidence_type(std::string_view bytes) {
  if (is_unshown_picture(bytes)) return {};
  for (const Magic& magic : kMagic) {
    if (bytes.size() < magic.at + magic.bytes.size()) continue;
    if (bytes.substr(magic.at, magic.bytes.size()) != magic.bytes) continue;
    const bool riff = magic.bytes == "WEBP" || magic.bytes == "WAVE";
    if (!riff || bytes.starts_with("RIFF")) return magic.type;
  }
  if (bytes.starts_with("PK\x03\x04")) return office_type(bytes);
  return is_plain_text(bytes) ? std::string_view("text/plain") : std::string_view();
}

std::string plain_file_name(std::string_view name) {
  const std::size_t cut = name.find_last_of("/\\");
  if (cut != std::string_view::npos) name.remove_prefix(cut + 1);
  std::string out;
  std::size_t characters = 0;
  while (!name.empty() && characters < kMostName) {
    const std::size_t size = std::max<std::size_t>(sequence(name), 1);
    const std::string_view one = name.substr(0, size);
    name.remove_prefix(size);
    if (sequence(one) == 0 || static_cast<unsigned char>(one.front()) < 0x20U || one == "\x7F" ||
        one == "\"" || turns_or_breaks(one)) {
      continue;
    }
    out += one;
    ++characters;
  }
  return out.empty() ? "未命名" : out;
}

std::string file_name_as(std::string name, std::string_view type) {
  for (const Endings& one : kEndings) {
    if (one.type != type) continue;
    if (!ends_with(name, one.usual) && !ends_with(name, one.other)) name += one.usual;
  }
  return name;
}

}  // namespace analyzer
