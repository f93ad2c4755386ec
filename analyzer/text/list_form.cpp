#include "analyzer/text/list_form.h"

#include <algorithm>

#include "analyzer/text/host.h"
#include "analyzer/text/ip_address.h"
#include "analyzer/text/percent.h"
#include "analyzer/text/utf8.h"

namespace analyzer::text {
namespace {

constexpr std::size_t kMostHosts = 5;    // the whole one and four shorter
constexpr std::size_t kMostFolders = 4;  // "/", "/a/", "/a/b/", "/a/b/c/"

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (next_character(text, &at) == kReplacement) return false;
  }
  return true;
}

std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::string without_breaks(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != '\t' && c != '\r' && c != '\n') out += c;
  }
  return out;
}

std::string unescape_fully(std::string_view text) {
  std::string out(text);
  while (out.find('%') != std::string::npos) {
    std::string next = percent_decode(out);
    if (next.size() == out.size()) break;  // each escape that is undone makes it shorter
    out = std::move(next);
  }
  return out;
}

std::string escape(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7F && c != '#' && c != '%') {
      out += c;
      continue;
    }
    out += '%';
    out += kHex[byte >> 4U];
    out += kHex[byte & 15U];
  }
  return out;
}

std::string single_dots(std::string_view host) {
  std::string out;
  for (const char c : host) {
    if (c != '.' || (!out.empty() && out.back() != '.')) out += c;
  }
  if (!out.empty() && out.back() == '.') out.pop_back();
  return out;
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

// The host between user and port.
std::string_view bare_authority(std::string_view authority) {
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    authority.remove_prefix(at + 1);
  }
  const std::size_t colon = authority.rfind(':');
  if (colon == std::string_view::npos || authority.ends_with(']')) return authority;
  const std::string_view port = authority.substr(colon + 1);
  const bool number =
      std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
  return number ? authority.substr(0, colon) : authority;
}

void set_host(ListForm& form, std::string_view authority) {
  std::string host = lower(single_dots(unescape_fully(bare_authority(authority))));
  if (!is_ascii(host) && is_utf8(host)) {
    if (const Result<std::string> ascii = domain_to_ascii(host)) host = *ascii;
  }
  if (host.starts_with('[')) {
    form.host_is_ip = true;
  } else if (!host.empty() && ends_in_number(host)) {
    if (const Result<std::string> address = read_ipv4(host)) {
      host = *address;
      form.host_is_ip = true;
    }
  }
  form.host = escape(host);
}

// Without "." and "..", and with single slashes.
std::string plain_path(std::string_view path) {
  std::vector<std::string_view> parts;
  bool folder = true;
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, slash);
    folder = slash < path.size() || part == "." || part == "..";
    path.remove_prefix(std::min(slash + 1, path.size()));
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      if (!parts.empty()) parts.pop_back();
    } else {
      parts.push_back(part);
    }
  }
  std::string out;
  for (const std::string_view part : parts) out.append("/").append(part);
  if (folder || out.empty()) out += '/';
  return out;
}

std::vector<std::string> paths_of(const ListForm& form) {
  std::vector<std::string> out;
  const auto add = [&](std::string path) {
    if (std::find(out.begin(), out.end(), path) == out.end()) out.push_back(std::move(path));
  };
  if (!form.query.empty()) add(form.path + form.query);
  add(form.path);
  std::size_t slash = 0;
  for (std::size_t n = 0; n < kMostFolders && slash != std::string::npos; ++n) {
    add(form.path.substr(0, slash + 1));
    slash = form.path.find('/', slash + 1);
  }
  return out;
}

}  // namespace

Result<ListForm> list_form(std::string_view url) {
  std::string plain = without_breaks(trim_blanks(url));
  plain.resize(std::min(plain.find('#'), plain.size()));
  std::string_view rest = plain;
  if (const std::size_t scheme = rest.find("://");
      scheme != std::string_view::npos && scheme < rest.find_first_of("/?")) {
    rest.remove_prefix(scheme + 3);
  }
  const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
  ListForm form;
  set_host(form, rest.substr(0, end));
  if (form.host.empty()) return fail(ErrorCode::kInvalid, "no host");
  rest.remove_prefix(end);
  const std::size_t mark = std::min(rest.find('?'), rest.size());
  form.path = escape(plain_path(unescape_fully(rest.substr(0, mark))));
  if (mark < rest.size()) form.query = "?" + escape(unescape_fully(rest.substr(mark + 1)));
  return form;
}

std::vector<std::string_view> list_hosts(const ListForm& form) {
  const std::string_view host = form.host;
  std::vector<std::string_view> out = {host};
  if (form.host_is_ip) return out;
  // Where the last five, four, three and two labels begin.
  std::vector<std::size_t> starts;
  std::size_t dot = host.rfind('.');
  for (std::size_t labels = 1; labels < kMostHosts && dot != std::string_view::npos && dot > 0;) {
    dot = host.rfind('.', dot - 1);
    ++labels;
    starts.push_back(dot == std::string_view::npos ? 0 : dot + 1);
  }
  std::reverse(starts.begin(), starts.end());
  for (const std::size_t start : starts) {
    if (start > 0) out.push_back(host.substr(start));
  }
  return out;
}

std::vector<std::string> list_expressions(const ListForm& form) {
  const std::vector<std::string> paths = paths_of(form);
  std::vector<std::string> out;
  for (const std::string_view host : list_hosts(form)) {
    for (const std::string& path : paths) out.push_back(std::string(host) + path);
  }
  return out;
}

}  // namespace analyzer::text
