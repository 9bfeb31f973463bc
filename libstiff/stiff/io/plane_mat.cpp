#include "stiff/io/plane_mat.h"

#include "stiff/core/error.h"

namespace stiff {
namespace {

std::vector<double> thousandths(const MatFile& file, const std::string& name) {
  std::vector<double> values = to_numbers(file.read(name), name);
  for (double& value : values) value *= 1e-3;
  return values;
}

}  // namespace

bool is_plane(const MatFile& file) {
  return (file.has("disp") || file.has("vel")) && file.has("lat_mm") && file.has("t_ms");
}

ShearWaveRecording read_plane(const MatFile& file, SampleKind kind) {
  if (kind != SampleKind::displacement && kind != SampleKind::velocity) {
    file.refuse("its 'SampleKind' is displacement or velocity");
  }
  const bool displacement = kind == SampleKind::displacement;
  const std::string name = displacement ? "disp" : "vel";
  ShearWaveRecording recording;
  recording.format = "plane";
  recording.kind = kind;
  recording.axial_m = {0, 1, 1};
  recording.lateral_m = uniform_axis(thousandths(file, "lat_mm"), "lat_mm");
  PushAcquisition acquisition;
  acquisition.time_s = thousandths(file, "t_ms");
  acquisition.push.lateral_m = 0;
  acquisition.push.time_s =
      file.has("t_push_ms") ? to_number(file.read("t_push_ms"), "t_push_ms") * 1e-3 : kNaN;
  const MatValue samples = file.read(name);
  if (samples.complex) file.refuse("'" + name + "' is complex: a motion is not");
  acquisition.real =
      gather(samples.real, sample_layout(samples, -1, 0, 1, name), displacement ? 1e-6 : 1e-3);
  recording.acquisitions.push_back(std::move(acquisition));
  return recording;
}

}  // namespace stiff
