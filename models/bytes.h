// Numbers to bytes and back for the tables of an artifact: as they lie in memory, of
// machines that write the lowest byte first. Private to models/.

#ifndef MODELS_BYTES_H_
#define MODELS_BYTES_H_

#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace analyzer::models {

// Appends `count` values.
template <class T>
void put(std::string& out, const T* values, std::size_t count) {
  static_assert(std::is_trivially_copyable_v<T>);
  out.append(reinterpret_cast<const char*>(values), count * sizeof(T));
}

template <class T>
void put(std::string& out, const T& value) {
  put(out, &value, 1);
}

// Takes `count` values off the front; false, and nothing taken, if there are fewer.
template <class T>
bool take(std::string_view& in, T* values, std::size_t count) {
  static_assert(std::is_trivially_copyable_v<T>);
  if (in.size() / sizeof(T) < count) return false;
  if (count > 0) std::memcpy(values, in.data(), count * sizeof(T));
  in.remove_prefix(count * sizeof(T));
  return true;
}

template <class T>
bool take(std::string_view& in, T& value) {
  return take(in, &value, 1);
}

}  // namespace analyzer::models

#endif  // MODELS_BYTES_H_
