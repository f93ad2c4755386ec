#include "analyzer/service/gzip.h"

#include <zlib.h>

#include <array>

namespace analyzer {

struct Gunzip::Stream {
  z_stream zlib{};
  bool ready = false;
};

Gunzip::Gunzip() : stream_(std::make_unique<Stream>()) {
  constexpr int kEither = 15 + 32;  // the largest window; gzip or zlib by the first bytes
  stream_->ready = inflateInit2(&stream_->zlib, kEither) == Z_OK;
}

Gunzip::~Gunzip() {
  if (stream_->ready) inflateEnd(&stream_->zlib);
}

Status Gunzip::write(std::string_view bytes, const Take& take) {
  const auto broken = [] { return fail(ErrorCode::kInvalid, "cannot be unpacked"); };
  if (!stream_->ready) return broken();
  z_stream& zlib = stream_->zlib;
  zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  zlib.avail_in = static_cast<uInt>(bytes.size());
  std::array<char, std::size_t{1} << 16> out;
  bool full = false;  // of `out`: more may wait
  while (zlib.avail_in > 0 || full) {
    if (ended_ && inflateReset(&zlib) != Z_OK) return broken();  // the next member
    ended_ = false;
    zlib.next_out = reinterpret_cast<Bytef*>(out.data());
    zlib.avail_out = static_cast<uInt>(out.size());
    const int done = inflate(&zlib, Z_NO_FLUSH);
    if (done != Z_OK && done != Z_STREAM_END && done != Z_BUF_ERROR) return broken();
    ended_ = done == Z_STREAM_END;
    full = zlib.avail_out == 0 && !ended_;
    if (Status s = take({out.data(), out.size() - zlib.avail_out}); !s) return s;
  }
  return {};
}

std::string gzip(std::string_view bytes) {
  constexpr int kGzip = 15 + 16;  // the largest window, with gzip's head
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    return {};
  }
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int done = deflate(&stream, Z_FINISH);
  out.resize(done == Z_STREAM_END ? stream.total_out : 0);
  deflateEnd(&stream);
  return out;
}

}  // namespace analyzer
