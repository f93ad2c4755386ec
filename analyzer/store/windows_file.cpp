// The windows as a file: a head, then every change still held in its stored
// form, then the SHA-256 of all before it. Loading applies the changes anew.

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "analyzer/core/digest.h"
#include "analyzer/store/bytes.h"
#include "analyzer/store/event_codec.h"
#include "analyzer/store/windows_impl.h"

namespace analyzer::store {
namespace {

constexpr std::string_view kMagic = "ANZWINDOWS";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kDigestBytes = 32;

void add(ByteWriter& out, std::uint64_t arrival, const WindowChange& change) {
  out.put(arrival);
  out.put_sized(encode(change));
}

Status write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return fail(ErrorCode::kUnavailable, "the windows cannot be written");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Status damaged() { return fail(ErrorCode::kCorrupt, "the file of the windows is damaged"); }

Status check_head(ByteReader& in, std::uint64_t& last_arrival) {
  if (in.take(kMagic.size()) != kMagic) return damaged();
  if (in.get<std::uint32_t>() != kVersion) {
    return fail(ErrorCode::kCorrupt, "the file of the windows is of another version");
  }
  last_arrival = in.get<std::uint64_t>();
  return {};
}

}  // namespace

Status Windows::write_file(const std::string& path, std::string_view bytes) {
  const std::string beside = path + ".new";
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return fail(ErrorCode::kUnavailable, "the windows cannot be written");
  Status status = write_all(file, bytes);
  if (status && ::fsync(file) != 0) {
    status = fail(ErrorCode::kUnavailable, "the windows cannot be synced");
  }
  if (::close(file) != 0 && status) {
    status = fail(ErrorCode::kUnavailable, "the windows cannot be written");
  }
  if (status && std::rename(beside.c_str(), path.c_str()) != 0) {
    status = fail(ErrorCode::kUnavailable, "the windows cannot be put in place");
  }
  if (!status) {
    ::unlink(beside.c_str());
    return status;
  }
  const auto folder = std::filesystem::absolute(path).parent_path();
  const int names = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (names >= 0) {
    static_cast<void>(::fsync(names));
    ::close(names);
  }
  return {};
}

std::string Windows::to_bytes(std::uint64_t last_arrival) const {
  ByteWriter out;
  out.append(kMagic);
  out.put(kVersion);
  out.put(last_arrival);
  for (Slots::Number n = impl_->slots.begin(); n != impl_->slots.end(); ++n) {
    const Slot& slot = impl_->slots[n];
    add(out, slot.arrival, impl_->event_of(slot));
  }
  for (const ReportEvent& event : impl_->reports.events()) add(out, event.arrival, event);
  for (const auto& [person, facts] : impl_->registry.all()) {
    for (const RegistryFact& fact : facts) add(out, fact.arrival, fact);
  }
  for (const auto& [key, marks] : impl_->dispositions.all()) {
    for (const Dispositions::Mark& mark : marks) {
      // The kind of the link is part of its key already.
      add(out, 0,
          DispositionEvent{
              from_millis(mark.at), mark.adverse, mark.cleared, {{LinkKind::kPerson, key}}});
    }
  }
  out.append(sha256(out.bytes()));
  return out.take();
}

Result<Windows::Loaded> Windows::load(const std::string& path) {
  const Result<std::string> read = read_file(path);
  if (!read) return tl::unexpected(read.error());
  if (read->size() < kDigestBytes) return tl::unexpected(damaged().error());
  const std::string_view body = std::string_view(*read).substr(0, read->size() - kDigestBytes);
  if (sha256(body) != read->substr(body.size())) return tl::unexpected(damaged().error());

  ByteReader in(body);
  Loaded out;
  if (Status status = check_head(in, out.last_arrival); !status) {
    return tl::unexpected(status.error());
  }
  while (!in.at_end()) {
    const auto arrival = in.get<std::uint64_t>();
    const std::string_view bytes = in.get_sized();
    if (!in.ok()) return tl::unexpected(damaged().error());
    const Result<WindowChange> change = decode(bytes, arrival);
    if (!change) return tl::unexpected(change.error());
    static_cast<void>(out.windows.apply(*change));
  }
  return out;
}

}  // namespace analyzer::store
