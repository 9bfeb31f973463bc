#include "stiff/io/hdf5_writer.h"
#include "stiff/io/picture_dataset.h"
#include "stiff/io/region_group.h"
#include "stiff/io/shear_wave_file.h"
#include "stiff/io/shear_wave_keys.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace stiff {
namespace {

void number(hdf5::OutGroup& group, std::string_view key, double value) {
  if (!std::isnan(value)) group.attribute(key, value);
}

void write_axis(hdf5::OutGroup& root, std::string_view name, const Axis& axis,
                std::string_view long_name) {
  const std::vector<double> values = axis.values();
  root.scale(name, std::span<const double>(values), {"m", long_name});
}

void write_samples(hdf5::OutGroup& group, SampleKind kind, const PushAcquisition& acquisition) {
  const std::vector<std::string> dimensions{"axial", "lateral", "time"};
  const SampleNames& names = sample_names(kind);
  if (kind != SampleKind::iq) {
    group.variable(names.kind,
                   std::span<const float>(acquisition.real.data(),
                                          static_cast<std::size_t>(acquisition.real.size())),
                   dimensions, {names.units, names.long_name});
    return;
  }
  const std::complex<float>* iq = acquisition.iq.data();
  std::vector<float> part(static_cast<std::size_t>(acquisition.iq.size()));
  const auto write = [&](std::string_view name, std::string_view long_name, auto take) {
    std::transform(iq, iq + acquisition.iq.size(), part.begin(), take);
    group.variable(name, std::span<const float>(part), dimensions, {"1", long_name});
  };
  write("iq_re", "in-phase part of the echo",
        [](const std::complex<float>& sample) { return sample.real(); });
  write("iq_im", "quadrature part of the echo",
        [](const std::complex<float>& sample) { return sample.imag(); });
}

void write_push(hdf5::OutGroup& root, const std::string& name, SampleKind kind,
                const PushAcquisition& acquisition) {
  hdf5::OutGroup group = root.group(name);
  for (const PushKey& key : kPushKeys) number(group, key.name, acquisition.push.*key.field);
  group.scale("time", std::span<const double>(acquisition.time_s), {"s", "time of the frame"});
  write_samples(group, kind, acquisition);
}

void write_truth(hdf5::OutGroup& root, const ShearWaveTruth& truth) {
  hdf5::OutGroup group = root.group("truth");
  number(group, "Viscosity", truth.viscosity_pa_s);
  group.attribute("Wave", std::int32_t{truth.wave ? 1 : 0});
  if (!truth.maker.empty()) group.attribute("Maker", truth.maker);
  if (truth.speed_m_per_s.size() > 0) {
    group.variable("shear_wave_speed", samples(truth.speed_m_per_s), {"axial", "lateral"},
                   {"m s-1", "true shear wave speed"});
  }
  for (std::size_t i = 0; i < truth.regions.size(); ++i) {
    hdf5::OutGroup region =
        write_region(group, "region_" + std::to_string(i + 1), truth.regions[i].region);
    number(region, "Speed", truth.regions[i].speed_m_per_s);
  }
}

}  // namespace

void write_shear_wave_file(const std::filesystem::path& path, const ShearWaveRecording& recording,
                           const ShearWaveTruth* truth, const Provenance& provenance) {
  hdf5::Writer writer;
  hdf5::OutGroup root = writer.root();
  write_provenance(root, kShearWaveFormat, provenance);
  root.attribute("SampleKind", sample_names(recording.kind).kind);
  for (const RecordingKey& key : kRecordingKeys) number(root, key.name, recording.*key.field);
  if (recording.density_stated) root.attribute("Density", recording.density_kg_per_m3);
  if (recording.isotropic_stated) root.attribute("Isotropic", std::int32_t{1});
  for (const IdentityKey& key : kIdentityKeys) {
    const std::string& text = recording.identity.*key.field;
    if (!text.empty()) root.attribute(key.name, text);
  }
  write_axis(root, "axial", recording.axial_m, "depth below the probe");
  write_axis(root, "lateral", recording.lateral_m, "position along the probe");
  if (recording.bmode.size() > 0) {
    root.variable("bmode", samples(recording.bmode), {"axial", "lateral"}, {"1", "B-mode picture"});
  }
  for (std::size_t i = 0; i < recording.acquisitions.size(); ++i) {
    write_push(root, "push_" + std::to_string(i + 1), recording.kind, recording.acquisitions[i]);
  }
  for (std::size_t i = 0; i < recording.regions.size(); ++i) {
    write_region(root, "region_" + std::to_string(i + 1), recording.regions[i]);
  }
  if (recording.mask) write_region(root, "mask", *recording.mask);
  if (truth != nullptr) write_truth(root, *truth);
  writer.save(path);
}

}  // namespace stiff
