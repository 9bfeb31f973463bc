#include "stiff/core/error.h"
#include "stiff/io/hdf5_reader.h"
#include "stiff/io/picture_dataset.h"
#include "stiff/io/region_group.h"
#include "stiff/io/shear_wave_file.h"
#include "stiff/io/shear_wave_keys.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace stiff {
namespace {

[[noreturn]] void refuse(const hdf5::InObject& object, const std::string& what) {
  throw Error(ErrorKind::bad_data, "'" + object.file_name() + "': '" + object.path() + "' " + what);
}

/// Leaves `value` where the attribute is not there.
void read_number(const hdf5::InObject& object, std::string_view key, double& value) {
  if (!object.has_attribute(key)) return;
  const std::optional<double> number = object.number_attribute(key);
  if (!number) refuse(object, "has an attribute " + std::string(key) + " that is not one number");
  value = *number;
}

bool read_flag(const hdf5::InObject& object, std::string_view key, bool otherwise) {
  double number = otherwise ? 1 : 0;
  read_number(object, key, number);
  if (number != 0 && number != 1) {
    refuse(object, "has an attribute " + std::string(key) + " that is neither 0 nor 1");
  }
  return number == 1;
}

/// Numbers on one axis; where the file names a unit, it must be the one that the format asks for.
std::vector<double> read_line(const hdf5::InGroup& group, std::string_view name,
                              std::string_view units) {
  const hdf5::InDataset dataset = group.dataset(name);
  if (dataset.shape().size() != 1) refuse(dataset, "is not one row of numbers");
  const std::string found = dataset.text_attribute("units").value_or(std::string(units));
  if (found != units)
    refuse(dataset, "is in " + found + " where the format has " + std::string(units));
  return dataset.values<double>();
}

Cube<float> read_real(const hdf5::InDataset& dataset, const std::vector<Index>& shape) {
  check_shape(dataset, shape);
  Cube<float> cube(shape[0], shape[1], shape[2]);
  const std::vector<float> values = dataset.values<float>();
  std::copy(values.begin(), values.end(), cube.data());
  return cube;
}

Cube<std::complex<float>> read_iq(const hdf5::InGroup& group, const std::vector<Index>& shape) {
  Cube<std::complex<float>> cube(shape[0], shape[1], shape[2]);
  if (group.has_dataset("iq")) {
    const hdf5::InDataset dataset = group.dataset("iq");
    check_shape(dataset, shape);
    const std::vector<std::complex<float>> values = dataset.complex_values();
    std::copy(values.begin(), values.end(), cube.data());
    return cube;
  }
  const hdf5::InDataset re = group.dataset("iq_re");
  const hdf5::InDataset im = group.dataset("iq_im");
  check_shape(re, shape);
  check_shape(im, shape);
  const std::vector<float> real = re.values<float>();
  const std::vector<float> imaginary = im.values<float>();
  for (std::size_t i = 0; i < real.size(); ++i) cube.data()[i] = {real[i], imaginary[i]};
  return cube;
}

PushAcquisition read_push(const hdf5::InGroup& group, const ShearWaveRecording& recording) {
  PushAcquisition acquisition;
  for (const PushKey& key : kPushKeys) read_number(group, key.name, acquisition.push.*key.field);
  acquisition.time_s = read_line(group, "time", "s");
  const std::vector<Index> shape{recording.axial_m.size, recording.lateral_m.size,
                                 static_cast<Index>(acquisition.time_s.size())};
  if (recording.kind == SampleKind::iq) {
    acquisition.iq = read_iq(group, shape);
  } else {
    acquisition.real = read_real(group.dataset(sample_names(recording.kind).kind), shape);
  }
  return acquisition;
}

SampleKind read_kind(const hdf5::InGroup& root) {
  const std::string kind = root.text_attribute("SampleKind").value_or("");
  for (const SampleNames& names : kSampleNames) {
    if (names.kind == kind) return names.value;
  }
  throw Error(ErrorKind::bad_data, "'" + root.file_name() + "': its attribute SampleKind is '" +
                                       kind +
                                       "' where the format has iq, rf, displacement or velocity");
}

void read_grid(const hdf5::InGroup& root, Axis& axial_m, Axis& lateral_m) {
  axial_m = uniform_axis(read_line(root, "axial", "m"), "axial");
  lateral_m = uniform_axis(read_line(root, "lateral", "m"), "lateral");
}

}  // namespace

ShearWaveRecording read_shear_wave_file(const std::filesystem::path& path) {
  const hdf5::InGroup root = hdf5::open(path);
  check_format(root, kShearWaveFormat);
  ShearWaveRecording recording;
  recording.format = "stiff";
  recording.kind = read_kind(root);
  for (const RecordingKey& key : kRecordingKeys) read_number(root, key.name, recording.*key.field);
  recording.density_stated = root.has_attribute("Density");
  read_number(root, "Density", recording.density_kg_per_m3);
  recording.isotropic_stated = read_flag(root, "Isotropic", false);
  for (const IdentityKey& key : kIdentityKeys) {
    recording.identity.*key.field = root.text_attribute(key.name).value_or("");
  }
  read_grid(root, recording.axial_m, recording.lateral_m);
  if (root.has_dataset("bmode")) {
    recording.bmode =
        read_picture<float>(root, "bmode", recording.axial_m.size, recording.lateral_m.size);
  }
  for (std::size_t i = 1; i == 1 || root.has_group("push_" + std::to_string(i)); ++i) {
    recording.acquisitions.push_back(read_push(root.group("push_" + std::to_string(i)), recording));
  }
  for (std::size_t i = 1; root.has_group("region_" + std::to_string(i)); ++i) {
    recording.regions.push_back(read_region(root.group("region_" + std::to_string(i)),
                                            recording.axial_m, recording.lateral_m));
  }
  if (root.has_group("mask")) {
    recording.mask = read_region(root.group("mask"), recording.axial_m, recording.lateral_m);
  }
  return recording;
}

std::optional<ShearWaveTruth> read_shear_wave_truth(const std::filesystem::path& path) {
  const hdf5::InGroup root = hdf5::open(path);
  check_format(root, kShearWaveFormat);
  if (!root.has_group("truth")) return std::nullopt;
  const hdf5::InGroup group = root.group("truth");
  Axis axial_m;
  Axis lateral_m;
  read_grid(root, axial_m, lateral_m);
  ShearWaveTruth truth;
  truth.maker = group.text_attribute("Maker").value_or("");
  truth.wave = read_flag(group, "Wave", true);
  read_number(group, "Viscosity", truth.viscosity_pa_s);
  if (group.has_dataset("shear_wave_speed")) {
    truth.speed_m_per_s =
        read_picture<float>(group, "shear_wave_speed", axial_m.size, lateral_m.size);
  }
  for (std::size_t i = 1; group.has_group("region_" + std::to_string(i)); ++i) {
    const hdf5::InGroup region = group.group("region_" + std::to_string(i));
    RegionTruth known{read_region(region, axial_m, lateral_m), kNaN};
    read_number(region, "Speed", known.speed_m_per_s);
    truth.regions.push_back(std::move(known));
  }
  return truth;
}

}  // namespace stiff
