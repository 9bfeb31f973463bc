#include "stiff/io/res_sim.h"

#include "stiff/core/error.h"

namespace stiff {
namespace {

Axis axis_mm(const MatFile& file, const std::string& name) {
  std::vector<double> positions = to_numbers(file.read(name), name);
  for (double& position : positions) position *= 1e-3;
  return uniform_axis(positions, name);
}

}  // namespace

bool is_res_sim(const MatFile& file) {
  return file.has("arfidata") && file.has("lat") && file.has("axial") && file.has("t");
}

ShearWaveRecording read_res_sim(const MatFile& file) {
  ShearWaveRecording recording;
  recording.format = "res_sim";
  recording.kind = SampleKind::displacement;
  recording.lateral_m = axis_mm(file, "lat");
  recording.axial_m = axis_mm(file, "axial");
  PushAcquisition acquisition;
  acquisition.time_s = to_numbers(file.read("t"), "t");
  acquisition.push.lateral_m = 0;
  acquisition.push.time_s = kNaN;
  const MatValue samples = file.read("arfidata");
  if (samples.complex) file.refuse("'arfidata' is complex: a displacement is not");
  acquisition.real = gather(samples.real, sample_layout(samples, 0, 1, 2, "arfidata"), 1e-6);
  recording.acquisitions.push_back(std::move(acquisition));
  return recording;
}

}  // namespace stiff
