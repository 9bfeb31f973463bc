#include "stiff/io/mapped_file.h"

#include "stiff/core/error.h"
#include "stiff/io/apply_sidecar.h"
#include "stiff/io/mapping.h"
#include "stiff/io/units.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace stiff {
namespace {

bool is_echo(SampleKind kind) {
  return kind == SampleKind::iq || kind == SampleKind::rf;
}

class MappedReader {
 public:
  MappedReader(const MatFile& file, const Sidecar& sidecar)
      : file_(file), sidecar_(sidecar), mapping_(parse_mapping(sidecar)) {
    recording_.format = "mapped";
    recording_.kind = mapping_.kind;
  }

  ShearWaveRecording read() {
    read_samples();
    read_metadata();
    recording_.lateral_m = axis(*mapping_.lateral, "Lateral", layout_.lateral);
    recording_.axial_m =
        mapping_.axial ? axis(*mapping_.axial, "Axial", layout_.axial) : Axis{0, 1, layout_.axial};
    const std::vector<double> time_s = times();
    for (PushAcquisition& acquisition : recording_.acquisitions) acquisition.time_s = time_s;
    return std::move(recording_);
  }

 private:
  std::string where(const std::string& key) const {
    return sidecar_.place("Variables") + ": '" + key + "'";
  }
  [[noreturn]] void refuse(const std::string& key, const std::string& what) const {
    throw Error(ErrorKind::bad_data, where(key) + ": " + what);
  }

  double sample_scale() const {
    if (is_echo(mapping_.kind)) return 1;
    if (mapping_.samples.units.empty())
      refuse("Samples", "'Units' is missing (m, um, m/s, mm/s ...)");
    const bool displacement = mapping_.kind == SampleKind::displacement;
    return unit_in_si(mapping_.samples.units, displacement ? Dimension::length : Dimension::speed,
                      where("Samples"));
  }

  // The arrays by name, cells opened: one a push, or with a dimension of pushes.
  std::vector<MatValue> arrays(const std::vector<std::string>& names) const {
    std::vector<MatValue> all;
    for (const std::string& name : names) {
      MatValue value = file_.read_part(name);
      if (value.kind == MatKind::cell) {
        std::move(value.elements.begin(), value.elements.end(), std::back_inserter(all));
      } else {
        all.push_back(std::move(value));
      }
    }
    return all;
  }

  void read_samples() {
    const std::vector<MatValue> parts = arrays(mapping_.samples.names);
    const std::vector<MatValue> imaginary = arrays(mapping_.samples.imaginary);
    if (parts.empty()) refuse("Samples", "the variable holds no array");
    if (!imaginary.empty() && imaginary.size() != parts.size()) {
      refuse("Samples", "there are more real than imaginary arrays, or fewer");
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
      add_pushes(parts[i], imaginary.empty() ? nullptr : &imaginary[i]);
    }
  }

  void add_pushes(const MatValue& part, const MatValue* imaginary) {
    const MappedSamples& s = mapping_.samples;
    const std::string& name = s.names[0];
    layout_ = sample_layout(part, s.axial, s.lateral, s.time, name, s.push);
    if (imaginary != nullptr && imaginary->shape != part.shape) {
      refuse("Samples", "the real part is " + shape_text(part.shape) + ", the imaginary part " +
                            shape_text(imaginary->shape));
    }
    const auto push = static_cast<std::size_t>(std::max(s.push, 0));
    const bool many = s.push >= 0 && push < part.shape.size();
    const Index pushes = many ? part.shape[push] : 1;
    const Index stride = many ? dimension_strides(part)[push] : 0;
    for (Index p = 0; p < pushes; ++p) {
      SampleLayout layout = layout_;
      layout.first = p * stride;
      recording_.acquisitions.push_back(gather_push(part, imaginary, layout));
    }
  }

  PushAcquisition gather_push(const MatValue& part, const MatValue* imaginary,
                              const SampleLayout& layout) const {
    PushAcquisition acquisition;
    acquisition.push.time_s = kNaN;
    const bool complex = part.complex || imaginary != nullptr;
    if (complex != (mapping_.kind == SampleKind::iq)) {
      refuse("Samples",
             complex ? "complex samples are 'SampleKind' iq" : "iq samples must be complex");
    }
    if (complex) {
      const StoredNumbers& other = imaginary != nullptr ? imaginary->real : part.imaginary;
      acquisition.iq = gather(part.real, other, layout);
    } else {
      acquisition.real = gather(part.real, layout, sample_scale());
    }
    return acquisition;
  }

  void read_metadata() {
    for (const auto& [key, numbers] : mapping_.metadata) {
      const std::vector<double> values = metadata(key, numbers);
      const bool of_push = key.starts_with("Push");
      if (values.size() != 1 && !(of_push && values.size() == recording_.acquisitions.size())) {
        refuse(key, "'" + numbers.name + "' holds " + std::to_string(values.size()) + " numbers");
      }
      if (of_push) {
        set_pushes(key, values);
      } else {
        set_number(key, values[0]);
      }
    }
    recording_.centre_frequency_hz =
        stated_number(sidecar_, "CenterFrequency", recording_.centre_frequency_hz);
    recording_.sound_speed_m_per_s =
        stated_number(sidecar_, "SoundSpeed", recording_.sound_speed_m_per_s);
    prf_hz_ = stated_number(sidecar_, "PulseRepetitionFrequency", prf_hz_);
  }

  std::vector<double> metadata(const std::string& key, const MappedNumbers& numbers) const {
    if (numbers.name.empty())
      refuse(key, "'Name' is missing: a value without a variable is a key of the sidecar");
    std::vector<double> values = to_numbers(file_.read_part(numbers.name), numbers.name);
    const Dimension dimension = key == "SoundSpeed"          ? Dimension::speed
                                : key == "Density"           ? Dimension::density
                                : key == "PushTime"          ? Dimension::time
                                : key.ends_with("Frequency") ? Dimension::frequency
                                                             : Dimension::length;
    const double si = unit_in_si(numbers.units, dimension, where(key));
    for (double& value : values) value *= si;
    return values;
  }

  void set_pushes(const std::string& key, const std::vector<double>& values) {
    double Push::*member = key == "PushLateral" ? &Push::lateral_m
                           : key == "PushAxial" ? &Push::axial_m
                                                : &Push::time_s;
    for (std::size_t i = 0; i < recording_.acquisitions.size(); ++i) {
      recording_.acquisitions[i].push.*member = values[values.size() == 1 ? 0 : i];
    }
  }

  void set_number(const std::string& key, double value) {
    if (key == "CenterFrequency") recording_.centre_frequency_hz = value;
    if (key == "SamplingFrequency") recording_.sampling_frequency_hz = value;
    if (key == "SoundSpeed") recording_.sound_speed_m_per_s = value;
    if (key == "TissueThickness") recording_.thickness_m = value;
    if (key == "PulseRepetitionFrequency") prf_hz_ = value;
    if (key == "Density") {
      recording_.density_kg_per_m3 = value;
      recording_.density_stated = true;
    }
  }

  double length_unit(const std::string& units, const std::string& key) const {
    if (units != "wavelength") return unit_in_si(units, Dimension::length, where(key));
    const double wavelength_m = recording_.sound_speed_m_per_s / recording_.centre_frequency_hz;
    if (!std::isfinite(wavelength_m))
      refuse(key, "a wavelength needs SoundSpeed and CenterFrequency");
    return wavelength_m;
  }

  std::vector<double> positions(const MappedNumbers& numbers, Index size, double unit,
                                const std::string& key) const {
    std::vector<double> values;
    if (numbers.name.empty()) {
      values = Axis{numbers.first, numbers.step, size}.values();
    } else {
      values = to_numbers(file_.read_part(numbers.name), numbers.name);
    }
    if (static_cast<Index>(values.size()) != size) {
      refuse(key, "'" + numbers.name + "' holds " + std::to_string(values.size()) +
                      " numbers, the samples have " + std::to_string(size) + " along it");
    }
    for (double& value : values) value *= unit;
    return values;
  }

  Axis axis(const MappedNumbers& numbers, const std::string& key, Index size) const {
    return uniform_axis(positions(numbers, size, length_unit(numbers.units, key), key), key);
  }

  std::vector<double> times() const {
    if (mapping_.time) {
      const double unit = unit_in_si(mapping_.time->units, Dimension::time, where("Time"));
      return positions(*mapping_.time, layout_.time, unit, "Time");
    }
    if (!(prf_hz_ > 0)) {
      throw Error(ErrorKind::bad_data,
                  "'PulseRepetitionFrequency' is missing: give it in Hz in the "
                  "sidecar, or map 'Time' in 'Variables'");
    }
    const double references = sidecar_.number("ReferenceFrames").value_or(0);
    return Axis{-references / prf_hz_, 1 / prf_hz_, layout_.time}.values();
  }

  const MatFile& file_;
  const Sidecar& sidecar_;
  Mapping mapping_;
  ShearWaveRecording recording_;
  SampleLayout layout_;
  double prf_hz_ = kNaN;
};

}  // namespace

ShearWaveRecording read_mapped(const MatFile& file, const Sidecar& sidecar) {
  return MappedReader(file, sidecar).read();
}

}  // namespace stiff
