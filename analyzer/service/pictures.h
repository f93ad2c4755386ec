// Pictures that are handed in: a bounded queue, processes that read them, and what
// came of each, judged like a text.
//
// Any number of threads may call a Pictures at once. Reading is done on threads of
// its own; the answer is asked for until it is there. What was read is held in
// memory for a quarter of an hour and never stored: it is somebody's message. Of
// the picture its hash is recorded, and the picture itself where the service is
// told to keep it (ServiceOptions::picture_keep_days).
//
// Example:
//   Pictures pictures(service, {.program = {"/usr/lib/analyzer-picture-reader"}});
//   Result<Document> begun = pictures.submit("desk", bytes);
//   ... Result<Document> now = pictures.answer("desk", id);

#ifndef ANALYZER_SERVICE_PICTURES_H_
#define ANALYZER_SERVICE_PICTURES_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer/core/result.h"
#include "analyzer/pictures/reader_process.h"
#include "analyzer/service/service.h"

namespace analyzer {

struct PicturesOptions {
  pictures::ReaderProgram program = {};
  unsigned readers = 1;          // processes at once; 0: no pictures are taken
  std::size_t queue_limit = 16;  // pictures that wait; each holds up to 10 MB
};

struct PictureCounts {
  std::uint64_t waiting = 0;  // now
  std::uint64_t done = 0;
  std::uint64_t failed = 0;
  std::uint64_t refused = 0;  // by a full queue
};

class Pictures {
 public:
  // `service` must outlive it.
  Pictures(Service& service, PicturesOptions options);
  ~Pictures();
  Pictures(const Pictures&) = delete;
  Pictures& operator=(const Pictures&) = delete;

  // Records the picture and puts it into the queue; answers what answer() does.
  // Only `owner` can ask for it later.
  //
  // Fails with kInvalid and the codes of pictures/header.h; with kUnavailable where
  // the queue is full, where it cannot be recorded (FieldError code "not_recorded"),
  // and where nothing can read it ("pictures_unavailable").
  Result<Document> submit(const std::string& owner, std::string bytes);

  // How far it is, or what came of it (openapi.yaml: Picture).
  // Fails with kNotFound where there is none of that id and owner.
  Result<Document> answer(const std::string& owner, std::string_view id);

  // Seconds after which a full queue may have room, at the pace of late.
  int seconds_until_room() const;

  // For /readyz; nothing where pictures are switched off.
  std::optional<Health::Check> health() const;
  PictureCounts counts() const;

  // Ends readers at once; what waits is dropped.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_PICTURES_H_
