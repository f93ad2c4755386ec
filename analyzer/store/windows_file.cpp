// The windows as a file: a head; then reports, registry facts and dispositions in
// their stored form; then the attempts, each piece with the links that it names
// first. Loading makes the lists of all links at once.

#include <fstream>
#include <string>
#include <utility>

#include "analyzer/store/bytes.h"
#include "analyzer/store/event_codec.h"
#include "analyzer/store/window_file.h"
#include "analyzer/store/windows_impl.h"

namespace analyzer::store {
namespace {

constexpr std::string_view kMagic = "ANZWINDOWS";
constexpr std::uint32_t kVersion = 3;
constexpr std::size_t kHeadBytes = kMagic.size() + 4 + 8 + 8;
constexpr std::uint32_t kSlotsAPiece = 4096;

// A piece begins with what it holds and its length in 32 bits.
enum class Piece : std::uint8_t { kChanges, kAttempts };
constexpr std::size_t kPieceHead = 1 + 4;

std::string piece(Piece what, const ByteWriter& body) {
  ByteWriter out;
  out.put(static_cast<std::uint8_t>(what));
  out.put_sized(body.bytes());
  return out.take();
}

void add(ByteWriter& out, std::uint64_t arrival, const WindowChange& change) {
  out.put(arrival);
  out.put_sized(encode(change));
}

tl::unexpected<Error> damaged() {
  return fail(ErrorCode::kCorrupt, "the file of the windows is damaged");
}

void write_slot(ByteWriter& out, const Slot& slot) {
  out.put(slot.at);
  out.put(slot.arrival);
  out.put(slot.flags);
  out.put(slot.channel);
  out.put(slot.outcome);
  out.put(slot.trace);
  out.put(slot.county);
  out.put(slot.person);
  if (slot.has(kHasCapture)) out.put(slot.capture);
  std::uint16_t present = 0;
  for (std::size_t i = 0; i < kLinkRows.size(); ++i) {
    if (slot.*kLinkRows[i].slot != 0) present |= static_cast<std::uint16_t>(1U << i);
  }
  out.put(present);
  for (const LinkRow& row : kLinkRows) {
    if (slot.*row.slot != 0) out.put(slot.*row.slot);
  }
}

bool read_slot(ByteReader& in, Slot& slot) {
  slot.at = in.get<Millis>();
  slot.arrival = in.get<std::uint64_t>();
  slot.flags = in.get<std::uint16_t>();
  slot.channel = in.get<std::uint8_t>();
  slot.outcome = in.get<std::uint8_t>();
  slot.trace = in.get<std::uint8_t>();
  slot.county = in.get<std::uint32_t>();
  slot.person = in.get<std::uint32_t>();
  if (slot.has(kHasCapture)) slot.capture = in.get<std::uint64_t>();
  const auto present = in.get<std::uint16_t>();
  for (std::size_t i = 0; i < kLinkRows.size(); ++i) {
    if ((present >> i & 1U) != 0) slot.*kLinkRows[i].slot = in.get<std::uint32_t>();
  }
  return in.ok();
}

// Reads the links and attempts of a piece; take_back(slot) takes each attempt or
// returns false.
template <class TakeBack>
bool read_attempts(std::string_view bytes, Nodes& nodes, const TakeBack& take_back) {
  ByteReader in(bytes);
  for (auto left = in.get<std::uint32_t>(); in.ok() && left > 0; --left) {
    const auto number = in.get<std::uint32_t>();
    const auto kind = in.get<std::uint8_t>();
    const LinkKey key = in.get_key();
    if (!in.ok() || number == 0 || kind >= kNames<LinkKind>.size()) return false;
    nodes.grow_to(number + 1);
    nodes[number].key = key;
    nodes[number].kind = static_cast<LinkKind>(kind);
  }
  for (auto left = in.get<std::uint32_t>(); in.ok() && left > 0; --left) {
    Slot slot;
    if (!read_slot(in, slot) || !take_back(slot)) return false;
  }
  return in.at_end();
}

Status read_changes(std::string_view bytes, Windows& into) {
  ByteReader in(bytes);
  while (!in.at_end()) {
    const auto arrival = in.get<std::uint64_t>();
    const std::string_view encoded = in.get_sized();
    if (!in.ok()) return damaged();
    const Result<WindowChange> change = decode(encoded, arrival);
    if (!change) return tl::unexpected(change.error());
    static_cast<void>(into.apply(*change));
  }
  return {};
}

}  // namespace

Windows::Saving Windows::begin_save(std::uint64_t last_arrival, std::uint64_t erasures) const {
  ByteWriter changes;
  for (const ReportEvent& event : impl_->reports.events()) add(changes, event.arrival, event);
  for (const auto& [person, facts] : impl_->registry.all()) {
    for (const RegistryFact& fact : facts) add(changes, fact.arrival, fact);
  }
  for (const auto& [key, marks] : impl_->dispositions.all()) {
    for (const Dispositions::Mark& mark : marks) {
      // The kind of the link is part of its key already.
      add(changes, 0,
          DispositionEvent{
              from_millis(mark.at), mark.adverse, mark.cleared, {{LinkKind::kPerson, key}}});
    }
  }
  ByteWriter out;
  out.append(kMagic);
  out.put(kVersion);
  out.put(last_arrival);
  out.put(erasures);
  out.append(piece(Piece::kChanges, changes));
  Saving saving;
  saving.head_ = out.take();
  saving.next_ = impl_->slots.begin();
  saving.end_ = impl_->slots.end();
  saving.told_.resize(impl_->nodes.end());
  return saving;
}

std::string Windows::next_piece(Saving& saving) const {
  if (!saving.head_.empty()) return std::exchange(saving.head_, {});
  // What was dropped meanwhile is too old to count.
  saving.next_ = std::max(saving.next_, impl_->slots.begin());
  if (saving.next_ >= saving.end_) return {};
  const std::uint32_t end = saving.next_ + std::min(kSlotsAPiece, saving.end_ - saving.next_);
  ByteWriter links;
  ByteWriter attempts;
  std::uint32_t count = 0;
  // A number means the same link as long as an attempt names it.
  const auto tell = [&](std::uint32_t number) {
    if (number == 0 || saving.told_[number]) return;
    saving.told_[number] = true;
    links.put(number);
    links.put(static_cast<std::uint8_t>(impl_->nodes[number].kind));
    links.put(impl_->nodes[number].key);
    ++count;
  };
  std::uint32_t held = 0;
  for (Slots::Number n = saving.next_; n < end; ++n) {
    const Slot& slot = impl_->slots[n];
    if (slot.person == 0) continue;  // forgotten
    ++held;
    tell(slot.person);
    for (const LinkRow& row : kLinkRows) tell(slot.*row.slot);
    write_slot(attempts, slot);
  }
  ByteWriter body;
  body.put(count);
  body.append(links.bytes());
  body.put(held);
  body.append(attempts.bytes());
  saving.next_ = end;
  return piece(Piece::kAttempts, body);
}

Status Windows::save(const std::string& path, std::uint64_t last_arrival,
                     std::uint64_t erasures) const {
  Result<WholeFile> file = WholeFile::create(path);
  if (!file) return tl::unexpected(file.error());
  Saving saving = begin_save(last_arrival, erasures);
  for (std::string bytes = next_piece(saving); !bytes.empty(); bytes = next_piece(saving)) {
    if (Status status = file->add(bytes); !status) return status;
  }
  return file->finish();
}

Result<Windows::Loaded> Windows::load(const std::string& path) {
  // Checked whole before anything is made of it.
  const Result<std::size_t> size = WholeFile::check(path);
  if (!size) return tl::unexpected(size.error());
  std::ifstream file(path, std::ios::binary);
  std::size_t left = *size;
  std::string bytes;
  const auto read = [&](std::size_t wanted) {
    if (wanted > left) return false;
    bytes.resize(wanted);
    left -= wanted;
    return !!file.read(bytes.data(), static_cast<std::streamsize>(wanted));
  };
  if (!read(kHeadBytes)) return damaged();
  ByteReader head(bytes);
  if (head.take(kMagic.size()) != kMagic) return damaged();
  if (head.get<std::uint32_t>() != kVersion) {
    return fail(ErrorCode::kCorrupt, "the file of the windows is of another version");
  }
  Loaded out;
  Impl& impl = *out.windows.impl_;
  const auto take_back = [&](const Slot& slot) { return impl.take_back(slot); };
  out.last_arrival = head.get<std::uint64_t>();
  out.erasures = head.get<std::uint64_t>();
  while (left > 0) {
    if (!read(kPieceHead)) return damaged();
    ByteReader in(bytes);
    const auto what = static_cast<Piece>(in.get<std::uint8_t>());
    if (!read(in.get<std::uint32_t>())) return damaged();
    if (what == Piece::kChanges) {
      if (Status status = read_changes(bytes, out.windows); !status) {
        return tl::unexpected(status.error());
      }
    } else if (what != Piece::kAttempts || !read_attempts(bytes, impl.nodes, take_back)) {
      return damaged();
    }
  }
  impl.index_links();
  impl.make_lists();
  return out;
}

}  // namespace analyzer::store
