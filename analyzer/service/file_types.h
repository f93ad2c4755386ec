// What kind of file some bytes are. Pure.

#ifndef ANALYZER_SERVICE_FILE_TYPES_H_
#define ANALYZER_SERVICE_FILE_TYPES_H_

#include <string>
#include <string_view>

namespace analyzer {

// The media type of evidence that is taken: pictures (PNG, JPEG, WebP), PDF, recordings
// (MP3, M4A, WAV, AMR, MP4), documents and tables without macros (docx, xlsx), plain
// text in UTF-8 or GBK. Empty for all others: programs, pages, archives, what may carry macros, a
// phone's own pictures (HEIF) that lie in a container like a film's.
std::string_view evidence_type(std::string_view bytes);

// A name as it is kept: the last part of a path, without control characters and marks
// that turn the direction of writing, at most 120 characters, never empty.
std::string plain_file_name(std::string_view name);

// The name with the ending of its type: what was called otherwise (a script that reads as
// text, say) gets it added, so that no opened file runs. Of no known type: as it is.
std::string file_name_as(std::string name, std::string_view type);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_FILE_TYPES_H_
