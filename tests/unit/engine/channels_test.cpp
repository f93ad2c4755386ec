#include "analyzer/engine/channels.h"

#include <catch2/catch.hpp>

namespace analyzer {
namespace {

const Channels& channels() {
  static const Channels loaded = [] {
    auto result = Channels::load(std::string(ANALYZER_ROOT) + "/data/channels.toml");
    if (!result) FAIL(result.error().message);
    return *std::move(result);
  }();
  return loaded;
}

bool lacks(const Attempt& attempt, std::string_view field) {
  for (const std::string& each : channels().missing(attempt)) {
    if (each == field) return true;
  }
  return false;
}

TEST_CASE("Every channel has a profile, mobile or offline but not both") {
  for (std::size_t i = 0; i < kNames<Channel>.size(); ++i) {
    const ChannelProfile& profile = channels().of(static_cast<Channel>(i));
    INFO(kNames<Channel>[i]);
    CHECK_FALSE(profile.name.empty());
    CHECK_FALSE((profile.mobile && profile.offline));
    CHECK(profile.persons_device_day <= profile.persons_device_year);
    CHECK(profile.open_hour < profile.close_hour);
  }
  CHECK(channels().of(Channel::kConsulate).mobile);
  CHECK(channels().of(Channel::kHomeVisit).offline);
  CHECK_FALSE(channels().of(Channel::kSilent).mobile);
  CHECK_FALSE(channels().of(Channel::kSilent).offline);
}

TEST_CASE("A mini-program is not expected to know what the camera saw") {
  Attempt attempt;
  attempt.channel = Channel::kAlipay;
  CHECK_FALSE(lacks(attempt, "biometric.injection"));
  CHECK_FALSE(lacks(attempt, "device.ref"));
  CHECK(lacks(attempt, "network.ip"));
  attempt.network.ip = "203.0.113.7";
  CHECK_FALSE(lacks(attempt, "network.ip"));
}

TEST_CASE("The bureau's own app is expected to send what the camera saw") {
  Attempt attempt;
  attempt.channel = Channel::kProvinceApp;
  CHECK(lacks(attempt, "biometric.injection"));
  attempt.biometric.injection = 0.0;
  CHECK_FALSE(lacks(attempt, "biometric.injection"));
}

}  // namespace
}  // namespace analyzer
