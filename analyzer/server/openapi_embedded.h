// openapi.yaml as JSON, put into the program by the build (embed_openapi.py).

#ifndef ANALYZER_SERVER_OPENAPI_EMBEDDED_H_
#define ANALYZER_SERVER_OPENAPI_EMBEDDED_H_

#include <string_view>

namespace analyzer::server {

std::string_view openapi_json();

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_OPENAPI_EMBEDDED_H_
