#include "tools/info_text.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "tools/option_text.h"

namespace stiff::tool {

void info_line(std::ostream& out, std::string name, const std::string& text) {
  name.resize(std::max<std::size_t>(name.size() + 2, 26), ' ');
  out << one_line("  " + name + text) << "\n";  // a damaged file's texts may hold anything
}

std::string shown(double value) {
  if (value == 0 || !std::isfinite(value)) return value == 0 ? "0" : "not finite";
  const double unit = std::pow(10.0, std::floor(std::log10(std::abs(value))) - 5);
  // Dividing by a power of ten that is exact rounds once; multiplying by 1e-7 would not.
  const double digits = std::round(value / unit);
  return number_text(unit < 1 ? digits / std::round(1 / unit) : digits * unit);
}

void print_identity(std::ostream& out, const RecordingIdentity& identity) {
  const std::pair<const char*, const std::string&> parts[] = {
      {"recording", identity.recording_id},
      {"participant", identity.participant},
      {"session", identity.session},
      {"muscle", identity.muscle},
      {"side", identity.side},
      {"site", identity.site},
      {"state", identity.state},
      {"posture", identity.posture},
      {"device", identity.device},
      {"run", identity.run},
      {"probe direction", identity.probe_direction}};
  for (const auto& [name, value] : parts) {
    if (!value.empty()) info_line(out, name, value);
  }
}

void print_key(std::ostream& out, const std::string& key, double value, const std::string& unit,
               const std::string& lack) {
  info_line(out, key, std::isnan(value) ? lack : shown(value) + " " + unit);
}

void print_sidecars(std::ostream& out, const Sidecar& sidecar) {
  for (const auto& file : sidecar.files()) {
    info_line(out, "sidecar", file.lexically_relative(sidecar.study_root()).string());
  }
  std::string unknown;
  for (const std::string& key : sidecar.unknown_keys())
    unknown += (unknown.empty() ? "" : ", ") + key;
  if (!unknown.empty()) info_line(out, "keys that nothing reads", unknown);
}

}  // namespace stiff::tool
