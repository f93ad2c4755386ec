// What is normal for each of the 18 channels (data/channels.toml): operators,
// persons a device, hours, and which fields a caller would be expected to send.

#ifndef ANALYZER_ENGINE_CHANNELS_H_
#define ANALYZER_ENGINE_CHANNELS_H_

#include <array>
#include <string>
#include <vector>

#include "analyzer/core/attempt.h"
#include "analyzer/core/result.h"

namespace analyzer {

struct ChannelProfile {
  std::string name;  // 中文名
  bool mobile = false;   // C01-C09: a person's own screen
  bool offline = false;  // C10-C16: staff or a machine of an office
  std::vector<std::string> expected;  // dotted field names, "biometric.injection"
  int persons_device_day = 4;   // usual most persons a device and day
  int persons_device_year = 6;  // the same a year
  int open_hour = 0;   // usual hours [open, close) of a clock in China
  int close_hour = 24;
};

class Channels {
 public:
  // Reads data/channels.toml: one [[channel]] for each word of Channel, and
  // only known field names. Fails with kInvalid naming file and line.
  static Result<Channels> load(const std::string& path);

  const ChannelProfile& of(Channel channel) const {
    return profiles_[static_cast<std::size_t>(channel)];
  }

  // The expected fields that `attempt` lacks, in the profile's order.
  std::vector<std::string> missing(const Attempt& attempt) const;

  const std::string& digest() const { return digest_; }

 private:
  std::array<ChannelProfile, kNames<Channel>.size()> profiles_;
  std::string digest_;
};

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_CHANNELS_H_
