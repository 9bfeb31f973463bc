#include "stiff/io/amem.h"

#include "stiff/core/error.h"

namespace stiff {
namespace {

constexpr double kMm = 1e-3;

Axis axis_mm(const MatFile& file, const std::string& name) {
  std::vector<double> positions = to_numbers(file.read(name), name);
  for (double& position : positions) position *= kMm;
  return uniform_axis(positions, name);
}

std::vector<double> frame_times(Index frames, double rate_hz, double reference_frames) {
  std::vector<double> time_s(static_cast<std::size_t>(frames));
  for (std::size_t i = 0; i < time_s.size(); ++i) {
    time_s[i] = (static_cast<double>(i) - reference_frames) / rate_hz;
  }
  return time_s;
}

}  // namespace

bool is_amem(const MatFile& file) {
  return file.has("IQ_Data") && file.has("X_IQ") && file.has("Z_IQ") && file.has("frame_rate");
}

ShearWaveRecording read_amem(const MatFile& file, double reference_frames) {
  ShearWaveRecording recording;
  recording.format = "amem";
  recording.kind = SampleKind::iq;
  recording.lateral_m = axis_mm(file, "X_IQ");
  recording.axial_m = axis_mm(file, "Z_IQ");
  if (file.has("SoS")) recording.sound_speed_m_per_s = to_number(file.read("SoS"), "SoS");
  const double rate_hz = to_number(file.read("frame_rate"), "frame_rate");
  if (!(rate_hz > 0)) file.refuse("'frame_rate' is not positive");
  std::vector<double> pushes_mm;
  if (file.has("X_push")) pushes_mm = to_numbers(file.read("X_push"), "X_push");

  MatValue samples = file.read("IQ_Data");
  std::vector<MatValue> cells;
  if (samples.kind == MatKind::cell) {
    cells = std::move(samples.elements);
  } else {
    cells.push_back(std::move(samples));
  }
  if (!pushes_mm.empty() && pushes_mm.size() != cells.size()) {
    file.refuse("'X_push' has " + std::to_string(pushes_mm.size()) + " pushes, 'IQ_Data' " +
                std::to_string(cells.size()));
  }
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string name = "IQ_Data{" + std::to_string(i + 1) + "}";
    if (cells[i].kind != MatKind::numbers || !cells[i].complex)
      file.refuse("'" + name + "' is not complex");
    PushAcquisition acquisition;
    acquisition.iq =
        gather(cells[i].real, cells[i].imaginary, sample_layout(cells[i], 0, 1, 2, name));
    acquisition.time_s = frame_times(acquisition.iq.time(), rate_hz, reference_frames);
    acquisition.push.time_s = kNaN;
    if (!pushes_mm.empty()) acquisition.push.lateral_m = pushes_mm[i] * kMm;
    recording.acquisitions.push_back(std::move(acquisition));
  }
  return recording;
}

}  // namespace stiff
