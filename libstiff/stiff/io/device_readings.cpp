#include "stiff/io/device_readings.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace stiff {

Estimate mean_of_repeats(std::span<const double> values, double step) {
  std::vector<double> there;
  for (const double value : values) {
    if (!std::isnan(value)) there.push_back(value);
  }
  if (there.empty()) return no_estimate(Reason::too_few);
  const auto n = static_cast<double>(there.size());
  double mean = 0;
  for (const double value : there) mean += value / n;
  double squares = 0;
  for (const double value : there) squares += (value - mean) * (value - mean);
  const bool several = there.size() > 1;
  const double rounding = step / std::sqrt(12.0);
  const double std_error = several ? std::max(std::sqrt(squares / (n - 1) / n), rounding) : kNaN;
  return make_estimate(mean, std_error, kNaN, static_cast<std::int64_t>(there.size()),
                       several ? n - 1 : 1);
}

std::string bids_label(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       static_cast<unsigned char>(c) >= 0x80;
    if (plain) out.push_back(c);
  }
  return out;
}

std::string device_recording_id(const RecordingIdentity& identity, std::string_view suffix,
                                bool with_device) {
  std::string id;
  const auto add = [&](const char* key, const std::string& value) {
    const std::string clean = bids_label(value);
    if (!clean.empty()) id += (id.empty() ? "" : "_") + (key + clean);
  };
  add("sub-", identity.participant);
  add("ses-", identity.session);
  add("muscle-", identity.muscle);
  add("side-", identity.side);
  add("site-", identity.site);
  add("state-", identity.state);
  add("posture-", identity.posture);
  add("direction-", identity.probe_direction);
  add("run-", identity.run);
  if (with_device) add("device-", identity.device);
  return (id.empty() ? "reading" : id) + "_" + std::string(suffix);
}

}  // namespace stiff
